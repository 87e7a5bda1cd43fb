//! Sessions: one sign-in each, carried on by rotating refresh tokens.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use shared::{MerchantId, OperatorId, Role, SessionId, StaffId, UserId};
use uuid::Uuid;

use crate::{
    Origin, Seat, StoreError, TenantScope,
    connection::{NetworkStore, SystemStore},
    entity::sessions,
};

/// Seats of one merchant.
const SEATS_MAX: u64 = 1_000;
/// Sessions of one person that are shown.
const SESSIONS_MAX: u64 = 100;

#[derive(Clone, Debug)]
pub struct NewSession {
    pub id: SessionId,
    pub user: UserId,
    pub seat: Seat,
    /// SHA-256 of the refresh token.
    pub token_hash: Vec<u8>,
    pub expires_at: DateTime<Utc>,
    pub origin: Origin,
}

#[derive(Clone, Debug)]
pub struct SessionRecord {
    pub id: SessionId,
    pub user: UserId,
    pub role: Role,
    pub operator: Option<OperatorId>,
    pub staff: Option<StaffId>,
    pub token_hash: Vec<u8>,
    pub previous_token_hash: Option<Vec<u8>>,
    /// Until when the token before the last rotation is forgiven.
    pub previous_until: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub last_used_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// Where it was begun.
    pub origin: Origin,
    pub ended: bool,
    merchant: Option<MerchantId>,
}

impl NewSession {
    /// The operator's seat; none for staff.
    pub fn operator_seat(&self) -> Option<(MerchantId, OperatorId)> {
        match self.seat {
            Seat::Operator { merchant, id, .. } => Some((merchant, id)),
            Seat::Staff { .. } => None,
        }
    }
}

impl SessionRecord {
    /// The merchant this session works for. Only a live session opens its door.
    pub fn scope(&self) -> Option<TenantScope> {
        if self.ended { None } else { self.merchant.map(|merchant| TenantScope::of(merchant.0)) }
    }

    /// The operator's seat it was begun in; none for staff.
    pub fn operator_seat(&self) -> Option<(MerchantId, OperatorId)> {
        self.merchant.zip(self.operator)
    }

    pub(crate) fn from_row(row: sessions::Model) -> Result<SessionRecord, StoreError> {
        Ok(SessionRecord {
            id: SessionId(row.id),
            user: UserId(row.user_id),
            role: Role::parse(&row.role).ok_or(StoreError::Corrupt("session role"))?,
            operator: row.operator_id.map(OperatorId),
            staff: row.staff_id.map(StaffId),
            token_hash: row.token_hash,
            previous_token_hash: row.previous_token_hash,
            previous_until: row.previous_until,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            expires_at: row.expires_at,
            origin: Origin { ip: row.ip, place: row.place },
            ended: row.ended_at.is_some(),
            merchant: row.merchant_id.map(MerchantId),
        })
    }
}

