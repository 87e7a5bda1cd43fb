//! The key of the drafts. It lives in IndexedDB as a handle that cannot be exported.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, IdbDatabase, IdbFactory, IdbObjectStore, IdbRequest, IdbTransactionMode};

use crate::browser;

const DATABASE: &str = "yundan";
const STORE: &str = "keys";
const NAME: &str = "draft";

/// The key, if one was made.
pub async fn existing() -> Option<CryptoKey> {
    let store = store(&open().await?, IdbTransactionMode::Readonly)?;
    let found = finished(&store.get(&JsValue::from_str(NAME)).ok()?).await.ok()?;
    found.dyn_into().ok()
}

/// Makes the key.
pub async fn make() -> Option<CryptoKey> {
    let algorithm = Object::new();
    Reflect::set(&algorithm, &JsValue::from_str("name"), &JsValue::from_str("AES-GCM")).ok()?;
    Reflect::set(&algorithm, &JsValue::from_str("length"), &JsValue::from_f64(256.0)).ok()?;
    let uses = Array::of2(&JsValue::from_str("encrypt"), &JsValue::from_str("decrypt"));
    let promise = super::subtle()?.generate_key_with_object(&algorithm, false, &uses).ok()?;
    let key: CryptoKey = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    let store = store(&open().await?, IdbTransactionMode::Readwrite)?;
    finished(&store.put_with_key(&key, &JsValue::from_str(NAME)).ok()?).await.ok()?;
    Some(key)
}

/// Throws the key away; what it sealed can never be read again.
pub async fn destroy() {
    let Some(database) = open().await else { return };
    if let Some(request) = store(&database, IdbTransactionMode::Readwrite).and_then(|store| store.clear().ok()) {
        let _ = finished(&request).await;
    }
}

async fn open() -> Option<IdbDatabase> {
    let factory: IdbFactory = browser::window()?.indexed_db().ok()??;
    let request = factory.open_with_u32(DATABASE, 1).ok()?;
    let opened = request.clone();
    let upgrade = Closure::once_into_js(move |_event: JsValue| {
        if let Ok(database) = opened.result().and_then(JsCast::dyn_into::<IdbDatabase>) {
            let _ = database.create_object_store(STORE);
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    finished(&request).await.ok()?.dyn_into().ok()
}

fn store(database: &IdbDatabase, mode: IdbTransactionMode) -> Option<IdbObjectStore> {
    database.transaction_with_str_and_mode(STORE, mode).ok()?.object_store(STORE).ok()
}

/// Waits for a request.
async fn finished(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        let done = request.clone();
        let success = Closure::once_into_js(move |_event: JsValue| {
            let _ = resolve.call1(&JsValue::UNDEFINED, &done.result().unwrap_or(JsValue::UNDEFINED));
        });
        let failure = Closure::once_into_js(move |_event: JsValue| {
            let _ = reject.call0(&JsValue::UNDEFINED);
        });
        request.set_onsuccess(Some(success.unchecked_ref()));
        request.set_onerror(Some(failure.unchecked_ref()));
    });
    JsFuture::from(promise).await
}
