use leptos::prelude::*;

#[component]
pub fn Reset(token: String) -> impl IntoView {
    let _ = token;
}
