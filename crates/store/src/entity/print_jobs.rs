//! Table `print_jobs`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "print_jobs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merchant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub batch_id: Uuid,
    pub shipment_id: Uuid,
    pub seq: i32,
    pub state: String,
    pub reprint: bool,
    pub reprint_reason: String,
    pub error_code: String,
    pub bytes: Option<i32>,
    pub sha256: String,
    pub template_id: Option<String>,
    pub template_version: Option<i32>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub printer_id: Option<Uuid>,
    pub lease_no: i32,
    pub attempt: i32,
    pub created_by: Option<Uuid>,
    pub place: String,
    pub begun_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
