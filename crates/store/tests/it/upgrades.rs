//! Installations of before are brought up to date with whatever is in their tables.

use std::collections::BTreeSet;

use migrations::Migrator;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};
use sea_orm_migration::MigratorTrait;
use test_db::TestDb;

use crate::support::ask;

const SQLITE_COLUMNS: &str =
    "SELECT m.name AS name, p.name AS col, p.type AS kind FROM sqlite_master m, pragma_table_info(m.name) p
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <> 'seaql_migrations' ORDER BY m.name, p.cid";
const POSTGRES_COLUMNS: &str =
    "SELECT table_name::text AS name, column_name::text AS col, data_type::text AS kind FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'seaql_migrations' ORDER BY table_name, ordinal_position";

/// The same value in every column of a kind: so every row is what any other row may point at. Amounts are nothing, which adds up in a ledger.
fn value(column: &str, kind: &str, is_postgres: bool) -> &'static str {
    if column.ends_with("_fen") {
        return "0";
    }
    let kind = kind.to_lowercase();
    let has = |part: &str| kind.contains(part);
    if has("uuid") {
        if is_postgres { "'01970000-0000-7000-8000-000000000001'" } else { "x'01970000000070008000000000000001'" }
    } else if has("timestamp") {
        "'2026-06-15 04:00:00+00:00'"
    } else if has("date") {
        "'2026-06-15'"
    } else if has("bool") {
        "TRUE"
    } else if has("blob") || has("bytea") {
        if is_postgres { "'\\x07'" } else { "x'07'" }
    } else if has("int") || has("real") || has("double") || has("numeric") || has("float") {
        "1"
    } else if has("json") {
        "'{}'"
    } else {
        "'x'"
    }
}

/// Puts one row into every table; parents first, whichever they are.
async fn fill(conn: &DatabaseConnection) -> BTreeSet<String> {
    let is_postgres = conn.get_database_backend() == DbBackend::Postgres;
    let mut inserts: Vec<(String, Vec<String>, Vec<&str>)> = Vec::new();
    for row in ask(conn, SQLITE_COLUMNS, POSTGRES_COLUMNS).await {
        let text = |column: &str| row.try_get::<String>("", column).unwrap();
        let (table, column, value) =
            (text("name"), format!("\"{}\"", text("col")), value(&text("col"), &text("kind"), is_postgres));
        match inserts.last_mut().filter(|(name, ..)| *name == table) {
            Some((_, columns, values)) => {
                columns.push(column);
                values.push(value);
            }
            None => inserts.push((table, vec![column], vec![value])),
        }
    }
    let mut filled = BTreeSet::new();
    while filled.len() < inserts.len() {
        let before = filled.len();
        let mut refused = String::new();
        for (table, columns, values) in &inserts {
            if filled.contains(table) {
                continue;
            }
            let sql = format!("INSERT INTO \"{table}\" ({}) VALUES ({})", columns.join(", "), values.join(", "));
            match conn.execute_unprepared(&sql).await {
                Ok(_) => drop(filled.insert(table.clone())),
                Err(error) => refused = format!("{table}: {error}"),
            }
        }
        assert!(filled.len() > before, "nothing can be put into {refused}");
    }
    filled
}

#[tokio::test]
async fn every_version_is_brought_up_to_date_with_its_rows() {
    let versions = u32::try_from(Migrator::migrations().len()).unwrap();
    for steps in 1..versions {
        let db = TestDb::empty().await;
        let conn = db.raw().await;
        Migrator::up(&conn, Some(steps)).await.unwrap();
        let filled = fill(&conn).await;
        Migrator::up(&conn, None).await.unwrap_or_else(|error| panic!("from version {steps}: {error}"));
        let left: BTreeSet<String> = ask(&conn, SQLITE_COLUMNS, POSTGRES_COLUMNS)
            .await
            .iter()
            .map(|row| row.try_get("", "name").unwrap())
            .collect();
        for table in filled.intersection(&left) {
            assert!(db.count(table, "1 = 1").await >= 1, "from version {steps}: the row of {table} is gone");
        }
        conn.close().await.unwrap();
    }
}
