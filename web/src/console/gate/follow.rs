use leptos::prelude::*;

#[component]
pub fn Follow(number: String) -> impl IntoView {
    let _ = number;
}
