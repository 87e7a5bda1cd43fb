//! Statistics never drift from what they count.

use std::collections::BTreeMap;

use chrono::Duration;
use futures_util::future::join_all;
use shared::ShipmentState;
use store::{StateChange, StoreError};
use units::Money;

use crate::support::{Made, World, ask, now};

const ROWS: usize = 120;

/// A pseudo-random step, the same in every run.
fn step(seed: usize) -> usize {
    seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407) >> 33
}

#[tokio::test(flavor = "multi_thread")]
async fn statistics_match_the_shipments_after_random_changes() {
    let world = World::new().await;
    let mut made: Vec<Made> = (0..ROWS).map(Made::new).collect();
    for made in made.iter_mut().step_by(3) {
        made.record.created_day -= Duration::days(1);
    }
    world.add(world.a, &made).await;
    let walkers = (0..4_usize).map(|walker| {
        let (world, made) = (&world, &made);
        async move {
            let mut seed = walker;
            for _ in 0..40 {
                let picked: Vec<usize> = (0..5)
                    .map(|_| {
                        seed = step(seed);
                        seed % ROWS
                    })
                    .collect();
                let target = ShipmentState::ALL[step(seed) % ShipmentState::ALL.len()];
                change(world, made, &picked, target).await;
            }
        }
    });
    join_all(walkers).await;
    compare(&world).await;
}

/// Moves the picked shipments, in the order of their ids as every writer must, each once.
async fn change(world: &World, made: &[Made], picked: &[usize], to: ShipmentState) {
    let mut picked = picked.to_vec();
    picked.sort_unstable();
    picked.dedup();
    let moved: Result<(), StoreError> = world
        .store
        .write(world.a, async |tx| {
            let mut records = Vec::new();
            for &n in &picked {
                records.extend(tx.shipment_for_update(made[n].record.id).await?);
            }
            let changes: Vec<_> =
                records.iter().map(|record| (record, StateChange { from: record.state, to })).collect();
            tx.change_states(&changes, now()).await
        })
        .await;
    moved.unwrap();
}

async fn compare(world: &World) {
    let raw = world.db.raw().await;
    let read = world.store.read(world.a);
    let today = now().date_naive();
    for day in [None, Some(today), Some(today - Duration::days(1)), Some(today + Duration::days(9))] {
        let filter = day.map(|day| format!("WHERE created_day = '{day}'")).unwrap_or_default();
        let sql = format!(
            "SELECT state, COUNT(*) AS n, CAST(SUM(price_fen) AS BIGINT) AS fen FROM shipments {filter} GROUP BY state"
        );
        let counted: BTreeMap<String, (i64, i64)> = ask(&raw, &sql, &sql)
            .await
            .iter()
            .map(|row| {
                let fields = (row.try_get("", "n").unwrap(), row.try_get("", "fen").unwrap());
                (row.try_get("", "state").unwrap(), fields)
            })
            .collect();
        let kept: BTreeMap<String, (i64, i64)> = read
            .shipment_stats(day)
            .await
            .unwrap()
            .into_iter()
            .filter(|stat| stat.count > 0 || stat.price != Money::from_fen(0))
            .map(|stat| (stat.state.as_str().to_owned(), (i64::try_from(stat.count).unwrap(), stat.price.fen())))
            .collect();
        assert_eq!(kept, counted, "{day:?}");
    }
}
