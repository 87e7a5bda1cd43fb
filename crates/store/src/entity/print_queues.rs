//! Table `print_queues`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "print_queues")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merchant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub printer_id: Uuid,
    pub holder: String,
    pub holder_user: Option<Uuid>,
    pub holder_label: String,
    pub held_until: Option<DateTimeUtc>,
    pub lease_no: i32,
    pub pause_code: String,
    pub pause_reason: String,
    pub paused_by: Option<Uuid>,
    pub paused_at: Option<DateTimeUtc>,
    pub condition: String,
    pub condition_at: Option<DateTimeUtc>,
    pub run_done: i32,
    pub run_started_at: Option<DateTimeUtc>,
    pub station_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
