//! The counts as filters above the table, and what is done with what is shown below it.

use leptos::prelude::*;
use shared::{TableFormat, tracks::TrackExport};

use super::{
    Board, LINES, service,
    view::{Filter, Sort},
};
use crate::{
    amount::grouped,
    browser::{self, dates},
    console::deed::Deed,
    features::phases,
    i18n::Text,
    texts::{common, tracking as texts},
    ui::{Button, Select, Symbol, Toasts},
};

const fn name(filter: Filter) -> Text {
    match filter {
        Filter::All => common::ALL,
        Filter::Problems => texts::FILTER_PROBLEMS,
        Filter::Phase(phase) => phases::name(phase),
        Filter::NotFound => texts::FILTER_NOT_FOUND,
        Filter::Repeated => texts::FILTER_REPEATED,
    }
}

const fn sort_name(sort: Sort) -> Text {
    match sort {
        Sort::Problems => texts::SORT_PROBLEMS,
        Sort::Asked => texts::SORT_ASKED,
        Sort::Idle => texts::SORT_IDLE,
        Sort::State => texts::SORT_STATE,
    }
}

#[component]
pub fn Filters() -> impl IntoView {
    let board = Board::expect();
    let filters = Memo::new(move |_| {
        board.tracks.value().with(|tracks| {
            let Some(tracks) = tracks else { return Vec::new() };
            let all = u32::try_from(tracks.items.len()).unwrap_or(u32::MAX);
            std::iter::once((Filter::All, all)).chain(Filter::of(&tracks.counts)).collect::<Vec<_>>()
        })
    });
    let chip = move |(filter, count): (Filter, u32)| {
        let is_on = move || board.filter.get() == filter;
        let press = move |_| {
            board.filter.set(filter);
            board.lines.set(LINES);
        };
        view! {
            <button
                type="button"
                class="chip"
                class:bad=filter == Filter::Problems
                aria-pressed=move || is_on().to_string()
                on:click=press
            >
                {name(filter).t()}
                <b>{grouped(count.into())}</b>
            </button>
        }
    };
    let sort = RwSignal::new(board.sort.get_untracked().key().to_owned());
    let options: Vec<(String, String)> =
        Sort::ALL.into_iter().map(|sort| (sort.key().to_owned(), sort_name(sort).t().to_owned())).collect();
    view! {
        <div class="chips tracking-filters" role="group" aria-label=texts::FILTERS.t()>
            {move || filters.get().into_iter().map(chip).collect_view()}
            <div class="end">
                <Select
                    label=texts::SORT.t()
                    value=sort
                    options
                    on_change=move |key: String| board.sort.set(Sort::of_key(&key))
                />
            </div>
        </div>
    }
}

#[component]
pub fn Acts() -> impl IntoView {
    let board = Board::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let count = Memo::new(move |_| u32::try_from(board.shown.with(Vec::len)).unwrap_or(u32::MAX));
    let is_empty = Signal::derive(move || count.get() == 0);
    let copy = move |()| {
        let numbers = board.of_shown(|track| track.waybill_no.clone());
        browser::copy(&numbers.join("\n"));
        toasts.done(texts::COPIED_NOS.count(u32::try_from(numbers.len()).unwrap_or(u32::MAX)));
    };
    let save = move |format: TableFormat| {
        let name = format!("{}-{}.{}", texts::EXPORT_FILE.t(), dates::today(), format.extension());
        let waybill_nos = board.of_shown(|track| track.asked.clone());
        let export = TrackExport { format, waybill_nos, text: None };
        let said = texts::EXPORTED.fill(&[("name", &name)]);
        deed.run(async move { service::export(&export, name).await }, move |()| toasts.done(said));
    };
    Effect::new(move |_| {
        if let Some(error) = deed.error() {
            toasts.failed(error.words());
        }
    });
    view! {
        <div class="bulk">
            <Button icon=Symbol::Copy disabled=is_empty on_press=copy>
                {move || texts::COPY_NOS.count(count.get())}
            </Button>
            <Button icon=Symbol::Download disabled=is_empty busy=deed.busy on_press=move |()| save(TableFormat::Xlsx)>
                {texts::EXPORT_XLSX.t()}
            </Button>
            <Button icon=Symbol::Download disabled=is_empty busy=deed.busy on_press=move |()| save(TableFormat::Csv)>
                {texts::EXPORT_CSV.t()}
            </Button>
            <span class="end">{texts::HINT.t()}</span>
        </div>
    }
}
