//! A database of its own for every test: SQLite, or PostgreSQL where [`URL_VARIABLE`] names a server.
//!
//! Migrations run once a process into a template, which is copied for each test; so tests are fast, and each run proves that the
//! migrations apply. Everything here panics with a sentence instead of returning errors, as a harness should.

mod last_rows;

use std::{path::Path, process};

use chrono::Utc;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use store::{Database, Keyring, MasterKeys, Store, StoreConfig};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

pub use last_rows::LastRows;

/// A PostgreSQL URL of a server where databases may be created, such as `postgres://yundan@localhost:5432/postgres`.
pub const URL_VARIABLE: &str = "YUNDAN_TEST_DATABASE_URL";
/// The master key of every test database, in hex.
pub const MASTER_KEY: &str = "0707070707070707070707070707070707070707070707070707070707070707";
/// Enough for tests that work in parallel, few enough for PostgreSQL's default of 100 when tests run in parallel too.
const CONNECTIONS: u32 = 8;
/// Databases are called this, the process id, and a number; what a killed run left is swept by the next.
const PREFIX: &str = "yundan_test_";

/// The database of one test; gone when dropped.
pub struct TestDb {
    database: Database,
    /// Where SQLite's file lies.
    folder: TempDir,
    server: Option<String>,
}

impl TestDb {
    /// A migrated database, sealed with [`MASTER_KEY`].
    pub async fn new() -> TestDb {
        match std::env::var(URL_VARIABLE) {
            Ok(server) => {
                let template = POSTGRES_TEMPLATE.get_or_init(|| postgres_template(server.clone())).await;
                Self::on_postgres(server, Some(template)).await
            }
            Err(_) => {
                let template = SQLITE_TEMPLATE.get_or_init(sqlite_template).await;
                let db = Self::on_sqlite();
                std::fs::write(db.sqlite_path(), template).expect("the template can be copied");
                db
            }
        }
    }

    /// A database without any table.
    pub async fn empty() -> TestDb {
        match std::env::var(URL_VARIABLE) {
            Ok(server) => Self::on_postgres(server, None).await,
            Err(_) => Self::on_sqlite(),
        }
    }

    fn on_sqlite() -> TestDb {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        TestDb { database: Database::Sqlite(folder.path().join("yundan.db")), folder, server: None }
    }

    async fn on_postgres(server: String, template: Option<&String>) -> TestDb {
        let name = format!("{PREFIX}{}_{}", process::id(), Uuid::now_v7().simple());
        let template = template.map(|template| format!(" TEMPLATE {template}")).unwrap_or_default();
        on_server(&server, &[format!("CREATE DATABASE {name}{template}")]).await;
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        TestDb { database: Database::Postgres(with_database(&server, &name)), folder, server: Some(server) }
    }

    fn sqlite_path(&self) -> std::path::PathBuf {
        self.folder.path().join("yundan.db")
    }

