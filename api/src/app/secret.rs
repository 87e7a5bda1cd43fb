//! Secrets that are told once and kept as hashes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::app::AppError;

const BYTES: usize = 32;

/// 256 random bits, as text for a link or a header.
pub fn generate() -> Result<String, AppError> {
    let mut secret = [0u8; BYTES];
    getrandom::fill(&mut secret).map_err(AppError::internal)?;
    Ok(URL_SAFE_NO_PAD.encode(secret))
}

/// What is kept of a secret. It is random and long, so a plain hash is enough.
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}
