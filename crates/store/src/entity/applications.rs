//! Table `applications`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "applications")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub application_no: String,
    pub request_id: Uuid,
    pub request_token: i64,
    pub outlet_id: Uuid,
    pub state: String,
    pub company_name: String,
    pub credit_code: String,
    pub division_code: i32,
    pub form_sealed: Vec<u8>,
    pub phone_token: i64,
    pub daily_parcels: i32,
    pub settlement: String,
    pub phone_verified_at: Option<DateTimeUtc>,
    pub taken_by: Option<Uuid>,
    pub licence_key: Option<String>,
    pub licence_type: Option<String>,
    pub licence_bytes: Option<i32>,
    pub licence_at: Option<DateTimeUtc>,
    pub terms: Option<String>,
    pub terms_hash: Option<String>,
    pub accepted_hash: Option<String>,
    pub accepted_at: Option<DateTimeUtc>,
    pub merchant_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
