//! An invited person comes in: sets a password, or enters the one they have.

use leptos::{prelude::*, task::spawn_local};
use shared::operators::{InvitationAccept, InvitationShown};

use super::{app::Desk, deed::Deed, service};
use crate::{
    api::{ApiError, Remote},
    browser::dates,
    features::{
        password::{rule_line, rules},
        sign_in::PasswordField,
    },
    texts::join as texts,
    ui::{Button, ButtonKind, ErrorState, Skeleton},
};

/// The code of an invitation that is wrong, used or over.
const NOT_FOUND: &str = "not_found";

#[component]
pub fn Join(token: String) -> impl IntoView {
    let shown = Remote::<InvitationShown>::new();
    let is_dead = RwSignal::new(token.is_empty());
    let token = StoredValue::new(token);
    let load = Callback::new(move |()| {
        let token = token.get_value();
        shown.load(async move { service::show_invitation(token).await });
    });
    if !is_dead.get_untracked() {
        load.run(());
    }
    let body = move || {
        if is_dead.get() {
            return view! { <Dead /> }.into_any();
        }
        match (shown.value().get(), shown.error()) {
            (Some(shown), _) => view! { <Form shown token is_dead /> }.into_any(),
            (None, Some(error)) if is_final(&error) => view! { <Dead /> }.into_any(),
            (None, Some(error)) => view! { <div class="card"><ErrorState error on_retry=load /></div> }.into_any(),
            (None, None) => view! { <div class="card"><Skeleton lines=6 /></div> }.into_any(),
        }
    };
    view! { {body} }
}

/// Trying again would not help.
fn is_final(error: &ApiError) -> bool {
    error.code() == Some(NOT_FOUND) || error.problem().is_some_and(|problem| problem.status == 422)
}

#[component]
fn Dead() -> impl IntoView {
    view! {
        <div class="card" role="alert">
            <h1>{texts::DEAD_TITLE.t()}</h1>
            <p class="why">{texts::DEAD.t()}</p>
            <p class="under">
                <a href="/sign-in">{texts::TO_SIGN_IN.t()}</a>
            </p>
        </div>
    }
}

#[component]
fn Form(shown: InvitationShown, token: StoredValue<String>, is_dead: RwSignal<bool>) -> impl IntoView {
    let desk = Desk::expect();
    let deed = Deed::new();
    // The account, and why signing in by itself failed.
    let joined = RwSignal::new(None::<(String, String)>);
    let (password, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let has_password = shown.has_password;
    let checked = Memo::new(move |_| {
        let all = password.with(|new| again.with(|again| rules("", new, again)));
        // There is no present one to differ from.
        let [length, kinds, _, same] = all;
        [length, kinds, same]
    });
    let ready = Signal::derive(move || {
        if has_password {
            password.with(|password| !password.is_empty())
        } else {
            checked.with(|rules| rules.iter().all(|rule| rule.met))
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !ready.get_untracked() {
            return;
        }
        let accept = InvitationAccept { token: token.get_value(), password: password.get_untracked() };
        let work = async move { service::accept_invitation(&accept).await };
        deed.run(work, move |accepted| {
            deed.busy.set(true);
            spawn_local(async move {
                match service::sign_in(accepted.account.clone(), password.get_untracked()).await {
                    Ok(()) => desk.go("/"),
                    Err(error) => {
                        let _ = joined.try_set(Some((accepted.account, error.words())));
                    }
                }
            });
        });
    };
    // Somebody took it, or took it back, while this page stood open.
    Effect::new(move |_| {
        if deed.error().is_some_and(|error| error.code() == Some(NOT_FOUND)) {
            is_dead.set(true);
        }
    });
    let hello = texts::HELLO.fill(&[("name", &shown.display_name), ("account", &shown.account)]);
    let title = StoredValue::new(texts::TITLE.fill(&[("merchant", &shown.merchant_name)]));
    let until = texts::UNTIL.fill(&[("when", &dates::moment(shown.expires_at))]);
    let account = shown.account.clone();
    let fields = move || {
        let error = deed.beside("/password");
        if has_password {
            view! {
                <p class="why">{texts::HAS_PASSWORD.t()}</p>
                <PasswordField label=texts::PASSWORD.t() value=password error autocomplete="current-password" />
            }
            .into_any()
        } else {
            let none = Signal::derive(|| None::<String>);
            view! {
                <PasswordField label=texts::NEW.t() value=password error autocomplete="new-password" />
                <PasswordField label=texts::AGAIN.t() value=again error=none autocomplete="new-password" />
                <ul class="rules">{move || checked.get().map(rule_line).collect_view()}</ul>
            }
            .into_any()
        }
    };
    let form = StoredValue::new_local((fields, submit, hello, until, account));
    move || {
        match joined.get() {
        Some((account, why)) => view! {
            <div class="card" role="status">
                <h1>{texts::JOINED_TITLE.t()}</h1>
                <p class="why">{texts::JOINED.fill(&[("account", &account), ("why", &why)])}</p>
                <p class="under">
                    <a href="/sign-in">{texts::SIGN_IN.t()}</a>
                </p>
            </div>
        }
        .into_any(),
        None => form.with_value(|(fields, submit, hello, until, account)| {
            view! {
                <form class="card" on:submit=*submit novalidate>
                    <h1>{title.get_value()}</h1>
                    <p class="why">{hello.clone()}</p>
                    // For the browser's keeper of passwords.
                    <input class="sr-only" type="text" autocomplete="username" prop:value=account.clone() readonly tabindex="-1" aria-hidden="true" />
                    {deed.refusal(&["/password"])}
                    {fields()}
                    <Button kind=ButtonKind::Main busy=deed.busy disabled=Signal::derive(move || !ready.get())>
                        {texts::SUBMIT.t()}
                    </Button>
                    <p class="under sub">{until.clone()}</p>
                </form>
            }
            .into_any()
        }),
    }
    }
}
