//! What is asked for: pasted, typed, scanned, or out of a file.

use leptos::{ev, html, prelude::*};
use shared::limits::{BULK_MAX, TRACK_TEXT_CHARS};
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlTextAreaElement};

use super::{Board, scanning, service};
use crate::{
    amount::grouped,
    browser,
    console::deed::Deed,
    features::imports::file_fault,
    texts::{common, tracking as texts},
    ui::{Button, ButtonKind, FileButton, Symbol, Toasts},
};

const FIELD: &str = "tracking-numbers";
const NOTE: &str = "tracking-numbers-note";
const KINDS: &str = ".xlsx,.xls,.csv,.txt";

pub fn focus() {
    browser::focus(FIELD);
}

/// What is typed next stands on a line of its own behind what is there.
pub fn focus_end() {
    focus();
    if let Some(field) = browser::focused().and_then(|element| element.dyn_into::<HtmlTextAreaElement>().ok()) {
        let end = field.value().encode_utf16().count() as u32;
        let _ = field.set_selection_range(end, end);
    }
}

#[component]
pub fn Ask() -> impl IntoView {
    let board = Board::expect();
    let is_missing = RwSignal::new(false);
    scanning::catch_keys();
    let look = move || {
        let is_empty = board.text.with_untracked(|text| text.trim().is_empty());
        is_missing.set(is_empty);
        if is_empty {
            focus();
        } else {
            board.look();
        }
    };
    let error = Memo::new(move |_| {
        let missing = is_missing.get() && board.text.with(|text| text.trim().is_empty());
        let refused = board.tracks.error().and_then(|error| error.field("/text"));
        missing.then(|| texts::ASK_EMPTY.t().to_owned()).or(refused)
    });
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            look();
        }
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        look();
    };
    let node = NodeRef::<html::Textarea>::new();
    node.on_load(|field| {
        let _ = field.focus();
    });
    let most = grouped(BULK_MAX as u64);
    view! {
        <form class="tracking-ask" on:submit=submit novalidate>
            <div class="field" class:wrong=move || error.with(Option::is_some)>
                <label for=FIELD>{texts::ASK.t()}</label>
                <textarea
                    node_ref=node
                    id=FIELD
                    class="no"
                    rows="4"
                    maxlength=TRACK_TEXT_CHARS.to_string()
                    placeholder=texts::ASK_PLACEHOLDER.t()
                    autocapitalize="off"
                    spellcheck="false"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=NOTE
                    prop:value=board.text
                    on:input=move |event| board.text.set(event_target_value(&event))
                    on:keydown=key
                ></textarea>
                <p class="note" id=NOTE>
                    {move || match error.get() {
                        Some(words) => view! { <em role="alert">{words}</em> }.into_any(),
                        None => texts::ASK_HINT.fill(&[("n", &most)]).into_any(),
                    }}
                </p>
            </div>
            <div class="acts">
                <Button kind=ButtonKind::Main icon=Symbol::Search busy=Signal::derive(move || board.tracks.busy())>
                    {texts::LOOK.t()}
                </Button>
                <FromFile />
                <Button kind=ButtonKind::Quiet on_press=move |()| board.clear()>
                    {texts::CLEAR.t()}
                </Button>
            </div>
        </form>
    }
}

/// Reads the numbers of a file into the field, where they can be looked at, and looks them up.
#[component]
fn FromFile() -> impl IntoView {
    let board = Board::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let chosen = move |file: File| {
        if let Some(words) = file_fault(&file) {
            toasts.failed(words);
            return;
        }
        let name = file.name();
        deed.run(service::read_file(file), move |read| {
            let count = grouped(read.waybill_nos.len() as u64);
            if read.has_more {
                toasts.failed(texts::FILE_MORE.fill(&[("n", &count)]));
            } else {
                toasts.done(texts::FILE_READ.fill(&[("name", &name), ("n", &count)]));
            }
            board.text.set(read.waybill_nos.join("\n"));
            board.look();
        });
    };
    Effect::new(move |_| {
        if let Some(error) = deed.error() {
            toasts.failed(error.field("/file").unwrap_or_else(|| error.words()));
        }
    });
    view! {
        <span title=texts::FROM_FILE_WHAT.t()>
            <FileButton accept=KINDS busy=deed.busy on_file=chosen>
                {texts::FROM_FILE.t()}
            </FileButton>
        </span>
        <span class="sr-only" role="status">{move || deed.busy.get().then(|| common::LOADING.t())}</span>
    }
}
