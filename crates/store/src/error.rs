//! What can fail in the store. None of these texts is for a caller of the API; none holds personal data.

use sea_orm::{DbErr, RuntimeErr, SqlErr};

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique key is taken; the caller decides what that means.
    #[error("a unique key is already taken")]
    UniqueViolation,
    /// Another transaction was in the way; the write may be tried again.
    #[error("lost against another transaction")]
    Contention,
    /// The job's lease ended and another worker has it; nothing of this write was kept.
    #[error("the job belongs to another worker now")]
    LeaseLost,
    #[error("number pool of carrier {carrier} has fewer than {wanted} numbers left")]
    NumbersExhausted { carrier: String, wanted: u32 },
    #[error("a sealed value cannot be opened with this key")]
    Sealed,
    #[error("the encryption key does not belong to this database")]
    WrongKey,
    #[error("the database holds something unexpected: {0}")]
    Corrupt(&'static str),
    #[error("database: {0}")]
    Database(DbErr),
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> StoreError {
        if let Some(SqlErr::UniqueConstraintViolation(_)) = error.sql_err() {
            return StoreError::UniqueViolation;
        }
        if is_contention(&error) { StoreError::Contention } else { StoreError::Database(error) }
    }
}

/// Serialization failure, deadlock or lock timeout on PostgreSQL; busy on SQLite.
fn is_contention(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(inner)) | DbErr::Query(RuntimeErr::SqlxError(inner))) = error else {
        return false;
    };
    let Some(code) = inner.as_database_error().and_then(|error| error.code().map(|code| code.into_owned())) else {
        return false;
    };
    matches!(code.as_str(), "40001" | "40P01" | "55P03" | "5" | "517" | "6")
}

/// An error of a use case that may come from the store, so that the write path can see whether trying again helps.
pub trait StoreFailure: From<StoreError> {
    fn is_contention(&self) -> bool;
}

impl StoreFailure for StoreError {
    fn is_contention(&self) -> bool {
        matches!(self, StoreError::Contention)
    }
}
