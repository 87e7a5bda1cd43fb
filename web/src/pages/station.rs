use leptos::prelude::*;

use crate::features::station::Station;

/// A browser beside a printer that does nothing but print.
#[component]
pub fn StationPage() -> impl IntoView {
    view! { <Station /> }
}
