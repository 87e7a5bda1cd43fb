use leptos::prelude::*;
use shared::Permission;

use crate::features::{imports::ImportBoard, shell::Guarded};

/// Handing in order files.
#[component]
pub fn ImportsPage() -> impl IntoView {
    view! {
        <Guarded permission=Permission::ImportsRead>
            <ImportBoard />
        </Guarded>
    }
}
