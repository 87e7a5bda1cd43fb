//! The problems that are listed, and what keys do to them.

use leptos::{ev, prelude::*};
use shared::{ProblemId, problems::ProblemCase};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{Board, bulk::BulkBar, detail::Detail, filters::FilterLine, service};
use crate::{
    amount,
    browser::{self, dates},
    console::{
        listed::{Listed, content},
        paged, problem_words as words,
    },
    features::shipments::destination,
    texts::problems as texts,
    ui::{Button, EmptyState, Pill, Symbol, Tone},
};

const ROW: &str = ".problems tbody tr";

#[component]
pub fn List() -> impl IntoView {
    let board = Board::expect();
    let picked = board.picked;
    let listener = window_event_listener(ev::keydown, move |event| {
        picked.on_key(&event);
        keys(&event, board);
    });
    on_cleanup(move || listener.remove());
    view! {
        <div class="body">
            <div class="list-side" class:old=move || board.rows.busy()>
                <FilterLine />
                <div class="list">
                    <Listed remote=board.rows load=Callback::new(move |()| board.load())>
                        <Rows />
                    </Listed>
                </div>
                <BulkBar />
            </div>
            {move || picked.get().map(|id| view! { <Detail id=ProblemId(id) /> })}
        </div>
    }
}

/// Arrows move between rows, from nowhere to the first one; a panel that is open goes along.
fn keys(event: &ev::KeyboardEvent, board: Board) {
    if event.is_composing() || event.ctrl_key() || event.meta_key() || event.alt_key() || browser::dialog_open() {
        return;
    }
    let row = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest(ROW).ok().flatten());
    let next = match (event.key().as_str(), row) {
        ("ArrowDown" | "j", Some(row)) => row.next_element_sibling(),
        ("ArrowUp" | "k", Some(row)) => row.previous_element_sibling(),
        ("ArrowDown" | "j", None) if browser::nothing_focused() => {
            browser::window().and_then(|w| w.document()).and_then(|d| d.query_selector(ROW).ok().flatten())
        }
        _ => return,
    };
    event.prevent_default();
    let button = next.and_then(|next| next.query_selector("td button").ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
        if untrack(|| board.picked.get()).is_some() {
            button.click();
        }
    }
}

#[component]
fn Rows() -> impl IntoView {
    let board = Board::expect();
    let is_empty = paged::is_empty(board.rows);
    move || {
        let is_settled = board.is_settled.get();
        if !is_empty.get() {
            return view! { <Table is_settled /> }.into_any();
        }
        if untrack(|| board.is_filtered()) {
            return view! {
                <EmptyState symbol=Symbol::Search title=texts::NONE_TITLE.t() words=texts::NONE.t()>
                    <Button on_press=move |()| board.clear_filters()>{texts::CLEAR_FILTERS.t()}</Button>
                </EmptyState>
            }
            .into_any();
        }
        let (title, what) = if is_settled {
            (texts::SETTLED_EMPTY_TITLE, texts::SETTLED_EMPTY)
        } else {
            (texts::EMPTY_TITLE, texts::EMPTY)
        };
        view! { <EmptyState symbol=Symbol::Check title=title.t() words=what.t() /> }.into_any()
    }
}

#[component]
fn Table(is_settled: bool) -> impl IntoView {
    let board = Board::expect();
    // Settled cases are not chosen: there is nothing to do with many of them.
    let boxes = board.may_write() && !is_settled;
    let last = if is_settled { texts::COL_SETTLED } else { texts::COL_DUE };
    let next = move |cursor| service::list(untrack(|| board.filter()), Some(cursor));
    view! {
        <table class="people problems">
            <thead>
                <tr>
                    {boxes.then(|| view! { <th class="tick"><AllBox /></th> })}
                    <th>{texts::COL_WAYBILL.t()}</th>
                    <th>{texts::COL_KIND.t()}</th>
                    <th>{texts::COL_STATE.t()}</th>
                    <th>{texts::COL_RECEIVER.t()}</th>
                    <th>{texts::ASSIGNEE.t()}</th>
                    <th>{texts::COL_SINCE.t()}</th>
                    <th>{last.t()}</th>
                </tr>
            </thead>
            <tbody>
                <For
                    each=move || board.rows.value().get().map(|page| page.items).unwrap_or_default()
                    key=content
                    let:case
                >
                    <Row case boxes />
                </For>
            </tbody>
        </table>
        {paged::more(board.rows, next)}
    }
}

