//! The console, from the page's side: it is a module of its own.

use leptos::prelude::*;

use super::{
    module::{Module, load_when_idle},
    shell::{Shortcut, Shortcuts},
};
use crate::{
    api::Session,
    bridge::{ConsoleOpening, ConsolePlace, Sheet},
    i18n,
    texts::shell,
};

const MODULE_ADDRESS: &str = "/console";

/// The console's place on the page.
#[component]
pub fn Console(
    place: ConsolePlace,
    /// A dialog is over; with what there is to say about it.
    #[prop(optional, into)]
    on_over: Option<Callback<Option<String>>>,
) -> impl IntoView {
    let me = untrack(|| Session::expect().me());
    let opening = ConsoleOpening { place, language: i18n::current().tag().to_owned(), me };
    view! {
        <Module
            address=MODULE_ADDRESS
            opening=serde_json::to_string(&opening).unwrap_or_default()
            loading=shell::LOADING_PAGE
            failed=shell::PAGE_FAILED
            on_over=on_over
        />
    }
}

/// Has the console fetched before it is looked at: whoever ships opens its form many times a day.
pub fn fetch_console() {
    load_when_idle(MODULE_ADDRESS);
}

/// A dialog that the console has, while there is one. Until the console is there, and where it does not come, Escape gives it up.
#[component]
pub fn SheetPlace(#[prop(into)] sheet: Signal<Option<Sheet>>, on_over: Callback<Option<String>>) -> impl IntoView {
    let shortcuts = Shortcuts::expect();
    move || {
        sheet.get().map(|shown| {
            shortcuts.on(Shortcut::Close, move || on_over.run(None));
            view! {
                <div class="sheet-place">
                    <Console place=ConsolePlace::Sheet(shown) on_over />
                </div>
            }
        })
    }
}
