use leptos::prelude::*;

#[component]
pub fn SignInByCode() -> impl IntoView {}
