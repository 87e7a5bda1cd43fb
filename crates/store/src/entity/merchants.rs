//! Table `merchants`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "merchants")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub code: String,
    pub name: String,
    pub outlet_id: Uuid,
    pub time_zone: String,
    pub status: String,
    pub status_reason: String,
    pub status_at: Option<DateTimeUtc>,
    pub account_manager_id: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub retention_days: i32,
    pub require_totp: bool,
    pub needs_setup: bool,
    pub contacts_version: i64,
    pub tracking_name: String,
    pub tracking_color: String,
    pub tracking_hotline: String,
    pub tracking_words: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
