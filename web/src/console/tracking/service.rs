//! Tracks of the service, asked through the page.

use shared::{
    ShipmentId,
    shipments::Shipment,
    tracks::{TrackExport, TrackNumbers, TrackQuery, TrackingPage, Tracks},
};
use web_sys::{File, FormData};

use crate::{
    api::ApiError,
    bridge::{
        Asked, Errand,
        asking::{read, read_of_form, run, with_body},
    },
};

pub async fn query(query: &TrackQuery) -> Result<Tracks, ApiError> {
    read(with_body("POST", "tracks/query", query)?).await
}

/// The numbers of a file.
pub async fn read_file(file: File) -> Result<TrackNumbers, ApiError> {
    let form = FormData::new().map_err(|_| ApiError::Unreadable)?;
    form.append_with_blob_and_filename("file", &file, &file.name()).map_err(|_| ApiError::Unreadable)?;
    read_of_form(Asked::plain("POST", "tracks/read"), &form).await
}

/// Hands the person what is known of these numbers as a file.
pub async fn export(export: &TrackExport, name: String) -> Result<(), ApiError> {
    let asked = with_body("POST", "tracks/export", export)?;
    run(&Errand::Save { asked, name }).await.map(|_| ())
}

pub async fn shipment(id: ShipmentId) -> Result<Shipment, ApiError> {
    read(Asked::plain("GET", format!("shipments/{id}"))).await
}

/// Has its carrier asked at once where it is.
pub async fn track(id: ShipmentId) -> Result<Shipment, ApiError> {
    read(Asked::plain("POST", format!("shipments/{id}/track"))).await
}

pub async fn page() -> Result<TrackingPage, ApiError> {
    read(Asked::plain("GET", "settings/tracking-page")).await
}

pub async fn set_page(page: &TrackingPage) -> Result<TrackingPage, ApiError> {
    read(with_body("PUT", "settings/tracking-page", page)?).await
}
