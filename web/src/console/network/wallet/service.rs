//! What the network's finance does to a merchant's account, asked through the page.

use shared::{
    MerchantId,
    ledger::{Posting, TopUpCreate, TopUpReversal, Wallet, WalletTerms},
};

use crate::{
    api::{ApiError, IdempotencyKey},
    bridge::asking::{read, with_body},
    console::service::make,
};

pub async fn top_up(id: MerchantId, top_up: &TopUpCreate, key: IdempotencyKey) -> Result<Posting, ApiError> {
    make(&format!("merchants/{id}/wallet/top-ups"), top_up, key).await
}

pub async fn reverse(id: MerchantId, reversal: &TopUpReversal) -> Result<Posting, ApiError> {
    read(with_body("POST", format!("merchants/{id}/wallet/reversals"), reversal)?).await
}

pub async fn set_terms(id: MerchantId, terms: &WalletTerms) -> Result<Wallet, ApiError> {
    read(with_body("PUT", format!("merchants/{id}/wallet/terms"), terms)?).await
}
