//! Signing in: tries and one-time codes, messages to people, earlier passwords, second factors and known devices.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// In the order they are created: parents first.
fn tables() -> Vec<TableCreateStatement> {
    vec![
        // How often something was tried of late: failed sign-ins of an account, codes sent to a phone.
        network_table("tries")
            .col(text("kind"))
            .col(big("key_token"))
            .col(integer("count"))
            .col(time("since"))
            .col(optional(time("locked_until")))
            .take(),
        // What may be used once and is kept nowhere else, such as an image captcha.
        network_table("spent_tokens").col(time("expires_at")).take(),
        network_table("one_time_codes")
            .col(text("purpose"))
            .col(big("target_token"))
            .col(optional(uuid("user_id")))
            .col(bytes("code_hash"))
            .col(integer("tries"))
            .col(time("created_at"))
            .col(time("expires_at"))
            .take(),
        network_table("messages")
            .col(text("channel"))
            .col(text("kind"))
            .col(text("language"))
            .col(bytes("recipient_sealed"))
            // What the text is filled with; gone once it is sent.
            .col(optional(bytes("values_sealed")))
            .col(text("state"))
            .col(integer("attempts"))
            .col(text("problem"))
            .col(time("run_at"))
            .col(time("created_at"))
            .col(optional(time("sent_at")))
            .take(),
        network_table("password_history")
            .col(uuid("user_id"))
            .col(text("password_hash"))
            .col(time("created_at"))
            .foreign_key(&mut references("password_history", "user_id", "users"))
            .take(),
        network_table("recovery_codes")
            .col(uuid("user_id"))
            .col(bytes("code_hash"))
            .foreign_key(&mut references("recovery_codes", "user_id", "users"))
            .take(),
        network_table("known_devices")
            .col(uuid("user_id"))
            .col(bytes("token_hash"))
            .col(time("created_at"))
            .col(time("last_used_at"))
            .foreign_key(&mut references("known_devices", "user_id", "users"))
            .take(),
    ]
}

/// Added to tables of before, with what their rows have.
fn columns() -> Vec<(&'static str, ColumnDef)> {
    vec![
        // Phone and e-mail, to send messages to; the tokens are what the person is found by.
        ("users", optional(bytes("contact_sealed"))),
        ("users", optional(big("email_token"))),
        ("users", optional(bytes("totp_sealed"))),
        // A secret that was shown and not yet proven.
        ("users", optional(bytes("totp_pending_sealed"))),
        // The time step of the last code, which is good once.
        ("users", big("totp_step").default(0).take()),
        ("merchants", flag("require_totp").default(false).take()),
        // Opened, and its first operator has not said yet who they are and where they send from.
        ("merchants", flag("needs_setup").default(false).take()),
    ]
}

/// Failures are counted in `tries` now, of accounts that exist and of those that do not.
fn dropped() -> Vec<(&'static str, ColumnDef)> {
    vec![
        ("users", integer("failed_count").default(0).take()),
        ("users", optional(time("failed_since"))),
        ("users", optional(time("locked_until"))),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("ux_tries_key", "tries", &["kind", "key_token"]),
        index("ix_tries_since", "tries", &["since"]),
        index("ix_spent_tokens_expires", "spent_tokens", &["expires_at"]),
        unique("ux_one_time_codes_target", "one_time_codes", &["purpose", "target_token"]),
        index("ix_one_time_codes_hash", "one_time_codes", &["code_hash"]),
        index("ix_one_time_codes_expires", "one_time_codes", &["expires_at"]),
        index("ix_messages_due", "messages", &["state", "run_at"]),
        index("ix_password_history_user", "password_history", &["user_id", "created_at"]),
        unique("ux_recovery_codes_code", "recovery_codes", &["user_id", "code_hash"]),
        unique("ux_known_devices_token", "known_devices", &["user_id", "token_hash"]),
        unique("ux_users_email", "users", &["email_token"]),
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
        drop_columns(manager, dropped()).await?;
        create_indexes(manager, indexes()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("ux_users_email").table("users").to_owned()).await?;
        add_columns(manager, dropped()).await?;
        drop_columns(manager, columns()).await?;
        drop_tables(manager, tables()).await
    }
}
