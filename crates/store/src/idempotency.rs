//! Creating twice by accident is the same as creating once: the answer is kept with the key, in the transaction that made it.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};

use crate::{StoreError, WriteTx, connection::SystemStore, entity::idempotency_keys};

const ANSWER: &str = "idempotent answer";

/// A caller's key and what it was used for, both as SHA-256.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    pub key_hash: Vec<u8>,
    /// Of the operation and the body.
    pub fingerprint: Vec<u8>,
}

/// What is known of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remembered {
    /// Not used before; it is ours until this transaction ends.
    Fresh,
    /// The same request was answered with this.
    Answer { status: u16, body: Vec<u8> },
    /// The key was used for something else.
    Mismatch,
}

impl WriteTx<'_> {
    /// Claims the key. A second request with the same key waits here until the first is committed or undone.
    pub async fn claim_idempotency_key(
        &self,
        key: &IdempotencyKey,
        now: DateTime<Utc>,
    ) -> Result<Remembered, StoreError> {
        let row = idempotency_keys::ActiveModel {
            merchant_id: Set(self.merchant),
            key_hash: Set(key.key_hash.clone()),
            fingerprint: Set(key.fingerprint.clone()),
            status: Set(None),
            answer_sealed: Set(None),
            created_at: Set(now),
        };
        let columns = [idempotency_keys::Column::MerchantId, idempotency_keys::Column::KeyHash];
        let inserted = idempotency_keys::Entity::insert(row)
            .on_conflict(OnConflict::columns(columns).do_nothing().to_owned())
            .exec_without_returning(self.conn)
            .await;
        match inserted {
            Ok(1) => return Ok(Remembered::Fresh),
            Ok(_) | Err(sea_orm::DbErr::RecordNotInserted) => {}
            Err(error) => return Err(error.into()),
        }
        let row = idempotency_keys::Entity::find_by_id((self.merchant, key.key_hash.clone()))
            .one(self.conn)
            .await?
            .ok_or(StoreError::Contention)?;
        if row.fingerprint != key.fingerprint {
            return Ok(Remembered::Mismatch);
        }
        let (Some(status), Some(sealed)) = (row.status, row.answer_sealed) else {
            return Err(StoreError::Corrupt("an idempotency key without its answer"));
        };
        Ok(Remembered::Answer {
            status: u16::try_from(status).map_err(|_| StoreError::Corrupt("remembered status"))?,
            body: self.keys.open(self.merchant, ANSWER, &sealed)?,
        })
    }

    /// Keeps the answer with a claimed key.
    pub async fn keep_answer(&self, key: &IdempotencyKey, status: u16, body: &[u8]) -> Result<(), StoreError> {
        let row = idempotency_keys::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            key_hash: Unchanged(key.key_hash.clone()),
            status: Set(Some(i32::from(status))),
            answer_sealed: Set(Some(self.keys.seal(self.merchant, ANSWER, body)?)),
            ..Default::default()
        };
        row.update(self.conn).await?;
        Ok(())
    }
}

impl SystemStore<'_> {
    /// Forgets keys older than their promise.
    pub async fn forget_idempotency_keys(&self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        self.store
            .transact(async |tx| -> Result<u64, StoreError> {
                let gone = idempotency_keys::Entity::delete_many()
                    .filter(idempotency_keys::Column::CreatedAt.lt(before))
                    .exec(tx)
                    .await?;
                Ok(gone.rows_affected)
            })
            .await
    }
}
