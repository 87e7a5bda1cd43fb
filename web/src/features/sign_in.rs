//! The sign-in form.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{
    auth::{Captcha, CaptchaAnswer, NetworkFacts, SignIn},
    limits::{CAPTCHA_AFTER, CAPTCHA_CHARS},
};

use super::shell::WantedPath;
use crate::{
    api::{ApiError, Session, SessionState},
    bridge::GatePage,
    browser,
    i18n::Text,
    texts::{common, shell, sign_in},
    ui::{Button, ButtonKind, Field, Icon, Mark, Symbol},
};

/// The code of a sign-in that needs the code of an authenticator.
const OTP_REQUIRED: &str = "otp_required";
/// The codes of a sign-in that needs a captcha, and of one that had a wrong one.
const CAPTCHA_REQUIRED: &str = "captcha_required";
const CAPTCHA_WRONG: &str = "captcha_wrong";
const WRONG: &str = "wrong_credentials";

/// The form and what came of sending it.
#[derive(Clone, Copy)]
struct Form {
    account: RwSignal<String>,
    password: RwSignal<String>,
    otp: RwSignal<String>,
    otp_asked: RwSignal<bool>,
    /// The picture to read, where guessing went on.
    captcha: RwSignal<Option<Captcha>>,
    characters: RwSignal<String>,
    failures: RwSignal<u32>,
    tried: RwSignal<bool>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
}

impl Form {
    fn new() -> Form {
        let field = || RwSignal::new(String::new());
        Form {
            account: field(),
            password: field(),
            otp: field(),
            otp_asked: RwSignal::new(false),
            captcha: RwSignal::new(None),
            characters: field(),
            failures: RwSignal::new(0),
            tried: RwSignal::new(false),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
        }
    }

    fn send(self, session: Session) {
        self.tried.set(true);
        let request = SignIn {
            account: self.account.get_untracked().trim().to_owned(),
            password: self.password.get_untracked(),
            code: None,
            captcha: self.captcha.with_untracked(|captcha| {
                let id = captcha.as_ref()?.id.clone();
                Some(CaptchaAnswer { id, answer: self.characters.get_untracked().trim().to_owned() })
            }),
            otp: Some(self.otp.get_untracked().trim().to_owned()).filter(|code| !code.is_empty()),
        };
        if request.account.is_empty() || request.password.is_empty() || self.busy.get_untracked() {
            browser::focus_first_wrong();
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            if let Err(refused) = session.sign_in(&request).await {
                self.refused(refused).await;
            }
            self.busy.try_set(false);
        });
    }

    async fn refused(self, refused: ApiError) {
        let code = refused.code();
        self.otp_asked.try_update(|asked| *asked |= code == Some(OTP_REQUIRED));
        if code == Some(WRONG) {
            self.failures.try_update(|failures| *failures += 1);
        }
        let has_picture = self.captcha.try_get_untracked().flatten().is_some();
        let needs_picture = matches!(code, Some(CAPTCHA_REQUIRED | CAPTCHA_WRONG))
            || has_picture
            || self.failures.try_get_untracked().is_some_and(|failures| failures >= CAPTCHA_AFTER);
        // A picture that is asked for the first time is no mistake of the person's.
        if code != Some(CAPTCHA_REQUIRED) || has_picture {
            self.error.try_set(Some(refused));
        }
        if needs_picture {
            self.draw().await;
        }
    }

    /// Another picture: each is good once.
    async fn draw(self) {
        let drawn = crate::api::captcha().await;
        self.characters.try_set(String::new());
        match drawn {
            Ok(captcha) => {
                self.captcha.try_set(Some(captcha));
            }
            Err(error) => {
                self.error.try_set(Some(error));
            }
        }
    }

    fn missing(self, value: RwSignal<String>, text: Text) -> Option<String> {
        (self.tried.get() && value.with(|v| v.trim().is_empty())).then(|| text.t().to_owned())
    }

    fn account_error(self) -> Option<String> {
        let missing = self.missing(self.account, sign_in::ACCOUNT_MISSING);
        missing.or_else(|| self.error.with(|error| error.as_ref()?.field("/account")))
    }

    /// What is wrong with the password, or with the sign-in as a whole.
    fn password_error(self) -> Option<String> {
        let refused = || {
            self.error.with(|error| {
                let error = error.as_ref()?;
                error.field("/password").or_else(|| error.field("/account").is_none().then(|| error.words()))
            })
        };
        self.missing(self.password, sign_in::PASSWORD_MISSING).or_else(refused)
    }
}

