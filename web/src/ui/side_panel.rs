//! Detail beside a list, which keeps its place.

use leptos::prelude::*;

use super::{IconButton, Symbol};
use crate::texts::common;

/// A panel at the right edge of a page's body.
#[component]
pub fn SidePanel(
    #[prop(into)] label: String,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] on_close: Callback<()>,
    children: Children,
) -> impl IntoView {
    view! {
        <aside class="side" aria-label=label>
            <header>
                <h2>{move || title.get()}</h2>
                <IconButton symbol=Symbol::Close label=common::CLOSE.t() on_press=on_close />
            </header>
            <div class="side-body">{children()}</div>
        </aside>
    }
}
