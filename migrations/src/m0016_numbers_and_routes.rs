//! Waybill numbers in ranges, with pools of single outlets; and where staff changed the network's routes.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Tables that are made anew: SQLite takes no column away that a check of its table names.
const REBUILT: [&str; 2] = ["number_blocks", "number_pools"];

fn blocks() -> TableCreateStatement {
    owned_table("number_blocks")
        .col(uuid("pool_id"))
        .col(big("first_serial"))
        .col(big("next_serial"))
        .col(big("last_serial"))
        .col(time("created_at"))
        .foreign_key(&mut references("number_blocks", "pool_id", "number_pools"))
        .check(Expr::col("next_serial").lte(Expr::col("last_serial").add(1)))
        .take()
}

/// In the order they are created: parents first.
fn tables() -> Vec<TableCreateStatement> {
    vec![
        network_table("number_pools")
            .col(text("carrier"))
            // None: the whole network's.
            .col(optional(uuid("outlet_id")))
            .col(integer("block_size"))
            .col(integer("low_water"))
            .foreign_key(&mut references("number_pools", "outlet_id", "outlets"))
            .take(),
        network_table("number_ranges")
            .col(uuid("pool_id"))
            .col(big("first_serial"))
            .col(big("next_serial"))
            .col(big("last_serial"))
            // Came back from a merchant: it lies within a range that was given before.
            .col(flag("is_returned"))
            .col(time("created_at"))
            .foreign_key(&mut references("number_ranges", "pool_id", "number_pools"))
            .check(Expr::col("next_serial").lte(Expr::col("last_serial").add(1)))
            .take(),
        blocks(),
        // Where the network's own table was changed; a place that is not here goes as it came.
        Table::create()
            .table("route_changes")
            .col(text("prefix").primary_key())
            .col(flag("is_served"))
            .col(text("hub_code"))
            .col(text("bag_hub"))
            .col(text("route_code"))
            .col(time("updated_at"))
            .take(),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("ux_number_pools_outlet", "number_pools", &["outlet_id", "carrier"]),
        // An empty outlet is no outlet's, so the one above takes it as often as it comes.
        unique("ux_number_pools_network", "number_pools", &["carrier"])
            .cond_where(Expr::col("outlet_id").is_null())
            .take(),
        index("ix_number_ranges_pool", "number_ranges", &["pool_id", "id"]),
        // Sums of a pool are read merchant by merchant.
        index("ix_number_blocks_pool", "number_blocks", &["pool_id", "merchant_id"]),
        // Every shipment asks for the oldest; there are many that are used up.
        index("ix_number_blocks_open", "number_blocks", &["merchant_id", "id"])
            .cond_where(Expr::cust("next_serial <= last_serial"))
            .take(),
    ]
}

/// What was the pool's own range is its first; it has been there as long as the installation at most.
const TAKEN_OVER: [&str; 3] = [
    "INSERT INTO number_pools (id, carrier, outlet_id, block_size, low_water)
     SELECT id, carrier, NULL, block_size, block_size FROM number_pools_before",
    "INSERT INTO number_ranges (id, pool_id, first_serial, next_serial, last_serial, is_returned, created_at)
     SELECT p.id, p.id, COALESCE((SELECT MIN(b.first_serial) FROM number_blocks_before b WHERE b.pool_id = p.id), p.next_serial),
            p.next_serial, p.last_serial, FALSE, (SELECT MIN(created_at) FROM installation) FROM number_pools_before p",
    "INSERT INTO number_blocks (merchant_id, id, pool_id, first_serial, next_serial, last_serial, created_at)
     SELECT merchant_id, id, pool_id, first_serial, next_serial, last_serial, created_at FROM number_blocks_before",
];

fn tables_of_before() -> Vec<TableCreateStatement> {
    vec![
        network_table("number_pools")
            .col(text("carrier"))
            .col(big("next_serial"))
            .col(big("last_serial"))
            .col(integer("block_size"))
            .check(Expr::col("next_serial").lte(Expr::col("last_serial").add(1)))
            .take(),
        blocks(),
    ]
}

fn indexes_of_before() -> Vec<IndexCreateStatement> {
    vec![
        unique("ux_number_pools_carrier", "number_pools", &["carrier"]),
        index("ix_number_blocks_pool", "number_blocks", &["pool_id"]),
    ]
}

/// One pool a carrier, with the range of the highest numbers. What is left of other ranges is given to nobody any more; no number is given
/// twice.
const GIVEN_BACK: [&str; 2] = [
    "INSERT INTO number_pools (id, carrier, next_serial, last_serial, block_size)
     SELECT p.id, p.carrier, r.next_serial, r.last_serial, p.block_size
     FROM number_pools_before p JOIN number_ranges_before r ON r.id = (
         SELECT r2.id FROM number_ranges_before r2 JOIN number_pools_before p2 ON p2.id = r2.pool_id
         WHERE p2.carrier = p.carrier AND NOT r2.is_returned ORDER BY r2.last_serial DESC LIMIT 1)
     WHERE NOT EXISTS (SELECT 1 FROM number_pools_before o WHERE o.carrier = p.carrier AND o.id < p.id)",
    "INSERT INTO number_blocks (merchant_id, id, pool_id, first_serial, next_serial, last_serial, created_at)
     SELECT b.merchant_id, b.id, n.id, b.first_serial, b.next_serial, b.last_serial, b.created_at
     FROM number_blocks_before b JOIN number_pools_before p ON p.id = b.pool_id JOIN number_pools n ON n.carrier = p.carrier",
];

async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    for sql in statements {
        manager.get_connection().execute_unprepared(sql).await?;
    }
    Ok(())
}

/// Keeps the rows beside and takes the tables away.
async fn put_aside(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for table in REBUILT {
        run(manager, &[&format!("CREATE TABLE {table}_before AS SELECT * FROM {table}")]).await?;
    }
    for table in REBUILT {
        manager.drop_table(Table::drop().table(table).take()).await?;
    }
    Ok(())
}

async fn clear_aside(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for table in REBUILT {
        manager.drop_table(Table::drop().table(format!("{table}_before")).take()).await?;
    }
    Ok(())
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        put_aside(manager).await?;
        create_tables(manager, tables()).await?;
        run(manager, &TAKEN_OVER).await?;
        create_indexes(manager, indexes()).await?;
        clear_aside(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("route_changes").take()).await?;
        // Its rows are needed until the pools are there again, its key to the pools is not: so a copy takes its place.
        run(manager, &["CREATE TABLE number_ranges_before AS SELECT * FROM number_ranges"]).await?;
        manager.drop_table(Table::drop().table("number_ranges").take()).await?;
        put_aside(manager).await?;
        create_tables(manager, tables_of_before()).await?;
        run(manager, &GIVEN_BACK).await?;
        create_indexes(manager, indexes_of_before()).await?;
        manager.drop_table(Table::drop().table("number_ranges_before").take()).await?;
        clear_aside(manager).await
    }
}
