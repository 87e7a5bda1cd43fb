//! Why a shipment costs what it costs.

use leptos::prelude::*;
use shared::shipments::Charge;

use crate::{amount, texts::shipments};

/// The rules that made the price, line by line, and their sum.
#[component]
pub fn ChargeTrace(charge: Charge) -> impl IntoView {
    let lines = charge.lines.into_iter().map(|line| {
        view! {
            <span>{line.text}</span>
            <span class="num">{line.amount.map(amount::money)}</span>
        }
    });
    view! {
        <div class="trace">
            {lines.collect_view()} <span class="sum">{shipments::CHARGE_TOTAL.t()}</span>
            <span class="sum num">{amount::money(charge.total)}</span>
        </div>
    }
}
