use leptos::prelude::*;
use shared::Permission;

use crate::features::{print_centre::PrintCentre, shell::Guarded};

/// Printers and everything that was printed.
#[component]
pub fn PrintCentrePage() -> impl IntoView {
    view! {
        <Guarded permission=Permission::LabelsPrint>
            <PrintCentre />
        </Guarded>
    }
}
