//! The code that shows that a phone is the applicant's.

use leptos::prelude::*;
use shared::{auth::CodePurpose, limits::CODE_DIGITS};

use super::{
    calls,
    company_form::CompanyForm,
    resend::{Resend, SendCode},
};
use crate::{
    browser,
    console::deed::Deed,
    texts::apply as texts,
    ui::{Field, Notice, Toasts},
};

/// What the service may refuse of a request for a code.
const PHONE: &str = "/phone";

#[component]
pub fn PhoneCode(form: CompanyForm, value: RwSignal<String>, error: Signal<Option<String>>) -> impl IntoView {
    let toasts = Toasts::expect();
    let sending = Deed::new();
    let refused = sending.beside(PHONE);
    let resend = Resend::new();
    let send = Callback::new(move |()| {
        let Some(phone) = untrack(|| form.phone()) else {
            form.check();
            browser::focus_first_wrong();
            return;
        };
        sending.run(calls::send_code(CodePurpose::Application, phone), move |sent| {
            toasts.done(texts::CODE_SENT.t());
            resend.wait(sent.resend_in_s);
        });
    });
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
            <SendCode resend busy=sending.busy on_press=send />
        </div>
        {move || refused.get().map(|words| view! { <Notice tone="bad">{words}</Notice> })}
        {sending.refusal(&[PHONE])}
    }
}
