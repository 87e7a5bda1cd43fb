//! Tracks that carriers are asked for, what they say of a scan, and calls that are found by what they are about.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Added to tables of before, with what their rows have.
fn columns() -> Vec<(&'static str, ColumnDef)> {
    vec![
        // When the carrier is asked next where the parcel is; nothing where that is over, or has not begun.
        ("carrier_orders", optional(time("track_at"))),
        ("carrier_orders", integer("track_tries").default(0).take()),
        // When it told the track last.
        ("carrier_orders", optional(time("tracked_at"))),
        // What a carrier says of a scan beside the scan itself; its sentences and signers name people.
        ("scan_events", text("city").default("").take()),
        ("scan_events", text("carrier_problem").default("").take()),
        ("scan_events", optional(bytes("said_sealed"))),
        // Empty where a call is about neither.
        ("carrier_calls", text("waybill_no").default("").take()),
        ("carrier_calls", text("partner_code").default("").take()),
    ]
}

const DUE: &str = "ix_carrier_orders_track_due";
/// Parcels of before are looked at as soon as it runs; what is over is left alone then.
const LOOKED_AT: &str =
    "UPDATE carrier_orders SET track_at = updated_at WHERE state = 'placed' AND shipment_id IS NOT NULL";

/// Newest first, as all calls are read.
const CALLS: [(&str, [&str; 2]); 3] = [
    ("ix_carrier_calls_waybill", ["waybill_no", "id"]),
    ("ix_carrier_calls_partner", ["partner_code", "id"]),
    ("ix_carrier_calls_api", ["api", "id"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_columns(manager, columns()).await?;
        manager.get_connection().execute_unprepared(LOOKED_AT).await?;
        let due = index(DUE, "carrier_orders", &["track_at"]).cond_where(Expr::col("track_at").is_not_null()).take();
        let calls = CALLS.iter().map(|(name, columns)| index(name, "carrier_calls", columns));
        create_indexes(manager, std::iter::once(due).chain(calls).collect()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(DUE).table("carrier_orders").to_owned()).await?;
        for (name, _) in CALLS {
            manager.drop_index(Index::drop().name(name).table("carrier_calls").to_owned()).await?;
        }
        drop_columns(manager, columns()).await
    }
}
