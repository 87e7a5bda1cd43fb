//! Orders on their way to a carrier: reserved in one transaction, asked for outside of any, settled in another.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType},
};
use serde::{Deserialize, Serialize};
use shared::{CarrierAccountId, CarrierOrderId, ContactId, OrderId, ShipmentId, UserId, carriers::PlacementState};

use crate::{
    CarrierWords, Keyring, PartyPii, PlaceRecord, Scoped, StoreError, TenantScope, WriteTx, connection::SystemStore,
    entity::carrier_orders,
};

pub(crate) const SENDER: &str = "carrier order sender";

/// No `Debug`: it holds a person.
#[derive(Clone)]
pub struct CarrierOrderRecord {
    pub id: CarrierOrderId,
    pub account: CarrierAccountId,
    pub order: OrderId,
    /// Never used twice: by it the carrier knows a repetition.
    pub partner_code: String,
    pub state: PlacementState,
    /// How often the carrier was asked.
    pub tries: u32,
    /// When the carrier is asked next: for the order, or, once it is placed, to tell what happens to it.
    pub run_at: Option<DateTime<Utc>>,
    pub words: CarrierWords,
    pub shipment: Option<ShipmentId>,
    pub is_followed: bool,
    pub asked_by: UserId,
    pub asked_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// Who sends it, until the carrier has answered: every try must say the same.
    pub sender: Option<SentFrom>,
    /// When the carrier is asked for the route next, where it told none with the number.
    pub route_at: Option<DateTime<Utc>>,
    /// How often it was asked for it since.
    pub route_tries: u32,
    /// When the carrier is asked next where the parcel is; none where that is over, or has not begun.
    pub track_at: Option<DateTime<Utc>>,
    /// How often it was asked since it answered last.
    pub track_tries: u32,
    /// When it told the track last.
    pub tracked_at: Option<DateTime<Utc>>,
}

/// A sending address as it was at a moment.
#[derive(Clone, Serialize, Deserialize)]
pub struct SentFrom {
    pub contact: ContactId,
    pub place: PlaceRecord,
    pub party: PartyPii,
}

fn record(keys: &Keyring, row: carrier_orders::Model) -> Result<CarrierOrderRecord, StoreError> {
    let sender = match row.sender_sealed {
        Some(sealed) => {
            let plain = keys.open(row.merchant_id, SENDER, &sealed)?;
            Some(serde_json::from_slice(&plain).map_err(|_| StoreError::Corrupt("the sender of a carrier's order"))?)
        }
        None => None,
    };
    Ok(CarrierOrderRecord {
        sender,
        id: CarrierOrderId(row.id),
        account: CarrierAccountId(row.account_id),
        order: OrderId(row.order_id),
        partner_code: row.partner_code,
        state: PlacementState::parse(&row.state).ok_or(StoreError::Corrupt("placement state"))?,
        tries: u32::try_from(row.tries).map_err(|_| StoreError::Corrupt("tries"))?,
        run_at: row.run_at,
        words: CarrierWords { zh: row.words_zh, en: row.words_en },
        shipment: row.shipment_id.map(ShipmentId),
        is_followed: row.is_followed,
        asked_by: UserId(row.asked_by),
        asked_at: row.asked_at,
        updated_at: row.updated_at,
        route_at: row.route_at,
        route_tries: u32::try_from(row.route_tries).map_err(|_| StoreError::Corrupt("route tries"))?,
        track_at: row.track_at,
        track_tries: u32::try_from(row.track_tries).map_err(|_| StoreError::Corrupt("track tries"))?,
        tracked_at: row.tracked_at,
    })
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    pub async fn carrier_order(&self, id: CarrierOrderId) -> Result<Option<CarrierOrderRecord>, StoreError> {
        let row = carrier_orders::Entity::find_by_id((self.merchant, id.0)).one(self.conn).await?;
        row.map(|row| record(self.keys, row)).transpose()
    }

    /// The placement that a shipment came of; none where it was not ordered with an account.
    pub async fn carrier_order_of(&self, shipment: ShipmentId) -> Result<Option<CarrierOrderRecord>, StoreError> {
        let row = carrier_orders::Entity::find()
            .filter(carrier_orders::Column::MerchantId.eq(self.merchant))
            .filter(carrier_orders::Column::ShipmentId.eq(shipment.0))
            .limit(1)
            .one(self.conn)
            .await?;
        row.map(|row| record(self.keys, row)).transpose()
    }

    /// The last placement of each of these orders. At most a bulk request's worth.
    pub async fn placements(&self, orders: &[OrderId]) -> Result<Vec<CarrierOrderRecord>, StoreError> {
        let rows = carrier_orders::Entity::find()
            .filter(carrier_orders::Column::MerchantId.eq(self.merchant))
            .filter(carrier_orders::Column::OrderId.is_in(orders.iter().map(|id| id.0)))
            .order_by_asc(carrier_orders::Column::OrderId)
            .order_by_desc(carrier_orders::Column::Id)
            .all(self.conn)
            .await?;
        let mut last: Vec<CarrierOrderRecord> =
            rows.into_iter().map(|row| record(self.keys, row)).collect::<Result<_, _>>()?;
        last.dedup_by_key(|record| record.order);
        Ok(last)
    }
}

