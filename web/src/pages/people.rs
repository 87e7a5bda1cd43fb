use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::Permission;

use crate::{
    bridge::ConsolePlace,
    features::{console::Console, shell::Guarded},
};

/// Who may sign in for the merchant and what they may do.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let tab = use_params_map().with_untracked(|params| params.get("tab")).unwrap_or_default();
    view! {
        <Guarded permission=Permission::OperatorsRead>
            <Console place=ConsolePlace::People { tab: tab.clone() } />
        </Guarded>
    }
}
