//! Parcels given to the carrier together: the paper with its barcode, the courier's scan of it, and what was never scanned.

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;
use label::{Dpi, LabelData, ManifestRow};
use shared::{
    HandoverId, Page, ShipmentId,
    handovers::{Handover, HandoverCreate, HandoverDetail, HandoverParcel, HandoverScan},
    limits::{BULK_MAX, REMARK_CHARS},
    tracks::{Scan, ScanBatch, ScanOutcomes},
};
use store::{Connection, HandoverRecord, IdempotencyKey, PickupRecord, Scoped, ShipmentRecord};

use crate::app::{
    App, AppError, Caller, Words,
    contacts::CREATED,
    error::FieldFault,
    idempotency::{Once, once},
    paging::PageRequest,
    pickups, scans, shipments, time_zone, tracks,
    validation::Faults,
};

/// A parcel that was handed over and not scanned this long is a problem.
const PROBLEM_AFTER: TimeDelta = TimeDelta::hours(12);
const MANIFEST: &str = "manifest-a4";
/// Numbers are dates with six random digits; two of one day seldom meet, and then another is tried.
const NUMBER_TRIES: usize = 5;

fn view(app: &App, record: &HandoverRecord, unscanned: u32, created_by: String) -> Handover {
    Handover {
        id: record.id,
        handover_no: record.handover_no.clone(),
        parcels: record.parcels,
        weight_g: record.weight_g,
        unscanned,
        is_problem: unscanned > 0 && record.created_at + PROBLEM_AFTER < app.now(),
        remark: record.remark.clone(),
        pickup: pickups::view(app, record, unscanned > 0),
        created_by,
        created_at: record.created_at,
        scanned_at: record.scanned_at,
    }
}

async fn views<C: Connection>(
    app: &App,
    reader: &Scoped<'_, C>,
    records: &[HandoverRecord],
) -> Result<Vec<Handover>, AppError> {
    let ids: Vec<HandoverId> = records.iter().map(|record| record.id).collect();
    let unscanned = reader.unscanned_of(&ids).await?;
    let mut names = HashMap::new();
    for person in records.iter().map(|record| record.created_by).collect::<HashSet<_>>() {
        names.insert(person, reader.operator_name(person).await?.unwrap_or_default());
    }
    let mut views = Vec::with_capacity(records.len());
    for record in records {
        let of_it = unscanned.iter().find(|(id, _)| *id == record.id).map_or(0, |(_, count)| *count);
        let created_by = names.get(&record.created_by).cloned().unwrap_or_default();
        views.push(view(app, record, of_it, created_by));
    }
    Ok(views)
}

pub async fn list(app: &App, caller: &Caller, page: PageRequest) -> Result<Page<Handover>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let rows = reader.handovers(page.after.map(HandoverId), page.probe()).await?;
    let shown = views(app, &reader, &rows).await?;
    Ok(page.page(shown, |one| one.id.0, |one| one))
}

pub async fn get(app: &App, caller: &Caller, id: HandoverId) -> Result<HandoverDetail, AppError> {
    let reader = app.store.read(caller.scope()?);
    let record = reader.handover(id).await?.ok_or(AppError::NotFound)?;
    detail(app, &reader, &record).await
}

/// One of them as it stands.
pub async fn one<C: Connection>(
    app: &App,
    reader: &Scoped<'_, C>,
    record: &HandoverRecord,
) -> Result<Handover, AppError> {
    let shown = views(app, reader, std::slice::from_ref(record)).await?.pop();
    shown.ok_or_else(|| AppError::internal("a handover without a view"))
}

async fn detail<C: Connection>(
    app: &App,
    reader: &Scoped<'_, C>,
    record: &HandoverRecord,
) -> Result<HandoverDetail, AppError> {
    let handover = one(app, reader, record).await?;
    let parcels = parcels(reader, record.id).await?;
    let parcel = |record: &ShipmentRecord| HandoverParcel {
        shipment_id: record.id,
        waybill_no: record.waybill_no.clone(),
        state: record.state,
        region: region(record),
        weight_g: record.weight_g,
    };
    Ok(HandoverDetail { handover, parcels: parcels.iter().map(parcel).collect() })
}