    /// A temporary folder of this test, in which SQLite's file lies.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.database, Database::Postgres(_))
    }

    pub fn config(&self) -> StoreConfig {
        StoreConfig { database: self.database.clone(), connections: CONNECTIONS }
    }

    pub fn keyring() -> Keyring {
        Keyring::new(&MasterKeys::parse(MASTER_KEY).expect("the constant is a key"))
    }

    pub async fn open(&self) -> Store {
        Store::open(&self.config(), Self::keyring()).await.expect("the test database can be opened")
    }

    /// A connection past the store, for looking at what really is in the database.
    pub async fn raw(&self) -> DatabaseConnection {
        let url = match &self.database {
            Database::Sqlite(path) => format!("sqlite://{}?mode=rwc", path.display()),
            Database::Postgres(url) => url.clone(),
        };
        sea_orm::Database::connect(url).await.expect("the test database can be reached")
    }

    /// Rows of `table` that meet `condition`, counted past the store; for what no use case shows.
    pub async fn count(&self, table: &str, condition: &str) -> i64 {
        let conn = self.raw().await;
        let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE {condition}");
        let row = conn.query_one_raw(Statement::from_string(conn.get_database_backend(), sql)).await;
        let row = row.expect("rows can be counted").expect("a count is one row");
        conn.close().await.expect("a connection can be closed");
        row.try_get("", "n").expect("a count is a number")
    }

    /// Every column that holds text, as table and column.
    pub async fn text_columns(&self) -> Vec<(String, String)> {
        let conn = self.raw().await;
        let backend = conn.get_database_backend();
        let sql = match backend {
            DbBackend::Postgres => {
                "SELECT table_name AS t, column_name AS c FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND data_type IN ('text', 'character varying')"
            }
            _ => {
                "SELECT m.name AS t, p.name AS c FROM sqlite_master m, pragma_table_info(m.name) p \
                 WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND p.type LIKE '%TEXT%'"
            }
        };
        let rows = conn.query_all_raw(Statement::from_string(backend, sql)).await.expect("columns can be listed");
        conn.close().await.expect("a connection can be closed");
        let name = |row: &sea_orm::QueryResult, column: &str| row.try_get("", column).expect("a name is text");
        let columns: Vec<_> = rows.iter().map(|row| (name(row, "t"), name(row, "c"))).collect();
        assert!(!columns.is_empty(), "a migrated database holds text");
        columns
    }

    /// [`TestDb::count`] where nothing can be awaited, as in a drop.
    pub fn count_blocking(&self, table: &str, condition: &str) -> i64 {
        std::thread::scope(|scope| {
            let counting = scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                runtime.expect("a runtime can be made").block_on(self.count(table, condition))
            });
            counting.join().expect("rows can be counted")
        })
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let (Some(server), Database::Postgres(url)) = (self.server.clone(), &self.database) else { return };
        let Some(name) = url.rsplit('/').next().and_then(|rest| rest.split('?').next()).map(str::to_owned) else {
            return;
        };
        // A thread of its own, because a test's runtime cannot wait inside a drop.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime
                .expect("a runtime can be made")
                .block_on(on_server(&server, &[format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")]));
        });
        // A test that panics already must not abort here; what stays is swept by the next run.
        let _ = dropped.join();
    }
}

static SQLITE_TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
static POSTGRES_TEMPLATE: OnceCell<String> = OnceCell::const_new();

async fn sqlite_template() -> Vec<u8> {
    let db = TestDb::on_sqlite();
    let store = db.open().await;
    store.migrate(Utc::now()).await.expect("migrations apply");
    // Closing the last connection moves the write-ahead log into the file.
    store.close().await.expect("the template can be closed");
    std::fs::read(db.sqlite_path()).expect("the template is a file")
}

async fn postgres_template(server: String) -> String {
    sweep(&server).await;
    let name = format!("{PREFIX}{}_template", process::id());
    on_server(&server, &[format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}")]).await;
    let config = StoreConfig { database: Database::Postgres(with_database(&server, &name)), connections: 1 };
    let store = Store::open(&config, TestDb::keyring()).await.expect("the template can be opened");
    store.migrate(Utc::now()).await.expect("migrations apply");
    store.close().await.expect("the template can be closed");
    name
}

/// Drops what processes left that are no more.
async fn sweep(server: &str) {
    let conn = sea_orm::Database::connect(server).await.expect("the test server can be reached");
    let list = format!("SELECT datname FROM pg_database WHERE datname LIKE '{PREFIX}%'");
    let rows =
        conn.query_all_raw(Statement::from_string(DbBackend::Postgres, list)).await.expect("databases can be listed");
    for row in rows {
        let name: String = row.try_get("", "datname").expect("a database has a name");
        let owner = name.strip_prefix(PREFIX).and_then(|rest| rest.split('_').next());
        let alive = owner.is_some_and(|pid| Path::new("/proc").join(pid).exists());
        if !alive {
            // Another run may sweep at the same time.
            let _ = conn.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        }
    }
    conn.close().await.expect("a connection can be closed");
}

async fn on_server(server: &str, statements: &[String]) {
    let conn = sea_orm::Database::connect(server).await.expect("the test server can be reached");
    for statement in statements {
        conn.execute_unprepared(statement).await.expect("test databases can be made and dropped");
    }
    conn.close().await.expect("a connection can be closed");
}

/// The same server, another database.
fn with_database(server: &str, name: &str) -> String {
    let (address, options) =
        server.split_once('?').map_or((server, None), |(address, options)| (address, Some(options)));
    let base = match address
        .split_once("://")
        .and_then(|(_, rest)| rest.find('/').map(|at| at + address.len() - rest.len()))
    {
        Some(slash) => &address[..slash],
        None => address,
    };
    options.map_or_else(|| format!("{base}/{name}"), |options| format!("{base}/{name}?{options}"))
}
