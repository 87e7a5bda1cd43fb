//! The network's console over merchants and staff.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LikeExpr},
};
use shared::{MerchantId, MerchantStatus, OutletId, Role, StaffId, UserId};

use crate::{
    MerchantRecord, NetworkTx, NewSession, Scoped, StoreError, TenantScope, WriteTx,
    connection::NetworkStore,
    entity::{merchants, sessions, staff},
    search::askable,
};

/// How a merchant stands, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MerchantStanding {
    pub merchant: MerchantRecord,
    pub reason: String,
    pub since: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// Which merchants are asked for, newest first. All conditions must hold.
#[derive(Clone, Debug, Default)]
pub struct MerchantQuery {
    pub status: Option<MerchantStatus>,
    /// The beginning of a customer code, or a part of a name.
    pub text: Option<String>,
    pub after: Option<MerchantId>,
    pub limit: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffRecord {
    pub id: StaffId,
    pub user: UserId,
    pub outlet: OutletId,
    pub role: Role,
    pub disabled_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

impl MerchantStanding {
    fn from_row(row: merchants::Model) -> Result<MerchantStanding, StoreError> {
        let (reason, since, created_at) = (row.status_reason.clone(), row.status_at, row.created_at);
        Ok(MerchantStanding { merchant: MerchantRecord::from_row(row)?, reason, since, created_at })
    }
}

fn member(row: staff::Model) -> Result<StaffRecord, StoreError> {
    Ok(StaffRecord {
        id: StaffId(row.id),
        user: UserId(row.user_id),
        outlet: OutletId(row.outlet_id),
        role: Role::parse(&row.role).ok_or(StoreError::Corrupt("role"))?,
        disabled_at: row.disabled_at,
        created_at: row.created_at,
    })
}

/// What was typed, with the signs that LIKE gives a meaning to taken as they are.
fn literally(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in askable(text).chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

impl NetworkStore<'_> {
    /// The network's list of its merchants.
    pub async fn merchants(&self, query: &MerchantQuery) -> Result<Vec<MerchantStanding>, StoreError> {
        use merchants::Column as Col;
        let text = query.text.as_deref().map(|text| {
            let (code, name) = (literally(&text.to_uppercase()), literally(text));
            Condition::any()
                .add(Expr::col(Col::Code).like(LikeExpr::new(format!("{code}%")).escape('\\')))
                .add(Expr::col(Col::Name).like(LikeExpr::new(format!("%{name}%")).escape('\\')))
        });
        let condition = Condition::all()
            .add_option(query.status.map(|status| Col::Status.eq(status.as_str())))
            .add_option(query.after.map(|after| Col::Id.lt(after.0)))
            .add_option(text);
        let rows = merchants::Entity::find()
            .filter(condition)
            .order_by_desc(Col::Id)
            .limit(u64::from(query.limit))
            .all(self.store.reader())
            .await?;
        rows.into_iter().map(MerchantStanding::from_row).collect()
    }

    pub async fn merchant_standing(&self, id: MerchantId) -> Result<Option<MerchantStanding>, StoreError> {
        let row = merchants::Entity::find_by_id(id.0).one(self.store.reader()).await?;
        row.map(MerchantStanding::from_row).transpose()
    }

    /// The merchants of these ids, in no order, for lists that name them.
    pub async fn merchants_by_id(&self, ids: &[MerchantId]) -> Result<Vec<MerchantRecord>, StoreError> {
        let rows = merchants::Entity::find()
            .filter(merchants::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .all(self.store.reader())
            .await?;
        rows.into_iter().map(MerchantRecord::from_row).collect()
    }

    /// A merchant's ledger is looked after by the network's people.
    pub async fn merchant_scope(&self, id: MerchantId) -> Result<Option<TenantScope>, StoreError> {
        let row = merchants::Entity::find_by_id(id.0).one(self.store.reader()).await?;
        Ok(row.map(|row| TenantScope::of(row.id)))
    }

    /// Opens a merchant's contract to the network's staff: it is between the two of them.
    pub async fn contract_of(&self, id: MerchantId) -> Result<Option<crate::ContractRecord>, StoreError> {
        self.store.read(TenantScope::of(id.0)).contract().await
    }

    /// Who works for the network, oldest first.
    pub async fn staff(&self, after: Option<StaffId>, limit: u32) -> Result<Vec<StaffRecord>, StoreError> {
        let rows = staff::Entity::find()
            .filter(Condition::all().add_option(after.map(|after| staff::Column::Id.gt(after.0))))
            .order_by_asc(staff::Column::Id)
            .limit(u64::from(limit))
            .all(self.store.reader())
            .await?;
        rows.into_iter().map(member).collect()
    }

    pub async fn find_staff(&self, id: StaffId) -> Result<Option<StaffRecord>, StoreError> {
        staff::Entity::find_by_id(id.0).one(self.store.reader()).await?.map(member).transpose()
    }

    /// Is this the only one who works for the network?
    pub async fn is_sole_staff(&self, id: StaffId) -> Result<bool, StoreError> {
        let enabled =
            staff::Entity::find().filter(staff::Column::DisabledAt.is_null()).limit(2).all(self.store.reader()).await?;
        Ok(enabled.len() == 1 && enabled[0].id == id.0)
    }
}

impl<'a> NetworkTx<'a> {
    /// The merchant, for this write alone until it ends.
    pub async fn merchant_for_update(&self, id: MerchantId) -> Result<Option<MerchantRecord>, StoreError> {
        let row = merchants::Entity::find_by_id(id.0).lock_exclusive().one(self.conn).await?;
        row.map(MerchantRecord::from_row).transpose()
    }

    /// What the network writes into a merchant's own tables, such as its audit log.
    pub fn within(&self, merchant: &MerchantRecord) -> WriteTx<'a> {
        Scoped::new(self.conn, TenantScope::of(merchant.id.0), self.keys)
    }

    pub async fn set_merchant_status(
        &self,
        id: MerchantId,
        status: MerchantStatus,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let row = merchants::ActiveModel {
            id: Unchanged(id.0),
            status: Set(status.as_str().to_owned()),
            status_reason: Set(reason.to_owned()),
            status_at: Set(Some(now)),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    pub async fn set_account_manager(&self, id: MerchantId, manager: Option<StaffId>) -> Result<(), StoreError> {
        let row = merchants::ActiveModel {
            id: Unchanged(id.0),
            account_manager_id: Set(manager.map(|staff| staff.0)),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    /// Ends every session that works for a merchant.
    pub async fn end_merchant_sessions(
        &self,
        id: MerchantId,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        sessions::Entity::update_many()
            .col_expr(sessions::Column::EndedAt, Expr::val(now))
            .col_expr(sessions::Column::EndReason, Expr::val(reason))
            .filter(sessions::Column::MerchantId.eq(id.0))
            .filter(sessions::Column::EndedAt.is_null())
            .exec(self.conn)
            .await?;
        Ok(())
    }

    /// Begins a session of a staff member who looks at a merchant's pages.
    pub async fn add_view_session(
        &self,
        session: &NewSession,
        staff: StaffId,
        merchant: MerchantId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let row = sessions::ActiveModel {
            id: Set(session.id.0),
            user_id: Set(session.user.0),
            merchant_id: Set(Some(merchant.0)),
            operator_id: Set(None),
            staff_id: Set(Some(staff.0)),
            role: Set(Role::ReadOnly.as_str().to_owned()),
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
        sessions::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }

    /// Everybody who works for the network. Whoever changes one of them takes turns here: two administrators who disable each other at once
    /// must not both succeed.
    pub async fn lock_staff(&self) -> Result<Vec<StaffRecord>, StoreError> {
        let rows = staff::Entity::find().order_by_asc(staff::Column::Id).lock_exclusive().all(self.conn).await?;
        rows.into_iter().map(member).collect()
    }

    pub async fn set_staff(&self, record: &StaffRecord) -> Result<(), StoreError> {
        let row = staff::ActiveModel {
            id: Unchanged(record.id.0),
            outlet_id: Set(record.outlet.0),
            role: Set(record.role.as_str().to_owned()),
            disabled_at: Set(record.disabled_at),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }
}
