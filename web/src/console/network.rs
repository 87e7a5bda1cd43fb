//! The network's own pages.

use leptos::prelude::*;

#[component]
pub fn Network(tab: String) -> impl IntoView {
    let _ = tab;
}
