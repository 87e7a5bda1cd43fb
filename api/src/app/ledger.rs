//! What shipments do to the ledger: their price is kept back when they are ordered, follows them while they are changed, is free again
//! when they are voided, and is paid when they are picked up. Only what the network itself carries is paid for here; a merchant's own
//! carriers charge the merchant.

mod wallets;

use carrier::embedded;
use shared::{
    PostingId, ShipmentId, ShipmentState,
    applications::Settlement,
    ledger::{
        LedgerAccount,
        LedgerAccount::{Credit, Frozen, Receivable, Revenue, Wallet},
        PostingKind,
    },
};
use store::{Amounts, NewPosting, ShipmentRecord, WalletRecord, WriteTx};
use units::Money;

pub use wallets::{
    Asked, network_postings, network_wallet, pay_in, postings, reverse_top_up, set_terms, top_up, wallet,
};

use crate::app::{App, AppError, Words};

fn minus(amount: Money) -> Result<Money, AppError> {
    Money::ZERO.checked_sub(amount).ok_or_else(beyond)
}

fn plus(one: Money, other: Money) -> Result<Money, AppError> {
    one.checked_add(other).ok_or_else(beyond)
}

/// Sums of money have limits far below this.
fn beyond() -> AppError {
    AppError::internal("an amount beyond every limit")
}

fn balanced(lines: &[(LedgerAccount, Money)]) -> Result<Amounts, AppError> {
    Amounts::balanced(lines).ok_or_else(|| AppError::internal("a posting that does not add up to nothing"))
}

fn posting(app: &App, kind: PostingKind, shipment: ShipmentId, cause: String, amounts: Amounts) -> NewPosting {
    NewPosting {
        id: PostingId(app.id()),
        kind,
        cause,
        shipment: Some(shipment),
        corrects: None,
        amounts,
        reason: String::new(),
        made_by: None,
    }
}

/// The account that prices of open orders come out of.
const fn source(settlement: Settlement) -> LedgerAccount {
    match settlement {
        Settlement::Prepaid => Wallet,
        Settlement::Credit => Credit,
    }
}

/// How many of these, from the first on, the merchant can pay for. Nobody else orders for it until the transaction ends.
pub async fn affordable(tx: &WriteTx<'_>, prices: impl Iterator<Item = Money>) -> Result<usize, AppError> {
    covered(&tx.wallet_for_update().await?, prices)
}

fn covered(wallet: &WalletRecord, prices: impl Iterator<Item = Money>) -> Result<usize, AppError> {
    let Some(floor) = wallet.floor else { return Ok(prices.count()) };
    let mut left = wallet.available();
    let mut count = 0;
    for price in prices {
        left = left.checked_sub(price).ok_or_else(beyond)?;
        // What costs nothing is not refused to whoever has nothing.
        if left < floor && price > Money::ZERO {
            break;
        }
        count += 1;
    }
    Ok(count)
}

pub fn too_low() -> AppError {
    let words = Words::new(
        "余额不足，不能下单。请充值后重试。",
        "The balance does not cover this order; top up and try again.",
    );
    AppError::Unacceptable { code: "balance_too_low", words }
}

/// Locks the wallet where one of these shipments is paid for here. Whoever changes shipments does so after locking them and before anything
/// else: who ships has the wallet first and the statistics after it, and nobody may have them the other way round.
pub async fn lock(tx: &WriteTx<'_>, shipments: impl IntoIterator<Item = &ShipmentRecord>) -> Result<(), AppError> {
    if shipments.into_iter().any(|shipment| shipment.carrier == embedded::CODE) {
        tx.wallet_for_update().await?;
    }
    Ok(())
}

/// Locks the wallet, which covers all of these or refuses them. Whoever takes waybill numbers does this before, so that writers of one
/// merchant wait in one order.
pub async fn cover(tx: &WriteTx<'_>, prices: impl ExactSizeIterator<Item = Money>) -> Result<WalletRecord, AppError> {
    let wallet = tx.wallet_for_update().await?;
    let wanted = prices.len();
    if covered(&wallet, prices)? == wanted { Ok(wallet) } else { Err(too_low()) }
}

/// Keeps back the prices of shipments that were just made, of the wallet that covers them.
pub async fn freeze<'a>(
    app: &App,
    tx: &WriteTx<'_>,
    mut wallet: WalletRecord,
    shipments: impl Iterator<Item = &'a ShipmentRecord>,
) -> Result<(), AppError> {
    let from = source(wallet.settlement);
    let mut postings = Vec::new();
    for shipment in shipments.filter(|one| one.price != Money::ZERO && is_posted(&wallet, one)) {
        let amounts = balanced(&[(from, minus(shipment.price)?), (Frozen, shipment.price)])?;
        postings.push(posting(app, PostingKind::Frozen, shipment.id, format!("frozen {}", shipment.id), amounts));
    }
    Ok(tx.post(&mut wallet, &postings, app.now()).await?)
}

