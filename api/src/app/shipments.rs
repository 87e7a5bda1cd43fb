//! Shipments: made, listed, found, shown, voided.

mod create;
mod edit;
mod export;
mod searching;

use std::collections::HashMap;

pub use create::{Creations, check_insured, create};
pub use edit::{change, edit, is_printed};
pub use export::{Pieces, export, export_for_owner};
pub use searching::search;

use carrier::{ScanCode, embedded};
use shared::{
    OutboxId, Page, ShipmentId, ShipmentState,
    limits::{BULK_MAX, REASON_CHARS},
    shipments::{
        BulkOutcome, BulkOutcomes, Charge, RevealRequest, RevealedParties, Shipment, ShipmentFilter, ShipmentIds,
        ShipmentSummary,
    },
};
use store::{PlaceRecord, ScanEventRecord, ShipmentQuery, ShipmentRecord, StateChange, WriteTx};
use units::Money;

use crate::app::{
    App, AppError, Caller, Words, carriers,
    clock::first_id_at,
    forbidden_goods::{self, Dictionary},
    journeys,
    ledger::{self, Moved},
    live::SHIPMENTS_CHANGED,
    paging::PageRequest,
    parties, problems, proofs, public_tracks, quotes, shipping, time_zone, timeliness, tracks,
    validation::Faults,
};

/// Ids of one page; a selection is printed from them.
pub const IDS_PAGE_MAX: u32 = 1_000;

/// What the caller is told that a shipment costs.
pub fn price_seen(caller: &Caller, record: &ShipmentRecord) -> Money {
    record.owner_price.filter(|_| caller.is_an_owners()).unwrap_or(record.price)
}

pub fn summary(caller: &Caller, record: &ShipmentRecord) -> ShipmentSummary {
    ShipmentSummary {
        id: record.id,
        waybill_no: record.waybill_no.clone(),
        order_no: record.order_no.clone(),
        state: record.state,
        receiver: parties::masked_short(&record.place, &record.receiver),
        goods: record.goods.clone(),
        quantity: record.quantity,
        weight_g: record.weight_g,
        billed_weight_g: record.billed_weight_g,
        price: price_seen(caller, record),
        route_code: record.route_code.clone(),
        print_count: record.print_count,
        label_stale: record.label_stale,
        owner_id: record.owner,
        department_id: record.department,
        created_at: record.created_at,
    }
}

pub fn sender_place(record: &ShipmentRecord) -> PlaceRecord {
    PlaceRecord {
        province: record.sender_province.clone(),
        city: record.sender_city.clone(),
        district: record.sender_district.clone(),
        division_code: 0,
    }
}

/// The shipment with its charge and its track.
async fn show<C: store::Connection>(
    app: &App,
    caller: &Caller,
    reader: &store::Scoped<'_, C>,
    record: ShipmentRecord,
) -> Result<Shipment, AppError> {
    let charge = reader.charge_of(record.id).await?.ok_or_else(|| AppError::internal("a shipment without a charge"))?;
    let trace: Vec<tariff::TraceLine> = serde_json::from_str(&charge.trace).map_err(AppError::internal)?;
    let events = reader.scan_events(record.id).await?;
    let created_by = reader.operator_name(record.created_by).await?.unwrap_or_default();
    let forbidden = app.forbidden_goods.at_hand(&app.store, app.now()).await?;
    let problem_id = reader.open_problem_of(record.id).await?;
    let proof = reader.delivery_proof(record.id).await?.as_ref().map(proofs::view);
    let proof = proof.or_else(|| tracks::received(&events, &record.receiver.name));
    let settlement = carriers::settlement_seen(caller, &record, reader.settlement_of(record.id).await?);
    let carrier_track = carriers::track_seen(caller, reader, &record).await?;
    let shown = view(app, caller, &forbidden, record, &trace, &events, created_by);
    Ok(Shipment { problem_id, proof, settlement, carrier_track, ..shown })
}

