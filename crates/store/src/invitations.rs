//! Invitations: how a person gets a seat at a merchant. The secret of the link is kept as a hash, beside the merchant's tables.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use serde::{Deserialize, Serialize};
use shared::{DataScope, InvitationId, MerchantId, Role, RoleId, UserId, operators::INVITATIONS_MAX};

use crate::{
    NewOperator, NewUser, Scoped, Store, StoreError, StoreFailure, TenantScope, WriteTx,
    connection::NetworkStore,
    entity::{invitation_tokens, invitations},
};

pub(crate) const INVITEE: &str = "invitee";

/// Who is invited; sealed where it is kept. No `Debug`: it is personal.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitee {
    pub display_name: String,
    pub phone: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
}

/// No `Debug`: it names a person.
#[derive(Clone)]
pub struct InvitationRecord {
    pub id: InvitationId,
    pub user_name: String,
    pub role: Role,
    pub own_role: Option<RoleId>,
    pub data_scope: DataScope,
    /// For the one a bare customer code will lead to.
    pub is_first: bool,
    pub invitee: Invitee,
    pub created_by: UserId,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    fn invitation_record(&self, row: invitations::Model) -> Result<InvitationRecord, StoreError> {
        let plain = self.keys.open(self.merchant, INVITEE, &row.invitee_sealed)?;
        Ok(InvitationRecord {
            id: InvitationId(row.id),
            user_name: row.user_name,
            role: Role::parse(&row.role).ok_or(StoreError::Corrupt("role"))?,
            own_role: row.role_id.map(RoleId),
            data_scope: DataScope::parse(&row.data_scope).ok_or(StoreError::Corrupt("data scope"))?,
            is_first: row.is_first,
            invitee: serde_json::from_slice(&plain).map_err(|_| StoreError::Corrupt("invitee"))?,
            created_by: UserId(row.created_by),
            created_at: row.created_at,
            expires_at: row.expires_at,
        })
    }

    /// Those that were neither accepted nor taken back, over or not, oldest first.
    pub async fn open_invitations(&self) -> Result<Vec<InvitationRecord>, StoreError> {
        let rows = invitations::Entity::find()
            .filter(invitations::Column::MerchantId.eq(self.merchant))
            .filter(open())
            .order_by_asc(invitations::Column::Id)
            .limit(INVITATIONS_MAX as u64)
            .all(self.conn)
            .await?;
        rows.into_iter().map(|row| self.invitation_record(row)).collect()
    }

    pub async fn open_invitation(&self, id: InvitationId) -> Result<Option<InvitationRecord>, StoreError> {
        let row = invitations::Entity::find_by_id((self.merchant, id.0)).filter(open()).one(self.conn).await?;
        row.map(|row| self.invitation_record(row)).transpose()
    }
}

fn open() -> Condition {
    Condition::all().add(invitations::Column::AcceptedAt.is_null()).add(invitations::Column::RevokedAt.is_null())
}

