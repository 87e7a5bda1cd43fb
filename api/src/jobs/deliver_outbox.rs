//! Delivers what business transactions put into the outbox. What fails comes up again.

use chrono::TimeDelta;
use futures_util::{StreamExt, stream};
use serde::Deserialize;
use shared::events::LiveEvent;
use store::OutboxMessage;

use crate::app::{
    App, AppError,
    live::{PROBLEMS_CHANGED, SHIPMENTS_CHANGED},
    proofs::{self, PICTURE_UNNAMED},
};

const BATCH: u32 = 200;
/// Files deleted at the same time.
const DELETIONS: usize = 8;
const RETRY_AFTER: TimeDelta = TimeDelta::seconds(30);

#[derive(Deserialize)]
struct Changed {
    count: u32,
}

/// Delivers one batch; answers whether it was full, so that more may be waiting. What trickles in is gathered until the runner looks again:
/// taking the one writer for every single message would cost those who write as much as their own work.
pub async fn run(app: &App) -> Result<bool, AppError> {
    let now = app.now();
    let messages = app.store.system().lease_outbox(BATCH, now, now + RETRY_AFTER).await?;
    if messages.is_empty() {
        return Ok(false);
    }
    let is_full = messages.len() == BATCH as usize;
    let mut delivered = Vec::with_capacity(messages.len());
    let (pictures, told): (Vec<_>, Vec<_>) = messages.into_iter().partition(|one| one.topic == PICTURE_UNNAMED);
    for message in told {
        match deliver(app, &message) {
            Ok(()) => delivered.push(message),
            Err(error) => tracing::error!(id = %message.id, topic = message.topic, ?error, "not delivered"),
        }
    }
    // Pages are told before files are deleted: a bucket that is slow or away keeps no news back.
    if !delivered.is_empty() {
        app.store.system().mark_delivered(&delivered, app.now()).await?;
    }
    drop_pictures(app, pictures).await?;
    Ok(is_full)
}

/// One that cannot be deleted is tried again later, and keeps none of the others.
async fn drop_pictures(app: &App, pictures: Vec<OutboxMessage>) -> Result<(), AppError> {
    if pictures.is_empty() {
        return Ok(());
    }
    let dropped = stream::iter(pictures).map(async |message| match proofs::drop_unnamed(app, &message).await {
        Ok(()) => Some(message),
        Err(error) => {
            tracing::error!(id = %message.id, ?error, "a picture could not be deleted");
            None
        }
    });
    let dropped: Vec<Option<OutboxMessage>> = dropped.buffer_unordered(DELETIONS).collect().await;
    let dropped: Vec<OutboxMessage> = dropped.into_iter().flatten().collect();
    Ok(app.store.system().mark_delivered(&dropped, app.now()).await?)
}

fn deliver(app: &App, message: &OutboxMessage) -> Result<(), AppError> {
    match message.topic.as_str() {
        SHIPMENTS_CHANGED => {
            let Changed { count } = serde_json::from_str(&message.payload).map_err(AppError::internal)?;
            app.live.publish(message.scope, LiveEvent::ShipmentsChanged { count });
            Ok(())
        }
        PROBLEMS_CHANGED => {
            let Changed { count } = serde_json::from_str(&message.payload).map_err(AppError::internal)?;
            app.live.publish(message.scope, LiveEvent::ProblemsChanged { count });
            Ok(())
        }
        _ => Err(AppError::internal("a message of unknown topic")),
    }
}
