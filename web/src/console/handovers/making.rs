//! A new handover, of everything that is printed and waits.

use leptos::{ev, prelude::*};
use shared::{ShipmentId, handovers::Handover, limits::BULK_MAX, shipments::ShipmentSummary};
use web_sys::HtmlInputElement;

use super::{Board, form::HandOverForm, made::Made, service, service::Ready, weight};
use crate::{
    amount::{self, grouped},
    api::Remote,
    console::{app::Desk, listed::Listed, selection::Selection},
    features::shipments::destination,
    texts::{handovers as texts, shipments},
    ui::{Button, Dialog, EmptyState, Notice, Pill, Symbol, Tone},
};

/// Where shipments wait for their labels.
const TO_PRINT: &str = "/shipments?phase=to_print";

#[component]
pub fn Making() -> impl IntoView {
    let board = Board::expect();
    let made = RwSignal::new(None::<Handover>);
    let close = Callback::new(move |()| {
        board.is_making.set(false);
        made.set(None);
    });
    let title = move || {
        let text = if made.with(Option::is_some) { texts::MADE_TITLE } else { texts::NEW };
        text.t().to_owned()
    };
    view! {
        <Dialog open=board.is_making title=Signal::derive(title) on_close=close wide=true>
            {move || match made.get() {
                Some(handover) => {
                    let id = handover.id.0;
                    let open = move |()| {
                        close.run(());
                        board.picked.pick(id);
                    };
                    view! { <Made handover on_open=open on_close=close /> }.into_any()
                }
                None => view! { <Choosing made close /> }.into_any(),
            }}
        </Dialog>
    }
}

/// What waits, and which of it is given away.
#[derive(Clone, Copy)]
struct Choice {
    ready: Remote<Ready>,
    chosen: RwSignal<Selection<ShipmentId>>,
}

impl Choice {
    fn listed(self) -> Vec<ShipmentId> {
        self.ready
            .value()
            .with(|ready| ready.iter().flat_map(|ready| &ready.shipments).map(|shipment| shipment.id).collect())
    }

    /// Of each that is chosen, in the order of the list.
    fn of_chosen<T>(self, part: impl Fn(&ShipmentSummary) -> T) -> Vec<T> {
        self.ready.value().with(|ready| {
            let listed = ready.iter().flat_map(|ready| &ready.shipments);
            self.chosen.with(|chosen| listed.filter(|shipment| chosen.has(shipment.id)).map(part).collect())
        })
    }
}

#[component]
fn Choosing(made: RwSignal<Option<Handover>>, close: Callback<()>) -> impl IntoView {
    let board = Board::expect();
    let choice = Choice { ready: Remote::new(), chosen: RwSignal::new(Selection::default()) };
    let load = Callback::new(move |()| choice.ready.load(service::ready()));
    load.run(());
    // Everything that waits, unless somebody says otherwise.
    Effect::new(move |_| choice.chosen.update(|chosen| chosen.set_all(&choice.listed(), true)));
    let leave_out = move |parcels: Vec<ShipmentId>| {
        choice.chosen.update(|chosen| parcels.into_iter().for_each(|id| chosen.set(id, false)));
    };
    let done = move |handover: Handover| {
        made.set(Some(handover));
        board.load();
    };
    let ids = Signal::derive(move || choice.of_chosen(|shipment| shipment.id));
    let is_empty =
        Memo::new(move |_| choice.ready.value().with(|ready| ready.iter().all(|ready| ready.shipments.is_empty())));
    view! {
        <Listed remote=choice.ready load>
            {move || {
                if is_empty.get() {
                    view! { <NothingReady /> }.into_any()
                } else {
                    view! {
                        <HandOverForm ids on_leave_out=leave_out on_made=done on_cancel=close>
                            <Parcels choice />
                        </HandOverForm>
                    }
                    .into_any()
                }
            }}
        </Listed>
    }
}

