//! How the parcel was received. Its picture is shown for a reason, while the shipment is open.

use leptos::prelude::*;
use shared::{Permission, ShipmentId, limits::REASON_CHARS, proofs::DeliveryProof, shipments::RevealRequest};
use web_sys::Url;

use crate::{
    api::{self, ApiError, Remote, Session},
    browser::{dates, pictures},
    features::received,
    texts::{common, proofs},
    ui::{Button, ButtonKind, Field, Symbol},
};

#[component]
pub fn Proof(id: ShipmentId, proof: DeliveryProof) -> impl IntoView {
    let facts = [
        (proofs::HOW, Some(received::words(proof.received_by).t().to_owned())),
        (proofs::SIGNED_BY, proof.signer),
        (proofs::AT, Some(dates::moment(proof.at))),
        (proofs::PLACE, Some(proof.place)),
    ];
    let line = |(name, value): (crate::i18n::Text, Option<String>)| {
        value.map(|value| {
            view! {
                <dt>{name.t()}</dt>
                <dd>{value}</dd>
            }
        })
    };
    let may_see = proof.has_picture && Session::expect().may(Permission::PersonalDataReveal);
    view! {
        <section>
            <h3>{proofs::TITLE.t()}</h3>
            <dl class="facts">{facts.map(line).collect_view()}</dl>
            {may_see.then(|| view! { <Picture id /> })}
        </section>
    }
}

#[component]
fn Picture(id: ShipmentId) -> impl IntoView {
    let picture = Remote::<String>::new();
    let asking = RwSignal::new(false);
    on_cleanup(move || {
        if let Some(Some(url)) = picture.value().try_get_untracked() {
            let _ = Url::revoke_object_url(&url);
        }
    });
    move || {
        if let Some(url) = picture.value().get() {
            return view! { <img class="label-picture" src=url alt=proofs::PICTURE_ALT.t() /> }.into_any();
        }
        if asking.get() {
            return view! { <ReasonForm id picture asking /> }.into_any();
        }
        view! { <Button icon=Symbol::Eye on_press=move |()| asking.set(true)>{proofs::PICTURE_SHOW.t()}</Button> }
            .into_any()
    }
}

#[component]
fn ReasonForm(id: ShipmentId, picture: Remote<String>, asking: RwSignal<bool>) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let empty = move || reason.with(|reason| reason.trim().is_empty());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !empty() {
            let request = RevealRequest { reason: reason.get_untracked().trim().to_owned() };
            picture.load(async move {
                let shown = api::shipments::delivery_picture(id, &request).await?;
                pictures::object_url(&shown.bytes, &shown.media_type).map_err(|_| ApiError::Unreadable)
            });
        }
    };
    view! {
        <form class="reason" on:submit=submit>
            <Field
                label=proofs::PICTURE_REASON.t()
                value=reason
                placeholder=proofs::PICTURE_PLACEHOLDER.t()
                max_chars=REASON_CHARS
                error=Signal::derive(move || picture.error().map(|error| error.words()))
                autofocus=true
            />
            <div class="acts">
                <Button kind=ButtonKind::Main disabled=Signal::derive(empty) busy=Signal::derive(move || picture.busy())>
                    {proofs::PICTURE_SHOW.t()}
                </Button>
                <Button kind=ButtonKind::Quiet on_press=move |()| asking.set(false)>{common::CANCEL.t()}</Button>
            </div>
        </form>
    }
}
