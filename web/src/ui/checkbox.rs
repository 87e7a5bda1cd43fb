//! A box to tick.

use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// A labelled checkbox.
#[component]
pub fn Checkbox(
    #[prop(into)] label: String,
    #[prop(into)] checked: Signal<bool>,
    #[prop(into)] on_change: Callback<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let change = move |event: leptos::ev::Event| {
        on_change.run(event_target::<HtmlInputElement>(&event).checked());
    };
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=checked disabled=disabled on:change=change />
            <span>{label}</span>
        </label>
    }
}
