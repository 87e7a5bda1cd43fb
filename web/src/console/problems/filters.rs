//! What the list of problems is narrowed by.

use leptos::{ev, prelude::*};
use shared::problems::ProblemKind;

use super::{Board, MINE, NOBODY, PATH};
use crate::{
    amount::grouped,
    console::{parts::Parts, problem_words as words},
    features::parts::OwnerSelect,
    texts::{parts, problems as texts},
    ui::{Button, Checkbox, Select},
};

/// What is to be done, or what is settled.
#[component]
pub fn Views() -> impl IntoView {
    let board = Board::expect();
    let open = move || board.counts.value().with(|counts| counts.as_ref().map(|counts| grouped(counts.open.into())));
    let tab = move |is_settled: bool| {
        let is_current = move || board.is_settled.get() == is_settled;
        let (name, path) = if is_settled { (texts::SETTLED, "/problems?settled=true") } else { (texts::OPEN, PATH) };
        let choose = move |event: ev::MouseEvent| {
            if event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
                event.prevent_default();
                board.is_settled.set(is_settled);
            }
        };
        view! {
            <span class="tab" class:current=is_current>
                <a href=path aria-current=move || is_current().then_some("page") on:click=choose>
                    {name.t()}
                    " "
                    <b>{move || if is_settled { None } else { open() }}</b>
                </a>
            </span>
        }
    };
    view! {
        <nav class="tabs" aria-label=texts::VIEWS.t()>
            {[false, true].map(tab).collect_view()}
        </nav>
    }
}

#[component]
pub fn FilterLine() -> impl IntoView {
    let board = Board::expect();
    let people = Signal::derive(move || {
        let option = |value: &str, words: &str| (value.to_owned(), words.to_owned());
        let mut options = vec![option("", texts::ANYBODY.t())];
        if board.desk.operator().is_some() {
            options.push(option(MINE, texts::MINE.t()));
        }
        options.push(option(NOBODY, texts::NOBODY.t()));
        let people = board.people.value().get().unwrap_or_default();
        options.extend(people.into_iter().map(|person| (person.operator_id.to_string(), person.name)));
        options
    });
    let overdue = move || {
        (!board.is_settled.get()).then(|| {
            view! {
                <Checkbox
                    label=texts::OVERDUE_ONLY.t()
                    checked=board.overdue
                    on_change=move |is_on| board.overdue.set(is_on)
                />
            }
        })
    };
    view! {
        <div class="log-filters contact-filters">
            <Select label=texts::ASSIGNEE.t() value=board.assignee options=people />
            <OwnerSelect names=Parts::expect().names value=board.owner none=parts::EVERY_OWNER />
            {overdue}
            {move || {
                board
                    .is_filtered()
                    .then(|| view! { <Button on_press=move |()| board.clear_filters()>{texts::CLEAR_FILTERS.t()}</Button> })
            }}
        </div>
        <Kinds />
    }
}

/// One chip a kind that occurs, with how many there are; those with overdue ones stand first.
#[component]
fn Kinds() -> impl IntoView {
    let board = Board::expect();
    let kinds = Memo::new(move |_| {
        let mut kinds =
            board.counts.value().with(|counts| counts.as_ref().map(|c| c.kinds.clone()).unwrap_or_default());
        kinds.sort_by_key(|count| (std::cmp::Reverse(count.overdue), std::cmp::Reverse(count.open)));
        // The one that is chosen stays to be seen, whatever becomes of it.
        if let Some(kind) = board.kind.get()
            && !kinds.iter().any(|count| count.kind == kind)
        {
            kinds.push(shared::problems::ProblemKindCount { kind, open: 0, overdue: 0 });
        }
        kinds
    });
    let chip = move |kind: Option<ProblemKind>, name: &'static str, open: Option<u32>, overdue: u32| {
        let is_on = move || board.kind.get() == kind;
        let late = (overdue > 0).then(|| texts::OVERDUE.t().to_owned() + " " + &grouped(overdue.into()));
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || is_on().to_string()
                on:click=move |_| board.kind.set(kind.filter(|_| !is_on()))
            >
                {name}
                {open.map(|open| view! { <b>{grouped(open.into())}</b> })}
                {late.map(|late| view! { <em>{late}</em> })}
            </button>
        }
    };
    let chips = move || {
        let counts = kinds.get();
        (!counts.is_empty()).then(|| {
            view! {
                {chip(None, texts::ALL.t(), None, 0)}
                {counts
                    .into_iter()
                    .map(|count| chip(Some(count.kind), words::kind(count.kind).t(), Some(count.open), count.overdue))
                    .collect_view()}
            }
        })
    };
    view! {
        <div class="chips kind-chips" role="group" aria-label=texts::KINDS.t()>
            {chips}
        </div>
    }
}
