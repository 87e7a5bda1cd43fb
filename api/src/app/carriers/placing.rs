//! Giving orders of the pool to a carrier: reserved, asked for outside of any transaction, and settled; whenever the service is killed, an
//! order is neither lost nor placed twice.

use std::collections::{HashMap, hash_map::Entry};

use carrier::{
    Issued, RemoteCarrier, RemoteError,
    remote::{Ask, Created, Subscription},
};
use chrono::TimeDelta;
use futures_util::future::join_all;
use shared::{
    CarrierAccountId, CarrierOrderId, OrderId,
    carriers::{CarrierAccountState, Placement, PlacementState},
    orders::{OrderIds, OrderOutcomes, OrderState},
};
use store::{CarrierAccountRecord, CarrierOrderRecord, CarrierWords, OrderRecord, TenantScope, WriteTx};

use super::{Line, not_set_up, order, words};
use crate::app::{
    App, AppError, Caller, Words,
    orders::{count_ids, draft, outcome, ready, sent_by},
    parts::SentBy,
    shipping::{self, Refusal, Terms},
};

/// Orders that carriers are asked for at once; each is one connection.
const AT_ONCE: u32 = 8;
/// Longer than a carrier may take: who is killed while asking is followed by another after it.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// Waits between tries, in seconds; the last one repeats.
const BACKOFF_S: [u32; 7] = [2, 5, 15, 60, 120, 300, 600];
/// A parcel is shipped all the same when the carrier will not say what happens to it.
const FOLLOW_TRIES: u32 = 12;

/// Gives orders to a carrier. Each has its own outcome: `is_placing` until the carrier answers.
pub async fn place(
    app: &App,
    caller: &Caller,
    account: CarrierAccountId,
    order_ids: &[OrderId],
) -> Result<OrderOutcomes, AppError> {
    count_ids(order_ids)?;
    let scope = caller.scope()?;
    let account = app.store.read(scope).carrier_account(account).await?.ok_or_else(no_account)?;
    app.settings.carriers.line(&account.carrier).ok_or_else(not_set_up)?;
    app.forbidden_goods.current(&app.store, app.now()).await?;
    let outcomes = app
        .store
        .write(scope, async |tx| {
            let records = tx.pooled_orders_for_update(order_ids).await?;
            let records: HashMap<OrderId, OrderRecord> =
                records.into_iter().map(|record| (record.id, record)).collect();
            let (mut items, mut placed) = (Vec::with_capacity(order_ids.len()), Vec::new());
            let mut known = HashMap::new();
            for id in order_ids {
                let result = match records.get(id) {
                    None => Err(AppError::NotFound),
                    Some(_) if placed.contains(id) => Err(already_placing()),
                    Some(record) => fits(app, caller, &tx, &mut known, record).await,
                };
                let is_placing = result.is_ok();
                if is_placing {
                    placed.push(*id);
                }
                let mut item = outcome(caller, *id, result)?;
                item.is_placing = is_placing;
                items.push(item);
            }
            reserve(app, caller, &tx, &account, &placed).await?;
            Ok::<OrderOutcomes, AppError>(OrderOutcomes { items })
        })
        .await?;
    app.nudge.notify_one();
    Ok(outcomes)
}

fn no_account() -> AppError {
    AppError::invalid(
        "/carrier_account_id",
        "unknown_account",
        Words::new("没有这个快递账号。", "There is no such carrier account."),
    )
}

fn already_placing() -> AppError {
    AppError::Conflict {
        code: "order_placing",
        words: Words::new("订单正在向快递公司下单。", "The order is on its way to a carrier."),
    }
}

/// Everything that can be refused here is refused before a carrier is asked. `known` are the terms of those who sent before.
async fn fits(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    known: &mut HashMap<SentBy, Terms>,
    record: &OrderRecord,
) -> Result<(), AppError> {
    let by = ready(record)?;
    if let Some(words) = order::cannot(&record.services) {
        return Err(AppError::Conflict { code: "carrier_cannot", words });
    }
    let terms = match known.entry(by) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(unknown) => unknown.insert(shipping::terms(app, tx, by, caller.user).await?),
    };
    shipping::priced(app, terms, draft(record)).map_err(Refusal::into_error)?;
    Ok(())
}

