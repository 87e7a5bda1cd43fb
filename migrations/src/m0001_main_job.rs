//! Everything the main job stands on: who signs in, what is shipped, numbers, prices, scans, imports, printing, and the machinery
//! (jobs, outbox, idempotency, audit).

use ForeignKeyAction::{Cascade, Restrict};
use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// In the order they are created: parents first.
fn tables() -> Vec<TableCreateStatement> {
    let mut tables = network_tables();
    tables.extend(account_tables());
    tables.extend(shipping_tables());
    tables.extend(import_tables());
    tables.extend(printing_tables());
    tables.extend(machinery_tables());
    tables
}

fn network_tables() -> Vec<TableCreateStatement> {
    vec![
        // One row: proves that the encryption key at hand is the one this database was sealed with.
        network_table("installation").col(bytes("key_check_sealed")).col(time("created_at")).take(),
        network_table("outlets").col(text("code")).col(text("name")).col(time("created_at")).take(),
        network_table("users")
            .col(optional(text("user_name")))
            .col(optional(big("phone_token")))
            .col(bytes("profile_sealed"))
            .col(text("password_hash"))
            .col(flag("must_change_password"))
            .col(integer("failed_count"))
            .col(optional(time("failed_since")))
            .col(optional(time("locked_until")))
            .col(time("created_at"))
            .col(time("updated_at"))
            .take(),
        network_table("merchants")
            .col(text("code"))
            .col(text("name"))
            .col(uuid("outlet_id"))
            .col(text("time_zone"))
            .col(time("created_at"))
            .foreign_key(&mut references("merchants", "outlet_id", "outlets"))
            .take(),
        network_table("staff")
            .col(uuid("user_id"))
            .col(uuid("outlet_id"))
            .col(text("role"))
            .col(time("created_at"))
            .foreign_key(&mut references("staff", "user_id", "users"))
            .foreign_key(&mut references("staff", "outlet_id", "outlets"))
            .take(),
        network_table("sessions")
            .col(uuid("user_id"))
            .col(optional(uuid("merchant_id")))
            .col(optional(uuid("operator_id")))
            .col(optional(uuid("staff_id")))
            .col(text("role"))
            .col(bytes("token_hash"))
            .col(optional(bytes("previous_token_hash")))
            .col(optional(time("previous_until")))
            .col(time("created_at"))
            .col(time("last_used_at"))
            .col(time("expires_at"))
            .col(optional(time("ended_at")))
            .col(optional(text("end_reason")))
            .foreign_key(&mut references("sessions", "user_id", "users"))
            .take(),
        network_table("number_pools")
            .col(text("carrier"))
            .col(big("next_serial"))
            .col(big("last_serial"))
            .col(integer("block_size"))
            .check(Expr::col("next_serial").lte(Expr::col("last_serial").add(1)))
            .take(),
        // Which merchant a number belongs to: the one place that knows all numbers, so merchant tables can be sharded.
        Table::create()
            .table("waybill_directory")
            .col(text("waybill_no").primary_key())
            .col(uuid("merchant_id"))
            .col(uuid("shipment_id"))
            .take(),
        network_table("audit_entries")
            .col(optional(uuid("merchant_id")))
            .col(optional(uuid("user_id")))
            .col(text("action"))
            .col(text("subject"))
            .col(text("detail"))
            .col(time("at"))
            .take(),
    ]
}

fn account_tables() -> Vec<TableCreateStatement> {
    vec![
        owned_table("operators")
            .col(uuid("user_id"))
            .col(text("user_name"))
            .col(text("role"))
            .col(flag("is_first"))
            .col(time("created_at"))
            .foreign_key(&mut references("operators", "user_id", "users"))
            .take(),
        owned_table("tariffs").col(time("valid_from")).col(text("rule")).col(time("created_at")).take(),
        owned_table("contacts")
            .col(text("kind"))
            .col(flag("is_default"))
            .col(text("province"))
            .col(text("city"))
            .col(text("district"))
            .col(integer("division_code"))
            .col(bytes("party_sealed"))
            .col(time("created_at"))
            .col(time("updated_at"))
            .take(),
    ]
}

