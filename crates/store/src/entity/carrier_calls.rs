//! Table `carrier_calls`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "carrier_calls")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merchant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub carrier: String,
    pub api: String,
    pub at: DateTimeUtc,
    pub took_ms: i32,
    pub http_status: Option<i32>,
    pub carrier_code: String,
    pub outcome: String,
    pub request: String,
    pub answer: String,
    pub waybill_no: String,
    pub partner_code: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
