use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    texts::shell,
    ui::{EmptyState, Symbol},
};

/// An address that leads nowhere, with a way back.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <main class="gate">
            <EmptyState symbol=Symbol::Alert title=shell::NOT_FOUND_TITLE.t() words=shell::NOT_FOUND.t()>
                <A href="/" attr:class="btn main">
                    {shell::TO_TODAY.t()}
                </A>
            </EmptyState>
        </main>
    }
}
