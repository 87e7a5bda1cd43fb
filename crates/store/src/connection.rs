//! Opening the database, and the one write path.

use std::{path::PathBuf, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use uuid::Uuid;

use crate::{Keyring, NetworkTx, Scoped, StoreError, StoreFailure, TenantScope, WriteTx, entity::installation};

/// How often a write that lost against another transaction is tried before the caller is told.
const WRITE_TRIES: u32 = 8;
const RETRY_BASE: Duration = Duration::from_millis(5);
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(30);
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// What the writer keeps of the database in memory, in KiB (SQLite takes those as a negative count). Tokens and numbers are written all over
/// their indexes; with SQLite's 2 MB nearly every one of them would be a read first.
const WRITER_CACHE_KIB: &str = "-32768";
/// Pages of write-ahead log between two checkpoints: 16 MB, so that a page that many writes meet is copied back once.
const CHECKPOINT_PAGES: &str = "4000";
/// Statements SQLite keeps prepared on each connection.
const STATEMENT_CACHE: usize = 256;

pub(crate) const KEY_CHECK: &str = "key check";

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite(PathBuf),
    /// A `postgres://` URL.
    Postgres(String),
}

#[derive(Clone, Debug)]
pub struct StoreConfig {
    pub database: Database,
    /// Connections for reading on SQLite, for everything on PostgreSQL.
    pub connections: u32,
}

/// The database with its keys. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    keys: Arc<Keyring>,
}

impl Store {
    /// Connects; nothing is changed yet. Call [`Store::migrate`] before using it.
    pub async fn open(config: &StoreConfig, keys: Keyring) -> Result<Store, StoreError> {
        let (writer, reader) = match &config.database {
            Database::Sqlite(path) => {
                (connect_sqlite(path, 1, false).await?, connect_sqlite(path, config.connections, true).await?)
            }
            Database::Postgres(url) => {
                let pool = connect_postgres(url, config.connections).await?;
                (pool.clone(), pool)
            }
        };
        Ok(Store { writer, reader, keys: Arc::new(keys) })
    }

    /// Brings the schema up to this version and checks that the key fits the data.
    pub async fn migrate(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        migrations::Migrator::up(&self.writer, None).await?;
        self.check_key(now).await
    }

    /// Takes the whole schema away again, with all data.
    pub async fn migrate_down(&self) -> Result<(), StoreError> {
        Ok(migrations::Migrator::down(&self.writer, None).await?)
    }

    async fn check_key(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        match installation::Entity::find_by_id(Uuid::nil()).one(&self.writer).await? {
            Some(row) => match self.keys.open(Uuid::nil(), KEY_CHECK, &row.key_check_sealed) {
                Ok(_) => Ok(()),
                Err(_) => Err(StoreError::WrongKey),
            },
            None => {
                let row = installation::ActiveModel {
                    id: Set(Uuid::nil()),
                    key_check_sealed: Set(self.keys.seal(Uuid::nil(), KEY_CHECK, KEY_CHECK.as_bytes())?),
                    created_at: Set(now),
                };
                installation::Entity::insert(row).exec_without_returning(&self.writer).await?;
                Ok(())
            }
        }
    }

    pub async fn ping(&self) -> Result<(), StoreError> {
        self.reader.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    pub async fn close(self) -> Result<(), StoreError> {
        self.reader.close().await?;
        Ok(self.writer.close().await?)
    }

    pub fn keys(&self) -> &Keyring {
        &self.keys
    }

    /// Reads one merchant's data.
    pub fn read(&self, scope: TenantScope) -> Scoped<'_, DatabaseConnection> {
        Scoped::new(&self.reader, scope, &self.keys)
    }

    /// The network's own tables and questions over all merchants: sign-in, staff, the waybill directory.
    pub fn network(&self) -> NetworkStore<'_> {
        NetworkStore { store: self }
    }

    /// Machinery that belongs to no caller: claiming jobs and outbox messages, sweeping.
    pub fn system(&self) -> SystemStore<'_> {
        SystemStore { store: self }
    }

    /// Writes one merchant's data: everything `work` does through its argument is committed, or nothing is. `work` runs again when it
    /// lost against another transaction, so it must have no other effect.
    pub async fn write<T, E>(&self, scope: TenantScope, work: impl AsyncFn(WriteTx<'_>) -> Result<T, E>) -> Result<T, E>
    where
        E: StoreFailure,
    {
        self.transact(async |tx| work(Scoped::new(tx, scope, &self.keys)).await).await
    }

    /// Writes what belongs to no merchant, such as applications; what a merchant owns only where the merchant is made in the same write.
    pub async fn write_network<T, E>(&self, work: impl AsyncFn(NetworkTx<'_>) -> Result<T, E>) -> Result<T, E>
    where
        E: StoreFailure,
    {
        self.transact(async |tx| work(NetworkTx { conn: tx, keys: &self.keys }).await).await
    }

    pub(crate) async fn transact<T, E>(&self, work: impl AsyncFn(&DatabaseTransaction) -> Result<T, E>) -> Result<T, E>
    where
        E: StoreFailure,
    {
        let mut tried = 1;
        loop {
            match self.transact_once(&work).await {
                Err(error) if error.is_contention() && tried < WRITE_TRIES => {
                    tokio::time::sleep(RETRY_BASE * tried).await;
                    tried += 1;
                }
                settled => return settled,
            }
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that begins a transaction")]
    async fn transact_once<T, E>(&self, work: &impl AsyncFn(&DatabaseTransaction) -> Result<T, E>) -> Result<T, E>
    where
        E: StoreFailure,
    {
        // A deferred SQLite transaction that reads and then writes fails with "database is locked"; IMMEDIATE waits its turn.
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = self.writer.begin_with_options(options).await.map_err(StoreError::from)?;
        let answer = work(&tx).await;
        match answer {
            Ok(value) => {
                tx.commit().await.map_err(StoreError::from)?;
                Ok(value)
            }
            Err(error) => {
                tx.rollback().await.map_err(StoreError::from)?;
                Err(error)
            }
        }
    }

    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }
}

/// Questions of the network side, over all merchants. Each function says why it may ask.
pub struct NetworkStore<'a> {
    pub(crate) store: &'a Store,
}

/// Machinery. Each function says why it may work without a caller.
pub struct SystemStore<'a> {
    pub(crate) store: &'a Store,
}

async fn connect_sqlite(
    path: &std::path::Path,
    connections: u32,
    read_only: bool,
) -> Result<DatabaseConnection, StoreError> {
    use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};

    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", path.display()));
    options
        .max_connections(connections)
        .min_connections(1)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .test_before_acquire(false)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .sqlx_logging(false)
        // Statements carry personal tokens and numbers; they stay out of traces.
        .record_stmt_in_spans(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = sqlite
                .journal_mode(SqliteJournalMode::Wal)
                .busy_timeout(BUSY_TIMEOUT)
                .foreign_keys(true)
                .synchronous(SqliteSynchronous::Full)
                .statement_cache_capacity(STATEMENT_CACHE);
            if read_only {
                sqlite.pragma("query_only", "ON")
            } else {
                sqlite.pragma("cache_size", WRITER_CACHE_KIB).pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
            }
        });
    Ok(sea_orm::Database::connect(options).await?)
}

async fn connect_postgres(url: &str, connections: u32) -> Result<DatabaseConnection, StoreError> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    Ok(sea_orm::Database::connect(options).await?)
}
