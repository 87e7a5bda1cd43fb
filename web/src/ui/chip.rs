//! Filter chips.

use leptos::prelude::*;

use super::{Icon, Symbol};

/// What a list is filtered by; the cross takes the filter away.
#[component]
pub fn Chip(
    #[prop(into)] name: String,
    #[prop(into)] value: Signal<String>,
    /// What the cross does, in words.
    #[prop(into)]
    remove_label: String,
    #[prop(into)] on_remove: Callback<()>,
) -> impl IntoView {
    view! {
        <span class="chip">
            {name}
            <b>{move || value.get()}</b>
            <button type="button" aria-label=remove_label on:click=move |_| on_remove.run(())>
                <Icon symbol=Symbol::Close />
            </button>
        </span>
    }
}
