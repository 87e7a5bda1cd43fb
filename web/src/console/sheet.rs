//! Dialogs over pages of the first load: what is needed seldom enough that these do not carry it.

mod edit;
mod export;
mod hand_over;
mod saved;

use leptos::prelude::*;

use super::{app::Desk, senders::SenderDialog};
use crate::bridge::Sheet;

#[component]
pub fn SheetDialog(sheet: Sheet) -> impl IntoView {
    match sheet {
        Sheet::Sender => {
            let desk = Desk::expect();
            let open = RwSignal::new(true);
            let over = move |said: Option<String>| {
                open.set(false);
                desk.over(said);
            };
            view! { <SenderDialog open on_over=over /> }.into_any()
        }
        Sheet::Edit(id) => view! { <edit::Editing id /> }.into_any(),
        Sheet::Export { filter, sought, matching, chosen } => {
            view! { <export::Exporting filter=*filter sought matching chosen /> }.into_any()
        }
        Sheet::Saved { query } => view! { <saved::Saved query /> }.into_any(),
        Sheet::HandOver { chosen } => view! { <hand_over::HandingOver chosen /> }.into_any(),
    }
}
