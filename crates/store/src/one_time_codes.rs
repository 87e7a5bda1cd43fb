//! Codes and links that are good once, for a short time, and for one target: a phone or an e-mail address.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use shared::UserId;
use uuid::Uuid;

use crate::{
    NetworkTx, StoreError,
    connection::{NetworkStore, SystemStore},
    entity::one_time_codes,
};

/// A code as it is kept: only its hash.
#[derive(Clone, Debug)]
pub struct NewOneTimeCode {
    pub id: Uuid,
    pub purpose: &'static str,
    pub target_token: i64,
    pub user: Option<UserId>,
    pub code_hash: Vec<u8>,
    pub expires_at: DateTime<Utc>,
}

/// How a try of a code went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeUse {
    /// It was right. It is good until it is spent.
    Right { id: Uuid, user: Option<UserId> },
    /// It was wrong, or there is none that is still good.
    Wrong,
}

impl NetworkStore<'_> {
    /// The token a phone or an e-mail address is found by.
    pub fn code_target(&self, address: &str) -> i64 {
        self.store.keys().token(Uuid::nil(), "code target", address)
    }

    /// Tries a code that was typed. Every try counts, and after `tries_max` of them even the right code is dead.
    pub async fn use_code(
        &self,
        purpose: &'static str,
        target_token: i64,
        code_hash: &[u8],
        tries_max: u32,
        now: DateTime<Utc>,
    ) -> Result<CodeUse, StoreError> {
        let most = i32::try_from(tries_max).map_err(|_| StoreError::Corrupt("tries"))?;
        self.store
            .transact(async |tx| -> Result<CodeUse, StoreError> {
                let good = || {
                    one_time_codes::Column::Purpose
                        .eq(purpose)
                        .and(one_time_codes::Column::TargetToken.eq(target_token))
                        .and(one_time_codes::Column::ExpiresAt.gt(now))
                        .and(one_time_codes::Column::Tries.lt(most))
                };
                // The count goes up first: of tries at the same moment each sees the ones before it.
                let counted = one_time_codes::Entity::update_many()
                    .col_expr(one_time_codes::Column::Tries, Expr::col(one_time_codes::Column::Tries).add(1))
                    .filter(good())
                    .exec(tx)
                    .await?;
                if counted.rows_affected != 1 {
                    return Ok(CodeUse::Wrong);
                }
                let row = one_time_codes::Entity::find()
                    .filter(one_time_codes::Column::Purpose.eq(purpose))
                    .filter(one_time_codes::Column::TargetToken.eq(target_token))
                    .one(tx)
                    .await?;
                let Some(row) = row.filter(|row| row.code_hash == code_hash) else { return Ok(CodeUse::Wrong) };
                Ok(CodeUse::Right { id: row.id, user: row.user_id.map(UserId) })
            })
            .await
    }

    /// Uses a code or link up: `false` where it was used before, or another took its place.
    pub async fn spend_code(&self, id: Uuid) -> Result<bool, StoreError> {
        self.store
            .transact(async |tx| -> Result<bool, StoreError> {
                let gone = one_time_codes::Entity::delete_by_id(id).exec(tx).await?;
                Ok(gone.rows_affected == 1)
            })
            .await
    }

    /// A link that is still good, and whose it is.
    pub async fn find_link(
        &self,
        purpose: &'static str,
        code_hash: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Option<(Uuid, UserId)>, StoreError> {
        let row = one_time_codes::Entity::find()
            .filter(one_time_codes::Column::Purpose.eq(purpose))
            .filter(one_time_codes::Column::CodeHash.eq(code_hash.to_vec()))
            .filter(one_time_codes::Column::ExpiresAt.gt(now))
            .one(self.store.reader())
            .await?;
        Ok(row.and_then(|row| row.user_id.map(|user| (row.id, UserId(user)))))
    }
}

impl NetworkTx<'_> {
    /// Keeps a code; the one of before for the same purpose and target is dead.
    pub async fn keep_code(&self, code: &NewOneTimeCode, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = one_time_codes::ActiveModel {
            id: Set(code.id),
            purpose: Set(code.purpose.to_owned()),
            target_token: Set(code.target_token),
            user_id: Set(code.user.map(|user| user.0)),
            code_hash: Set(code.code_hash.clone()),
            tries: Set(0),
            created_at: Set(now),
            expires_at: Set(code.expires_at),
        };
        let replace = OnConflict::columns([one_time_codes::Column::Purpose, one_time_codes::Column::TargetToken])
            .update_columns([
                one_time_codes::Column::Id,
                one_time_codes::Column::UserId,
                one_time_codes::Column::CodeHash,
                one_time_codes::Column::Tries,
                one_time_codes::Column::CreatedAt,
                one_time_codes::Column::ExpiresAt,
            ])
            .to_owned();
        one_time_codes::Entity::insert(row).on_conflict(replace).exec_without_returning(self.conn).await?;
        Ok(())
    }
}

impl SystemStore<'_> {
    pub async fn forget_codes(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        self.store
            .transact(async |tx| -> Result<u64, StoreError> {
                let gone = one_time_codes::Entity::delete_many()
                    .filter(one_time_codes::Column::ExpiresAt.lt(now))
                    .exec(tx)
                    .await?;
                Ok(gone.rows_affected)
            })
            .await
    }
}
