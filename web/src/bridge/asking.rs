//! A module's side of the bridge: the service, asked through the page.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::FormData;

use super::{Asked, Errand, Told};
use crate::api::ApiError;

thread_local! {
    static PAGE: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// The page's function that does errands; see [`Errand`] and [`Told`].
pub fn connect(page: Function) {
    PAGE.set(Some(page));
}

/// Has the page do it.
pub async fn run(errand: &Errand) -> Result<String, ApiError> {
    run_with(errand, &JsValue::UNDEFINED).await
}

async fn run_with(errand: &Errand, form: &JsValue) -> Result<String, ApiError> {
    let page = PAGE.with_borrow(Clone::clone).ok_or(ApiError::Unreachable)?;
    run_by(&page, errand, form).await
}

/// As [`run`], by the function that one place was opened with.
pub async fn tell(page: &Function, errand: &Errand) -> Result<String, ApiError> {
    run_by(page, errand, &JsValue::UNDEFINED).await
}

async fn run_by(page: &Function, errand: &Errand, form: &JsValue) -> Result<String, ApiError> {
    let text = serde_json::to_string(errand).map_err(|_| ApiError::Unreadable)?;
    let promise = page.call2(&JsValue::NULL, &JsValue::from_str(&text), form).map_err(|_| ApiError::Unreachable)?;
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

pub fn with_body(method: &str, path: impl Into<String>, body: &impl Serialize) -> Result<Asked, ApiError> {
    let body = serde_json::to_string(body).map_err(|_| ApiError::Unreadable)?;
    Ok(Asked { body: Some(body), ..Asked::plain(method, path) })
}

/// The answer of a call.
pub async fn read<T: DeserializeOwned>(asked: Asked) -> Result<T, ApiError> {
    serde_json::from_str(&run(&Errand::Call(asked)).await?).map_err(|_| ApiError::Unreadable)
}

/// The answer of a call that sends a form: a file does not fit into text.
pub async fn read_of_form<T: DeserializeOwned>(asked: Asked, form: &FormData) -> Result<T, ApiError> {
    serde_json::from_str(&run_with(&Errand::Call(asked), form).await?).map_err(|_| ApiError::Unreadable)
}

/// A call without an answer.
pub async fn nothing(asked: Asked) -> Result<(), ApiError> {
    run(&Errand::Call(asked)).await.map(|_| ())
}