async fn parcels<C: Connection>(reader: &Scoped<'_, C>, id: HandoverId) -> Result<Vec<ShipmentRecord>, AppError> {
    let ids = reader.handover_shipments(id).await?;
    shipments::in_order(reader, &ids).await
}

fn region(record: &ShipmentRecord) -> String {
    let place = &record.place;
    [&place.province, &place.city, &place.district].map(String::as_str).join(" ")
}

/// Notes that these parcels are given away together, and gives them a paper.
pub async fn create(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    request: &HandoverCreate,
) -> Result<Once<HandoverDetail>, AppError> {
    let mut faults = Faults::default();
    faults.count("/shipment_ids", request.shipment_ids.len(), BULK_MAX);
    let remark = faults.text("/remark", &request.remark, false, REMARK_CHARS);
    let pickup = pickup(app, request, &mut faults);
    faults.settle()?;
    let mut ids = Vec::with_capacity(request.shipment_ids.len());
    for id in &request.shipment_ids {
        if !ids.contains(id) {
            ids.push(*id);
        }
    }
    // Asked for before the write begins: a write that waits for a second connection may wait for itself.
    let handover_no = number(app).await?;
    app.store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                let records = shipments::in_order(&tx, &ids).await?;
                refuse(&tx, &ids, &records).await?;
                let record = HandoverRecord {
                    id: HandoverId(app.id()),
                    handover_no: handover_no.clone(),
                    parcels: u32::try_from(records.len()).map_err(AppError::internal)?,
                    weight_g: records.iter().filter_map(|record| record.weight_g).map(u64::from).sum(),
                    remark: remark.clone(),
                    pickup: pickup.clone(),
                    created_by: caller.user,
                    created_at: app.now(),
                    scanned_at: None,
                };
                tx.add_handover(&record, &ids).await?;
                let subject = format!("handover {}", record.id);
                let log = format!("{}, {} parcels", record.handover_no, record.parcels);
                tx.add_audit_entry(caller.audit(app, "handover.create", subject, log)).await?;
                detail(app, &tx, &record).await
            })
            .await
        })
        .await
        .map_err(handed_over_meanwhile)
}

/// Somebody else handed one of the parcels over at the same moment.
fn handed_over_meanwhile(error: AppError) -> AppError {
    match error {
        AppError::UniqueViolation => AppError::Conflict {
            code: "handed_over",
            words: Words::new(
                "其中有运单刚刚已交接，请刷新后再试。",
                "One of the parcels was handed over just now; look again.",
            ),
        },
        other => other,
    }
}

fn pickup(app: &App, request: &HandoverCreate, faults: &mut Faults) -> Option<PickupRecord> {
    const POINTER: &str = "/pickup_to";
    match (request.pickup_from, request.pickup_to) {
        (None, None) => None,
        (Some(from), Some(to)) => pickups::window(app, from, to, POINTER, faults),
        _ => {
            faults.add(pickups::bad_window(POINTER));
            None
        }
    }
}

/// What cannot be handed over keeps all from it: the paper names what is there.
async fn refuse<C: Connection>(
    reader: &Scoped<'_, C>,
    ids: &[ShipmentId],
    records: &[ShipmentRecord],
) -> Result<(), AppError> {
    let handed_over = reader.handed_over(ids).await?;
    let mut faults = Faults::default();
    for (at, id) in ids.iter().enumerate() {
        let pointer = format!("/shipment_ids/{at}");
        let Some(record) = records.iter().find(|record| record.id == *id) else {
            let words = Words::new("没有找到这票运单。", "This shipment was not found.");
            faults.add(FieldFault::new(pointer, "not_found", words));
            continue;
        };
        if handed_over.contains(id) {
            let words = Words::new(
                format!("运单 {} 已经交接过。", record.waybill_no),
                format!("{} was handed over already.", record.waybill_no),
            );
            faults.add(FieldFault::new(pointer, "handed_over", words));
        } else if !tracks::is_voidable(record.state) || record.print_count == 0 {
            let words = Words::new(
                format!("运单 {} 未打印、已作废或已揽收。", record.waybill_no),
                format!("{} is not printed, voided, or picked up already.", record.waybill_no),
            );
            faults.add(FieldFault::new(pointer, "not_ready", words));
        }
    }
    faults.settle()
}

