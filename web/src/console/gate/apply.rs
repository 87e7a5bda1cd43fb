use leptos::prelude::*;

#[component]
pub fn Apply() -> impl IntoView {}
