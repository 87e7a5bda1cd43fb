//! Scan events: a shipment's track.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
};

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use serde::{Deserialize, Serialize};
use shared::{ScanEventId, ShipmentId};
use uuid::Uuid;

use crate::{
    Keyring, Scoped, StoreError, WriteTx,
    entity::{scan_events, shipments},
};

pub(crate) const SAID: &str = "carrier words of a scan";
/// Events read of one shipment; real tracks have a few dozen. Twice what [`SCANS_MAX`] lets in: the request that fills a track may hold
/// that many more.
const TRACK_MAX: u64 = 2_000;
/// One seek a shipment, however long its track is.
const LAST_AT: &str = "(SELECT e.\"at\" FROM scan_events e WHERE e.merchant_id = shipments.merchant_id \
    AND e.shipment_id = shipments.id ORDER BY e.\"at\" DESC LIMIT 1)";
/// A scanner that goes mad fills one track and nothing else.
const SCANS_MAX: i32 = 1_000;
const INSERT_ROWS: usize = 1_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanEventRecord {
    pub id: ScanEventId,
    pub shipment: ShipmentId,
    pub code: String,
    /// Empty unless `code` is a problem.
    pub problem_code: String,
    pub place: String,
    pub next_place: String,
    pub at: DateTime<Utc>,
    pub recorded_at: DateTime<Utc>,
    /// Of the place, where a carrier over the network told it; otherwise empty.
    pub city: String,
    /// That carrier's own code of a problem; otherwise empty.
    pub carrier_problem: String,
    /// None where nobody said anything, and where people are forgotten.
    pub said: Option<CarrierSaid>,
}

/// What a carrier says of a scan in its own words.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarrierSaid {
    /// It may name whoever signed or scanned, with a phone.
    pub sentence: String,
    pub signer: Option<String>,
    pub courier: Option<String>,
}

/// It names people: never in a log by accident.
impl fmt::Debug for CarrierSaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CarrierSaid(masked)")
    }
}

/// Where a track ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrackEnd {
    /// When its newest event happened; none where there is no event.
    pub last_at: Option<DateTime<Utc>>,
    /// It has as many events as a track may have.
    pub is_full: bool,
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Where the tracks of these shipments end. At most a bulk request's worth.
    pub async fn track_ends(&self, shipments: &[ShipmentId]) -> Result<HashMap<ShipmentId, TrackEnd>, StoreError> {
        let rows: Vec<(Uuid, Option<DateTime<Utc>>, i32)> = shipments::Entity::find()
            .select_only()
            .column(shipments::Column::Id)
            .expr(Expr::cust(LAST_AT))
            .column(shipments::Column::ScanCount)
            .filter(shipments::Column::MerchantId.eq(self.merchant))
            .filter(shipments::Column::Id.is_in(shipments.iter().map(|id| id.0)))
            .into_tuple()
            .all(self.conn)
            .await?;
        let end = |(id, last_at, count)| (ShipmentId(id), TrackEnd { last_at, is_full: count >= SCANS_MAX });
        Ok(rows.into_iter().map(end).collect())
    }

    /// Oldest first.
    pub async fn scan_events(&self, shipment: ShipmentId) -> Result<Vec<ScanEventRecord>, StoreError> {
        let rows = scan_events::Entity::find()
            .filter(scan_events::Column::MerchantId.eq(self.merchant))
            .filter(scan_events::Column::ShipmentId.eq(shipment.0))
            .order_by_asc(scan_events::Column::At)
            .order_by_asc(scan_events::Column::Id)
            .limit(TRACK_MAX)
            .all(self.conn)
            .await?;
        rows.into_iter().map(|row| record(self.keys, row)).collect()
    }
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// The events of many shipments, each shipment's oldest first. At most a bulk request's worth of shipments.
    pub async fn scan_events_of(&self, shipments: &[ShipmentId]) -> Result<Vec<ScanEventRecord>, StoreError> {
        let rows = scan_events::Entity::find()
            .filter(scan_events::Column::MerchantId.eq(self.merchant))
            .filter(scan_events::Column::ShipmentId.is_in(shipments.iter().map(|id| id.0)))
            .order_by_asc(scan_events::Column::ShipmentId)
            .order_by_asc(scan_events::Column::At)
            .order_by_asc(scan_events::Column::Id)
            .limit(TRACK_MAX * shipments.len() as u64)
            .all(self.conn)
            .await?;
        rows.into_iter().map(|row| record(self.keys, row)).collect()
    }
}