#[component]
pub fn SignInForm() -> impl IntoView {
    let session = Session::expect();
    let wanted = use_context::<WantedPath>();
    let navigate = use_navigate();
    let form = Form::new();
    let facts = RwSignal::new(None::<NetworkFacts>);
    spawn_local(async move {
        // Without it the form is whole.
        if let Ok(told) = crate::api::network().await {
            facts.try_set(Some(told));
        }
    });
    Effect::new(move |_| {
        let replace = NavigateOptions { replace: true, ..NavigateOptions::default() };
        match session.state() {
            SessionState::SignedIn(_) => {
                let path = wanted.and_then(|WantedPath(wanted)| wanted.get_untracked());
                navigate(path.as_deref().unwrap_or("/"), replace);
            }
            SessionState::MustChangePassword => navigate("/password", replace),
            _ => {}
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.send(session);
    };
    view! {
        <form class="card" on:submit=submit novalidate>
            <h1 class="brand">
                <Mark />
                {common::APP_NAME.t()}
                <span class="sr-only">{sign_in::TITLE.t()}</span>
            </h1>
            <Field
                label=sign_in::ACCOUNT.t()
                value=form.account
                error=Signal::derive(move || form.account_error())
                autocomplete="username"
                autofocus=true
            />
            <PasswordField
                label=sign_in::PASSWORD.t()
                value=form.password
                error=Signal::derive(move || form.password_error())
                autocomplete="current-password"
            />
            {move || {
                form.otp_asked
                    .get()
                    .then(|| {
                        view! {
                            <Field
                                label=sign_in::ONE_TIME_CODE.t()
                                value=form.otp
                                autocomplete="one-time-code"
                                inputmode="numeric"
                                autofocus=true
                            />
                        }
                    })
            }}
            <CaptchaField form facts />
            <Button kind=ButtonKind::Main busy=form.busy>
                {sign_in::SUBMIT.t()}
            </Button>
            <p class="under ways">
                <a href=GatePage::Code.path()>{shell::GATE_CODE.t()}</a>
                <a href=GatePage::Forgot.path()>{shell::GATE_FORGOT.t()}</a>
                <a href=GatePage::Apply.path()>{shell::GATE_APPLY.t()}</a>
            </p>
        </form>
        <Official facts />
    }
}

/// A picture with characters to type, where one is asked for.
#[component]
fn CaptchaField(form: Form, facts: RwSignal<Option<NetworkFacts>>) -> impl IntoView {
    let again = move |()| spawn_local(form.draw());
    // A code is another way in only where the network can send one.
    let has_sms = Memo::new(move |_| facts.with(|facts| facts.as_ref().is_some_and(|facts| facts.sends_sms)));
    let hint = move || if has_sms.get() { sign_in::CAPTCHA_HINT_CODE } else { sign_in::CAPTCHA_HINT };
    let alt = move || if has_sms.get() { sign_in::CAPTCHA_ALT_CODE } else { sign_in::CAPTCHA_ALT };
    move || {
        form.captcha.get().map(|captcha| {
            view! {
                <div class="captcha">
                    <Field
                        label=sign_in::CAPTCHA.t()
                        value=form.characters
                        hint=Signal::derive(move || Some(hint().t().to_owned()))
                        max_chars=CAPTCHA_CHARS
                        required=true
                        autofocus=true
                    />
                    <img src=captcha.image alt=move || alt().t() width="192" height="72" />
                    <Button kind=ButtonKind::Quiet icon=Symbol::Refresh on_press=again>
                        {sign_in::CAPTCHA_AGAIN.t()}
                    </Button>
                </div>
            }
        })
    }
}

/// Whose page it is, and where it is to be found: what looks the same elsewhere is not it.
#[component]
fn Official(facts: RwSignal<Option<NetworkFacts>>) -> impl IntoView {
    view! {
        <div class="official sub">
            {move || {
                let facts = facts.get()?;
                let hotline = facts.hotline.map(|phone| sign_in::HOTLINE.fill(&[("phone", &phone)]));
                Some(
                    view! {
                        <p>{sign_in::OFFICIAL.fill(&[("name", &facts.name), ("url", &facts.url)])}</p>
                        <p>
                            {hotline}
                            {facts.is_demo.then(|| view! { <a href=GatePage::Outbox.path()>{shell::GATE_OUTBOX.t()}</a> })}
                        </p>
                    },
                )
            }}
        </div>
    }
}

/// A password that can be looked at while it is typed.
#[component]
pub fn PasswordField(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(into)] error: Signal<Option<String>>,
    autocomplete: &'static str,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let id = crate::ui::fresh_id("password");
    let note_id = format!("{id}-note");
    view! {
        <div class="field" class:wrong=move || error.with(Option::is_some)>
            <label for=id.clone()>{label}</label>
            <div class="with-button">
                <input
                    id=id
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    maxlength=shared::limits::PASSWORD_MAX_CHARS.to_string()
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=note_id.clone()
                    prop:value=value
                    on:input=move |event| value.set(event_target_value(&event))
                />
                <button
                    type="button"
                    class="btn quiet square"
                    aria-label=sign_in::SHOW_PASSWORD.t()
                    aria-pressed=move || shown.get().to_string()
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    <Icon symbol=Symbol::Eye />
                </button>
            </div>
            <p class="note" id=note_id>
                {move || error.get().map(|words| view! { <em role="alert">{words}</em> })}
            </p>
        </div>
    }
}
