//! How long parcels are on their way: when each was picked up and delivered, and how many took how many days on each lane.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn columns() -> Vec<(&'static str, ColumnDef)> {
    vec![
        ("shipments", optional(time("picked_up_at"))),
        // When it was first to be had: signed for, or waiting in a locker or a station.
        ("shipments", optional(time("delivered_at"))),
        // Days of the calendar between the two; nothing until both are known.
        ("shipments", optional(integer("transit_days"))),
    ]
}

fn tables() -> Vec<TableCreateStatement> {
    let key = [
        text("carrier"),
        // Of the delivery, in the network's zone: 2026-11.
        text("month"),
        text("from_province"),
        text("from_city"),
        text("province"),
        text("city"),
        integer("days"),
    ];
    vec![owned_table_by("lane_times", &key).col(big("deliveries")).col(big("minutes")).take()]
}

fn indexes() -> Vec<IndexCreateStatement> {
    // What all merchants' parcels take on one lane, and between its provinces.
    let lane = ["carrier", "from_province", "province", "from_city", "city", "month"];
    let provinces = ["carrier", "from_province", "province", "month"];
    vec![
        index("ix_lane_times_lane", "lane_times", &lane),
        index("ix_lane_times_provinces", "lane_times", &provinces),
        index("ix_lane_times_month", "lane_times", &["merchant_id", "month"]),
        // Whose scope is narrowed has times of a part, which nobody sums up beforehand.
        index("ix_shipments_timed", "shipments", &["merchant_id", "delivered_at"])
            .cond_where(Expr::col("transit_days").is_not_null())
            .take(),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_columns(manager, columns()).await?;
        create_tables(manager, tables()).await?;
        create_indexes(manager, indexes()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, tables()).await?;
        manager.drop_index(Index::drop().name("ix_shipments_timed").table("shipments").to_owned()).await?;
        drop_columns(manager, columns()).await
    }
}
