//! The service owns the print queue: one queue a printer, held by one who prints at a time; print stations; what was printed, by day.

use ForeignKeyAction::Restrict;
use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// In the order they are created: parents first.
fn tables() -> Vec<TableCreateStatement> {
    vec![
        // A device that may only print. What it signs in with is the network's, as people's sessions are.
        owned_table("print_stations")
            .col(text("name"))
            .col(uuid("created_by"))
            .col(time("created_at"))
            .col(optional(time("revoked_at")))
            .take(),
        network_table("station_credentials")
            .col(uuid("merchant_id"))
            .col(optional(bytes("pairing_hash")))
            .col(optional(time("pairing_until")))
            .col(optional(bytes("token_hash")))
            // The token after the present one, until it is used for the first time.
            .col(optional(bytes("next_token_hash")))
            .col(optional(time("last_used_at")))
            .col(optional(time("revoked_at")))
            .take(),
        owned_table_by("print_queues", &[uuid("printer_id")])
            // Who prints now; empty while nobody does.
            .col(text("holder"))
            .col(optional(uuid("holder_user")))
            .col(text("holder_label"))
            .col(optional(time("held_until")))
            // Grows with every new hold: what was begun under an older one is known by it.
            .col(integer("lease_no"))
            .col(text("pause_code"))
            .col(text("pause_reason"))
            .col(optional(uuid("paused_by")))
            .col(optional(time("paused_at")))
            // What the printer said of itself last; empty: it is fine, or nobody asked.
            .col(text("condition"))
            .col(optional(time("condition_at")))
            .col(integer("run_done"))
            .col(optional(time("run_started_at")))
            .col(optional(uuid("station_id")))
            .foreign_key(&mut references_own("print_queues", "printer_id", "printers", Restrict))
            .foreign_key(&mut references_own("print_queues", "station_id", "print_stations", Restrict))
            .take(),
        owned_table_by("print_stats", &[text("day"), uuid("printer_id")])
            .col(big("labels"))
            .col(big("reprints"))
            .col(big("length_mm"))
            .foreign_key(&mut references_own("print_stats", "printer_id", "printers", Restrict))
            .take(),
    ]
}

/// Added to `print_jobs`, with what rows of before have.
fn job_columns() -> Vec<ColumnDef> {
    vec![
        optional(uuid("printer_id")),
        integer("lease_no").default(0).take(),
        integer("attempt").default(1).take(),
        optional(uuid("created_by")),
        text("place").default("").take(),
        optional(time("begun_at")),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("ix_print_queues_held", "print_queues", &["held_until"]),
        index("ix_print_queues_station", "print_queues", &["merchant_id", "station_id"]),
        index("ix_print_stats_printer", "print_stats", &["merchant_id", "printer_id"]),
        index("ix_print_jobs_queue", "print_jobs", &["merchant_id", "printer_id", "state", "batch_id", "seq"]),
        index("ix_print_jobs_printer", "print_jobs", &["merchant_id", "printer_id", "id"]),
        index("ix_print_jobs_person", "print_jobs", &["merchant_id", "created_by", "id"]),
        unique("ux_station_credentials_pairing", "station_credentials", &["pairing_hash"]),
    ]
}

/// Jobs of before were in the hands of pages. Those pages are gone: what waited in them must not come out of a printer by itself now, and
/// what was under way is for a person to look at.
const OLD_JOBS: [&str; 3] = [
    "UPDATE print_jobs SET printer_id = (SELECT b.printer_id FROM print_batches b
        WHERE b.merchant_id = print_jobs.merchant_id AND b.id = print_jobs.batch_id),
        created_by = (SELECT b.created_by FROM print_batches b
        WHERE b.merchant_id = print_jobs.merchant_id AND b.id = print_jobs.batch_id)",
    "UPDATE print_jobs SET state = 'skipped', error_code = 'stopped' WHERE state = 'queued'",
    "UPDATE print_jobs SET state = 'unknown', error_code = 'disconnected' WHERE state = 'sending'",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite does not wrap a migration in a transaction by itself; half a schema must never stay behind.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_tables(manager, tables()).await?;
        for column in job_columns() {
            manager.alter_table(Table::alter().table("print_jobs").add_column(column).take()).await?;
        }
        for sql in OLD_JOBS {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        create_indexes(manager, indexes()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["ix_print_jobs_queue", "ix_print_jobs_printer", "ix_print_jobs_person"] {
            manager.drop_index(Index::drop().name(name).table("print_jobs").to_owned()).await?;
        }
        for column in job_columns().into_iter().rev() {
            let name = column.get_column_name();
            manager.alter_table(Table::alter().table("print_jobs").drop_column(name).take()).await?;
        }
        for name in ["print_stats", "print_queues", "station_credentials", "print_stations"] {
            manager.drop_table(Table::drop().table(name).take()).await?;
        }
        Ok(())
    }
}
