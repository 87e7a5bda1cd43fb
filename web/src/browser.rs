//! What the page asks of the browser, in one place and without panics: storage, clock, focus, files.

mod clock;
pub mod dates;
pub mod pictures;
pub mod presence;
pub mod timer;
pub mod tones;

pub use clock::sleep;

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Storage, Window};

/// The window; a page always has one.
pub fn window() -> Option<Window> {
    web_sys::window()
}

fn local_storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// A remembered setting of this browser. Never personal data.
pub fn remembered(key: &str) -> Option<String> {
    local_storage()?.get_item(key).ok()?
}

/// Remembers a setting; a browser that forbids storage simply forgets it.
pub fn remember(key: &str, value: &str) {
    if let Some(storage) = local_storage() {
        let _ = storage.set_item(key, value);
    }
}

/// Milliseconds since 1970.
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// Milliseconds since the page was opened, by a clock nobody can set.
pub fn steady_ms() -> f64 {
    window().and_then(|w| w.performance()).map_or_else(now_ms, |performance| performance.now())
}

/// Where the page comes from: `https://host`.
pub fn origin() -> String {
    window().and_then(|w| w.location().origin().ok()).unwrap_or_default()
}

/// Loads another page anew.
pub fn load(path: &str) {
    if let Some(window) = window() {
        let _ = window.location().assign(path);
    }
}

/// Writes another path into the address bar; the page stays as it is.
pub fn show_path(path: &str) {
    if let Some(history) = window().and_then(|w| w.history().ok()) {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(path));
    }
}

/// A parameter of a query; empty where it is not there.
pub fn parameter(query: &str, name: &str) -> String {
    let parameters = web_sys::UrlSearchParams::new_with_str(query).ok();
    parameters.and_then(|parameters| parameters.get(name)).unwrap_or_default()
}

/// What stands behind the `#` of the address.
pub fn fragment() -> String {
    let hash = window().and_then(|w| w.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Whether the command key is ⌘.
pub fn is_mac() -> bool {
    window().and_then(|w| w.navigator().platform().ok()).is_some_and(|platform| platform.starts_with("Mac"))
}

/// Sets the document's language, so that readers and fonts choose rightly.
pub fn set_document_language(tag: &str) {
    if let Some(root) = window().and_then(|w| w.document()).and_then(|d| d.document_element()) {
        let _ = root.set_attribute("lang", tag);
    }
}

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    if let Some(document) = window().and_then(|w| w.document()) {
        document.set_title(title);
    }
}

/// Moves the focus to the element with this id, if it is there.
pub fn focus(id: &str) {
    let element = window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id(id));
    if let Some(element) = element.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Tells every part of the page, also modules that share nothing else, that something of this name happened.
pub fn announce(name: &str) {
    if let (Some(window), Ok(event)) = (window(), web_sys::Event::new(name)) {
        let _ = window.dispatch_event(&event);
    }
}

/// What has the focus.
pub fn focused() -> Option<HtmlElement> {
    let active = window().and_then(|w| w.document()).and_then(|d| d.active_element());
    active.and_then(|element| element.dyn_into::<HtmlElement>().ok())
}

/// Whether the focus is nowhere, as after what had it went away.
pub fn nothing_focused() -> bool {
    let active = window().and_then(|w| w.document()).and_then(|d| d.active_element());
    active.is_none_or(|element| element.tag_name() == "BODY")
}

/// Whether the focus is where people type, so that letters belong to the field.
pub fn typing() -> bool {
    let active = window().and_then(|w| w.document()).and_then(|d| d.active_element());
    active.is_some_and(|element| {
        let tag = element.tag_name();
        let kind = element.get_attribute("type").unwrap_or_default();
        let text_input =
            tag == "INPUT" && !matches!(kind.as_str(), "checkbox" | "radio" | "button" | "submit" | "file");
        text_input || tag == "TEXTAREA" || tag == "SELECT" || element.has_attribute("contenteditable")
    })
}

/// Whether a modal dialog stands over the page.
pub fn dialog_open() -> bool {
    let found = window().and_then(|w| w.document()).map(|d| d.query_selector("dialog[open]"));
    matches!(found, Some(Ok(Some(_))))
}

/// Brings the element with this id into sight of its own list, with the least movement.
pub fn scroll_into_view(id: &str) {
    if let Some(element) = window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id(id)) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Puts text on the clipboard, where the browser lets the page.
pub fn copy(text: &str) {
    if let Some(window) = window() {
        let clipboard = js_sys::Reflect::get(&window.navigator(), &"clipboard".into());
        if let Ok(clipboard) = clipboard
            && clipboard.is_object()
        {
            let clipboard: web_sys::Clipboard = clipboard.unchecked_into();
            let _ = clipboard.write_text(text);
        }
    }
}

/// Moves the focus to the first field that is marked as wrong, once it is drawn.
pub fn focus_first_wrong() {
    leptos::prelude::request_animation_frame(|| {
        let found = window().and_then(|w| w.document()).map(|d| d.query_selector("[aria-invalid=true]"));
        if let Some(Ok(Some(element))) = found
            && let Ok(element) = element.dyn_into::<HtmlElement>()
        {
            let _ = element.focus();
        }
    });
}

/// What this tab kept, over a reload but not beyond the tab.
pub fn kept_in_tab(key: &str) -> Option<String> {
    window()?.session_storage().ok()??.get_item(key).ok()?
}

/// Keeps text in this tab; a browser that forbids storage simply forgets it. Never personal data.
pub fn keep_in_tab(key: &str, value: &str) {
    if let Some(storage) = window().and_then(|w| w.session_storage().ok().flatten()) {
        let _ = storage.set_item(key, value);
    }
}

/// A file of these bytes, as an address that lives until the page goes; empty where the browser gives none.
pub fn object_address(bytes: &[u8], media_type: &str) -> String {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let kind = web_sys::BlobPropertyBag::new();
    kind.set_type(media_type);
    web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &kind)
        .and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob))
        .unwrap_or_default()
}

/// Hands the person a file.
pub fn save_file(bytes: &[u8], media_type: &str, name: &str) {
    let link = window().and_then(|w| w.document()).and_then(|d| d.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok()) {
        link.set_href(&object_address(bytes, media_type));
        link.set_download(name);
        link.click();
    }
}

/// Opens an address in a new tab; a browser may forbid it.
pub fn open_tab(address: &str) {
    if let Some(window) = window() {
        let _ = window.open_with_url_and_target(address, "_blank");
    }
}

/// The system under the browser, for words about it only: `Win32`, `Linux x86_64`, `MacIntel`.
pub fn system() -> String {
    window().and_then(|w| w.navigator().platform().ok()).unwrap_or_default()
}

/// How far an element is scrolled, in CSS pixels. (The typed property is a whole number or a fraction depending on the build's flags.)
pub fn scroll_top(element: &web_sys::Element) -> f64 {
    js_sys::Reflect::get(element, &"scrollTop".into()).ok().and_then(|top| top.as_f64()).unwrap_or_default()
}

/// Scrolls an element.
pub fn set_scroll_top(element: &web_sys::Element, top: f64) {
    let _ = js_sys::Reflect::set(element, &"scrollTop".into(), &top.into());
}
