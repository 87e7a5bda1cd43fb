//! The pack station: what is scanned is found, weighed, and shipped as it was weighed.

mod giving;

use std::collections::{HashMap, hash_map::Entry};

use carrier::embedded;
use chrono::{DateTime, TimeDelta, Utc};
pub use giving::give;
use shared::{
    OrderId, PackingId, Page, ShipmentState, UserId,
    limits::WEIGHT_G,
    orders::OrderState,
    packing::{PACKING_CODE_CHARS, Packing, PackingCreate, PackingFind, PackingOrder, PackingState},
    shipments::ShipmentPatch,
};
use store::{Connection, IdempotencyKey, OrderRecord, PackingRecord, Scoped, ShipmentQuery, ShipmentRecord, WriteTx};

use crate::app::{
    App, AppError, Caller, Words, carriers,
    contacts::CREATED,
    error::FieldFault,
    idempotency::{Once, once},
    orders,
    paging::PageRequest,
    parties, quotes, shipments,
    shipping::{self, Refusal},
    tracks,
    validation::Faults,
};

/// Orders of the same goods that are counted.
const OTHERS_MAX: u32 = 100;
/// How old a weight may be that could not be sent at once. Idempotency keys are kept longer: who sends again after they are gone would pack
/// the next order of the same goods.
const WEIGHED_WITHIN: TimeDelta = TimeDelta::hours(23);
/// A station's clock may go a little before ours.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// What a code stands for.
enum Scanned {
    /// It waits in the pool; with how many others wait for the same goods.
    Order(Box<OrderRecord>, u32),
    Shipment(Box<ShipmentRecord>),
}

/// A waybill number, an order number, or the code of goods that the oldest open order waits for.
async fn scanned<C: Connection>(reader: &Scoped<'_, C>, code: &str) -> Result<Scanned, AppError> {
    let waybill = reader.shipments_by_waybill_no(&[code.to_uppercase()]).await?;
    if let Some(record) = waybill.into_iter().next() {
        return Ok(Scanned::Shipment(Box::new(record)));
    }
    let pooled = reader.pooled_order_numbered(code).await?;
    if let Some(record) = pooled.filter(|record| record.state != OrderState::Merged) {
        return Ok(Scanned::Order(Box::new(record), 0));
    }
    let query = ShipmentQuery { order_no: Some(code.to_owned()), limit: 1, ..ShipmentQuery::default() };
    if let Some(record) = reader.list_shipments(&query).await?.into_iter().next() {
        return Ok(Scanned::Shipment(Box::new(record)));
    }
    let mut waiting = reader.open_orders_of_goods(code, OTHERS_MAX).await?;
    // A database takes some signs of a code for wildcards.
    waiting.retain(|record| record.goods_codes.iter().any(|own| own == code));
    let mut waiting = waiting.into_iter();
    let first = waiting.next().ok_or(AppError::NotFound)?;
    Ok(Scanned::Order(Box::new(first), u32::try_from(waiting.len()).unwrap_or(OTHERS_MAX)))
}

fn checked_code(pointer: &str, code: &str, faults: &mut Faults) -> String {
    faults.text(pointer, code, true, PACKING_CODE_CHARS)
}

/// Shows what was scanned, and whether it can be packed.
pub async fn find(app: &App, caller: &Caller, request: &PackingFind) -> Result<PackingOrder, AppError> {
    let mut faults = Faults::default();
    let code = checked_code("/code", &request.code, &mut faults);
    faults.settle()?;
    let reader = app.store.read(caller.scope()?);
    match scanned(&reader, &code).await? {
        Scanned::Order(record, others) => Ok(order_view(&record, others)),
        Scanned::Shipment(record) => {
            let packed = match reader.packing_of(record.id).await? {
                Some(packing) => {
                    let packed_by = reader.operator_name(packing.packed_by).await?.unwrap_or_default();
                    Some(packing_view(caller, packing, &record, packed_by))
                }
                None => None,
            };
            Ok(shipment_view(&record, packed))
        }
    }
}

