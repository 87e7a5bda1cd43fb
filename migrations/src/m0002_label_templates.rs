//! Label templates of merchants, every version of them, which one is used for what, and what a label was printed with.

use ForeignKeyAction::Cascade;
use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// In the order they are created: parents first.
fn tables() -> Vec<TableCreateStatement> {
    vec![
        // What lists show stands here, so that a list reads no body.
        owned_table("label_templates")
            .col(text("name"))
            .col(text("kind"))
            // The standard template whose carrier zone it keeps.
            .col(optional(text("base_id")))
            .col(integer("width_um"))
            .col(integer("height_um"))
            .col(flag("shows_personal_data"))
            .col(integer("version"))
            .col(uuid("created_by"))
            .col(time("created_at"))
            .col(uuid("updated_by"))
            .col(time("updated_at"))
            .col(optional(time("deleted_at")))
            .take(),
        // Only ever added to: what was printed keeps its version.
        owned_table_by("label_template_versions", &[uuid("template_id"), integer("version")])
            .col(text("name"))
            .col(text("body"))
            .col(optional(integer("restored_from")))
            .col(uuid("created_by"))
            .col(time("created_at"))
            .foreign_key(&mut references_own("label_template_versions", "template_id", "label_templates", Cascade))
            .take(),
        // Without a source the merchant's own default. The owner is for merchants who ship for several.
        owned_table("label_template_defaults")
            .col(text("source"))
            .col(optional(uuid("owner_id")))
            .col(text("template_id"))
            .col(uuid("updated_by"))
            .col(time("updated_at"))
            .take(),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("ix_label_templates_living", "label_templates", &["merchant_id", "id"])
            .and_where(Expr::col("deleted_at").is_null())
            .take(),
        unique("ux_label_template_defaults_source", "label_template_defaults", &["merchant_id", "source"])
            .and_where(Expr::col("owner_id").is_null())
            .take(),
        unique("ux_label_template_defaults_owner", "label_template_defaults", &["merchant_id", "owner_id", "source"])
            .and_where(Expr::col("owner_id").is_not_null())
            .take(),
    ]
}

type Kind = fn(&'static str) -> ColumnDef;

/// Empty in rows from before, and where a standard template was used.
const ADDED: [(&str, &str, Kind); 3] = [
    ("print_batches", "template_version", integer),
    ("print_jobs", "template_id", text),
    ("print_jobs", "template_version", integer),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_tables(manager, tables()).await?;
        create_indexes(manager, indexes()).await?;
        for (table, name, kind) in ADDED {
            manager.alter_table(Table::alter().table(table).add_column(optional(kind(name))).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, name, _) in ADDED {
            manager.alter_table(Table::alter().table(table).drop_column(name).take()).await?;
        }
        drop_tables(manager, tables()).await
    }
}
