//! Following one parcel without an account: by its number and four digits of a phone, or by a merchant's link.

use leptos::prelude::*;
use shared::{
    proofs::PublicProof,
    tracks::{PublicTrack, PublicTrackQuery},
};

use super::calls;
use crate::{
    amount, browser,
    console::deed::Deed,
    features::{
        phases, received,
        shipments::{RouteLine, Timeline},
    },
    texts::{common, proofs, tracking as texts},
    ui::{Button, ButtonKind, Field, Notice, Pill, Skeleton, Symbol},
};

const NUMBER_CHARS: usize = 200;
const DIGITS: usize = 4;
const TITLE_ID: &str = "public-track-title";

/// What is asked for, and what was heard last.
#[derive(Clone, Copy)]
struct Followed {
    query: RwSignal<PublicTrackQuery>,
    seen: RwSignal<Option<PublicTrack>>,
    looking: Deed,
}

impl Followed {
    fn look(self) {
        let query = self.query.get_untracked();
        self.looking.run(calls::track(query), move |track| {
            if self.seen.try_set(Some(track)).is_none() {
                to_title();
            }
        });
    }

    /// Another parcel: the link in the address is of this one.
    fn leave(self) {
        browser::show_path("/t");
        self.looking.clear();
        self.query.set(PublicTrackQuery::default());
        self.seen.set(None);
    }
}

/// What had the focus went with what was drawn anew: the heading has it then.
fn to_title() {
    request_animation_frame(|| {
        if browser::nothing_focused() {
            browser::focus(TITLE_ID);
        }
    });
}

#[component]
pub fn Track(token: String) -> impl IntoView {
    let is_link = token.contains('.');
    let given = Some(token).filter(|token| !token.is_empty());
    let query = match is_link {
        true => PublicTrackQuery { token: given, ..PublicTrackQuery::default() },
        false => PublicTrackQuery { waybill_no: given, ..PublicTrackQuery::default() },
    };
    let followed = Followed { query: RwSignal::new(query), seen: RwSignal::new(None), looking: Deed::new() };
    if is_link {
        followed.look();
    }
    let waits = Memo::new(move |_| followed.query.with(|query| query.token.is_some()) && followed.looking.busy.get());
    move || match followed.seen.get() {
        Some(track) => view! { <Shown track followed /> }.into_any(),
        None if waits.get() => view! {
            <div class="card">
                <h1>{texts::PUBLIC_TITLE.t()}</h1>
                <span class="sr-only" role="status">{texts::PUBLIC_LOADING.t()}</span>
                <Skeleton lines=6 />
            </div>
        }
        .into_any(),
        None => view! { <Form followed /> }.into_any(),
    }
}

#[component]
fn Form(followed: Followed) -> impl IntoView {
    let query = followed.query.get_untracked();
    let number = RwSignal::new(query.waybill_no.unwrap_or_default());
    let last4 = RwSignal::new(query.phone_last4.unwrap_or_default());
    let tried = RwSignal::new(false);
    let deed = followed.looking;
    let knows_number = number.with_untracked(|number| !number.is_empty());
    let refused = deed.beside("/phone_last4");
    let number_error = Signal::derive(move || {
        (tried.get() && number.with(|text| text.trim().is_empty())).then(|| texts::PUBLIC_REQUIRED.t().to_owned())
    });
    let is_digits = move || {
        last4.with(|text| {
            let text = amount::halfwidth(text);
            text.trim().len() == DIGITS && text.trim().bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let digits_error = Signal::derive(move || {
        (tried.get() && !is_digits()).then(|| texts::PUBLIC_DIGITS.t().to_owned()).or_else(|| refused.get())
    });
    let look = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if untrack(is_digits) && number.with_untracked(|text| !text.trim().is_empty()) {
            followed.query.set(PublicTrackQuery {
                waybill_no: Some(number.get_untracked()),
                phone_last4: Some(amount::halfwidth(&last4.get_untracked()).trim().to_owned()),
                token: None,
            });
            followed.look();
        } else {
            browser::focus_first_wrong();
        }
    };
    view! {
        <form class="card" on:submit=look novalidate>
            <h1>{texts::PUBLIC_TITLE.t()}</h1>
            <p class="why">{texts::PUBLIC_WHY.t()}</p>
            {deed.refusal(&["/phone_last4"])}
            <Field
                label=texts::PUBLIC_NO.t()
                value=number
                error=number_error
                max_chars=NUMBER_CHARS
                required=true
                autofocus=!knows_number
            />
            <Field
                label=texts::PUBLIC_LAST4.t()
                value=last4
                error=digits_error
                inputmode="numeric"
                max_chars=DIGITS
                required=true
                autofocus=knows_number
            />
            <Button kind=ButtonKind::Main busy=deed.busy>
                {texts::PUBLIC_LOOK.t()}
            </Button>
        </form>
    }
}

/// How it was received, and by whom, masked.
fn how_received(proof: &PublicProof) -> String {
    let how = received::words(proof.received_by).t();
    match &proof.signer {
        Some(who) => proofs::PUBLIC_SIGNED.fill(&[("how", how), ("who", who)]),
        None => proofs::PUBLIC.fill(&[("how", how)]),
    }
}

#[component]
fn Shown(track: PublicTrack, followed: Followed) -> impl IntoView {
    let PublicTrack { page, .. } = &track;
    let color = Some(page.color.clone()).filter(|color| !color.is_empty());
    let phone = Some(page.hotline.clone()).filter(|phone| !phone.is_empty());
    let words = Some(page.words.clone()).filter(|words| !words.is_empty());
    let name = page.name.clone();
    let logo = (!page.logo.is_empty()).then(|| {
        let address = format!("data:image/png;base64,{}", page.logo);
        // Its name stands beside it.
        view! { <img src=address alt="" /> }
    });
    let stale = move || followed.looking.error().map(|error| view! { <Notice tone="warn">{error.words()}</Notice> });
    let call = |phone: String| {
        let address = format!("tel:{}", phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>());
        view! { <p>{texts::PUBLIC_PHONE.t()} " " <a href=address>{phone}</a></p> }
    };
    view! {
        <div class="card public-track" style:border-top-color=color>
            <p class="brand">{logo}{name}</p>
            <h1 id=TITLE_ID tabindex="-1" class="no">
                {amount::waybill(&track.waybill_no)}
            </h1>
            <p class="why">
                {track.carrier.clone()} " · "
                {texts::PUBLIC_WAY.fill(&[("from", &track.from), ("to", &track.to)])}
            </p>
            {stale}
            <div class="acts">
                <Pill tone=phases::tone(track.phase) words=phases::state_words(track.state) />
                <Button
                    kind=ButtonKind::Quiet
                    icon=Symbol::Refresh
                    busy=followed.looking.busy
                    on_press=move |()| followed.look()
                >
                    {texts::PUBLIC_AGAIN.t()}
                </Button>
            </div>
            <RouteLine route=track.route />
            {track.proof.as_ref().map(|proof| view! { <p>{how_received(proof)}</p> })}
            <Timeline track=track.track next=track.next_step />
            {words.map(|words| view! { <p class="said">{words}</p> })}
            {phone.map(call)}
            <div class="part-acts">
                <Button on_press=move |()| followed.leave()>{texts::PUBLIC_ANOTHER.t()}</Button>
            </div>
            <span class="sr-only" role="status">{move || followed.looking.busy.get().then(|| common::LOADING.t())}</span>
        </div>
    }
}
