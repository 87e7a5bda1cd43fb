use leptos::prelude::*;

#[component]
pub fn Forgot() -> impl IntoView {}
