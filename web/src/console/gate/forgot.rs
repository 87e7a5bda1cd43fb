//! A forgotten password: the phone gets a code, which is typed here with the new password; the mail address gets a link.

use leptos::prelude::*;
use shared::auth::PasswordReset;

use super::{
    calls,
    new_password::{Choice, NewPassword},
    resend::{Resend, SendCode},
};
use crate::{
    console::deed::Deed,
    texts::{gate as texts, shell},
    ui::{Button, ButtonKind, Field},
};

/// What the service counts as a wait between two messages.
const RESEND_S: u32 = shared::limits::CODE_RESEND_S;

/// How far it is.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Ask,
    /// A code went to the phone.
    Code,
    /// A link went to the address.
    Mailed,
    Done,
}

#[component]
pub fn Forgot() -> impl IntoView {
    let step = RwSignal::new(Step::Ask);
    let account = RwSignal::new(String::new());
    let asking = Deed::new();
    let resend = Resend::new();
    let ask = Callback::new(move |()| {
        let typed = account.get_untracked().trim().to_owned();
        let next = if typed.contains('@') { Step::Mailed } else { Step::Code };
        asking.run(calls::forget_password(typed), move |()| {
            resend.wait(RESEND_S);
            step.set(next);
        });
    });
    move || match step.get() {
        Step::Ask => view! { <Ask account asking ask /> }.into_any(),
        Step::Code => view! { <ByCode account resend asking ask step /> }.into_any(),
        Step::Mailed => view! { <Mailed account /> }.into_any(),
        Step::Done => view! { <Done /> }.into_any(),
    }
}

#[component]
fn Ask(account: RwSignal<String>, asking: Deed, ask: Callback<()>) -> impl IntoView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        ask.run(());
    };
    view! {
        <form class="card" on:submit=submit novalidate>
            <h1>{shell::GATE_FORGOT.t()}</h1>
            <p class="why">{texts::FORGOT_WHY.t()}</p>
            {asking.refusal(&["/account", "/phone"])}
            <Field
                label=texts::PHONE_OR_EMAIL.t()
                value=account
                error=Signal::derive(move || asking.beside("/account").get().or_else(|| asking.beside("/phone").get()))
                autocomplete="username"
                max_chars=254
                required=true
                autofocus=true
            />
            <Button
                kind=ButtonKind::Main
                busy=asking.busy
                disabled=Signal::derive(move || account.with(|account| account.trim().is_empty()))
            >
                {texts::SEND.t()}
            </Button>
            <p class="under">
                <a href="/sign-in">{texts::TO_SIGN_IN.t()}</a>
            </p>
        </form>
    }
}

#[component]
fn ByCode(
    account: RwSignal<String>,
    resend: Resend,
    asking: Deed,
    ask: Callback<()>,
    step: RwSignal<Step>,
) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let choice = Choice::new();
    let setting = Deed::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let reset = PasswordReset {
            account: Some(account.get_untracked().trim().to_owned()),
            code: Some(code.get_untracked().trim().to_owned()),
            token: None,
            new_password: choice.password(),
        };
        setting.run(async move { calls::reset_password(&reset).await }, move |()| step.set(Step::Done));
    };
    let ready = Signal::derive(move || choice.is_met() && code.with(|code| !code.trim().is_empty()));
    view! {
        <form class="card" on:submit=submit novalidate>
            <h1>{shell::GATE_RESET.t()}</h1>
            <p class="why">{move || texts::CODE_SENT.fill(&[("phone", &account.get())])}</p>
            {asking.refusal(&[])}
            {setting.refusal(&["/code", "/new_password"])}
            <div class="with-send">
                <Field
                    label=texts::CODE.t()
                    value=code
                    error=setting.beside("/code")
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    max_chars=8
                    required=true
                    autofocus=true
                />
                <SendCode resend busy=asking.busy on_press=ask />
            </div>
            <NewPassword choice error=setting.beside("/new_password") />
            <Button kind=ButtonKind::Main busy=setting.busy disabled=Signal::derive(move || !ready.get())>
                {texts::SET.t()}
            </Button>
            <p class="under">
                <button type="button" class="btn quiet" on:click=move |_| step.set(Step::Ask)>
                    {texts::OTHER_ACCOUNT.t()}
                </button>
            </p>
        </form>
    }
}

#[component]
fn Mailed(account: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="card" role="status">
            <h1>{texts::MAILED_TITLE.t()}</h1>
            <p class="why">{move || texts::MAILED.fill(&[("email", &account.get())])}</p>
            <p class="under">
                <a href="/sign-in">{texts::TO_SIGN_IN.t()}</a>
            </p>
        </div>
    }
}

/// The new password holds.
#[component]
pub fn Done() -> impl IntoView {
    view! {
        <div class="card" role="status">
            <h1>{texts::DONE_TITLE.t()}</h1>
            <p class="why">{texts::DONE.t()}</p>
            <a class="btn main" href="/sign-in">{texts::TO_SIGN_IN.t()}</a>
        </div>
    }
}
