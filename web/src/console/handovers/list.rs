//! The handovers that are listed, and what keys do to them.

use leptos::{ev, prelude::*};
use shared::{HandoverId, handovers::Handover};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{Board, New, count, detail::Detail, pickup, service, state, weight};
use crate::{
    browser::{self, dates},
    console::{
        listed::{Listed, content},
        paged,
    },
    texts::handovers as texts,
    ui::{EmptyState, Pill, Symbol},
};

const ROW: &str = ".handovers tbody tr";

#[component]
pub fn List(may_write: bool) -> impl IntoView {
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
                <div class="list">
                    <Listed remote=board.rows load=Callback::new(move |()| board.load())>
                        <Rows may_write />
                    </Listed>
                </div>
                <div class="bulk">
                    <span class="end">{texts::HINT.t()}</span>
                </div>
            </div>
            {move || picked.get().map(|id| view! { <Detail id=HandoverId(id) /> })}
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
fn Rows(may_write: bool) -> impl IntoView {
    let board = Board::expect();
    let is_empty = paged::is_empty(board.rows);
    move || {
        if is_empty.get() {
            return view! {
                <EmptyState symbol=Symbol::Truck title=texts::EMPTY_TITLE.t() words=texts::EMPTY.t()>
                    {may_write.then(|| view! { <New /> })}
                </EmptyState>
            }
            .into_any();
        }
        view! { <Table /> }.into_any()
    }
}

#[component]
fn Table() -> impl IntoView {
    let board = Board::expect();
    view! {
        <table class="people handovers">
            <thead>
                <tr>
                    <th>{texts::COL_NO.t()}</th>
                    <th>{texts::COL_STATE.t()}</th>
                    <th class="num">{texts::COL_PARCELS.t()}</th>
                    <th class="num">{texts::COL_WEIGHT.t()}</th>
                    <th>{texts::COL_PICKUP.t()}</th>
                    <th>{texts::COL_BY.t()}</th>
                    <th>{texts::COL_AT.t()}</th>
                    <th>{texts::COL_SCANNED.t()}</th>
                </tr>
            </thead>
            <tbody>
                <For
                    each=move || board.rows.value().get().map(|page| page.items).unwrap_or_default()
                    key=content
                    let:handover
                >
                    <Row handover />
                </For>
            </tbody>
        </table>
        {paged::more(board.rows, |cursor| service::list(Some(cursor)))}
    }
}

#[component]
fn Row(handover: Handover) -> impl IntoView {
    let picked = Board::expect().picked;
    let id = handover.id.0;
    let pill = state(&handover);
    let is_open = handover.scanned_at.is_none();
    let pickup = handover.pickup.as_ref().map(|asked| {
        let (tone, words) = pickup::state(asked);
        view! { {dates::span(asked.from, asked.to)} " " {is_open.then(|| view! { <Pill tone words=words.t() /> })} }
    });
    let scanned = handover.scanned_at.map(|at| view! { <span title=dates::full(at)>{dates::moment(at)}</span> });
    view! {
        <tr class="pick" class:picked=move || picked.is(id) on:click=move |_| picked.pick(id)>
            <td>
                <button
                    id=picked.row_id(id)
                    type="button"
                    class="link no"
                    aria-expanded=move || picked.is(id).to_string()
                >
                    {handover.handover_no}
                </button>
            </td>
            <td>{pill}</td>
            <td class="num">{count(handover.parcels)}</td>
            <td class="num">{weight(handover.weight_g)}</td>
            <td>{pickup}</td>
            <td class="sub" title=handover.created_by.clone()>{handover.created_by.clone()}</td>
            <td class="sub" title=dates::full(handover.created_at)>{dates::moment(handover.created_at)}</td>
            <td class="sub">{scanned}</td>
        </tr>
    }
}
