//! Table `wallets`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "wallets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merchant_id: Uuid,
    pub wallet_fen: i64,
    pub frozen_fen: i64,
    pub credit_fen: i64,
    pub receivable_fen: i64,
    pub revenue_fen: i64,
    pub cod_payable_fen: i64,
    pub claims_fen: i64,
    pub bank_fen: i64,
    pub settlement: String,
    pub credit_limit_fen: i64,
    pub floor_fen: Option<i64>,
    pub warn_below_fen: Option<i64>,
    pub postings: i64,
    pub opened_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
