//! The second factor of one's own sign-in, and whether the merchant asks everybody for it.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    Permission,
    auth::{RecoveryCodes, SecuritySettings, TotpEnd, TotpSecret, TotpStart},
};

use super::{app::Desk, deed::Deed, service};
use crate::{
    api::Remote,
    browser,
    features::sign_in::PasswordField,
    texts::{account as texts, common, sign_in},
    ui::{Button, ButtonKind, Checkbox, Dialog, Field, Notice, Pill, Symbol, Toasts, Tone},
};

/// What the dialog shows.
#[derive(Clone)]
enum Step {
    Closed,
    /// The password, before a secret is shown.
    Password,
    /// The secret, until a code of it is typed.
    Secret(TotpSecret),
    /// The recovery codes, once.
    Codes(RecoveryCodes),
    /// The password and a code, to end it.
    End,
}

#[component]
pub fn SecondFactor() -> impl IntoView {
    let desk = Desk::expect();
    let me = desk.me();
    let must = me.as_ref().is_some_and(|me| me.must_set_up_totp);
    let is_on = RwSignal::new(me.as_ref().is_some_and(|me| me.has_totp));
    let step = RwSignal::new(Step::Closed);
    let title = Signal::derive(move || {
        let text = step.with(|step| match step {
            Step::Closed | Step::Password | Step::Secret(_) => texts::TOTP_SET_UP,
            Step::Codes(_) => texts::TOTP_CODES,
            Step::End => texts::TOTP_END,
        });
        text.t().to_owned()
    });
    let close = Callback::new(move |()| {
        let was_new = step.with_untracked(|step| matches!(step, Step::Codes(_)));
        step.set(Step::Closed);
        if was_new && must {
            // Everything else is open from now on, and the page does not know yet.
            browser::load("/");
        }
    });
    view! {
        <section class="panel" aria-labelledby="totp">
            <header>
                <h2 id="totp">{texts::TOTP.t()}</h2>
                <span class="sub">{texts::TOTP_WHAT.t()}</span>
            </header>
            {move || {
                (must && !is_on.get()).then(|| view! { <Notice tone="warn">{texts::TOTP_MUST.t()}</Notice> })
            }}
            <div class="printer-card">
                {move || {
                    if is_on.get() {
                        view! {
                            <Pill tone=Tone::Ok words=texts::TOTP_ON.t() />
                            <span class="end">
                                <Button on_press=move |()| step.set(Step::End)>{texts::TOTP_END.t()}</Button>
                            </span>
                        }
                            .into_any()
                    } else {
                        view! {
                            <Pill tone=Tone::New words=texts::TOTP_OFF.t() />
                            <span class="end">
                                <Button kind=ButtonKind::Main on_press=move |()| step.set(Step::Password)>
                                    {texts::TOTP_SET_UP.t()}
                                </Button>
                            </span>
                        }
                            .into_any()
                    }
                }}
            </div>
            {desk.may(Permission::SettingsWrite).then(|| view! { <ForEverybody /> })}
        </section>
        <Dialog
            open=Signal::derive(move || !step.with(|step| matches!(step, Step::Closed)))
            title
            on_close=close
        >
            {move || match step.get() {
                Step::Closed => ().into_any(),
                Step::Password => view! { <AskPassword step /> }.into_any(),
                Step::Secret(secret) => view! { <Scan secret step is_on /> }.into_any(),
                Step::Codes(codes) => view! { <Codes codes close /> }.into_any(),
                Step::End => view! { <End step is_on /> }.into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn AskPassword(step: RwSignal<Step>) -> impl IntoView {
    let password = RwSignal::new(String::new());
    let deed = Deed::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let request = TotpStart { password: password.get_untracked() };
        deed.run(async move { service::start_totp(&request).await }, move |secret| step.set(Step::Secret(secret)));
    };
    view! {
        <form on:submit=submit novalidate>
            <p class="lead">{texts::TOTP_PASSWORD_WHY.t()}</p>
            {deed.refusal(&["/password"])}
            <PasswordField
                label=sign_in::CURRENT.t()
                value=password
                error=deed.beside("/password")
                autocomplete="current-password"
            />
            <div class="acts">
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {texts::NEXT.t()}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn Scan(secret: TotpSecret, step: RwSignal<Step>, is_on: RwSignal<bool>) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let deed = Deed::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let code = code.get_untracked().trim().to_owned();
        deed.run(service::confirm_totp(code), move |codes| {
            is_on.set(true);
            step.set(Step::Codes(codes));
        });
    };
    view! {
        <form on:submit=submit novalidate>
            <p class="lead">{texts::TOTP_SCAN.t()}</p>
            <div class="qr">
                <img src=secret.qr alt=texts::TOTP_QR.t() width="176" height="176" />
                <p class="secret">{secret.secret}</p>
            </div>
            {deed.refusal(&["/code"])}
            <Field
                label=texts::TOTP_CODE.t()
                value=code
                error=deed.beside("/code")
                inputmode="numeric"
                autocomplete="one-time-code"
                max_chars=8
                required=true
                autofocus=true
            />
            <div class="acts">
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {texts::TOTP_CONFIRM.t()}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn Codes(codes: RecoveryCodes, close: Callback<()>) -> impl IntoView {
    let copied = RwSignal::new(false);
    let text = StoredValue::new(codes.codes.join("\n"));
    view! {
        <p class="lead">{texts::TOTP_CODES_WHY.t()}</p>
        <ul class="recovery">
            {codes.codes.into_iter().map(|code| view! { <li>{code}</li> }).collect_view()}
        </ul>
        <div class="acts">
            <span class="sub copied" role="status">{move || copied.get().then(|| common::COPIED.t())}</span>
            <Button
                icon=Symbol::Copy
                on_press=move |()| {
                    text.with_value(|text| browser::copy(text));
                    copied.set(true);
                }
            >
                {texts::COPY.t()}
            </Button>
            <Button kind=ButtonKind::Main on_press=close>
                {texts::TOTP_KEPT.t()}
            </Button>
        </div>
    }
}

#[component]
fn End(step: RwSignal<Step>, is_on: RwSignal<bool>) -> impl IntoView {
    let (password, code) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let deed = Deed::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let request = TotpEnd { password: password.get_untracked(), code: code.get_untracked().trim().to_owned() };
        deed.run(async move { service::end_totp(&request).await }, move |()| {
            is_on.set(false);
            step.set(Step::Closed);
        });
    };
    view! {
        <form on:submit=submit novalidate>
            <p class="lead">{texts::TOTP_END_WHY.t()}</p>
            {deed.refusal(&["/password", "/code"])}
            <PasswordField
                label=sign_in::CURRENT.t()
                value=password
                error=deed.beside("/password")
                autocomplete="current-password"
            />
            <Field
                label=sign_in::ONE_TIME_CODE.t()
                value=code
                error=deed.beside("/code")
                autocomplete="one-time-code"
                max_chars=32
                required=true
            />
            <div class="acts">
                <Button kind=ButtonKind::Danger busy=deed.busy>
                    {texts::TOTP_END.t()}
                </Button>
            </div>
        </form>
    }
}

/// Whether all the merchant's people need one.
#[component]
fn ForEverybody() -> impl IntoView {
    let toasts = Toasts::expect();
    let settings = Remote::<SecuritySettings>::new();
    settings.load(service::security_settings());
    let is_asked =
        Signal::derive(move || settings.value().with(|all| all.as_ref().is_some_and(|all| all.require_totp)));
    let change = move |require_totp: bool| {
        spawn_local(async move {
            match service::set_security_settings(&SecuritySettings { require_totp }).await {
                Ok(kept) => {
                    let said = if kept.require_totp { texts::TOTP_ALL_ON } else { texts::TOTP_ALL_OFF };
                    toasts.done(said.t());
                    let _ = settings.value().try_set(Some(kept));
                }
                Err(error) => {
                    toasts.failed(error.words());
                    settings.load(service::security_settings());
                }
            }
        });
    };
    move || {
        settings.value().with(Option::is_some).then(|| {
            view! {
                <div class="printer-card">
                    <Checkbox label=texts::TOTP_ALL.t() checked=is_asked on_change=change />
                </div>
            }
        })
    }
}
