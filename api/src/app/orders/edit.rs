//! Changing orders while they wait.

use shared::{
    OrderId,
    limits::{GOODS_CHARS, QUANTITY, REMARK_CHARS},
    orders::{FLAG_CHARS, Order, OrderBatchEdit, OrderIds, OrderOutcomes, OrderPatch, OrderState, OrderUpdate},
};
use store::{OrderRecord, WriteTx};

use super::{count_ids, not_open, outcome, view};
use crate::app::{
    App, AppError, Caller, Words, carriers,
    error::FieldFault,
    parties,
    parties::Resolved,
    parts::{self, SentBy},
    services,
    validation::Faults,
};

/// A change that is checked as far as it can be without an order.
struct Change {
    patch: OrderPatch,
    receiver: Option<Resolved>,
}

fn checked(patch: &OrderPatch, base: &str, faults: &mut Faults) -> OrderPatch {
    let mut checked = patch.clone();
    let mut text = |field: &str, value: &mut Option<String>, required: bool, most: usize| {
        if let Some(text) = value {
            *text = faults.text(&format!("{base}/{field}"), text, required, most);
        }
    };
    text("goods", &mut checked.goods, true, GOODS_CHARS);
    text("remark", &mut checked.remark, false, REMARK_CHARS);
    text("flag", &mut checked.flag, false, FLAG_CHARS);
    if let Some(wanted) = &patch.services {
        checked.services = Some(services::checked(&format!("{base}/services"), wanted, faults));
    }
    if patch.by_network && patch.carrier_account_id.is_some() {
        let words = Words::new(
            "by_network 和 carrier_account_id 只能给一个。",
            "Give either by_network or carrier_account_id.",
        );
        faults.add(FieldFault::new(format!("{base}/by_network"), "one_of_both", words));
    }
    if let Some(quantity) = patch.quantity {
        faults.range(&format!("{base}/quantity"), quantity, 1, QUANTITY);
    }
    if let Some(weight) = patch.weight_g {
        faults.range(&format!("{base}/weight_g"), weight, 1, shared::limits::WEIGHT_G);
    }
    checked
}

/// Puts a change into an order.
async fn apply(tx: &WriteTx<'_>, record: &mut OrderRecord, change: &Change) -> Result<(), AppError> {
    if record.state != OrderState::Open {
        return Err(not_open(record));
    }
    let OrderPatch {
        goods,
        quantity,
        weight_g,
        remark,
        sender_contact_id,
        owner_id,
        department_id,
        carrier_account_id,
        by_network,
        is_held,
        flag,
        services,
    } = change.patch.clone();
    if sender_contact_id.is_some() || owner_id.is_some() || department_id.is_some() {
        let asked = SentBy {
            sender: sender_contact_id.or(record.sender),
            owner: owner_id.or(record.owner),
            department: department_id.or(record.department),
        };
        let by = parts::sent_by(tx, asked).await?;
        parts::known_sender(tx, by.sender).await?;
        (record.sender, record.owner, record.department) = (by.sender, by.owner, by.department);
    }
    carriers::known_account(tx, carrier_account_id).await?;
    record.carrier_account = carrier_account_id.or(record.carrier_account.filter(|_| !by_network));
    if let Some(receiver) = &change.receiver {
        record.place = receiver.place.clone();
        record.receiver = receiver.pii.clone();
    }
    record.goods = goods.unwrap_or_else(|| record.goods.clone());
    record.remark = remark.unwrap_or_else(|| record.remark.clone());
    record.flag = flag.unwrap_or_else(|| record.flag.clone());
    record.quantity = quantity.unwrap_or(record.quantity);
    record.weight_g = weight_g.or(record.weight_g);
    record.services = services.unwrap_or(record.services);
    record.is_held = is_held.unwrap_or(record.is_held);
    Ok(())
}

