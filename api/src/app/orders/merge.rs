//! Several orders in one parcel, and one order in several.

use std::collections::{HashMap, HashSet};

use shared::{
    OrderId,
    limits::{GOODS_CHARS, ORDER_NO_CHARS, QUANTITY, REMARK_CHARS, WEIGHT_G},
    orders::{GOODS_CODES_MAX, MERGE_MAX, Order, OrderGroup, OrderIds, OrderSplit, OrderState, SPLIT_MAX},
    services::{COD_MAX, INSURED_MAX},
};
use store::{OrderQuery, OrderRecord, WriteTx};
use units::Money;

use super::{not_open, order_no_taken, view};
use crate::app::{App, AppError, Caller, Words, validation::Faults};

/// Newest open orders that are looked at for the same receiver.
const LOOKED_AT: u32 = 2_000;
const GROUPS_MAX: usize = 100;
/// Parcels of one order that have numbers of its own; whatever is split further has none.
const PARTS_MAX: usize = 99;

/// What makes it the same parcel: who, where, from whom and for whom, who pays, when it is delivered and who carries it.
fn parcel_key(record: &OrderRecord) -> String {
    let receiver = &record.receiver;
    format!(
        "{}\0{}\0{}\0{}\0{:?}\0{:?}\0{:?}\0{}\0{:?}\0{:?}",
        store::folded(&receiver.name),
        store::phone_digits(&receiver.phone),
        record.place.division_code,
        store::folded(&receiver.detail),
        record.owner,
        record.sender,
        record.department,
        record.services.receiver_pays,
        record.services.delivery,
        record.carrier_account,
    )
}

/// Open orders that could go in one parcel; the largest groups first.
pub async fn mergeable(app: &App, caller: &Caller) -> Result<Vec<OrderGroup>, AppError> {
    let query =
        OrderQuery { state: Some(OrderState::Open), is_held: Some(false), limit: LOOKED_AT, ..OrderQuery::default() };
    let mut groups: HashMap<String, Vec<OrderRecord>> = HashMap::new();
    for record in app.store.read(caller.scope()?).pooled_orders(&query).await? {
        groups.entry(parcel_key(&record)).or_default().push(record);
    }
    let mut groups: Vec<Vec<OrderRecord>> = groups.into_values().filter(|group| group.len() > 1).collect();
    groups.iter_mut().for_each(|group| group.reverse());
    groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group[0].id));
    groups.truncate(GROUPS_MAX);
    let forbidden = app.forbidden_goods.current(&app.store, app.now()).await?;
    let views = |group: &Vec<OrderRecord>| group.iter().map(|record| view(caller, &forbidden, record)).collect();
    Ok(groups.iter().map(|group| OrderGroup { orders: views(group) }).collect())
}

/// Puts orders of one receiver into the oldest of them.
pub async fn merge(app: &App, caller: &Caller, request: &OrderIds) -> Result<Order, AppError> {
    let mut faults = Faults::default();
    let mut ids = request.order_ids.clone();
    ids.sort_unstable();
    ids.dedup();
    faults.count_between("/order_ids", ids.len(), 2, MERGE_MAX);
    faults.settle()?;
    let forbidden = app.forbidden_goods.current(&app.store, app.now()).await?;
    app.store
        .write(caller.scope()?, async |tx| {
            let records = tx.pooled_orders_for_update(&ids).await?;
            if records.len() < ids.len() {
                return Err(AppError::NotFound);
            }
            if let Some(other) = records.iter().find(|record| record.state != OrderState::Open) {
                return Err(not_open(other));
            }
            let Some((first, others)) = records.split_first() else { return Err(AppError::NotFound) };
            if others.iter().any(|other| parcel_key(other) != parcel_key(first)) {
                return Err(AppError::Unacceptable {
                    code: "different_parcels",
                    words: Words::new(
                        "收件人、地址、货主、部门、寄件地址和承运都相同的订单才能合并。",
                        "Only orders of the same receiver, address, owner, department, sender and carrier are merged.",
                    ),
                });
            }
            let merged = put_together(first, others)?;
            for other in others {
                let gone = OrderRecord { state: OrderState::Merged, parent: Some(first.id), ..other.clone() };
                tx.set_order(&gone).await?;
            }
            tx.set_order(&merged).await?;
            let detail = format!("{} others", others.len());
            tx.add_audit_entry(caller.audit(app, "order.merge", format!("order {}", first.id), detail)).await?;
            Ok(view(caller, &forbidden, &merged))
        })
        .await
}

