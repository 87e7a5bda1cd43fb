//! The service, asked through the page.

use serde_json::json;
use shared::{
    Page, ShipmentId,
    labels::{LabelContent, LabelTemplate, LabelTemplateDefault, LabelTemplateDetail, LabelTemplateVersion},
    shipments::ShipmentSummary,
};

use crate::{
    api::ApiError,
    bridge::{
        Asked,
        asking::{nothing, read, with_body},
    },
};

/// A key for one creating call; trying the same call again must use the same one.
fn key() -> Option<String> {
    Some(uuid::Uuid::new_v4().to_string())
}

pub async fn templates() -> Result<Vec<LabelTemplate>, ApiError> {
    read(Asked::plain("GET", "label-templates")).await
}

pub async fn template(id: &str) -> Result<LabelTemplateDetail, ApiError> {
    read(Asked::plain("GET", format!("label-templates/{id}"))).await
}

/// A template as it is and as a file; nothing else is asked of the service for an export.
pub async fn copy(id: &str, name: &str) -> Result<LabelTemplateDetail, ApiError> {
    let body = json!({ "name": name, "copy_of": id });
    let asked = Asked { idempotency_key: key(), ..with_body("POST", "label-templates", &body)? };
    read(asked).await
}

/// A new template of a layout that is here.
pub async fn create(name: &str, layout: &label::Template) -> Result<LabelTemplateDetail, ApiError> {
    let body = json!({ "name": name, "body": layout });
    let asked = Asked { idempotency_key: key(), ..with_body("POST", "label-templates", &body)? };
    read(asked).await
}

/// A file from elsewhere, as it is.
pub async fn import(file: String) -> Result<LabelTemplateDetail, ApiError> {
    let asked = Asked::plain("POST", "label-templates/import");
    read(Asked { body: Some(file), idempotency_key: key(), ..asked }).await
}

/// Saves over `version`.
pub async fn save(
    id: &str,
    version: u32,
    name: &str,
    layout: &label::Template,
) -> Result<LabelTemplateDetail, ApiError> {
    let body = json!({ "name": name, "body": layout });
    let asked = with_body("PUT", format!("label-templates/{id}"), &body)?;
    read(Asked { if_match: Some(format!("\"{version}\"")), ..asked }).await
}

pub async fn delete(id: &str) -> Result<(), ApiError> {
    nothing(Asked::plain("DELETE", format!("label-templates/{id}"))).await
}

pub async fn versions(id: &str) -> Result<Vec<LabelTemplateVersion>, ApiError> {
    read(Asked::plain("GET", format!("label-templates/{id}/versions"))).await
}

pub async fn version(id: &str, version: u32) -> Result<LabelTemplateDetail, ApiError> {
    read(Asked::plain("GET", format!("label-templates/{id}/versions/{version}"))).await
}

pub async fn restore(id: &str, version: u32) -> Result<LabelTemplateDetail, ApiError> {
    read(Asked::plain("POST", format!("label-templates/{id}/versions/{version}/restore"))).await
}

pub async fn defaults() -> Result<Vec<LabelTemplateDefault>, ApiError> {
    read(Asked::plain("GET", "label-template-defaults")).await
}

pub async fn set_default(default: &LabelTemplateDefault) -> Result<Vec<LabelTemplateDefault>, ApiError> {
    read(with_body("PUT", "label-template-defaults", default)?).await
}

/// The latest shipments, to look at a template with.
pub async fn latest_shipments(count: u32) -> Result<Page<ShipmentSummary>, ApiError> {
    read(Asked::plain("GET", format!("shipments?limit={count}"))).await
}

/// What a shipment's label says, masked.
pub async fn content(id: ShipmentId) -> Result<LabelContent, ApiError> {
    read(Asked::plain("GET", format!("shipments/{id}/label-content"))).await
}
