//! What a reviewer does with an application.

use leptos::prelude::*;
use shared::applications::{
    APPLICATION_TEXT_CHARS, Application, ApplicationApproved, ApplicationState, ApplicationStep,
};

use super::{applications::Queue, offering::Offering, service};
use crate::{
    api::{ApiError, Remote},
    browser::{self, dates},
    console::{app::Desk, confirm::Confirm, deed::Deed, secret::Secret},
    i18n::Text,
    texts::{common, network as texts},
    ui::{Button, ButtonKind, Dialog, Notice, TextArea, Toasts},
};

const CONFLICT: u16 = 409;

/// What is asked before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asking {
    TakeOver,
    Ask,
    Offer,
    Approve,
    Reject,
}

/// The application under review, and where its newest state goes.
#[derive(Clone, Copy)]
pub struct Hand {
    queue: Queue,
    shown: Remote<Application>,
    asking: RwSignal<Option<Asking>>,
    load: Callback<()>,
    /// A step was not open any more: somebody else was quicker, and what is shown is old.
    is_old: StoredValue<bool>,
}

impl Hand {
    /// Hears whether a step was open.
    pub fn heard<T>(self, outcome: Result<T, ApiError>) -> Result<T, ApiError> {
        if outcome.as_ref().is_err_and(|error| error.problem().is_some_and(|problem| problem.status == CONFLICT)) {
            let _ = self.is_old.try_set_value(true);
        }
        outcome
    }

    /// It moved on; the dialog goes before what it stands on.
    pub fn moved(self, application: Application) {
        self.asking.set(None);
        self.queue.put(&application);
        self.shown.value().set(Some(application));
    }

    /// Closes the dialog, and asks anew where what is shown is old.
    pub fn leave(self) {
        self.asking.set(None);
        if self.is_old.try_get_value() == Some(true) {
            self.is_old.set_value(false);
            self.queue.load();
            self.load.run(());
        }
    }
}

#[component]
pub fn Review(application: Application, shown: Remote<Application>, load: Callback<()>) -> impl IntoView {
    let hand =
        Hand { queue: Queue::expect(), shown, asking: RwSignal::new(None), load, is_old: StoredValue::new(false) };
    let staff = Desk::expect().staff();
    let state = application.row.state;
    let body = if state == ApplicationState::Submitted {
        view! { <Take application=application.clone() hand load /> }.into_any()
    } else if application.row.taken_by == staff {
        view! { <Steps state has_licence=application.row.has_licence hand /> }.into_any()
    } else {
        let name = application.reviewer_name.clone().unwrap_or_default();
        view! {
            <p>{texts::WITH_COLLEAGUE.fill(&[("name", &name)])}</p>
            <div class="acts">
                <Button on_press=move |()| {
                    hand.asking.set(Some(Asking::TakeOver));
                }>{texts::TAKE_OVER.t()}</Button>
            </div>
        }
        .into_any()
    };
    view! {
        <section>
            <h3>{texts::DECIDE.t()}</h3>
            {body}
        </section>
        <TakingOver application=application.clone() hand />
        <Words asking=Asking::Ask application=application.clone() hand />
        <Words asking=Asking::Reject application=application.clone() hand />
        <Offering application=application.clone() hand open=is(hand, Asking::Offer) />
        <Approval application hand load />
    }
}

fn is(hand: Hand, asking: Asking) -> Signal<bool> {
    Signal::derive(move || hand.asking.get() == Some(asking))
}

#[component]
fn Take(application: Application, hand: Hand, load: Callback<()>) -> impl IntoView {
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let id = application.row.id;
    let take = move |()| {
        let work = async move {
            let taken = service::take_application(id, false).await;
            if let Err(error) = &taken
                && error.is_final()
            {
                // A colleague was quicker; what says so here goes with what is drawn anew.
                toasts.failed(error.words());
                let _ = load.try_run(());
            }
            taken
        };
        deed.run(work, move |taken| {
            toasts.done(texts::TAKEN.t());
            hand.moved(taken);
        });
    };
    view! {
        {deed.refusal(&[])}
        <div class="acts">
            <Button kind=ButtonKind::Main busy=deed.busy on_press=take>
                {texts::TAKE.t()}
            </Button>
        </div>
    }
}

/// The steps that are open to the reviewer who has it.
#[component]
fn Steps(state: ApplicationState, has_licence: bool, hand: Hand) -> impl IntoView {
    let offer = if state == ApplicationState::Offered { texts::OFFER_ANEW } else { texts::OFFER };
    let steps = [
        (ApplicationStep::Approve, Asking::Approve, texts::APPROVE, ButtonKind::Main),
        (ApplicationStep::Offer, Asking::Offer, offer, ButtonKind::Main),
        (ApplicationStep::Ask, Asking::Ask, texts::ASK, ButtonKind::Plain),
        (ApplicationStep::Reject, Asking::Reject, texts::REJECT, ButtonKind::Danger),
    ];
    let open = steps.into_iter().filter(|(step, ..)| state.after(*step).is_some());
    let buttons = open.map(|(_, asking, words, kind)| {
        view! { <Button kind on_press=move |()| hand.asking.set(Some(asking))>{words.t()}</Button> }
    });
    view! {
        // The service opens an account without one too: the reviewer decides.
        {(!has_licence).then(|| view! { <Notice tone="warn">{texts::LICENCE_LACKS.t()}</Notice> })}
        <div class="acts">{buttons.collect_view()}</div>
    }
}