fn shipping_tables() -> Vec<TableCreateStatement> {
    vec![
        owned_table("orders")
            .col(optional(text("order_no")))
            // The order number, or where there is none the file and the row: what makes importing twice harmless.
            .col(text("dedupe_key"))
            .col(text("source"))
            .col(text("state"))
            .col(optional(uuid("import_id")))
            .col(text("province"))
            .col(text("city"))
            .col(text("district"))
            .col(integer("division_code"))
            .col(bytes("receiver_sealed"))
            .col(text("goods"))
            .col(integer("quantity"))
            .col(optional(integer("weight_g")))
            .col(text("remark"))
            .col(time("created_at"))
            .take(),
        owned_table("shipments")
            .col(text("waybill_no"))
            .col(uuid("order_id"))
            .col(optional(text("order_no")))
            .col(optional(uuid("import_id")))
            .col(text("carrier"))
            .col(text("state"))
            // The group of the state that lists are filtered by, and the destination's province: each with an index that seeks.
            .col(text("phase"))
            .col(integer("province_code"))
            .col(text("route_code"))
            .col(text("bag_hub"))
            .col(text("sender_province"))
            .col(text("sender_city"))
            .col(text("sender_district"))
            .col(bytes("sender_sealed"))
            .col(text("province"))
            .col(text("city"))
            .col(text("district"))
            .col(integer("division_code"))
            .col(bytes("receiver_sealed"))
            .col(text("goods"))
            .col(integer("quantity"))
            .col(optional(integer("weight_g")))
            .col(optional(text("size_mm")))
            .col(optional(big("insured_fen")))
            .col(text("remark"))
            .col(big("price_fen"))
            .col(integer("billed_weight_g"))
            .col(integer("print_count"))
            .col(optional(time("first_printed_at")))
            .col(text("created_day"))
            .col(uuid("created_by"))
            .col(time("created_at"))
            .col(time("updated_at"))
            .foreign_key(&mut references_own("shipments", "order_id", "orders", Restrict))
            .take(),
        // Derived from the sealed receiver: erased by computing the tokens again, so it needs no index of its own by shipment.
        owned_table_by("shipment_tokens", &[big("token"), uuid("shipment_id")]),
        owned_table("charges")
            .col(uuid("shipment_id"))
            .col(text("kind"))
            .col(big("amount_fen"))
            .col(integer("billed_weight_g"))
            .col(text("trace"))
            .col(time("created_at"))
            .foreign_key(&mut references_own("charges", "shipment_id", "shipments", Restrict))
            .take(),
        owned_table("scan_events")
            .col(uuid("shipment_id"))
            .col(text("code"))
            .col(text("problem_code"))
            .col(text("place"))
            .col(text("next_place"))
            .col(time("at"))
            .col(time("recorded_at"))
            .foreign_key(&mut references_own("scan_events", "shipment_id", "shipments", Cascade))
            .take(),
        owned_table_by("shipment_stats", &[text("day"), text("state")]).col(big("count")).col(big("price_fen")).take(),
        owned_table("number_blocks")
            .col(uuid("pool_id"))
            .col(big("first_serial"))
            .col(big("next_serial"))
            .col(big("last_serial"))
            .col(time("created_at"))
            .foreign_key(&mut references("number_blocks", "pool_id", "number_pools"))
            .check(Expr::col("next_serial").lte(Expr::col("last_serial").add(1)))
            .take(),
    ]
}

fn import_tables() -> Vec<TableCreateStatement> {
    vec![
        owned_table("imports")
            .col(uuid("job_id"))
            .col(text("file_name"))
            .col(text("file_sha256"))
            .col(optional(bytes("file_sealed")))
            .col(text("format"))
            .col(text("state"))
            .col(flag("ship"))
            .col(optional(uuid("sender_contact_id")))
            .col(text("mapping"))
            .col(integer("total"))
            .col(integer("accepted"))
            .col(integer("rejected"))
            .col(integer("duplicates"))
            .col(big("price_fen"))
            // Rows of the file that are settled, whatever their outcome: where the job goes on after it was cut off.
            .col(integer("next_index"))
            .col(text("problem"))
            .col(text("language"))
            .col(uuid("created_by"))
            .col(time("created_at"))
            .col(optional(time("finished_at")))
            .take(),
        owned_table_by("import_rows", &[uuid("import_id"), integer("row")])
            .col(text("outcome"))
            .col(optional(text("order_no")))
            .col(optional(uuid("order_id")))
            .col(optional(uuid("shipment_id")))
            .col(optional(bytes("kept_sealed")))
            .foreign_key(&mut references_own("import_rows", "import_id", "imports", Cascade))
            .take(),
    ]
}

fn printing_tables() -> Vec<TableCreateStatement> {
    vec![
        owned_table("printers")
            .col(text("name"))
            .col(text("connection"))
            .col(text("language"))
            .col(integer("dpi"))
            .col(text("template_id"))
            .col(text("device_key"))
            .col(optional(integer("baud_rate")))
            .col(time("created_at"))
            .col(optional(time("deleted_at")))
            .take(),
        owned_table("print_batches")
            .col(uuid("printer_id"))
            .col(text("template_id"))
            .col(uuid("created_by"))
            .col(time("created_at"))
            .foreign_key(&mut references_own("print_batches", "printer_id", "printers", Restrict))
            .take(),
        owned_table("print_jobs")
            .col(uuid("batch_id"))
            .col(uuid("shipment_id"))
            .col(integer("seq"))
            .col(text("state"))
            .col(flag("reprint"))
            .col(text("reprint_reason"))
            .col(text("error_code"))
            .col(optional(integer("bytes")))
            .col(text("sha256"))
            .col(time("created_at"))
            .col(time("updated_at"))
            .foreign_key(&mut references_own("print_jobs", "batch_id", "print_batches", Restrict))
            .foreign_key(&mut references_own("print_jobs", "shipment_id", "shipments", Restrict))
            .take(),
    ]
}

