//! Couriers that merchants ask for (上门取件): by whom they are asked for with a handover, and what the network's people answer.

use std::collections::{HashMap, hash_map::Entry};

use chrono::{DateTime, TimeDelta, Utc};
use shared::{
    HandoverId, Page,
    contacts::Party,
    handovers::Handover,
    limits::REASON_CHARS,
    pickups::{
        NetworkPickup, PICKUP_AHEAD_DAYS, PICKUP_SAID_CHARS, PICKUP_SHOWN_DAYS, Pickup, PickupAnswer, PickupFilter,
        PickupState, PickupWindow,
    },
    shipments::RevealRequest,
};
use store::{Connection, HandoverRecord, PickupQuery, PickupRecord, Scoped, ShipmentRecord, TenantScope};

use crate::app::{
    App, AppError, Caller, Words, error::FieldFault, handovers, paging::PageRequest, parties, shipments,
    validation::Faults,
};

/// `waits` where some parcel was neither fetched nor voided.
pub fn view(app: &App, record: &HandoverRecord, waits: bool) -> Option<Pickup> {
    record.pickup.as_ref().map(|pickup| Pickup {
        from: pickup.from,
        to: pickup.to,
        state: pickup.state,
        said: pickup.said.clone(),
        answered_at: pickup.answered_at,
        is_late: waits && record.scanned_at.is_none() && pickup.to < app.now(),
    })
}

/// A window that is none is a fault at `pointer`.
pub fn window(
    app: &App,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    pointer: &str,
    faults: &mut Faults,
) -> Option<PickupRecord> {
    if from < to && to > app.now() && to <= app.now() + TimeDelta::days(PICKUP_AHEAD_DAYS) {
        return Some(PickupRecord::asked(from, to));
    }
    faults.add(bad_window(pointer));
    None
}

pub fn bad_window(pointer: &str) -> FieldFault {
    let words = Words::new(
        "取件时段须有起止，起早于止，且在未来 7 天内。",
        "A window has a beginning and a later end, within the next 7 days.",
    );
    FieldFault::new(pointer, "bad_window", words)
}

fn picked_up() -> AppError {
    AppError::Conflict {
        code: "picked_up",
        words: Words::new(
            "这张交接单的包裹已经揽收或作废。",
            "The parcels of this paper are picked up or voided already.",
        ),
    }
}

/// Nobody is to come for what was fetched, by the scan of the paper or one by one, or was voided.
async fn refuse_fetched<C: Connection>(reader: &Scoped<'_, C>, record: &HandoverRecord) -> Result<(), AppError> {
    let is_fetched = record.scanned_at.is_some() || reader.unscanned_of(&[record.id]).await?.is_empty();
    if is_fetched { Err(picked_up()) } else { Ok(()) }
}

/// Asks for a courier in another window, or for none; whoever was to come is told by the list.
pub async fn ask(
    app: &App,
    caller: &Caller,
    id: HandoverId,
    asked: Option<&PickupWindow>,
) -> Result<Handover, AppError> {
    app.store.read(caller.scope()?).handover(id).await?.ok_or(AppError::NotFound)?;
    let mut faults = Faults::default();
    let pickup = asked.and_then(|asked| window(app, asked.from, asked.to, "/to", &mut faults));
    faults.settle()?;
    app.store
        .write(caller.scope()?, async |tx| {
            let mut record = tx.handover_for_update(id).await?.ok_or(AppError::NotFound)?;
            refuse_fetched(&tx, &record).await?;
            let window = |one: &PickupRecord| (one.from, one.to);
            // Asked for the same again, it stays as it was answered.
            if record.pickup.as_ref().map(window) != pickup.as_ref().map(window) {
                record.pickup.clone_from(&pickup);
                tx.set_pickup(id, pickup.as_ref()).await?;
                let detail = pickup.as_ref().map_or_else(
                    || "none".to_owned(),
                    |one| format!("{} to {}", one.from.to_rfc3339(), one.to.to_rfc3339()),
                );
                tx.add_audit_entry(caller.audit(app, "handover.pickup", format!("handover {id}"), detail)).await?;
            }
            handovers::one(app, &tx, &record).await
        })
        .await
}

/// What couriers are to fetch, of any merchant, by the beginning of the window.
pub async fn network_list(app: &App, filter: &PickupFilter) -> Result<Page<NetworkPickup>, AppError> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref())?;
    let query = PickupQuery {
        state: filter.state,
        since: app.now() - TimeDelta::days(PICKUP_SHOWN_DAYS),
        after: page.after.map(HandoverId),
        limit: page.probe(),
    };
    let rows = app.store.network().pickups(&query).await?;
    let mut views = Vec::with_capacity(rows.len());
    let mut merchants = HashMap::new();
    for (scope, record) in rows {
        let of = match merchants.entry(scope) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(whose(app, scope).await?),
        };
        views.extend(network_view(app, scope, of, &record).await?);
    }
    Ok(page.page(views, |one| one.handover_id.0, |one| one))
}

