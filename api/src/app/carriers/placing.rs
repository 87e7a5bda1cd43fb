//! Giving reserved orders to their carrier: asked for outside of any transaction, and settled; whenever the service is killed, an order is
//! neither lost nor placed twice.

use std::collections::HashSet;

use carrier::{
    Issued, RemoteCarrier, RemoteError, Route,
    remote::{Ask, Created},
};
use chrono::TimeDelta;
use futures_util::future::join_all;
use shared::{
    CarrierAccountId, CarrierOrderId,
    carriers::{CarrierAccountState, PlacementState},
    orders::OrderState,
};
use store::{CarrierAccountRecord, CarrierOrderRecord, CarrierWords, OrderRecord, SentFrom, TenantScope, WriteTx};

use super::{
    Line, accounts,
    following::{finish, follow},
    looking::first_look,
    order,
    routing::asked_next,
    seconds, words,
};
use crate::app::{
    App, AppError, Words,
    orders::{draft, sent_by},
    shipping::{self, Draft, Refusal, SentWith},
};

/// Orders that carriers are asked for at once; each is one connection.
const AT_ONCE: u32 = 8;
/// Longer than a carrier may take: who is killed while asking is followed by another after it.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// Where something has to be mended before the carrier can be asked.
const NOT_ASKED_S: u32 = 60;
/// Waits between tries, in seconds; the last one repeats.
const BACKOFF_S: [u32; 7] = [2, 5, 15, 60, 120, 300, 600];

