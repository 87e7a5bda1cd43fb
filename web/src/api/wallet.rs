//! What the merchant has with the network.

use shared::ledger::Wallet;

use super::{ApiError, Call};

pub async fn get() -> Result<Wallet, ApiError> {
    Call::get("wallet").json().await
}
