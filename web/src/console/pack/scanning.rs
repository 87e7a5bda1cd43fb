//! The field that scanners type into, and how what they type finds it wherever the focus is.

use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::KeyboardEvent;

use super::{
    bench::{Bench, SCAN_FIELD},
    flow::Flow,
};
use crate::{
    amount::halfwidth,
    browser,
    texts::pack as texts,
    ui::{Button, Symbol},
};

/// The key a browser names while an input method has it.
const TAKEN_KEY: &str = "Process";

#[component]
pub fn ScanLine() -> impl IntoView {
    let bench = Bench::expect();
    let text = RwSignal::new(String::new());
    let has_ime = RwSignal::new(false);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let code = halfwidth(&text.get_untracked()).trim().to_owned();
        text.set(String::new());
        if code.is_empty() {
            bench.confirm();
        } else {
            bench.scanned(&code);
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        has_ime.set(event.is_composing() || event.key() == TAKEN_KEY);
        if event.key() == "Escape" {
            event.prevent_default();
            if text.with_untracked(String::is_empty) {
                bench.does(Flow::cancel);
            } else {
                text.set(String::new());
            }
        }
    };
    let node = NodeRef::<leptos::html::Input>::new();
    node.on_load(|input| {
        let _ = input.focus();
    });
    view! {
        <form class="pack-scan" on:submit=submit>
            <div class="field">
                <label for=SCAN_FIELD>{texts::SCAN.t()}</label>
                <input
                    node_ref=node
                    id=SCAN_FIELD
                    class="no"
                    type="text"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-describedby="pack-scan-note"
                    prop:value=text
                    on:input=move |event| text.set(event_target_value(&event))
                    on:keydown=key
                />
                <p class="note" id="pack-scan-note" role="status">
                    {move || has_ime.get().then(|| view! { <em>{texts::IME.t()}</em> })}
                </p>
            </div>
            <Button icon=Symbol::Search>{texts::FIND.t()}</Button>
        </form>
    }
}

/// What is typed where nobody types goes into the field, from its first letter on: a scanner does not look where the focus is. Comes before
/// the page's own shortcuts, of which letters are some.
pub fn catch_keys(bench: Bench) {
    let Some(window) = browser::window() else { return };
    let listener = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| catch(bench, &event));
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

fn catch(bench: Bench, event: &KeyboardEvent) {
    let is_command = event.ctrl_key() || event.meta_key() || event.alt_key();
    if bench.is_gone() || is_command || event.is_composing() || browser::dialog_open() || browser::typing() {
        return;
    }
    let key = event.key();
    let mut letters = key.chars();
    match (key.as_str(), letters.next(), letters.next()) {
        // It presses what has the focus.
        (" ", ..) => {}
        (_, Some(_), None) => browser::focus(SCAN_FIELD),
        ("Enter", ..) if browser::nothing_focused() => {
            event.prevent_default();
            bench.confirm();
        }
        ("Escape", ..) => {
            event.prevent_default();
            bench.pressed(Flow::cancel);
        }
        _ => {}
    }
}
