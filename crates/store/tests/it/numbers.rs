//! Waybill numbers: no number twice, none lost, whatever happens.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use futures_util::future::join_all;
use shared::OutletId;
use store::{Database, PoolStatus, Store, StoreConfig, StoreError, TenantScope};
use test_db::TestDb;
use uuid::Uuid;

use crate::support::{BLOCK, CARRIER, Made, POOL, World, ask, now, pool};

async fn take(store: &Store, scope: TenantScope, carrier: &str, count: u32) -> Result<Vec<u64>, StoreError> {
    store.write(scope, async |tx| tx.take_serials(carrier, count, now()).await).await
}

/// First, next and last serial of every block.
async fn blocks(db: &TestDb) -> Vec<(u64, u64, u64)> {
    let sql = "SELECT first_serial, next_serial, last_serial FROM number_blocks ORDER BY first_serial";
    let rows = ask(&db.raw().await, sql, sql).await;
    let serial = |row: &sea_orm::QueryResult, column: &str| row.try_get::<i64>("", column).unwrap().unsigned_abs();
    rows.iter()
        .map(|row| (serial(row, "first_serial"), serial(row, "next_serial"), serial(row, "last_serial")))
        .collect()
}

fn handed_out(blocks: &[(u64, u64, u64)]) -> BTreeSet<u64> {
    blocks.iter().flat_map(|&(first, next, _)| first..next).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_takers_share_nothing_and_leave_no_gap() {
    let world = World::new().await;
    let takers = (0..16_u32).map(|n| {
        let scope = if n % 2 == 0 { world.a } else { world.b };
        let store = &world.store;
        async move {
            let mut mine = Vec::new();
            for round in 0..12 {
                let serials = take(store, scope, CARRIER, 1 + (n + round) % 30).await.unwrap();
                assert!(serials.is_sorted());
                mine.extend(serials);
            }
            mine
        }
    });
    let taken: Vec<u64> = join_all(takers).await.into_iter().flatten().collect();
    let distinct: BTreeSet<u64> = taken.iter().copied().collect();
    assert_eq!(distinct.len(), taken.len(), "a number was handed out twice");
    assert_eq!(distinct, handed_out(&blocks(&world.db).await));
}

#[tokio::test]
async fn what_is_rolled_back_is_handed_out_again() {
    let world = World::new().await;
    let first = take(&world.store, world.a, CARRIER, 3).await.unwrap();
    let undone: Result<(), StoreError> = world
        .store
        .write(world.a, async |tx| {
            tx.take_serials(CARRIER, 250, now()).await?;
            Err(StoreError::Corrupt("on purpose"))
        })
        .await;
    assert!(undone.is_err());
    let next = take(&world.store, world.a, CARRIER, 2).await.unwrap();
    assert_eq!((first, next), (vec![1_001, 1_002, 1_003], vec![1_004, 1_005]));
    assert_eq!(blocks(&world.db).await.len(), 1);
}

#[tokio::test]
async fn a_pool_gives_its_last_number_and_then_says_so() {
    let world = World::new().await;
    let system = world.store.system();
    system.create_number_pool(&pool("small", None, 10), 1..=25, now()).await.unwrap();
    let status = async || world.store.network().number_pool_status("small").await.unwrap().unwrap();
    assert_eq!(status().await, PoolStatus { handed_out: 0, left: 25 });
    let mut all = take(&world.store, world.a, "small", 18).await.unwrap();
    assert_eq!(status().await, PoolStatus { handed_out: 20, left: 5 });
    let short = take(&world.store, world.b, "small", 6).await;
    assert!(matches!(short, Err(StoreError::NumbersExhausted { ref carrier, wanted: 6 }) if carrier == "small"));
    assert_eq!(status().await, PoolStatus { handed_out: 20, left: 5 }, "a refusal takes nothing");
    all.extend(take(&world.store, world.b, "small", 5).await.unwrap());
    all.extend(take(&world.store, world.a, "small", 2).await.unwrap());
    all.sort_unstable();
    assert_eq!(all, (1..=25).collect::<Vec<u64>>());
    assert_eq!(status().await, PoolStatus { handed_out: 25, left: 0 });
    assert!(matches!(take(&world.store, world.a, "small", 1).await, Err(StoreError::NumbersExhausted { .. })));
    assert!(matches!(take(&world.store, world.a, "none", 1).await, Err(StoreError::NumbersExhausted { .. })));
    assert!(world.store.network().number_pool_status("none").await.unwrap().is_none());
}

const CHILD: &str = "YUNDAN_TEST_CHILD_DATABASE";

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_process_leaves_no_duplicate_and_no_gap() {
    let world = World::new().await;
    let database = match world.db.config().database {
        Database::Sqlite(path) => path.display().to_string(),
        Database::Postgres(url) => url,
    };
    for kill_after in [5, 17, 40] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "numbers::child_ships_until_killed", "--ignored", "--nocapture"])
            .env(CHILD, &database)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let committed = lines.map_while(Result::ok).filter(|line| line.contains("committed"));
        assert_eq!(committed.take(kill_after).count(), kill_after, "the child ships");
        child.kill().unwrap();
        child.wait().unwrap();
    }
    // This process goes on with the same pool.
    let rest = take(&world.store, world.a, CARRIER, 7).await.unwrap();
    let sql = "SELECT waybill_no FROM shipments";
    let mut used: Vec<u64> = ask(&world.db.raw().await, sql, sql)
        .await
        .iter()
        .map(|row| row.try_get::<String>("", "waybill_no").unwrap().parse().unwrap())
        .collect();
    assert!(used.len() >= 3 * (5 + 17 + 40), "{}", used.len());
    used.extend(rest);
    let distinct: BTreeSet<u64> = used.iter().copied().collect();
    assert_eq!(distinct.len(), used.len(), "a number was handed out twice");
    assert_eq!(distinct, handed_out(&blocks(&world.db).await), "a number was lost");
    let status = world.store.network().number_pool_status(CARRIER).await.unwrap().unwrap();
    assert_eq!(status.handed_out + status.left, POOL.end() - POOL.start() + 1);
    assert_eq!(status.handed_out % u64::from(BLOCK), 0);
}

