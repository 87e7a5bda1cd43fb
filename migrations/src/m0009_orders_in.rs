//! What orders belong to: owners and departments, and operators who see a part of them. Groups of contacts. Labels that no longer tell
//! what the shipment says.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// In the order they are created: parents first.
fn tables() -> Vec<TableCreateStatement> {
    let named = |table| owned_table(table).col(text("code")).col(text("name")).col(flag("is_active")).take();
    vec![
        named("departments").col(time("created_at")).col(time("updated_at")).take(),
        named("owners").col(optional(uuid("sender_contact_id"))).col(time("created_at")).col(time("updated_at")).take(),
        // What an operator with a chosen scope sees, or an invited one will: ids of owners, departments or sending addresses.
        owned_table_by("scope_targets", &[uuid("seat_id"), uuid("target_id")]),
        // Parcels that are given to the carrier together, with the window they are to be fetched in.
        owned_table("handovers")
            .col(text("handover_no"))
            .col(integer("parcels"))
            .col(big("weight_g"))
            .col(text("remark"))
            .col(optional(time("pickup_from")))
            .col(optional(time("pickup_to")))
            .col(uuid("created_by"))
            .col(time("created_at"))
            .col(optional(time("scanned_at")))
            .take(),
        owned_table_by("handover_items", &[uuid("handover_id"), uuid("shipment_id")])
            .col(integer("place"))
            .foreign_key(&mut references_own("handover_items", "handover_id", "handovers", ForeignKeyAction::Restrict))
            .foreign_key(&mut references_own("handover_items", "shipment_id", "shipments", ForeignKeyAction::Restrict))
            .take(),
        // What a person said of the columns of a file, by its header, so that the next file of the same columns is understood.
        owned_table_by("import_mappings", &[text("header_sha256")]).col(text("mapping")).col(time("updated_at")).take(),
    ]
}

/// Added to tables of before, with what their rows have.
fn columns() -> Vec<(&'static str, ColumnDef)> {
    vec![
        ("orders", optional(uuid("owner_id"))),
        ("orders", optional(uuid("department_id"))),
        ("orders", optional(uuid("sender_contact_id"))),
        ("orders", optional(big("insured_fen"))),
        // Waits for a person; it is not shipped with others.
        ("orders", flag("is_held").default(false).take()),
        ("orders", text("flag").default("").take()),
        // The order it was merged into, or split from.
        ("orders", optional(uuid("parent_id"))),
        ("orders", optional(uuid("created_by"))),
        ("shipments", optional(uuid("owner_id"))),
        ("shipments", optional(uuid("department_id"))),
        ("shipments", optional(uuid("sender_contact_id"))),
        // A label was printed that no longer says what the shipment says.
        ("shipments", flag("label_stale").default(false).take()),
        ("shipments", optional(time("edited_at"))),
        ("imports", optional(uuid("owner_id"))),
        ("imports", optional(uuid("department_id"))),
        // What an order is taken for where the file does not say it.
        ("imports", text("default_goods").default("").take()),
        ("imports", optional(integer("default_weight_g"))),
        ("contacts", text("group_name").default("").take()),
        ("contacts", optional(uuid("owner_id"))),
        // Counts the changes of the address book: whoever keeps an index of it sees when it is old.
        ("merchants", big("contacts_version").default(0).take()),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    // Most merchants have neither owners nor departments: their shipments cost nothing in these.
    let part_of_list = |name, column: &'static str| {
        index(name, "shipments", &["merchant_id", column, "id"]).cond_where(Expr::col(column).is_not_null()).take()
    };
    vec![
        // A courier's scanner knows the number, not the merchant.
        unique("ux_handovers_no", "handovers", &["handover_no"]),
        // A parcel is handed over once.
        unique("ux_handover_items_shipment", "handover_items", &["merchant_id", "shipment_id"]),
        unique("ux_departments_code", "departments", &["merchant_id", "code"]),
        // The pool: what is shipped costs nothing in it.
        index("ix_orders_pool", "orders", &["merchant_id", "state", "id"])
            .cond_where(Expr::cust("state <> 'shipped'"))
            .take(),
        unique("ux_owners_code", "owners", &["merchant_id", "code"]),
        part_of_list("ix_shipments_owner", "owner_id"),
        part_of_list("ix_shipments_department", "department_id"),
        part_of_list("ix_shipments_sender", "sender_contact_id"),
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
        manager.drop_index(Index::drop().name("ix_orders_pool").table("orders").to_owned()).await?;
        for index in ["ix_shipments_owner", "ix_shipments_department", "ix_shipments_sender"] {
            manager.drop_index(Index::drop().name(index).table("shipments").to_owned()).await?;
        }
        drop_columns(manager, columns()).await?;
        drop_tables(manager, tables()).await
    }
}
