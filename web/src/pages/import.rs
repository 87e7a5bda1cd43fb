use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::{ImportId, Permission};

use super::NotFound;
use crate::features::{imports::ImportResult, shell::Guarded};

/// What came of one order file.
#[component]
pub fn ImportPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse::<ImportId>().ok())));
    view! {
        <Guarded permission=Permission::ImportsRead>
            {move || match id.get() {
                Some(id) => view! { <ImportResult id /> }.into_any(),
                None => view! { <NotFound /> }.into_any(),
            }}
        </Guarded>
    }
}
