//! Drafts with personal data: encrypted in the browser's storage with a key that the page can use but never read, and gone at sign-out.

mod key;

use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, Storage, SubtleCrypto};

use crate::browser;

const PREFIX: &str = "yundan.draft.";
/// The nonce of AES-GCM.
const NONCE_BYTES: usize = 12;

/// For how long a draft is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// As long as its tab is there.
    TabGoes,
    /// Also when the browser is closed meanwhile; all tabs have it.
    SignOut,
}

/// Keeps `text` as the draft `name`. Where the browser cannot encrypt, nothing is kept.
pub async fn keep(name: &str, text: &str) {
    let _ = try_keep(Until::TabGoes, name, text).await;
}

/// As [`keep`], for what must not be lost; false where it is not kept.
pub async fn keep_safe(name: &str, text: &str) -> bool {
    try_keep(Until::SignOut, name, text).await.is_some()
}

/// The draft `name`, if there is one that can be read.
pub async fn kept(name: &str) -> Option<String> {
    read(Until::TabGoes, name).await
}

/// What [`keep_safe`] kept under this name.
pub async fn kept_safe(name: &str) -> Option<String> {
    read(Until::SignOut, name).await
}

/// The names under which [`keep_safe`] kept something, of those that begin so.
pub fn safe_names(beginning: &str) -> Vec<String> {
    let names = names(Until::SignOut).into_iter();
    names
        .filter_map(|name| name.strip_prefix(PREFIX).filter(|name| name.starts_with(beginning)).map(str::to_owned))
        .collect()
}

/// Throws the draft `name` away.
pub fn forget(name: &str) {
    remove(Until::TabGoes, &format!("{PREFIX}{name}"));
}

/// Throws away what [`keep_safe`] kept.
pub fn forget_safe(name: &str) {
    remove(Until::SignOut, &format!("{PREFIX}{name}"));
}

/// Throws every draft and the key away.
pub async fn destroy() {
    for until in [Until::TabGoes, Until::SignOut] {
        for name in names(until).iter().filter(|name| name.starts_with(PREFIX)) {
            remove(until, name);
        }
    }
    key::destroy().await;
}

/// Everything that stands in the storage, also what is no draft.
fn names(until: Until) -> Vec<String> {
    let Some(storage) = storage(until) else { return Vec::new() };
    (0..storage.length().unwrap_or(0)).filter_map(|index| storage.key(index).ok().flatten()).collect()
}

fn remove(until: Until, name: &str) {
    if let Some(storage) = storage(until) {
        let _ = storage.remove_item(name);
    }
}

async fn read(until: Until, name: &str) -> Option<String> {
    let stored = storage(until)?.get_item(&format!("{PREFIX}{name}")).ok()??;
    let bytes = from_hex(&stored)?;
    let (nonce, sealed) = bytes.split_at_checked(NONCE_BYTES)?;
    let key = key::existing().await?;
    let opened = crypt(&key, nonce, sealed, Direction::Open).await.ok()?;
    String::from_utf8(opened).ok()
}

async fn try_keep(until: Until, name: &str, text: &str) -> Option<()> {
    let key = match key::existing().await {
        Some(key) => key,
        None => key::make().await?,
    };
    let mut nonce = [0u8; NONCE_BYTES];
    browser::window()?.crypto().ok()?.get_random_values_with_u8_array(&mut nonce).ok()?;
    let sealed = crypt(&key, &nonce, text.as_bytes(), Direction::Seal).await.ok()?;
    storage(until)?.set_item(&format!("{PREFIX}{name}"), &to_hex(&[&nonce[..], &sealed].concat())).ok()
}

enum Direction {
    Seal,
    Open,
}

async fn crypt(key: &CryptoKey, nonce: &[u8], data: &[u8], direction: Direction) -> Result<Vec<u8>, JsValue> {
    let subtle = subtle().ok_or(JsValue::UNDEFINED)?;
    let algorithm = Object::new();
    Reflect::set(&algorithm, &JsValue::from_str("name"), &JsValue::from_str("AES-GCM"))?;
    Reflect::set(&algorithm, &JsValue::from_str("iv"), &Uint8Array::from(nonce))?;
    let data = Uint8Array::from(data);
    let promise = match direction {
        Direction::Seal => subtle.encrypt_with_object_and_js_u8_array(&algorithm, key, &data)?,
        Direction::Open => subtle.decrypt_with_object_and_js_u8_array(&algorithm, key, &data)?,
    };
    Ok(Uint8Array::new(&JsFuture::from(promise).await?).to_vec())
}

/// The browser's cryptography; only pages served securely have it.
fn subtle() -> Option<SubtleCrypto> {
    let crypto = browser::window()?.crypto().ok()?;
    let subtle = Reflect::get(&crypto, &JsValue::from_str("subtle")).ok()?;
    subtle.is_object().then(|| subtle.unchecked_into())
}

fn storage(until: Until) -> Option<Storage> {
    let window = browser::window()?;
    match until {
        Until::TabGoes => window.session_storage().ok()?,
        Until::SignOut => window.local_storage().ok()?,
    }
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_goes_both_ways_and_refuses_the_rest() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(from_hex(&to_hex(&bytes)), Some(bytes));
        for text in ["a", "zz", "单单"] {
            assert_eq!(from_hex(text), None, "{text}");
        }
    }
}