async fn reserve(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    account: &CarrierAccountRecord,
    orders: &[OrderId],
) -> Result<(), AppError> {
    if orders.is_empty() {
        return Ok(());
    }
    let now = app.now();
    let reserved = |order: &OrderId| {
        let id = CarrierOrderId(app.id());
        CarrierOrderRecord {
            id,
            account: account.id,
            order: *order,
            partner_code: id.0.simple().to_string(),
            state: PlacementState::Placing,
            tries: 0,
            run_at: Some(now),
            words: CarrierWords::default(),
            shipment: None,
            is_followed: false,
            asked_by: caller.user,
            asked_at: now,
            updated_at: now,
        }
    };
    let records: Vec<CarrierOrderRecord> = orders.iter().map(reserved).collect();
    tx.add_carrier_orders(&records).await?;
    tx.set_order_states(orders, OrderState::Placing).await?;
    let entries = orders
        .iter()
        .map(|order| caller.audit(app, "order.place", format!("order {order}"), account.account.clone()))
        .collect();
    Ok(tx.add_audit_entries(entries).await?)
}

/// How these orders stand with carriers; those that were never given to one are left out.
pub async fn placements(app: &App, caller: &Caller, request: &OrderIds) -> Result<Vec<Placement>, AppError> {
    count_ids(&request.order_ids)?;
    let records = app.store.read(caller.scope()?).placements(&request.order_ids).await?;
    let view = |record: CarrierOrderRecord| {
        let words = caller.language.pick(&record.words.zh, &record.words.en).clone();
        Placement {
            order_id: record.order,
            account_id: record.account,
            state: record.state,
            words: Some(words).filter(|words| !words.is_empty()),
            tries: record.tries,
            asked_at: record.asked_at,
            updated_at: record.updated_at,
        }
    };
    Ok(records.into_iter().map(view).collect())
}

/// Asks carriers for what is due; answers whether there was anything.
pub async fn work(app: &App) -> Result<bool, AppError> {
    let now = app.now();
    let leased = app.store.system().lease_carrier_orders(AT_ONCE, now, now + LEASE).await?;
    let is_any = !leased.is_empty();
    let asked = join_all(leased.into_iter().map(|(scope, record)| async move {
        let id = record.id;
        if let Err(error) = ask(app, scope, record).await {
            // The lease ends, and it is looked at again.
            tracing::error!(?error, carrier_order = %id, "an order could not be given to its carrier");
        }
    }));
    asked.await;
    Ok(is_any)
}

async fn ask(app: &App, scope: TenantScope, record: CarrierOrderRecord) -> Result<(), AppError> {
    let reader = app.store.read(scope);
    let account = reader.carrier_account(record.account).await?;
    let account = account.ok_or_else(|| AppError::internal("an order of an account that is gone"))?;
    let Some(line) = app.settings.carriers.line(&account.carrier) else {
        let gone = CarrierWords {
            zh: "网络管理员断开了这家快递公司。".to_owned(),
            en: "The network has taken down the connection to this carrier.".to_owned(),
        };
        return later(app, scope, record.id, gone, None).await;
    };
    match record.state {
        PlacementState::Placing => place_one(app, scope, line, &account, record).await,
        PlacementState::Placed => follow(app, scope, line, &account, record).await,
        PlacementState::Refused => finish(app, scope, record.id).await,
    }
}

