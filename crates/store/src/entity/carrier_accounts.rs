//! Table `carrier_accounts`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "carrier_accounts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merchant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub carrier: String,
    pub name: String,
    pub account: String,
    pub password_sealed: Vec<u8>,
    pub site_code: String,
    pub state: String,
    pub problem_zh: String,
    pub problem_en: String,
    pub balance: Option<i64>,
    pub balance_at: Option<DateTimeUtc>,
    pub low_at: i32,
    pub created_at: DateTimeUtc,
    pub kind: String,
    pub cod_account_sealed: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
