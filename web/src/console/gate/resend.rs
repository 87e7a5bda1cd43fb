//! The button that has a code sent, and the wait until the next may be asked for.

use std::time::Duration;

use leptos::prelude::*;

use crate::{texts::gate as texts, ui::Button};

/// Seconds until another code may be asked for.
#[derive(Clone, Copy)]
pub struct Resend {
    left_s: RwSignal<u32>,
    was_sent: RwSignal<bool>,
}

impl Resend {
    pub fn new() -> Resend {
        Resend { left_s: RwSignal::new(0), was_sent: RwSignal::new(false) }
    }

    /// A code is on its way; counts down until the next.
    pub fn wait(self, seconds: u32) {
        self.was_sent.set(true);
        self.left_s.set(seconds);
        let ticking = StoredValue::new(None::<IntervalHandle>);
        let tick = move || {
            let left = self.left_s.try_update(|left| {
                *left = left.saturating_sub(1);
                *left
            });
            // The page may be gone.
            if left.is_none_or(|left| left == 0)
                && let Some(Some(handle)) = ticking.try_get_value()
            {
                handle.clear();
            }
        };
        ticking.set_value(set_interval_with_handle(tick, Duration::from_secs(1)).ok());
    }

    pub fn was_sent(self) -> bool {
        self.was_sent.get()
    }
}

#[component]
pub fn SendCode(resend: Resend, #[prop(into)] busy: Signal<bool>, on_press: Callback<()>) -> impl IntoView {
    let left = resend.left_s;
    let words = move || match left.get() {
        0 if resend.was_sent() => texts::SEND_AGAIN.t().to_owned(),
        0 => texts::SEND.t().to_owned(),
        seconds => texts::SEND_IN.fill(&[("seconds", &seconds.to_string())]),
    };
    view! {
        <Button busy disabled=Signal::derive(move || left.get() > 0) on_press>
            {words}
        </Button>
        <p class="sub sent" role="status">{move || resend.was_sent().then(|| texts::SENT.t())}</p>
    }
}