fn order_view(record: &OrderRecord, others: u32) -> PackingOrder {
    PackingOrder {
        order_id: record.id,
        shipment_id: None,
        waybill_no: None,
        order_no: record.order_no.clone(),
        state: match record.state {
            OrderState::Open if record.is_held => PackingState::Held,
            OrderState::Open => PackingState::Ready,
            OrderState::Placing => PackingState::Placing,
            OrderState::Shipped | OrderState::Merged | OrderState::Cancelled => PackingState::Cancelled,
        },
        receiver: parties::masked(&record.place, &record.receiver),
        goods: record.goods.clone(),
        quantity: record.quantity,
        weight_g: record.weight_g,
        remark: record.remark.clone(),
        flag: record.flag.clone(),
        services: record.services,
        packed: None,
        others,
        carrier_account_id: record.carrier_account,
    }
}

fn shipment_view(record: &ShipmentRecord, packed: Option<Packing>) -> PackingOrder {
    PackingOrder {
        order_id: record.order,
        shipment_id: Some(record.id),
        waybill_no: Some(record.waybill_no.clone()),
        order_no: record.order_no.clone(),
        state: match record.state {
            ShipmentState::OrderCancelled => PackingState::Cancelled,
            state if !tracks::is_voidable(state) => PackingState::Gone,
            _ if packed.is_some() => PackingState::Packed,
            _ => PackingState::Ready,
        },
        receiver: parties::masked(&record.place, &record.receiver),
        goods: record.goods.clone(),
        quantity: record.quantity,
        weight_g: record.weight_g,
        remark: record.remark.clone(),
        flag: String::new(),
        services: record.services,
        packed,
        others: 0,
        carrier_account_id: None,
    }
}

fn packing_view(caller: &Caller, record: PackingRecord, shipment: &ShipmentRecord, packed_by: String) -> Packing {
    Packing {
        id: record.id,
        order_id: record.order,
        shipment_id: record.shipment,
        waybill_no: shipment.waybill_no.clone(),
        order_no: shipment.order_no.clone(),
        weight_g: record.weight_g,
        from_scale: record.from_scale,
        price: shipments::price_seen(caller, shipment),
        packed_by,
        weighed_at: record.weighed_at,
    }
}

/// What was packed last, newest first.
pub async fn list(app: &App, caller: &Caller, page: PageRequest) -> Result<Page<Packing>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let records = reader.packings(page.after.map(PackingId), page.probe()).await?;
    let ids: Vec<_> = records.iter().map(|record| record.shipment).collect();
    let shipments = shipments::in_order(&reader, &ids).await?;
    // One question a person, not one a parcel: a station packs hundreds.
    let mut names: HashMap<UserId, String> = HashMap::new();
    for person in records.iter().map(|record| record.packed_by) {
        if let Entry::Vacant(slot) = names.entry(person) {
            slot.insert(reader.operator_name(person).await?.unwrap_or_default());
        }
    }
    let mut views = Vec::with_capacity(records.len());
    for record in records {
        if let Some(shipment) = shipments.iter().find(|shipment| shipment.id == record.shipment) {
            let packed_by = names.get(&record.packed_by).cloned().unwrap_or_default();
            views.push(packing_view(caller, record, shipment, packed_by));
        }
    }
    Ok(page.page(views, |view| view.id.0, |view| view))
}

fn weighed_at(app: &App, request: &PackingCreate, faults: &mut Faults) -> DateTime<Utc> {
    let now = app.now();
    let Some(at) = request.weighed_at else { return now };
    if at > now + CLOCK_TOLERANCE || at < now - WEIGHED_WITHIN {
        let words = Words::new("称重时间须在过去 23 小时内。", "It was weighed within the last 23 hours.");
        faults.add(FieldFault::new("/weighed_at", "out_of_range", words));
    }
    at.min(now)
}

/// A request that was checked: by which code it was scanned, where that is all that is known, and when it was weighed.
fn checked(app: &App, request: &PackingCreate) -> Result<(Option<String>, DateTime<Utc>), AppError> {
    let mut faults = Faults::default();
    let code = request.code.as_deref().map(|code| checked_code("/code", code, &mut faults));
    if request.order_id.is_some() == code.is_some() {
        let words = Words::new("order_id 和 code 须给其中一个。", "Give either order_id or code.");
        faults.add(FieldFault::new("/order_id", "one_of_both", words));
    }
    faults.range("/weight_g", request.weight_g, 1, WEIGHT_G);
    quotes::check_parcel(&mut faults, None, request.size_mm);
    let weighed_at = weighed_at(app, request, &mut faults);
    faults.settle()?;
    Ok((code, weighed_at))
}

