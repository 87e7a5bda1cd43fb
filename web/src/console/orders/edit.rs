//! Changing one order.

use leptos::prelude::*;
use shared::{
    contacts::MaskedParty,
    limits::{GOODS_CHARS, QUANTITY, REMARK_CHARS, WEIGHT_G},
    orders::{Order, OrderPatch},
};

use super::{Doing, Pool, marks, name_of, service};
use crate::{
    amount::{grouped, halfwidth, kilogram_number, parse_kilograms},
    browser,
    console::{
        deed::Deed,
        new_shipment::services::ServiceFields,
        parcel_services::{self, ServiceChoice, wrong_or_refused},
        party::{PartyFields, PartyForm},
    },
    features::shipments::destination,
    texts::{common, orders as texts, shipments},
    ui::{Button, ButtonKind, Dialog, Field},
};

const BESIDE: &[&str] =
    &["/receiver", "/change/goods", "/change/quantity", "/change/weight_g", "/change/remark", "/change/services"];

/// How many, from what a person types.
pub fn quantity_of(typed: &str) -> Option<u32> {
    halfwidth(typed).trim().parse().ok().filter(|quantity| (1..=QUANTITY).contains(quantity))
}

/// Grams, from what a person types.
pub fn weight_of(typed: &str) -> Option<u32> {
    parse_kilograms(typed).filter(|grams| (1..=WEIGHT_G).contains(grams))
}

pub fn quantity_wrong() -> String {
    texts::QUANTITY_WRONG.fill(&[("n", &grouped(QUANTITY.into()))])
}

/// A weight as it stands in a field.
pub fn weight_text(weight_g: Option<u32>) -> String {
    weight_g.map(|grams| kilogram_number(grams).replace(',', "")).unwrap_or_default()
}

#[component]
pub fn Editing() -> impl IntoView {
    let pool = Pool::expect();
    let order = move || match pool.doing.get() {
        Some(Doing::Edit(order)) => Some(order),
        _ => None,
    };
    let title = move || texts::EDIT_TITLE.fill(&[("no", &order().as_ref().map(name_of).unwrap_or_default())]);
    view! {
        <Dialog
            open=Memo::new(move |_| order().is_some())
            title=Signal::derive(title)
            on_close=move |()| pool.doing.set(None)
        >
            {untrack(order).map(|order| view! { <Form order /> })}
        </Dialog>
    }
}

