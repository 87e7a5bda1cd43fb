//! The sign-in form.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::auth::SignIn;

use super::shell::WantedPath;
use crate::{
    api::{ApiError, Session, SessionState},
    browser,
    i18n::Text,
    texts::{common, sign_in},
    ui::{Button, ButtonKind, Field, Icon, Mark, Symbol},
};

/// The code of a sign-in that needs the code of an authenticator.
const OTP_REQUIRED: &str = "otp_required";

/// The form and what came of sending it.
#[derive(Clone, Copy)]
struct Form {
    account: RwSignal<String>,
    password: RwSignal<String>,
    otp: RwSignal<String>,
    otp_asked: RwSignal<bool>,
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
            captcha: None,
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
                self.otp_asked.try_update(|asked| *asked |= refused.code() == Some(OTP_REQUIRED));
                self.error.try_set(Some(refused));
            }
            self.busy.try_set(false);
        });
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
            <Button kind=ButtonKind::Main busy=form.busy>
                {sign_in::SUBMIT.t()}
            </Button>
        </form>
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
