//! Shipments of the service, asked through the page.

use shared::{
    ShipmentId,
    goods::{GoodsCheck, GoodsCheckRequest},
    shipments::{
        Quote, QuoteRequest, RevealRequest, RevealedParties, Shipment, ShipmentCreate, ShipmentExport, ShipmentPatch,
    },
};

use super::service::make;
use crate::{
    api::{ApiError, IdempotencyKey},
    bridge::{
        Asked, Errand,
        asking::{read, run, with_body},
    },
};

pub async fn get(id: ShipmentId) -> Result<Shipment, ApiError> {
    read(Asked::plain("GET", format!("shipments/{id}"))).await
}

pub async fn create(shipment: &ShipmentCreate, key: IdempotencyKey) -> Result<Shipment, ApiError> {
    make("shipments", shipment, key).await
}

pub async fn quote(request: &QuoteRequest) -> Result<Quote, ApiError> {
    read(with_body("POST", "quotes", request)?).await
}

/// What of the goods must not be sent.
pub async fn check_goods(goods: String) -> Result<GoodsCheck, ApiError> {
    read(with_body("POST", "goods-check", &GoodsCheckRequest { goods })?).await
}

pub async fn change(id: ShipmentId, patch: &ShipmentPatch) -> Result<Shipment, ApiError> {
    read(with_body("PATCH", format!("shipments/{id}"), patch)?).await
}

pub async fn reveal(id: ShipmentId, reason: &str) -> Result<RevealedParties, ApiError> {
    let request = RevealRequest { reason: reason.to_owned() };
    read(with_body("POST", format!("shipments/{id}/reveal"), &request)?).await
}

/// Hands the person a file.
pub async fn export(export: &ShipmentExport, name: String) -> Result<(), ApiError> {
    let asked = with_body("POST", "shipments/export", export)?;
    run(&Errand::Save { asked, name }).await.map(|_| ())
}
