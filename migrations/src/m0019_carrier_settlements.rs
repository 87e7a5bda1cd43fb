//! What carriers weighed and charge for shipments that were ordered with a merchant's own account.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn tables() -> Vec<TableCreateStatement> {
    use ForeignKeyAction::Restrict;
    vec![
        // A carrier may correct itself: the last one counts, and the ones before say which were told already.
        owned_table_by("carrier_settlements", &[uuid("shipment_id"), integer("nth")])
            .col(text("push_key"))
            .col(optional(big("weight_g")))
            .col(big("fee_fen"))
            .col(time("told_at"))
            .foreign_key(&mut references_own("carrier_settlements", "shipment_id", "shipments", Restrict))
            .take(),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![unique("ux_carrier_settlements_push", "carrier_settlements", &["merchant_id", "shipment_id", "push_key"])]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
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
