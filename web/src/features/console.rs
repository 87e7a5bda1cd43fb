//! Accounts and access, from the page's side: the console is a module of its own.

use leptos::prelude::*;

use super::module::Module;
use crate::{
    api::Session,
    bridge::{ConsoleOpening, ConsolePlace},
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
