//! Changing what a shipment says until it is picked up.

use carrier::{RouteTable, embedded};
use shared::{
    OutboxId, ShipmentId,
    limits::{GOODS_CHARS, QUANTITY, REMARK_CHARS},
    printing::PrintJobState,
    services::Services,
    shipments::{Shipment, ShipmentPatch},
};
use store::{PrintJobQuery, ShipmentRecord, WriteTx};
use units::Money;

use super::{create::check_insured, show};
use crate::app::{
    App, AppError, Caller, Words, ledger,
    live::SHIPMENTS_CHANGED,
    parties::{self, Resolved},
    parts::{self, SentBy},
    quotes, services, shipping, time_zone, tracks,
    validation::Faults,
};

/// What is wanted, checked as far as it can be without the shipment.
struct Wanted {
    receiver: Option<Resolved>,
    goods: Option<String>,
    remark: Option<String>,
    services: Option<Services>,
}

fn checked(request: &ShipmentPatch) -> Result<Wanted, AppError> {
    let mut faults = Faults::default();
    let receiver = request.receiver.as_ref().and_then(|party| parties::resolve(party, "/receiver", &mut faults));
    let goods = request.goods.as_deref().map(|text| faults.text("/goods", text, true, GOODS_CHARS));
    let remark = request.remark.as_deref().map(|text| faults.text("/remark", text, false, REMARK_CHARS));
    if let Some(quantity) = request.quantity {
        faults.range("/quantity", quantity, 1, QUANTITY);
    }
    quotes::check_parcel(&mut faults, request.weight_g, request.size_mm);
    check_insured(&mut faults, request.insured);
    let services = request.services.as_ref().map(|services| services::checked("/services", services, &mut faults));
    faults.settle()?;
    Ok(Wanted { receiver, goods, remark, services })
}

/// Changes a shipment that is not picked up: an address gives it a new route code and price, and what was printed of it is stale. Of one
/// that was ordered with a carrier only the department is changed.
pub async fn edit(app: &App, caller: &Caller, id: ShipmentId, request: &ShipmentPatch) -> Result<Shipment, AppError> {
    shipping::freshen(app).await?;
    app.store
        .write(caller.scope()?, async |tx| {
            change(app, caller, &tx, id, request).await?;
            let record = tx.shipment(id).await?.ok_or(AppError::NotFound)?;
            show(app, caller, &tx, record).await
        })
        .await
}

/// The same, within a transaction.
pub async fn change(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    id: ShipmentId,
    request: &ShipmentPatch,
) -> Result<(), AppError> {
    let wanted = checked(request)?;
    let before = tx.shipment_for_update(id).await?.ok_or(AppError::NotFound)?;
    if !tracks::is_voidable(before.state) {
        return Err(AppError::Conflict {
            code: "already_picked_up",
            words: Words::new(
                format!("运单{}，不能修改。", before.state.zh()),
                format!("The shipment cannot be changed any more: {}.", before.state.en()),
            ),
        });
    }
    if let Some(department) = request.department_id {
        let by = SentBy { department: Some(department), owner: before.owner, ..SentBy::default() };
        parts::sent_by(tx, by).await?;
    }
    if let Some(goods) = wanted.goods.as_deref().filter(|goods| *goods != before.goods) {
        let dictionary = app.forbidden_goods.at_hand(&app.store, app.now()).await?;
        shipping::refused_goods(&dictionary, goods).map_or(Ok(()), |refusal| Err(refusal.into_error()))?;
    }
    let mut after = changed(&before, request, &wanted);
    let fields = differences(&before, &after);
    if fields.is_empty() {
        return Ok(());
    }
    if before.carrier != embedded::CODE && shows_on_label(&fields) {
        return Err(sent_with_carrier());
    }
    let trace = price(app, tx, &before, &mut after).await?;
    after.edited_at = Some(app.now());
    after.label_stale = before.label_stale || shows_on_label(&fields) && is_printed(tx, &before).await?;
    ledger::lock(tx, [&after]).await?;
    tx.change_shipment(&before, &after, &trace, app.now()).await?;
    ledger::follow(app, tx, &before, &after).await?;
    let detail = format!("{}: {}", before.waybill_no, fields.join(", "));
    tx.add_audit_entry(caller.audit(app, "shipment.change", format!("shipment {id}"), detail)).await?;
    Ok(tx.send(OutboxId(app.id()), SHIPMENTS_CHANGED, serde_json::json!({ "count": 1 }).to_string(), app.now()).await?)
}

