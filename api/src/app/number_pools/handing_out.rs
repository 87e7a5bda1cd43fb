//! Handing a merchant numbers before it asks for them, and taking back what it does not use.

use std::collections::HashMap;

use shared::{
    MerchantId, MerchantStatus, NumberPoolId, Page,
    numbers::{NUMBERS_ISSUED_MAX, NumberHolding, NumberIssue, NumberReturn, NumbersReturned, OPEN_BLOCKS_MAX},
};
use store::{HandedOut, IdempotencyKey, MerchantRecord, NumberPoolRecord};

use super::refuse_full;
use crate::app::{
    App, AppError, Caller, Words,
    error::FieldFault,
    idempotency::{Once, once},
    paging::PageRequest,
    validation::Faults,
};

const CREATED: u16 = 201;

fn view(merchant: MerchantId, code: String, name: String, counts: HandedOut) -> NumberHolding {
    NumberHolding {
        merchant_id: merchant,
        merchant_code: code,
        merchant_name: name,
        handed_out: counts.handed_out,
        used: counts.used,
        unused: counts.handed_out.saturating_sub(counts.used),
    }
}

/// What each merchant has of a pool, the latest merchants first.
pub async fn holdings(app: &App, pool: NumberPoolId, page: PageRequest) -> Result<Page<NumberHolding>, AppError> {
    let network = app.store.network();
    network.find_number_pool(pool).await?.ok_or(AppError::NotFound)?;
    let rows = network.numbers_of_merchants(pool, page.after.map(MerchantId), page.probe()).await?;
    let ids: Vec<MerchantId> = rows.iter().map(|(merchant, _)| *merchant).collect();
    let mut names: HashMap<MerchantId, (String, String)> = network
        .merchants_by_id(&ids)
        .await?
        .into_iter()
        .map(|merchant| (merchant.id, (merchant.code, merchant.name)))
        .collect();
    Ok(page.page(
        rows,
        |(merchant, _)| merchant.0,
        |(merchant, counts)| {
            let (code, name) = names.remove(&merchant).unwrap_or_default();
            view(merchant, code, name, counts)
        },
    ))
}

async fn known_pool(app: &App, id: NumberPoolId) -> Result<NumberPoolRecord, AppError> {
    app.store.network().find_number_pool(id).await?.ok_or(AppError::NotFound)
}

async fn known_merchant(app: &App, id: MerchantId) -> Result<MerchantRecord, AppError> {
    let standing = app.store.network().merchant_standing(id).await?;
    standing.map(|standing| standing.merchant).ok_or_else(|| {
        let words = Words::new("没有这个商家。", "There is no such merchant.");
        AppError::invalid("/merchant_id", "unknown_merchant", words)
    })
}

/// Hands a merchant a block of numbers.
pub async fn issue(
    app: &App,
    caller: &Caller,
    id: NumberPoolId,
    key: Option<IdempotencyKey>,
    request: NumberIssue,
) -> Result<Once<NumberHolding>, AppError> {
    let mut faults = Faults::default();
    faults.range("/count", request.count, 1, NUMBERS_ISSUED_MAX);
    faults.settle()?;
    let pool = known_pool(app, id).await?;
    let merchant = known_merchant(app, request.merchant_id).await?;
    refuse_strangers(&pool, &merchant)?;
    let now = app.now();
    app.store
        .write_network(async |tx| {
            let within = tx.within(&merchant);
            once(app, &within, key.as_ref(), CREATED, async || {
                if within.count_open_blocks(id).await? >= OPEN_BLOCKS_MAX {
                    return Err(too_many_blocks());
                }
                let issued = within.issue_numbers(id, request.count, now).await?;
                if issued < u64::from(request.count) {
                    return Err(too_few(issued));
                }
                let counts = within.handed_out(id).await?;
                let detail = format!("{} to {}", request.count, merchant.code);
                tx.add_audit_entry(caller.audit(app, "number_pool.issue", id, detail)).await?;
                Ok(view(merchant.id, merchant.code.clone(), merchant.name.clone(), counts))
            })
            .await
        })
        .await
}

/// An outlet's numbers are for its own merchants, and for such as may still ship with them.
fn refuse_strangers(pool: &NumberPoolRecord, merchant: &MerchantRecord) -> Result<(), AppError> {
    if pool.outlet.is_some_and(|outlet| outlet != merchant.outlet) {
        let words = Words::new(
            "这个商家不属于号池的网点，请从它自己网点或全网的号池发号。",
            "The merchant is another outlet's; take numbers of its own outlet's pool or of the network's.",
        );
        return Err(AppError::Invalid(vec![FieldFault::new("/merchant_id", "other_outlet", words)]));
    }
    if merchant.status == MerchantStatus::Closed {
        return Err(AppError::Conflict {
            code: "merchant_closed",
            words: Words::new("账户已关闭，不能再发号。", "The account is closed and gets no numbers any more."),
        });
    }
    Ok(())
}

fn too_many_blocks() -> AppError {
    AppError::Conflict {
        code: "too_many_blocks",
        words: Words::new(
            format!("这个商家手里已有 {OPEN_BLOCKS_MAX} 段没用完的号，用掉或收回后再发。"),
            format!("The merchant has {OPEN_BLOCKS_MAX} blocks with numbers left; wait, or take some back first."),
        ),
    }
}

/// Nothing of it is kept.
fn too_few(left: u64) -> AppError {
    AppError::Conflict {
        code: "too_few_numbers",
        words: Words::new(
            format!("号池只剩 {left} 个号，请少发一些或先加号段。"),
            format!("The pool has {left} numbers left; hand out fewer or add a range first."),
        ),
    }
}

/// Takes back what a merchant did not use of a pool.
pub async fn take_back(
    app: &App,
    caller: &Caller,
    id: NumberPoolId,
    key: Option<IdempotencyKey>,
    request: NumberReturn,
) -> Result<Once<NumbersReturned>, AppError> {
    known_pool(app, id).await?;
    let merchant = known_merchant(app, request.merchant_id).await?;
    let now = app.now();
    app.store
        .write_network(async |tx| {
            let within = tx.within(&merchant);
            once(app, &within, key.as_ref(), CREATED, async || {
                let returned = within.return_numbers(id, now).await?;
                if returned.is_empty() {
                    return Err(nothing_unused());
                }
                let (_, ranges) = tx.number_pool_for_update(id).await?.ok_or(AppError::NotFound)?;
                refuse_full(ranges, 0)?;
                let count = returned.iter().map(|(first, last)| last - first + 1).sum();
                let counts = within.handed_out(id).await?;
                let detail = format!("{count} from {}", merchant.code);
                tx.add_audit_entry(caller.audit(app, "number_pool.return", id, detail)).await?;
                let holding = view(merchant.id, merchant.code.clone(), merchant.name.clone(), counts);
                Ok(NumbersReturned { count, holding })
            })
            .await
        })
        .await
}

fn nothing_unused() -> AppError {
    AppError::Conflict {
        code: "nothing_unused",
        words: Words::new("这个商家手里没有没用的号。", "The merchant has no unused numbers of this pool."),
    }
}
