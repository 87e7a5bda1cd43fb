//! Pools of the network and of outlets: where numbers come from, how they come back, and that none is there twice.

use std::collections::BTreeSet;

use futures_util::future::{join, join_all};
use shared::{MerchantId, NumberPoolId, OutletId};
use store::{HandedOut, NumberPoolRecord, NumberRangeRecord, Store, StoreError, TenantScope};
use uuid::Uuid;

use crate::support::{CARRIER, POOL, World, now, pool};

async fn take(store: &Store, scope: TenantScope, count: u32) -> Result<Vec<u64>, StoreError> {
    store.write(scope, async |tx| tx.take_serials(CARRIER, count, now()).await).await
}

async fn outlet_of(store: &Store, scope: TenantScope) -> OutletId {
    store.network().merchant_standing(scope.merchant_id()).await.unwrap().unwrap().merchant.outlet
}

/// A pool of the outlet of both merchants, with these ranges.
async fn outlet_pool(world: &World, block_size: u32, ranges: &[(u64, u64)]) -> NumberPoolId {
    let outlet = outlet_of(&world.store, world.a).await;
    let record = pool(CARRIER, Some(outlet), block_size);
    let added: Result<(), StoreError> = world
        .store
        .write_network(async |tx| {
            tx.add_number_pool(&record).await?;
            for &(first, last) in ranges {
                tx.add_number_range(&range(record.id, first, last), now()).await?;
            }
            Ok(())
        })
        .await;
    added.unwrap();
    record.id
}

fn range(pool: NumberPoolId, first: u64, last: u64) -> NumberRangeRecord {
    NumberRangeRecord { id: Uuid::now_v7(), pool, first, next: first, last, is_returned: false }
}

async fn give_back(store: &Store, scope: TenantScope, pool: NumberPoolId) -> Vec<(u64, u64)> {
    let given: Result<_, StoreError> = store.write(scope, async |tx| tx.return_numbers(pool, now()).await).await;
    given.unwrap()
}

/// First, next and last serial of a pool's ranges.
async fn ranges(store: &Store, pool: NumberPoolId) -> Vec<(u64, u64, u64)> {
    let ranges = store.network().number_ranges(Some(pool)).await.unwrap();
    ranges.iter().map(|range| (range.first, range.next, range.last)).collect()
}

#[tokio::test]
async fn an_outlets_numbers_come_first_and_then_the_networks() {
    let world = World::new().await;
    outlet_pool(&world, 4, &[(1, 6), (11, 13)]).await;
    assert_eq!(take(&world.store, world.a, 5).await.unwrap(), [1, 2, 3, 4, 5]);
    // The last block of a range is as long as what is left; the next range follows.
    assert_eq!(take(&world.store, world.b, 3).await.unwrap(), [11, 12, 13]);
    assert_eq!(take(&world.store, world.a, 1).await.unwrap(), [6]);
    assert_eq!(take(&world.store, world.b, 2).await.unwrap(), [1_001, 1_002]);
    assert_eq!(take(&world.store, world.a, 1).await.unwrap(), [1_101]);
}

#[tokio::test]
async fn a_merchant_of_another_outlet_gets_none_of_them() {
    let world = World::new().await;
    let outlet = OutletId(Uuid::now_v7());
    let record =
        store::OutletRecord { id: outlet, code: "33000".to_owned(), name: "杭州".to_owned(), is_default: false };
    world.store.write_network(async |tx| tx.add_outlet(&record, &[], now()).await).await.unwrap();
    let other = pool(CARRIER, Some(outlet), 10);
    world.store.system().create_number_pool(&other, 1..=100, now()).await.unwrap();
    assert_eq!(take(&world.store, world.a, 1).await.unwrap(), [1_001]);
    assert_eq!(ranges(&world.store, other.id).await, [(1, 1, 100)]);
}

#[tokio::test]
async fn one_pool_an_outlet_and_one_of_the_network() {
    let world = World::new().await;
    outlet_pool(&world, 4, &[]).await;
    let add =
        async |record: NumberPoolRecord| world.store.write_network(async |tx| tx.add_number_pool(&record).await).await;
    let outlet = outlet_of(&world.store, world.a).await;
    for taken in [pool(CARRIER, None, 1), pool(CARRIER, Some(outlet), 1)] {
        assert!(matches!(add(taken).await, Err(StoreError::UniqueViolation)));
    }
    add(pool("other", Some(outlet), 1)).await.unwrap();
    let pools = world.store.network().number_pools().await.unwrap();
    assert_eq!(pools.iter().map(|pool| pool.outlet).collect::<Vec<_>>(), [None, Some(outlet), Some(outlet)]);
}

