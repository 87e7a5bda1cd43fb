//! What the network's people say about pickups that merchants ask for.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Added to tables of before, with what their rows have.
fn columns() -> Vec<(&'static str, ColumnDef)> {
    vec![
        ("handovers", text("pickup_state").default("asked").take()),
        ("handovers", optional(bytes("pickup_said_sealed"))),
        ("handovers", optional(uuid("pickup_answered_by"))),
        ("handovers", optional(time("pickup_answered_at"))),
    ]
}

const PICKUPS: &str = "ix_handovers_pickups";
const PICKUP_ID: &str = "ix_handovers_pickup_id";

/// Whoever sends couriers looks at what is still to be fetched, of all merchants.
fn open(name: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let is_open = Expr::cust("pickup_from IS NOT NULL AND scanned_at IS NULL");
    index(name, "handovers", columns).cond_where(is_open).take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_columns(manager, columns()).await?;
        create_indexes(manager, vec![open(PICKUPS, &["pickup_from", "id"]), open(PICKUP_ID, &["id"])]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in [PICKUPS, PICKUP_ID] {
            manager.drop_index(Index::drop().name(name).table("handovers").to_owned()).await?;
        }
        drop_columns(manager, columns()).await
    }
}
