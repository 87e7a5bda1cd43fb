//! Web Locks: one at a time across the tabs of this browser.

use std::future::Future;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::browser;

/// Runs `work` while holding the lock `name`. Where the browser has no locks (pages not served securely), runs it at once.
pub async fn exclusively(
    name: &str,
    work: impl Future<Output = Result<JsValue, JsValue>> + 'static,
) -> Result<JsValue, JsValue> {
    let Some((locks, request)) = lock_manager() else { return work.await };
    let callback = Closure::once_into_js(move |_lock: JsValue| -> Promise { future_to_promise(work) });
    let promise: Promise = request.call2(&locks, &JsValue::from_str(name), &callback)?.dyn_into()?;
    JsFuture::from(promise).await
}

fn lock_manager() -> Option<(JsValue, Function)> {
    let navigator = browser::window()?.navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok().filter(JsValue::is_object)?;
    let request = Reflect::get(&locks, &JsValue::from_str("request")).ok()?.dyn_into().ok()?;
    Some((locks, request))
}
