//! Contracts: on which terms a merchant ships.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{ApplicationId, applications::Settlement};
use uuid::Uuid;

use crate::{Scoped, StoreError, WriteTx, entity::contracts};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractRecord {
    pub id: Uuid,
    pub application: ApplicationId,
    pub settlement: Settlement,
    pub credit_limit_fen: i64,
    pub agreement_no: String,
    /// The last day it holds.
    pub agreement_expires_on: NaiveDate,
    /// The hash of the terms as they were accepted.
    pub terms_hash: String,
    pub accepted_at: DateTime<Utc>,
}

impl WriteTx<'_> {
    pub async fn add_contract(&self, contract: &ContractRecord, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = contracts::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(contract.id),
            application_id: Set(contract.application.0),
            settlement: Set(contract.settlement.as_str().to_owned()),
            credit_limit_fen: Set(contract.credit_limit_fen),
            agreement_no: Set(contract.agreement_no.clone()),
            agreement_expires_on: Set(contract.agreement_expires_on.to_string()),
            terms_hash: Set(contract.terms_hash.clone()),
            accepted_at: Set(contract.accepted_at),
            created_at: Set(now),
        };
        contracts::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// The contract made last.
    pub async fn contract(&self) -> Result<Option<ContractRecord>, StoreError> {
        let row = contracts::Entity::find()
            .filter(contracts::Column::MerchantId.eq(self.merchant))
            .order_by_desc(contracts::Column::Id)
            .one(self.conn)
            .await?;
        row.map(|row| {
            Ok(ContractRecord {
                id: row.id,
                application: ApplicationId(row.application_id),
                settlement: Settlement::parse(&row.settlement).ok_or(StoreError::Corrupt("settlement"))?,
                credit_limit_fen: row.credit_limit_fen,
                agreement_no: row.agreement_no,
                agreement_expires_on: row
                    .agreement_expires_on
                    .parse()
                    .map_err(|_| StoreError::Corrupt("agreement day"))?,
                terms_hash: row.terms_hash,
                accepted_at: row.accepted_at,
            })
        })
        .transpose()
    }
}
