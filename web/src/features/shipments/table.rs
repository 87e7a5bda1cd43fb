//! The rows in sight, their header, and what stands there when there are none.

use leptos::prelude::*;
use leptos_router::components::A;
use web_sys::HtmlInputElement;

use super::{
    columns::Columns,
    filters::{ListFilter, PATH},
    row::Row,
    rows::Rows,
    state::ListState,
};
use crate::{
    texts::{common, shipments},
    ui::{Button, EmptyState, ErrorState, Notice, Symbol, VirtualList},
};

/// The height of a row, as `--row` in the tokens.
pub const ROW_PX: f64 = 36.0;
const HEADER_PX: f64 = 32.0;

#[component]
pub fn Table(list: ListState, columns: Memo<Columns>) -> impl IntoView {
    let room = Memo::new(move |_| list.rows.value().with(|rows| rows.as_ref().map(Rows::room)));
    let failed = Memo::new(move |_| list.rows.error().filter(|_| room.get().is_none() || list.is_left_over()));
    let empty = Memo::new(move |_| room.get() == Some(0));
    // What the list shows while its first page comes: rows without words.
    const WAITING: usize = 24;
    let len = Signal::derive(move || room.get().unwrap_or(WAITING));
    let tracks = move || columns.with(|c| format!("--cols:{};--cols-narrow:{}", c.tracks(false), c.tracks(true)));
    view! {
        <div class="list-side" class:old=move || list.is_left_over() style=tracks>
            {move || {
                if let Some(error) = failed.get() {
                    view! { <ErrorState error on_retry=Callback::new(move |()| list.reload()) /> }.into_any()
                } else if empty.get() {
                    view! { <Nothing list /> }.into_any()
                } else {
                    view! { <Rows list columns len /> }.into_any()
                }
            }}
        </div>
    }
}

#[component]
fn Rows(list: ListState, columns: Memo<Columns>, len: Signal<usize>) -> impl IntoView {
    let active = Signal::derive(move || list.at.get().map(|at| format!("row-{at}")));
    view! {
        <VirtualList
            len
            row_height=ROW_PX
            header_height=HEADER_PX
            label=shipments::LIST_LABEL.t()
            header=move || view! { <Head list columns /> }
            active
            window=list.window
            scroll_to=list.scroll_to
            row=Callback::new(move |(index,): (Signal<usize>,)| view! { <Row list columns index /> }.into_any())
        />
        {move || {
            list.more_error
                .get()
                .map(|error| {
                    let again = move |()| {
                        list.more_error.set(None);
                        list.load_more();
                    };
                    view! {
                        <Notice tone="bad">
                            {error.words()} <span class="end">
                                <Button on_press=again>{common::RETRY.t()}</Button>
                            </span>
                        </Notice>
                    }
                })
        }}
    }
}

/// The header: select what is loaded, and the columns' names.
#[component]
fn Head(list: ListState, columns: Memo<Columns>) -> impl IntoView {
    let all = Memo::new(move |_| {
        list.rows.value().with(|rows| {
            let Some(rows) = rows.as_ref().filter(|rows| rows.loaded() > 0) else { return (false, false) };
            list.selection.with(|selection| {
                let held = rows.iter().filter(|row| selection.has(row.id)).count();
                (held == rows.loaded(), held > 0)
            })
        })
    });
    view! {
        <div class="row-head" role="row">
            <div class="tick" role="columnheader">
                <input
                    type="checkbox"
                    aria-label=shipments::SELECT_LOADED.t()
                    prop:checked=move || all.get().0
                    prop:indeterminate=move || all.get().1 && !all.get().0
                    on:change=move |event| list.select_loaded(event_target::<HtmlInputElement>(&event).checked())
                />
            </div>
            {move || {
                columns
                    .with(|columns| {
                        columns
                            .shown()
                            .map(|column| {
                                view! {
                                    <div role="columnheader" class:num=column.is_number() class:late=column.is_late()>
                                        {column.name().t()}
                                    </div>
                                }
                            })
                            .collect_view()
                    })
            }}
        </div>
    }
}

#[component]
fn Nothing(list: ListState) -> impl IntoView {
    let unfiltered = list.filter.with_untracked(|filter| *filter == ListFilter::default())
        && list.query.with_untracked(String::is_empty);
    if unfiltered {
        view! {
            <EmptyState title=shipments::EMPTY_TITLE.t() words=shipments::EMPTY.t()>
                <A href="/import" attr:class="btn main">
                    {shipments::IMPORT_FILE.t()}
                </A>
                <A href="/shipments/new" attr:class="btn">
                    {shipments::NEW.t()}
                </A>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <EmptyState symbol=Symbol::Search title=shipments::NO_MATCH_TITLE.t() words=shipments::NO_MATCH.t()>
                <A href=PATH attr:class="btn" on:click=move |_| list.query.set(String::new())>
                    {shipments::FILTER_CLEAR.t()}
                </A>
            </EmptyState>
        }
        .into_any()
    }
}
