//! Opening accounts: which outlet answers for which region, applications with their history, contracts, and how a merchant stands.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The first customer code a network gives away by itself.
const FIRST_CODE: &str = "INSERT INTO customer_codes (id, next) VALUES (NIL, 100001)";

/// In the order they are created: parents first.
fn tables() -> Vec<TableCreateStatement> {
    vec![
        network_table("outlet_regions")
            .col(uuid("outlet_id"))
            // The beginning of a division code: two digits a province, four a city, six a district.
            .col(text("prefix"))
            .foreign_key(&mut references("outlet_regions", "outlet_id", "outlets"))
            .take(),
        network_table("applications")
            .col(text("application_no"))
            .col(uuid("request_id"))
            .col(big("request_token"))
            .col(uuid("outlet_id"))
            .col(text("state"))
            .col(text("company_name"))
            .col(text("credit_code"))
            .col(integer("division_code"))
            .col(bytes("form_sealed"))
            .col(big("phone_token"))
            .col(integer("daily_parcels"))
            .col(text("settlement"))
            .col(optional(time("phone_verified_at")))
            .col(optional(uuid("taken_by")))
            .col(optional(text("licence_key")))
            .col(optional(text("licence_type")))
            .col(optional(integer("licence_bytes")))
            .col(optional(time("licence_at")))
            // JSON of the terms that are offered, and the SHA-256 they are accepted by.
            .col(optional(text("terms")))
            .col(optional(text("terms_hash")))
            .col(optional(text("accepted_hash")))
            .col(optional(time("accepted_at")))
            .col(optional(uuid("merchant_id")))
            .col(time("created_at"))
            .col(time("updated_at"))
            .foreign_key(&mut references("applications", "outlet_id", "outlets"))
            .foreign_key(&mut references("applications", "merchant_id", "merchants"))
            .take(),
        network_table("application_events")
            .col(uuid("application_id"))
            .col(text("kind"))
            .col(optional(uuid("staff_id")))
            // Questions and answers are people's own words.
            .col(optional(bytes("text_sealed")))
            .col(time("at"))
            .foreign_key(&mut references("application_events", "application_id", "applications"))
            .take(),
        owned_table("contracts")
            .col(uuid("application_id"))
            .col(text("settlement"))
            .col(big("credit_limit_fen"))
            .col(text("agreement_no"))
            .col(text("agreement_expires_on"))
            .col(text("terms_hash"))
            .col(time("accepted_at"))
            .col(time("created_at"))
            .foreign_key(&mut references("contracts", "application_id", "applications"))
            .take(),
        network_table("customer_codes").col(big("next")).take(),
    ]
}

/// Added to tables of before, with what their rows have.
fn columns() -> Vec<(&'static str, ColumnDef)> {
    vec![
        ("outlets", flag("is_default").default(false).take()),
        ("merchants", text("status").default("open").take()),
        ("merchants", text("status_reason").default("").take()),
        ("merchants", optional(time("status_at"))),
        ("merchants", optional(uuid("account_manager_id"))),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("ux_outlet_regions_prefix", "outlet_regions", &["prefix"]),
        index("ix_outlet_regions_outlet", "outlet_regions", &["outlet_id"]),
        unique("ux_applications_no", "applications", &["application_no"]),
        unique("ux_applications_request", "applications", &["request_id"]),
        index("ix_applications_state", "applications", &["state", "id"]),
        index("ix_applications_outlet", "applications", &["outlet_id", "state", "id"]),
        index("ix_applications_merchant", "applications", &["merchant_id"]),
        index("ix_application_events_application", "application_events", &["application_id", "id"]),
        unique("ux_contracts_application", "contracts", &["application_id"]),
        index("ix_merchants_status", "merchants", &["status", "id"]),
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
        create_indexes(manager, indexes()).await?;
        let nil = match manager.get_database_backend() {
            sea_orm_migration::sea_orm::DatabaseBackend::Postgres => "'00000000-0000-0000-0000-000000000000'::uuid",
            _ => "zeroblob(16)",
        };
        manager.get_connection().execute_unprepared(&FIRST_CODE.replace("NIL", nil)).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("ix_merchants_status").table("merchants").to_owned()).await?;
        drop_tables(manager, tables()).await?;
        drop_columns(manager, columns()).await
    }
}
