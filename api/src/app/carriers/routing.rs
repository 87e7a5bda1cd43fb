//! Routes (三段码) that a carrier could not be asked for when it gave the number: asked for again until it tells one, or the label is not
//! needed any more.

use carrier::{
    RemoteCarrier, RemoteError, Route,
    remote::{Place, RouteRequest},
};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use serde_json::json;
use shared::OutboxId;
use store::{CarrierOrderRecord, ShipmentRecord, TenantScope};

use super::{Line, order, placing::change, seconds, words};
use crate::app::{App, AppError, live::SHIPMENTS_CHANGED, shipments, tracks};

/// Routes that carriers are asked for at once; each is one connection.
const AT_ONCE: u32 = 4;
/// Longer than a carrier may take: who is killed while asking is followed by another after it.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// Where something has to be mended before the carrier can be asked.
const NOT_ASKED_S: u32 = 60;
/// Waits between tries, in seconds; the last one repeats.
const BACKOFF_S: [u32; 6] = [5, 15, 60, 300, 900, 1800];
/// After so long nobody asks any more.
const WANTED_FOR: TimeDelta = TimeDelta::days(30);

/// Asks carriers for routes that are due; answers whether there was anything.
pub async fn work_on_routes(app: &App) -> Result<bool, AppError> {
    let now = app.now();
    let room = app.settings.carriers.room(AT_ONCE, now);
    if room == 0 {
        return Ok(false);
    }
    let leased = app.store.system().lease_missing_routes(room, now, now + LEASE).await?;
    let is_any = !leased.is_empty();
    let asked = join_all(leased.into_iter().map(|(scope, record)| async move {
        let id = record.id;
        if let Err(error) = work_on(app, scope, record).await {
            // The lease ends, and it is looked at again.
            tracing::error!(?error, carrier_order = %id, "a carrier could not be asked for a route");
        }
    }));
    asked.await;
    Ok(is_any)
}

/// When the carrier is asked for a route that it did not tell with the number; never where it said that there is none.
pub(super) fn asked_next(app: &App, error: &RemoteError) -> Option<DateTime<Utc>> {
    may_come(error).then(|| app.now() + seconds(BACKOFF_S[0].max(retry_after(error))))
}

/// The carrier said nothing about the route itself, so it may tell one later.
fn may_come(error: &RemoteError) -> bool {
    match error {
        RemoteError::Unavailable { .. }
        | RemoteError::OutcomeUnknown
        | RemoteError::Config(_)
        | RemoteError::AskPerson { .. } => true,
        RemoteError::Refused(_) | RemoteError::Invalid { .. } | RemoteError::Unsupported(_) => false,
    }
}

fn retry_after(error: &RemoteError) -> u32 {
    if let RemoteError::Unavailable { retry_after_s } = error { *retry_after_s } else { 0 }
}

async fn work_on(app: &App, scope: TenantScope, record: CarrierOrderRecord) -> Result<(), AppError> {
    let reader = app.store.read(scope);
    let shipment = match record.shipment {
        Some(id) => reader.shipment(id).await?,
        None => None,
    };
    let is_late = app.now() > record.asked_at + WANTED_FOR;
    let Some(shipment) = shipment.filter(|shipment| is_wanted(shipment) && !is_late) else {
        return finish(app, scope, &record).await;
    };
    let Some(line) = app.settings.carriers.line(&shipment.carrier) else {
        return later(app, scope, &record, NOT_ASKED_S, false).await;
    };
    match ask(app, scope, line, &record, &shipment).await {
        (Ok(route), _) => settle(app, scope, &record, &route).await,
        (Err(error), was_asked) if may_come(&error) => later(app, scope, &record, retry_after(&error), was_asked).await,
        (Err(error), _) => {
            let said = words(&error);
            change(app, scope, record.id, |record| {
                record.route_at = None;
                record.words = said.clone();
            })
            .await
        }
    }
}

/// A parcel that is picked up, or that nobody may know of any more, needs no label.
fn is_wanted(shipment: &ShipmentRecord) -> bool {
    shipment.route_code.is_empty() && tracks::is_voidable(shipment.state) && !shipment.receiver.is_nobody()
}

async fn ask(
    app: &App,
    scope: TenantScope,
    line: &Line,
    record: &CarrierOrderRecord,
    shipment: &ShipmentRecord,
) -> (Result<Route, RemoteError>, bool) {
    let request = RouteRequest {
        id: record.partner_code.clone(),
        from: Place::of(&order::party(&shipments::sender_place(shipment), &shipment.sender)),
        to: Place::of(&order::party(&shipment.place, &shipment.receiver)),
    };
    line.ask_and_note(app, scope, async |carrier, ports| carrier.route(ports, &request).await).await
}

/// Printed labels show none, so they are to be printed again.
async fn settle(app: &App, scope: TenantScope, record: &CarrierOrderRecord, route: &Route) -> Result<(), AppError> {
    app.store
        .write(scope, async |tx| {
            let Some(mut record) = tx.carrier_order_for_update(record.id).await? else { return Ok(()) };
            let shipment = match record.shipment {
                Some(id) => tx.shipment_for_update(id).await?,
                None => None,
            };
            if let Some(shipment) = shipment.filter(is_wanted) {
                let is_stale = shipments::is_printed(&tx, &shipment).await?;
                tx.set_route(&shipment, (&route.route_code, &route.bag_hub), is_stale, app.now()).await?;
                let payload = json!({ "count": 1 }).to_string();
                tx.send(OutboxId(app.id()), SHIPMENTS_CHANGED, payload, app.now()).await?;
            }
            (record.route_at, record.updated_at) = (None, app.now());
            Ok(tx.save_carrier_order(&record).await?)
        })
        .await
}

async fn finish(app: &App, scope: TenantScope, record: &CarrierOrderRecord) -> Result<(), AppError> {
    change(app, scope, record.id, |record| record.route_at = None).await
}

/// Not before `least_s` seconds, and the longer apart the oftener it was tried. Where nobody was asked, it was no try.
async fn later(
    app: &App,
    scope: TenantScope,
    record: &CarrierOrderRecord,
    least_s: u32,
    was_asked: bool,
) -> Result<(), AppError> {
    change(app, scope, record.id, |record| {
        let step = (record.route_tries.saturating_sub(1) as usize).min(BACKOFF_S.len() - 1);
        let wait_s = if was_asked { BACKOFF_S[step].max(least_s) } else { least_s };
        record.route_tries = if was_asked { record.route_tries } else { record.route_tries.saturating_sub(1) };
        record.route_at = Some(app.now() + seconds(wait_s));
    })
    .await
}
