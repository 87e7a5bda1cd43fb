//! Table `printers`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "printers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merchant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub connection: String,
    pub language: String,
    pub dpi: i32,
    pub template_id: String,
    pub device_key: String,
    pub baud_rate: Option<i32>,
    pub host: Option<String>,
    pub port: Option<i32>,
    /// `shared::printers::PrinterOptions` as JSON; none is the default.
    pub options: Option<String>,
    pub created_at: DateTimeUtc,
    pub deleted_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
