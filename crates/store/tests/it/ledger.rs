//! The ledger: postings that stay, wallets that are their sums, and a proof that finds what is not.

use futures_util::future::join_all;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};
use shared::{
    PostingId, ShipmentId, ShipmentState,
    ledger::{
        LedgerAccount::{Bank, Frozen, Revenue, Wallet},
        PostingKind,
    },
};
use store::{Amounts, LedgerPlace, NewPosting, PostingQuery, StateChange, Store, StoreError, TenantScope};
use units::Money;
use uuid::Uuid;

use crate::support::{CARRIER, Made, World, now};

fn new(kind: PostingKind, cause: String, shipment: Option<ShipmentId>, amounts: Amounts) -> NewPosting {
    NewPosting {
        id: PostingId(Uuid::now_v7()),
        kind,
        cause,
        shipment,
        corrects: None,
        amounts,
        reason: String::new(),
        made_by: None,
    }
}

fn moved(from: shared::ledger::LedgerAccount, to: shared::ledger::LedgerAccount, fen: i64) -> Amounts {
    Amounts::balanced(&[(from, Money::from_fen(-fen)), (to, Money::from_fen(fen))]).unwrap()
}

async fn post(store: &Store, scope: TenantScope, posting: &NewPosting) -> Result<(), StoreError> {
    store
        .write(scope, async |tx| {
            let mut wallet = tx.wallet_for_update().await?;
            tx.post(&mut wallet, std::slice::from_ref(posting), now()).await
        })
        .await
}

async fn pay_in(world: &World, scope: TenantScope, voucher: &str) -> NewPosting {
    let posting = new(PostingKind::ToppedUp, voucher.to_owned(), None, moved(Bank, Wallet, 10_000));
    post(&world.store, scope, &posting).await.unwrap();
    posting
}

/// A shipment of the first merchant with its price kept back.
async fn frozen(world: &World, n: usize) -> Made {
    let mut made = Made::new(n);
    made.record.state = ShipmentState::OrderCreated;
    world.add(world.a, std::slice::from_ref(&made)).await;
    let id = made.record.id;
    let amounts = moved(Wallet, Frozen, made.record.price.fen());
    let posting = new(PostingKind::Frozen, format!("frozen {id}"), Some(id), amounts);
    post(&world.store, world.a, &posting).await.unwrap();
    made
}

async fn faults(world: &World) -> Vec<(LedgerPlace, &'static str)> {
    let report = world.store.system().verify_ledger(CARRIER).await.unwrap();
    report.faults.into_iter().map(|fault| (fault.place, fault.fault)).collect()
}

/// What somebody could do who has the database and no guards on it.
async fn without_guards(raw: &DatabaseConnection, sql: &str) {
    let guards: &[&str] = match raw.get_database_backend() {
        DbBackend::Postgres => &["ALTER TABLE ledger_postings DISABLE TRIGGER ledger_postings_stay"],
        _ => &["DROP TRIGGER ledger_postings_unchanged", "DROP TRIGGER ledger_postings_kept"],
    };
    for statement in guards.iter().chain([&sql]) {
        raw.execute_unprepared(statement).await.unwrap();
    }
}

#[test]
fn what_does_not_add_up_is_no_posting() {
    assert_eq!(Amounts::balanced(&[(Wallet, Money::from_fen(5)), (Bank, Money::from_fen(-4))]), None);
    let most = Money::from_fen(i64::MAX);
    assert_eq!(Amounts::balanced(&[(Wallet, most), (Wallet, most)]), None);
    assert_eq!(Amounts::balanced(&[]), Some(Amounts::default()));
    let amounts = moved(Bank, Wallet, 7);
    assert_eq!((amounts.of(Wallet), amounts.of(Bank)), (Money::from_fen(7), Money::from_fen(-7)));
    assert_eq!(amounts.checked_add(amounts.reversed()), Some(Amounts::default()));
}

#[tokio::test]
async fn a_posting_stays_as_it_was_made_and_adds_up_in_the_database_too() {
    let world = World::new().await;
    pay_in(&world, world.a, "T-1").await;
    let raw = world.db.raw().await;
    for sql in [
        "UPDATE ledger_postings SET reason = 'x'",
        "UPDATE ledger_postings SET wallet_fen = wallet_fen + 1, bank_fen = bank_fen - 1",
        "DELETE FROM ledger_postings",
        "UPDATE wallets SET wallet_fen = wallet_fen + 1",
    ] {
        raw.execute_unprepared(sql).await.expect_err(sql);
    }
    assert_eq!(faults(&world).await, []);
}

#[tokio::test]
async fn the_same_cause_is_posted_once_and_by_each_merchant() {
    let world = World::new().await;
    let posting = pay_in(&world, world.a, "T-1").await;
    let again = NewPosting { id: PostingId(Uuid::now_v7()), ..posting };
    assert!(matches!(post(&world.store, world.a, &again).await, Err(StoreError::UniqueViolation)));
    post(&world.store, world.b, &again).await.unwrap();
    let wallet = world.store.read(world.a).wallet().await.unwrap();
    assert_eq!((wallet.amounts.of(Wallet), wallet.postings), (Money::from_fen(10_000), 1));
    assert_eq!(faults(&world).await, []);
}

