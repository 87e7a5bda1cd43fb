//! Signing in by a code that is sent to the phone: for who has no password at hand, or cannot see a captcha.

use leptos::{prelude::*, task::spawn_local};
use shared::auth::{CodePurpose, SignIn};

use super::{
    calls,
    resend::{Resend, SendCode, WasSent},
};
use crate::{
    bridge::GatePage,
    console::{app::Desk, deed::Deed},
    texts::{gate as texts, shell, sign_in},
    ui::{Button, ButtonKind, Field, Notice},
};

/// The code of a sign-in that needs the code of an authenticator.
const OTP_REQUIRED: &str = "otp_required";

#[component]
pub fn SignInByCode() -> impl IntoView {
    let desk = Desk::expect();
    let field = || RwSignal::new(String::new());
    let (phone, code, otp) = (field(), field(), field());
    let otp_asked = RwSignal::new(false);
    let (sending, signing) = (Deed::new(), Deed::new());
    let resend = Resend::new();
    let send = Callback::new(move |()| {
        let phone = phone.get_untracked().trim().to_owned();
        sending.run(calls::send_code(CodePurpose::SignIn, phone), move |sent| resend.wait(sent.resend_in_s));
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let request = SignIn {
            account: phone.get_untracked().trim().to_owned(),
            password: String::new(),
            code: Some(code.get_untracked().trim().to_owned()),
            captcha: None,
            otp: Some(otp.get_untracked().trim().to_owned()).filter(|otp| !otp.is_empty()),
        };
        signing.run(calls::sign_in(request), move |()| desk.go("/"));
    };
    Effect::new(move |_| {
        if signing.error().is_some_and(|error| error.code() == Some(OTP_REQUIRED)) {
            otp_asked.set(true);
        }
    });
    let ready = Signal::derive(move || {
        phone.with(|phone| !phone.trim().is_empty()) && code.with(|code| !code.trim().is_empty())
    });
    let has_sms = RwSignal::new(true);
    spawn_local(async move {
        if let Ok(facts) = calls::network().await {
            let _ = has_sms.try_set(facts.sends_sms);
        }
    });
    view! {
        <form class="card" on:submit=submit novalidate>
            <h1>{shell::GATE_CODE.t()}</h1>
            <p class="why">{texts::CODE_WHY.t()}</p>
            {move || (!has_sms.get()).then(|| view! { <Notice tone="warn">{texts::NO_SMS.t()}</Notice> })}
            {sending.refusal(&["/phone"])}
            {signing.refusal(&[])}
            <Field
                label=texts::PHONE.t()
                value=phone
                error=sending.beside("/phone")
                kind="tel"
                inputmode="tel"
                autocomplete="tel"
                max_chars=20
                required=true
                autofocus=true
            />
            <div class="with-send">
                <Field
                    label=texts::CODE.t()
                    value=code
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    max_chars=8
                    required=true
                />
                <SendCode resend busy=sending.busy on_press=send />
                <WasSent resend />
            </div>
            {move || {
                otp_asked
                    .get()
                    .then(|| {
                        view! {
                            <Field label=sign_in::ONE_TIME_CODE.t() value=otp max_chars=32 autofocus=true />
                        }
                    })
            }}
            <Button kind=ButtonKind::Main busy=signing.busy disabled=Signal::derive(move || !ready.get())>
                {sign_in::SUBMIT.t()}
            </Button>
            <p class="under ways">
                <a href="/sign-in">{texts::BY_PASSWORD.t()}</a>
                <a href=GatePage::Forgot.path()>{shell::GATE_FORGOT.t()}</a>
            </p>
        </form>
    }
}
