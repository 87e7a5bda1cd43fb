//! Saved filters of the list of shipments.

use leptos::prelude::*;
use shared::saved_views::SavedList;

use crate::console::{app::Desk, saved_views::SavedViews};

const PATH: &str = "/shipments";

#[component]
pub fn Saved(query: String) -> impl IntoView {
    let desk = Desk::expect();
    let open = RwSignal::new(true);
    let close = Callback::new(move |()| {
        open.set(false);
        desk.over(None);
    });
    let choose = move |query: String| {
        close.run(());
        desk.go(&format!("{PATH}?{query}"));
    };
    view! { <SavedViews list=SavedList::Shipments open query=Signal::stored(query) on_choose=choose on_close=close /> }
}
