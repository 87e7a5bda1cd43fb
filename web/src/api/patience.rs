//! How long somebody waits for an answer.

use std::{future::Future, pin::pin, time::Duration};

use futures_util::future::{Either, select};

use super::ApiError;
use crate::browser::sleep;

/// The answer, unless it takes too long. What was asked may still be done.
pub async fn within<T>(limit: Duration, answer: impl Future<Output = Result<T, ApiError>>) -> Result<T, ApiError> {
    match select(pin!(answer), pin!(sleep(limit))).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => Err(ApiError::Unreachable),
    }
}
