use leptos::prelude::*;
use shared::Permission;

use crate::{
    bridge::ConsolePlace,
    features::{console::Console, shell::Guarded},
};

/// The keys that programs sign with.
#[component]
pub fn ApiKeysPage() -> impl IntoView {
    view! {
        <Guarded permission=Permission::ApiKeysWrite>
            <Console place=ConsolePlace::ApiKeys />
        </Guarded>
    }
}
