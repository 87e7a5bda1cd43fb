//! Following many shipments at once, and what a merchant shows to whoever follows one without signing in.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::Expr,
};
use shared::{ShipmentId, ShipmentState, tracks::TrackingPage};
use std::collections::HashMap;
use uuid::Uuid;

use crate::{
    PartyPii, ScanEventRecord, Scoped, StoreError, WriteTx,
    entity::{merchants, scan_events, shipments, tracking_logos},
    scans::record,
    search::askable,
    shipments::RECEIVER,
};

/// Numbers of one statement.
const ASKED_AT_ONCE: usize = 500;

/// The newest event of each shipment, by the index of its events: one seek a shipment, however long its track is.
const LAST_EVENT: &str = "(SELECT e.id FROM scan_events e WHERE e.merchant_id = shipments.merchant_id \
    AND e.shipment_id = shipments.id ORDER BY e.\"at\" DESC, e.id DESC LIMIT 1)";

/// What following many needs of each: its own state, and its newest event alone.
pub struct TrackedRecord {
    pub id: ShipmentId,
    pub waybill_no: String,
    pub order_no: Option<String>,
    pub carrier: String,
    pub state: ShipmentState,
    pub receiver: PartyPii,
    pub province: String,
    pub city: String,
    pub created_at: DateTime<Utc>,
    pub last: Option<ScanEventRecord>,
}

type Row = (Uuid, String, Option<String>, String, String, Vec<u8>, String, String, DateTime<Utc>, Option<Uuid>);

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Those of `numbers` that are there, in no order. At most a bulk request's worth.
    pub async fn tracked(&self, numbers: &[String]) -> Result<Vec<TrackedRecord>, StoreError> {
        let mut found = Vec::with_capacity(numbers.len());
        for some in numbers.chunks(ASKED_AT_ONCE) {
            let rows = self.tracked_rows(some).await?;
            let events: Vec<Uuid> = rows.iter().filter_map(|row| row.9).collect();
            let mut events = self.events_by_id(&events).await?;
            for row in rows {
                let last = row.9.and_then(|id| events.remove(&id));
                found.push(self.tracked_record(row, last)?);
            }
        }
        Ok(found)
    }

    async fn tracked_rows(&self, numbers: &[String]) -> Result<Vec<Row>, StoreError> {
        use shipments::Column;
        Ok(shipments::Entity::find()
            .select_only()
            .columns([
                Column::Id,
                Column::WaybillNo,
                Column::OrderNo,
                Column::Carrier,
                Column::State,
                Column::ReceiverSealed,
                Column::Province,
                Column::City,
                Column::CreatedAt,
            ])
            .expr(Expr::cust(LAST_EVENT))
            .filter(Column::MerchantId.eq(self.merchant))
            .filter(Column::WaybillNo.is_in(numbers.iter().map(|number| askable(number))))
            .filter(self.visible_shipments())
            .into_tuple()
            .all(self.conn)
            .await?)
    }

    async fn events_by_id(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, ScanEventRecord>, StoreError> {
        let rows = scan_events::Entity::find()
            .filter(scan_events::Column::MerchantId.eq(self.merchant))
            .filter(scan_events::Column::Id.is_in(ids.iter().copied()))
            .all(self.conn)
            .await?;
        rows.into_iter().map(|row| Ok((row.id, record(self.keys, row)?))).collect()
    }

    fn tracked_record(&self, row: Row, last: Option<ScanEventRecord>) -> Result<TrackedRecord, StoreError> {
        let (id, waybill_no, order_no, carrier, state, receiver, province, city, created_at, _) = row;
        Ok(TrackedRecord {
            id: ShipmentId(id),
            waybill_no,
            order_no,
            carrier,
            state: ShipmentState::parse(&state).ok_or(StoreError::Corrupt("shipment state"))?,
            receiver: PartyPii::open(self.keys, self.merchant, RECEIVER, &receiver)?,
            province,
            city,
            created_at,
            last,
        })
    }

    /// How the merchant shows itself to receivers, but for [`tracking_logo`](Self::tracking_logo); what is empty is as the network has it.
    pub async fn tracking_page(&self) -> Result<TrackingPage, StoreError> {
        let row = merchants::Entity::find_by_id(self.merchant).one(self.conn).await?;
        let row = row.ok_or(StoreError::Corrupt("a scope without its merchant"))?;
        Ok(TrackingPage {
            name: row.tracking_name,
            color: row.tracking_color,
            hotline: row.tracking_hotline,
            words: row.tracking_words,
            logo: String::new(),
        })
    }

    /// Their own mark, a PNG; it stands beside the merchant, whom every request reads.
    pub async fn tracking_logo(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let row = tracking_logos::Entity::find_by_id(self.merchant).one(self.conn).await?;
        Ok(row.map(|row| row.picture))
    }
}

impl WriteTx<'_> {
    pub async fn set_tracking_page(&self, page: &TrackingPage) -> Result<(), StoreError> {
        let row = merchants::ActiveModel {
            id: Unchanged(self.merchant),
            tracking_name: Set(page.name.clone()),
            tracking_color: Set(page.color.clone()),
            tracking_hotline: Set(page.hotline.clone()),
            tracking_words: Set(page.words.clone()),
            ..Default::default()
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    pub async fn set_tracking_logo(&self, picture: Option<&[u8]>) -> Result<(), StoreError> {
        tracking_logos::Entity::delete_by_id(self.merchant).exec(self.conn).await?;
        if let Some(picture) = picture {
            let row = tracking_logos::ActiveModel { merchant_id: Set(self.merchant), picture: Set(picture.to_vec()) };
            tracking_logos::Entity::insert(row).exec_without_returning(self.conn).await?;
        }
        Ok(())
    }
}