/// What is kept back becomes the price of a shipment that was changed before its pickup.
pub async fn follow(
    app: &App,
    tx: &WriteTx<'_>,
    before: &ShipmentRecord,
    after: &ShipmentRecord,
) -> Result<(), AppError> {
    if before.price == after.price || after.carrier != embedded::CODE {
        return Ok(());
    }
    let posted = tx.posted_for(&[after.id]).await?.remove(&after.id).unwrap_or_default();
    let mut wallet = tx.wallet_for_update().await?;
    if !is_posted(&wallet, after) {
        return Ok(());
    }
    let more = plus(after.price, minus(posted.of(Frozen))?)?;
    if let Some(floor) = wallet.floor
        && more > Money::ZERO
        && plus(wallet.available(), minus(more)?)? < floor
    {
        return Err(too_low());
    }
    // What is kept back for one shipment comes out of one account, whatever the terms are meanwhile.
    let from = [Credit, Wallet].into_iter().find(|account| posted.of(*account) < Money::ZERO);
    let from = from.unwrap_or_else(|| source(wallet.settlement));
    let amounts = balanced(&[(from, minus(more)?), (Frozen, more)])?;
    let id = app.id();
    let again = posting(app, PostingKind::FrozenAgain, after.id, format!("frozen again {id}"), amounts);
    Ok(tx.post(&mut wallet, &[again], app.now()).await?)
}

fn released(app: &App, id: ShipmentId, posted: Amounts) -> NewPosting {
    posting(app, PostingKind::Released, id, format!("released {id}"), posted.reversed())
}

/// What the network itself carries is paid for here, since there is a ledger.
fn is_posted(wallet: &WalletRecord, shipment: &ShipmentRecord) -> bool {
    shipment.carrier == embedded::CODE && shipment.created_at >= wallet.opened_at
}

/// A parcel that moves on to a state, at the price that it has now.
#[derive(Clone, Copy)]
pub struct Moved<'a> {
    pub shipment: &'a ShipmentRecord,
    pub state: ShipmentState,
}

/// Brings the ledger to where these shipments are: what was picked up is paid at its price, and for what is void nothing is kept back.
/// What the ledger says already is not posted again.
pub async fn settle(app: &App, tx: &WriteTx<'_>, moved: &[Moved<'_>]) -> Result<(), AppError> {
    let moved: Vec<&Moved<'_>> = moved.iter().filter(|one| one.shipment.carrier == embedded::CODE).collect();
    if moved.is_empty() {
        return Ok(());
    }
    let ids: Vec<ShipmentId> = moved.iter().map(|one| one.shipment.id).collect();
    let posted = tx.posted_for(&ids).await?;
    let mut wanted: Vec<(&Moved<'_>, Amounts)> = moved
        .into_iter()
        .map(|one| (one, posted.get(&one.shipment.id).copied().unwrap_or_default()))
        .filter(|(one, posted)| match one.state {
            ShipmentState::OrderCancelled => *posted != Amounts::default(),
            state => state.is_picked_up() && !is_settled_at(*posted, one.shipment.price),
        })
        .collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let mut wallet = tx.wallet_for_update().await?;
    wanted.retain(|(one, _)| is_posted(&wallet, one.shipment));
    let mut postings = Vec::with_capacity(wanted.len());
    for (one, posted) in wanted {
        postings.push(match one.state {
            ShipmentState::OrderCancelled => released(app, one.shipment.id, posted),
            _ => settlement(app, &wallet, one, posted)?,
        });
    }
    Ok(tx.post(&mut wallet, &postings, app.now()).await?)
}

fn is_settled_at(posted: Amounts, price: Money) -> bool {
    posted.of(Frozen) == Money::ZERO && posted.of(Revenue) == price
}

fn settlement(app: &App, wallet: &WalletRecord, one: &Moved<'_>, posted: Amounts) -> Result<NewPosting, AppError> {
    let (frozen, paid) = (posted.of(Frozen), posted.of(Revenue));
    let more = plus(one.shipment.price, minus(paid)?)?;
    // By credit it is owed; otherwise it comes out of the wallet, with what was kept back for it.
    let is_owed = posted.of(Credit) < Money::ZERO
        || posted.of(Receivable) < Money::ZERO
        || frozen == Money::ZERO && paid == Money::ZERO && wallet.settlement == Settlement::Credit;
    let amounts = if is_owed {
        balanced(&[(Frozen, minus(frozen)?), (Credit, frozen), (Receivable, minus(more)?), (Revenue, more)])?
    } else {
        balanced(&[(Frozen, minus(frozen)?), (Wallet, plus(frozen, minus(more)?)?), (Revenue, more)])?
    };
    let id = one.shipment.id;
    Ok(if paid == Money::ZERO && frozen != Money::ZERO {
        posting(app, PostingKind::Settled, id, format!("settled {id}"), amounts)
    } else {
        posting(app, PostingKind::Corrected, id, format!("corrected {}", app.id()), amounts)
    })
}
