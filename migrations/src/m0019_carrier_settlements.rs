//! What carriers weighed and charge for shipments that were ordered with a merchant's own account; routes that they are still to tell;
//! kinds of accounts.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn tables() -> Vec<TableCreateStatement> {
    use ForeignKeyAction::Restrict;
    vec![
        // A carrier may correct itself: the last one counts, and the ones before say which were told already.
        owned_table_by("carrier_settlements", &[uuid("shipment_id"), integer("nth")])
            .col(text("push_key"))
            .col(optional(big("weight_g")))
            .col(big("fee_fen"))
            .col(time("told_at"))
            .foreign_key(&mut references_own("carrier_settlements", "shipment_id", "shipments", Restrict))
            .take(),
    ]
}

/// Added to tables of before, with what their rows have.
fn columns() -> Vec<(&'static str, ColumnDef)> {
    vec![
        // When the carrier is asked for the route next; nothing where there is one, or none is needed any more.
        ("carrier_orders", optional(time("route_at"))),
        ("carrier_orders", integer("route_tries").default(0).take()),
        ("carrier_accounts", text("kind").default("waybill").take()),
    ]
}

const DUE: &str = "ix_carrier_orders_route_due";

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("ux_carrier_settlements_push", "carrier_settlements", &["merchant_id", "shipment_id", "push_key"]),
        index(DUE, "carrier_orders", &["route_at"]).cond_where(Expr::col("route_at").is_not_null()).take(),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_tables(manager, tables()).await?;
        add_columns(manager, columns()).await?;
        create_indexes(manager, indexes()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(DUE).table("carrier_orders").to_owned()).await?;
        drop_columns(manager, columns()).await?;
        drop_tables(manager, tables()).await
    }
}
