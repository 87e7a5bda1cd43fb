//! The states of a page besides its content.

use leptos::prelude::*;

use super::{Button, Icon, Symbol};
use crate::{api::ApiError, texts::common};

/// Nothing here yet, and what to do about it (the children: buttons or links).
#[component]
pub fn EmptyState(
    #[prop(into)] title: String,
    #[prop(into)] words: String,
    #[prop(default = Symbol::Package)] symbol: Symbol,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="blank">
            <Icon symbol />
            <h2>{title}</h2>
            <p>{words}</p>
            {children.map(|children| view! { <div class="acts">{children()}</div> })}
        </div>
    }
}

/// Something failed: what happened, and a way to try again.
#[component]
pub fn ErrorState(error: ApiError, #[prop(optional, into)] on_retry: Option<Callback<()>>) -> impl IntoView {
    view! {
        <div class="blank bad" role="alert">
            <Icon symbol=Symbol::Alert />
            <h2>{common::FAILED.t()}</h2>
            <p>{error.words()}</p>
            {error.request_id().map(|id| view! { <p class="sub">{common::REQUEST_ID.fill(&[("id", id)])}</p> })}
            {on_retry
                .map(|on_retry| {
                    view! {
                        <div class="acts">
                            <Button icon=Symbol::Refresh on_press=on_retry>
                                {common::RETRY.t()}
                            </Button>
                        </div>
                    }
                })}
        </div>
    }
}

/// A line of words across a page: old data, a warning, an error above a form.
#[component]
pub fn Notice(#[prop(default = "info")] tone: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class=format!("notice {tone}") role=if tone == "bad" { "alert" } else { "status" }>
            {children()}
        </div>
    }
}

/// Grey bars where content will stand.
#[component]
pub fn Skeleton(#[prop(default = 3)] lines: usize) -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="sr-only">{common::LOADING.t()}</span>
            {(0..lines).map(|_| view! { <i aria-hidden="true"></i> }).collect_view()}
        </div>
    }
}

/// A key of the keyboard.
#[component]
pub fn Kbd(#[prop(into)] key: String) -> impl IntoView {
    view! { <kbd>{key}</kbd> }
}
