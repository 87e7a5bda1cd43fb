//! The button that has a code sent, and the wait until the next may be asked for.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use crate::{browser, texts::gate as texts, ui::Button};

const SECOND: Duration = Duration::from_secs(1);

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

    /// A code is on its way; counts down until the next. It ends with the page.
    pub fn wait(self, seconds: u32) {
        if self.left_s.try_set(seconds).is_some() {
            return;
        }
        self.was_sent.set(true);
        spawn_local(async move {
            loop {
                browser::sleep(SECOND).await;
                let left = self.left_s.try_update(|left| {
                    *left = left.saturating_sub(1);
                    *left
                });
                if left.unwrap_or(0) == 0 {
                    return;
                }
            }
        });
    }
}

#[component]
pub fn SendCode(resend: Resend, #[prop(into)] busy: Signal<bool>, on_press: Callback<()>) -> impl IntoView {
    let Resend { left_s, was_sent } = resend;
    let words = move || match left_s.get() {
        0 if was_sent.get() => texts::SEND_AGAIN.t().to_owned(),
        0 => texts::SEND.t().to_owned(),
        seconds => texts::SEND_IN.fill(&[("seconds", &seconds.to_string())]),
    };
    view! {
        <Button busy disabled=Signal::derive(move || left_s.get() > 0) on_press>
            {words}
        </Button>
    }
}

/// Says that a code is on its way, as far as anybody may know.
#[component]
pub fn WasSent(resend: Resend) -> impl IntoView {
    view! { <p class="sub sent" role="status">{move || resend.was_sent.get().then(|| texts::SENT.t())}</p> }
}
