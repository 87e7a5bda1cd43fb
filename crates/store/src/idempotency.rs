//! Creating twice by accident is the same as creating once: the answer is kept with the key, in the transaction that made it.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use crate::{Scoped, StoreError, WriteTx, connection::SystemStore, entity::idempotency_keys};

pub(crate) const ANSWER: &str = "idempotent answer";

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
    /// Not used before; where it was claimed, it is ours until this transaction ends.
    Fresh,
    /// The same request was answered with this.
    Answer { status: u16, body: Vec<u8> },
    /// The key was used for something else.
    Mismatch,
}

/// What is kept with a claimed key.
pub struct KeptAnswer<'a> {
    pub key: &'a IdempotencyKey,
    pub status: u16,
    pub body: Vec<u8>,
}

const KEY: [idempotency_keys::Column; 2] = [idempotency_keys::Column::MerchantId, idempotency_keys::Column::KeyHash];

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// What is known of these keys, in their order, claiming nothing.
    pub async fn recall_answers(&self, keys: &[&IdempotencyKey]) -> Result<Vec<Remembered>, StoreError> {
        let mut rows: HashMap<Vec<u8>, idempotency_keys::Model> = HashMap::new();
        if !keys.is_empty() {
            let found = idempotency_keys::Entity::find()
                .filter(idempotency_keys::Column::MerchantId.eq(self.merchant))
                .filter(idempotency_keys::Column::KeyHash.is_in(keys.iter().map(|key| key.key_hash.clone())))
                .all(self.conn)
                .await?;
            rows.extend(found.into_iter().map(|row| (row.key_hash.clone(), row)));
        }
        keys.iter()
            .map(|key| rows.get(&key.key_hash).map_or(Ok(Remembered::Fresh), |row| self.remembered(key, row)))
            .collect()
    }

    fn remembered(&self, key: &IdempotencyKey, row: &idempotency_keys::Model) -> Result<Remembered, StoreError> {
        if row.fingerprint != key.fingerprint {
            return Ok(Remembered::Mismatch);
        }
        let (Some(status), Some(sealed)) = (row.status, &row.answer_sealed) else {
            return Err(StoreError::Corrupt("an idempotency key without its answer"));
        };
        Ok(Remembered::Answer {
            status: u16::try_from(status).map_err(|_| StoreError::Corrupt("remembered status"))?,
            body: self.keys.open(self.merchant, ANSWER, sealed)?,
        })
    }
}

impl WriteTx<'_> {
    /// Claims the keys, which are all different, and says what is known of each, in their order. A second request with one of them waits
    /// here until the first is committed or undone.
    pub async fn claim_idempotency_keys(
        &self,
        keys: &[&IdempotencyKey],
        now: DateTime<Utc>,
    ) -> Result<Vec<Remembered>, StoreError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        // In one order everywhere, so that two writers never wait for each other in a circle.
        let mut sorted = keys.to_vec();
        sorted.sort_by(|a, b| a.key_hash.cmp(&b.key_hash));
        let rows = sorted.into_iter().map(|key| self.key_row(key, now, None));
        let claimed: Vec<(Vec<u8>,)> = idempotency_keys::Entity::insert_many(rows.collect::<Vec<_>>())
            .on_conflict(OnConflict::columns(KEY).do_nothing().to_owned())
            .exec_with_returning_keys(self.conn)
            .await
            .map(|keys| keys.into_iter().map(|(_, hash)| (hash,)).collect())
            .or_else(|error| match error {
                sea_orm::DbErr::RecordNotInserted => Ok(Vec::new()),
                other => Err(StoreError::from(other)),
            })?;
        let claimed: HashSet<Vec<u8>> = claimed.into_iter().map(|(hash,)| hash).collect();
        let known: Vec<&IdempotencyKey> = keys.iter().copied().filter(|key| !claimed.contains(&key.key_hash)).collect();
        let mut known = self.recall_answers(&known).await?.into_iter();
        keys.iter()
            .map(|key| match claimed.contains(&key.key_hash) {
                true => Ok(Remembered::Fresh),
                // It was forgotten between the two statements: the next try claims it.
                false => known.next().filter(|known| *known != Remembered::Fresh).ok_or(StoreError::Contention),
            })
            .collect()
    }

    /// Keeps the answers with their claimed keys.
    pub async fn keep_answers(&self, answers: &[KeptAnswer<'_>], now: DateTime<Utc>) -> Result<(), StoreError> {
        if answers.is_empty() {
            return Ok(());
        }
        let rows = answers.iter().map(|kept| {
            let sealed = self.keys.seal(self.merchant, ANSWER, &kept.body)?;
            Ok(self.key_row(kept.key, now, Some((kept.status, sealed))))
        });
        let answer = [idempotency_keys::Column::Status, idempotency_keys::Column::AnswerSealed];
        idempotency_keys::Entity::insert_many(rows.collect::<Result<Vec<_>, StoreError>>()?)
            .on_conflict(OnConflict::columns(KEY).update_columns(answer).to_owned())
            .exec_without_returning(self.conn)
            .await?;
        Ok(())
    }

    fn key_row(
        &self,
        key: &IdempotencyKey,
        now: DateTime<Utc>,
        answer: Option<(u16, Vec<u8>)>,
    ) -> idempotency_keys::ActiveModel {
        let (status, sealed) = answer.map(|(status, sealed)| (i32::from(status), sealed)).unzip();
        idempotency_keys::ActiveModel {
            merchant_id: Set(self.merchant),
            key_hash: Set(key.key_hash.clone()),
            fingerprint: Set(key.fingerprint.clone()),
            status: Set(status),
            answer_sealed: Set(sealed),
            created_at: Set(now),
        }
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
