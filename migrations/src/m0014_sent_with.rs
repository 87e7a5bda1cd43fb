//! With which carrier account an order is to be sent, from whom an order is sent that is on its way to a carrier, and which label an owner's
//! parcels get.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn columns() -> Vec<(&'static str, ColumnDef)> {
    vec![
        ("owners", text("template_id").default("").take()),
        ("orders", optional(uuid("carrier_account_id"))),
        // As it was when the order was given to the carrier; nothing once the carrier has answered.
        ("carrier_orders", optional(bytes("sender_sealed"))),
    ]
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
