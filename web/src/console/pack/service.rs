//! The pack station of the service, asked through the page.

use std::time::Duration;

use shared::{
    Page, ShipmentId,
    packing::{Packing, PackingCreate, PackingFind, PackingGiven, PackingOrder},
};

use crate::{
    api::{ApiError, within},
    bridge::{
        Asked, Errand,
        asking::{read, run, with_body},
    },
};

/// People stand and wait: what has no answer after this is taken for no answer.
const FIND_LIMIT: Duration = Duration::from_secs(4);
const PACK_LIMIT: Duration = Duration::from_secs(8);
/// As many as are shown beside the table.
const RECENT: u32 = 20;

pub async fn find(code: &str) -> Result<PackingOrder, ApiError> {
    let asked = with_body("POST", "packings/find", &PackingFind { code: code.to_owned() })?;
    within(FIND_LIMIT, read(asked)).await
}

/// Packs it, once for each key: a try whose answer was lost is answered again.
pub async fn pack(create: &PackingCreate, key: &str) -> Result<Packing, ApiError> {
    let asked = Asked { idempotency_key: Some(key.to_owned()), ..with_body("POST", "packings", create)? };
    within(PACK_LIMIT, read(asked)).await
}

/// Gives its order to the carrier it goes with, once for each key.
pub async fn give(create: &PackingCreate, key: &str) -> Result<PackingGiven, ApiError> {
    let asked = Asked { idempotency_key: Some(key.to_owned()), ..with_body("POST", "packings/give", create)? };
    within(PACK_LIMIT, read(asked)).await
}

/// The newest first.
pub async fn recent() -> Result<Page<Packing>, ApiError> {
    read(Asked::plain("GET", format!("packings?limit={RECENT}"))).await
}

/// Has the page print labels.
pub async fn print(shipment_ids: Vec<ShipmentId>) -> Result<(), ApiError> {
    run(&Errand::Print(shipment_ids)).await.map(|_| ())
}

/// Has the page print a label again.
pub async fn print_again(id: ShipmentId, reason: &str) -> Result<(), ApiError> {
    let errand = Errand::PrintAgain { shipment_ids: vec![id], reason: reason.to_owned() };
    run(&errand).await.map(|_| ())
}
