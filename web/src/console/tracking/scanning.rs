//! What a scanner types goes into the field wherever the focus is.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::KeyboardEvent;

use super::ask;
use crate::browser;

/// Numbers begin with a digit or a capital, which no shortcut of the page is.
fn begins_number(key: &str) -> bool {
    let mut letters = key.chars();
    matches!((letters.next(), letters.next()), (Some('0'..='9' | 'A'..='Z'), None))
}

/// Until the calling component goes. Comes before the page's own shortcuts.
pub fn catch_keys() {
    let Some(window) = browser::window() else { return };
    let listener = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        let is_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        let is_elsewhere = event.is_composing() || browser::dialog_open() || browser::typing();
        if !is_command && !is_elsewhere && begins_number(&event.key()) {
            // The browser puts the letter where the focus is now.
            ask::focus_end();
        }
    });
    let target: &web_sys::EventTarget = &window;
    let added = target.add_event_listener_with_callback_and_bool("keydown", listener.as_ref().unchecked_ref(), true);
    let listener = StoredValue::new_local(added.is_ok().then_some(listener));
    on_cleanup(move || {
        if let (Some(Some(listener)), Some(window)) = (listener.try_update_value(Option::take), browser::window()) {
            let callback = listener.as_ref().unchecked_ref();
            let _ = window.remove_event_listener_with_callback_and_bool("keydown", callback, true);
        }
    });
}
