//! What shipments are divided by.

use shared::parts::{Department, Owner};

use super::{ApiError, Call};

pub async fn owners() -> Result<Vec<Owner>, ApiError> {
    Call::get("owners").json().await
}

pub async fn departments() -> Result<Vec<Department>, ApiError> {
    Call::get("departments").json().await
}
