//! What a person proves that it is they with: passwords of before, the second factor, recovery codes, and devices they signed in on.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use shared::UserId;
use uuid::Uuid;

use crate::{
    StoreError,
    connection::{NetworkStore, SystemStore},
    entity::{known_devices, password_history, recovery_codes, users},
};

pub(crate) const TOTP: &str = "totp";
/// Devices of one person that are remembered.
const DEVICES_MAX: u64 = 50;
/// Earlier passwords dropped with one change: there is one too many at most, unless the limit was lowered.
const HISTORY_TRIMMED: u64 = 100;

/// A person's second factor. No `Debug`: it holds the secret.
#[derive(Clone, Default)]
pub struct TotpRecord {
    /// None: no second factor.
    pub secret: Option<Vec<u8>>,
    /// Shown, and not yet proven.
    pub pending: Option<Vec<u8>>,
    /// The time step of the code that was used last.
    pub step: u64,
}

impl NetworkStore<'_> {
    /// The present password and the ones before it, the latest first, at most `limit`.
    pub async fn password_hashes(&self, user: UserId, limit: u64) -> Result<Vec<String>, StoreError> {
        let present = users::Entity::find_by_id(user.0).one(self.store.reader()).await?;
        let earlier = password_history::Entity::find()
            .filter(password_history::Column::UserId.eq(user.0))
            .order_by_desc(password_history::Column::CreatedAt)
            .limit(limit)
            .all(self.store.reader())
            .await?;
        let present = present.into_iter().map(|row| row.password_hash);
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(present.chain(earlier.into_iter().map(|row| row.password_hash)).take(most).collect())
    }

    /// Sets a password; the one of before goes into the history, which keeps `kept`.
    pub async fn set_password(
        &self,
        user: UserId,
        hash: &str,
        (history_id, kept): (Uuid, u64),
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.store
            .transact(async |tx| -> Result<(), StoreError> {
                let row = users::Entity::find_by_id(user.0).one(tx).await?.ok_or(StoreError::Corrupt("user"))?;
                let before = password_history::ActiveModel {
                    id: Set(history_id),
                    user_id: Set(user.0),
                    password_hash: Set(row.password_hash),
                    created_at: Set(now),
                };
                password_history::Entity::insert(before).exec_without_returning(tx).await?;
                let old: Vec<Uuid> = password_history::Entity::find()
                    .filter(password_history::Column::UserId.eq(user.0))
                    .order_by_desc(password_history::Column::CreatedAt)
                    .offset(kept)
                    .limit(HISTORY_TRIMMED)
                    .all(tx)
                    .await?
                    .into_iter()
                    .map(|row| row.id)
                    .collect();
                password_history::Entity::delete_many()
                    .filter(password_history::Column::Id.is_in(old))
                    .exec(tx)
                    .await?;
                let row = users::ActiveModel {
                    id: Unchanged(user.0),
                    password_hash: Set(hash.to_owned()),
                    must_change_password: Set(false),
                    updated_at: Set(now),
                    ..Default::default()
                };
                row.update_without_returning(tx).await?;
                Ok(())
            })
            .await
    }

    pub async fn totp(&self, user: UserId) -> Result<TotpRecord, StoreError> {
        let Some(row) = users::Entity::find_by_id(user.0).one(self.store.reader()).await? else {
            return Ok(TotpRecord::default());
        };
        let open = |sealed: Option<Vec<u8>>| {
            sealed.map(|sealed| self.store.keys().open(Uuid::nil(), TOTP, &sealed)).transpose()
        };
        Ok(TotpRecord {
            secret: open(row.totp_sealed)?,
            pending: open(row.totp_pending_sealed)?,
            step: u64::try_from(row.totp_step).unwrap_or(0),
        })
    }

    pub async fn set_pending_totp(&self, user: UserId, secret: &[u8]) -> Result<(), StoreError> {
        let sealed = self.store.keys().seal(Uuid::nil(), TOTP, secret)?;
        self.store
            .transact(async |tx| -> Result<(), StoreError> {
                let row = users::ActiveModel {
                    id: Unchanged(user.0),
                    totp_pending_sealed: Set(Some(sealed.clone())),
                    ..Default::default()
                };
                row.update_without_returning(tx).await?;
                Ok(())
            })
            .await
    }

    /// Begins a second factor with its recovery codes, or ends it with `None`.
    pub async fn set_totp(
        &self,
        user: UserId,
        secret: Option<(&[u8], u64)>,
        recovery: &[(Uuid, Vec<u8>)],
    ) -> Result<(), StoreError> {
        let sealed = secret.map(|(secret, _)| self.store.keys().seal(Uuid::nil(), TOTP, secret)).transpose()?;
        let step = i64::try_from(secret.map_or(0, |(_, step)| step)).map_err(|_| StoreError::Corrupt("time step"))?;
        self.store
            .transact(async |tx| -> Result<(), StoreError> {
                let row = users::ActiveModel {
                    id: Unchanged(user.0),
                    totp_sealed: Set(sealed.clone()),
                    totp_pending_sealed: Set(None),
                    totp_step: Set(step),
                    ..Default::default()
                };
                row.update_without_returning(tx).await?;
                replace_recovery_codes(tx, user, recovery).await
            })
            .await
    }

    /// Uses up a time step: `false` where this one or a later one was used, so that no code is good twice.
    pub async fn use_totp_step(&self, user: UserId, step: u64) -> Result<bool, StoreError> {
        let step = i64::try_from(step).map_err(|_| StoreError::Corrupt("time step"))?;
        self.store
            .transact(async |tx| -> Result<bool, StoreError> {
                let changed = users::Entity::update_many()
                    .col_expr(users::Column::TotpStep, Expr::val(step))
                    .filter(users::Column::Id.eq(user.0))
                    .filter(users::Column::TotpStep.lt(step))
                    .exec(tx)
                    .await?;
                Ok(changed.rows_affected == 1)
            })
            .await
    }

    pub async fn use_recovery_code(&self, user: UserId, hash: &[u8]) -> Result<bool, StoreError> {
        self.store
            .transact(async |tx| -> Result<bool, StoreError> {
                let gone = recovery_codes::Entity::delete_many()
                    .filter(recovery_codes::Column::UserId.eq(user.0))
                    .filter(recovery_codes::Column::CodeHash.eq(hash.to_vec()))
                    .exec(tx)
                    .await?;
                Ok(gone.rows_affected == 1)
            })
            .await
    }

    /// A sign-in on a device: `None` where it is known, otherwise whether the person has signed in on others.
    pub async fn meet_device(
        &self,
        user: UserId,
        known: Option<&[u8]>,
        new: (Uuid, &[u8]),
        now: DateTime<Utc>,
    ) -> Result<Option<bool>, StoreError> {
        self.store
            .transact(async |tx| -> Result<Option<bool>, StoreError> {
                if let Some(hash) = known {
                    let used = known_devices::Entity::update_many()
                        .col_expr(known_devices::Column::LastUsedAt, Expr::val(now))
                        .filter(known_devices::Column::UserId.eq(user.0))
                        .filter(known_devices::Column::TokenHash.eq(hash.to_vec()))
                        .exec(tx)
                        .await?;
                    if used.rows_affected == 1 {
                        return Ok(None);
                    }
                }
                let others: Vec<Uuid> = known_devices::Entity::find()
                    .filter(known_devices::Column::UserId.eq(user.0))
                    .order_by_desc(known_devices::Column::LastUsedAt)
                    .limit(DEVICES_MAX)
                    .all(tx)
                    .await?
                    .into_iter()
                    .map(|row| row.id)
                    .collect();
                // The one that was not used for longest makes room.
                if others.len() as u64 >= DEVICES_MAX
                    && let Some(oldest) = others.last()
                {
                    known_devices::Entity::delete_by_id(*oldest).exec(tx).await?;
                }
                let row = known_devices::ActiveModel {
                    id: Set(new.0),
                    user_id: Set(user.0),
                    token_hash: Set(new.1.to_vec()),
                    created_at: Set(now),
                    last_used_at: Set(now),
                };
                known_devices::Entity::insert(row).exec_without_returning(tx).await?;
                Ok(Some(!others.is_empty()))
            })
            .await
    }
}

async fn replace_recovery_codes(
    tx: &DatabaseTransaction,
    user: UserId,
    codes: &[(Uuid, Vec<u8>)],
) -> Result<(), StoreError> {
    recovery_codes::Entity::delete_many().filter(recovery_codes::Column::UserId.eq(user.0)).exec(tx).await?;
    for (id, hash) in codes {
        let row = recovery_codes::ActiveModel { id: Set(*id), user_id: Set(user.0), code_hash: Set(hash.clone()) };
        recovery_codes::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(())
}

impl SystemStore<'_> {
    /// Drops devices nobody signed in on since `before`.
    pub async fn forget_devices(&self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        self.store
            .transact(async |tx| -> Result<u64, StoreError> {
                let gone = known_devices::Entity::delete_many()
                    .filter(known_devices::Column::LastUsedAt.lt(before))
                    .exec(tx)
                    .await?;
                Ok(gone.rows_affected)
            })
            .await
    }
}
