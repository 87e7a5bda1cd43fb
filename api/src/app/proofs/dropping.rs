//! Pictures that no proof names any more. They are deleted through the outbox: a bucket may be away, and a transaction does not wait for it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use shared::{OutboxId, ShipmentId};
use store::{OutboxMessage, WriteTx};

use crate::app::{App, AppError};

/// Topic of the outbox message about such a picture.
pub const PICTURE_UNNAMED: &str = "proof_picture_unnamed";
/// A picture that is just sent gets its row within this, or never.
pub const NAMED_WITHIN: TimeDelta = TimeDelta::minutes(10);

#[derive(Serialize, Deserialize)]
struct Picture {
    shipment_id: ShipmentId,
    key: String,
}

/// Deletes the picture at that time, unless the shipment's proof names it then.
pub async fn drop_at(
    app: &App,
    tx: &WriteTx<'_>,
    shipment_id: ShipmentId,
    key: &str,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    let payload = serde_json::to_string(&Picture { shipment_id, key: key.to_owned() }).map_err(AppError::internal)?;
    Ok(tx.send(OutboxId(app.id()), PICTURE_UNNAMED, payload, at).await?)
}

pub async fn drop_unnamed(app: &App, message: &OutboxMessage) -> Result<(), AppError> {
    let Picture { shipment_id, key } = serde_json::from_str(&message.payload).map_err(AppError::internal)?;
    let proof = app.store.read(message.scope).delivery_proof(shipment_id).await?;
    if proof.and_then(|proof| proof.picture_key).as_ref() == Some(&key) {
        return Ok(());
    }
    app.settings.files.delete(&key).await
}
