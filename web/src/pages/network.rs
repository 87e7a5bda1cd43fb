use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::Permission;

use crate::{
    bridge::ConsolePlace,
    features::{console::Console, shell::Guarded},
};

/// The network's own pages: applications, merchants, staff, locks, the log.
#[component]
pub fn NetworkPage() -> impl IntoView {
    let params = use_params_map();
    // The route stays when only the tab of its address changes.
    let tab = Memo::new(move |_| params.with(|params| params.get("tab")).unwrap_or_default());
    view! {
        <Guarded permission=Permission::MerchantsRead>
            {move || view! { <Console place=ConsolePlace::Network { tab: tab.get() } /> }}
        </Guarded>
    }
}
