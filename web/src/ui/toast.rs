//! Short messages at the edge, read out and gone by themselves.

use std::time::Duration;

use leptos::prelude::*;

use super::{Icon, IconButton, Symbol};
use crate::texts::common;

/// How long a message stays. Errors stay until they are closed.
const STAYS: Duration = Duration::from_secs(5);
/// More than this many push out the oldest.
const SHOWN_MAX: usize = 4;

#[derive(Clone, PartialEq, Eq)]
struct Toast {
    id: u64,
    words: String,
    bad: bool,
}

/// Shows messages, in context.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u64>,
}

impl Toasts {
    pub fn provide() -> Toasts {
        let toasts = Toasts { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
        provide_context(toasts);
        toasts
    }

    pub fn expect() -> Toasts {
        expect_context::<Toasts>()
    }

    /// It is done.
    pub fn done(self, words: impl Into<String>) {
        let id = self.add(words.into(), false);
        set_timeout(move || self.close(id), STAYS);
    }

    /// It failed.
    pub fn failed(self, words: impl Into<String>) {
        self.add(words.into(), true);
    }

    fn add(self, words: String, bad: bool) -> u64 {
        let id = self.next.try_update_value(|next| {
            *next += 1;
            *next
        });
        let id = id.unwrap_or_default();
        self.shown.update(|shown| {
            shown.retain(|toast| toast.words != words);
            shown.push(Toast { id, words, bad });
            let surplus = shown.len().saturating_sub(SHOWN_MAX);
            shown.drain(..surplus);
        });
        id
    }

    fn close(self, id: u64) {
        self.shown.try_update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// Where messages appear. It is there from the start, so that screen readers notice what comes.
#[component]
pub fn ToastHost() -> impl IntoView {
    let toasts = Toasts::expect();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|toast| toast.id let:toast>
                <div class="toast" class:bad=toast.bad>
                    <Icon symbol=if toast.bad { Symbol::Alert } else { Symbol::Check } />
                    <span>{toast.words}</span>
                    <IconButton symbol=Symbol::Close label=common::CLOSE.t() on_press=move |_| toasts.close(toast.id) />
                </div>
            </For>
        </div>
    }
}
