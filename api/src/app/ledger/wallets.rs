//! What a merchant has with the network, as its people and the network's see it, and money that comes in by bank.

use chrono::{DateTime, TimeDelta, Utc};
use shared::{
    MerchantId, Page, PostingId, ShipmentId, UserId,
    applications::{CREDIT_LIMIT_FEN_MAX, Settlement},
    ledger::{
        LedgerAccount::{Bank, Frozen, Receivable, Wallet as WalletAccount},
        Posting, PostingKind, TOP_UP_FEN_MAX, TopUpCreate, TopUpReversal, VOUCHER_NO_CHARS, WALLET_LIMIT_FEN_MAX,
        Wallet, WalletTerms,
    },
    limits::REASON_CHARS,
};
use store::{Connection, IdempotencyKey, NewPosting, PostingQuery, PostingRecord, Scoped, WalletRecord, WriteTx};
use units::Money;
use uuid::Uuid;

use super::{balanced, minus, plus};
use crate::app::{
    App, AppError, Caller, Words,
    caller::forbidden,
    clock::first_id_at,
    error::FieldFault,
    idempotency::{self, Once},
    paging::PageRequest,
    validation::Faults,
};

/// How far back it is looked how fast money goes.
const PACE_DAYS: i64 = 7;
const CREATED: u16 = 201;

fn view(record: &WalletRecord, spent: Money) -> Wallet {
    let (available, frozen) = (record.available(), record.amounts.of(Frozen));
    let a_day = spent.fen() / PACE_DAYS;
    let lasts = record.floor.and_then(|floor| available.checked_sub(floor)).filter(|_| a_day > 0);
    Wallet {
        settlement: record.settlement,
        balance: record.amounts.balance(),
        frozen,
        credit_limit: record.credit_limit,
        available,
        floor: record.floor,
        warn_below: record.warn_below,
        is_low: record.warn_below.is_some_and(|warn| available < warn),
        days_left: lasts.map(|left| u32::try_from((left.fen() / a_day).max(0)).unwrap_or(u32::MAX)),
    }
}

async fn shown<C: Connection>(app: &App, reader: &Scoped<'_, C>) -> Result<Wallet, AppError> {
    let record = reader.wallet().await?;
    let spent = reader.spent_since(first_id_at(app.now() - TimeDelta::days(PACE_DAYS))).await?;
    Ok(view(&record, spent))
}

/// What the merchant pays is nothing for those it ships for.
fn require_the_merchants(caller: &Caller) -> Result<(), AppError> {
    if caller.is_an_owners() { Err(forbidden()) } else { Ok(()) }
}

pub async fn wallet(app: &App, caller: &Caller) -> Result<Wallet, AppError> {
    require_the_merchants(caller)?;
    shown(app, &app.store.read(caller.scope()?)).await
}

pub async fn network_wallet(app: &App, id: MerchantId) -> Result<Wallet, AppError> {
    let scope = app.store.network().merchant_scope(id).await?.ok_or(AppError::NotFound)?;
    shown(app, &app.store.read(scope)).await
}

/// Which postings are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    pub kind: Option<PostingKind>,
    pub shipment: Option<ShipmentId>,
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
}

async fn list<C: Connection>(
    reader: &Scoped<'_, C>,
    asked: Asked,
    page: PageRequest,
) -> Result<Page<Posting>, AppError> {
    let from = match asked.from {
        Some(at) => Some(reader.posting_from(first_id_at(at)).await?),
        None => None,
    };
    let to = match asked.to {
        Some(at) => Some(reader.posting_from(first_id_at(at)).await?),
        None => None,
    };
    // Postings are counted, and their count is where a page goes on.
    let after = page.after.map(|cursor| u64::try_from(cursor.as_u128()).unwrap_or(0));
    let before = after.into_iter().chain(to).min();
    let query = PostingQuery { kind: asked.kind, shipment: asked.shipment, from, before, limit: page.probe() };
    let rows = reader.postings(&query).await?;
    let shipments: Vec<ShipmentId> = rows.iter().filter_map(|row| row.shipment).collect();
    let numbers = reader.waybill_nos(&shipments).await?;
    let number_of = |id| numbers.iter().find(|(known, _)| Some(*known) == id).map(|(_, number)| number.clone());
    Ok(page.page(rows, |row| Uuid::from_u128(u128::from(row.nth)), |row| posting(&row, number_of(row.shipment))))
}

