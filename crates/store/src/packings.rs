//! Parcels weighed at a pack station.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, Select,
};
use shared::{OrderId, PackingId, ShipmentId, UserId};

use crate::{
    Scoped, StoreError, WriteTx,
    entity::{packings, shipments},
    shipments::column,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackingRecord {
    pub id: PackingId,
    pub order: OrderId,
    pub shipment: ShipmentId,
    pub weight_g: u32,
    /// Read from a scale, not typed.
    pub from_scale: bool,
    pub packed_by: UserId,
    pub weighed_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
}

fn record(row: packings::Model) -> Result<PackingRecord, StoreError> {
    Ok(PackingRecord {
        id: PackingId(row.id),
        order: OrderId(row.order_id),
        shipment: ShipmentId(row.shipment_id),
        weight_g: u32::try_from(row.weight_g).map_err(|_| StoreError::Corrupt("packed weight"))?,
        from_scale: row.from_scale,
        packed_by: UserId(row.packed_by),
        weighed_at: row.weighed_at,
        created_at: row.created_at,
    })
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Those whose shipments the scope sees.
    fn visible_packings(&self) -> Select<packings::Entity> {
        let of_shipment = packings::Entity::belongs_to(shipments::Entity)
            .from((packings::Column::MerchantId, packings::Column::ShipmentId))
            .to((shipments::Column::MerchantId, shipments::Column::Id));
        packings::Entity::find()
            .join(JoinType::InnerJoin, of_shipment.into())
            .filter(packings::Column::MerchantId.eq(self.merchant))
            .filter(self.visible_shipments())
    }

    /// Newest first, older than `after`.
    pub async fn packings(&self, after: Option<PackingId>, limit: u32) -> Result<Vec<PackingRecord>, StoreError> {
        let mut query = self.visible_packings().order_by_desc(packings::Column::Id).limit(u64::from(limit));
        if let Some(after) = after {
            query = query.filter(packings::Column::Id.lt(after.0));
        }
        query.all(self.conn).await?.into_iter().map(record).collect()
    }

    pub async fn packing_of(&self, shipment: ShipmentId) -> Result<Option<PackingRecord>, StoreError> {
        let row = self.visible_packings().filter(packings::Column::ShipmentId.eq(shipment.0)).one(self.conn).await?;
        row.map(record).transpose()
    }
}

impl WriteTx<'_> {
    /// Fails with `UniqueViolation` where the shipment was packed already.
    pub async fn add_packing(&self, packing: &PackingRecord) -> Result<(), StoreError> {
        let row = packings::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(packing.id.0),
            order_id: Set(packing.order.0),
            shipment_id: Set(packing.shipment.0),
            weight_g: Set(column(packing.weight_g)?),
            from_scale: Set(packing.from_scale),
            packed_by: Set(packing.packed_by.0),
            weighed_at: Set(packing.weighed_at),
            created_at: Set(packing.created_at),
        };
        packings::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }
}
