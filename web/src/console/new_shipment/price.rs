//! What it will cost and how it will go, while it is typed.

use std::time::Duration;

use leptos::prelude::*;
use shared::shipments::Quote;
use units::Money;

use super::{carrier::Chosen, draft::Draft, reach::Reach};
use crate::{
    amount,
    api::Remote,
    browser::timer::Debounce,
    console::shipments as service,
    features::shipments::{ChargeTrace, Estimate},
    texts::{new_shipment, shipments},
    ui::{ErrorState, Skeleton},
};

const ASK_AFTER: Duration = Duration::from_millis(300);

#[component]
pub fn Price(draft: Memo<Draft>, chosen: Memo<Option<Chosen>>) -> impl IntoView {
    let quote = Remote::<Quote>::new();
    let debounce = Debounce::new(ASK_AFTER);
    // Only what the price depends on asks again.
    let question =
        Memo::new(move |_| draft.with(|draft| draft.quote().and_then(|quote| serde_json::to_string(&quote).ok())));
    let ask = move || {
        if let Some(request) = draft.with_untracked(Draft::quote) {
            quote.load(async move { service::quote(&request).await });
        }
    };
    Effect::new(move |_| {
        if question.with(Option::is_some) {
            debounce.run(ask);
        } else {
            debounce.cancel();
            quote.clear();
        }
    });
    let waiting = move || question.with(Option::is_none);
    view! {
        <section class="panel price" aria-labelledby="price-title" aria-live="polite">
            <header>
                <h2 id="price-title">{new_shipment::PRICE.t()}</h2>
            </header>
            <Reach draft chosen />
            <div class="inside" class:old=move || quote.busy()>
                {move || {
                    if waiting() {
                        return view! { <p class="sub">{new_shipment::PRICE_WAITING.t()}</p> }.into_any();
                    }
                    match (quote.error(), quote.value().get()) {
                        (Some(error), _) => view! { <ErrorState error on_retry=Callback::new(move |()| ask()) /> }.into_any(),
                        (None, Some(quote)) => shown(quote).into_any(),
                        (None, None) => view! { <Skeleton lines=4 /> }.into_any(),
                    }
                }}
            </div>
        </section>
    }
}

fn shown(quote: Quote) -> impl IntoView {
    let billed = shipments::BILLED.fill(&[("weight", &amount::kilograms(quote.charge.billed_weight_g))]);
    let from_receiver = (quote.charge.from_receiver != Money::ZERO).then(|| {
        let amount = amount::yuan(quote.charge.from_receiver);
        view! { <p class="sub from-receiver">{new_shipment::FROM_RECEIVER.fill(&[("amount", &amount)])}</p> }
    });
    view! {
        <p class="total">{amount::yuan(quote.charge.total)} <span class="sub">{billed}</span></p>
        {from_receiver}
        <ChargeTrace charge=quote.charge />
        {quote.delivery.map(|delivery| view! { <Estimate delivery /> })}
        <dl class="facts">
            <dt>{new_shipment::ROUTE.t()}</dt>
            <dd class="no">{quote.route_code}</dd>
            <dt>{new_shipment::BAG_HUB.t()}</dt>
            <dd>{quote.bag_hub}</dd>
        </dl>
    }
}
