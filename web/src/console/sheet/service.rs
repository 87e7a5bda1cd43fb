//! Shipments of the service, asked through the page.

use shared::{
    ShipmentId,
    shipments::{RevealRequest, RevealedParties, Shipment, ShipmentExport, ShipmentPatch},
};

use crate::{
    api::ApiError,
    bridge::{
        Asked, Errand,
        asking::{read, run, with_body},
    },
};

pub async fn get(id: ShipmentId) -> Result<Shipment, ApiError> {
    read(Asked::plain("GET", format!("shipments/{id}"))).await
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