/// `events` are oldest first.
fn view(
    app: &App,
    caller: &Caller,
    forbidden: &Dictionary,
    record: ShipmentRecord,
    trace: &[tariff::TraceLine],
    events: &[ScanEventRecord],
    created_by: String,
) -> Shipment {
    let charge = Charge {
        total: record.price,
        from_receiver: record.from_receiver,
        billed_weight_g: record.billed_weight_g,
        lines: quotes::charge_lines(trace, caller.language),
    };
    let link = |scope: store::TenantScope| public_tracks::link(app, scope.merchant_id(), record.id, &record.waybill_no);
    Shipment {
        next_step: journeys::next_step(record.state, events.last(), caller.language),
        route: journeys::route(&record, events),
        tracking_link: caller.scope().map(link).unwrap_or_default(),
        sender: parties::masked(&sender_place(&record), &record.sender),
        receiver: parties::masked(&record.place, &record.receiver),
        charge: quotes::charge_seen(caller, charge, record.owner_price),
        track: tracks::track(events, caller.language),
        can_void: tracks::is_voidable(record.state),
        can_edit: tracks::is_voidable(record.state) && record.carrier == carrier::embedded::CODE,
        label_stale: record.label_stale,
        owner_id: record.owner,
        department_id: record.department,
        sender_contact_id: record.sender_contact,
        shop: record.shop,
        services: record.services,
        owner_price: record.owner_price,
        goods_findings: forbidden_goods::findings(forbidden, &record.goods, caller.language),
        id: record.id,
        waybill_no: record.waybill_no,
        order_id: record.order,
        order_no: record.order_no,
        import_id: record.import,
        state: record.state,
        carrier: record.carrier,
        route_code: record.route_code,
        bag_hub: record.bag_hub,
        goods: record.goods,
        quantity: record.quantity,
        weight_g: record.weight_g,
        size_mm: record.size_mm,
        insured: record.insured,
        remark: record.remark,
        print_count: record.print_count,
        first_printed_at: record.first_printed_at,
        created_at: record.created_at,
        updated_at: record.updated_at,
        created_by,
        problem_id: None,
        delivery: None,
        proof: None,
        settlement: None,
        carrier_track: None,
    }
}

pub async fn get(app: &App, caller: &Caller, id: ShipmentId) -> Result<Shipment, AppError> {
    let scope = caller.scope()?;
    let reader = app.store.read(scope);
    let record = reader.shipment(id).await?.ok_or(AppError::NotFound)?;
    let delivery = timeliness::of_shipment(app, scope, &record).await?;
    Ok(Shipment { delivery, ..show(app, caller, &reader, record).await? })
}

async fn query(
    app: &App,
    caller: &Caller,
    filter: &ShipmentFilter,
    page: PageRequest,
) -> Result<ShipmentQuery, AppError> {
    let mut query = ShipmentQuery {
        state: filter.state,
        phase: filter.phase,
        import: filter.import_id,
        waybill_no: filter.waybill_no.clone(),
        order_no: filter.order_no.clone(),
        printed: filter.printed,
        owner: filter.owner_id,
        department: filter.department_id,
        label_stale: filter.label_stale,
        handed_over: filter.handed_over,
        province_code: filter.province,
        after: page.after.map(ShipmentId),
        limit: page.probe(),
        ..ShipmentQuery::default()
    };
    if filter.created_from.is_some() || filter.created_to.is_some() {
        // Ids carry their time, so a range of days is a range of ids.
        let zone = app.store.read(caller.scope()?).merchant().await?.time_zone;
        query.first_id = filter.created_from.map(|day| first_id_at(time_zone::start_of(&zone, day)));
        query.before_id = filter.created_to.map(|day| first_id_at(time_zone::end_of(&zone, day)));
    }
    Ok(query)
}

pub async fn list(app: &App, caller: &Caller, filter: &ShipmentFilter) -> Result<Page<ShipmentSummary>, AppError> {
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref())?;
    let query = query(app, caller, filter, page).await?;
    let rows = app.store.read(caller.scope()?).list_shipments(&query).await?;
    Ok(page.page(rows, |row| row.id.0, |row| summary(caller, &row)))
}

pub async fn list_ids(app: &App, caller: &Caller, filter: &ShipmentFilter) -> Result<Page<ShipmentId>, AppError> {
    let page = PageRequest::up_to(IDS_PAGE_MAX, filter.limit, filter.cursor.as_deref())?;
    let query = query(app, caller, filter, page).await?;
    let rows = app.store.read(caller.scope()?).list_shipment_ids(&query).await?;
    Ok(page.page(rows, |id| id.0, |id| id))
}

/// Why somebody is to see what is not shown to everybody.
pub fn reveal_reason(request: &RevealRequest) -> Result<String, AppError> {
    let mut faults = Faults::default();
    let reason = faults.text("/reason", &request.reason, true, REASON_CHARS);
    faults.settle()?;
    Ok(reason)
}

/// Shows names, phones and addresses in full, and writes down who saw them and why.
pub async fn reveal(
    app: &App,
    caller: &Caller,
    id: ShipmentId,
    request: &RevealRequest,
) -> Result<RevealedParties, AppError> {
    let reason = reveal_reason(request)?;
    app.store
        .write(caller.scope()?, async |tx| {
            let record = tx.shipment(id).await?.ok_or(AppError::NotFound)?;
            let subject = format!("shipment {}", record.id);
            tx.add_audit_entry(caller.audit(app, "personal_data_revealed", subject, reason.clone())).await?;
            Ok(RevealedParties {
                sender: parties::revealed(&sender_place(&record), &record.sender),
                receiver: parties::revealed(&record.place, &record.receiver),
            })
        })
        .await
}

