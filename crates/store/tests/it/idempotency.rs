//! Creating twice is creating once.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::Duration;
use futures_util::future::join_all;
use store::{IdempotencyKey, KeptAnswer, Remembered, StoreError, WriteTx};

use crate::support::{Made, World, count, now};

fn key(fingerprint: u8) -> IdempotencyKey {
    IdempotencyKey { key_hash: vec![7; 32], fingerprint: vec![fingerprint; 32] }
}

async fn claim(tx: &WriteTx<'_>, fingerprint: u8) -> Result<Remembered, StoreError> {
    Ok(tx.claim_idempotency_keys(&[&key(fingerprint)], now()).await?.remove(0))
}

async fn create(world: &World, made: &Made, creations: &AtomicU32) -> (u16, Vec<u8>) {
    let answer: Result<_, StoreError> = world
        .store
        .write(world.a, async |tx| match claim(&tx, 1).await? {
            Remembered::Fresh => {
                creations.fetch_add(1, Ordering::SeqCst);
                tx.add_orders(std::slice::from_ref(&made.order)).await?;
                tx.add_shipments(&[made.shipment()]).await?;
                let body = made.record.id.to_string().into_bytes();
                tx.keep_answers(&[KeptAnswer { key: &key(1), status: 201, body: body.clone() }], now()).await?;
                Ok((201, body))
            }
            Remembered::Answer { status, body } => Ok((status, body)),
            Remembered::Mismatch => Err(StoreError::Corrupt("the same request")),
        })
        .await;
    answer.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_at_once_create_one_and_hear_the_same() {
    let world = World::new().await;
    let creations = AtomicU32::new(0);
    let made: Vec<Made> = (0..8).map(Made::new).collect();
    let answers = join_all(made.iter().map(|made| create(&world, made, &creations))).await;
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    assert_eq!(creations.load(Ordering::SeqCst), 1);
    assert_eq!(count(&world.db.raw().await, "shipments").await, 1);
}

#[tokio::test]
async fn another_request_with_the_key_is_a_mismatch() {
    let world = World::new().await;
    create(&world, &Made::new(1), &AtomicU32::new(0)).await;
    let other: Result<_, StoreError> = world.store.write(world.a, async |tx| claim(&tx, 2).await).await;
    assert_eq!(other.unwrap(), Remembered::Mismatch);
}

#[tokio::test]
async fn a_creation_that_failed_gives_the_key_back() {
    let world = World::new().await;
    let failed: Result<(), StoreError> = world
        .store
        .write(world.a, async |tx| {
            claim(&tx, 1).await?;
            Err(StoreError::Corrupt("on purpose"))
        })
        .await;
    assert!(failed.is_err());
    let creations = AtomicU32::new(0);
    create(&world, &Made::new(1), &creations).await;
    assert_eq!(creations.load(Ordering::SeqCst), 1);
    let system = world.store.system();
    assert_eq!(system.forget_idempotency_keys(now() - Duration::hours(1)).await.unwrap(), 0);
    assert_eq!(system.forget_idempotency_keys(now() + Duration::hours(1)).await.unwrap(), 1);
}

#[tokio::test]
async fn keys_are_claimed_together_and_answered_in_their_order() {
    let world = World::new().await;
    let keys: Vec<IdempotencyKey> =
        (0..4).map(|n| IdempotencyKey { key_hash: vec![9 - n; 32], fingerprint: vec![n; 32] }).collect();
    let first: Result<_, StoreError> = world
        .store
        .write(world.a, async |tx| {
            let known = tx.claim_idempotency_keys(&[&keys[0], &keys[2]], now()).await?;
            let kept = |n: usize| KeptAnswer { key: &keys[n], status: 201, body: vec![n as u8] };
            tx.keep_answers(&[kept(0), kept(2)], now()).await?;
            Ok(known)
        })
        .await;
    assert_eq!(first.unwrap(), [Remembered::Fresh, Remembered::Fresh]);
    let answer = |n: u8| Remembered::Answer { status: 201, body: vec![n] };
    let other = IdempotencyKey { fingerprint: vec![77; 32], ..keys[0].clone() };
    let second: Result<_, StoreError> = world
        .store
        .write(world.a, async |tx| {
            let recalled = tx.recall_answers(&[&keys[3], &keys[2], &other]).await?;
            let claimed = tx.claim_idempotency_keys(&[&keys[0], &keys[1], &keys[2], &keys[3]], now()).await?;
            tx.keep_answers(&[KeptAnswer { key: &keys[1], status: 201, body: vec![1] }], now()).await?;
            Ok((recalled, claimed))
        })
        .await;
    let (recalled, claimed) = second.unwrap();
    assert_eq!(recalled, [Remembered::Fresh, answer(2), Remembered::Mismatch]);
    assert_eq!(claimed, [answer(0), Remembered::Fresh, answer(2), Remembered::Fresh]);
}
