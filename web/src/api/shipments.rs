//! Shipments.

use shared::{
    Page, ShipmentId,
    dashboard::PhaseCount,
    problems::ProblemDetail,
    shipments::{
        BulkOutcomes, RevealRequest, RevealedParties, Shipment, ShipmentFilter, ShipmentIds, ShipmentSearch,
        ShipmentSummary,
    },
};

use super::{ApiError, Call, client::Download};

pub async fn list(filter: &ShipmentFilter) -> Result<Page<ShipmentSummary>, ApiError> {
    Call::get("shipments").query(filter).json().await
}

/// Finds by anything; a body, because names and phones must not stand in an address.
pub async fn search(search: &ShipmentSearch) -> Result<Page<ShipmentSummary>, ApiError> {
    Call::post("shipments/search").body(search).json().await
}

pub async fn counts() -> Result<Vec<PhaseCount>, ApiError> {
    Call::get("shipments/counts").json().await
}

/// The ids of everything the filter matches, up to 1 000 a page.
pub async fn ids(filter: &ShipmentFilter) -> Result<Page<ShipmentId>, ApiError> {
    Call::get("shipments/ids").query(filter).json().await
}

pub async fn get(id: ShipmentId) -> Result<Shipment, ApiError> {
    Call::get(format!("shipments/{id}")).json().await
}

/// Has its carrier asked at once where it is.
pub async fn track(id: ShipmentId) -> Result<Shipment, ApiError> {
    Call::post(format!("shipments/{id}/track")).json().await
}

pub async fn void_many(ids: &ShipmentIds) -> Result<BulkOutcomes, ApiError> {
    Call::post("shipments/void").body(ids).json().await
}

pub async fn reveal(id: ShipmentId, reason: &RevealRequest) -> Result<RevealedParties, ApiError> {
    Call::post(format!("shipments/{id}/reveal")).body(reason).json().await
}

/// The open case of a shipment that is to be stopped or brought elsewhere.
pub async fn open_problem(id: ShipmentId) -> Result<ProblemDetail, ApiError> {
    Call::post(format!("shipments/{id}/problems")).json().await
}

/// The picture of how it was received.
pub async fn delivery_picture(id: ShipmentId, reason: &RevealRequest) -> Result<Download, ApiError> {
    Call::post(format!("shipments/{id}/proof/picture")).accept("image/jpeg").body(reason).bytes().await
}

/// The label as a picture.
pub async fn label_png(id: ShipmentId) -> Result<Download, ApiError> {
    Call::get(format!("shipments/{id}/label?format=png&dpi=203")).accept("image/png").bytes().await
}