pub async fn void(app: &App, caller: &Caller, id: ShipmentId) -> Result<Shipment, AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            let record = tx.shipment_for_update(id).await?.ok_or(AppError::NotFound)?;
            if record.state != ShipmentState::OrderCancelled {
                void_record(app, &tx, &record).await?;
                tx.add_audit_entry(voided(app, caller, &record)).await?;
            }
            let record = tx.shipment(id).await?.ok_or(AppError::NotFound)?;
            show(app, caller, &tx, record).await
        })
        .await
}

fn voided(app: &App, caller: &Caller, record: &ShipmentRecord) -> store::AuditEntry {
    caller.audit(app, "shipment.void", format!("shipment {}", record.id), record.waybill_no.clone())
}

/// Voids before pickup; a shipment that is void already stays so.
async fn void_record(app: &App, tx: &WriteTx<'_>, record: &ShipmentRecord) -> Result<(), AppError> {
    if !tracks::is_voidable(record.state) {
        return Err(AppError::Conflict {
            code: "already_picked_up",
            words: Words::new(
                format!("运单{}，不能作废。", record.state.zh()),
                format!("The shipment cannot be voided any more: {}.", record.state.en()),
            ),
        });
    }
    let now = app.now();
    ledger::lock(tx, [record]).await?;
    tx.add_scan_events(&[shipping::event(app, record.id, ScanCode::Cancelled, now)]).await?;
    let change = StateChange { from: record.state, to: ShipmentState::OrderCancelled };
    tx.change_states(&[(record, change)], now).await?;
    problems::after_voiding(app, tx, record).await?;
    ledger::settle(app, tx, &[Moved { shipment: record, state: ShipmentState::OrderCancelled }]).await?;
    tx.send(OutboxId(app.id()), SHIPMENTS_CHANGED, serde_json::json!({ "count": 1 }).to_string(), now).await?;
    Ok(())
}

/// The number is another carrier's, which takes none back that it has given (全网件).
fn is_others(record: &ShipmentRecord) -> bool {
    record.carrier != embedded::CODE
}

fn here_only() -> Words {
    Words::new(
        "只在这里作废：快递公司不收回已给的单号。请撕掉面单，不要交给快递员。",
        "Voided here only: the carrier takes no number back. Take the label off, and do not hand the parcel over.",
    )
}

/// Voids many; each has its own outcome, and one that fails keeps no other back.
pub async fn void_many(app: &App, caller: &Caller, request: &ShipmentIds) -> Result<BulkOutcomes, AppError> {
    let mut faults = Faults::default();
    faults.count("/shipment_ids", request.shipment_ids.len(), BULK_MAX);
    faults.settle()?;
    app.store
        .write(caller.scope()?, async |tx| {
            let mut items = Vec::with_capacity(request.shipment_ids.len());
            let mut entries = Vec::new();
            // All of them before the wallet, in the order in which scans lock them.
            tx.shipments_for_update(&request.shipment_ids).await?;
            for &id in &request.shipment_ids {
                let outcome = match tx.shipment_for_update(id).await? {
                    None => Err(AppError::NotFound),
                    Some(record) if record.state == ShipmentState::OrderCancelled => Ok(is_others(&record)),
                    Some(record) => {
                        let outcome = void_record(app, &tx, &record).await;
                        entries.extend(outcome.is_ok().then(|| voided(app, caller, &record)));
                        outcome.map(|()| is_others(&record))
                    }
                };
                let is_here_only = matches!(outcome, Ok(true));
                let mut item = bulk_outcome(id, outcome.map(drop), caller)?;
                if is_here_only {
                    item.code = Some("void_here_only".to_owned());
                    item.detail = Some(here_only().in_language(caller.language).to_owned());
                }
                items.push(item);
            }
            tx.add_audit_entries(entries).await?;
            Ok(BulkOutcomes { items })
        })
        .await
}

/// One item's outcome; faults of ours are not an item's outcome and end the whole request.
pub fn bulk_outcome(id: ShipmentId, outcome: Result<(), AppError>, caller: &Caller) -> Result<BulkOutcome, AppError> {
    let refused = |code: &str, words: &Words| BulkOutcome {
        shipment_id: id,
        ok: false,
        code: Some(code.to_owned()),
        detail: Some(words.in_language(caller.language).to_owned()),
    };
    match outcome {
        Ok(()) => Ok(BulkOutcome { shipment_id: id, ok: true, code: None, detail: None }),
        Err(AppError::NotFound) => {
            Ok(refused("not_found", &Words::new("没有找到这票运单。", "This shipment was not found.")))
        }
        Err(AppError::Conflict { code, words } | AppError::Unacceptable { code, words }) => Ok(refused(code, &words)),
        Err(other) => Err(other),
    }
}

/// The records of a bulk request in the order asked; ids that are unknown are left out.
pub async fn in_order<C: store::Connection>(
    reader: &store::Scoped<'_, C>,
    ids: &[ShipmentId],
) -> Result<Vec<ShipmentRecord>, AppError> {
    let mut found: HashMap<ShipmentId, ShipmentRecord> =
        reader.shipments_by_id(ids).await?.into_iter().map(|record| (record.id, record)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}
