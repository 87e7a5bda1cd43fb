//! Who may do what: own roles, invitations, disabled seats, where a session is, keys of programs, and an audit log whose entries are chained.

use ForeignKeyAction::Restrict;
use sea_orm_migration::{prelude::*, sea_orm};

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The columns of an audit log, the merchants' and the network's.
fn log_columns(mut table: TableCreateStatement) -> TableCreateStatement {
    table
        .col(optional(uuid("user_id")))
        // What acted where no person did: a print station, a program's key.
        .col(text("actor"))
        .col(text("action"))
        .col(text("subject"))
        .col(text("detail"))
        .col(text("ip"))
        .col(text("place"))
        .col(time("at"))
        // SHA-256 over the entry and the hash before it; entries from before the chain have none.
        .col(optional(bytes("hash")))
        .take()
}

/// In the order they are created: parents first.
fn tables() -> Vec<TableCreateStatement> {
    vec![
        owned_table("roles")
            .col(text("name"))
            .col(text("permissions"))
            .col(time("created_at"))
            .col(time("updated_at"))
            .col(optional(time("deleted_at")))
            .take(),
        owned_table("invitations")
            .col(text("user_name"))
            .col(text("role"))
            .col(optional(uuid("role_id")))
            .col(text("data_scope"))
            .col(flag("is_first"))
            .col(bytes("invitee_sealed"))
            .col(uuid("created_by"))
            .col(time("created_at"))
            .col(time("expires_at"))
            .col(optional(time("accepted_at")))
            .col(optional(time("revoked_at")))
            .foreign_key(&mut references_own("invitations", "role_id", "roles", Restrict))
            .take(),
        // Whoever follows an invitation has no session yet: its secret is the network's, as those of stations are.
        network_table("invitation_tokens")
            .col(uuid("merchant_id"))
            .col(bytes("token_hash"))
            .col(time("expires_at"))
            .col(optional(time("used_at")))
            .take(),
        owned_table("api_keys")
            .col(text("name"))
            .col(text("scopes"))
            .col(text("networks"))
            .col(uuid("created_by"))
            .col(time("created_at"))
            .col(optional(time("expires_at")))
            .col(optional(time("revoked_at")))
            .take(),
        network_table("api_key_credentials")
            .col(uuid("merchant_id"))
            .col(bytes("token_hash"))
            // After a rotation the key before is good for a while, so that programs change over without a gap.
            .col(optional(bytes("previous_token_hash")))
            .col(optional(time("previous_until")))
            .col(optional(time("last_used_at")))
            .col(text("last_used_ip"))
            .col(optional(time("revoked_at")))
            .take(),
        log_columns(owned_table_by("audit_log", &[big("seq")])),
        owned_table_by("audit_heads", &[]).col(big("seq")).col(bytes("hash")).take(),
        log_columns(Table::create().table("network_audit_log").col(big("seq").primary_key()).take()),
        network_table("network_audit_head").col(big("seq")).col(bytes("hash")).take(),
    ]
}

/// Added to tables of before, with what their rows have.
fn columns() -> Vec<(&'static str, ColumnDef)> {
    vec![
        ("operators", optional(uuid("role_id"))),
        ("operators", text("data_scope").default("all").take()),
        ("operators", optional(time("disabled_at"))),
        ("merchants", integer("retention_days").default(180).take()),
        ("shipments", optional(time("anonymised_at"))),
        ("staff", optional(time("disabled_at"))),
        ("sessions", text("ip").default("").take()),
        ("sessions", text("place").default("").take()),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("ix_operators_role", "operators", &["merchant_id", "role_id"]),
        index("ix_invitations_role", "invitations", &["merchant_id", "role_id"]),
        unique("ux_invitation_tokens_hash", "invitation_tokens", &["token_hash"]),
        index("ix_audit_log_action", "audit_log", &["merchant_id", "action", "seq"]),
        index("ix_audit_log_user", "audit_log", &["merchant_id", "user_id", "seq"]),
        index("ix_audit_log_subject", "audit_log", &["merchant_id", "subject", "seq"]),
        index("ix_audit_log_at", "audit_log", &["merchant_id", "at"]),
        // Gets smaller as people are forgotten.
        index("ix_shipments_personal", "shipments", &["merchant_id", "id"])
            .and_where(Expr::col("anonymised_at").is_null())
            .take(),
        // Gets smaller as their files are forgotten.
        index("ix_imports_kept", "imports", &["merchant_id", "id"])
            .and_where(Expr::col("file_sealed").is_not_null())
            .take(),
        index("ix_sessions_expires", "sessions", &["expires_at"]),
        index("ix_shipments_made_by", "shipments", &["merchant_id", "created_by", "id"]),
        index("ix_sessions_merchant", "sessions", &["merchant_id", "operator_id"]),
    ]
}

/// What was logged before stays; a merchant's chain begins after it.
const OLD_ENTRIES: [&str; 4] = [
    "INSERT INTO audit_log (merchant_id, seq, user_id, actor, action, subject, detail, ip, place, at)
        SELECT merchant_id, ROW_NUMBER() OVER (PARTITION BY merchant_id ORDER BY id), user_id, '', action, subject, detail, '', '', at
        FROM audit_entries WHERE merchant_id IS NOT NULL",
    "INSERT INTO network_audit_log (seq, user_id, actor, action, subject, detail, ip, place, at)
        SELECT ROW_NUMBER() OVER (ORDER BY id), user_id, '', action, subject, detail, '', '', at
        FROM audit_entries WHERE merchant_id IS NULL",
    "INSERT INTO audit_heads (merchant_id, seq, hash) SELECT m.id,
        COALESCE((SELECT MAX(l.seq) FROM audit_log l WHERE l.merchant_id = m.id), 0), m.empty
        FROM (SELECT id, CAST('' AS EMPTY) AS empty FROM merchants) m",
    "INSERT INTO network_audit_head (id, seq, hash) SELECT NIL,
        COALESCE((SELECT MAX(seq) FROM network_audit_log), 0), CAST('' AS EMPTY)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_tables(manager, tables()).await?;
        add_columns(manager, columns()).await?;
        create_indexes(manager, indexes()).await?;
        let (bytes, nil) = match manager.get_database_backend() {
            sea_orm::DatabaseBackend::Postgres => ("bytea", "'00000000-0000-0000-0000-000000000000'::uuid"),
            _ => ("BLOB", "zeroblob(16)"),
        };
        for sql in OLD_ENTRIES {
            let sql = sql.replace("EMPTY", bytes).replace("NIL", nil);
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        manager.drop_table(Table::drop().table("audit_entries").take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let before = network_table("audit_entries")
            .col(optional(uuid("merchant_id")))
            .col(optional(uuid("user_id")))
            .col(text("action"))
            .col(text("subject"))
            .col(text("detail"))
            .col(time("at"))
            .take();
        manager.create_table(before).await?;
        manager.create_index(index("ix_audit_entries_merchant", "audit_entries", &["merchant_id", "id"])).await?;
        for (name, table) in [
            ("ix_imports_kept", "imports"),
            ("ix_operators_role", "operators"),
            ("ix_sessions_expires", "sessions"),
            ("ix_sessions_merchant", "sessions"),
            ("ix_shipments_made_by", "shipments"),
            ("ix_shipments_personal", "shipments"),
        ] {
            manager.drop_index(Index::drop().name(name).table(table).to_owned()).await?;
        }
        drop_columns(manager, columns()).await?;
        drop_tables(manager, tables()).await
    }
}
