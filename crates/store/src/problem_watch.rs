//! The watch over shipments under way, and over cases that nobody ends: what is due, of any merchant.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, LockBehavior, LockType},
};
use shared::{ProblemId, ShipmentId};
use uuid::Uuid;

use crate::{
    StoreError, TenantScope, WriteTx,
    connection::SystemStore,
    entity::{problems, shipments},
};

/// Written as the index has it, so that the planners see that it serves.
pub(crate) const UNDER_WAY: &str =
    "shipments.state NOT IN ('order_cancelled', 'delivered', 'signed_by_third_party', 'returned_to_sender', 'lost')";

impl WriteTx<'_> {
    /// When these shipments are looked at next.
    pub async fn check_shipments_at(&self, ids: &[ShipmentId], at: DateTime<Utc>) -> Result<(), StoreError> {
        shipments::Entity::update_many()
            .col_expr(shipments::Column::CheckAt, Expr::val(at))
            .filter(shipments::Column::MerchantId.eq(self.merchant))
            .filter(shipments::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .exec(self.conn)
            .await?;
        Ok(())
    }
}

impl SystemStore<'_> {
    /// Shipments under way that are to be looked at, of any merchant: the watch belongs to no caller. They are leased until `retry_at`:
    /// what nobody looked at by then comes up again.
    pub async fn lease_checks(
        &self,
        limit: u32,
        now: DateTime<Utc>,
        retry_at: DateTime<Utc>,
    ) -> Result<Vec<(TenantScope, Vec<ShipmentId>)>, StoreError> {
        let first: Option<(Uuid, Uuid)> = due_checks(now).limit(1).into_tuple().one(self.store.reader()).await?;
        if first.is_none() {
            return Ok(Vec::new());
        }
        self.store
            .transact(async |tx| -> Result<Vec<(TenantScope, Vec<ShipmentId>)>, StoreError> {
                let rows: Vec<(Uuid, Uuid)> = due_checks(now)
                    .limit(u64::from(limit))
                    .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
                    .into_tuple()
                    .all(tx)
                    .await?;
                let leased = by_merchant(rows);
                for (scope, ids) in &leased {
                    shipments::Entity::update_many()
                        .col_expr(shipments::Column::CheckAt, Expr::val(retry_at))
                        .filter(shipments::Column::MerchantId.eq(scope.merchant_id().0))
                        .filter(shipments::Column::Id.is_in(ids.iter().copied()))
                        .exec(tx)
                        .await?;
                }
                let typed = |(scope, ids): (TenantScope, Vec<Uuid>)| (scope, ids.into_iter().map(ShipmentId).collect());
                Ok(leased.into_iter().map(typed).collect())
            })
            .await
    }

    /// Cases of any merchant that should be over and are escalated now.
    pub async fn problems_to_escalate(
        &self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<(TenantScope, Vec<ProblemId>)>, StoreError> {
        let rows: Vec<(Uuid, Uuid)> = problems::Entity::find()
            .select_only()
            .columns([problems::Column::MerchantId, problems::Column::Id])
            .filter(problems::Column::EscalateAt.is_not_null())
            .filter(problems::Column::EscalateAt.lte(now))
            .order_by_asc(problems::Column::EscalateAt)
            .limit(u64::from(limit))
            .into_tuple()
            .all(self.store.reader())
            .await?;
        let typed = |(scope, ids): (TenantScope, Vec<Uuid>)| (scope, ids.into_iter().map(ProblemId).collect());
        Ok(by_merchant(rows).into_iter().map(typed).collect())
    }
}

/// Merchant and id of what is to be looked at, what waits longest first.
pub(crate) fn due_checks(now: DateTime<Utc>) -> Select<shipments::Entity> {
    shipments::Entity::find()
        .select_only()
        .columns([shipments::Column::MerchantId, shipments::Column::Id])
        .filter(shipments::Column::CheckAt.lte(now))
        .filter(Expr::cust(UNDER_WAY))
        .order_by_asc(shipments::Column::CheckAt)
}

fn by_merchant(rows: Vec<(Uuid, Uuid)>) -> Vec<(TenantScope, Vec<Uuid>)> {
    let mut grouped: Vec<(TenantScope, Vec<Uuid>)> = Vec::new();
    for (merchant, id) in rows {
        let scope = TenantScope::of(merchant);
        match grouped.iter_mut().find(|(known, _)| *known == scope) {
            Some((_, ids)) => ids.push(id),
            None => grouped.push((scope, vec![id])),
        }
    }
    grouped
}