#[component]
fn TakingOver(application: Application, hand: Hand) -> impl IntoView {
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let id = application.row.id;
    let name = StoredValue::new(application.reviewer_name.unwrap_or_default());
    let said = move |text: Text| name.with_value(|name| text.fill(&[("name", name)]));
    let yes = move |()| {
        let work = async move { hand.heard(service::take_application(id, true).await) };
        deed.run(work, move |taken| {
            toasts.done(texts::TAKEN.t());
            hand.moved(taken);
        });
    };
    view! {
        <Confirm
            open=is(hand, Asking::TakeOver)
            title=Signal::derive(move || said(texts::TAKE_OVER_TITLE))
            what=Signal::derive(move || said(texts::TAKE_OVER_WHAT))
            verb=Signal::stored(texts::TAKE_OVER)
            kind=ButtonKind::Main
            deed
            on_yes=yes
            on_close=move |()| hand.leave()
        />
    }
}

/// A question to the applicant, or the reason of a refusal.
#[component]
fn Words(asking: Asking, application: Application, hand: Hand) -> impl IntoView {
    let id = application.row.id;
    let title = if asking == Asking::Ask { texts::ASK_TITLE } else { texts::REJECT_TITLE };
    view! {
        <Dialog
            open=is(hand, asking)
            title=Signal::derive(move || title.t().to_owned())
            on_close=move |()| hand.leave()
        >
            <WordsForm is_question=asking == Asking::Ask id hand />
        </Dialog>
    }
}

#[component]
fn WordsForm(is_question: bool, id: shared::ApplicationId, hand: Hand) -> impl IntoView {
    let toasts = Toasts::expect();
    let text = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let deed = Deed::new();
    let error = deed.missing_or_beside(text, tried, "/text");
    let (label, verb, kind, done) = if is_question {
        (texts::ASK_TEXT, texts::SEND, ButtonKind::Main, texts::ASKED)
    } else {
        (texts::REJECT_TEXT, texts::REJECT, ButtonKind::Danger, texts::REJECTED)
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let words = text.get_untracked().trim().to_owned();
        if words.is_empty() {
            browser::focus_first_wrong();
            return;
        }
        let work = async move {
            hand.heard(if is_question {
                service::ask_applicant(id, words).await
            } else {
                service::reject_application(id, words).await
            })
        };
        deed.run(work, move |moved| {
            toasts.done(done.t());
            hand.moved(moved);
        });
    };
    view! {
        <form on:submit=send novalidate>
            <TextArea label=label.t() value=text error max_chars=APPLICATION_TEXT_CHARS autofocus=true />
            {deed.refusal(&["/text"])}
            <div class="acts">
                <Button on_press=move |()| hand.leave()>{common::CANCEL.t()}</Button>
                <Button kind busy=deed.busy>
                    {verb.t()}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn Approval(application: Application, hand: Hand, load: Callback<()>) -> impl IntoView {
    let deed = Deed::new();
    let id = application.row.id;
    let name = StoredValue::new(application.form.company_name);
    let yes = move |()| {
        let company = name.get_value();
        let work = async move { hand.heard(service::approve_application(id).await) };
        deed.run(work, move |approved| {
            hand.leave();
            hand.queue.approved.set(Some((company, approved)));
            hand.queue.load();
            let _ = load.try_run(());
        });
    };
    view! {
        <Confirm
            open=is(hand, Asking::Approve)
            title=Signal::derive(move || {
                name.with_value(|name| texts::APPROVE_TITLE.fill(&[("name", name)]))
            })
            what=Signal::derive(|| texts::APPROVE_WHAT.t().to_owned())
            verb=Signal::stored(texts::APPROVE)
            kind=ButtonKind::Main
            deed
            on_yes=yes
            on_close=move |()| hand.leave()
        />
    }
}

/// The customer code and the contact's link, shown once. It stands beside the list, because the application is drawn anew meanwhile.
#[component]
pub fn Approved(approved: RwSignal<Option<(String, ApplicationApproved)>>) -> impl IntoView {
    let of = move |take: fn(&String, &ApplicationApproved) -> String| {
        approved.with(|approved| approved.as_ref().map(|(name, approved)| take(name, approved)))
    };
    let link =
        Signal::derive(move || of(|_, approved| format!("{}/join#{}", browser::origin(), approved.invitation.token)));
    let title = Signal::derive(move || {
        let said =
            of(|name, approved| texts::APPROVED_TITLE.fill(&[("name", name), ("code", &approved.customer_code)]));
        said.unwrap_or_default()
    });
    let how = Signal::derive(move || {
        let said = of(|_, approved| {
            texts::LINK_HOW.fill(&[("when", &dates::moment(approved.invitation.invitation.expires_at))])
        });
        said.unwrap_or_default()
    });
    view! {
        <Secret
            secret=link
            title
            how
            once=texts::LINK_ONCE
            copy=texts::LINK_COPY
            on_close=move |()| approved.set(None)
        />
    }
}
