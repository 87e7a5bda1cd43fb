use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::Permission;

use crate::{
    bridge::ConsolePlace,
    features::{console::Console, shell::Guarded},
};

/// The network's own pages: applications, merchants, staff, locks.
#[component]
pub fn NetworkPage() -> impl IntoView {
    let tab = use_params_map().with_untracked(|params| params.get("tab")).unwrap_or_default();
    view! {
        <Guarded permission=Permission::MerchantsRead>
            <Console place=ConsolePlace::Network { tab: tab.clone() } />
        </Guarded>
    }
}