/// Ships an order as it was weighed, or sets the weight of one that is shipped and not picked up. A parcel is packed once.
pub async fn pack(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    request: &PackingCreate,
) -> Result<Once<Packing>, AppError> {
    let (code, weighed_at) = checked(app, request)?;
    shipping::freshen(app).await?;
    app.store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                let shipment = match (request.order_id, &code) {
                    (Some(order), _) => pack_order(app, caller, &tx, order, request).await?,
                    (None, Some(code)) => match scanned(&tx, code).await? {
                        Scanned::Order(record, _) => pack_order(app, caller, &tx, record.id, request).await?,
                        Scanned::Shipment(record) => pack_shipment(app, caller, &tx, &record, request).await?,
                    },
                    (None, None) => return Err(AppError::internal("a parcel without order and code")),
                };
                let record = PackingRecord {
                    id: PackingId(app.id()),
                    order: shipment.order,
                    shipment: shipment.id,
                    weight_g: request.weight_g,
                    from_scale: request.from_scale,
                    packed_by: caller.user,
                    weighed_at,
                    created_at: app.now(),
                };
                tx.add_packing(&record).await?;
                let detail = format!("{}, {} g", shipment.waybill_no, request.weight_g);
                tx.add_audit_entry(caller.audit(app, "parcel.pack", format!("shipment {}", shipment.id), detail))
                    .await?;
                let packed_by = tx.operator_name(caller.user).await?.unwrap_or_default();
                Ok(packing_view(caller, record, &shipment, packed_by))
            })
            .await
        })
        .await
        .map_err(|error| if matches!(error, AppError::UniqueViolation) { already_packed() } else { error })
}

fn already_packed() -> AppError {
    AppError::Conflict {
        code: "already_packed",
        words: Words::new("这票已经打包过。", "This parcel was packed already."),
    }
}

async fn pack_order(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    id: OrderId,
    request: &PackingCreate,
) -> Result<ShipmentRecord, AppError> {
    let Some(mut record) = tx.pooled_orders_for_update(&[id]).await?.pop() else {
        // Shipped before it came to the station: it is weighed all the same.
        let shipment = tx.shipment_of_order(id).await?.ok_or(AppError::NotFound)?;
        return pack_shipment(app, caller, tx, &shipment, request).await;
    };
    let by = orders::ready(&record)?;
    if record.carrier_account.is_some() {
        return Err(carriers::by_way_of_the_pool());
    }
    record.weight_g = Some(request.weight_g);
    tx.set_order(&record).await?;
    let terms = shipping::terms(app, tx, by, caller.user).await?;
    let draft = shipping::Draft { size_mm: request.size_mm, ..orders::draft(&record) };
    let priced = shipping::priced(app, &terms, draft).map_err(Refusal::into_error)?;
    let made = shipping::ship(app, tx, &terms, &[priced]).await?.pop();
    let made = made.ok_or_else(|| AppError::internal("nothing was shipped"))?.record;
    tx.add_audit_entry(caller.audit(app, "shipment.create", format!("shipment {}", made.id), made.waybill_no.clone()))
        .await?;
    Ok(made)
}

async fn pack_shipment(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    shipment: &ShipmentRecord,
    request: &PackingCreate,
) -> Result<ShipmentRecord, AppError> {
    if tx.packing_of(shipment.id).await?.is_some() {
        return Err(already_packed());
    }
    // What a carrier was told of a parcel stays as it is; what it weighs stands in the packing all the same.
    let is_own = shipment.carrier == embedded::CODE;
    let (weight_g, size_mm) = (Some(request.weight_g).filter(|_| is_own), request.size_mm.filter(|_| is_own));
    let patch = ShipmentPatch { weight_g, size_mm, ..ShipmentPatch::default() };
    shipments::change(app, caller, tx, shipment.id, &patch).await?;
    tx.shipment(shipment.id).await?.ok_or(AppError::NotFound)
}
