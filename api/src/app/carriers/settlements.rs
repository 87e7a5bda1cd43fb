//! What a carrier weighed and charges for a shipment, as it tells it once the parcel went over its scales.

use carrier::{Lang, remote::Settlement};
use serde_json::json;
use shared::{
    OutboxId,
    carriers::{CarrierSettlement, SETTLED_WEIGHT_APART_G},
};
use store::{SettlementRecord, ShipmentRecord, TenantScope};

use super::name_of;
use crate::app::{App, AppError, Caller, live::SHIPMENTS_CHANGED};

/// Keeps it in place of what was told before; told again it changes nothing.
pub(super) async fn keep(
    app: &App,
    scope: TenantScope,
    id: shared::ShipmentId,
    settlement: &Settlement,
    push_key: &str,
) -> Result<(), AppError> {
    let record = SettlementRecord {
        shipment: id,
        push_key: push_key.to_owned(),
        weight: settlement.weight,
        fee: settlement.amount,
        told_at: app.now(),
    };
    app.store
        .write(scope, async |tx| {
            // Two that come at once are one after the other.
            tx.shipment_for_update(id).await?.ok_or(AppError::NotFound)?;
            if tx.add_settlement(&record).await? {
                let payload = json!({ "count": 1 }).to_string();
                tx.send(OutboxId(app.id()), SHIPMENTS_CHANGED, payload, app.now()).await?;
            }
            Ok(())
        })
        .await
}

/// As the merchant sees it. What the merchant pays its carrier is nothing for those it ships for.
pub fn settlement_seen(
    caller: &Caller,
    shipment: &ShipmentRecord,
    record: Option<SettlementRecord>,
) -> Option<CarrierSettlement> {
    let record = record.filter(|_| !caller.is_an_owners())?;
    let weight_g = record.weight.map(units::Grams::get);
    let is_weight_apart = shipment
        .weight_g
        .zip(weight_g)
        .is_some_and(|(stated, weighed)| stated.abs_diff(weighed) > SETTLED_WEIGHT_APART_G);
    Some(CarrierSettlement {
        carrier_name: name_of(&shipment.carrier, caller.language.pick(Lang::Zh, Lang::En)),
        weight_g,
        fee: record.fee,
        at: record.told_at,
        is_weight_apart,
    })
}
