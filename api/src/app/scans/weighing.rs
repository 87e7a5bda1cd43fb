//! What the network's scales say: a parcel is paid for by its last weight, at the prices of the day it was ordered.

use std::collections::{HashMap, hash_map::Entry};

use carrier::embedded;
use chrono::{DateTime, Utc};
use shared::{ScanEventId, ShipmentId, ShipmentState};
use store::{SettlementRecord, ShipmentRecord, WriteTx};
use tariff::{Tariff, TraceLine};
use units::Grams;

use crate::app::{App, AppError, problems::Followed, shipping};

/// A parcel on a scale.
#[derive(Clone, Copy, Debug)]
pub struct Weighed {
    pub shipment: ShipmentId,
    pub weight: Grams,
    pub at: DateTime<Utc>,
    /// The scan that tells it.
    pub event: ScanEventId,
}

/// Prices again what was weighed, and keeps what was weighed. The shipments are locked by whoever calls, and their states are not changed
/// yet.
pub async fn reprice(
    app: &App,
    tx: &WriteTx<'_>,
    weighed: &[Weighed],
    followed: &mut [Followed],
) -> Result<(), AppError> {
    let mut last: HashMap<ShipmentId, Weighed> = HashMap::new();
    for one in weighed {
        let known = last.entry(one.shipment).or_insert(*one);
        if one.at >= known.at {
            *known = *one;
        }
    }
    let mut tariffs = HashMap::new();
    for one in followed.iter_mut() {
        let is_paid_here = one.shipment.carrier == embedded::CODE && one.state != ShipmentState::OrderCancelled;
        if let Some(weighed) = last.get(&one.shipment.id).filter(|_| is_paid_here) {
            weigh(app, tx, &mut tariffs, *weighed, &mut one.shipment).await?;
        }
    }
    Ok(())
}

/// Tariffs by the time of the order: orders of one file have the same.
type Tariffs = HashMap<DateTime<Utc>, Tariff>;

async fn weigh(
    app: &App,
    tx: &WriteTx<'_>,
    tariffs: &mut Tariffs,
    weighed: Weighed,
    shipment: &mut ShipmentRecord,
) -> Result<(), AppError> {
    let known = tx.settlement_of(shipment.id).await?;
    if known.is_some_and(|known| known.told_at > weighed.at) {
        return Ok(());
    }
    let after = price(tx, tariffs, weighed.weight, shipment).await?;
    let record = SettlementRecord {
        shipment: shipment.id,
        push_key: weighed.event.to_string(),
        weight: Some(weighed.weight),
        fee: after.as_ref().map_or(shipment.price, |(after, _)| after.price),
        told_at: weighed.at,
    };
    if tx.add_settlement(&record).await?
        && let Some((after, trace)) = after
    {
        tx.reprice(shipment, &after, &trace, app.now()).await?;
        *shipment = after;
    }
    Ok(())
}

/// The shipment as it costs by this weight, with the trace of the price. None where it is billed at the same weight as before, or where the
/// tariff of its day cannot price it: then it stays at what it was ordered for.
async fn price(
    tx: &WriteTx<'_>,
    tariffs: &mut Tariffs,
    weight: Grams,
    shipment: &ShipmentRecord,
) -> Result<Option<(ShipmentRecord, String)>, AppError> {
    let tariff = match tariffs.entry(shipment.created_at) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(entry) => entry.insert(shipping::tariff_in_force(tx.tariff_at(shipment.created_at).await?)?),
    };
    let (place, services) = (&shipment.place, &shipment.services);
    let parcel = shipping::parcel(place, Some(weight.get()), shipment.size_mm, shipment.insured, services);
    let price = match tariff::price(tariff, &parcel, shipment.created_day) {
        Ok(price) => price,
        Err(error) => {
            tracing::warn!(shipment = %shipment.id, code = error.code(), "a weighed parcel cannot be priced");
            return Ok(None);
        }
    };
    if price.billed_weight.get() == shipment.billed_weight_g {
        return Ok(None);
    }
    let mut after = shipment.clone();
    (after.price, after.billed_weight_g) = (price.total, price.billed_weight.get());
    after.from_receiver = price.from_receiver;
    if let Some(owner) = after.owner
        && let Some(owner) = tx.owner(owner).await?
    {
        after.owner_price = shipping::owner_price(Some(owner.markup), price.total);
    }
    let mut trace = vec![weighed_line(shipment.weight_g, weight)];
    trace.extend(price.trace);
    let trace = serde_json::to_string(&trace).map_err(AppError::internal)?;
    Ok(Some((after, trace)))
}

fn weighed_line(stated_g: Option<u32>, weight: Grams) -> TraceLine {
    let kilograms = |grams: u32| format!("{}.{:03} kg", grams / 1_000, grams % 1_000);
    let (zh, en) = match stated_g {
        Some(stated) => (format!("，下单 {}", kilograms(stated)), format!(", {} as ordered", kilograms(stated))),
        None => (String::new(), String::new()),
    };
    let weighed = kilograms(weight.get());
    TraceLine {
        code: "weighed".to_owned(),
        zh: format!("网络称重 {weighed}{zh}"),
        en: format!("weighed by the network: {weighed}{en}"),
        amount: None,
    }
}