impl WriteTx<'_> {
    pub async fn add_carrier_orders(&self, records: &[CarrierOrderRecord]) -> Result<(), StoreError> {
        for chunk in records.chunks(500) {
            let rows: Vec<_> = chunk.iter().map(|record| self.carrier_order_row(record)).collect::<Result<_, _>>()?;
            carrier_orders::Entity::insert_many(rows).exec_without_returning(self.conn).await?;
        }
        Ok(())
    }

    pub async fn carrier_order_for_update(&self, id: CarrierOrderId) -> Result<Option<CarrierOrderRecord>, StoreError> {
        let row = carrier_orders::Entity::find_by_id((self.merchant, id.0)).lock_exclusive().one(self.conn).await?;
        row.map(|row| record(self.keys, row)).transpose()
    }

    pub async fn save_carrier_order(&self, record: &CarrierOrderRecord) -> Result<(), StoreError> {
        let mut row = self.carrier_order_row(record)?;
        row.merchant_id = Unchanged(self.merchant);
        row.id = Unchanged(record.id.0);
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    fn carrier_order_row(&self, record: &CarrierOrderRecord) -> Result<carrier_orders::ActiveModel, StoreError> {
        let sealed = |sender: &SentFrom| {
            let plain = serde_json::to_vec(sender).map_err(|_| StoreError::Sealed)?;
            self.keys.seal(self.merchant, SENDER, &plain)
        };
        Ok(carrier_orders::ActiveModel {
            sender_sealed: Set(record.sender.as_ref().map(sealed).transpose()?),
            merchant_id: Set(self.merchant),
            id: Set(record.id.0),
            account_id: Set(record.account.0),
            order_id: Set(record.order.0),
            partner_code: Set(record.partner_code.clone()),
            state: Set(record.state.as_str().to_owned()),
            tries: Set(i32::try_from(record.tries).map_err(|_| StoreError::Corrupt("tries"))?),
            run_at: Set(record.run_at),
            words_zh: Set(record.words.zh.clone()),
            words_en: Set(record.words.en.clone()),
            shipment_id: Set(record.shipment.map(|id| id.0)),
            is_followed: Set(record.is_followed),
            asked_by: Set(record.asked_by.0),
            asked_at: Set(record.asked_at),
            updated_at: Set(record.updated_at),
            route_at: Set(record.route_at),
            route_tries: Set(i32::try_from(record.route_tries).map_err(|_| StoreError::Corrupt("route tries"))?),
            track_at: Set(record.track_at),
            track_tries: Set(i32::try_from(record.track_tries).map_err(|_| StoreError::Corrupt("track tries"))?),
            tracked_at: Set(record.tracked_at),
        })
    }
}

impl SystemStore<'_> {
    /// What carriers are to be asked for now, of any merchant: the outbox belongs to no caller. Each is leased until `retry_at`, and that it
    /// is asked once more is written before anybody asks: whoever is killed while asking leaves a trace of it.
    pub async fn lease_carrier_orders(
        &self,
        limit: u32,
        now: DateTime<Utc>,
        retry_at: DateTime<Utc>,
    ) -> Result<Vec<(TenantScope, CarrierOrderRecord)>, StoreError> {
        use carrier_orders::Column;
        self.lease_due((Column::RunAt, Column::Tries), limit, now, retry_at).await
    }

    /// The same for what carriers are to be asked the route of.
    pub async fn lease_missing_routes(
        &self,
        limit: u32,
        now: DateTime<Utc>,
        retry_at: DateTime<Utc>,
    ) -> Result<Vec<(TenantScope, CarrierOrderRecord)>, StoreError> {
        use carrier_orders::Column;
        self.lease_due((Column::RouteAt, Column::RouteTries), limit, now, retry_at).await
    }

    /// The same for parcels that carriers are to be asked the track of.
    pub async fn lease_tracks(
        &self,
        limit: u32,
        now: DateTime<Utc>,
        retry_at: DateTime<Utc>,
    ) -> Result<Vec<(TenantScope, CarrierOrderRecord)>, StoreError> {
        use carrier_orders::Column;
        self.lease_due((Column::TrackAt, Column::TrackTries), limit, now, retry_at).await
    }

    /// By the column that says when, and the one that counts.
    async fn lease_due(
        &self,
        (at, tries): (carrier_orders::Column, carrier_orders::Column),
        limit: u32,
        now: DateTime<Utc>,
        retry_at: DateTime<Utc>,
    ) -> Result<Vec<(TenantScope, CarrierOrderRecord)>, StoreError> {
        let due = || carrier_orders::Entity::find().filter(at.is_not_null()).filter(at.lte(now)).order_by_asc(at);
        if due().limit(1).one(self.store.reader()).await?.is_none() {
            return Ok(Vec::new());
        }
        let rows = self
            .store
            .transact(async |tx| -> Result<Vec<carrier_orders::Model>, StoreError> {
                let rows = due()
                    .limit(u64::from(limit))
                    .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
                    .all(tx)
                    .await?;
                for row in &rows {
                    carrier_orders::Entity::update_many()
                        .col_expr(at, Expr::val(retry_at))
                        .col_expr(tries, Expr::col(tries).add(1))
                        .filter(carrier_orders::Column::MerchantId.eq(row.merchant_id))
                        .filter(carrier_orders::Column::Id.eq(row.id))
                        .exec(tx)
                        .await?;
                }
                Ok(rows)
            })
            .await?;
        let leased =
            |row: carrier_orders::Model| Ok((TenantScope::of(row.merchant_id), record(self.store.keys(), row)?));
        rows.into_iter().map(leased).collect()
    }
}
