//! The proof of the ledger: wallets are the sums of their postings, and postings say of every shipment what it costs.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::{
    MerchantId, ShipmentId, ShipmentState,
    ledger::LedgerAccount::{Frozen, Revenue},
};
use units::Money;
use uuid::Uuid;

use crate::{
    Amounts, StoreError, TenantScope,
    connection::SystemStore,
    entity::{ledger_postings, shipments, wallets},
    ledger::{nth_column, posting_record},
};

/// Postings, and shipments, that are read at once.
const BATCH: u64 = 2_000;

/// What a whole ledger comes to, or where it is broken first, for each merchant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerReport {
    pub wallets: u64,
    pub postings: u64,
    pub shipments: u64,
    pub faults: Vec<LedgerFault>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerFault {
    pub merchant: MerchantId,
    pub place: LedgerPlace,
    pub fault: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerPlace {
    /// By its number.
    Posting(u64),
    Wallet,
    /// By its waybill number.
    Shipment(String),
}

/// What is asked of a shipment.
struct Costs {
    id: ShipmentId,
    waybill_no: String,
    state: ShipmentState,
    price: Money,
    /// The network carries it, and it was ordered when there was a ledger.
    is_posted: bool,
}

impl Costs {
    fn fault(&self, posted: Amounts) -> Option<&'static str> {
        let (frozen, revenue) = (posted.of(Frozen), posted.of(Revenue));
        let nothing = Money::ZERO;
        match self.state {
            _ if !self.is_posted => (posted != Amounts::default()).then_some("it was posted and must not have been"),
            ShipmentState::OrderCancelled if frozen != nothing => Some("it is void, and something is kept back for it"),
            ShipmentState::OrderCancelled if revenue != nothing => Some("it is void, and was paid for"),
            ShipmentState::OrderCancelled => None,
            state if !state.is_picked_up() && revenue != nothing => Some("it is not picked up, and was paid for"),
            state if !state.is_picked_up() => (frozen != self.price).then_some("what is kept back is not its price"),
            _ if frozen != nothing => Some("it was picked up, and something is still kept back"),
            _ if revenue != self.price => Some("what was paid for it is not its price"),
            _ => None,
        }
    }
}

