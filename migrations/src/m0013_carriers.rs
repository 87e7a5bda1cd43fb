//! Carriers beside the embedded network: accounts of merchants, orders on their way to a carrier, and the calls that were made; how many scans
//! each shipment has.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// In the order they are created: parents first.
fn tables() -> Vec<TableCreateStatement> {
    use ForeignKeyAction::Restrict;
    vec![
        owned_table("carrier_accounts")
            .col(text("carrier"))
            .col(text("name"))
            .col(text("account"))
            .col(bytes("password_sealed"))
            .col(text("site_code"))
            .col(text("state"))
            .col(text("problem_zh"))
            .col(text("problem_en"))
            .col(optional(big("balance")))
            .col(optional(time("balance_at")))
            .col(integer("low_at"))
            .col(time("created_at"))
            .take(),
        owned_table("carrier_orders")
            .col(uuid("account_id"))
            .col(uuid("order_id"))
            // The carrier knows a repetition by it.
            .col(text("partner_code"))
            .col(text("state"))
            .col(integer("tries"))
            // When the carrier is asked next; nothing where it is not any more.
            .col(optional(time("run_at")))
            .col(text("words_zh"))
            .col(text("words_en"))
            .col(optional(uuid("shipment_id")))
            // The carrier pushes what happens to it.
            .col(flag("is_followed"))
            .col(uuid("asked_by"))
            .col(time("asked_at"))
            .col(time("updated_at"))
            .foreign_key(&mut references_own("carrier_orders", "account_id", "carrier_accounts", Restrict))
            .foreign_key(&mut references_own("carrier_orders", "order_id", "orders", Restrict))
            .foreign_key(&mut references_own("carrier_orders", "shipment_id", "shipments", Restrict))
            .take(),
        owned_table("carrier_calls")
            .col(text("carrier"))
            .col(text("api"))
            .col(time("at"))
            .col(integer("took_ms"))
            .col(optional(integer("http_status")))
            .col(text("carrier_code"))
            .col(text("outcome"))
            .col(text("request"))
            .col(text("answer"))
            .take(),
    ]
}

/// Added to tables of before, with what their rows have.
fn columns() -> Vec<(&'static str, ColumnDef)> {
    // Scans that were taken in; a scanner that goes mad is known by it.
    vec![("shipments", integer("scan_count").default(0).take())]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("ux_carrier_accounts_account", "carrier_accounts", &["merchant_id", "carrier", "account"]),
        // An order is on its way to one carrier at a time.
        unique("ux_carrier_orders_placing", "carrier_orders", &["merchant_id", "order_id"])
            .cond_where(Expr::cust("state = 'placing'"))
            .take(),
        index("ix_carrier_orders_order", "carrier_orders", &["merchant_id", "order_id", "id"]),
        index("ix_carrier_orders_account", "carrier_orders", &["merchant_id", "account_id", "state"]),
        index("ix_carrier_orders_shipment", "carrier_orders", &["merchant_id", "shipment_id"]),
        index("ix_carrier_orders_due", "carrier_orders", &["run_at"])
            .cond_where(Expr::col("run_at").is_not_null())
            .take(),
        // The network's people read over all merchants, newest first.
        index("ix_carrier_calls_id", "carrier_calls", &["id"]),
        index("ix_carrier_calls_outcome", "carrier_calls", &["outcome", "id"]),
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
        drop_columns(manager, columns()).await?;
        drop_tables(manager, tables()).await
    }
}
