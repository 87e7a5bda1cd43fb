//! The money: what every merchant has, and the ledger of how it came to that.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The accounts of the ledger, as columns: each row is one posting, and adds up to nothing.
const ACCOUNTS: [&str; 8] = [
    "wallet_fen",
    "frozen_fen",
    "credit_fen",
    "receivable_fen",
    "revenue_fen",
    "cod_payable_fen",
    "claims_fen",
    "bank_fen",
];

fn balances() -> SimpleExpr {
    Expr::cust(format!("{} = 0", ACCOUNTS.join(" + ")))
}

fn tables() -> Vec<TableCreateStatement> {
    use ForeignKeyAction::Restrict;
    let mut wallets = owned_table_by("wallets", &[]);
    let mut postings = owned_table("ledger_postings");
    for account in ACCOUNTS {
        wallets.col(big(account).default(0));
        postings.col(big(account));
    }
    vec![
        wallets
            .col(text("settlement"))
            .col(big("credit_limit_fen").default(0))
            .col(optional(big("floor_fen")))
            .col(optional(big("warn_below_fen")))
            .col(big("postings").default(0))
            .col(time("opened_at"))
            .col(time("updated_at"))
            .check(balances())
            .take(),
        postings
            .col(big("nth"))
            .col(text("kind"))
            .col(text("cause"))
            .col(optional(uuid("shipment_id")))
            .col(optional(uuid("corrects")))
            .col(big("balance_after_fen"))
            .col(text("reason"))
            .col(optional(uuid("made_by")))
            .col(time("created_at"))
            .foreign_key(&mut references_own("ledger_postings", "shipment_id", "shipments", Restrict))
            .check(balances())
            .take(),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("ux_ledger_postings_nth", "ledger_postings", &["merchant_id", "nth"]),
        // What was posted for a cause is posted once.
        unique("ux_ledger_postings_cause", "ledger_postings", &["merchant_id", "cause"]),
        index("ix_ledger_postings_shipment", "ledger_postings", &["merchant_id", "shipment_id"]),
        // What came in and went out otherwise is little.
        index("ix_ledger_postings_money", "ledger_postings", &["merchant_id", "nth"])
            .cond_where(Expr::col("shipment_id").is_null())
            .take(),
    ]
}

/// A posting stays as it was made, whoever writes.
fn guards(backend: DatabaseBackend) -> &'static [&'static str] {
    match backend {
        DatabaseBackend::Postgres => &[
            "CREATE FUNCTION ledger_postings_stay() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION 'postings of the ledger are never changed or deleted'; END $$",
            "CREATE TRIGGER ledger_postings_stay BEFORE UPDATE OR DELETE ON ledger_postings
             FOR EACH ROW EXECUTE FUNCTION ledger_postings_stay()",
        ],
        _ => &[
            "CREATE TRIGGER ledger_postings_unchanged BEFORE UPDATE ON ledger_postings
             BEGIN SELECT RAISE(ABORT, 'postings of the ledger are never changed or deleted'); END",
            "CREATE TRIGGER ledger_postings_kept BEFORE DELETE ON ledger_postings
             BEGIN SELECT RAISE(ABORT, 'postings of the ledger are never changed or deleted'); END",
        ],
    }
}

/// Merchants of before have a wallet by their newest contract, and nothing is refused to them until the network says below what.
const WALLETS_OF_BEFORE: &str = "INSERT INTO wallets (merchant_id, settlement, credit_limit_fen, opened_at, updated_at)
    SELECT m.id,
        COALESCE((SELECT c.settlement FROM contracts c WHERE c.merchant_id = m.id ORDER BY c.id DESC LIMIT 1), 'prepaid'),
        COALESCE((SELECT c.credit_limit_fen FROM contracts c WHERE c.merchant_id = m.id ORDER BY c.id DESC LIMIT 1), 0),
        NOW, NOW
    FROM merchants m";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_tables(manager, tables()).await?;
        create_indexes(manager, indexes()).await?;
        let (connection, backend) = (manager.get_connection(), manager.get_database_backend());
        for guard in guards(backend) {
            connection.execute_unprepared(guard).await?;
        }
        let now = match backend {
            DatabaseBackend::Postgres => "CURRENT_TIMESTAMP",
            _ => "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')",
        };
        connection.execute_unprepared(&WALLETS_OF_BEFORE.replace("NOW", now)).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, tables()).await?;
        if manager.get_database_backend() == DatabaseBackend::Postgres {
            manager.get_connection().execute_unprepared("DROP FUNCTION ledger_postings_stay()").await?;
        }
        Ok(())
    }
}