#[component]
fn Form(order: Order) -> impl IntoView {
    let pool = Pool::expect();
    let deed = Deed::new();
    let goods = RwSignal::new(order.goods.clone());
    let quantity = RwSignal::new(order.quantity.to_string());
    let weight = RwSignal::new(weight_text(order.weight_g));
    let remark = RwSignal::new(order.remark.clone());
    let services = ServiceFields::new();
    services.set(parcel_services::typed(&order.services));
    let findings = order.goods_findings.clone();
    let tried = RwSignal::new(false);
    let id = order.id;
    let receiver = order.receiver.clone();
    // Another receiver, typed anew: the one there is stays masked.
    let (retyped, is_retyped) = (PartyFields::new(), RwSignal::new(false));
    let split = StoredValue::new(order.clone());
    let (had_weight, known) = (order.weight_g.is_some(), StoredValue::new(order));
    // A weight that is known is not taken away.
    let weight_wrong = move || {
        let typed = weight.get();
        if typed.trim().is_empty() { had_weight } else { weight_of(&typed).is_none() }
    };
    let said = move |is_wrong: bool, words: String, pointer: &'static str| {
        (tried.get() && is_wrong).then_some(words).or_else(|| deed.error()?.field(pointer))
    };
    let goods_error =
        move || said(goods.with(|text| text.trim().is_empty()), texts::GOODS_WRONG.t().to_owned(), "/change/goods");
    let quantity_error =
        move || said(quantity.with(|text| quantity_of(text).is_none()), quantity_wrong(), "/change/quantity");
    let weight_error = move || said(weight_wrong(), texts::WEIGHT_WRONG.t().to_owned(), "/change/weight_g");
    let receiver_error = move |(pointer,): (&'static str,)| {
        let own = if tried.get() { retyped.text().problems() } else { Vec::new() };
        let local = own.into_iter().find(|(at, _)| *at == pointer).map(|(_, words)| words);
        local.or_else(|| deed.error()?.field(&format!("/receiver{pointer}")))
    };
    let services_error = wrong_or_refused(services, tried, deed, "/change");
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let is_wrong = untrack(|| {
            let (no_goods, no_quantity) = (goods.get().trim().is_empty(), quantity_of(&quantity.get()).is_none());
            let no_receiver = is_retyped.get() && !retyped.text().problems().is_empty();
            no_receiver || no_goods || no_quantity || weight_wrong()
        });
        let wanted = parcel_services::read(&untrack(|| services.text()));
        let Some(wanted) = wanted.filter(|_| !is_wrong) else {
            browser::focus_first_wrong();
            return;
        };
        let change = known.with_value(|known| OrderPatch {
            goods: Some(goods.get_untracked().trim().to_owned()).filter(|text| *text != known.goods),
            quantity: quantity_of(&quantity.get_untracked()).filter(|number| *number != known.quantity),
            weight_g: weight_of(&weight.get_untracked()).filter(|grams| Some(*grams) != known.weight_g),
            remark: Some(remark.get_untracked().trim().to_owned()).filter(|text| *text != known.remark),
            services: Some(wanted).filter(|services| *services != known.services),
            ..OrderPatch::default()
        });
        let receiver = untrack(|| is_retyped.get().then(|| retyped.text().party()));
        let work = async move {
            let saved = service::update(id, receiver, change).await;
            if saved.is_err() {
                browser::focus_first_wrong();
            }
            saved
        };
        deed.run(work, move |_| {
            pool.toasts.done(texts::SAVED.t());
            pool.changed();
        });
    };
    view! {
        <form on:submit=save novalidate>
            <ReceiverPart receiver retyped is_retyped error=Callback::new(receiver_error) />
            {marks::findings(findings)}
            <Field
                label=texts::COL_GOODS.t()
                value=goods
                max_chars=GOODS_CHARS
                autofocus=true
                error=Signal::derive(goods_error)
            />
            <div class="grid-2">
                <Field
                    label=texts::QUANTITY.t()
                    value=quantity
                    inputmode="numeric"
                    error=Signal::derive(quantity_error)
                />
                <Field label=texts::WEIGHT.t() value=weight inputmode="decimal" error=Signal::derive(weight_error) />
            </div>
            <Field label=texts::REMARK.t() value=remark max_chars=REMARK_CHARS error=deed.beside("/change/remark") />
            <ServiceChoice fields=services error=services_error is_order=true />
            {deed.refusal(BESIDE)}
            <div class="acts">
                <Button
                    kind=ButtonKind::Quiet
                    on_press=move |()| pool.doing.set(Some(Doing::Split(split.get_value())))
                >
                    {texts::SPLIT.t()}
                </Button>
                <Button on_press=move |()| pool.doing.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {common::SAVE.t()}
                </Button>
            </div>
        </form>
    }
}

/// The receiver as it is, masked; or the fields for another one.
#[component]
fn ReceiverPart(
    receiver: MaskedParty,
    retyped: PartyFields,
    is_retyped: RwSignal<bool>,
    error: Callback<(&'static str,), Option<String>>,
) -> impl IntoView {
    let receiver = StoredValue::new(receiver);
    let masked = move || {
        receiver.with_value(|party| {
            let address = format!("{} {}", destination(party), party.detail);
            view! { <p>{party.name.clone()} " " <span class="sub">{party.phone.clone()}</span> <br /> {address}</p> }
        })
    };
    view! {
        <section class="edit-receiver" aria-label=shipments::RECEIVER.t()>
            {move || {
                if is_retyped.get() {
                    view! {
                        <PartyForm fields=retyped error autofocus=true />
                        <Button kind=ButtonKind::Quiet on_press=move |()| is_retyped.set(false)>
                            {shipments::EDIT_RECEIVER_KEEP.t()}
                        </Button>
                    }
                        .into_any()
                } else {
                    view! {
                        <div class="chosen-contact">
                            {masked()}
                            <Button on_press=move |()| is_retyped.set(true)>{shipments::EDIT_RECEIVER.t()}</Button>
                        </div>
                    }
                        .into_any()
                }
            }}
        </section>
    }
}
