//! Creating POSTs with an Idempotency-Key: the same key and body get the same answer.

use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use store::{IdempotencyKey, KeptAnswer, Remembered, WriteTx};

use crate::app::{App, AppError, Caller, Words};

/// Characters of a key.
pub const KEY_MAX_CHARS: usize = 255;

/// An answer, and whether it was given before.
#[derive(Clone, Debug)]
pub struct Once<T> {
    pub answer: T,
    pub replayed: bool,
}

/// The caller's key, bound to the person, the operation and the body.
pub fn key(caller: &Caller, operation: &str, key: &str, body: &[u8]) -> IdempotencyKey {
    let key_hash = Sha256::new()
        .chain_update(caller.user.0.as_bytes())
        .chain_update(operation.as_bytes())
        .chain_update([0])
        .chain_update(key.as_bytes())
        .finalize();
    IdempotencyKey { key_hash: key_hash.to_vec(), fingerprint: Sha256::digest(body).to_vec() }
}

/// Runs `work` in the transaction unless the key was answered before.
pub async fn once<T>(
    app: &App,
    tx: &WriteTx<'_>,
    key: Option<&IdempotencyKey>,
    status: u16,
    work: impl AsyncFnOnce() -> Result<T, AppError>,
) -> Result<Once<T>, AppError>
where
    T: Serialize + DeserializeOwned,
{
    let Some(key) = key else { return Ok(Once { answer: work().await?, replayed: false }) };
    match tx.claim_idempotency_keys(&[key], app.now()).await?.pop() {
        None | Some(Remembered::Fresh) => {
            let answer = work().await?;
            let body = serde_json::to_vec(&answer).map_err(AppError::internal)?;
            tx.keep_answers(&[KeptAnswer { key, status, body }], app.now()).await?;
            Ok(Once { answer, replayed: false })
        }
        Some(known) => replay(known),
    }
}

/// The answer to a request whose key was used before.
pub fn replay<T: DeserializeOwned>(known: Remembered) -> Result<Once<T>, AppError> {
    match known {
        Remembered::Answer { body, .. } => {
            let answer = serde_json::from_slice(&body).map_err(AppError::internal)?;
            Ok(Once { answer, replayed: true })
        }
        Remembered::Mismatch => Err(AppError::Conflict {
            code: "idempotency_key_reused",
            words: Words::new(
                "这个 Idempotency-Key 已用于内容不同的请求，请换一个新的。",
                "This Idempotency-Key was used for another request; use a new one.",
            ),
        }),
        Remembered::Fresh => Err(AppError::internal("a fresh key has no answer to repeat")),
    }
}
