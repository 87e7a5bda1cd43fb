//! The service, asked through the page.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    Page, ShipmentId,
    labels::{LabelContent, LabelTemplate, LabelTemplateDefault, LabelTemplateDetail, LabelTemplateVersion},
    shipments::ShipmentSummary,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::bridge::{Asked, Told};
use crate::api::ApiError;

thread_local! {
    static PAGE: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// The page's function that asks the service; see [`Asked`] and [`Told`].
pub fn connect(page: Function) {
    PAGE.set(Some(page));
}

async fn ask(asked: &Asked) -> Result<String, ApiError> {
    let page = PAGE.with_borrow(Clone::clone).ok_or(ApiError::Unreachable)?;
    let text = serde_json::to_string(asked).map_err(|_| ApiError::Unreadable)?;
    let promise = page.call1(&JsValue::NULL, &JsValue::from_str(&text)).map_err(|_| ApiError::Unreachable)?;
    let answer = JsFuture::from(promise.unchecked_into::<Promise>()).await.map_err(|_| ApiError::Unreachable)?;
    let text = answer.as_string().ok_or(ApiError::Unreadable)?;
    match serde_json::from_str(&text).map_err(|_| ApiError::Unreadable)? {
        Told::Body(body) => Ok(body),
        Told::Problem(problem) => Err(ApiError::Problem(problem)),
        Told::Unreachable => Err(ApiError::Unreachable),
        Told::Unreadable => Err(ApiError::Unreadable),
        Told::SignedOut => Err(ApiError::SignedOut),
    }
}

fn plain(method: &str, path: String) -> Asked {
    Asked { method: method.to_owned(), path, body: None, if_match: None, idempotency_key: None }
}

fn with_body(method: &str, path: String, body: &impl Serialize) -> Result<Asked, ApiError> {
    let body = serde_json::to_string(body).map_err(|_| ApiError::Unreadable)?;
    Ok(Asked { body: Some(body), ..plain(method, path) })
}

async fn read<T: DeserializeOwned>(asked: &Asked) -> Result<T, ApiError> {
    serde_json::from_str(&ask(asked).await?).map_err(|_| ApiError::Unreadable)
}

/// A key for one creating call; trying the same call again must use the same one.
fn key() -> Option<String> {
    Some(uuid::Uuid::new_v4().to_string())
}

pub async fn templates() -> Result<Vec<LabelTemplate>, ApiError> {
    read(&plain("GET", "label-templates".to_owned())).await
}

pub async fn template(id: &str) -> Result<LabelTemplateDetail, ApiError> {
    read(&plain("GET", format!("label-templates/{id}"))).await
}

/// A template as it is and as a file; nothing else is asked of the service for an export.
pub async fn copy(id: &str, name: &str) -> Result<LabelTemplateDetail, ApiError> {
    let body = serde_json::json!({ "name": name, "copy_of": id });
    let asked = Asked { idempotency_key: key(), ..with_body("POST", "label-templates".to_owned(), &body)? };
    read(&asked).await
}

/// A new template of a layout that is here.
pub async fn create(name: &str, layout: &label::Template) -> Result<LabelTemplateDetail, ApiError> {
    let body = serde_json::json!({ "name": name, "body": layout });
    let asked = Asked { idempotency_key: key(), ..with_body("POST", "label-templates".to_owned(), &body)? };
    read(&asked).await
}

/// A file from elsewhere, as it is.
pub async fn import(file: String) -> Result<LabelTemplateDetail, ApiError> {
    let asked = plain("POST", "label-templates/import".to_owned());
    read(&Asked { body: Some(file), idempotency_key: key(), ..asked }).await
}

/// Saves over `version`.
pub async fn save(
    id: &str,
    version: u32,
    name: &str,
    layout: &label::Template,
) -> Result<LabelTemplateDetail, ApiError> {
    let body = serde_json::json!({ "name": name, "body": layout });
    let asked = with_body("PUT", format!("label-templates/{id}"), &body)?;
    read(&Asked { if_match: Some(format!("\"{version}\"")), ..asked }).await
}

pub async fn delete(id: &str) -> Result<(), ApiError> {
    ask(&plain("DELETE", format!("label-templates/{id}"))).await.map(|_| ())
}

pub async fn versions(id: &str) -> Result<Vec<LabelTemplateVersion>, ApiError> {
    read(&plain("GET", format!("label-templates/{id}/versions"))).await
}

pub async fn version(id: &str, version: u32) -> Result<LabelTemplateDetail, ApiError> {
    read(&plain("GET", format!("label-templates/{id}/versions/{version}"))).await
}

pub async fn restore(id: &str, version: u32) -> Result<LabelTemplateDetail, ApiError> {
    read(&plain("POST", format!("label-templates/{id}/versions/{version}/restore"))).await
}

pub async fn defaults() -> Result<Vec<LabelTemplateDefault>, ApiError> {
    read(&plain("GET", "label-template-defaults".to_owned())).await
}

pub async fn set_default(default: &LabelTemplateDefault) -> Result<Vec<LabelTemplateDefault>, ApiError> {
    read(&with_body("PUT", "label-template-defaults".to_owned(), default)?).await
}

/// The latest shipments, to look at a template with.
pub async fn latest_shipments(count: u32) -> Result<Page<ShipmentSummary>, ApiError> {
    read(&plain("GET", format!("shipments?limit={count}"))).await
}

/// What a shipment's label says, masked.
pub async fn content(id: ShipmentId) -> Result<LabelContent, ApiError> {
    read(&plain("GET", format!("shipments/{id}/label-content"))).await
}
