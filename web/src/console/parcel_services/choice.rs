//! The fields of an order's services, in a dialog.

use leptos::prelude::*;

use crate::{
    console::{
        deed::Deed,
        new_shipment::services::{Collecting, Delivery, Plain, ServiceFields},
    },
    texts::new_shipment as texts,
};

/// Words for a JSON pointer at the services: what is wrong with what is typed once it was `tried`, else what the service refused below
/// `base`.
pub fn wrong_or_refused(
    fields: ServiceFields,
    tried: RwSignal<bool>,
    deed: Deed,
    base: &'static str,
) -> Callback<(&'static str,), Option<String>> {
    Callback::new(move |(pointer,): (&'static str,)| {
        let mut wrong = Vec::new();
        if tried.get() {
            fields.text().services(&mut wrong);
        }
        let inside = |at: &str| at.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let local = wrong.into_iter().find(|(at, _)| inside(at)).map(|(_, words)| words);
        local.or_else(|| deed.error()?.field(&format!("{base}{pointer}")))
    })
}

/// What only an order knows, the amount to collect, is there where it `is_order`.
#[component]
pub fn ServiceChoice(
    fields: ServiceFields,
    error: Callback<(&'static str,), Option<String>>,
    is_order: bool,
) -> impl IntoView {
    view! {
        <fieldset class="services service-choice">
            <legend>{texts::SERVICES.t()}</legend>
            <div class="grid-2">
                <Plain services=fields error />
                {is_order.then(|| view! { <Collecting services=fields error /> })}
            </div>
            <Delivery services=fields error />
        </fieldset>
    }
}
