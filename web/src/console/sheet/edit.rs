//! Changing a shipment that is not picked up, and what that does to its price and its label.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{Permission, ShipmentId, shipments::Shipment};

use crate::{
    amount,
    api::Remote,
    browser,
    console::{
        app::Desk,
        deed::Deed,
        listed::Listed,
        new_shipment::{
            draft::{Draft, Wrong},
            fields::Fields,
            parcel::ParcelFields,
        },
        parcel_services::{self, ServiceChoice},
        parts::Parts,
        party::{PartyForm, PartyText},
        shipments,
    },
    features::{parts::DepartmentSelect, shipments::destination},
    texts::{common, shipments as texts},
    ui::{Button, ButtonKind, Dialog, Notice, Toasts},
};

const BESIDE: &[&str] = &[
    "/receiver",
    "/goods",
    "/quantity",
    "/weight_g",
    "/size_mm",
    "/insured",
    "/remark",
    "/department_id",
    "/services/cod",
    "/services/receiver_pays",
    "/services/signed_return",
    "/services/delivery",
];

#[component]
pub fn Editing(id: ShipmentId) -> impl IntoView {
    let desk = Desk::expect();
    Parts::provide().load();
    let open = RwSignal::new(true);
    let over = Callback::new(move |said: Option<String>| {
        open.set(false);
        desk.over(said);
    });
    let close = Callback::new(move |()| over.run(None));
    let shipment = Remote::<Shipment>::new();
    let load = move || shipment.load(shipments::get(id));
    load();
    // As it was saved, and what it cost before.
    let saved = RwSignal::new(None::<(Shipment, Shipment)>);
    let title = move || {
        let number = shipment.value().with(|one| one.as_ref().map(|one| amount::waybill(&one.waybill_no)));
        texts::EDIT_TITLE.fill(&[("no", &number.unwrap_or_default())])
    };
    view! {
        <Dialog open title=Signal::derive(title) on_close=close wide=true>
            <Listed remote=shipment load=Callback::new(move |()| load())>
                {move || match (saved.get(), shipment.value().get_untracked()) {
                    (Some((before, after)), _) => view! { <Saved before after close /> }.into_any(),
                    (None, Some(before)) => view! { <Form before saved over /> }.into_any(),
                    (None, None) => ().into_any(),
                }}
            </Listed>
        </Dialog>
    }
}

#[component]
fn Form(
    before: Shipment,
    saved: RwSignal<Option<(Shipment, Shipment)>>,
    over: Callback<Option<String>>,
) -> impl IntoView {
    let deed = Deed::new();
    let fields = Fields::new();
    let known = Draft { services: parcel_services::typed(&before.services), ..Draft::of(&before) };
    fields.set(known.clone());
    let known = StoredValue::new(known);
    let is_retyped = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let shipment = StoredValue::new(before.clone());
    let id = before.id;
    let patch = move || known.with_value(|known| fields.draft().patch(known, is_retyped.get()));
    let wrong = Memo::new(move |_| -> Wrong {
        if tried.get() { patch().err().unwrap_or_default() } else { Wrong::new() }
    });
    let find = move |pointer: &str| {
        let local = wrong.with(|wrong| wrong.iter().find(|(at, _)| at == pointer).map(|(_, words)| words.clone()));
        local.or_else(|| deed.error()?.field(pointer))
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Ok(patch) = untrack(patch) else {
            browser::focus_first_wrong();
            return;
        };
        if serde_json::to_string(&patch).is_ok_and(|text| text == "{}") {
            over.run(Some(texts::EDIT_NOTHING.t().to_owned()));
            return;
        }
        let work = async move {
            let changed = shipments::change(id, &patch).await;
            if changed.is_err() {
                browser::focus_first_wrong();
            }
            changed
        };
        deed.run(work, move |after| saved.set(Some((shipment.get_value(), after))));
    };
    let department_error = Signal::derive(move || find("/department_id"));
    view! {
        <form class="shipment-edit" on:submit=save novalidate>
            <p class="sub lead">{texts::EDIT_WHAT.t()}</p>
            <ReceiverPart
                before
                fields
                is_retyped
                error=Callback::new(move |(pointer,): (&'static str,)| find(&format!("/receiver{pointer}")))
            />
            <ParcelFields fields is_made=true error=Callback::new(move |(pointer,): (&'static str,)| find(pointer)) />
            <ServiceChoice
                fields=fields.services
                error=Callback::new(move |(pointer,): (&'static str,)| find(pointer))
                is_order=true
            />
            <DepartmentSelect names=Parts::expect().names value=fields.department error=department_error />
            {deed.refusal(BESIDE)}
            <div class="acts">
                <Button on_press=move |()| over.run(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {common::SAVE.t()}
                </Button>
            </div>
        </form>
    }
}

/// The receiver as it is, masked; or the fields for another one. Whoever may see the present one begins with it.
#[component]
fn ReceiverPart(
    before: Shipment,
    fields: Fields,
    is_retyped: RwSignal<bool>,
    error: Callback<(&'static str,), Option<String>>,
) -> impl IntoView {
    let may_reveal = Desk::expect().may(Permission::PersonalDataReveal);
    let toasts = Toasts::expect();
    let busy = RwSignal::new(false);
    let id = before.id;
    let party = StoredValue::new(before.receiver);
    let retype = move |()| {
        if !may_reveal {
            is_retyped.set(true);
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match shipments::reveal(id, texts::EDIT_REASON.t()).await {
                Ok(parties) => fields.receiver.set(PartyText::of(&parties.receiver)),
                Err(error) => toasts.failed(error.words()),
            }
            let _ = busy.try_set(false);
            let _ = is_retyped.try_set(true);
        });
    };
    // What was shown in the fields goes with them.
    let keep = move |()| {
        is_retyped.set(false);
        fields.receiver.set(PartyText::default());
    };
    let masked = move || {
        party.with_value(|party| {
            let address = format!("{} {}", destination(party), party.detail);
            view! { <p>{party.name.clone()} " " <span class="sub">{party.phone.clone()}</span> <br /> {address}</p> }
        })
    };
    view! {
        <section class="edit-receiver" aria-label=texts::RECEIVER.t()>
            {move || {
                if is_retyped.get() {
                    view! {
                        <PartyForm fields=fields.receiver error autofocus=true />
                        <Button kind=ButtonKind::Quiet on_press=keep>
                            {texts::EDIT_RECEIVER_KEEP.t()}
                        </Button>
                    }
                        .into_any()
                } else {
                    view! {
                        <div class="chosen-contact">
                            {masked()} <Button busy on_press=retype>{texts::EDIT_RECEIVER.t()}</Button>
                        </div>
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

/// What the change did to the price, and whether the label has to be printed again.
#[component]
fn Saved(before: Shipment, after: Shipment, close: Callback<()>) -> impl IntoView {
    let (was, is) = (before.charge.total, after.charge.total);
    let price = if was == is {
        texts::PRICE_SAME.fill(&[("price", &amount::yuan(is))])
    } else {
        texts::PRICE_NOW.fill(&[("before", &amount::yuan(was)), ("after", &amount::yuan(is))])
    };
    view! {
        <div role="status">
            <p>{texts::EDITED.t()}</p>
            <p>
                <b>{price}</b>
            </p>
        </div>
        {after.label_stale.then(|| view! { <Notice tone="warn">{texts::LABEL_STALE_WHY.t()}</Notice> })}
        <div class="acts">
            <Button kind=ButtonKind::Main on_press=close>
                {common::CLOSE.t()}
            </Button>
        </div>
    }
}