async fn place_one(
    app: &App,
    scope: TenantScope,
    line: &Line,
    account: &CarrierAccountRecord,
    record: CarrierOrderRecord,
) -> Result<(), AppError> {
    let reader = app.store.read(scope);
    let pooled = reader.pooled_order(record.order).await?;
    let pooled = pooled.ok_or_else(|| AppError::internal("an order that is gone while it is placed"))?;
    let terms = match shipping::terms(app, &reader, sent_by(&pooled), record.asked_by).await {
        Ok(terms) => terms,
        // Nothing was sent yet: it goes back. Otherwise the carrier may hold a number for it, so it waits until it can be kept.
        Err(error) if record.tries == 0 => return refuse(app, scope, record.id, words_of(&error)?).await,
        Err(error) => return later(app, scope, record.id, words_of(&error)?, None).await,
    };
    let order = order::new_order(&record, account, &terms.sender, &pooled);
    let asked = line.ask(app, scope, async |carrier, ports| {
        // What was asked for before may have arrived.
        if record.tries == 0 { carrier.create(ports, &order).await } else { carrier.resolve(ports, &order).await }
    });
    match asked.await {
        Ok(created) => match created.waybill_no.clone() {
            Some(waybill_no) => {
                let route = order::route(app, scope, line, &order, &created).await;
                ship(app, scope, line, &record, Issued { waybill_no, route }, &created).await
            }
            None => later(app, scope, record.id, words(&RemoteError::OutcomeUnknown), None).await,
        },
        Err(RemoteError::Unavailable { retry_after_s }) => {
            later(app, scope, record.id, words(&RemoteError::Unavailable { retry_after_s }), Some(retry_after_s)).await
        }
        Err(error @ RemoteError::OutcomeUnknown) => later(app, scope, record.id, words(&error), None).await,
        // Not sent this time, because the sender was changed since: that says nothing about the time before.
        Err(error @ RemoteError::Invalid { .. }) if record.tries > 0 => {
            later(app, scope, record.id, words(&error), None).await
        }
        Err(error) => {
            refuse(app, scope, record.id, words(&error)).await?;
            // Every order of this account would be refused alike.
            let is_account = matches!(error, RemoteError::Config(_) | RemoteError::AskPerson { ask: Ask::Account, .. });
            if is_account { fail(app, scope, account.id, words(&error)).await } else { Ok(()) }
        }
    }
}

/// What the people of the merchant have to know; a fault of ours is none of it.
fn words_of(error: &AppError) -> Result<CarrierWords, AppError> {
    use crate::app::Language;
    let said = |words: &Words| CarrierWords {
        zh: words.in_language(Language::Zh).to_owned(),
        en: words.in_language(Language::En).to_owned(),
    };
    match error {
        AppError::Unacceptable { words, .. } | AppError::Conflict { words, .. } | AppError::Forbidden { words, .. } => {
            Ok(said(words))
        }
        AppError::Invalid(faults) => {
            faults.first().map(|fault| said(&fault.words)).ok_or_else(|| AppError::internal("a fault without a field"))
        }
        other => Err(other.clone()),
    }
}

/// The carrier gave a number: the shipment is written with it, and the order is shipped.
async fn ship(
    app: &App,
    scope: TenantScope,
    line: &Line,
    record: &CarrierOrderRecord,
    issued: Issued,
    created: &Created,
) -> Result<(), AppError> {
    let code = line.code();
    app.store
        .write(scope, async |tx| {
            let Some(mut record) = placing(&tx, record.id).await? else { return Ok(()) };
            let pooled = tx.pooled_orders_for_update(&[record.order]).await?.pop();
            let pooled = pooled.ok_or_else(|| AppError::internal("an order that is gone while it is placed"))?;
            let terms: Terms = shipping::terms(app, &tx, sent_by(&pooled), record.asked_by).await?;
            let priced = shipping::priced(app, &terms, draft(&pooled)).map_err(Refusal::into_error)?;
            let made =
                shipping::write(app, &tx, &terms, &[priced], vec![issued.clone()], code).await?.into_iter().next();
            let made = made.ok_or_else(|| AppError::internal("nothing was shipped"))?;
            record.state = PlacementState::Placed;
            record.shipment = Some(made.record.id);
            record.words = CarrierWords::default();
            (record.tries, record.run_at, record.updated_at) = (0, Some(app.now()), app.now());
            tx.save_carrier_order(&record).await?;
            Ok::<(), AppError>(())
        })
        .await
        .inspect_err(|error| {
            // Asked again, the carrier tells the same number again.
            tracing::error!(?error, partner_code = created.partner_code, "a number of a carrier could not be kept yet");
        })
}