impl WriteTx<'_> {
    /// Adds an invitation whose link has the secret of this hash.
    pub async fn add_invitation(&self, record: &InvitationRecord, token_hash: &[u8]) -> Result<(), StoreError> {
        let invitee = serde_json::to_vec(&record.invitee).map_err(|_| StoreError::Corrupt("invitee"))?;
        let row = invitations::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(record.id.0),
            user_name: Set(record.user_name.clone()),
            role: Set(record.role.as_str().to_owned()),
            role_id: Set(record.own_role.map(|role| role.0)),
            data_scope: Set(record.data_scope.as_str().to_owned()),
            is_first: Set(record.is_first),
            invitee_sealed: Set(self.keys.seal(self.merchant, INVITEE, &invitee)?),
            created_by: Set(record.created_by.0),
            created_at: Set(record.created_at),
            expires_at: Set(record.expires_at),
            accepted_at: Set(None),
            revoked_at: Set(None),
        };
        invitations::Entity::insert(row).exec_without_returning(self.conn).await?;
        let token = invitation_tokens::ActiveModel {
            id: Set(record.id.0),
            merchant_id: Set(self.merchant),
            token_hash: Set(token_hash.to_vec()),
            expires_at: Set(record.expires_at),
            used_at: Set(None),
        };
        invitation_tokens::Entity::insert(token).exec_without_returning(self.conn).await?;
        Ok(())
    }

    /// A new secret and a new term; the link of before is dead.
    pub async fn renew_invitation(
        &self,
        id: InvitationId,
        token_hash: &[u8],
        expires_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let row = invitations::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(id.0),
            expires_at: Set(expires_at),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        let token = invitation_tokens::ActiveModel {
            id: Unchanged(id.0),
            token_hash: Set(token_hash.to_vec()),
            expires_at: Set(expires_at),
            used_at: Set(None),
            ..Default::default()
        };
        token.update_without_returning(self.conn).await?;
        Ok(())
    }

    pub async fn revoke_invitation(&self, id: InvitationId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = invitations::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            id: Unchanged(id.0),
            revoked_at: Set(Some(now)),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        invitation_tokens::Entity::delete_by_id(id.0).exec(self.conn).await?;
        Ok(())
    }

    /// Marks an invitation accepted, once: `false` where somebody was faster, or the link is no longer good.
    pub async fn use_invitation(
        &self,
        id: InvitationId,
        token_hash: &[u8],
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let used = invitation_tokens::Entity::update_many()
            .col_expr(invitation_tokens::Column::UsedAt, Expr::val(now))
            .filter(invitation_tokens::Column::Id.eq(id.0))
            .filter(invitation_tokens::Column::TokenHash.eq(token_hash.to_vec()))
            .filter(invitation_tokens::Column::UsedAt.is_null())
            .filter(invitation_tokens::Column::ExpiresAt.gt(now))
            .exec(self.conn)
            .await?;
        if used.rows_affected != 1 {
            return Ok(false);
        }
        let accepted = invitations::Entity::update_many()
            .col_expr(invitations::Column::AcceptedAt, Expr::val(now))
            .filter(invitations::Column::MerchantId.eq(self.merchant))
            .filter(invitations::Column::Id.eq(id.0))
            .filter(open())
            .exec(self.conn)
            .await?;
        Ok(accepted.rows_affected == 1)
    }
}

impl NetworkStore<'_> {
    /// Until when the link of a merchant's first operator is good, where nobody took that seat yet.
    pub async fn activation_expires_at(&self, merchant: MerchantId) -> Result<Option<DateTime<Utc>>, StoreError> {
        let first = invitations::Entity::find()
            .filter(invitations::Column::MerchantId.eq(merchant.0))
            .filter(invitations::Column::IsFirst.eq(true))
            .filter(open())
            .one(self.store.reader())
            .await?;
        Ok(first.map(|row| row.expires_at))
    }

    /// The merchant and the invitation a link leads to: whoever follows it has no session yet.
    pub async fn find_invitation(
        &self,
        token_hash: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Option<(TenantScope, InvitationRecord)>, StoreError> {
        let row = invitation_tokens::Entity::find()
            .filter(invitation_tokens::Column::TokenHash.eq(token_hash.to_vec()))
            .filter(invitation_tokens::Column::UsedAt.is_null())
            .filter(invitation_tokens::Column::ExpiresAt.gt(now))
            .one(self.store.reader())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let scope = TenantScope::of(row.merchant_id);
        let record = self.store.read(scope).open_invitation(InvitationId(row.id)).await?;
        Ok(record.map(|record| (scope, record)))
    }
}

impl Store {
    /// Gives a person their seat, making the person where there is none yet: the user, the seat and what `work` adds, or nothing.
    pub async fn take_seat<E: StoreFailure>(
        &self,
        scope: TenantScope,
        person: Option<&NewUser>,
        seat: &NewOperator,
        now: DateTime<Utc>,
        work: impl AsyncFn(&WriteTx<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.transact(async |tx: &DatabaseTransaction| {
            let scoped = Scoped::new(tx, scope, self.keys());
            work(&scoped).await?;
            if let Some(person) = person {
                crate::users::insert_user(tx, self.keys(), person, now).await?;
            }
            scoped.add_operator(seat, now).await?;
            Ok(())
        })
        .await
    }
}