/// `HJ`, the day, six random digits.
async fn number(app: &App) -> Result<String, AppError> {
    let day = time_zone::day(time_zone::NETWORK, app.now()).format("%y%m%d");
    for _ in 0..NUMBER_TRIES {
        let mut bytes = [0; 4];
        getrandom::fill(&mut bytes).map_err(AppError::internal)?;
        let number = format!("HJ{day}{:06}", u32::from_be_bytes(bytes) % 1_000_000);
        if app.store.network().find_handover(&number).await?.is_none() {
            return Ok(number);
        }
    }
    Err(AppError::internal("no free handover number"))
}

/// The paper (交接单), A4, as PDF.
pub async fn manifest(app: &App, caller: &Caller, id: HandoverId) -> Result<Vec<u8>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let record = reader.handover(id).await?.ok_or(AppError::NotFound)?;
    let merchant = reader.merchant().await?;
    let parcels = parcels(&reader, id).await?;
    let row = |record: &ShipmentRecord| ManifestRow {
        waybill_no: record.waybill_no.clone(),
        region: region(record),
        weight: record.weight_g.map(kilograms).unwrap_or_default(),
        note: record.order_no.clone().unwrap_or_default(),
    };
    let data = LabelData {
        waybill_no: record.handover_no.clone(),
        merchant: merchant.name.clone(),
        outlet: app.store.network().find_outlet_name(merchant.outlet).await?.unwrap_or_default(),
        total: record.parcels.to_string(),
        total_weight: kilograms(record.weight_g),
        printed_at: time_zone::local_text(&merchant.time_zone, app.now()),
        remark: record.remark.clone(),
        rows: parcels.iter().map(row).collect(),
        ..LabelData::default()
    };
    let font = app.font;
    let draw = move || {
        let template = label::standard_template(MANIFEST).ok_or_else(|| AppError::internal("no manifest template"))?;
        let pages = label::render_pages(template, &data, font, Dpi::D203).map_err(AppError::internal)?;
        Ok(label::pdf(pages))
    };
    tokio::task::spawn_blocking(draw).await.map_err(AppError::internal)?
}

fn kilograms(grams: impl Into<u64>) -> String {
    format!("{:.2} kg", grams.into() as f64 / 1_000.0)
}

/// A courier scans the paper: everything on it is picked up. Scanned again it changes nothing.
pub async fn scan(app: &App, caller: &Caller, request: &HandoverScan) -> Result<ScanOutcomes, AppError> {
    let number = request.handover_no.trim().to_uppercase();
    let (scope, id) = app.store.network().find_handover(&number).await?.ok_or(AppError::NotFound)?;
    let reader = app.store.read(scope);
    let record = reader.handover(id).await?.ok_or(AppError::NotFound)?;
    // The moment of the first scan, so that a repeated one is known as the same.
    let at = record.scanned_at.unwrap_or_else(|| app.now());
    let scans = parcels(&reader, id).await?.into_iter().map(|record| Scan {
        waybill_no: record.waybill_no,
        code: carrier::ScanCode::Got.as_str().to_owned(),
        at,
        place: request.place.clone(),
        next_place: None,
        problem_code: None,
        weight_g: None,
    });
    let outcomes = scans::record(app, caller.language, &ScanBatch { scans: scans.collect() }).await?;
    if record.scanned_at.is_none() && outcomes.items.iter().any(|item| item.ok) {
        app.store.write(scope, async |tx| Ok::<(), AppError>(tx.set_handover_scanned(id, at).await?)).await?;
    }
    Ok(outcomes)
}
