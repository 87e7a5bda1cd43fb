//! Services besides being carried, the rules that say how orders are sent, goods that must not be sent, filters under a name, what is
//! weighed at a pack station, and what owners pay.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// In the order they are created: parents first.
fn tables() -> Vec<TableCreateStatement> {
    vec![
        owned_table("order_rules")
            .col(integer("place"))
            .col(text("name"))
            .col(flag("is_active"))
            .col(text("conditions"))
            .col(text("outcome"))
            .col(time("created_at"))
            .col(time("updated_at"))
            .take(),
        owned_table("saved_views")
            .col(uuid("user_id"))
            .col(text("list"))
            .col(text("name"))
            .col(text("query"))
            .col(flag("is_shared"))
            .col(time("created_at"))
            .take(),
        // What a pack station weighed: evidence where the carrier measures another weight.
        owned_table("packings")
            .col(uuid("order_id"))
            .col(uuid("shipment_id"))
            .col(integer("weight_g"))
            .col(flag("from_scale"))
            .col(uuid("packed_by"))
            .col(time("weighed_at"))
            .col(time("created_at"))
            .foreign_key(&mut references_own("packings", "order_id", "orders", ForeignKeyAction::Restrict))
            .foreign_key(&mut references_own("packings", "shipment_id", "shipments", ForeignKeyAction::Restrict))
            .take(),
        // The network's dictionary, where staff changed it; a group that is not here is as it came.
        Table::create()
            .table("forbidden_goods")
            .col(integer("group_no").primary_key())
            .col(text("level"))
            .col(text("words"))
            .col(text("exceptions"))
            .col(time("updated_at"))
            .take(),
    ]
}

/// What both an order and its shipment say of services.
fn services(table: &'static str) -> [(&'static str, ColumnDef); 6] {
    [
        (table, optional(big("cod_fen"))),
        (table, flag("receiver_pays").default(false).take()),
        (table, flag("signed_return").default(false).take()),
        // JSON of the day and hours, or nothing.
        (table, text("delivery_window").default("").take()),
        (table, text("shop").default("").take()),
        // The label template a rule gave it, or nothing.
        (table, text("template_id").default("").take()),
    ]
}

/// Added to tables of before, with what their rows have.
fn columns() -> Vec<(&'static str, ColumnDef)> {
    let mut columns = Vec::new();
    columns.extend(services("orders"));
    columns.extend(services("shipments"));
    columns.extend([
        // The merchant's own codes of its goods, each between spaces.
        ("orders", text("goods_codes").default("").take()),
        ("orders", optional(uuid("rule_id"))),
        // Of those that are never shipped; others are forgotten with their shipment.
        ("orders", optional(time("anonymised_at"))),
        // JSON of the services an order is taken to need where its file does not say them, or nothing.
        ("imports", text("default_services").default("").take()),
        // What the receiver pays of the freight, and what the owner pays.
        ("shipments", big("from_receiver_fen").default(0).take()),
        ("shipments", optional(big("owner_price_fen"))),
        ("owners", integer("markup_basis_points").default(0).take()),
        ("owners", big("markup_fen").default(0).take()),
    ]);
    columns
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("ix_order_rules_place", "order_rules", &["merchant_id", "place"]),
        // A parcel is packed once.
        unique("ux_packings_shipment", "packings", &["merchant_id", "shipment_id"]),
        index("ix_packings_order", "packings", &["merchant_id", "order_id"]),
        index("ix_orders_forgettable", "orders", &["merchant_id", "id"])
            .cond_where(Expr::cust("state IN ('merged', 'cancelled') AND anonymised_at IS NULL"))
            .take(),
        index("ix_orders_waiting_goods", "orders", &["merchant_id", "goods_codes", "id"])
            .cond_where(Expr::cust("state = 'open' AND goods_codes <> ''"))
            .take(),
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
        for index in ["ix_orders_forgettable", "ix_orders_waiting_goods"] {
            manager.drop_index(Index::drop().name(index).table("orders").to_owned()).await?;
        }
        drop_columns(manager, columns()).await?;
        drop_tables(manager, tables()).await
    }
}
