//! Table `ledger_postings`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_postings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merchant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub wallet_fen: i64,
    pub frozen_fen: i64,
    pub credit_fen: i64,
    pub receivable_fen: i64,
    pub revenue_fen: i64,
    pub cod_payable_fen: i64,
    pub claims_fen: i64,
    pub bank_fen: i64,
    pub nth: i64,
    pub kind: String,
    pub cause: String,
    pub shipment_id: Option<Uuid>,
    pub corrects: Option<Uuid>,
    pub balance_after_fen: i64,
    pub reason: String,
    pub made_by: Option<Uuid>,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