pub(crate) fn record(keys: &Keyring, row: scan_events::Model) -> Result<ScanEventRecord, StoreError> {
    let said = match row.said_sealed {
        Some(sealed) => {
            let plain = keys.open(row.merchant_id, SAID, &sealed)?;
            Some(serde_json::from_slice(&plain).map_err(|_| StoreError::Corrupt("what a carrier says of a scan"))?)
        }
        None => None,
    };
    Ok(ScanEventRecord {
        id: ScanEventId(row.id),
        shipment: ShipmentId(row.shipment_id),
        code: row.code,
        problem_code: row.problem_code,
        place: row.place,
        next_place: row.next_place,
        at: row.at,
        recorded_at: row.recorded_at,
        city: row.city,
        carrier_problem: row.carrier_problem,
        said,
    })
}

impl WriteTx<'_> {
    /// Adds to how many scans shipments have. At most a bulk request's worth.
    pub async fn count_scans(&self, scanned: &[(ShipmentId, usize)]) -> Result<(), StoreError> {
        let mut by_count: BTreeMap<i32, Vec<Uuid>> = BTreeMap::new();
        for (shipment, count) in scanned.iter().filter(|(_, count)| *count > 0) {
            by_count.entry(i32::try_from(*count).unwrap_or(SCANS_MAX)).or_default().push(shipment.0);
        }
        for (count, ids) in by_count {
            shipments::Entity::update_many()
                .col_expr(shipments::Column::ScanCount, Expr::col(shipments::Column::ScanCount).add(count))
                .filter(shipments::Column::MerchantId.eq(self.merchant))
                .filter(shipments::Column::Id.is_in(ids))
                .exec(self.conn)
                .await?;
        }
        Ok(())
    }

    pub async fn add_scan_events(&self, events: &[ScanEventRecord]) -> Result<(), StoreError> {
        for chunk in events.chunks(INSERT_ROWS) {
            let rows: Vec<_> = chunk.iter().map(|event| self.scan_event_row(event)).collect::<Result<_, _>>()?;
            scan_events::Entity::insert_many(rows).exec_without_returning(self.conn).await?;
        }
        Ok(())
    }

    fn scan_event_row(&self, event: &ScanEventRecord) -> Result<scan_events::ActiveModel, StoreError> {
        let sealed = |said: &CarrierSaid| {
            let plain = serde_json::to_vec(said).map_err(|_| StoreError::Sealed)?;
            self.keys.seal(self.merchant, SAID, &plain)
        };
        Ok(scan_events::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(event.id.0),
            shipment_id: Set(event.shipment.0),
            code: Set(event.code.clone()),
            problem_code: Set(event.problem_code.clone()),
            place: Set(event.place.clone()),
            next_place: Set(event.next_place.clone()),
            at: Set(event.at),
            recorded_at: Set(event.recorded_at),
            city: Set(event.city.clone()),
            carrier_problem: Set(event.carrier_problem.clone()),
            said_sealed: Set(event.said.as_ref().map(sealed).transpose()?),
        })
    }

    /// What carriers said of these shipments' scans names who signed for them.
    pub(crate) async fn forget_scan_words(&self, shipments: &[Uuid]) -> Result<(), StoreError> {
        use scan_events::Column;
        scan_events::Entity::update_many()
            .col_expr(Column::SaidSealed, Expr::val(None::<Vec<u8>>))
            .filter(Column::MerchantId.eq(self.merchant))
            .filter(Column::ShipmentId.is_in(shipments.iter().copied()))
            .filter(Column::SaidSealed.is_not_null())
            .exec(self.conn)
            .await?;
        Ok(())
    }
}
