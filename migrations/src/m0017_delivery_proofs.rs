//! How parcels were received: by whom, and a picture of it.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn tables() -> Vec<TableCreateStatement> {
    use ForeignKeyAction::Restrict;
    vec![
        // A parcel is received once.
        owned_table_by("delivery_proofs", &[uuid("shipment_id")])
            .col(text("received_by"))
            .col(optional(bytes("signer_sealed")))
            // Where the picture is among the files.
            .col(optional(text("picture_key")))
            .col(text("place"))
            .col(time("at"))
            .col(optional(uuid("recorded_by")))
            .col(time("recorded_at"))
            .foreign_key(&mut references_own("delivery_proofs", "shipment_id", "shipments", Restrict))
            .take(),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_tables(manager, tables()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, tables()).await
    }
}
