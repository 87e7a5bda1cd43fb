//! The one write path.

use std::time::Duration;

use futures_util::future::join_all;
use store::{Store, StoreError, TenantScope};
use test_db::TestDb;

use crate::support::{Made, World, count, now};

#[tokio::test]
async fn what_fails_leaves_nothing() {
    let world = World::new().await;
    let made = Made::new(1);
    let failed: Result<(), StoreError> = world
        .store
        .write(world.a, async |tx| {
            tx.add_orders(std::slice::from_ref(&made.order)).await?;
            tx.add_shipments(&[made.shipment()]).await?;
            Err(StoreError::Corrupt("on purpose"))
        })
        .await;
    assert!(matches!(failed, Err(StoreError::Corrupt("on purpose"))));
    let raw = world.db.raw().await;
    for table in ["orders", "shipments", "charges", "shipment_tokens", "shipment_stats", "waybill_directory"] {
        assert_eq!(count(&raw, table).await, 0, "{table}");
    }
}

#[tokio::test]
async fn a_number_taken_twice_undoes_the_whole_write() {
    let world = World::new().await;
    let (one, mut two) = (Made::new(1), Made::new(2));
    two.record.waybill_no = one.record.waybill_no.clone();
    world.add(world.a, std::slice::from_ref(&one)).await;
    for scope in [world.a, world.b] {
        let twice: Result<(), StoreError> = world
            .store
            .write(scope, async |tx| {
                tx.add_orders(std::slice::from_ref(&two.order)).await?;
                tx.add_shipments(&[two.shipment()]).await
            })
            .await;
        assert!(matches!(twice, Err(StoreError::UniqueViolation)), "{twice:?}");
    }
    let raw = world.db.raw().await;
    assert_eq!((count(&raw, "orders").await, count(&raw, "shipments").await), (1, 1));
}

async fn raise_print_count(store: &Store, scope: TenantScope, made: &Made) {
    store
        .write(scope, async |tx| {
            let shipment = tx.shipment_for_update(made.record.id).await?.ok_or(StoreError::Corrupt("gone"))?;
            tokio::time::sleep(Duration::from_millis(1)).await;
            tx.count_prints(&shipment, now(), now()).await
        })
        .await
        .unwrap_or_else(|error: StoreError| panic!("a write waits its turn: {error}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_writers_that_read_first_lose_nothing() {
    let world = World::new().await;
    let made = Made::new(1);
    world.add(world.a, std::slice::from_ref(&made)).await;
    let writers = (0..8).map(|_| async {
        for _ in 0..25 {
            raise_print_count(&world.store, world.a, &made).await;
        }
    });
    join_all(writers).await;
    let shipment = world.store.read(world.a).shipment(made.record.id).await.unwrap().unwrap();
    assert_eq!(shipment.print_count, made.record.print_count + 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_given_up_half_way_leaves_nothing_and_the_writer_usable() {
    let world = World::new().await;
    for n in 0..60_usize {
        let made = Made::new(n);
        let write = world.store.write(world.a, async |tx| -> Result<(), StoreError> {
            tx.add_orders(std::slice::from_ref(&made.order)).await?;
            // Never over before patience is, however busy the machine: a commit on its way could not be given up.
            tokio::time::sleep(Duration::from_secs(60)).await;
            Ok(())
        });
        // Cut off at ever later points: before, while and after it begins, and while it waits to commit.
        let patience = Duration::from_micros(u64::try_from(n).unwrap() * 150);
        assert!(tokio::time::timeout(patience, write).await.is_err());
    }
    assert_eq!(count(&world.db.raw().await, "orders").await, 0);
    let made = Made::new(1);
    world.add(world.a, std::slice::from_ref(&made)).await;
    assert!(world.store.read(world.a).shipment(made.record.id).await.unwrap().is_some());
}

#[tokio::test]
async fn times_and_everything_else_come_back_as_they_were() {
    let world = World::new().await;
    let made = Made::new(2);
    world.add(world.a, std::slice::from_ref(&made)).await;
    let read = world.store.read(world.a).shipment(made.record.id).await.unwrap().unwrap();
    let wrote = &made.record;
    assert_eq!((read.created_at, read.first_printed_at), (wrote.created_at, wrote.first_printed_at));
    assert_eq!((read.size_mm, read.created_day, read.price), (wrote.size_mm, wrote.created_day, wrote.price));
    assert!(read.receiver == wrote.receiver && read.sender == wrote.sender && read.place == wrote.place);
    let charge = world.store.read(world.a).charge_of(wrote.id).await.unwrap().unwrap();
    assert_eq!((charge.amount, charge.billed_weight_g), (wrote.price, wrote.billed_weight_g));
}

#[tokio::test]
async fn another_master_key_is_refused() {
    let db = TestDb::new().await;
    let other = store::Keyring::new(&store::MasterKeys::only(store::MasterKey::generate().unwrap()));
    let store = Store::open(&db.config(), other).await.unwrap();
    assert!(matches!(store.migrate(now()).await, Err(StoreError::WrongKey)));
    db.open().await.migrate(now()).await.unwrap();
}
