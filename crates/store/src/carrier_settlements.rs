//! What carriers weighed and charge for a shipment, as they told it.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::ShipmentId;
use units::{Grams, Money};

use crate::{Scoped, StoreError, WriteTx, entity::carrier_settlements};

/// Different settlements of one shipment that are kept; a carrier corrects itself once or twice.
const SETTLEMENTS_MAX: u64 = 20;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementRecord {
    pub shipment: ShipmentId,
    /// The same push has the same key, whenever it comes.
    pub push_key: String,
    /// None where the carrier did not say.
    pub weight: Option<Grams>,
    pub fee: Money,
    pub told_at: DateTime<Utc>,
}

fn record(row: carrier_settlements::Model) -> Result<SettlementRecord, StoreError> {
    let weight = row.weight_g.map(u32::try_from).transpose().map_err(|_| StoreError::Corrupt("settled weight"))?;
    Ok(SettlementRecord {
        shipment: ShipmentId(row.shipment_id),
        push_key: row.push_key,
        weight: weight.map(Grams::new),
        fee: Money::from_fen(row.fee_fen),
        told_at: row.told_at,
    })
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// The one that counts: the last that was told.
    pub async fn settlement_of(&self, shipment: ShipmentId) -> Result<Option<SettlementRecord>, StoreError> {
        let row = carrier_settlements::Entity::find()
            .filter(carrier_settlements::Column::MerchantId.eq(self.merchant))
            .filter(carrier_settlements::Column::ShipmentId.eq(shipment.0))
            .order_by_desc(carrier_settlements::Column::Nth)
            .limit(1)
            .one(self.conn)
            .await?;
        row.map(record).transpose()
    }
}

impl WriteTx<'_> {
    /// Answers whether it is news: what was told before changes nothing, and neither does what comes after the last that is kept. The
    /// shipment is locked by whoever calls.
    pub async fn add_settlement(&self, settlement: &SettlementRecord) -> Result<bool, StoreError> {
        let told: Vec<String> = carrier_settlements::Entity::find()
            .select_only()
            .column(carrier_settlements::Column::PushKey)
            .filter(carrier_settlements::Column::MerchantId.eq(self.merchant))
            .filter(carrier_settlements::Column::ShipmentId.eq(settlement.shipment.0))
            .limit(SETTLEMENTS_MAX)
            .into_tuple()
            .all(self.conn)
            .await?;
        if told.contains(&settlement.push_key) || told.len() as u64 >= SETTLEMENTS_MAX {
            return Ok(false);
        }
        let row = carrier_settlements::ActiveModel {
            merchant_id: Set(self.merchant),
            shipment_id: Set(settlement.shipment.0),
            nth: Set(i32::try_from(told.len()).map_err(|_| StoreError::Corrupt("settlements of a shipment"))?),
            push_key: Set(settlement.push_key.clone()),
            weight_g: Set(settlement.weight.map(|weight| i64::from(weight.get()))),
            fee_fen: Set(settlement.fee.fen()),
            told_at: Set(settlement.told_at),
        };
        carrier_settlements::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(true)
    }
}
