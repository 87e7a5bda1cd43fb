//! A new key: everything is sealed with it again, and everything is still there.

use std::collections::BTreeMap;

use store::{Keyring, MasterKeys, Store};
use test_db::MASTER_KEY;

use crate::support::{Made, World};

const NEW_KEY: &str = "0808080808080808080808080808080808080808080808080808080808080808";
/// More than one page of rows.
const SHIPMENTS: usize = 1_100;

async fn with_both_keys(world: &World) -> Store {
    let keys = MasterKeys::parse(&format!("{MASTER_KEY}\n{NEW_KEY}")).unwrap();
    Store::open(&world.db.config(), Keyring::new(&keys)).await.unwrap()
}

/// Columns that hold sealed values, as the schema has them.
fn sealed_columns() -> Vec<(&'static str, &'static str)> {
    let tables = include_str!("tables.txt").lines().filter_map(|line| line.strip_suffix(')')?.split_once('('));
    tables
        .flat_map(|(table, columns)| columns.split(',').map(move |column| (table, column)))
        .filter(|(_, column)| column.ends_with("_sealed"))
        .collect()
}

#[tokio::test]
async fn every_sealed_value_gets_the_newest_key() {
    let world = World::new().await;
    let made: Vec<Made> = (0..SHIPMENTS).map(Made::new).collect();
    world.add(world.a, &made).await;
    world.add(world.b, &[Made::new(SHIPMENTS)]).await;
    world.user("zhaocaozuo").await;
    let store = with_both_keys(&world).await;

    let mut done = BTreeMap::new();
    let count = store.system().reseal(|column| done.extend([((column.table, column.column), column.resealed)])).await;
    assert_eq!(done.keys().copied().collect::<Vec<_>>(), sealed_columns(), "a column is left out");
    let per_column = SHIPMENTS as u64 + 1;
    assert_eq!(done[&("shipments", "receiver_sealed")], per_column);
    assert_eq!(done[&("shipments", "sender_sealed")], per_column);
    assert_eq!(done[&("orders", "receiver_sealed")], per_column);
    assert_eq!(count.unwrap(), done.values().sum::<u64>());

    for (table, column) in sealed_columns() {
        let first_byte = if world.db.is_postgres() { "get_byte({}, 0) = 1" } else { "substr({}, 1, 1) = x'01'" };
        let left = world.db.count(table, &first_byte.replace("{}", column)).await;
        assert_eq!(left, 0, "{table}.{column} has values of the old key");
    }
    for made in [&made[0], made.last().unwrap()] {
        let read = store.read(world.a).shipment(made.record.id).await.unwrap().unwrap();
        assert!(read.receiver == made.record.receiver && read.sender == made.record.sender);
    }
    assert_eq!(store.system().reseal(|_| {}).await.unwrap(), 0, "there is nothing to do twice");
}
