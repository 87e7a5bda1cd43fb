//! Drops what has outlived its promise.

use chrono::TimeDelta;

use crate::app::{App, AppError, applications::forgetting, clock::first_id_at, privacy};

/// An Idempotency-Key is remembered this long.
const IDEMPOTENCY_KEPT: TimeDelta = TimeDelta::hours(24);
const DELIVERED_KEPT: TimeDelta = TimeDelta::hours(24);
/// When somebody was there last is told of sessions this old.
const SESSIONS_KEPT: TimeDelta = TimeDelta::days(180);
/// Longer than the longest window anything is counted in.
const TRIES_KEPT: TimeDelta = TimeDelta::hours(2);
/// How a message went, for the network's people.
const MESSAGES_KEPT: TimeDelta = TimeDelta::days(30);
/// Questions to carriers, for whoever finds out what went wrong.
const CALLS_KEPT: TimeDelta = TimeDelta::days(30);
const DEVICES_KEPT: TimeDelta = TimeDelta::days(180);

pub async fn run(app: &App) -> Result<(), AppError> {
    let now = app.now();
    // A key that was added while nobody read anything.
    app.store.keys().read_again();
    let keys = app.store.system().forget_idempotency_keys(now - IDEMPOTENCY_KEPT).await?;
    let messages = app.store.system().forget_delivered(now - DELIVERED_KEPT).await?;
    let sessions = app.store.system().forget_sessions(now - SESSIONS_KEPT).await?;
    let tries = app.store.system().forget_tries(now - TRIES_KEPT, now).await?;
    let codes = app.store.system().forget_codes(now).await?;
    let sent = app.store.system().forget_messages(now - MESSAGES_KEPT).await?;
    let devices = app.store.system().forget_devices(now - DEVICES_KEPT).await?;
    let calls = app.store.system().sweep_carrier_calls(first_id_at(now - CALLS_KEPT)).await?;
    let forgotten = privacy::forget_old(app).await?;
    let rejected = forgetting::forget_rejected(app).await?;
    tracing::debug!(keys, messages, sessions, tries, codes, sent, devices, calls, forgotten, rejected, "swept");
    Ok(())
}
