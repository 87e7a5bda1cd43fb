//! One printer, one tab: a Web Lock held as long as the printer is open.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use crate::browser;

/// Given back when it is dropped, and by the browser when the tab goes.
pub struct TabLock {
    release: Option<Function>,
}

impl Drop for TabLock {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// The lock's name of a device, by its key.
pub fn name_of(key: &str) -> String {
    format!("yundan.printer.{key}")
}

/// The lock, or `None` while another tab holds it. Where the browser has no locks (pages not served securely), everyone gets it.
pub async fn take(name: &str) -> Option<TabLock> {
    let navigator = browser::window()?.navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok().filter(JsValue::is_object);
    let Some(locks) = locks else { return Some(TabLock { release: None }) };
    let request: Function = Reflect::get(&locks, &JsValue::from_str("request")).ok()?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &JsValue::from_str("ifAvailable"), &JsValue::TRUE).ok()?;
    let mut outcome = None;
    let granted = Promise::new(&mut |resolve: Function, _reject: Function| {
        outcome = Some(resolve);
    });
    let resolve_granted = outcome?;
    let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        if !lock.is_object() {
            let _ = resolve_granted.call1(&JsValue::UNDEFINED, &JsValue::NULL);
            return JsValue::UNDEFINED;
        }
        // The lock is held until this promise is resolved.
        let held = Promise::new(&mut |release: Function, _reject: Function| {
            let _ = resolve_granted.call1(&JsValue::UNDEFINED, &release);
        });
        held.into()
    });
    request.call3(&locks, &JsValue::from_str(name), &options, &callback).ok()?;
    let release: Function = JsFuture::from(granted).await.ok()?.dyn_into().ok()?;
    Some(TabLock { release: Some(release) })
}