fn posting(record: &PostingRecord, waybill_no: Option<String>) -> Posting {
    Posting {
        id: record.id,
        nth: record.nth,
        kind: record.kind,
        amount: record.amounts.balance(),
        frozen: record.amounts.of(Frozen),
        balance_after: record.balance_after,
        shipment_id: record.shipment,
        waybill_no,
        corrects: record.corrects,
        reason: record.reason.clone(),
        at: record.created_at,
    }
}

/// Each posting names a shipment, so who sees a part of those sees no postings.
pub async fn postings(app: &App, caller: &Caller, asked: Asked, page: PageRequest) -> Result<Page<Posting>, AppError> {
    let scope = caller.scope()?;
    if scope.part().is_some() {
        return Err(forbidden());
    }
    list(&app.store.read(scope), asked, page).await
}

pub async fn network_postings(
    app: &App,
    id: MerchantId,
    asked: Asked,
    page: PageRequest,
) -> Result<Page<Posting>, AppError> {
    let scope = app.store.network().merchant_scope(id).await?.ok_or(AppError::NotFound)?;
    list(&app.store.read(scope), asked, page).await
}

/// Money came by bank. The same transfer of a merchant is taken once, whoever of the staff confirms it and however often.
pub async fn top_up(
    app: &App,
    caller: &Caller,
    id: MerchantId,
    key: Option<&IdempotencyKey>,
    request: &TopUpCreate,
) -> Result<Once<Posting>, AppError> {
    let mut faults = Faults::default();
    let voucher_no = faults.text("/voucher_no", &request.voucher_no, true, VOUCHER_NO_CHARS);
    check_amount(&mut faults, request.amount);
    faults.settle()?;
    let scope = app.store.network().merchant_scope(id).await?.ok_or(AppError::NotFound)?;
    let settled = app
        .store
        .write(scope, async |tx| {
            idempotency::once(app, &tx, key, CREATED, async || {
                let mut wallet = tx.wallet_for_update().await?;
                let posted = pay_in(app, &tx, &mut wallet, request.amount, &voucher_no, Some(caller.user)).await?;
                let (subject, detail) = (format!("posting {}", posted.id), format!("{} {voucher_no}", request.amount));
                tx.add_audit_entry(caller.audit(app, "wallet.top_up", subject, detail)).await?;
                Ok(posted)
            })
            .await
        })
        .await;
    settled.map_err(|error| match error {
        AppError::UniqueViolation => AppError::Conflict {
            code: "voucher_taken",
            words: Words::new(
                "这笔转账已经入账，不会再记一次。",
                "This transfer was credited before; it is not taken twice.",
            ),
        },
        other => other,
    })
}

fn check_amount(faults: &mut Faults, amount: Money) {
    if amount <= Money::ZERO || amount.fen() > TOP_UP_FEN_MAX {
        let most = Money::from_fen(TOP_UP_FEN_MAX);
        let words = Words::new(
            format!("金额须大于 0，不超过 {most} 元。"),
            format!("It must be above 0, and {most} yuan at most."),
        );
        faults.add(FieldFault::new("/amount", "out_of_range", words));
    }
}

/// Posts a transfer: what is owed is paid first, and the rest is the merchant's to spend.
pub async fn pay_in(
    app: &App,
    tx: &WriteTx<'_>,
    wallet: &mut WalletRecord,
    amount: Money,
    voucher_no: &str,
    made_by: Option<UserId>,
) -> Result<Posting, AppError> {
    let owed = minus(wallet.amounts.of(Receivable))?.min(amount);
    let rest = plus(amount, minus(owed)?)?;
    let new = NewPosting {
        id: PostingId(app.id()),
        kind: PostingKind::ToppedUp,
        cause: format!("transfer {}", voucher_no.to_uppercase()),
        shipment: None,
        corrects: None,
        amounts: balanced(&[(Receivable, owed), (WalletAccount, rest), (Bank, minus(amount)?)])?,
        reason: voucher_no.to_owned(),
        made_by,
    };
    add(app, tx, wallet, new).await
}

async fn add(app: &App, tx: &WriteTx<'_>, wallet: &mut WalletRecord, new: NewPosting) -> Result<Posting, AppError> {
    let now = app.now();
    tx.post(wallet, std::slice::from_ref(&new), now).await?;
    let record = PostingRecord {
        id: new.id,
        nth: wallet.postings,
        kind: new.kind,
        cause: new.cause,
        shipment: new.shipment,
        corrects: new.corrects,
        amounts: new.amounts,
        balance_after: wallet.amounts.balance(),
        reason: new.reason,
        made_by: new.made_by,
        created_at: now,
    };
    Ok(posting(&record, None))
}

