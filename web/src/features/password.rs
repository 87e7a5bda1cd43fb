//! Setting a new password, with the rule checked while typing.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};
use shared::{
    auth::PasswordChange,
    limits::{PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS},
};

use super::sign_in::PasswordField;
use crate::{
    api::{ApiError, Session, SessionState},
    i18n::Text,
    texts::{common, shell, sign_in},
    ui::{Button, ButtonKind, Icon, Symbol, Toasts},
};

/// Kinds of characters a password needs.
const KINDS_MIN: usize = 3;

/// One condition of a new password and whether it is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub text: Text,
    pub met: bool,
}

/// The rule for new passwords, condition by condition. The service also refuses the user's own name.
pub fn rules(current: &str, new: &str, again: &str) -> [Rule; 4] {
    let length = new.chars().count();
    let kinds: [fn(&char) -> bool; 4] = [
        |c| c.is_lowercase(),
        |c| c.is_uppercase(),
        |c| c.is_numeric(),
        |c| !c.is_lowercase() && !c.is_uppercase() && !c.is_numeric(),
    ];
    let found = kinds.iter().filter(|kind| new.chars().any(|c| kind(&c))).count();
    [
        Rule { text: sign_in::RULE_LENGTH, met: (PASSWORD_MIN_CHARS..=PASSWORD_MAX_CHARS).contains(&length) },
        Rule { text: sign_in::RULE_KINDS, met: found >= KINDS_MIN },
        Rule { text: sign_in::RULE_OTHER, met: !new.is_empty() && new != current },
        Rule { text: sign_in::RULE_SAME, met: !new.is_empty() && new == again },
    ]
}

#[component]
pub fn PasswordForm() -> impl IntoView {
    let session = Session::expect();
    let toasts = Toasts::expect();
    let navigate = StoredValue::new_local(use_navigate());
    let go = move |path: &str| {
        let replace = NavigateOptions { replace: true, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(path, replace));
    };
    let (current, new, again) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<ApiError>);
    let state = Memo::new(move |_| session.state());
    let forced = move || state.with(|state| *state == SessionState::MustChangePassword);
    Effect::new(move |_| {
        if state.with(|state| *state == SessionState::SignedOut) {
            go("/sign-in");
        }
    });
    let checked = Memo::new(move |_| current.with(|c| new.with(|n| again.with(|a| rules(c, n, a)))));
    let ready = move || !current.with(String::is_empty) && checked.with(|rules| rules.iter().all(|rule| rule.met));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !ready() || busy.get_untracked() {
            return;
        }
        let change = PasswordChange { current_password: current.get_untracked(), new_password: new.get_untracked() };
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            match session.change_password(&change).await {
                Ok(()) => {
                    toasts.done(sign_in::CHANGED.t());
                    go("/");
                }
                Err(refused) => error.set(Some(refused)),
            }
            busy.set(false);
        });
    };
    let beside = move |pointer: &'static str| Signal::derive(move || error.with(|e| e.as_ref()?.field(pointer)));
    let other = move || {
        let error = error.get()?;
        (!error.is_all_beside(&["/current_password", "/new_password"])).then(|| error.words())
    };
    let none = Signal::derive(|| None::<String>);
    view! {
        <form class="card" on:submit=submit novalidate>
            <h1>{sign_in::CHANGE_TITLE.t()}</h1>
            <p class="why">{move || forced().then(|| sign_in::CHANGE_WHY.t())}</p>
            {move || other().map(|words| view! { <div class="notice bad" role="alert">{words}</div> })}
            <PasswordField label=sign_in::CURRENT.t() value=current error=beside("/current_password") autocomplete="current-password" />
            <PasswordField label=sign_in::NEW.t() value=new error=beside("/new_password") autocomplete="new-password" />
            <PasswordField label=sign_in::AGAIN.t() value=again error=none autocomplete="new-password" />
            <ul class="rules">{move || checked.get().map(rule_line).collect_view()}</ul>
            <Button kind=ButtonKind::Main busy disabled=Signal::derive(move || !ready())>
                {sign_in::CHANGE_SUBMIT.t()}
            </Button>
            <p class="under">
                {move || if forced() { leave(session).into_any() } else { view! { <A href="/">{common::CANCEL.t()}</A> }.into_any() }}
            </p>
        </form>
    }
}

fn leave(session: Session) -> impl IntoView {
    view! {
        <button type="button" class="link" on:click=move |_| spawn_local(session.sign_out())>
            {shell::SIGN_OUT.t()}
        </button>
    }
}

/// A condition and whether it is met.
pub fn rule_line(rule: Rule) -> impl IntoView {
    let said = if rule.met { sign_in::RULE_MET } else { sign_in::RULE_NOT_MET };
    view! {
        <li class:met=rule.met>
            <Icon symbol=Symbol::Check />
            {rule.text.t()}
            <span class="sr-only">{said.t()}</span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_is_checked_condition_by_condition() {
        let met = |current, new, again| rules(current, new, again).map(|rule| rule.met);
        assert_eq!(met("old", "", ""), [false, false, false, false]);
        assert_eq!(met("old", "Aa1aaaaaaa", "Aa1aaaaaaa"), [true, true, true, true]);
        assert_eq!(met("old", "aaaaaaaaaa", "aaaaaaaaaa"), [true, false, true, true]);
        assert_eq!(met("Aa1-", "Aa1-", "Aa1"), [false, true, false, false]);
        assert_eq!(met("old", &"Aa1".repeat(50), ""), [false, true, true, false]);
    }
}
