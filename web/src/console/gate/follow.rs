//! How an application stands, for whoever knows its number and its phone.

use leptos::prelude::*;
use shared::{applications::ApplicationStatus, limits::PHONE_CHARS};

use super::{
    calls,
    proof::{self, Proof},
    standing::Standing,
};
use crate::{
    browser,
    console::deed::Deed,
    texts::{applications, apply as texts},
    ui::{Button, ButtonKind, Field},
};

const NUMBER_CHARS: usize = 20;

/// The application that is followed, and what was last heard of it.
#[derive(Clone, Copy)]
pub struct Followed {
    pub proof: RwSignal<Proof>,
    seen: RwSignal<Option<ApplicationStatus>>,
    pub looking: Deed,
}

impl Followed {
    /// Asks how it stands now.
    pub fn look(self) {
        let proof = self.proof.get_untracked();
        let asked = proof.clone();
        self.looking.run(calls::follow(asked), move |status| {
            proof::keep(proof);
            self.put(status);
        });
    }

    /// How it stands now. Where nothing changed, what is typed on the page stays.
    pub fn put(self, status: ApplicationStatus) {
        if self.seen.try_with_untracked(|seen| seen.as_ref() != Some(&status)) == Some(true) {
            self.seen.set(Some(status));
            to_title();
        }
    }

    /// Another application.
    pub fn leave(self) {
        proof::forget();
        self.looking.clear();
        self.proof.set(Proof::default());
        self.seen.set(None);
    }
}

/// The id of the heading of what is shown.
pub const TITLE_ID: &str = "standing-title";

/// What had the focus went with what was drawn anew: the heading has it then.
fn to_title() {
    request_animation_frame(|| {
        if browser::nothing_focused() {
            browser::focus(TITLE_ID);
        }
    });
}

#[component]
pub fn Follow(number: String) -> impl IntoView {
    let kept = proof::kept().filter(|kept| number.is_empty() || kept.number == number);
    let is_known = kept.is_some();
    let proof = kept.unwrap_or_else(|| Proof { number, phone: String::new() });
    let followed = Followed { proof: RwSignal::new(proof), seen: RwSignal::new(None), looking: Deed::new() };
    if is_known {
        followed.look();
    }
    move || match followed.seen.get() {
        Some(status) => view! { <Standing status followed /> }.into_any(),
        None => view! { <Form followed /> }.into_any(),
    }
}

#[component]
fn Form(followed: Followed) -> impl IntoView {
    let proof = followed.proof.get_untracked();
    let (number, phone) = (RwSignal::new(proof.number), RwSignal::new(proof.phone));
    let tried = RwSignal::new(false);
    let deed = followed.looking;
    let error = move |value, pointer| deed.missing_or_beside(value, tried, pointer);
    let look = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let text = |value: RwSignal<String>| value.get_untracked().trim().to_owned();
        let proof = Proof { number: text(number), phone: text(phone) };
        if proof.number.is_empty() || proof.phone.is_empty() {
            browser::focus_first_wrong();
            return;
        }
        followed.proof.set(proof);
        followed.look();
    };
    view! {
        <form class="card" on:submit=look novalidate>
            <h1>{texts::FOLLOW_TITLE.t()}</h1>
            <p class="why">{texts::FOLLOW_WHY.t()}</p>
            {deed.refusal(&["/application_no", "/phone"])}
            <Field
                label=applications::NUMBER.t()
                value=number
                error=error(number, "/application_no")
                hint=Signal::derive(|| Some(texts::NUMBER_HINT.t().to_owned()))
                max_chars=NUMBER_CHARS
                required=true
                autofocus=true
            />
            <Field
                label=applications::PHONE.t()
                value=phone
                error=error(phone, "/phone")
                kind="tel"
                inputmode="tel"
                autocomplete="tel"
                max_chars=PHONE_CHARS
                required=true
            />
            <Button kind=ButtonKind::Main busy=deed.busy>
                {texts::LOOK.t()}
            </Button>
            <p class="under ways">
                <a href="/apply">{texts::APPLY_LINK.t()}</a>
                <a href="/sign-in">{texts::SIGN_IN_LINK.t()}</a>
            </p>
        </form>
    }
}
