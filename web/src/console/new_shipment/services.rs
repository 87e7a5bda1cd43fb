//! What the parcel needs besides being carried. Whatever a box opens has its place from the start, so that nothing moves.

use leptos::prelude::*;
use shared::services::DELIVERY_HOURS;

use super::{
    carrier::{Chosen, Service},
    draft::ServicesText,
    fields::Fields,
};
use crate::{
    texts::{common, new_shipment as texts},
    ui::{Checkbox, Field, Select},
};

/// The services as signals.
#[derive(Clone, Copy)]
pub struct ServiceFields {
    has_cod: RwSignal<bool>,
    cod: RwSignal<String>,
    receiver_pays: RwSignal<bool>,
    signed_return: RwSignal<bool>,
    has_delivery: RwSignal<bool>,
    day: RwSignal<String>,
    from_hour: RwSignal<String>,
    to_hour: RwSignal<String>,
}

impl ServiceFields {
    pub fn new() -> ServiceFields {
        let text = ServicesText::default();
        ServiceFields {
            has_cod: RwSignal::new(text.has_cod),
            cod: RwSignal::new(text.cod),
            receiver_pays: RwSignal::new(text.receiver_pays),
            signed_return: RwSignal::new(text.signed_return),
            has_delivery: RwSignal::new(text.has_delivery),
            day: RwSignal::new(text.day),
            from_hour: RwSignal::new(text.from_hour),
            to_hour: RwSignal::new(text.to_hour),
        }
    }

    pub fn text(self) -> ServicesText {
        ServicesText {
            has_cod: self.has_cod.get(),
            cod: self.cod.get(),
            receiver_pays: self.receiver_pays.get(),
            signed_return: self.signed_return.get(),
            has_delivery: self.has_delivery.get(),
            day: self.day.get(),
            from_hour: self.from_hour.get(),
            to_hour: self.to_hour.get(),
        }
    }

    pub fn set(self, text: ServicesText) {
        self.has_cod.set(text.has_cod);
        self.cod.set(text.cod);
        self.receiver_pays.set(text.receiver_pays);
        self.signed_return.set(text.signed_return);
        self.has_delivery.set(text.has_delivery);
        self.day.set(text.day);
        self.from_hour.set(text.from_hour);
        self.to_hour.set(text.to_hour);
    }
}

/// `error` gives the words for a JSON pointer.
#[component]
pub fn ServicesPanel(
    fields: Fields,
    /// The account it goes with, whose carrier may not take all of them.
    chosen: Memo<Option<Chosen>>,
    error: Callback<(&'static str,), Option<String>>,
) -> impl IntoView {
    let services = fields.services;
    view! {
        <section class="panel services" aria-labelledby="services-title">
            <header>
                <h2 id="services-title">{texts::SERVICES.t()}</h2>
            </header>
            <div class="inside">
                <div class="grid-3">
                    <Field
                        label=texts::INSURED.t()
                        value=fields.insured
                        inputmode="decimal"
                        placeholder=common::OPTIONAL.t()
                        error=Signal::derive(move || error.run(("/insured",)))
                    />
                    <Collecting services error chosen />
                    <Plain services error chosen />
                </div>
                <Delivery services error chosen />
            </div>
        </section>
    }
}

/// What the receiver pays for the goods.
#[component]
pub fn Collecting(
    services: ServiceFields,
    error: Callback<(&'static str,), Option<String>>,
    #[prop(optional)] chosen: Option<Memo<Option<Chosen>>>,
) -> impl IntoView {
    let barred = barred(chosen, Service::Cod);
    view! {
        <div class="boxed" class:off=move || !services.has_cod.get()>
            <Tick label=texts::COD.t() value=services.has_cod barred />
            <Barred barred />
            <Field
                label=texts::COD_AMOUNT.t()
                value=services.cod
                inputmode="decimal"
                placeholder=texts::COD_AMOUNT.t()
                error=Signal::derive(move || error.run(("/services/cod",)))
            />
        </div>
    }
}

/// Services that are wanted or not.
#[component]
pub fn Plain(
    services: ServiceFields,
    error: Callback<(&'static str,), Option<String>>,
    #[prop(optional)] chosen: Option<Memo<Option<Chosen>>>,
) -> impl IntoView {
    let at = move |pointer: &'static str| Signal::derive(move || error.run((pointer,)));
    let (pays, returns) = (barred(chosen, Service::ReceiverPays), barred(chosen, Service::SignedReturn));
    view! {
        <div class="ticks">
            <Tick label=texts::RECEIVER_PAYS.t() value=services.receiver_pays barred=pays />
            <Barred barred=pays />
            <Refused error=at("/services/receiver_pays") />
            <Tick label=texts::SIGNED_RETURN.t() value=services.signed_return barred=returns />
            <Barred barred=returns />
            <Refused error=at("/services/signed_return") />
        </div>
    }
}

/// When it is to be delivered.
#[component]
pub fn Delivery(
    services: ServiceFields,
    error: Callback<(&'static str,), Option<String>>,
    #[prop(optional)] chosen: Option<Memo<Option<Chosen>>>,
) -> impl IntoView {
    let barred = barred(chosen, Service::Delivery);
    let day = move || error.run(("/services/delivery/day",));
    // Whatever else is refused about the window is about its hours.
    let hours = move || if day().is_some() { None } else { error.run(("/services/delivery",)) };
    let options = |hours: std::ops::Range<u8>| {
        Signal::stored(hours.map(|hour| (hour.to_string(), format!("{hour:02}:00"))).collect::<Vec<_>>())
    };
    let (first, last) = (*DELIVERY_HOURS.start(), *DELIVERY_HOURS.end());
    view! {
        <div class="grid-4 window" class:off=move || !services.has_delivery.get()>
            <Tick label=texts::DELIVERY.t() value=services.has_delivery barred />
            <Field label=texts::DELIVERY_DAY.t() value=services.day kind="date" error=Signal::derive(day) />
            <Select
                label=texts::DELIVERY_FROM.t()
                value=services.from_hour
                options=options(first..last)
                error=Signal::derive(hours)
            />
            <Select label=texts::DELIVERY_TO.t() value=services.to_hour options=options(first + 1..last + 1) />
        </div>
        <Barred barred />
    }
}

/// Why the chosen carrier does not take this service.
fn barred(chosen: Option<Memo<Option<Chosen>>>, service: Service) -> Signal<Option<String>> {
    Signal::derive(move || chosen?.with(|chosen| chosen.as_ref()?.refuses(service)))
}

/// What cannot be had can still be ticked off.
#[component]
fn Tick(label: &'static str, value: RwSignal<bool>, barred: Signal<Option<String>>) -> impl IntoView {
    let disabled = Signal::derive(move || !value.get() && barred.with(Option::is_some));
    view! { <Checkbox label checked=value disabled on_change=move |on| value.set(on) /> }
}

/// Told beside the box before anything is sent.
#[component]
fn Barred(barred: Signal<Option<String>>) -> impl IntoView {
    move || barred.get().map(|words| view! { <p class="sub barred">{words}</p> })
}

/// Why a box may not be ticked.
#[component]
fn Refused(error: Signal<Option<String>>) -> impl IntoView {
    move || error.get().map(|words| view! { <p class="look" role="alert">{words}</p> })
}