#[tokio::test]
async fn writers_of_one_wallet_take_turns_and_count_without_a_gap() {
    const WRITERS: usize = 8;
    const EACH: usize = 15;
    let world = World::new().await;
    let writers = (0..WRITERS).map(async |writer| {
        for nth in 0..EACH {
            let cause = format!("T-{writer}-{nth}");
            let paid = new(PostingKind::ToppedUp, cause, None, moved(Bank, Wallet, 100));
            post(&world.store, world.a, &paid).await.unwrap();
        }
    });
    join_all(writers).await;
    let reader = world.store.read(world.a);
    let query = PostingQuery { limit: 500, ..PostingQuery::default() };
    let counted: Vec<u64> = reader.postings(&query).await.unwrap().iter().rev().map(|posting| posting.nth).collect();
    assert_eq!(counted, (1..=(WRITERS * EACH) as u64).collect::<Vec<_>>());
    assert_eq!(reader.wallet().await.unwrap().amounts.of(Wallet), Money::from_fen(100 * (WRITERS * EACH) as i64));
    let spent = reader.spent_since(Uuid::nil()).await.unwrap();
    assert_eq!(spent, Money::ZERO);
    assert_eq!(faults(&world).await, []);
}

#[tokio::test]
async fn what_was_posted_for_shipments_is_summed_and_what_was_spent_is_known() {
    let world = World::new().await;
    pay_in(&world, world.a, "T-1").await;
    let (one, two) = (frozen(&world, 1).await, frozen(&world, 2).await);
    let reader = world.store.read(world.a);
    let ids = [one.record.id, two.record.id, ShipmentId(Uuid::now_v7())];
    let posted = reader.posted_for(&ids).await.unwrap();
    assert_eq!(posted.len(), 2);
    assert_eq!(posted[&one.record.id].of(Frozen), one.record.price);
    let both = one.record.price.checked_add(two.record.price).unwrap();
    assert_eq!(reader.spent_since(Uuid::nil()).await.unwrap(), both);
    assert_eq!(reader.spent_since(Uuid::max()).await.unwrap(), Money::ZERO);
    assert_eq!(world.store.read(world.b).posted_for(&ids).await.unwrap().len(), 0);
    assert_eq!(faults(&world).await, []);
}

#[tokio::test]
async fn a_missing_posting_and_a_changed_one_are_found() {
    let world = World::new().await;
    for voucher in ["T-1", "T-2", "T-3"] {
        pay_in(&world, world.a, voucher).await;
    }
    let raw = world.db.raw().await;
    without_guards(&raw, "UPDATE ledger_postings SET wallet_fen = 1, bank_fen = -1 WHERE nth = 3").await;
    assert_eq!(faults(&world).await, [(LedgerPlace::Posting(3), "the balance after it is another one")]);
    raw.execute_unprepared("DELETE FROM ledger_postings WHERE nth = 2").await.unwrap();
    assert_eq!(faults(&world).await, [(LedgerPlace::Posting(2), "a posting is missing")]);
    raw.execute_unprepared("DELETE FROM ledger_postings WHERE nth = 3").await.unwrap();
    assert_eq!(faults(&world).await, [(LedgerPlace::Posting(2), "the last postings are missing")]);
}

#[tokio::test]
async fn a_wallet_that_is_not_its_postings_is_found() {
    let world = World::new().await;
    pay_in(&world, world.a, "T-1").await;
    let raw = world.db.raw().await;
    raw.execute_unprepared("UPDATE wallets SET wallet_fen = wallet_fen + 1, bank_fen = bank_fen - 1").await.unwrap();
    let wrong = (LedgerPlace::Wallet, "it is not the sum of its postings");
    assert_eq!(faults(&world).await, [wrong.clone(), wrong]);
}

#[tokio::test]
async fn a_shipment_that_costs_something_else_is_found() {
    let world = World::new().await;
    pay_in(&world, world.a, "T-1").await;
    let made = frozen(&world, 1).await;
    let number = LedgerPlace::Shipment(made.record.waybill_no.clone());
    let raw = world.db.raw().await;
    raw.execute_unprepared("UPDATE shipments SET price_fen = price_fen + 1").await.unwrap();
    assert_eq!(faults(&world).await, [(number.clone(), "what is kept back is not its price")]);
    raw.execute_unprepared("UPDATE shipments SET price_fen = price_fen - 1").await.unwrap();
    assert_eq!(faults(&world).await, []);
    let change = StateChange { from: made.record.state, to: ShipmentState::OrderCancelled };
    let moves = [(&made.record, change)];
    let write = world.store.write(world.a, async |tx| tx.change_states(&moves, now()).await);
    write.await.unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert_eq!(faults(&world).await, [(number.clone(), "it is void, and something is kept back for it")]);
    let paid = moved(Frozen, Revenue, made.record.price.fen());
    post(&world.store, world.a, &new(PostingKind::Settled, "s".to_owned(), Some(made.record.id), paid)).await.unwrap();
    assert_eq!(faults(&world).await, [(number, "it is void, and was paid for")]);
}
