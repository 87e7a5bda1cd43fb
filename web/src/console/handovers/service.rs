//! Handovers of the service, asked through the page.

use serde::Serialize;
use shared::{
    HandoverId, Page,
    handovers::{Handover, HandoverCreate, HandoverDetail},
    limits::{BULK_MAX, PAGE_MAX},
    pickups::PickupWindow,
    shipments::{ShipmentFilter, ShipmentSummary},
    state::Phase,
};

use crate::{
    api::{ApiError, IdempotencyKey, encode_query},
    bridge::{
        Asked, Errand,
        asking::{read, run, with_body},
    },
    console::service::make,
};

#[derive(Serialize)]
struct ListQuery {
    limit: u32,
    cursor: Option<String>,
}

/// The newest, or those after `cursor`.
pub async fn list(cursor: Option<String>) -> Result<Page<Handover>, ApiError> {
    read(Asked::plain("GET", format!("handovers{}", encode_query(&ListQuery { limit: PAGE_MAX, cursor })))).await
}

pub async fn get(id: HandoverId) -> Result<HandoverDetail, ApiError> {
    read(Asked::plain("GET", format!("handovers/{id}"))).await
}

pub async fn create(handover: &HandoverCreate, key: IdempotencyKey) -> Result<HandoverDetail, ApiError> {
    make("handovers", handover, key).await
}

/// A courier is to come in this window.
pub async fn ask_pickup(id: HandoverId, window: &PickupWindow) -> Result<Handover, ApiError> {
    read(with_body("PUT", format!("handovers/{id}/pickup"), window)?).await
}

pub async fn cancel_pickup(id: HandoverId) -> Result<Handover, ApiError> {
    read(Asked::plain("DELETE", format!("handovers/{id}/pickup"))).await
}

/// Opens the paper as PDF; its address is for browsers that forbid the tab.
pub async fn show_manifest(id: HandoverId) -> Result<String, ApiError> {
    run(&Errand::OpenFile(Asked::plain("GET", format!("handovers/{id}/manifest")))).await
}

/// What is printed and waits to be given away.
pub struct Ready {
    /// Oldest first: what waits longest stands first on the paper.
    pub shipments: Vec<ShipmentSummary>,
    /// There is more than one handover holds.
    pub has_more: bool,
}

pub async fn ready() -> Result<Ready, ApiError> {
    let mut filter = ShipmentFilter {
        phase: Some(Phase::ToPickUp),
        printed: Some(true),
        handed_over: Some(false),
        limit: Some(PAGE_MAX),
        ..ShipmentFilter::default()
    };
    let mut shipments = Vec::new();
    loop {
        let page: Page<ShipmentSummary> =
            read(Asked::plain("GET", format!("shipments{}", encode_query(&filter)))).await?;
        shipments.extend(page.items);
        filter.cursor = page.next_cursor;
        if filter.cursor.is_none() || shipments.len() >= BULK_MAX {
            break;
        }
    }
    let has_more = filter.cursor.is_some() || shipments.len() > BULK_MAX;
    shipments.truncate(BULK_MAX);
    shipments.reverse();
    Ok(Ready { shipments, has_more })
}
