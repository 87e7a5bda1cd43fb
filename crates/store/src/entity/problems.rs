//! Table `problems`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "problems")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merchant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub shipment_id: Uuid,
    pub kind: String,
    pub state: String,
    pub reason: String,
    pub since: DateTimeUtc,
    pub found_at: DateTimeUtc,
    pub due_at: DateTimeUtc,
    pub escalate_at: Option<DateTimeUtc>,
    pub level: i32,
    pub assignee_id: Option<Uuid>,
    pub settled_at: Option<DateTimeUtc>,
    pub settled_by: Option<Uuid>,
    pub settled_why: String,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
