//! The problem workbench: cases, their history, what carriers are asked to do, and after how long a shipment is a problem by itself.

use sea_orm_migration::prelude::*;

use crate::columns::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// In the order they are created: parents first.
fn tables() -> Vec<TableCreateStatement> {
    use ForeignKeyAction::{Cascade, Restrict};
    vec![
        owned_table("problems")
            .col(uuid("shipment_id"))
            .col(text("kind"))
            .col(text("state"))
            // The problem code of the scan, or nothing.
            .col(text("reason"))
            .col(time("since"))
            .col(time("found_at"))
            .col(time("due_at"))
            // When it is escalated next; nothing where it is not any more.
            .col(optional(time("escalate_at")))
            .col(integer("level"))
            .col(optional(uuid("assignee_id")))
            .col(optional(time("settled_at")))
            .col(optional(uuid("settled_by")))
            .col(text("settled_why"))
            .col(time("updated_at"))
            .foreign_key(&mut references_own("problems", "shipment_id", "shipments", Restrict))
            .foreign_key(&mut references_own("problems", "assignee_id", "operators", Restrict))
            .take(),
        owned_table("problem_notes")
            .col(uuid("problem_id"))
            .col(text("kind"))
            .col(text("what"))
            // People write phones and addresses here.
            .col(optional(bytes("text_sealed")))
            .col(optional(uuid("user_id")))
            .col(time("at"))
            .foreign_key(&mut references_own("problem_notes", "problem_id", "problems", Cascade))
            .take(),
        owned_table("problem_instructions")
            .col(uuid("problem_id"))
            .col(uuid("shipment_id"))
            .col(text("kind"))
            .col(text("state"))
            .col(optional(big("amount_fen")))
            .col(text("province"))
            .col(text("city"))
            .col(text("district"))
            .col(integer("division_code"))
            .col(optional(bytes("address_sealed")))
            .col(optional(bytes("text_sealed")))
            .col(uuid("asked_by"))
            .col(time("asked_at"))
            .col(optional(uuid("answered_by")))
            .col(optional(time("answered_at")))
            .col(optional(bytes("answer_sealed")))
            .foreign_key(&mut references_own("problem_instructions", "problem_id", "problems", Restrict))
            .foreign_key(&mut references_own("problem_instructions", "shipment_id", "shipments", Restrict))
            .take(),
        // Hours by the name of the threshold; what is not here is as it came.
        owned_table_by("problem_thresholds", &[text("name")]).col(integer("hours")).col(time("updated_at")).take(),
    ]
}

/// Added to tables of before, with what their rows have.
fn columns() -> Vec<(&'static str, ColumnDef)> {
    // When somebody is to look next whether it is stuck. What is there already is looked at at once.
    vec![("shipments", time("check_at").default("1970-01-01T00:00:00+00:00").take())]
}

fn indexes() -> Vec<IndexCreateStatement> {
    let where_open = || Expr::cust("state <> 'settled'");
    vec![
        // A shipment has one case of a kind.
        unique("ux_problems_shipment", "problems", &["merchant_id", "shipment_id", "kind"]),
        index("ix_problems_assignee", "problems", &["merchant_id", "assignee_id"]),
        // What is settled costs the workbench nothing.
        index("ix_problems_open", "problems", &["merchant_id", "due_at", "id"]).cond_where(where_open()).take(),
        index("ix_problems_open_kind", "problems", &["merchant_id", "kind", "due_at", "id"])
            .cond_where(where_open())
            .take(),
        index("ix_problems_settled", "problems", &["merchant_id", "id"])
            .cond_where(Expr::cust("state = 'settled'"))
            .take(),
        index("ix_problems_escalate", "problems", &["escalate_at"])
            .cond_where(Expr::col("escalate_at").is_not_null())
            .take(),
        index("ix_problem_notes_problem", "problem_notes", &["merchant_id", "problem_id", "id"]),
        index("ix_problem_instructions_problem", "problem_instructions", &["merchant_id", "problem_id", "id"]),
        index("ix_problem_instructions_shipment", "problem_instructions", &["merchant_id", "shipment_id"]),
        // The network's people know the instruction, not the merchant.
        index("ix_problem_instructions_id", "problem_instructions", &["id"]),
        index("ix_problem_instructions_open", "problem_instructions", &["id"])
            .cond_where(Expr::cust("state IN ('requested', 'accepted')"))
            .take(),
        // A carrier is asked for the same thing once at a time.
        unique("ux_problem_instructions_open", "problem_instructions", &["merchant_id", "shipment_id", "kind"])
            .cond_where(Expr::cust("state IN ('requested', 'accepted')"))
            .take(),
        // Shipments that are over cost the watch nothing, however many there ever were.
        index("ix_shipments_check", "shipments", &["check_at"])
            .cond_where(Expr::cust(
                "state NOT IN ('order_cancelled', 'delivered', 'signed_by_third_party', 'returned_to_sender', 'lost')",
            ))
            .take(),
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
        create_indexes(manager, indexes()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("ix_shipments_check").table("shipments").to_owned()).await?;
        drop_columns(manager, columns()).await?;
        drop_tables(manager, tables()).await
    }
}