/// Not a test of its own: the process that is killed by the one above.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs as the child of another test"]
async fn child_ships_until_killed() {
    let Ok(database) = std::env::var(CHILD) else { return };
    let database =
        if database.starts_with("postgres") { Database::Postgres(database) } else { Database::Sqlite(database.into()) };
    let config = StoreConfig { database, connections: 4 };
    let store = Store::open(&config, TestDb::keyring()).await.unwrap();
    let record = store::MerchantRecord {
        id: shared::MerchantId(Uuid::now_v7()),
        code: Uuid::now_v7().to_string(),
        name: "killed".to_owned(),
        outlet: OutletId(Uuid::now_v7()),
        time_zone: "Asia/Shanghai".to_owned(),
        status: shared::MerchantStatus::Open,
        account_manager: None,
        require_totp: false,
        needs_setup: false,
    };
    let outlet = store::OutletRecord {
        id: record.outlet,
        code: record.code.clone(),
        name: "killed".to_owned(),
        is_default: false,
    };
    store.write_network(async |tx| tx.add_outlet(&outlet, &[], now()).await).await.unwrap();
    let scope = store.system().create_merchant(&record, now()).await.unwrap();
    let shippers = (0..4_usize).map(|shipper| {
        let store = &store;
        async move {
            for round in 0_usize.. {
                let made: Vec<Made> = (0..3).map(|i| Made::new(shipper * 1_000_000 + round * 3 + i)).collect();
                ship(store, scope, &made).await;
                println!("committed");
            }
        }
    });
    join_all(shippers).await;
}

async fn ship(store: &Store, scope: TenantScope, made: &[Made]) {
    store
        .write(scope, async |tx| {
            let serials = tx.take_serials(CARRIER, 3, now()).await?;
            let mut numbered = made.to_vec();
            for (made, serial) in numbered.iter_mut().zip(&serials) {
                made.record.waybill_no = serial.to_string();
            }
            let orders: Vec<_> = numbered.iter().map(|made| made.order.clone()).collect();
            tx.add_orders(&orders).await?;
            let shipments: Vec<_> = numbered.iter().map(Made::shipment).collect();
            tx.add_shipments(&shipments).await
        })
        .await
        .unwrap_or_else(|error: StoreError| panic!("the child ships: {error}"));
}
