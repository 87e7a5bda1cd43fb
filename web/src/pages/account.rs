use leptos::prelude::*;

use crate::{bridge::ConsolePlace, features::console::Console};

/// Where one is signed in, and as whom.
#[component]
pub fn AccountPage() -> impl IntoView {
    view! { <Console place=ConsolePlace::Account /> }
}
