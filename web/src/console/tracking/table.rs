//! What became of each number, and what keys do to the lines.

use leptos::{ev, prelude::*};
use shared::tracks::{Track, TrackEvent};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{Board, LINES};
use crate::{
    amount::{self, grouped},
    browser::{self, dates},
    console::problem_words,
    features::{phases, shipments::lasting},
    texts::tracking as texts,
    ui::{Button, Pill, Tone},
};

const ROW: &str = ".tracks tbody tr:has(td button)";

#[component]
pub fn Table() -> impl IntoView {
    let board = Board::expect();
    let listener = window_event_listener(ev::keydown, move |event| {
        board.picked.on_key(&event);
        keys(&event, board);
    });
    on_cleanup(move || listener.remove());
    // Only the lines that are drawn, with the place of each in the answer.
    let drawn = Memo::new(move |_| {
        let most = board.lines.get();
        board.tracks.value().with(|tracks| {
            let items = tracks.as_ref().map(|tracks| tracks.items.as_slice()).unwrap_or_default();
            board.shown.with(|shown| {
                let lines = shown.iter().take(most).filter_map(|at| Some((*at, items.get(*at)?.clone())));
                lines.collect::<Vec<_>>()
            })
        })
    });
    let more = Memo::new(move |_| board.shown.with(Vec::len).saturating_sub(board.lines.get()));
    view! {
        <table class="people tracks">
            <thead>
                <tr>
                    <th>{texts::COL_NO.t()}</th>
                    <th>{texts::COL_CARRIER.t()}</th>
                    <th>{texts::COL_STATE.t()}</th>
                    <th>{texts::COL_LAST.t()}</th>
                    <th>{texts::COL_IDLE.t()}</th>
                    <th>{texts::COL_NEXT.t()}</th>
                    <th>{texts::COL_ORDER.t()}</th>
                    <th>{texts::COL_RECEIVER.t()}</th>
                </tr>
            </thead>
            <tbody>
                <For each=move || drawn.get() key=|(at, track)| (*at, format!("{track:?}")) let:line>
                    <Row track=line.1 />
                </For>
            </tbody>
        </table>
        {move || drawn.with(Vec::is_empty).then(|| view! { <p class="sub none" role="status">{texts::NONE.t()}</p> })}
        {move || {
            let left = more.get();
            (left > 0)
                .then(|| {
                    let next = grouped(left.min(LINES) as u64);
                    view! {
                        <div class="more">
                            <Button on_press=move |()| board.lines.update(|lines| *lines += LINES)>
                                {texts::MORE.fill(&[("n", &next)])}
                            </Button>
                        </div>
                    }
                })
        }}
    }
}

/// Arrows move between lines that can be opened, from nowhere to the first one; a panel that is open goes along.
fn keys(event: &ev::KeyboardEvent, board: Board) {
    let is_command = event.ctrl_key() || event.meta_key() || event.alt_key();
    if event.is_composing() || is_command || browser::dialog_open() || browser::typing() {
        return;
    }
    let row = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest(ROW).ok().flatten());
    let next = match (event.key().as_str(), row) {
        ("ArrowDown" | "j", Some(row)) => beside(row, Element::next_element_sibling),
        ("ArrowUp" | "k", Some(row)) => beside(row, Element::previous_element_sibling),
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

/// The nearest line on one side that can be opened.
fn beside(row: Element, step: impl Fn(&Element) -> Option<Element>) -> Option<Element> {
    let mut next = step(&row);
    while let Some(line) = next {
        if line.matches(ROW).unwrap_or(false) {
            return Some(line);
        }
        next = step(&line);
    }
    None
}

#[component]
fn Row(track: Track) -> impl IntoView {
    let carrier = match &track.carrier {
        Some(carrier) => view! { <td>{carrier.name.clone()}</td> }.into_any(),
        None => view! { <td class="sub">{texts::CARRIER_UNSURE.t()}</td> }.into_any(),
    };
    let idle = track.since.map(|since| {
        view! { <span title=dates::full(since)>{lasting(dates::now() - since)}</span> }
    });
    let receiver = track.receiver.as_ref().map(|receiver| {
        let place = if receiver.city.is_empty() { &receiver.province } else { &receiver.city };
        view! { {receiver.name.clone()} " " <span class="sub">{receiver.phone.clone()} " · " {place.clone()}</span> }
    });
    let (is_found, is_bad) = (track.found, track.is_problem);
    let (last, state, problem) = (last(track.last.clone()), state(&track), problem(&track));
    let (next, order) = (track.next_step.clone(), track.order_no.clone());
    view! {
        <tr class:pick=is_found class:problem=is_bad>
            <td>
                <Number track />
            </td>
            {carrier}
            <td>{state} {problem}</td>
            <td class="event">{last}</td>
            <td class="sub">{idle}</td>
            <td class="sub" title=next.clone()>{next.clone()}</td>
            <td class="no">{order}</td>
            <td>{receiver}</td>
        </tr>
    }
}

/// The number as it was read; what was given stays to be seen where it is not the same.
#[component]
fn Number(track: Track) -> impl IntoView {
    let picked = Board::expect().picked;
    let shown = if track.is_unreadable { track.asked.clone() } else { amount::waybill(&track.waybill_no) };
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let is_otherwise = !track.is_unreadable && plain(&track.asked) != track.waybill_no;
    let title = is_otherwise.then(|| texts::READ_AS.fill(&[("text", &track.asked)]));
    let repeated = track.is_repeated.then(|| view! { " " <Pill tone=Tone::New words=texts::REPEATED.t() /> });
    // A number that is named twice is opened by the line that named it first.
    match track.shipment_id.filter(|_| !track.is_repeated) {
        Some(id) => view! {
            <button
                id=picked.row_id(id.0)
                type="button"
                class="link no"
                title=title
                aria-expanded=move || picked.is(id.0).to_string()
                on:click=move |_| picked.pick(id.0)
            >
                {shown}
            </button>
        }
        .into_any(),
        None => view! { <span class="no" title=title>{shown}</span>{repeated} }.into_any(),
    }
}

/// Where it stands, or why nothing is known.
fn state(track: &Track) -> impl IntoView + use<> {
    if let Some(state) = track.state {
        return view! { <Pill tone=phases::tone(state.phase()) words=phases::state_words(state) /> }.into_any();
    }
    let words = if track.is_unreadable {
        texts::UNREADABLE.t().to_owned()
    } else if track.is_mistyped {
        texts::MISTYPED.t().to_owned()
    } else {
        match track.carrier.as_ref().filter(|carrier| carrier.code != OWN) {
            Some(carrier) => texts::NOT_YOURS_OF.fill(&[("carrier", &carrier.name)]),
            None => texts::NOT_YOURS.t().to_owned(),
        }
    };
    view! { <Pill tone=Tone::Warn words /> }.into_any()
}

/// The way to what is wrong with it.
fn problem(track: &Track) -> impl IntoView + use<> {
    track.problem.map(|problem| {
        view! { " " <a href=format!("/problems/{}", problem.id)>{problem_words::kind(problem.kind).t()}</a> }
    })
}

/// The network itself.
const OWN: &str = "embedded";

fn last(event: Option<TrackEvent>) -> impl IntoView {
    event.map(|event| {
        let title = format!("{} · {}", event.text, dates::full(event.at));
        view! {
            <span title=title>{event.text} " " <span class="sub">{dates::moment(event.at)}</span></span>
        }
    })
}
