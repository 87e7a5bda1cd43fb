//! Dialogs over the list of shipments: what is needed seldom enough that the list does not carry it.

mod edit;
mod export;
mod hand_over;
mod saved;
mod service;

use leptos::prelude::*;

use crate::bridge::Sheet;

#[component]
pub fn SheetDialog(sheet: Sheet) -> impl IntoView {
    match sheet {
        Sheet::Edit(id) => view! { <edit::Editing id /> }.into_any(),
        Sheet::Export { filter, matching, chosen } => {
            view! { <export::Exporting filter=filter.map(|filter| *filter) matching chosen /> }.into_any()
        }
        Sheet::Saved { query } => view! { <saved::Saved query /> }.into_any(),
        Sheet::HandOver { chosen } => view! { <hand_over::HandingOver chosen /> }.into_any(),
    }
}
