//! What the carrier weighed and charges, beside what was stated here.

use leptos::prelude::*;
use shared::carriers::{CarrierSettlement, SETTLED_WEIGHT_APART_G};

use crate::{amount, browser::dates, texts::carriers as texts, ui::Notice};

#[component]
pub fn Settlement(settlement: CarrierSettlement, stated_g: Option<u32>) -> impl IntoView {
    let fee = amount::yuan(settlement.fee);
    let name = settlement.carrier_name.as_str();
    let line = match settlement.weight_g.map(amount::kilograms) {
        Some(weight) => texts::SETTLED.fill(&[("name", name), ("weight", &weight), ("fee", &fee)]),
        None => texts::SETTLED_NO_WEIGHT.fill(&[("name", name), ("fee", &fee)]),
    };
    let apart = stated_g.filter(|_| settlement.is_weight_apart).map(|stated| {
        let most = amount::kilograms(SETTLED_WEIGHT_APART_G);
        let words = texts::WEIGHT_APART.fill(&[("stated", &amount::kilograms(stated)), ("most", &most)]);
        view! { <Notice tone="warn">{words}</Notice> }
    });
    view! {
        <p>{line} " " <span class="sub">{dates::moment(settlement.at)}</span></p>
        {apart}
    }
}