/// The record, locked, while it waits for its carrier; nothing where another has settled it.
async fn placing(tx: &WriteTx<'_>, id: CarrierOrderId) -> Result<Option<CarrierOrderRecord>, AppError> {
    let record = tx.carrier_order_for_update(id).await?;
    Ok(record.filter(|record| record.state == PlacementState::Placing))
}

/// The carrier will not take it: the order is back in the pool, held, with what the carrier said.
async fn refuse(app: &App, scope: TenantScope, id: CarrierOrderId, said: CarrierWords) -> Result<(), AppError> {
    app.store
        .write(scope, async |tx| {
            let Some(mut record) = placing(&tx, id).await? else { return Ok(()) };
            tx.set_order_states(&[record.order], OrderState::Open).await?;
            tx.hold_orders(&[record.order]).await?;
            record.state = PlacementState::Refused;
            record.words = said.clone();
            (record.run_at, record.updated_at) = (None, app.now());
            tx.save_carrier_order(&record).await?;
            Ok(())
        })
        .await
}

/// Changes a placement as it stands now, locked.
async fn change(
    app: &App,
    scope: TenantScope,
    id: CarrierOrderId,
    change: impl Fn(&mut CarrierOrderRecord),
) -> Result<(), AppError> {
    app.store
        .write(scope, async |tx| {
            if let Some(mut record) = tx.carrier_order_for_update(id).await? {
                change(&mut record);
                record.updated_at = app.now();
                tx.save_carrier_order(&record).await?;
            }
            Ok(())
        })
        .await
}

/// Not before `after_s` seconds, and the longer apart the oftener it was tried.
async fn later(
    app: &App,
    scope: TenantScope,
    id: CarrierOrderId,
    said: CarrierWords,
    after_s: Option<u32>,
) -> Result<(), AppError> {
    change(app, scope, id, |record| {
        let step = (record.tries.saturating_sub(1) as usize).min(BACKOFF_S.len() - 1);
        let wait = BACKOFF_S[step].max(after_s.unwrap_or(0));
        record.run_at = Some(app.now() + TimeDelta::seconds(i64::from(wait)));
        record.words = said.clone();
    })
    .await
}

async fn finish(app: &App, scope: TenantScope, id: CarrierOrderId) -> Result<(), AppError> {
    change(app, scope, id, |record| record.run_at = None).await
}

/// Asks the carrier to tell what happens to the parcel.
async fn follow(
    app: &App,
    scope: TenantScope,
    line: &Line,
    account: &CarrierAccountRecord,
    record: CarrierOrderRecord,
) -> Result<(), AppError> {
    let shipment = match record.shipment {
        Some(id) => app.store.read(scope).shipment(id).await?,
        None => None,
    };
    let Some(shipment) = shipment.filter(|_| !record.is_followed) else {
        return finish(app, scope, record.id).await;
    };
    let phone = carrier::remote::PhoneTail::of(&shipment.sender.phone);
    let request = Subscription::Waybill { waybill_no: shipment.waybill_no.clone(), phone };
    let asked = line.ask(app, scope, async |carrier, ports| carrier.subscribe(ports, &request).await).await;
    match asked {
        Err(error @ (RemoteError::Unavailable { .. } | RemoteError::OutcomeUnknown)) if record.tries < FOLLOW_TRIES => {
            later(app, scope, record.id, words(&error), None).await
        }
        answered => {
            let said = answered.as_ref().err().map(words).unwrap_or_default();
            let is_config = matches!(answered, Err(RemoteError::Config(_)));
            change(app, scope, record.id, |record| {
                record.is_followed = answered.is_ok();
                record.words = said.clone();
                record.run_at = None;
            })
            .await?;
            if is_config { fail(app, scope, account.id, said).await } else { Ok(()) }
        }
    }
}

async fn fail(app: &App, scope: TenantScope, account: CarrierAccountId, said: CarrierWords) -> Result<(), AppError> {
    app.store
        .write(scope, async |tx| {
            if let Some(mut record) = tx.carrier_account(account).await? {
                (record.state, record.problem) = (CarrierAccountState::Failing, said.clone());
                tx.save_carrier_account(&record).await?;
            }
            Ok(())
        })
        .await
}
