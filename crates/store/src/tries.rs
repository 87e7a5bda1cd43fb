//! How often something was tried of late, by a key that says nothing: the counts hold over restarts and over all nodes.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

use crate::{
    StoreError,
    connection::{NetworkStore, SystemStore},
    entity::{spent_tokens, tries},
};

/// What is counted, and by whom or for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TryKey {
    pub kind: &'static str,
    pub token: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TriesRecord {
    pub count: u32,
    /// When the present run began.
    pub since: DateTime<Utc>,
    pub locked_until: Option<DateTime<Utc>>,
}

/// When counting begins anew, and what too many tries lead to.
#[derive(Clone, Copy, Debug)]
pub struct TryRule {
    /// A run that began at or before this is over.
    pub window_begin: DateTime<Utc>,
    /// From this count on, the key is locked.
    pub lock_at: Option<(u32, DateTime<Utc>)>,
}

impl NetworkStore<'_> {
    pub fn try_key(&self, kind: &'static str, text: &str) -> TryKey {
        TryKey { kind, token: self.store.keys().token(Uuid::nil(), kind, text) }
    }

    pub async fn tries(&self, key: TryKey) -> Result<Option<TriesRecord>, StoreError> {
        let row = tries::Entity::find()
            .filter(tries::Column::Kind.eq(key.kind))
            .filter(tries::Column::KeyToken.eq(key.token))
            .one(self.store.reader())
            .await?;
        Ok(row.map(record))
    }

    /// Counts one try. The counting is the database's, so parallel tries all count.
    pub async fn count_try(
        &self,
        id: Uuid,
        key: TryKey,
        rule: TryRule,
        now: DateTime<Utc>,
    ) -> Result<TriesRecord, StoreError> {
        let old = |column: tries::Column| Expr::col((tries::Entity, column));
        let over = || old(tries::Column::Since).lte(rule.window_begin).or(old(tries::Column::LockedUntil).lte(now));
        let first = tries::ActiveModel {
            id: Set(id),
            kind: Set(key.kind.to_owned()),
            key_token: Set(key.token),
            count: Set(1),
            since: Set(now),
            locked_until: Set(None),
        };
        let again = OnConflict::columns([tries::Column::Kind, tries::Column::KeyToken])
            .value(tries::Column::Count, Expr::case(over(), 1).finally(old(tries::Column::Count).add(1)))
            .value(tries::Column::Since, Expr::case(over(), now).finally(old(tries::Column::Since)))
            .value(
                tries::Column::LockedUntil,
                Expr::case(over(), Option::<DateTime<Utc>>::None).finally(old(tries::Column::LockedUntil)),
            )
            .to_owned();
        self.store
            .transact(async |tx| -> Result<TriesRecord, StoreError> {
                tries::Entity::insert(first.clone()).on_conflict(again.clone()).exec_without_returning(tx).await?;
                let of_key = || tries::Column::Kind.eq(key.kind).and(tries::Column::KeyToken.eq(key.token));
                let row = tries::Entity::find().filter(of_key()).one(tx).await?;
                let mut tried = record(row.ok_or(StoreError::Corrupt("tries"))?);
                if let Some((most, until)) = rule.lock_at
                    && tried.count >= most
                    && tried.locked_until.is_none()
                {
                    tries::Entity::update_many()
                        .col_expr(tries::Column::LockedUntil, Expr::val(until))
                        .filter(of_key())
                        .exec(tx)
                        .await?;
                    tried.locked_until = Some(until);
                }
                Ok(tried)
            })
            .await
    }

    /// Forgets the tries of a key; answers whether there were any.
    pub async fn clear_tries(&self, key: TryKey) -> Result<bool, StoreError> {
        if self.tries(key).await?.is_none() {
            return Ok(false);
        }
        self.store
            .transact(async |tx| -> Result<bool, StoreError> {
                let gone = tries::Entity::delete_many()
                    .filter(tries::Column::Kind.eq(key.kind))
                    .filter(tries::Column::KeyToken.eq(key.token))
                    .exec(tx)
                    .await?;
                Ok(gone.rows_affected > 0)
            })
            .await
    }

    /// Uses up what may be used once: `false` where it was used before.
    pub async fn spend(&self, id: Uuid, expires_at: DateTime<Utc>) -> Result<bool, StoreError> {
        let row = spent_tokens::ActiveModel { id: Set(id), expires_at: Set(expires_at) };
        let spent = self
            .store
            .transact(async |tx| -> Result<(), StoreError> {
                spent_tokens::Entity::insert(row.clone()).exec_without_returning(tx).await?;
                Ok(())
            })
            .await;
        match spent {
            Ok(()) => Ok(true),
            Err(StoreError::UniqueViolation) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

fn record(row: tries::Model) -> TriesRecord {
    TriesRecord { count: u32::try_from(row.count).unwrap_or(0), since: row.since, locked_until: row.locked_until }
}

impl SystemStore<'_> {
    /// Drops counts whose run began before `before`, and used-up tokens that are over; answers how many.
    pub async fn forget_tries(&self, before: DateTime<Utc>, now: DateTime<Utc>) -> Result<u64, StoreError> {
        self.store
            .transact(async |tx| -> Result<u64, StoreError> {
                let over = tries::Column::LockedUntil.is_null().or(tries::Column::LockedUntil.lt(now));
                let counts =
                    tries::Entity::delete_many().filter(tries::Column::Since.lt(before)).filter(over).exec(tx).await?;
                let tokens = spent_tokens::Entity::delete_many()
                    .filter(spent_tokens::Column::ExpiresAt.lt(now))
                    .exec(tx)
                    .await?;
                Ok(counts.rows_affected + tokens.rows_affected)
            })
            .await
    }
}
