//! What the migrations promise of every table, read from the database itself.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{DatabaseConnection, DbBackend};
use test_db::TestDb;

use crate::support::{ask, now};

/// Rows of the network that name the merchant they concern, with a key of their own.
const NETWORK_TABLES_NAMING_A_MERCHANT: [&str; 6] = [
    "api_key_credentials",
    "applications",
    "invitation_tokens",
    "sessions",
    "station_credentials",
    "waybill_directory",
];

/// Tables of at most one row a merchant: where its audit log stands, its mark, and what it has.
const ONE_ROW_A_MERCHANT: [&str; 3] = ["audit_heads", "tracking_logos", "wallets"];

#[derive(Debug, Default, PartialEq, Eq)]
struct Table {
    columns: BTreeSet<String>,
    primary: Vec<String>,
    indexes: Vec<Vec<String>>,
    /// Child's columns, parent, parent's columns.
    foreign: BTreeSet<(Vec<String>, String, Vec<String>)>,
}

type Schema = BTreeMap<String, Table>;

const PG_TABLES: &str = "SELECT table_name::text AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'";

async fn names(conn: &DatabaseConnection, sqlite: &str, postgres: &str) -> Vec<String> {
    ask(conn, sqlite, postgres).await.iter().map(|row| row.try_get("", "name").unwrap()).collect()
}

async fn schema(conn: &DatabaseConnection) -> Schema {
    let tables =
        names(conn, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'", PG_TABLES).await;
    let mut schema = Schema::new();
    for name in tables.into_iter().filter(|name| name != "seaql_migrations") {
        let table = match conn.get_database_backend() {
            DbBackend::Postgres => postgres_table(conn, &name).await,
            _ => sqlite_table(conn, &name).await,
        };
        schema.insert(name, table);
    }
    schema
}

async fn sqlite_table(conn: &DatabaseConnection, name: &str) -> Table {
    let mut table = Table::default();
    let mut primary = BTreeMap::new();
    let columns = format!("SELECT name, pk FROM pragma_table_info('{name}')");
    for row in ask(conn, &columns, "").await {
        let (column, pk): (String, i32) = (row.try_get("", "name").unwrap(), row.try_get("", "pk").unwrap());
        table.columns.insert(column.clone());
        if pk > 0 {
            primary.insert(pk, column);
        }
    }
    table.primary = primary.into_values().collect();
    let indexes = format!("SELECT name FROM pragma_index_list('{name}') WHERE partial = 0 ORDER BY name");
    for index in names(conn, &indexes, "").await {
        let columns = format!("SELECT name FROM pragma_index_info('{index}') ORDER BY seqno");
        table.indexes.push(names(conn, &columns, "").await);
    }
    let keys = format!(
        "SELECT id, \"table\" AS parent, \"from\" AS child, \"to\" AS target FROM pragma_foreign_key_list('{name}') ORDER BY id, seq"
    );
    let mut foreign: BTreeMap<i32, (Vec<String>, String, Vec<String>)> = BTreeMap::new();
    for row in ask(conn, &keys, "").await {
        let key = foreign.entry(row.try_get("", "id").unwrap()).or_default();
        key.0.push(row.try_get("", "child").unwrap());
        key.1 = row.try_get("", "parent").unwrap();
        key.2.push(row.try_get("", "target").unwrap());
    }
    table.foreign = foreign.into_values().collect();
    table
}

const PG_COLUMNS: &str = "SELECT array_to_string(ARRAY(SELECT a.attname FROM unnest(KEYS) WITH ORDINALITY k(n, i)
    JOIN pg_attribute a ON a.attrelid = RELATION AND a.attnum = k.n ORDER BY k.i), ',')";

fn pg_columns(keys: &str, relation: &str) -> String {
    PG_COLUMNS.replace("KEYS", keys).replace("RELATION", relation)
}

fn split(list: &str) -> Vec<String> {
    list.split(',').map(str::to_owned).collect()
}