#[tokio::test]
async fn ranges_that_share_a_number_are_found_in_every_pool() {
    let world = World::new().await;
    let own = outlet_pool(&world, 4, &[(1, 6)]).await;
    let overlapping = async |first, last| -> Option<(u64, u64)> {
        let found: Result<_, StoreError> =
            world.store.write_network(async |tx| tx.overlapping_range(CARRIER, first, last).await).await;
        found.unwrap().map(|range| (range.first, range.last))
    };
    assert_eq!(overlapping(6, 9).await, Some((1, 6)));
    assert_eq!(overlapping(*POOL.end(), 200_000).await, Some((*POOL.start(), *POOL.end())));
    assert_eq!(overlapping(7, 1_000).await, None);
    // Numbers that are used up were given all the same.
    take(&world.store, world.a, 6).await.unwrap();
    assert_eq!(overlapping(0, 1).await, Some((1, 6)));
    assert_eq!(ranges(&world.store, own).await, [(1, 7, 6)]);
}

#[tokio::test]
async fn numbers_that_come_back_go_out_first() {
    let world = World::new().await;
    let own = outlet_pool(&world, 10, &[(1, 40)]).await;
    let store = &world.store;
    assert_eq!(take(store, world.a, 3).await.unwrap(), [1, 2, 3]);
    let issued: Result<u64, StoreError> = store.write(world.b, async |tx| tx.issue_numbers(own, 12, now()).await).await;
    assert_eq!(issued.unwrap(), 12);
    assert_eq!(give_back(store, world.a, own).await, [(4, 10)]);
    assert!(give_back(store, world.a, own).await.is_empty());
    let of = |handed_out, used| HandedOut { handed_out, used };
    let held = store.network().numbers_of_merchants(own, None, 10).await.unwrap();
    let held: BTreeSet<(MerchantId, u64, u64)> =
        held.into_iter().map(|(merchant, counts)| (merchant, counts.handed_out, counts.used)).collect();
    assert_eq!(held, BTreeSet::from([(world.a.merchant_id(), 3, 3), (world.b.merchant_id(), 12, 0)]));
    assert_eq!(store.network().handed_out(&[own]).await.unwrap()[&own], of(15, 3));
    assert_eq!(ranges(store, own).await, [(1, 23, 40), (4, 4, 10)]);
    // The merchant has no block any more; what came back is one, and is a range no longer.
    assert_eq!(take(store, world.a, 8).await.unwrap(), [4, 5, 6, 7, 8, 9, 10, 23]);
    assert_eq!(ranges(store, own).await, [(1, 33, 40)]);
    // Nothing of b's is used: it comes back whole.
    assert_eq!(give_back(store, world.b, own).await, [(11, 22)]);
    assert!(store.network().numbers_of_merchants(own, None, 10).await.unwrap().len() == 1);
}

#[tokio::test]
async fn more_than_there_is_is_handed_out_as_far_as_it_goes() {
    let world = World::new().await;
    let own = outlet_pool(&world, 10, &[(1, 5), (11, 12)]).await;
    let issued: Result<u64, StoreError> = world
        .store
        .write(world.a, async |tx| {
            let issued = tx.issue_numbers(own, 100, now()).await?;
            assert_eq!(tx.count_open_blocks(own).await?, 2);
            assert_eq!(tx.handed_out(own).await?, HandedOut { handed_out: 7, used: 0 });
            Ok(issued)
        })
        .await;
    assert_eq!(issued.unwrap(), 7);
}

/// Two merchants ship while their numbers are taken back again and again.
#[tokio::test(flavor = "multi_thread")]
async fn numbers_taken_back_while_merchants_ship_are_neither_lost_nor_doubled() {
    let world = World::new().await;
    let own = outlet_pool(&world, 7, &[(1, 900)]).await;
    let store = &world.store;
    let shippers = (0..6_u32).map(|n| {
        let scope = if n % 2 == 0 { world.a } else { world.b };
        async move {
            let mut mine = Vec::new();
            for round in 0..25 {
                mine.extend(take(store, scope, 1 + (n + round) % 11).await.unwrap());
            }
            mine
        }
    });
    let back = async {
        for round in 0..40 {
            give_back(store, if round % 2 == 0 { world.a } else { world.b }, own).await;
        }
    };
    let (taken, ()) = join(join_all(shippers), back).await;
    let taken: Vec<u64> = taken.into_iter().flatten().collect();
    let distinct: BTreeSet<u64> = taken.iter().copied().collect();
    assert_eq!(distinct.len(), taken.len(), "a number was handed out twice");
    for scope in [world.a, world.b] {
        give_back(store, scope, own).await;
    }
    // What is left with what was taken is everything, each once.
    let left: Vec<u64> = ranges(store, own).await.into_iter().flat_map(|(_, next, last)| next..=last).collect();
    let of_pool = distinct.iter().filter(|serial| **serial <= 900).count();
    assert_eq!(left.len() + of_pool, 900);
    assert!(left.iter().all(|serial| !distinct.contains(serial)), "a number that is used was given back");
    let counts = store.network().handed_out(&[own]).await.unwrap().get(&own).copied().unwrap_or_default();
    assert_eq!(counts, HandedOut { handed_out: of_pool as u64, used: of_pool as u64 });
}