/// Asks carriers for what is due; answers whether there was anything.
pub async fn work(app: &App) -> Result<bool, AppError> {
    let now = app.now();
    let room = app.settings.carriers.room(AT_ONCE, now);
    if room == 0 {
        return Ok(false);
    }
    let leased = app.store.system().lease_carrier_orders(room, now, now + LEASE).await?;
    let is_any = !leased.is_empty();
    look_at_accounts(app, &leased).await;
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

/// Each account that new orders go to is looked at once, not with each order.
async fn look_at_accounts(app: &App, leased: &[(TenantScope, CarrierOrderRecord)]) {
    let is_new = |record: &CarrierOrderRecord| record.state == PlacementState::Placing && record.tries == 0;
    let used = leased.iter().filter(|(_, record)| is_new(record)).map(|(scope, record)| (*scope, record.account));
    let used: HashSet<(TenantScope, CarrierAccountId)> = used.collect();
    let looked = used.into_iter().map(|(scope, account)| async move {
        if let Err(error) = accounts::look_again(app, scope, account).await {
            tracing::error!(?error, carrier_account = %account, "an account could not be looked at");
        }
    });
    join_all(looked).await;
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
        return put_off(app, scope, record.id, NOT_ASKED_S, gone).await;
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
    // What the account cannot be asked any more is never left out: a parcel is not delivered without the money.
    if let Some(words) = order::cannot(line.carrier.capabilities(), account, &pooled.services) {
        let said = said(&words);
        let is_new = record.tries == 0;
        return if is_new {
            refuse(app, scope, record.id, said).await
        } else {
            put_off(app, scope, record.id, NOT_ASKED_S, said).await
        };
    }
    let sender = match record.sender.clone() {
        // The carrier may hold a number for it: that is found out, whatever has changed since.
        Some(sender) if record.tries > 0 => sender,
        sender => match fits(app, &reader, &record, &pooled, sender).await {
            Ok(sender) => sender,
            Err(error) if record.tries == 0 => return refuse(app, scope, record.id, words_of(&error)?).await,
            // Reserved by a version that did not keep the sender.
            Err(error) => return put_off(app, scope, record.id, NOT_ASKED_S, words_of(&error)?).await,
        },
    };
    let order = order::new_order(&record, account, &sender, &pooled);
    let asked = line.ask_and_note(app, scope, async |carrier, ports| {
        // What was asked for before may have arrived.
        if record.tries == 0 { carrier.create(ports, &order).await } else { carrier.resolve(ports, &order).await }
    });
    let (answer, was_asked) = asked.await;
    match answer {
        Err(RemoteError::Unavailable { retry_after_s }) if !was_asked => {
            put_off(app, scope, record.id, retry_after_s, words(&RemoteError::Unavailable { retry_after_s })).await
        }
        Ok(created) => match created.waybill_no.clone() {
            Some(waybill_no) => {
                if account.state == CarrierAccountState::Failing {
                    stand(app, scope, account.id, CarrierAccountState::Bound, CarrierWords::default()).await?;
                }
                let route = order::route(app, scope, line, &order, &created).await;
                ship(app, scope, line, &record, (waybill_no, route), &created).await
            }
            None => later(app, scope, record.id, words(&RemoteError::OutcomeUnknown), None).await,
        },
        Err(RemoteError::Unavailable { retry_after_s }) => {
            later(app, scope, record.id, words(&RemoteError::Unavailable { retry_after_s }), Some(retry_after_s)).await
        }
        Err(error @ RemoteError::OutcomeUnknown) => later(app, scope, record.id, words(&error), None).await,
        // Not sent this time, because the sender was changed since: that says nothing about the time before.
        Err(error @ RemoteError::Invalid { .. }) if record.tries > 0 && record.sender.is_none() => {
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

/// Everything that can be refused is looked at once more before the carrier is asked for the first time, so that no number is bought for
/// what cannot be shipped. Answers who sends it.
async fn fits<C: store::Connection>(
    app: &App,
    reader: &store::Scoped<'_, C>,
    record: &CarrierOrderRecord,
    pooled: &OrderRecord,
    sender: Option<SentFrom>,
) -> Result<SentFrom, AppError> {
    let terms = shipping::terms_from(app, reader, sent_by(pooled), sender, record.asked_by).await?;
    shipping::priced(app, &terms, by_carrier(record, pooled)).map_err(Refusal::into_error)?;
    Ok(terms.sender)
}

/// Where the carrier goes is the carrier's to say, whatever was chosen for the order since.
fn by_carrier(record: &CarrierOrderRecord, pooled: &OrderRecord) -> Draft {
    Draft { sent_with: SentWith::Account(record.account), ..draft(pooled) }
}

fn said(words: &Words) -> CarrierWords {
    use crate::app::Language;
    CarrierWords { zh: words.in_language(Language::Zh).to_owned(), en: words.in_language(Language::En).to_owned() }
}

/// What the people of the merchant have to know; a fault of ours is none of it.
fn words_of(error: &AppError) -> Result<CarrierWords, AppError> {
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
    (waybill_no, route): (String, Result<Route, RemoteError>),
    created: &Created,
) -> Result<(), AppError> {
    let code = line.code();
    let route_at = route.as_ref().err().and_then(|error| asked_next(app, error));
    // Without one the label shows none.
    let route = route.unwrap_or_else(|_| Route { route_code: String::new(), bag_hub: String::new() });
    let issued = Issued { waybill_no, route };
    let kept = app
        .store
        .write(scope, async |tx| {
            let Some(mut record) = placing(&tx, record.id).await? else { return Ok(()) };
            let pooled = tx.pooled_orders_for_update(&[record.order]).await?.pop();
            let pooled = pooled.ok_or_else(|| AppError::internal("an order that is gone while it is placed"))?;
            let terms = shipping::terms_from(app, &tx, sent_by(&pooled), record.sender.take(), record.asked_by).await?;
            let priced = shipping::priced(app, &terms, by_carrier(&record, &pooled)).map_err(Refusal::into_error)?;
            let made =
                shipping::write(app, &tx, &terms, &[priced], vec![issued.clone()], code).await?.into_iter().next();
            let made = made.ok_or_else(|| AppError::internal("nothing was shipped"))?;
            record.state = PlacementState::Placed;
            record.shipment = Some(made.record.id);
            record.words = CarrierWords::default();
            (record.tries, record.run_at, record.updated_at) = (0, Some(app.now()), app.now());
            record.route_at = route_at;
            record.track_at = Some(first_look(app));
            tx.save_carrier_order(&record).await?;
            Ok::<(), AppError>(tx.use_carrier_number(record.account).await?)
        })
        .await;
    let Err(error) = kept else { return Ok(()) };
    // Asked again, the carrier tells the same number again.
    tracing::error!(?error, partner_code = created.partner_code, "a number of a carrier could not be kept yet");
    later(app, scope, record.id, words_of(&error)?, None).await
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
            record.sender = None;
            (record.run_at, record.updated_at) = (None, app.now());
            tx.save_carrier_order(&record).await?;
            Ok(())
        })
        .await
}

/// Changes a placement as it stands now, locked.
pub(super) async fn change(
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

/// Nobody was asked, and nobody is for so long: this was no try.
pub(super) async fn put_off(
    app: &App,
    scope: TenantScope,
    id: CarrierOrderId,
    after_s: u32,
    said: CarrierWords,
) -> Result<(), AppError> {
    change(app, scope, id, |record| {
        record.tries = record.tries.saturating_sub(1);
        record.run_at = Some(app.now() + seconds(after_s));
        record.words = said.clone();
    })
    .await
}

/// Not before `after_s` seconds, and the longer apart the oftener it was tried.
pub(super) async fn later(
    app: &App,
    scope: TenantScope,
    id: CarrierOrderId,
    said: CarrierWords,
    after_s: Option<u32>,
) -> Result<(), AppError> {
    change(app, scope, id, |record| {
        let step = (record.tries.saturating_sub(1) as usize).min(BACKOFF_S.len() - 1);
        let wait = BACKOFF_S[step].max(after_s.unwrap_or(0));
        record.run_at = Some(app.now() + seconds(wait));
        record.words = said.clone();
    })
    .await
}

pub(super) async fn fail(
    app: &App,
    scope: TenantScope,
    account: CarrierAccountId,
    said: CarrierWords,
) -> Result<(), AppError> {
    stand(app, scope, account, CarrierAccountState::Failing, said).await
}

async fn stand(
    app: &App,
    scope: TenantScope,
    account: CarrierAccountId,
    state: CarrierAccountState,
    said: CarrierWords,
) -> Result<(), AppError> {
    app.store
        .write(scope, async |tx| {
            if let Some(mut record) = tx.carrier_account_for_update(account).await? {
                (record.state, record.problem) = (state, said.clone());
                tx.save_carrier_account(&record).await?;
            }
            Ok(())
        })
        .await
}
