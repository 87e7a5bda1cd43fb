//! The page: which months, everything together, and the lanes.

use leptos::prelude::*;
use shared::timeliness::{LaneTimes, Timeliness};

use super::{
    service,
    table::Table,
    view::{self, Period, Sort},
};
use crate::{
    amount::grouped,
    api::Remote,
    console::listed::Listed,
    texts::timeliness as texts,
    ui::{EmptyState, Field, Notice, Select, Symbol},
};

/// What is asked and how it is shown, in context.
#[derive(Clone, Copy)]
pub struct Board {
    period: RwSignal<String>,
    search: RwSignal<String>,
    sort: RwSignal<String>,
    report: Remote<Timeliness>,
    pub shown: Memo<Vec<LaneTimes>>,
}

impl Board {
    fn new() -> Board {
        let (search, report) = (RwSignal::new(String::new()), Remote::<Timeliness>::new());
        let sort = RwSignal::new(Sort::default().key().to_owned());
        let shown = Memo::new(move |_| {
            let (words, sort) = (search.get(), sort.with(|key| Sort::parse(key)));
            report.value().with(|report| report.iter().flat_map(|report| view::shown(report, &words, sort)).collect())
        });
        Board { period: RwSignal::new(Period::default().key().to_owned()), search, sort, report, shown }
    }

    pub fn expect() -> Board {
        expect_context::<Board>()
    }

    fn load(self) {
        self.report.load(service::report(self.period.with_untracked(|key| Period::parse(key))));
    }
}

#[component]
pub fn TimelinessPage() -> impl IntoView {
    let board = Board::new();
    provide_context(board);
    Effect::new(move |_| {
        board.period.track();
        board.load();
    });
    view! {
        <div class="console">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
                <span class="sub">{texts::WHY.t()}</span>
            </div>
            <div class="flow" class:old=move || board.report.busy()>
                <section class="panel" aria-label=texts::LANES_TITLE.t()>
                    <Asked />
                    <Listed remote=board.report load=Callback::new(move |()| board.load())>
                        <Report />
                    </Listed>
                </section>
            </div>
        </div>
    }
}

#[component]
fn Asked() -> impl IntoView {
    let board = Board::expect();
    let periods: Vec<_> = Period::ALL.map(|one| (one.key().to_owned(), one.words().t().to_owned())).into();
    let sorts: Vec<_> = Sort::ALL.map(|one| (one.key().to_owned(), one.words().t().to_owned())).into();
    view! {
        <div class="days-line">
            <Select label=texts::PERIOD.t() value=board.period options=Signal::stored(periods) />
            <Field label=texts::SEARCH.t() value=board.search placeholder=texts::SEARCH_PLACEHOLDER.t() />
            <Select label=texts::SORT.t() value=board.sort options=Signal::stored(sorts) />
        </div>
    }
}

#[component]
fn Report() -> impl IntoView {
    let board = Board::expect();
    let is_empty = Memo::new(move |_| {
        board.report.value().with(|report| report.as_ref().is_some_and(|report| report.lanes.is_empty()))
    });
    move || {
        if is_empty.get() {
            return view! { <EmptyState symbol=Symbol::Clock title=texts::EMPTY_TITLE.t() words=texts::EMPTY.t() /> }
                .into_any();
        }
        view! {
            <Sums />
            <Table />
            {move || {
                board.report.value().with(|report| {
                    let lanes = report.as_ref().filter(|report| report.has_more).map(|report| report.lanes.len());
                    lanes.map(|n| view! { <Notice>{texts::HAS_MORE.fill(&[("n", &grouped(n as u64))])}</Notice> })
                })
            }}
        }
        .into_any()
    }
}

/// Everything together.
#[component]
fn Sums() -> impl IntoView {
    let board = Board::expect();
    move || {
        board.report.value().with(|report| {
            report.as_ref().map(|report| {
                let late = report.promised - report.within_promise;
                let sums = [
                    (texts::DELIVERIES, grouped(report.deliveries)),
                    (
                        texts::KEPT,
                        view::share(report.within_promise, report.promised).unwrap_or_else(|| "–".to_owned()),
                    ),
                    (texts::LATE, grouped(late)),
                    (texts::LANES, grouped(report.lanes.len() as u64)),
                ];
                let one = |(name, value): (crate::i18n::Text, String)| {
                    view! {
                        <div>
                            <dt>{name.t()}</dt>
                            <dd>{value}</dd>
                        </div>
                    }
                };
                view! { <dl class="time-sums">{sums.map(one).collect_view()}</dl> }
            })
        })
    }
}
