//! The code that shows that a phone is the applicant's.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use shared::limits::CODE_DIGITS;

use super::{calls, company_form::CompanyForm};
use crate::{
    browser,
    console::deed::Deed,
    texts::apply as texts,
    ui::{Button, Field, Notice, Toasts},
};

/// What the service may refuse of a request for a code.
const PHONE: &str = "/phone";
const SECOND: Duration = Duration::from_secs(1);

#[component]
pub fn PhoneCode(form: CompanyForm, value: RwSignal<String>, error: Signal<Option<String>>) -> impl IntoView {
    let toasts = Toasts::expect();
    let sending = Deed::new();
    let refused = sending.beside(PHONE);
    let waits = RwSignal::new(0_u32);
    let send = move |()| {
        let Some(phone) = untrack(|| form.phone()) else {
            form.check();
            browser::focus_first_wrong();
            return;
        };
        sending.run(calls::send_code(phone), move |sent| {
            toasts.done(texts::CODE_SENT.t());
            count_down(waits, sent.resend_in_s);
        });
    };
    view! {
        <div class="code-line">
            <Field
                label=texts::CODE.t()
                value
                error
                hint=Signal::derive(|| Some(texts::CODE_HINT.t().to_owned()))
                inputmode="numeric"
                autocomplete="one-time-code"
                max_chars=CODE_DIGITS
                required=true
            />
            <Button busy=sending.busy disabled=Signal::derive(move || waits.get() > 0) on_press=send>
                {move || match waits.get() {
                    0 => texts::SEND_CODE.t().to_owned(),
                    seconds => texts::SEND_AGAIN.fill(&[("n", &seconds.to_string())]),
                }}
            </Button>
        </div>
        {move || refused.get().map(|words| view! { <Notice tone="bad">{words}</Notice> })}
        {sending.refusal(&[PHONE])}
    }
}

/// Until another code may be asked for; ends with the page.
fn count_down(waits: RwSignal<u32>, seconds: u32) {
    if waits.try_set(seconds).is_some() {
        return;
    }
    spawn_local(async move {
        loop {
            browser::sleep(SECOND).await;
            let left = waits.try_update(|left| {
                *left = left.saturating_sub(1);
                *left
            });
            if left.unwrap_or(0) == 0 {
                return;
            }
        }
    });
}