async fn postgres_table(conn: &DatabaseConnection, name: &str) -> Table {
    let columns =
        format!("SELECT column_name::text AS name FROM information_schema.columns WHERE table_name = '{name}'");
    let mut table = Table { columns: names(conn, "", &columns).await.into_iter().collect(), ..Table::default() };
    let of = pg_columns("i.indkey::int2[]", "i.indrelid");
    let indexes = format!(
        "SELECT ({of}) AS name, i.indisprimary AS is_primary FROM pg_index i
         WHERE i.indrelid = '{name}'::regclass AND i.indpred IS NULL ORDER BY i.indexrelid::regclass::text"
    );
    for row in ask(conn, "", &indexes).await {
        let columns: String = row.try_get("", "name").unwrap();
        if row.try_get("", "is_primary").unwrap() {
            table.primary = split(&columns);
        }
        table.indexes.push(split(&columns));
    }
    let (child, parent) = (pg_columns("c.conkey", "c.conrelid"), pg_columns("c.confkey", "c.confrelid"));
    let keys = format!(
        "SELECT ({child}) AS child, ({parent}) AS target, c.confrelid::regclass::text AS parent FROM pg_constraint c
         WHERE c.conrelid = '{name}'::regclass AND c.contype = 'f'"
    );
    for row in ask(conn, "", &keys).await {
        let text = |column: &str| -> String { row.try_get("", column).unwrap() };
        table.foreign.insert((split(&text("child")), text("parent"), split(&text("target"))));
    }
    table
}

fn owned(schema: &Schema) -> impl Iterator<Item = (&String, &Table)> {
    schema.iter().filter(|(name, table)| {
        table.columns.contains("merchant_id") && !NETWORK_TABLES_NAMING_A_MERCHANT.contains(&name.as_str())
    })
}

#[tokio::test]
async fn migrations_go_up_down_and_up_again() {
    let db = TestDb::empty().await;
    let (store, raw) = (db.open().await, db.raw().await);
    store.migrate(now()).await.unwrap();
    let first = schema(&raw).await;
    assert!(first.len() > 20, "{} tables", first.len());
    store.migrate_down().await.unwrap();
    assert_eq!(schema(&raw).await.keys().collect::<Vec<_>>(), Vec::<&String>::new());
    store.migrate(now()).await.unwrap();
    assert_eq!(schema(&raw).await, first);
    store.migrate(now()).await.unwrap();
}

/// The tables with their columns as the entities know them, so that both databases are held to one list.
#[tokio::test]
async fn both_databases_have_the_same_tables() {
    let db = TestDb::new().await;
    let schema = schema(&db.raw().await).await;
    let written: String = schema
        .iter()
        .map(|(name, table)| {
            let columns: Vec<_> = table.columns.iter().map(String::as_str).collect();
            format!("{name}({})\n", columns.join(","))
        })
        .collect();
    assert_eq!(written, include_str!("tables.txt"), "tables.txt lists what both databases hold");
}

#[tokio::test]
async fn what_a_merchant_owns_is_keyed_by_the_merchant() {
    let db = TestDb::new().await;
    let schema = schema(&db.raw().await).await;
    assert!(owned(&schema).count() >= 16);
    for (name, table) in owned(&schema) {
        assert_eq!(table.primary.first().map(String::as_str), Some("merchant_id"), "{name}");
        assert!(table.primary.len() > 1 || ONE_ROW_A_MERCHANT.contains(&name.as_str()), "{name}");
    }
}

#[tokio::test]
async fn foreign_keys_stay_within_the_merchant_and_are_indexed() {
    let db = TestDb::new().await;
    let schema = schema(&db.raw().await).await;
    let owned_names: BTreeSet<_> = owned(&schema).map(|(name, _)| name.clone()).collect();
    let mut between_owned = 0;
    for (name, table) in &schema {
        for (child, parent, target) in &table.foreign {
            if owned_names.contains(name) && owned_names.contains(parent) {
                assert_eq!(
                    (child[0].as_str(), target[0].as_str()),
                    ("merchant_id", "merchant_id"),
                    "{name} → {parent}"
                );
                between_owned += 1;
            }
            let led = table.indexes.iter().chain([&table.primary]).any(|index| index.starts_with(child));
            assert!(led, "{name}{child:?} → {parent} has no index on the child's columns");
        }
    }
    assert!(between_owned >= 7, "{between_owned}");
}
