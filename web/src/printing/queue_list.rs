//! Every label of the queue with its state.

use leptos::prelude::*;
use shared::printing::PrintJobState;

use super::{Printing, words};
use crate::{
    amount,
    texts::printing as texts,
    ui::{Dialog, VirtualList},
};

const ROW_HEIGHT: f64 = 36.0;

/// The queue in a dialog: skip one, start further on, print one again.
#[component]
pub fn QueueDialog(open: RwSignal<bool>) -> impl IntoView {
    let title = Signal::derive(|| texts::DOCK_QUEUE.t().to_owned());
    view! {
        <Dialog open title on_close=move |()| open.set(false) wide=true>
            <Labels />
        </Dialog>
    }
}

#[component]
fn Labels() -> impl IntoView {
    let printing = Printing::expect();
    let len =
        Signal::derive(move || printing.queue.with(|queue| queue.as_ref().map_or(0, |queue| queue.items().len())));
    let start = printing.queue.with_untracked(|queue| queue.as_ref().and_then(|queue| queue.stands_at()));
    let scroll_to = RwSignal::new(start);
    let row = Callback::new(move |(at,): (Signal<usize>,)| (move || view! { <LabelRow at=at.get() /> }).into_any());
    view! {
        <div class="queue-list">
            <VirtualList len row_height=ROW_HEIGHT label=texts::DOCK_QUEUE.t() scroll_to=scroll_to row />
        </div>
    }
}

#[component]
fn LabelRow(at: usize) -> impl IntoView {
    let printing = Printing::expect();
    let item = Memo::new(move |_| {
        printing.queue.with(|queue| {
            let item = queue.as_ref()?.item(at)?;
            Some((item.waybill_no.clone(), item.state, item.shipment_id))
        })
    });
    let acts = move |state: PrintJobState, shipment| match state {
        PrintJobState::Queued => view! {
            <button
                type="button"
                class="link"
                on:click=move |_| {
                    printing.change(|queue| queue.skip(at));
                }
            >
                {texts::SKIP.t()}
            </button>
            <button
                type="button"
                class="link"
                on:click=move |_| {
                    printing.change(|queue| queue.start_from(at));
                }
            >
                {texts::START_FROM.fill(&[("n", &(at + 1).to_string())])}
            </button>
        }
        .into_any(),
        PrintJobState::Unknown => view! {
            <button type="button" class="link" on:click=move |_| printing.settle(at, true)>
                {texts::CAME_OUT.t()}
            </button>
            <button type="button" class="link" on:click=move |_| printing.settle(at, false)>
                {texts::NOT_OUT.t()}
            </button>
        }
        .into_any(),
        PrintJobState::Sent | PrintJobState::Confirmed => view! {
            <button type="button" class="link" on:click=move |_| printing.asking.set(vec![shipment])>
                {texts::REPRINT.t()}
            </button>
        }
        .into_any(),
        _ => ().into_any(),
    };
    move || {
        let (waybill, state, shipment) = item.get()?;
        Some(view! {
            <div class="row queue-row" role="row">
                <span class="sub num" role="gridcell">{at + 1}</span>
                <span class="no" role="gridcell">{amount::waybill(&waybill)}</span>
                <span role="gridcell">{words::state_pill(state)}</span>
                <span class="row-acts" role="gridcell">{acts(state, shipment)}</span>
            </div>
        })
    }
}
