//! Tabs that are links, so that each has an address.

use leptos::prelude::*;
use leptos_router::components::A;

/// The line of tabs.
#[component]
pub fn Tabs(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! {
        <nav class="tabs" aria-label=label>
            {children()}
        </nav>
    }
}

/// One tab: words, and a count where it is known.
#[component]
pub fn TabLink(
    #[prop(into)] href: Signal<String>,
    #[prop(into)] words: String,
    #[prop(optional, into)] count: Signal<Option<String>>,
    #[prop(into)] current: Signal<bool>,
    /// The count asks for attention.
    #[prop(optional, into)]
    alarm: Signal<bool>,
) -> impl IntoView {
    view! {
        <span class="tab" class:current=move || current.get() class:bad=move || alarm.get()>
            <A href=move || href.get()>{words} <b>{move || count.get()}</b></A>
        </span>
    }
}