fn machinery_tables() -> Vec<TableCreateStatement> {
    vec![
        owned_table("jobs")
            .col(text("kind"))
            .col(text("state"))
            .col(text("payload"))
            .col(integer("attempts"))
            .col(integer("done"))
            .col(optional(integer("total")))
            .col(text("problem"))
            .col(flag("cancel_asked"))
            .col(time("run_at"))
            .col(optional(time("locked_until")))
            .col(optional(time("started_at")))
            .col(time("created_at"))
            .col(optional(time("finished_at")))
            .take(),
        owned_table("outbox")
            .col(text("topic"))
            .col(text("payload"))
            .col(integer("attempts"))
            .col(time("run_at"))
            .col(optional(time("delivered_at")))
            .col(time("created_at"))
            .take(),
        owned_table_by("idempotency_keys", &[bytes("key_hash")])
            .col(bytes("fingerprint"))
            .col(optional(integer("status")))
            .col(optional(bytes("answer_sealed")))
            .col(time("created_at"))
            .take(),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("ux_outlets_code", "outlets", &["code"]),
        unique("ux_users_user_name", "users", &["user_name"]),
        unique("ux_users_phone_token", "users", &["phone_token"]),
        unique("ux_merchants_code", "merchants", &["code"]),
        index("ix_merchants_outlet", "merchants", &["outlet_id"]),
        unique("ux_staff_user", "staff", &["user_id"]),
        index("ix_staff_outlet", "staff", &["outlet_id"]),
        index("ix_sessions_user", "sessions", &["user_id"]),
        unique("ux_number_pools_carrier", "number_pools", &["carrier"]),
        index("ix_audit_entries_merchant", "audit_entries", &["merchant_id", "id"]),
        unique("ux_operators_user_name", "operators", &["merchant_id", "user_name"]),
        unique("ux_operators_user", "operators", &["merchant_id", "user_id"]),
        index("ix_operators_user", "operators", &["user_id"]),
        index("ix_contacts_kind", "contacts", &["merchant_id", "kind", "id"]),
        unique("ux_orders_dedupe_key", "orders", &["merchant_id", "dedupe_key"]),
        unique("ux_shipments_waybill_no", "shipments", &["merchant_id", "waybill_no"]),
        index("ix_shipments_order", "shipments", &["merchant_id", "order_id"]),
        index("ix_shipments_order_no", "shipments", &["merchant_id", "order_no", "id"]),
        index("ix_shipments_import", "shipments", &["merchant_id", "import_id", "id"]),
        index("ix_shipments_state", "shipments", &["merchant_id", "state", "id"]),
        index("ix_shipments_phase", "shipments", &["merchant_id", "phase", "id"]),
        index("ix_shipments_province", "shipments", &["merchant_id", "province_code", "id"]),
        index("ix_shipments_unprinted", "shipments", &["merchant_id", "id"])
            .and_where(Expr::col("first_printed_at").is_null())
            .take(),
        index("ix_shipments_printed", "shipments", &["merchant_id", "id"])
            .and_where(Expr::col("first_printed_at").is_not_null())
            .take(),
        index("ix_charges_shipment", "charges", &["merchant_id", "shipment_id"]),
        index("ix_scan_events_shipment", "scan_events", &["merchant_id", "shipment_id", "at"]),
        index("ix_number_blocks_pool", "number_blocks", &["pool_id"]),
        index("ix_print_batches_printer", "print_batches", &["merchant_id", "printer_id"]),
        index("ix_print_jobs_batch", "print_jobs", &["merchant_id", "batch_id", "seq"]),
        index("ix_print_jobs_shipment", "print_jobs", &["merchant_id", "shipment_id"]),
        index("ix_print_jobs_state", "print_jobs", &["merchant_id", "state", "id"]),
        index("ix_jobs_due", "jobs", &["run_at"]).and_where(Expr::col("finished_at").is_null()).take(),
        index("ix_outbox_due", "outbox", &["run_at"]).and_where(Expr::col("delivered_at").is_null()).take(),
        index("ix_idempotency_keys_created", "idempotency_keys", &["created_at"]),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite does not wrap a migration in a transaction by itself; half a schema must never stay behind.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_tables(manager, tables()).await?;
        create_indexes(manager, indexes()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, tables()).await
    }
}
