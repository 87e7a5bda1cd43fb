//! Table `imports`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "imports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merchant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub job_id: Uuid,
    pub file_name: String,
    pub file_sha256: String,
    pub file_sealed: Option<Vec<u8>>,
    pub sheet: String,
    pub format: String,
    pub state: String,
    pub ship: bool,
    pub sender_contact_id: Option<Uuid>,
    pub owner_id: Option<Uuid>,
    pub department_id: Option<Uuid>,
    pub default_goods: String,
    pub default_weight_g: Option<i32>,
    pub default_services: String,
    pub mapping: String,
    pub total: i32,
    pub accepted: i32,
    pub rejected: i32,
    pub duplicates: i32,
    pub price_fen: i64,
    pub next_index: i32,
    pub problem: String,
    pub language: String,
    pub created_by: Uuid,
    pub created_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
