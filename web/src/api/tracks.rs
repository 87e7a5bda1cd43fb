//! Scans of the network side.

use shared::tracks::{ScanBatch, ScanOutcomes};

use super::{ApiError, Call, IdempotencyKey};

pub async fn scan(batch: &ScanBatch, key: IdempotencyKey) -> Result<ScanOutcomes, ApiError> {
    Call::post("scans").body(batch).idempotency(key).json().await
}
