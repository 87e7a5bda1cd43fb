//! Table `handovers`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "handovers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merchant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub handover_no: String,
    pub parcels: i32,
    pub weight_g: i64,
    pub remark: String,
    pub pickup_from: Option<DateTimeUtc>,
    pub pickup_to: Option<DateTimeUtc>,
    pub created_by: Uuid,
    pub created_at: DateTimeUtc,
    pub scanned_at: Option<DateTimeUtc>,
    pub pickup_state: String,
    pub pickup_said_sealed: Option<Vec<u8>>,
    pub pickup_answered_by: Option<Uuid>,
    pub pickup_answered_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
