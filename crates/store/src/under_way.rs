//! Parcels of the embedded network that are under way, of any merchant: what a network that is played moves.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use shared::{ShipmentId, ShipmentState};
use uuid::Uuid;

use crate::{StoreError, TenantScope, connection::SystemStore, entity::shipments, problem_watch::UNDER_WAY};

/// What moving a parcel needs of it; nobody's name.
#[derive(Clone, Debug)]
pub struct ParcelRecord {
    pub scope: TenantScope,
    pub id: ShipmentId,
    pub waybill_no: String,
    pub state: ShipmentState,
    pub sender_province: String,
    pub sender_city: String,
    pub sender_district: String,
    pub hub: String,
    pub city: String,
    pub district: String,
}

type Row = (Uuid, Uuid, String, String, String, String, String, String, String, String);

impl SystemStore<'_> {
    /// Parcels with a label on them that are not over, changed since then, at most `limit`. No caller owns a network's trucks.
    pub async fn parcels_under_way(
        &self,
        carrier: &str,
        changed_since: DateTime<Utc>,
        limit: u64,
    ) -> Result<Vec<ParcelRecord>, StoreError> {
        use shipments::Column;
        let rows: Vec<Row> = shipments::Entity::find()
            .select_only()
            .columns([
                Column::MerchantId,
                Column::Id,
                Column::WaybillNo,
                Column::State,
                Column::SenderProvince,
                Column::SenderCity,
                Column::SenderDistrict,
                Column::BagHub,
                Column::City,
                Column::District,
            ])
            .filter(Expr::cust(UNDER_WAY))
            .filter(Column::Carrier.eq(carrier))
            .filter(Column::PrintCount.gt(0))
            .filter(Column::UpdatedAt.gte(changed_since))
            .order_by_asc(Column::CheckAt)
            .limit(limit)
            .into_tuple()
            .all(self.store.reader())
            .await?;
        rows.into_iter()
            .map(
                |(
                    merchant,
                    id,
                    waybill_no,
                    state,
                    sender_province,
                    sender_city,
                    sender_district,
                    hub,
                    city,
                    district,
                )| {
                    Ok(ParcelRecord {
                        scope: TenantScope::of(merchant),
                        id: ShipmentId(id),
                        waybill_no,
                        state: ShipmentState::parse(&state).ok_or(StoreError::Corrupt("shipment state"))?,
                        sender_province,
                        sender_city,
                        sender_district,
                        hub,
                        city,
                        district,
                    })
                },
            )
            .collect()
    }
}
