//! Network printers, and how each printer prints.

use sea_orm_migration::prelude::*;

use crate::columns::{integer, optional, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One statement a column: SQLite adds no two at once.
        for mut column in [optional(text("host")), optional(integer("port")), optional(text("options"))] {
            manager.alter_table(Table::alter().table("printers").add_column(&mut column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["options", "port", "host"] {
            manager.alter_table(Table::alter().table("printers").drop_column(column).take()).await?;
        }
        Ok(())
    }
}
