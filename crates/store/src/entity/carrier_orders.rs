//! Table `carrier_orders`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "carrier_orders")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merchant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub order_id: Uuid,
    pub partner_code: String,
    pub state: String,
    pub tries: i32,
    pub run_at: Option<DateTimeUtc>,
    pub words_zh: String,
    pub words_en: String,
    pub shipment_id: Option<Uuid>,
    pub is_followed: bool,
    pub asked_by: Uuid,
    pub asked_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub sender_sealed: Option<Vec<u8>>,
    pub route_at: Option<DateTimeUtc>,
    pub route_tries: i32,
    pub track_at: Option<DateTimeUtc>,
    pub track_tries: i32,
    pub tracked_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
