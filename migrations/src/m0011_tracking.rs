//! What receivers see of a merchant who follow a parcel without signing in.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Empty is as the network has it.
fn columns() -> Vec<(&'static str, ColumnDef)> {
    ["tracking_name", "tracking_color", "tracking_hotline", "tracking_words"]
        .map(|name| ("merchants", text(name).default("").take()))
        .into()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_columns(manager, columns()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_columns(manager, columns()).await
    }
}