/// What the carrier was told is what it goes by; a changed label would lead nowhere.
fn sent_with_carrier() -> AppError {
    AppError::Conflict {
        code: "sent_with_carrier",
        words: Words::new(
            "这票已向承运商下单，不能在这里修改。请作废后重新下单。",
            "It was ordered with the carrier and cannot be changed here; void it and send it anew.",
        ),
    }
}

fn changed(before: &ShipmentRecord, request: &ShipmentPatch, wanted: &Wanted) -> ShipmentRecord {
    let mut after = before.clone();
    if let Some(receiver) = &wanted.receiver {
        after.place = receiver.place.clone();
        after.receiver = receiver.pii.clone();
    }
    if let Some(goods) = &wanted.goods {
        after.goods.clone_from(goods);
    }
    if let Some(remark) = &wanted.remark {
        after.remark.clone_from(remark);
    }
    after.quantity = request.quantity.unwrap_or(before.quantity);
    after.weight_g = request.weight_g.or(before.weight_g);
    after.size_mm = request.size_mm.or(before.size_mm);
    if let Some(insured) = request.insured {
        after.insured = Some(insured).filter(|value| *value > Money::ZERO);
    }
    after.services = wanted.services.unwrap_or(before.services);
    after.department = request.department_id.or(before.department);
    after
}

/// Routes and prices it as of today; the trace of the price. A shipment whose address and parcel stay keeps its price.
async fn price(
    app: &App,
    tx: &WriteTx<'_>,
    before: &ShipmentRecord,
    after: &mut ShipmentRecord,
) -> Result<String, AppError> {
    let parcel = |record: &ShipmentRecord| {
        (record.place.division_code, record.weight_g, record.size_mm, record.insured, record.services)
    };
    if parcel(before) == parcel(after) {
        let charge = tx.charge_of(after.id).await?;
        return Ok(charge.ok_or_else(|| AppError::internal("a shipment without a charge"))?.trace);
    }
    let route = app.routes.route(after.place.division_code).ok_or_else(|| shipping::no_route().into_error())?;
    let now = app.now();
    let tariff = shipping::tariff_in_force(tx.tariff_at(now).await?)?;
    let day = time_zone::day(&tx.merchant().await?.time_zone, now);
    let parcel = shipping::parcel(&after.place, after.weight_g, after.size_mm, after.insured, &after.services);
    let price = tariff::price(&tariff, &parcel, day).map_err(|error| shipping::unpriced(error).into_error())?;
    (after.route_code, after.bag_hub) = (route.route_code, route.bag_hub);
    (after.price, after.billed_weight_g) = (price.total, price.billed_weight.get());
    after.from_receiver = price.from_receiver;
    if let Some(owner) = after.owner
        && let Some(owner) = tx.owner(owner).await?
    {
        after.owner_price = shipping::owner_price(Some(owner.markup), price.total);
    }
    serde_json::to_string(&price.trace).map_err(AppError::internal)
}

/// The names of what differs.
fn differences(before: &ShipmentRecord, after: &ShipmentRecord) -> Vec<&'static str> {
    let all = [
        ("receiver", before.receiver != after.receiver || before.place != after.place),
        ("goods", before.goods != after.goods),
        ("quantity", before.quantity != after.quantity),
        ("weight", before.weight_g != after.weight_g),
        ("size", before.size_mm != after.size_mm),
        ("insured", before.insured != after.insured),
        ("services", before.services != after.services),
        ("remark", before.remark != after.remark),
        ("department", before.department != after.department),
    ];
    all.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}

fn shows_on_label(fields: &[&str]) -> bool {
    fields.iter().any(|field| *field != "department")
}

/// A label is out, or what it shows was handed to whoever prints.
pub async fn is_printed(tx: &WriteTx<'_>, record: &ShipmentRecord) -> Result<bool, AppError> {
    if record.print_count > 0 {
        return Ok(true);
    }
    let query = PrintJobQuery {
        states: vec![PrintJobState::Leased, PrintJobState::Sending, PrintJobState::Sent, PrintJobState::Unknown],
        shipment: Some(record.id),
        limit: 1,
        ..PrintJobQuery::default()
    };
    Ok(!tx.print_jobs(&query).await?.is_empty())
}
