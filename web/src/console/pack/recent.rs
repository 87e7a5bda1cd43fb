//! What was packed lately, beside the table.

use leptos::prelude::*;
use shared::packing::Packing;

use super::bench::Bench;
use crate::{
    amount::{kilograms, waybill, yuan},
    browser::dates,
    console::{listed::Listed, paged},
    texts::pack as texts,
    ui::{EmptyState, IconButton, Symbol},
};

#[component]
pub fn Recent() -> impl IntoView {
    let bench = Bench::expect();
    let is_empty = paged::is_empty(bench.recent);
    let items = move || bench.recent.value().get().map(|page| page.items).unwrap_or_default();
    view! {
        <aside class="side pack-recent" aria-labelledby="pack-recent">
            <header>
                <h2 id="pack-recent">{texts::RECENT.t()}</h2>
            </header>
            <div class="side-body">
                <Listed remote=bench.recent load=Callback::new(move |()| bench.load())>
                    {move || {
                        is_empty
                            .get()
                            .then(|| {
                                view! { <EmptyState title=texts::RECENT_EMPTY_TITLE.t() words=texts::RECENT_EMPTY.t() /> }
                            })
                    }}
                    <ol>
                        <For each=items key=|packing| packing.id children=move |packing| line(bench, packing) />
                    </ol>
                </Listed>
            </div>
        </aside>
    }
}

fn line(bench: Bench, packing: Packing) -> impl IntoView {
    let id = packing.shipment_id;
    let again = texts::REPRINT.fill(&[("no", &packing.waybill_no)]);
    let by_hand = (!packing.from_scale).then(|| view! { " " <span>{texts::TYPED_WEIGHT.t()}</span> });
    view! {
        <li>
            <div>
                <b class="no">{waybill(&packing.waybill_no)}</b>
                <p class="sub">
                    {kilograms(packing.weight_g)} {by_hand} " · " {yuan(packing.price)} " · "
                    <span title=dates::full(packing.weighed_at)>{dates::moment(packing.weighed_at)}</span>
                </p>
                <p class="sub">{packing.order_no} " " {packing.packed_by}</p>
            </div>
            {bench
                .may_print
                .then(|| {
                    view! { <IconButton symbol=Symbol::Printer label=again on_press=move |()| bench.print_again(id) /> }
                })}
        </li>
    }
}
