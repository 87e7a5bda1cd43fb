//! Orders as text: cells of a spreadsheet, or addresses.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, File};

use super::{Handing, service::Source};
use crate::{
    browser,
    texts::{common, hand_in as texts},
    ui::{Button, ButtonKind, Dialog, TextArea},
};

/// What is pasted anywhere on the page: a file is taken, a text opens the dialog. What is pasted into a field is the field's.
pub fn listen(handing: Handing, take: impl Fn(File) + 'static) {
    let paste = window_event_listener(ev::paste, move |event| {
        if browser::typing() || browser::dialog_open() || handing.deed.busy.get_untracked() {
            return;
        }
        let Some(data) = event.unchecked_ref::<ClipboardEvent>().clipboard_data() else { return };
        let text = data.get_data("text/plain").unwrap_or_default();
        if !text.trim().is_empty() {
            // A spreadsheet puts a picture of its cells beside them.
            event.prevent_default();
            handing.pasting.set(Some(text));
        } else if let Some(file) = data.files().and_then(|files| files.get(0)) {
            event.prevent_default();
            take(file);
        }
    });
    on_cleanup(move || paste.remove());
}

#[component]
pub fn Pasting() -> impl IntoView {
    let handing = Handing::expect();
    view! {
        <Dialog
            open=Memo::new(move |_| handing.pasting.with(Option::is_some))
            title=Signal::derive(|| texts::PASTE.t().to_owned())
            on_close=move |()| handing.pasting.set(None)
            wide=true
        >
            <Form />
        </Dialog>
    }
}

#[component]
fn Form() -> impl IntoView {
    let handing = Handing::expect();
    let text = RwSignal::new(handing.pasting.get_untracked().unwrap_or_default());
    let tried = RwSignal::new(false);
    let error = move || {
        let is_missing = tried.get() && text.with(|text| text.trim().is_empty());
        is_missing.then(|| texts::PASTE_EMPTY.t().to_owned())
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if text.with_untracked(|text| text.trim().is_empty()) {
            browser::focus_first_wrong();
            return;
        }
        handing.pasting.set(None);
        handing.look(Source::Text(text.get_untracked()));
    };
    view! {
        <form on:submit=submit novalidate>
            <TextArea
                label=texts::PASTE_LABEL.t()
                value=text
                rows=10
                autofocus=true
                placeholder=texts::PASTE_PLACEHOLDER.t()
                hint=Signal::derive(|| Some(texts::PASTE_HINT.t().to_owned()))
                error=Signal::derive(error)
            />
            <div class="acts">
                <Button on_press=move |()| handing.pasting.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main>{texts::PREVIEW.t()}</Button>
            </div>
        </form>
    }
}