impl SystemStore<'_> {
    /// Follows every ledger from its beginning. It may run while the service writes. Shipments of `own_carrier` are posted.
    pub async fn verify_ledger(&self, own_carrier: &str) -> Result<LedgerReport, StoreError> {
        let mut report = LedgerReport::default();
        let merchants: Vec<Uuid> = wallets::Entity::find()
            .select_only()
            .column(wallets::Column::MerchantId)
            .into_tuple()
            .all(self.store.reader())
            .await?;
        for merchant in merchants {
            let scope = TenantScope::of(merchant);
            let mut fault = self.verify_postings(scope, &mut report).await?;
            if fault.is_none() {
                fault = self.verify_shipments(scope, own_carrier, &mut report).await?;
            }
            let broken = |(place, fault)| LedgerFault { merchant: MerchantId(merchant), place, fault };
            report.faults.extend(fault.map(broken));
            report.wallets += 1;
        }
        Ok(report)
    }

    async fn verify_postings(
        &self,
        scope: TenantScope,
        report: &mut LedgerReport,
    ) -> Result<Option<(LedgerPlace, &'static str)>, StoreError> {
        // The wallet first: what is posted meanwhile stands behind what it counts.
        let wallet = self.store.read(scope).wallet().await?;
        let (mut sums, mut nth) = (Amounts::default(), 0);
        while nth < wallet.postings {
            let rows = ledger_postings::Entity::find()
                .filter(ledger_postings::Column::MerchantId.eq(scope.merchant_id().0))
                .filter(ledger_postings::Column::Nth.gt(nth_column(nth)))
                .filter(ledger_postings::Column::Nth.lte(nth_column(wallet.postings)))
                .order_by_asc(ledger_postings::Column::Nth)
                .limit(BATCH)
                .all(self.store.reader())
                .await?;
            if rows.is_empty() {
                return Ok(Some((LedgerPlace::Posting(nth + 1), "the last postings are missing")));
            }
            report.postings += rows.len() as u64;
            for row in rows {
                let posting = posting_record(row)?;
                if posting.nth != nth + 1 {
                    return Ok(Some((LedgerPlace::Posting(nth + 1), "a posting is missing")));
                }
                nth = posting.nth;
                let place = LedgerPlace::Posting(nth);
                if posting.amounts.is_unbalanced() {
                    return Ok(Some((place, "it does not add up to nothing")));
                }
                let Some(sum) = sums.checked_add(posting.amounts) else {
                    return Ok(Some((place, "the sums are beyond every amount")));
                };
                sums = sum;
                if sums.balance() != posting.balance_after {
                    return Ok(Some((place, "the balance after it is another one")));
                }
            }
        }
        let differs = (sums != wallet.amounts).then_some((LedgerPlace::Wallet, "it is not the sum of its postings"));
        Ok(differs)
    }

    async fn verify_shipments(
        &self,
        scope: TenantScope,
        own_carrier: &str,
        report: &mut LedgerReport,
    ) -> Result<Option<(LedgerPlace, &'static str)>, StoreError> {
        let opened_at = self.store.read(scope).wallet().await?.opened_at;
        let mut after = Uuid::nil();
        loop {
            let batch = self.costs_after(scope, after, own_carrier, opened_at).await?;
            let Some(last) = batch.last() else { return Ok(None) };
            after = last.id.0;
            report.shipments += batch.len() as u64;
            let ids: Vec<ShipmentId> = batch.iter().map(|costs| costs.id).collect();
            let posted = self.store.read(scope).posted_for(&ids).await?;
            for costs in batch {
                let seen = costs.fault(posted.get(&costs.id).copied().unwrap_or_default());
                if seen.is_some()
                    && let Some(fault) = self.verify_locked(scope, costs.id, own_carrier, opened_at).await?
                {
                    return Ok(Some((LedgerPlace::Shipment(costs.waybill_no), fault)));
                }
            }
        }
    }

    /// Looks once more while nobody writes of it: what was read before may have been read half of a change.
    async fn verify_locked(
        &self,
        scope: TenantScope,
        id: ShipmentId,
        own_carrier: &str,
        opened_at: DateTime<Utc>,
    ) -> Result<Option<&'static str>, StoreError> {
        self.store
            .write(scope, async |tx| {
                let row = shipments::Entity::find_by_id((scope.merchant_id().0, id.0)).lock_exclusive().one(tx.conn);
                let Some(row) = row.await? else { return Ok(None) };
                let posted = tx.posted_for(&[id]).await?;
                let costs = costs_of(
                    (row.id, row.waybill_no, row.carrier, row.state, row.price_fen, row.created_at),
                    own_carrier,
                    opened_at,
                )?;
                Ok(costs.fault(posted.get(&id).copied().unwrap_or_default()))
            })
            .await
    }

    async fn costs_after(
        &self,
        scope: TenantScope,
        after: Uuid,
        own_carrier: &str,
        opened_at: DateTime<Utc>,
    ) -> Result<Vec<Costs>, StoreError> {
        use shipments::Column;
        let rows: Vec<CostColumns> = shipments::Entity::find()
            .select_only()
            .columns([
                Column::Id,
                Column::WaybillNo,
                Column::Carrier,
                Column::State,
                Column::PriceFen,
                Column::CreatedAt,
            ])
            .filter(Column::MerchantId.eq(scope.merchant_id().0))
            .filter(Column::Id.gt(after))
            .order_by_asc(Column::Id)
            .limit(BATCH)
            .into_tuple()
            .all(self.store.reader())
            .await?;
        rows.into_iter().map(|row| costs_of(row, own_carrier, opened_at)).collect()
    }
}

/// Id, waybill number, carrier, state, price and when it was ordered.
type CostColumns = (Uuid, String, String, String, i64, DateTime<Utc>);

fn costs_of(
    (id, waybill_no, carrier, state, price_fen, created_at): CostColumns,
    own_carrier: &str,
    opened_at: DateTime<Utc>,
) -> Result<Costs, StoreError> {
    Ok(Costs {
        id: ShipmentId(id),
        waybill_no,
        state: ShipmentState::parse(&state).ok_or(StoreError::Corrupt("shipment state"))?,
        price: Money::from_fen(price_fen),
        is_posted: carrier == own_carrier && created_at >= opened_at,
    })
}
