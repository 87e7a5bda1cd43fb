//! An application as its applicant sees it: where it stands, and what is wanted of them.

use leptos::prelude::*;
use shared::applications::{ApplicationState, ApplicationStatus, OfferedTerms, Wanted};

use super::{
    amending::Amending,
    calls,
    follow::{Followed, TITLE_ID},
    licence::Licence,
};
use crate::{
    console::{
        application_words::{History, state_pill},
        confirm::Confirm,
        deed::Deed,
        terms::TermsFacts,
    },
    i18n::Text,
    texts::{applications as parts, apply as texts, common},
    ui::{Button, ButtonKind, Symbol, Toasts},
};

/// What happens next, where nothing is wanted of the applicant.
const fn waits_for(state: ApplicationState) -> Option<Text> {
    match state {
        ApplicationState::Submitted => Some(texts::WAIT_SUBMITTED),
        ApplicationState::InReview => Some(texts::WAIT_IN_REVIEW),
        ApplicationState::Accepted => Some(texts::WAIT_ACCEPTED),
        ApplicationState::Asked
        | ApplicationState::Offered
        | ApplicationState::Approved
        | ApplicationState::Rejected => None,
    }
}

/// Once the terms are accepted the reviewer decides about the licence they have seen.
const fn takes_licence(state: ApplicationState) -> bool {
    matches!(
        state,
        ApplicationState::Submitted | ApplicationState::InReview | ApplicationState::Asked | ApplicationState::Offered
    )
}

#[component]
pub fn Standing(status: ApplicationStatus, followed: Followed) -> impl IntoView {
    let state = status.state;
    let is_wanted = |wanted: Wanted| status.wanted.contains(&wanted);
    let lacks_licence = is_wanted(Wanted::Licence);
    let terms = status.terms.clone();
    view! {
        <div class="card standing">
            <h1 id=TITLE_ID tabindex="-1">
                {texts::FOLLOW_TITLE.t()}
            </h1>
            <p class="why">
                <span class="no">{status.application_no.clone()}</span>
                " "
                {state_pill(state)}
                " "
                {(!status.outlet_name.is_empty())
                    .then(|| texts::OUTLET.fill(&[("outlet", &status.outlet_name)]))}
            </p>
            {followed.looking.refusal(&[])}
            {waits_for(state).map(|words| view! { <p>{words.t()}</p> })}
            {status.customer_code.clone().map(|code| view! { <Open code /> })}
            {status.reason.clone().map(|reason| view! { <Rejected reason /> })}
            {is_wanted(Wanted::Answer)
                .then(|| {
                    view! { <Amending question=status.question.clone() form=status.form.clone() followed /> }
                })}
            {takes_licence(state).then(|| view! { <LicencePart lacks=lacks_licence followed /> })}
            {terms.map(|terms| view! { <TermsPart terms wanted=is_wanted(Wanted::Acceptance) followed /> })}
            <section class="part">
                <h2>{parts::HISTORY.t()}</h2>
                <History events=status.history.clone() />
            </section>
            <p class="under ways">
                <Button
                    icon=Symbol::Refresh
                    busy=followed.looking.busy
                    on_press=move |()| followed.look()
                >
                    {common::REFRESH.t()}
                </Button>
                <Button kind=ButtonKind::Quiet on_press=move |()| followed.leave()>
                    {texts::OTHER.t()}
                </Button>
            </p>
        </div>
    }
}

#[component]
fn Open(code: String) -> impl IntoView {
    view! {
        <section class="part">
            <h2>{texts::OPEN_TITLE.t()}</h2>
            <p class="big-number">{code}</p>
            <p>{texts::OPEN_WHY.t()}</p>
            <p>
                <a href="/sign-in">{texts::TO_SIGN_IN.t()}</a>
            </p>
        </section>
    }
}

#[component]
fn Rejected(reason: String) -> impl IntoView {
    view! {
        <section class="part">
            <h2>{texts::REASON.t()}</h2>
            <p class="said">{reason}</p>
            <p>
                <a href="/apply">{texts::APPLY_ANEW.t()}</a>
            </p>
        </section>
    }
}

#[component]
fn LicencePart(lacks: bool, followed: Followed) -> impl IntoView {
    let toasts = Toasts::expect();
    let title = if lacks { texts::LICENCE_WANTED } else { texts::LICENCE_REPLACE };
    view! {
        <section class="part">
            <h2>{title.t()}</h2>
            {lacks.then(|| view! { <p class="sub">{texts::LICENCE_WHY.t()}</p> })}
            <Licence
                proof=followed.proof.get_untracked()
                again=!lacks
                on_sent=move |status| {
                    toasts.done(texts::FILE_DONE.t());
                    followed.put(status);
                }
            />
        </section>
    }
}

#[component]
fn TermsPart(terms: OfferedTerms, wanted: bool, followed: Followed) -> impl IntoView {
    let toasts = Toasts::expect();
    let asking = RwSignal::new(false);
    let deed = Deed::new();
    let hash = terms.hash.clone();
    let accept = move |()| {
        // By the hash of what stands here: other terms are not accepted unseen.
        deed.run(calls::accept(followed.proof.get_untracked(), hash.clone()), move |status| {
            asking.set(false);
            toasts.done(texts::ACCEPTED.t());
            followed.put(status);
        });
    };
    let title = if wanted { texts::TERMS_WANTED } else { parts::TERMS };
    view! {
        <section class="part">
            <h2>{title.t()}</h2>
            {wanted.then(|| view! { <p class="sub">{texts::TERMS_WHY.t()}</p> })}
            <TermsFacts terms />
            {wanted
                .then(|| {
                    view! {
                        <div class="part-acts">
                            <Button kind=ButtonKind::Main on_press=move |()| asking.set(true)>
                                {texts::ACCEPT.t()}
                            </Button>
                        </div>
                    }
                })}
        </section>
        <Confirm
            open=asking
            title=Signal::derive(|| texts::ACCEPT_TITLE.t().to_owned())
            what=Signal::derive(|| texts::ACCEPT_WHAT.t().to_owned())
            verb=Signal::stored(texts::ACCEPT)
            kind=ButtonKind::Main
            deed
            on_yes=accept
            on_close=move |()| {
                asking.set(false);
                // Where they were refused, what is shown may be old.
                followed.look();
            }
        />
    }
}
