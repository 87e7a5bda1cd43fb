//! The rows that came last into a database, to be inserted once more into an empty twin: what a measurement compares itself with.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use sea_orm::sqlx::{
    self, AssertSqlSafe, Column, Connection, Executor, Row, Sqlite, SqliteConnection, TypeInfo, ValueRef,
    query::Query,
    sqlite::{SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqliteRow, SqliteSynchronous},
};

use crate::TestDb;

/// Values of one statement; SQLite takes 32 766.
const VALUES_MAX: usize = 32_000;

enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

struct TableRows {
    insert: String,
    width: usize,
    rows: Vec<Vec<Cell>>,
}

/// Rows of several SQLite tables, held in memory.
pub struct LastRows {
    tables: Vec<TableRows>,
}

impl LastRows {
    /// What the last `shipments` shipments left in `tables`, of which `shipments` must be one: of every other table the same share.
    pub async fn of(filled: &Path, tables: &[&str], shipments: u32) -> LastRows {
        let options = SqliteConnectOptions::new().filename(filled).read_only(true);
        let mut conn = SqliteConnection::connect_with(&options).await.expect("the filled database can be read");
        let all = count(&mut conn, "shipments").await;
        let mut kept = Vec::new();
        for table in tables {
            let wanted = count(&mut conn, table).await * i64::from(shipments) / all;
            let sql = format!("SELECT * FROM {table} ORDER BY rowid DESC LIMIT {wanted}");
            let found = conn.fetch_all(AssertSqlSafe(sql)).await.expect("rows can be read");
            let first = found.first().expect("the filled database has rows in every table");
            let columns: Vec<&str> = first.columns().iter().map(Column::name).collect();
            let insert = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
            let mut rows: Vec<Vec<Cell>> = found.iter().map(cells).collect();
            rows.reverse();
            kept.push(TableRows { insert, width: columns.len(), rows });
        }
        LastRows { tables: kept }
    }

    /// Inserts them all into an empty twin with the same tables and indexes, in one transaction as durable as the store's. Foreign keys
    /// are not looked at.
    pub async fn insert_into_twin(&self) -> Duration {
        let twin = TestDb::new().await;
        let options = SqliteConnectOptions::new()
            .filename(twin.sqlite_path())
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(false);
        let mut conn = SqliteConnection::connect_with(&options).await.expect("the twin can be opened");
        let begin = Instant::now();
        let mut tx = conn.begin().await.expect("a transaction can begin");
        for table in &self.tables {
            for rows in table.rows.chunks(VALUES_MAX / table.width) {
                let marks = vec!["?"; table.width].join(", ");
                let sql = format!("{}{}", table.insert, vec![format!("({marks})"); rows.len()].join(", "));
                let query = rows.iter().flatten().fold(sqlx::query(AssertSqlSafe(sql)), bind);
                query.execute(&mut *tx).await.expect("rows can be inserted once more");
            }
        }
        tx.commit().await.expect("the transaction can be committed");
        begin.elapsed()
    }
}

async fn count(conn: &mut SqliteConnection, table: &str) -> i64 {
    let row = conn.fetch_one(AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"))).await;
    row.expect("rows can be counted").get(0)
}

fn cells(row: &SqliteRow) -> Vec<Cell> {
    (0..row.len())
        .map(|at| {
            let value = row.try_get_raw(at).expect("a column is there");
            match value.type_info().name() {
                _ if value.is_null() => Cell::Null,
                "INTEGER" => Cell::Integer(row.get_unchecked(at)),
                "REAL" => Cell::Real(row.get_unchecked(at)),
                "TEXT" => Cell::Text(row.get_unchecked(at)),
                _ => Cell::Blob(row.get_unchecked(at)),
            }
        })
        .collect()
}

fn bind<'q>(query: Query<'q, Sqlite, SqliteArguments>, cell: &'q Cell) -> Query<'q, Sqlite, SqliteArguments> {
    match cell {
        Cell::Null => query.bind(None::<i64>),
        Cell::Integer(value) => query.bind(value),
        Cell::Real(value) => query.bind(value),
        Cell::Text(value) => query.bind(value.as_str()),
        Cell::Blob(value) => query.bind(value.as_slice()),
    }
}
