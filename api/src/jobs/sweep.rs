//! Drops what has outlived its promise.

use chrono::TimeDelta;

use crate::app::{App, AppError, privacy};

/// An Idempotency-Key is remembered this long.
const IDEMPOTENCY_KEPT: TimeDelta = TimeDelta::hours(24);
const DELIVERED_KEPT: TimeDelta = TimeDelta::hours(24);
/// When somebody was there last is told of sessions this old.
const SESSIONS_KEPT: TimeDelta = TimeDelta::days(180);

pub async fn run(app: &App) -> Result<(), AppError> {
    let now = app.now();
    let keys = app.store.system().forget_idempotency_keys(now - IDEMPOTENCY_KEPT).await?;
    let messages = app.store.system().forget_delivered(now - DELIVERED_KEPT).await?;
    let sessions = app.store.system().forget_sessions(now - SESSIONS_KEPT).await?;
    let forgotten = privacy::forget_old(app).await?;
    tracing::debug!(keys, messages, sessions, forgotten, "swept");
    Ok(())
}
