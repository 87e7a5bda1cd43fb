//! Names, phones and addresses: masked, and in full for a minute when there is a reason.

use std::time::Duration;

use leptos::prelude::*;
use shared::{
    Permission, ShipmentId,
    contacts::{MaskedParty, Party},
    shipments::{RevealRequest, RevealedParties},
};

use super::row::destination;
use crate::{
    api::{self, Remote, Session},
    texts::{common, shipments},
    ui::{Button, ButtonKind, Field},
};

/// How long full data stays on the screen.
const SHOWN_S: u32 = 60;
const REASON_CHARS: usize = 200;

/// Receiver and sender of a shipment.
#[component]
pub fn Parties(id: ShipmentId, receiver: MaskedParty, sender: MaskedParty) -> impl IntoView {
    let session = Session::expect();
    let revealed = Remote::<RevealedParties>::new();
    let asking = RwSignal::new(false);
    let left = RwSignal::new(0u32);
    let ticking = set_interval_with_handle(
        move || {
            if left.get_untracked() == 1 {
                revealed.clear();
            }
            if left.get_untracked() > 0 {
                left.update(|left| *left -= 1);
            }
        },
        Duration::from_secs(1),
    );
    on_cleanup(move || {
        if let Ok(handle) = ticking {
            handle.clear();
        }
    });
    Effect::new(move |_| {
        if revealed.value().with(Option::is_some) {
            asking.set(false);
            left.set(SHOWN_S);
        }
    });
    let head = move || {
        if revealed.value().with(Option::is_some) {
            view! { <span class="end sub" role="timer">{move || shipments::REVEAL_LEFT.count(left.get())}</span> }
                .into_any()
        } else if session.may(Permission::PersonalDataReveal) {
            view! {
                <button type="button" class="link" aria-expanded=move || asking.get().to_string() on:click=move |_| asking.set(true)>
                    {shipments::REVEAL.t()}
                </button>
            }
            .into_any()
        } else {
            ().into_any()
        }
    };
    let full =
        move |pick: fn(&RevealedParties) -> &Party| revealed.value().with(|r| r.as_ref().map(|r| pick(r).clone()));
    view! {
        <section>
            <h3>{shipments::RECEIVER.t()} {head}</h3>
            {move || asking.get().then(|| view! { <ReasonForm id revealed asking /> })}
            {move || match full(|r| &r.receiver) {
                Some(party) => shown(&party).into_any(),
                None => masked(&receiver).into_any(),
            }}
        </section>
        <section>
            <h3>{shipments::SENDER.t()}</h3>
            {move || match full(|r| &r.sender) {
                Some(party) => shown(&party).into_any(),
                None => masked(&sender).into_any(),
            }}
        </section>
    }
}

#[component]
fn ReasonForm(id: ShipmentId, revealed: Remote<RevealedParties>, asking: RwSignal<bool>) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let empty = move || reason.with(|reason| reason.trim().is_empty());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !empty() {
            let request = RevealRequest { reason: reason.get_untracked().trim().to_owned() };
            revealed.load(async move { api::shipments::reveal(id, &request).await });
        }
    };
    view! {
        <form class="reason" on:submit=submit>
            <Field
                label=shipments::REVEAL_REASON.t()
                value=reason
                placeholder=shipments::REVEAL_PLACEHOLDER.t()
                max_chars=REASON_CHARS
                error=Signal::derive(move || revealed.error().map(|error| error.words()))
                autofocus=true
            />
            <div class="acts">
                <Button kind=ButtonKind::Main disabled=Signal::derive(empty) busy=Signal::derive(move || revealed.busy())>
                    {shipments::REVEAL_SHOW.t()}
                </Button>
                <Button kind=ButtonKind::Quiet on_press=move |()| asking.set(false)>{common::CANCEL.t()}</Button>
            </div>
        </form>
    }
}

fn masked(party: &MaskedParty) -> impl IntoView + use<> {
    view! {
        <p>{party.name.clone()} " " <span class="sub">{party.phone.clone()}</span></p>
        <p>{destination(party)} " " {party.detail.clone()}</p>
    }
}

fn shown(party: &Party) -> impl IntoView + use<> {
    let region = MaskedParty {
        name: String::new(),
        phone: String::new(),
        province: party.province.clone(),
        city: party.city.clone(),
        district: party.district.clone(),
        detail: String::new(),
    };
    view! {
        <p>{party.name.clone()} " " <b class="no">{party.phone.clone()}</b></p>
        <p>{destination(&region)} " " {party.detail.clone()}</p>
    }
}
