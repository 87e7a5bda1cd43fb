//! Whether the chosen carrier delivers there and what it charges. It is asked while one types, and nothing waits for it.

use std::time::Duration;

use leptos::prelude::*;
use shared::carriers::{CarrierPreview, CarrierReach};

use super::{carrier::Chosen, draft::Draft};
use crate::{amount, api::Remote, browser::timer::Debounce, console::carriers::service, texts::new_shipment as texts};

/// People who type an address pause at its end; a carrier is not asked about every letter.
const ASK_AFTER: Duration = Duration::from_millis(800);

#[component]
pub fn Reach(draft: Memo<Draft>, chosen: Memo<Option<Chosen>>) -> impl IntoView {
    let preview = Remote::<CarrierPreview>::new();
    let debounce = Debounce::new(ASK_AFTER);
    let question = Memo::new(move |_| {
        let account = chosen.with(|chosen| chosen.as_ref().map(|chosen| chosen.account))?;
        draft.with(Draft::preview).map(|request| (account, request))
    });
    Effect::new(move |_| {
        // What was said belongs to what was typed then.
        preview.clear();
        match question.get() {
            Some((account, request)) => {
                debounce.run(move || preview.load(async move { service::preview(account, &request).await }));
            }
            None => debounce.cancel(),
        }
    });
    move || {
        let Chosen { name, carrier, .. } = chosen.get()?;
        let contract = texts::BY_CONTRACT.fill(&[("account", &name), ("carrier", &carrier)]);
        // A service that does not answer knows as little as a carrier that does not.
        let failed = preview.error().map(|_| CarrierPreview::default());
        let said = failed.or_else(|| preview.value().get()).map(|said| shown(&carrier, said));
        let asking =
            preview.busy().then(|| view! { <p class="sub">{texts::REACH_ASKING.fill(&[("carrier", &carrier)])}</p> });
        Some(view! {
            <div class="reach">
                {said} {asking}
                <p class="sub">{contract}</p>
            </div>
        })
    }
}

fn shown(carrier: &str, said: CarrierPreview) -> impl IntoView + use<> {
    let values = [("carrier", carrier)];
    let (class, words) = match said.reach {
        CarrierReach::Open => ("ok", texts::REACH_OPEN.fill(&values)),
        CarrierReach::Closed => {
            let why = said.reason.unwrap_or_default();
            ("bad", texts::REACH_CLOSED.fill(&[("carrier", carrier), ("why", &why)]))
        }
        CarrierReach::Unknown => ("sub", texts::REACH_UNKNOWN.fill(&values)),
    };
    let price = match (said.price, said.first_weight_price) {
        (Some(price), _) => Some(texts::LIST_PRICE.fill(&[("carrier", carrier), ("amount", &amount::yuan(price))])),
        (None, Some(first)) => {
            Some(texts::FIRST_WEIGHT_PRICE.fill(&[("carrier", carrier), ("amount", &amount::yuan(first))]))
        }
        (None, None) => None,
    };
    view! {
        <p class=class>{words}</p>
        {price.map(|words| view! { <p>{words}</p> })}
    }
}
