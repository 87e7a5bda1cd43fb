//! Inviting somebody, and the link for them.

use leptos::prelude::*;
use shared::operators::{InvitationCreate, USER_NAME_CHARS};

use super::Everyone;
use crate::{
    api::IdempotencyKey,
    browser::{self, dates},
    console::{
        deed::Deed,
        grant::{GrantChoice, GrantFields},
        secret::Secret,
        service,
    },
    texts::{common, people as texts},
    ui::{Button, ButtonKind, Dialog, Field},
};

const BESIDE: &[&str] = &["/user_name", "/display_name", "/phone", "/email"];

#[component]
pub fn Inviting() -> impl IntoView {
    let everyone = Everyone::expect();
    view! {
        <Dialog
            open=everyone.inviting
            title=Signal::derive(|| texts::INVITE_TITLE.t().to_owned())
            on_close=move |()| everyone.inviting.set(false)
            wide=true
        >
            <Form />
        </Dialog>
    }
}

#[component]
fn Form() -> impl IntoView {
    let everyone = Everyone::expect();
    let field = || RwSignal::new(String::new());
    let (user_name, display_name, phone, email) = (field(), field(), field(), field());
    let choice = GrantChoice::usual();
    let deed = Deed::new();
    let tried = RwSignal::new(false);
    let key = IdempotencyKey::new();
    let error = move |value: RwSignal<String>, pointer: &'static str| {
        let refused = deed.beside(pointer);
        Signal::derive(move || {
            let is_missing = tried.get() && value.with(|value| value.trim().is_empty());
            is_missing.then(|| texts::REQUIRED.t().to_owned()).or_else(|| refused.get())
        })
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let text = |value: RwSignal<String>| value.get_untracked().trim().to_owned();
        let invitation = InvitationCreate {
            user_name: text(user_name),
            display_name: text(display_name),
            phone: Some(text(phone)).filter(|phone| !phone.is_empty()),
            email: Some(text(email)).filter(|email| !email.is_empty()),
            grant: untrack(|| choice.grant()),
        };
        if invitation.user_name.is_empty() || invitation.display_name.is_empty() {
            browser::focus_first_wrong();
            return;
        }
        let work = async move {
            let made = service::invite(&invitation, key).await;
            if made.as_ref().is_err_and(|error| error.is_final()) {
                key.renew();
                browser::focus_first_wrong();
            }
            made
        };
        deed.run(work, move |issued| {
            everyone.inviting.set(false);
            everyone.issued.set(Some(issued));
            everyone.load_invitations();
        });
    };
    view! {
        <form on:submit=send novalidate>
            <p class="sub lead">{texts::INVITE_HOW.t()}</p>
            <div class="grid-2">
                <Field
                    label=texts::COL_USER.t()
                    value=user_name
                    error=error(user_name, "/user_name")
                    hint=Signal::derive(|| Some(texts::USER_HINT.t().to_owned()))
                    max_chars=USER_NAME_CHARS
                    required=true
                    autofocus=true
                />
                <Field
                    label=texts::COL_NAME.t()
                    value=display_name
                    error=error(display_name, "/display_name")
                    max_chars=40
                    required=true
                />
            </div>
            <div class="grid-2">
                <Field
                    label=texts::PHONE.t()
                    value=phone
                    error=deed.beside("/phone")
                    hint=Signal::derive(|| Some(texts::PHONE_HINT.t().to_owned()))
                    kind="tel"
                    inputmode="tel"
                    max_chars=20
                />
                <Field
                    label=texts::EMAIL.t()
                    value=email
                    error=deed.beside("/email")
                    hint=Signal::derive(|| Some(texts::EMAIL_HINT.t().to_owned()))
                    kind="email"
                    inputmode="email"
                    max_chars=254
                />
            </div>
            <GrantFields choice roles=everyone.roles />
            {deed.refusal(BESIDE)}
            <div class="acts">
                <Button on_press=move |()| everyone.inviting.set(false)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy disabled=Signal::derive(move || choice.is_incomplete())>
                    {texts::MAKE_LINK.t()}
                </Button>
            </div>
        </form>
    }
}

/// The link, shown once.
#[component]
pub fn Link() -> impl IntoView {
    let issued = Everyone::expect().issued;
    let link = Signal::derive(move || {
        issued.with(|issued| issued.as_ref().map(|issued| format!("{}/join#{}", browser::origin(), issued.token)))
    });
    let title = Signal::derive(move || {
        let name = issued.with(|issued| issued.as_ref().map(|issued| issued.invitation.display_name.clone()));
        texts::LINK_TITLE.fill(&[("name", &name.unwrap_or_default())])
    });
    let how = Signal::derive(move || {
        let until = issued.with(|issued| issued.as_ref().map(|issued| dates::moment(issued.invitation.expires_at)));
        texts::LINK_HOW.fill(&[("when", &until.unwrap_or_default())])
    });
    view! {
        <Secret secret=link title how once=texts::LINK_ONCE copy=texts::LINK_COPY on_close=move |()| issued.set(None) />
    }
}
