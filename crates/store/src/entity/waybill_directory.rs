//! Table `waybill_directory`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "waybill_directory")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub waybill_no: String,
    pub merchant_id: Uuid,
    pub shipment_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
