//! Names, phones and addresses: masked, and in full for a minute when there is a reason.

use leptos::prelude::*;
use shared::{
    Permission, ShipmentId,
    contacts::{MaskedParty, Party},
    shipments::{RevealRequest, RevealedParties},
};

use super::row::destination;
use crate::{
    api::{self, Session},
    features::reveal::{Reveal, RevealReason, RevealState},
    texts::shipments,
};

/// Receiver and sender of a shipment.
#[component]
pub fn Parties(id: ShipmentId, receiver: MaskedParty, sender: MaskedParty) -> impl IntoView {
    let may_reveal = Session::expect().may(Permission::PersonalDataReveal);
    let reveal = Reveal::<RevealedParties>::new();
    let ask = Callback::new(move |request: RevealRequest| {
        reveal.load(async move { api::shipments::reveal(id, &request).await });
    });
    let full = move |pick: fn(&RevealedParties) -> &Party| reveal.value().with(|r| r.as_ref().map(|r| pick(r).clone()));
    view! {
        <section>
            <h3>
                {shipments::RECEIVER.t()} " "
                {may_reveal.then(|| view! { <RevealState reveal label=shipments::REVEAL /> })}
            </h3>
            <RevealReason reveal on_reason=ask />
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