fn put_together(first: &OrderRecord, others: &[OrderRecord]) -> Result<OrderRecord, AppError> {
    let all = || std::iter::once(first).chain(others);
    let mut merged = first.clone();
    let joined = |texts: Vec<String>, most: usize| {
        let mut seen: Vec<String> = Vec::new();
        for text in texts.into_iter().filter(|text| !text.is_empty()) {
            if !seen.contains(&text) {
                seen.push(text);
            }
        }
        seen.join("；").chars().take(most).collect::<String>()
    };
    let goods = |record: &OrderRecord| match record.quantity {
        1 => record.goods.clone(),
        many => format!("{}×{many}", record.goods),
    };
    merged.goods = joined(all().map(goods).collect(), GOODS_CHARS);
    merged.remark = joined(all().map(|record| record.remark.clone()).collect(), REMARK_CHARS);
    merged.quantity = all().map(|record| record.quantity).sum();
    // A weight that one of them does not have is not known of the whole.
    merged.weight_g = all().map(|record| record.weight_g).sum::<Option<u32>>();
    let insured: i64 = all().filter_map(|record| record.insured).map(Money::fen).sum();
    merged.insured = (insured > 0).then(|| Money::from_fen(insured));
    let cod: i64 = all().filter_map(|record| record.services.cod).map(Money::fen).sum();
    merged.services.cod = (cod > 0).then(|| Money::from_fen(cod));
    merged.services.signed_return = all().any(|record| record.services.signed_return);
    merged.goods_codes = all().flat_map(|record| record.goods_codes.clone()).collect();
    merged.goods_codes.sort_unstable();
    merged.goods_codes.dedup();
    merged.goods_codes.truncate(GOODS_CODES_MAX);
    if merged.services.cod.is_some_and(|cod| cod > COD_MAX) {
        return Err(AppError::Unacceptable {
            code: "cod_too_high",
            words: Words::new(
                format!("合并后代收货款超过 {COD_MAX} 元。"),
                format!("Together more than {COD_MAX} yuan would be collected."),
            ),
        });
    }
    if merged.insured.is_some_and(|insured| insured > INSURED_MAX) {
        return Err(AppError::Unacceptable {
            code: "insured_too_high",
            words: Words::new(
                format!("合并后保价金额超过 {INSURED_MAX} 元。"),
                format!("Together more than {INSURED_MAX} yuan would be insured."),
            ),
        });
    }
    if merged.quantity > QUANTITY || merged.weight_g.is_some_and(|weight| weight > WEIGHT_G) {
        return Err(AppError::Unacceptable {
            code: "parcel_too_large",
            words: Words::new("合并后超过一件包裹的上限。", "Together they are more than one parcel takes."),
        });
    }
    Ok(merged)
}

/// Makes several parcels of one order: the first stays the order, the others are new ones beside it.
pub async fn split(app: &App, caller: &Caller, id: OrderId, request: &OrderSplit) -> Result<Vec<Order>, AppError> {
    let mut faults = Faults::default();
    faults.count_between("/parcels", request.parcels.len(), 2, SPLIT_MAX);
    let mut goods = Vec::with_capacity(request.parcels.len());
    for (at, parcel) in request.parcels.iter().enumerate().take(SPLIT_MAX) {
        faults.range(&format!("/parcels/{at}/quantity"), parcel.quantity, 1, QUANTITY);
        if let Some(weight) = parcel.weight_g {
            faults.range(&format!("/parcels/{at}/weight_g"), weight, 1, WEIGHT_G);
        }
        let text = parcel.goods.as_deref();
        goods.push(text.map(|text| faults.text(&format!("/parcels/{at}/goods"), text, true, GOODS_CHARS)));
    }
    faults.settle()?;
    let forbidden = app.forbidden_goods.current(&app.store, app.now()).await?;
    app.store
        .write(caller.scope()?, async |tx| {
            let record = tx.pooled_orders_for_update(&[id]).await?.pop().ok_or(AppError::NotFound)?;
            if record.state != OrderState::Open {
                return Err(not_open(&record));
            }
            let mut made = Vec::with_capacity(request.parcels.len());
            let mut numbers = free_numbers(&tx, record.order_no.as_deref()).await?;
            for (at, (parcel, goods)) in request.parcels.iter().zip(&goods).enumerate() {
                let mut part = record.clone();
                part.goods = goods.clone().unwrap_or_else(|| record.goods.clone());
                (part.quantity, part.weight_g) = (parcel.quantity, parcel.weight_g);
                if at > 0 {
                    // What is insured, collected and said of the order is said of its first parcel.
                    part.services.cod = None;
                    (part.id, part.parent, part.insured) = (OrderId(app.id()), Some(record.id), None);
                    part.order_no = numbers.next();
                    part.dedupe_key = part.order_no.clone().unwrap_or_else(|| format!("~{}", part.id));
                    tx.add_orders(std::slice::from_ref(&part)).await?;
                } else {
                    tx.set_order(&part).await?;
                }
                made.push(part);
            }
            let detail = format!("{} parcels", made.len());
            tx.add_audit_entry(caller.audit(app, "order.split", format!("order {id}"), detail)).await?;
            Ok(made.iter().map(|part| view(caller, &forbidden, part)).collect())
        })
        .await
        .map_err(order_no_taken)
}

/// Numbers for further parcels of an order that no order has yet: it may have been split before. None where the order has no number.
async fn free_numbers(
    tx: &WriteTx<'_>,
    number: Option<&str>,
) -> Result<impl Iterator<Item = String> + use<>, AppError> {
    let wanted: Vec<String> =
        number.iter().flat_map(|number| (2..=PARTS_MAX).map(|part| numbered(number, part))).collect();
    let known: HashSet<String> = tx.known_orders(&wanted).await?.into_iter().map(|(number, _)| number).collect();
    Ok(wanted.into_iter().filter(move |number| !known.contains(number)))
}

/// `SO-1` → `SO-1-2`, within the length of an order number.
fn numbered(number: &str, part: usize) -> String {
    let end = format!("-{part}");
    number.chars().take(ORDER_NO_CHARS - end.len()).collect::<String>() + &end
}