/// Takes a top-up back that was confirmed in error, once. The balance may go below nothing; then new orders are refused.
pub async fn reverse_top_up(
    app: &App,
    caller: &Caller,
    merchant: MerchantId,
    request: &TopUpReversal,
) -> Result<Posting, AppError> {
    let mut faults = Faults::default();
    let reason = faults.text("/reason", &request.reason, true, REASON_CHARS);
    faults.settle()?;
    let scope = app.store.network().merchant_scope(merchant).await?.ok_or(AppError::NotFound)?;
    let reversed = app
        .store
        .write(scope, async |tx| {
            let mut wallet = tx.wallet_for_update().await?;
            let id = request.posting_id;
            let before = tx.posting(id).await?.ok_or(AppError::NotFound)?;
            if before.kind != PostingKind::ToppedUp {
                return Err(not_a_top_up());
            }
            let new = NewPosting {
                id: PostingId(app.id()),
                kind: PostingKind::TopUpReversed,
                cause: format!("reversed {id}"),
                shipment: None,
                corrects: Some(id),
                amounts: before.amounts.reversed(),
                reason: reason.clone(),
                made_by: Some(caller.user),
            };
            let posted = add(app, &tx, &mut wallet, new).await?;
            let detail = format!("{} {reason}", before.reason);
            tx.add_audit_entry(caller.audit(app, "wallet.top_up_reverse", format!("posting {id}"), detail)).await?;
            Ok(posted)
        })
        .await;
    reversed.map_err(|error| match error {
        AppError::UniqueViolation => AppError::Conflict {
            code: "reversed_before",
            words: Words::new("这笔充值已经冲正。", "This top-up was taken back already."),
        },
        other => other,
    })
}

fn not_a_top_up() -> AppError {
    AppError::Conflict {
        code: "not_a_top_up",
        words: Words::new("只有充值可以冲正。", "Only a top-up can be taken back."),
    }
}

/// Sets how a merchant pays, what it may owe, what is refused to it, and when its people are warned. What is kept back stays where it is.
pub async fn set_terms(app: &App, caller: &Caller, id: MerchantId, request: &WalletTerms) -> Result<Wallet, AppError> {
    let scope = app.store.network().merchant_scope(id).await?.ok_or(AppError::NotFound)?;
    let mut faults = Faults::default();
    within(&mut faults, "/credit_limit", Some(request.credit_limit), 0, CREDIT_LIMIT_FEN_MAX);
    within(&mut faults, "/floor", request.floor, -WALLET_LIMIT_FEN_MAX, WALLET_LIMIT_FEN_MAX);
    within(&mut faults, "/warn_below", request.warn_below, -WALLET_LIMIT_FEN_MAX, WALLET_LIMIT_FEN_MAX);
    if request.settlement == Settlement::Prepaid && request.credit_limit > Money::ZERO {
        let words = Words::new("预付商家没有信用额度。", "Who pays beforehand has no credit limit.");
        faults.add(FieldFault::new("/credit_limit", "not_with_prepaid", words));
    }
    faults.settle()?;
    app.store
        .write(scope, async |tx| {
            let mut wallet = tx.wallet_for_update().await?;
            wallet.settlement = request.settlement;
            wallet.credit_limit = request.credit_limit;
            wallet.floor = request.floor;
            wallet.warn_below = request.warn_below;
            tx.set_wallet_limits(&wallet, app.now()).await?;
            let shown = |limit: Option<Money>| limit.map_or_else(|| "-".to_owned(), |limit| limit.to_string());
            let detail = format!(
                "{}, credit {}, floor {}, warning {}",
                request.settlement.as_str(),
                request.credit_limit,
                shown(request.floor),
                shown(request.warn_below)
            );
            tx.add_audit_entry(caller.audit(app, "wallet.terms", format!("merchant {id}"), detail)).await?;
            Ok::<(), AppError>(())
        })
        .await?;
    network_wallet(app, id).await
}

fn within(faults: &mut Faults, pointer: &str, amount: Option<Money>, least: i64, most: i64) {
    if amount.is_some_and(|amount| amount.fen() < least || amount.fen() > most) {
        let (least, most) = (Money::from_fen(least), Money::from_fen(most));
        let words =
            Words::new(format!("须在 {least} 到 {most} 元之间。"), format!("It must be {least} to {most} yuan."));
        faults.add(FieldFault::new(pointer, "out_of_range", words));
    }
}
