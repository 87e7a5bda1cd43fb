//! Personal data in full: for a reason, which is logged, and for a minute.

use std::{future::Future, time::Duration};

use leptos::prelude::*;
use shared::{limits::REASON_CHARS, shipments::RevealRequest};

use crate::{
    api::{ApiError, Remote},
    i18n::Text,
    texts::{common, shipments},
    ui::{Button, ButtonKind, Field},
};

/// How long full data stays on the screen.
const SHOWN_S: u32 = 60;

/// What is asked for, shown and hidden again.
pub struct Reveal<T: Send + Sync + 'static> {
    shown: Remote<T>,
    asking: RwSignal<bool>,
    left: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Reveal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Reveal<T> {}

impl<T: Send + Sync + 'static> Reveal<T> {
    /// Hides what is shown when its time is over. Ends with the component.
    pub fn new() -> Reveal<T> {
        let reveal = Reveal { shown: Remote::new(), asking: RwSignal::new(false), left: RwSignal::new(0) };
        let ticking = set_interval_with_handle(move || reveal.tick(), Duration::from_secs(1));
        on_cleanup(move || {
            if let Ok(handle) = ticking {
                handle.clear();
            }
        });
        Effect::new(move |_| {
            if reveal.is_shown() {
                reveal.asking.set(false);
                reveal.left.set(SHOWN_S);
            }
        });
        reveal
    }

    fn tick(self) {
        if self.left.get_untracked() == 1 {
            self.shown.clear();
        }
        if self.left.get_untracked() > 0 {
            self.left.update(|left| *left -= 1);
        }
    }

    pub fn load(self, question: impl Future<Output = Result<T, ApiError>> + 'static) {
        self.shown.load(question);
    }

    /// What is shown; none while it is masked.
    pub fn value(self) -> RwSignal<Option<T>> {
        self.shown.value()
    }

    fn is_shown(self) -> bool {
        self.shown.value().with(Option::is_some)
    }
}

/// The way to ask for it, or how long it is still shown.
#[component]
pub fn RevealState<T: Send + Sync + 'static>(
    reveal: Reveal<T>,
    /// What the way to ask is called.
    label: Text,
) -> impl IntoView {
    let asking = reveal.asking;
    move || {
        if reveal.is_shown() {
            view! { <span class="end sub" role="timer">{move || shipments::REVEAL_LEFT.count(reveal.left.get())}</span> }
                .into_any()
        } else {
            view! {
                <button type="button" class="link" aria-expanded=move || asking.get().to_string() on:click=move |_| asking.set(true)>
                    {label.t()}
                </button>
            }
            .into_any()
        }
    }
}

/// Asks why, once somebody wants to see it.
#[component]
pub fn RevealReason<T: Send + Sync + 'static>(reveal: Reveal<T>, on_reason: Callback<RevealRequest>) -> impl IntoView {
    move || reveal.asking.get().then(|| view! { <ReasonForm reveal on_reason /> })
}

#[component]
fn ReasonForm<T: Send + Sync + 'static>(reveal: Reveal<T>, on_reason: Callback<RevealRequest>) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let empty = move || reason.with(|reason| reason.trim().is_empty());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !empty() {
            on_reason.run(RevealRequest { reason: reason.get_untracked().trim().to_owned() });
        }
    };
    view! {
        <form class="reason" on:submit=submit>
            <Field
                label=shipments::REVEAL_REASON.t()
                value=reason
                placeholder=shipments::REVEAL_PLACEHOLDER.t()
                max_chars=REASON_CHARS
                error=Signal::derive(move || reveal.shown.error().map(|error| error.words()))
                autofocus=true
            />
            <div class="acts">
                <Button
                    kind=ButtonKind::Main
                    disabled=Signal::derive(empty)
                    busy=Signal::derive(move || reveal.shown.busy())
                >
                    {shipments::REVEAL_SHOW.t()}
                </Button>
                <Button kind=ButtonKind::Quiet on_press=move |()| reveal.asking.set(false)>{common::CANCEL.t()}</Button>
            </div>
        </form>
    }
}