#[component]
fn NothingReady() -> impl IntoView {
    let desk = Desk::expect();
    view! {
        <EmptyState symbol=Symbol::Package title=texts::READY_NONE_TITLE.t() words=texts::READY_NONE.t()>
            <Button on_press=move |()| desk.go(TO_PRINT)>{texts::TO_PRINT.t()}</Button>
        </EmptyState>
    }
}

#[component]
fn Parcels(choice: Choice) -> impl IntoView {
    let sum = move || {
        let weights = choice.of_chosen(|shipment| shipment.weight_g.unwrap_or_default());
        let total = weight(weights.iter().map(|grams| u64::from(*grams)).sum());
        texts::SUM.fill(&[("n", &grouped(weights.len() as u64)), ("weight", &total)])
    };
    let has_more = choice.ready.value().with_untracked(|ready| ready.as_ref().is_some_and(|ready| ready.has_more));
    let more = has_more.then(|| {
        view! { <Notice>{texts::READY_MORE.fill(&[("n", &grouped(BULK_MAX as u64))])}</Notice> }
    });
    let rows = choice.ready.value().with_untracked(|ready| {
        let shipments = ready.iter().flat_map(|ready| &ready.shipments);
        shipments.map(|shipment| view! { <Row shipment=shipment.clone() choice /> }).collect_view()
    });
    view! {
        {more}
        <div class="scroll ready-parcels" tabindex="0" role="region" aria-label=texts::READY.t()>
            <table>
                <thead>
                    <tr>
                        <th class="tick">
                            <AllBox choice />
                        </th>
                        <th>{texts::COL_WAYBILL.t()}</th>
                        <th>{texts::COL_RECEIVER.t()}</th>
                        <th>{texts::COL_PLACE.t()}</th>
                        <th class="num">{texts::COL_WEIGHT.t()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="sub sum" role="status">{sum}</p>
    }
}

#[component]
fn AllBox(choice: Choice) -> impl IntoView {
    let share = Memo::new(move |_| {
        let (chosen, all) = (choice.chosen.with(Selection::len), choice.listed().len());
        (chosen > 0 && chosen == all, chosen > 0 && chosen < all)
    });
    let change = move |event: ev::Event| {
        let is_on = event_target::<HtmlInputElement>(&event).checked();
        choice.chosen.update(|chosen| chosen.set_all(&untrack(|| choice.listed()), is_on));
    };
    view! {
        <input
            type="checkbox"
            aria-label=texts::SELECT_ALL.t()
            prop:checked=move || share.get().0
            prop:indeterminate=move || share.get().1
            on:change=change
        />
    }
}

#[component]
fn Row(shipment: ShipmentSummary, choice: Choice) -> impl IntoView {
    let id = shipment.id;
    let is_chosen = Memo::new(move |_| choice.chosen.with(|chosen| chosen.has(id)));
    let change = move |event: ev::Event| {
        let is_on = event_target::<HtmlInputElement>(&event).checked();
        choice.chosen.update(|chosen| chosen.set(id, is_on));
    };
    let stale = shipment.label_stale.then(|| {
        view! { " " <span title=shipments::LABEL_STALE_WHY.t()><Pill tone=Tone::Warn words=shipments::LABEL_STALE.t() /></span> }
    });
    let number = amount::waybill(&shipment.waybill_no);
    view! {
        <tr>
            <td class="tick">
                <input
                    type="checkbox"
                    aria-label=texts::SELECT.fill(&[("no", &number)])
                    prop:checked=is_chosen
                    on:change=change
                />
            </td>
            <td class="no">{number.clone()}{stale}</td>
            <td>{shipment.receiver.name.clone()} " " <span class="sub">{shipment.receiver.phone.clone()}</span></td>
            <td class="sub">{destination(&shipment.receiver)}</td>
            <td class="num">{shipment.weight_g.map(amount::kilograms)}</td>
        </tr>
    }
}
