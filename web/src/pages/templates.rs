use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::Permission;

use crate::features::{shell::Guarded, templates::Designer};

/// The list of label templates.
#[component]
pub fn TemplatesPage() -> impl IntoView {
    view! {
        <Guarded permission=Permission::LabelsPrint>
            <Designer />
        </Guarded>
    }
}

/// One label template.
#[component]
pub fn TemplatePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    view! {
        <Guarded permission=Permission::LabelsPrint>
            // Another template is another designer.
            {move || view! { <Designer template=id.get() /> }}
        </Guarded>
    }
}
