use leptos::prelude::*;
use shared::Permission;

use crate::{
    bridge::ConsolePlace,
    features::{console::Console, shell::Guarded},
};

/// Who did what to what.
#[component]
pub fn AuditLogPage() -> impl IntoView {
    view! {
        <Guarded permission=Permission::AuditRead>
            <Console place=ConsolePlace::AuditLog />
        </Guarded>
    }
}
