//! Instructions that carriers over the network are asked for, and what they say about them.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Added to tables of before, with what their rows have.
fn columns() -> Vec<(&'static str, ColumnDef)> {
    vec![
        // Whose people or systems it is for; the ones of before are all for the embedded network's people.
        ("problem_instructions", text("carrier").default("embedded").take()),
        // When the carrier is asked next; nothing where people answer, or it is over.
        ("problem_instructions", optional(time("run_at"))),
        ("problem_instructions", integer("tries").default(0).take()),
        ("problem_instructions", flag("is_withdrawn").default(false).take()),
        ("problem_instructions", text("words_zh").default("").take()),
        ("problem_instructions", text("words_en").default("").take()),
        ("problem_notes", text("words_zh").default("").take()),
        ("problem_notes", text("words_en").default("").take()),
    ]
}

const DUE: &str = "ix_problem_instructions_due";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_columns(manager, columns()).await?;
        let due = index(DUE, "problem_instructions", &["run_at"]).cond_where(Expr::col("run_at").is_not_null()).take();
        create_indexes(manager, vec![due]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(DUE).table("problem_instructions").to_owned()).await?;
        drop_columns(manager, columns()).await
    }
}
