//! Promises with an end, and errors by name.

use std::{future::Future, pin::pin, time::Duration};

use futures_util::future::{Either, select};
use js_sys::Reflect;
use shared::printing::PrinterConnection;
use wasm_bindgen::JsValue;

use crate::browser::sleep;
use crate::printing::link::{LinkError, Refusal, Stage};

/// The outcome of `work`, or `None` if it takes longer. What was begun goes on in the browser.
pub async fn within<T>(ms: u32, work: impl Future<Output = T>) -> Option<T> {
    match select(pin!(work), pin!(sleep(Duration::from_millis(u64::from(ms))))).await {
        Either::Left((value, _)) => Some(value),
        Either::Right(_) => None,
    }
}

/// A `DOMException` of an open device, by its name.
pub fn transfer_error(error: &JsValue) -> LinkError {
    match name(error).as_str() {
        "NotFoundError" | "InvalidStateError" | "AbortError" => LinkError::Disconnected,
        _ => LinkError::Failed(words(error)),
    }
}

/// A `DOMException` of opening or claiming, by its name.
pub fn open_error(error: &JsValue, stage: Stage, connection: PrinterConnection, ids: Option<(u16, u16)>) -> LinkError {
    let (name, message) = (name(error), words(error));
    match name.as_str() {
        "SecurityError" | "NetworkError" | "InvalidStateError" => {
            LinkError::Refused(Refusal { stage, connection, name, message, ids })
        }
        "NotFoundError" => LinkError::Disconnected,
        _ => LinkError::Failed(message),
    }
}

/// A `DOMException` of the browser's chooser.
pub fn chooser_error(error: &JsValue, connection: PrinterConnection) -> LinkError {
    let (name, message) = (name(error), words(error));
    match name.as_str() {
        "NotFoundError" | "AbortError" => LinkError::NotChosen,
        "SecurityError" => LinkError::Refused(Refusal { stage: Stage::Choose, connection, name, message, ids: None }),
        _ => LinkError::Failed(message),
    }
}

fn name(error: &JsValue) -> String {
    text(error, "name")
}

fn words(error: &JsValue) -> String {
    text(error, "message")
}

fn text(error: &JsValue, field: &str) -> String {
    Reflect::get(error, &JsValue::from_str(field)).ok().and_then(|value| value.as_string()).unwrap_or_default()
}