impl NetworkStore<'_> {
    pub async fn create_session(&self, session: &NewSession, now: DateTime<Utc>) -> Result<(), StoreError> {
        let (merchant, operator, staff, role) = match session.seat {
            Seat::Operator { merchant, id, role } => (Some(merchant.0), Some(id.0), None, role),
            Seat::Staff { id, role, .. } => (None, None, Some(id.0), role),
        };
        let row = sessions::ActiveModel {
            id: Set(session.id.0),
            user_id: Set(session.user.0),
            merchant_id: Set(merchant),
            operator_id: Set(operator),
            staff_id: Set(staff),
            role: Set(role.as_str().to_owned()),
            token_hash: Set(session.token_hash.clone()),
            previous_token_hash: Set(None),
            previous_until: Set(None),
            created_at: Set(now),
            last_used_at: Set(now),
            expires_at: Set(session.expires_at),
            ended_at: Set(None),
            end_reason: Set(None),
            ip: Set(session.origin.ip.clone()),
            place: Set(session.origin.place.clone()),
        };
        self.store
            .transact(async |tx| -> Result<(), StoreError> {
                sessions::Entity::insert(row.clone()).exec_without_returning(tx).await?;
                Ok(())
            })
            .await
    }

    pub async fn find_session(&self, id: SessionId) -> Result<Option<SessionRecord>, StoreError> {
        let row = sessions::Entity::find_by_id(id.0).one(self.store.reader()).await?;
        row.map(SessionRecord::from_row).transpose()
    }

    /// Replaces the refresh token if `current` still is the session's; `false` where another refresh was faster.
    pub async fn rotate_session(
        &self,
        id: SessionId,
        current: &[u8],
        next: &[u8],
        previous_until: DateTime<Utc>,
        used_at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.store
            .transact(async |tx| -> Result<bool, StoreError> {
                let changed = sessions::Entity::update_many()
                    .col_expr(sessions::Column::TokenHash, Expr::val(next.to_vec()))
                    .col_expr(sessions::Column::PreviousTokenHash, Expr::val(current.to_vec()))
                    .col_expr(sessions::Column::PreviousUntil, Expr::val(previous_until))
                    .col_expr(sessions::Column::LastUsedAt, Expr::val(used_at))
                    .filter(sessions::Column::Id.eq(id.0))
                    .filter(sessions::Column::TokenHash.eq(current.to_vec()))
                    .filter(sessions::Column::EndedAt.is_null())
                    .exec(tx)
                    .await?;
                Ok(changed.rows_affected == 1)
            })
            .await
    }

    pub async fn end_session(&self, id: SessionId, reason: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.end_where(sessions::Column::Id.eq(id.0), reason, now).await
    }

    /// Ends every other session of a person, as after a change of the password.
    pub async fn end_other_sessions(
        &self,
        user: UserId,
        keep: SessionId,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.end_where(sessions::Column::UserId.eq(user.0).and(sessions::Column::Id.ne(keep.0)), reason, now).await
    }

    /// Ends every session of a person.
    pub async fn end_sessions(&self, user: UserId, reason: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.end_where(sessions::Column::UserId.eq(user.0), reason, now).await
    }

    /// Ends every session of a seat, as when it is disabled.
    pub async fn end_seat_sessions(
        &self,
        scope: TenantScope,
        operator: OperatorId,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let merchant = sessions::Column::MerchantId.eq(scope.merchant_id().0);
        self.end_where(merchant.and(sessions::Column::OperatorId.eq(operator.0)), reason, now).await
    }

    /// When each of a merchant's operators was there last.
    pub async fn operators_last_used(
        &self,
        scope: TenantScope,
    ) -> Result<Vec<(OperatorId, DateTime<Utc>)>, StoreError> {
        let rows: Vec<(Uuid, DateTime<Utc>)> = sessions::Entity::find()
            .select_only()
            .column(sessions::Column::OperatorId)
            .column_as(sessions::Column::LastUsedAt.max(), "last_used_at")
            .filter(sessions::Column::MerchantId.eq(scope.merchant_id().0))
            .filter(sessions::Column::OperatorId.is_not_null())
            .group_by(sessions::Column::OperatorId)
            .limit(SEATS_MAX)
            .into_tuple()
            .all(self.store.reader())
            .await?;
        Ok(rows.into_iter().map(|(id, at)| (OperatorId(id), at)).collect())
    }

    /// A person's sessions that are not over, used last first.
    pub async fn live_sessions(&self, user: UserId, now: DateTime<Utc>) -> Result<Vec<SessionRecord>, StoreError> {
        let rows = sessions::Entity::find()
            .filter(sessions::Column::UserId.eq(user.0))
            .filter(sessions::Column::EndedAt.is_null())
            .filter(sessions::Column::ExpiresAt.gt(now))
            .order_by_desc(sessions::Column::LastUsedAt)
            .limit(SESSIONS_MAX)
            .all(self.store.reader())
            .await?;
        rows.into_iter().map(SessionRecord::from_row).collect()
    }

    /// Writes down that a session was used.
    pub async fn touch_session(&self, id: SessionId, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.store
            .transact(async |tx| -> Result<(), StoreError> {
                sessions::Entity::update_many()
                    .col_expr(sessions::Column::LastUsedAt, Expr::val(now))
                    .filter(sessions::Column::Id.eq(id.0))
                    .filter(sessions::Column::EndedAt.is_null())
                    .exec(tx)
                    .await?;
                Ok(())
            })
            .await
    }

    async fn end_where(&self, which: Expr, reason: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.store
            .transact(async |tx| -> Result<(), StoreError> {
                sessions::Entity::update_many()
                    .col_expr(sessions::Column::EndedAt, Expr::val(now))
                    .col_expr(sessions::Column::EndReason, Expr::val(reason))
                    .filter(which.clone())
                    .filter(sessions::Column::EndedAt.is_null())
                    .exec(tx)
                    .await?;
                Ok(())
            })
            .await
    }
}

impl SystemStore<'_> {
    /// Drops sessions that nobody could go on with since `before`; that people signed in stands in the audit log.
    pub async fn forget_sessions(&self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        self.store
            .transact(async |tx| -> Result<u64, StoreError> {
                let gone =
                    sessions::Entity::delete_many().filter(sessions::Column::ExpiresAt.lt(before)).exec(tx).await?;
                Ok(gone.rows_affected)
            })
            .await
    }
}
