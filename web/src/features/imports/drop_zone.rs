//! Where files are dropped: the whole page takes them.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File, FileList};

use crate::{
    i18n::Text,
    texts::imports as texts,
    ui::{Icon, Symbol, Toasts},
};

const KINDS: &str = ".xlsx,.xls,.csv,.txt";

/// A button for the keyboard and the pointer, and drops anywhere on the page.
#[component]
pub fn DropZone(
    #[prop(into)] on_file: Callback<File>,
    #[prop(into)] busy: Signal<bool>,
    #[prop(default = texts::DROP)] title: Text,
    #[prop(default = texts::DROP_RULES)] rules: Text,
) -> impl IntoView {
    let toasts = Toasts::expect();
    let input = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    let take = move |files: Option<FileList>| {
        let Some(files) = files else { return };
        if files.length() > 1 {
            toasts.failed(texts::ONE_AT_A_TIME.t());
        }
        if let Some(file) = files.get(0)
            && !busy.get_untracked()
        {
            on_file.run(file);
        }
    };
    listen_everywhere(over, take);
    let chosen = move |_| {
        if let Some(input) = input.get_untracked() {
            take(input.files());
            // The same file can be chosen again.
            input.set_value("");
        }
    };
    let press = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <input node_ref=input type="file" accept=KINDS hidden aria-hidden="true" tabindex="-1" on:change=chosen />
        <button type="button" class="drop" class:over=move || over.get() disabled=move || busy.get() on:click=press>
            <Icon symbol=Symbol::Upload />
            <b>{title.t()}</b>
            <span class="sub">{rules.t()}</span>
        </button>
        {move || over.get().then(|| view! { <div class="drop-veil" aria-hidden="true">{texts::DROP_HERE.t()}</div> })}
    }
}

/// Drops on any place of the page; a file beside the zone must not replace the page.
fn listen_everywhere(over: RwSignal<bool>, take: impl Fn(Option<FileList>) + 'static) {
    let has_files = |event: &DragEvent| {
        event
            .data_transfer()
            .is_some_and(|data| data.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files")))
    };
    let hover = window_event_listener(ev::dragover, move |event| {
        if has_files(&event) {
            event.prevent_default();
            over.set(true);
        }
    });
    let leave = window_event_listener(ev::dragleave, move |event| {
        // Leaving the window goes to nothing; leaving one element goes to another.
        if event.related_target().is_none() {
            over.set(false);
        }
    });
    let drop = window_event_listener(ev::drop, move |event| {
        if has_files(&event) {
            event.prevent_default();
            over.set(false);
            take(event.unchecked_ref::<DragEvent>().data_transfer().and_then(|data| data.files()));
        }
    });
    on_cleanup(move || {
        hover.remove();
        leave.remove();
        drop.remove();
    });
}
