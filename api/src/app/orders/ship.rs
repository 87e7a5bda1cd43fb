//! Shipments of the orders that waited.

use std::collections::HashMap;

use shared::{
    CarrierAccountId, OrderId,
    orders::{OrderOutcomes, OrderShip, OrderState},
};
use store::{AuditEntry, OrderRecord, WriteTx};

use super::{count_ids, not_open, outcome};
use crate::app::{
    App, AppError, Caller, Words, carriers, ledger,
    parts::SentBy,
    shipping::{self, Draft, PricedDraft, Refusal, SentWith, Terms},
};

/// What became of an order: its shipment and number, or why there is none.
type Shipped = Result<(shared::ShipmentId, String), AppError>;

/// What became of each order.
enum Became {
    Shipped(shared::ShipmentId, String),
    /// On its way to a carrier.
    Given,
}

/// Ships what can be shipped, with the network or with the carrier that the request or the order names; each order has its own outcome.
/// An order that is held is not shipped.
pub async fn ship(app: &App, caller: &Caller, request: &OrderShip) -> Result<OrderOutcomes, AppError> {
    count_ids(&request.order_ids)?;
    if request.by_network && request.carrier_account_id.is_some() {
        let words = Words::new(
            "by_network 和 carrier_account_id 只能给一个。",
            "Give either by_network or carrier_account_id.",
        );
        return Err(AppError::invalid("/by_network", "one_of_both", words));
    }
    shipping::freshen(app).await?;
    let outcomes = app
        .store
        .write(caller.scope()?, async |tx| {
            if let Some(account) = request.carrier_account_id {
                carriers::usable_account(app, &tx, account).await?;
            }
            let records = tx.pooled_orders_for_update(&request.order_ids).await?;
            let mut entries = Vec::new();
            let mut became = sent(app, caller, &tx, request, &records, &mut entries).await?;
            let mut items = Vec::with_capacity(request.order_ids.len());
            for id in &request.order_ids {
                let result = became.remove(id).unwrap_or(Err(AppError::NotFound));
                let (made, result) = match result {
                    Ok(made) => (Some(made), Ok(())),
                    Err(error) => (None, Err(error)),
                };
                let mut item = outcome(caller, *id, result)?;
                match made {
                    Some(Became::Shipped(shipment, number)) => {
                        let subject = format!("shipment {shipment}");
                        entries.push(caller.audit(app, "shipment.create", subject, number.clone()));
                        (item.shipment_id, item.waybill_no) = (Some(shipment), Some(number));
                    }
                    Some(Became::Given) => item.is_placing = true,
                    None => {}
                }
                items.push(item);
            }
            tx.add_audit_entries(entries).await?;
            Ok::<OrderOutcomes, AppError>(OrderOutcomes { items })
        })
        .await?;
    if outcomes.items.iter().any(|item| item.is_placing) {
        app.nudge.notify_one();
    }
    Ok(outcomes)
}

/// Sends each order with whom it is to be sent.
async fn sent(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    request: &OrderShip,
    records: &[OrderRecord],
    entries: &mut Vec<AuditEntry>,
) -> Result<HashMap<OrderId, Result<Became, AppError>>, AppError> {
    let mut with: HashMap<Option<CarrierAccountId>, Vec<&OrderRecord>> = HashMap::new();
    for record in records {
        let account = request.carrier_account_id.or(record.carrier_account).filter(|_| !request.by_network);
        with.entry(account).or_default().push(record);
    }
    let mut became = HashMap::new();
    for (account, group) in with {
        match account {
            Some(account) => {
                let (given, logged) = carriers::give(app, caller, tx, account, &group).await?;
                entries.extend(logged);
                became.extend(given.into_iter().map(|(id, result)| (id, result.map(|()| Became::Given))));
            }
            None => {
                let shipped = ship_all(app, caller, tx, &group).await?;
                let shipped = shipped
                    .into_iter()
                    .map(|(id, result)| (id, result.map(|(shipment, number)| Became::Shipped(shipment, number))));
                became.extend(shipped);
            }
        }
    }
    Ok(became)
}

async fn ship_all(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    records: &[&OrderRecord],
) -> Result<HashMap<OrderId, Shipped>, AppError> {
    let mut shipped: HashMap<OrderId, Shipped> = HashMap::new();
    // In the order of their first orders: where money is short, the first are shipped.
    let mut groups: Vec<(SentBy, Vec<&OrderRecord>)> = Vec::new();
    for &record in records {
        match ready(record) {
            Ok(by) => match groups.iter_mut().find(|(known, _)| *known == by) {
                Some((_, group)) => group.push(record),
                None => groups.push((by, vec![record])),
            },
            Err(error) => drop(shipped.insert(record.id, Err(error))),
        }
    }
    for (by, group) in groups {
        let terms = match shipping::terms(app, tx, by, caller.user).await {
            Ok(terms) => terms,
            Err(error @ (AppError::Invalid(_) | AppError::Unacceptable { .. } | AppError::Conflict { .. })) => {
                shipped.extend(group.iter().map(|record| (record.id, Err(error.clone()))));
                continue;
            }
            Err(other) => return Err(other),
        };
        let mut drafts = Vec::with_capacity(group.len());
        for record in group {
            match priced(app, &terms, record) {
                Ok(draft) => drafts.push(draft),
                Err(error) => drop(shipped.insert(record.id, Err(error))),
            }
        }
        let paid = ledger::affordable(tx, drafts.iter().map(|priced| priced.price.total)).await?;
        for unpaid in drafts.split_off(paid) {
            shipped.extend(unpaid.draft.order.map(|id| (id, Err(ledger::too_low()))));
        }
        if drafts.is_empty() {
            continue;
        }
        for made in shipping::ship(app, tx, &terms, &drafts).await? {
            shipped.insert(made.record.order, Ok((made.record.id, made.record.waybill_no)));
        }
    }
    Ok(shipped)
}

pub fn ready(record: &OrderRecord) -> Result<SentBy, AppError> {
    if record.state != OrderState::Open {
        return Err(not_open(record));
    }
    if record.is_held {
        return Err(AppError::Conflict {
            code: "order_held",
            words: Words::new("订单被挂起，请先放行。", "The order is held; release it first."),
        });
    }
    Ok(sent_by(record))
}

pub fn sent_by(record: &OrderRecord) -> SentBy {
    SentBy { sender: record.sender, owner: record.owner, department: record.department }
}

fn priced(app: &App, terms: &Terms, record: &OrderRecord) -> Result<PricedDraft, AppError> {
    let draft = draft(record);
    shipping::priced(app, terms, draft).map_err(Refusal::into_error)
}

/// What an order of the pool is shipped as. The rules had their say when it came in.
pub fn draft(record: &OrderRecord) -> Draft {
    Draft {
        order: Some(record.id),
        order_no: record.order_no.clone(),
        dedupe_key: record.dedupe_key.clone(),
        source: record.source.clone(),
        import: record.import,
        place: record.place.clone(),
        receiver: record.receiver.clone(),
        goods: record.goods.clone(),
        quantity: record.quantity,
        weight_g: record.weight_g,
        size_mm: None,
        insured: record.insured,
        remark: record.remark.clone(),
        shop: record.shop.clone(),
        goods_codes: record.goods_codes.clone(),
        services: record.services,
        by: sent_by(record),
        sent_with: SentWith::of(record.carrier_account),
        template: record.template.clone(),
        rule: record.rule,
        is_held: record.is_held,
        flag: record.flag.clone(),
    }
}