/// Changes one order of the pool.
pub async fn update(app: &App, caller: &Caller, id: OrderId, request: &OrderUpdate) -> Result<Order, AppError> {
    let mut faults = Faults::default();
    let receiver = request.receiver.as_ref().and_then(|party| parties::resolve(party, "/receiver", &mut faults));
    let patch = checked(&request.change, "/change", &mut faults);
    faults.settle()?;
    let change = Change { patch, receiver };
    let forbidden = app.forbidden_goods.current(&app.store, app.now()).await?;
    app.store
        .write(caller.scope()?, async |tx| {
            let mut record = tx.pooled_orders_for_update(&[id]).await?.pop().ok_or(AppError::NotFound)?;
            apply(&tx, &mut record, &change).await?;
            tx.set_order(&record).await?;
            tx.add_audit_entry(caller.audit(app, "order.change", format!("order {id}"), "")).await?;
            Ok(view(caller, &forbidden, &record))
        })
        .await
}

/// Changes many orders alike, or tells how they would look. One that cannot be changed keeps all from being changed: a batch is whole.
pub async fn batch_edit(app: &App, caller: &Caller, request: &OrderBatchEdit) -> Result<Vec<Order>, AppError> {
    count_ids(&request.order_ids)?;
    let mut faults = Faults::default();
    let patch = checked(&request.change, "/change", &mut faults);
    faults.settle()?;
    let change = Change { patch, receiver: None };
    let forbidden = app.forbidden_goods.current(&app.store, app.now()).await?;
    app.store
        .write(caller.scope()?, async |tx| {
            let mut records = tx.pooled_orders_for_update(&request.order_ids).await?;
            let mut entries = Vec::new();
            for record in &mut records {
                apply(&tx, record, &change).await?;
                if !request.preview {
                    tx.set_order(record).await?;
                    entries.push(caller.audit(app, "order.change", format!("order {}", record.id), ""));
                }
            }
            tx.add_audit_entries(entries).await?;
            Ok(records.iter().map(|record| view(caller, &forbidden, record)).collect())
        })
        .await
}

/// Takes orders out of the pool without shipping them.
pub async fn cancel(app: &App, caller: &Caller, request: &OrderIds) -> Result<OrderOutcomes, AppError> {
    move_all(app, caller, request, [OrderState::Open, OrderState::Cancelled], "order.cancel").await
}

/// Puts cancelled orders back.
pub async fn reopen(app: &App, caller: &Caller, request: &OrderIds) -> Result<OrderOutcomes, AppError> {
    move_all(app, caller, request, [OrderState::Cancelled, OrderState::Open], "order.reopen").await
}

fn forgotten() -> AppError {
    AppError::Conflict {
        code: "receiver_forgotten",
        words: Words::new(
            "收件人信息已按要求或到期删除，不能恢复；请重新建单。",
            "Its receiver was erased, on request or by time; make a new order.",
        ),
    }
}

async fn move_all(
    app: &App,
    caller: &Caller,
    request: &OrderIds,
    [from, to]: [OrderState; 2],
    action: &'static str,
) -> Result<OrderOutcomes, AppError> {
    count_ids(&request.order_ids)?;
    app.store
        .write(caller.scope()?, async |tx| {
            let records = tx.pooled_orders_for_update(&request.order_ids).await?;
            let (mut items, mut moved, mut entries) = (Vec::new(), Vec::new(), Vec::new());
            for id in &request.order_ids {
                let result = match records.iter().find(|record| record.id == *id) {
                    None => Err(AppError::NotFound),
                    // Done already: doing it twice is doing it once.
                    Some(record) if record.state == to => Ok(()),
                    Some(record) if record.state != from => Err(not_open(record)),
                    Some(record) if record.receiver.is_nobody() => Err(forgotten()),
                    Some(record) => {
                        moved.push(record.id);
                        entries.push(caller.audit(app, action, format!("order {id}"), ""));
                        Ok(())
                    }
                };
                items.push(outcome(caller, *id, result)?);
            }
            if !moved.is_empty() {
                tx.set_order_states(&moved, to).await?;
            }
            tx.add_audit_entries(entries).await?;
            Ok(OrderOutcomes { items })
        })
        .await
}