/// Chooses everything that is listed.
#[component]
fn AllBox() -> impl IntoView {
    let board = Board::expect();
    let share = Memo::new(move |_| {
        let (chosen, all) = (board.chosen.with(|chosen| chosen.len()), board.listed().len());
        (chosen > 0 && chosen == all, chosen > 0 && chosen < all)
    });
    let change = move |event: ev::Event| {
        let is_on = event_target::<HtmlInputElement>(&event).checked();
        board.chosen.update(|chosen| chosen.set_all(&untrack(|| board.listed()), is_on));
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
fn Row(case: ProblemCase, boxes: bool) -> impl IntoView {
    let picked = Board::expect().picked;
    let id = case.id.0;
    let (tone, state) = words::state(&case);
    let receiver = format!("{} {}", case.shipment.receiver.name, destination(&case.shipment.receiver));
    let level = (case.level > 0).then(|| texts::LEVEL.fill(&[("n", &case.level.to_string())]));
    let kind = words::kind(case.kind).t();
    let last = match &case.settled {
        Some(settled) => {
            let why = words::why(settled.why).t();
            view! { <span title=dates::full(settled.at)>{dates::moment(settled.at)} " · " {why}</span> }.into_any()
        }
        None => view! { <span title=dates::full(case.due_at)>{dates::moment(case.due_at)}</span> }.into_any(),
    };
    let tick = boxes.then(|| view! { <td class="tick"><RowBox case=case.clone() /></td> });
    view! {
        <tr class="pick" class:picked=move || picked.is(id) on:click=move |_| picked.pick(id)>
            {tick}
            <td>
                <button
                    id=picked.row_id(id)
                    type="button"
                    class="link no"
                    aria-expanded=move || picked.is(id).to_string()
                >
                    {amount::waybill(&case.shipment.waybill_no)}
                </button>
            </td>
            <td title=case.reason.clone()>{kind} " " <span class="sub">{case.reason.clone()}</span></td>
            <td>
                <Pill tone words=state />
                {level.map(|level| view! { " " <Pill tone=Tone::Warn words=level /> })}
            </td>
            <td class="sub" title=receiver.clone()>{receiver.clone()}</td>
            <td class="sub">{case.assignee.map(|person| person.name)}</td>
            <td class="sub" title=dates::full(case.since)>{dates::moment(case.since)}</td>
            <td class="sub">{last}</td>
        </tr>
    }
}

/// The box of a row: space chooses, with Shift all between; Enter opens the row.
#[component]
fn RowBox(case: ProblemCase) -> impl IntoView {
    let board = Board::expect();
    let id = case.id;
    let is_chosen = Memo::new(move |_| board.chosen.with(|chosen| chosen.has(id)));
    let name = texts::SELECT.fill(&[("no", &case.shipment.waybill_no), ("kind", words::kind(case.kind).t())]);
    let press = move |event: ev::MouseEvent| {
        // What is chosen here does not open the row.
        event.stop_propagation();
        let input = event_target::<HtmlInputElement>(&event);
        if event.shift_key() {
            // The browser has turned the box over, whatever it was.
            request_animation_frame({
                let input = input.clone();
                move || input.set_checked(true)
            });
            board.chosen.update(|chosen| chosen.add_range(id, &untrack(|| board.listed())));
        } else {
            board.chosen.update(|chosen| chosen.set(id, input.checked()));
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            board.picked.pick(id.0);
        }
    };
    view! { <input type="checkbox" aria-label=name prop:checked=is_chosen on:click=press on:keydown=key /> }
}