/// A merchant as those who send couriers know it.
struct Whose {
    code: String,
    name: String,
    outlet: String,
}

async fn whose(app: &App, scope: TenantScope) -> Result<Whose, AppError> {
    let merchant = app.store.read(scope).merchant().await?;
    let outlet = app.store.network().find_outlet_name(merchant.outlet).await?.unwrap_or_default();
    Ok(Whose { code: merchant.code, name: merchant.name, outlet })
}

/// What is still to be fetched; none where the courier is not asked for any more.
async fn network_view(
    app: &App,
    scope: TenantScope,
    of: &Whose,
    record: &HandoverRecord,
) -> Result<Option<NetworkPickup>, AppError> {
    let Some(pickup) = view(app, record, true) else { return Ok(None) };
    let first = first_parcel(app, scope, record.id).await?;
    Ok(Some(NetworkPickup {
        handover_id: record.id,
        handover_no: record.handover_no.clone(),
        merchant_code: of.code.clone(),
        merchant_name: of.name.clone(),
        outlet_name: of.outlet.clone(),
        sender: parties::masked(&shipments::sender_place(&first), &first.sender),
        parcels: record.parcels,
        weight_g: record.weight_g,
        remark: record.remark.clone(),
        pickup,
    }))
}

/// All parcels of a handover lie in one place; the first one says which.
async fn first_parcel(app: &App, scope: TenantScope, id: HandoverId) -> Result<ShipmentRecord, AppError> {
    let reader = app.store.read(scope);
    let first = reader.first_of_handover(id).await?;
    let shipment = match first {
        Some(first) => reader.shipment(first).await?,
        None => None,
    };
    shipment.ok_or_else(|| AppError::internal("a handover without parcels"))
}

/// A pickup that is still to be done, by the number on its paper.
async fn open(app: &App, handover_no: &str) -> Result<(TenantScope, HandoverId), AppError> {
    app.store.network().find_handover(&handover_no.trim().to_uppercase()).await?.ok_or(AppError::NotFound)
}

/// Says that somebody comes, or why nobody does. It can be said otherwise until the parcels are fetched.
pub async fn answer(
    app: &App,
    caller: &Caller,
    handover_no: &str,
    request: &PickupAnswer,
) -> Result<NetworkPickup, AppError> {
    let mut faults = Faults::default();
    if request.state == PickupState::Asked {
        let words = Words::new("须为 accepted 或 refused。", "It must be accepted or refused.");
        faults.add(FieldFault::new("/state", "out_of_range", words));
    }
    let is_refused = request.state == PickupState::Refused;
    let said = faults.text("/text", &request.text, is_refused, PICKUP_SAID_CHARS);
    faults.settle()?;
    let (scope, id) = open(app, handover_no).await?;
    let record = app
        .store
        .write(scope, async |tx| {
            let mut record = tx.handover_for_update(id).await?.ok_or(AppError::NotFound)?;
            if record.pickup.is_some() {
                refuse_fetched(&tx, &record).await?;
            }
            let Some(pickup) = record.pickup.as_mut() else { return Err(AppError::NotFound) };
            if pickup.from != request.from {
                return Err(asked_otherwise());
            }
            (pickup.state, pickup.said) = (request.state, said.clone());
            (pickup.answered_by, pickup.answered_at) = (Some(caller.user), Some(app.now()));
            tx.set_pickup(id, Some(pickup)).await?;
            let detail = format!("{}, {}", record.handover_no, request.state.as_str());
            tx.add_audit_entry(caller.audit(app, "pickup.answer", format!("handover {id}"), detail)).await?;
            Ok(record)
        })
        .await?;
    let of = whose(app, scope).await?;
    network_view(app, scope, &of, &record).await?.ok_or(AppError::NotFound)
}

fn asked_otherwise() -> AppError {
    AppError::Conflict {
        code: "asked_otherwise",
        words: Words::new(
            "商家刚刚改了取件时段，请看新的时段再答复。",
            "The merchant has just asked for another window; look at it before answering.",
        ),
    }
}

/// Shows where the parcels are in full to whoever sends the courier, and writes down why.
pub async fn reveal(app: &App, caller: &Caller, handover_no: &str, request: &RevealRequest) -> Result<Party, AppError> {
    let mut faults = Faults::default();
    let reason = faults.text("/reason", &request.reason, true, REASON_CHARS);
    faults.settle()?;
    let (scope, id) = open(app, handover_no).await?;
    let reader = app.store.read(scope);
    let record = reader.handover(id).await?.filter(|record| record.pickup.is_some()).ok_or(AppError::NotFound)?;
    refuse_fetched(&reader, &record).await?;
    let first = first_parcel(app, scope, id).await?;
    let entry = caller.audit(app, "personal_data_revealed", format!("handover {id}"), format!("pickup: {reason}"));
    app.store.write(scope, async |tx| Ok::<(), AppError>(tx.add_audit_entry(entry.clone()).await?)).await?;
    Ok(parties::revealed(&shipments::sender_place(&first), &first.sender))
}
