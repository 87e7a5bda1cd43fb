//! The four states of a list.

use leptos::prelude::*;
use serde::Serialize;

use crate::{
    api::Remote,
    texts::{common, people as texts},
    ui::{Button, ErrorState, Notice, Skeleton},
};

/// The children once the value is there; before that bars, or why it is not. What is old says so.
#[component]
pub fn Listed<T: Send + Sync + 'static>(remote: Remote<T>, load: Callback<()>, children: ChildrenFn) -> impl IntoView {
    let is_there = Memo::new(move |_| remote.value().with(Option::is_some));
    let stale = move || {
        (is_there.get() && remote.error().is_some()).then(|| {
            view! {
                <Notice tone="warn">
                    {texts::STALE.t()}
                    <span class="end">
                        <Button on_press=load>{common::RETRY.t()}</Button>
                    </span>
                </Notice>
            }
        })
    };
    // Changes only when something else is to be seen: the children stay through every refresh.
    let missing = Memo::new(move |_| (!is_there.get()).then(|| remote.error()));
    view! {
        {stale}
        {move || match missing.get() {
            None => children().into_any(),
            Some(Some(error)) => view! { <ErrorState error on_retry=load /> }.into_any(),
            Some(None) => view! { <div class="waits"><Skeleton lines=5 /></div> }.into_any(),
        }}
    }
}

/// A key of a row that is another one when anything in it is, so that rows that stay the same keep the focus.
pub fn content(row: &impl Serialize) -> String {
    serde_json::to_string(row).unwrap_or_default()
}
