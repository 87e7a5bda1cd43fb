//! Following many parcels: asked for by paste, file or scanner, and shown as a table with what needs somebody first.

mod ask;
mod bar;
mod detail;
mod page_form;
mod scanning;
mod service;
mod table;
mod view;

use leptos::prelude::*;
use shared::{
    Permission,
    tracks::{Track, TrackQuery, Tracks},
};

use self::view::{Filter, Sort};
use super::{app::Desk, listed::Listed, picked::Picked};
use crate::{
    api::Remote,
    texts::{common, tracking as texts},
    ui::{Button, ButtonKind, EmptyState, Symbol},
};

/// Lines drawn at once; the rest follows when it is asked for.
const LINES: usize = 200;

/// What is asked and what is shown of it, in context.
#[derive(Clone, Copy)]
struct Board {
    text: RwSignal<String>,
    /// What was asked last; nothing yet at first.
    asked: RwSignal<Option<TrackQuery>>,
    tracks: Remote<Tracks>,
    filter: RwSignal<Filter>,
    sort: RwSignal<Sort>,
    /// Places in the answer, as they are shown.
    shown: Memo<Vec<usize>>,
    lines: RwSignal<usize>,
    picked: Picked,
    /// The dialog about the public page is open.
    is_page_open: RwSignal<bool>,
}

impl Board {
    fn new(number: String) -> Board {
        let tracks = Remote::<Tracks>::new();
        let (filter, sort) = (RwSignal::new(Filter::All), RwSignal::new(Sort::Problems));
        let shown = Memo::new(move |_| {
            let (filter, sort) = (filter.get(), sort.get());
            tracks.value().with(|tracks| tracks.as_ref().map(|tracks| view::shown(&tracks.items, filter, sort)))
        });
        Board {
            text: RwSignal::new(number),
            asked: RwSignal::new(None),
            tracks,
            filter,
            sort,
            shown: Memo::new(move |_| shown.get().unwrap_or_default()),
            lines: RwSignal::new(LINES),
            picked: Picked::new("track"),
            is_page_open: RwSignal::new(false),
        }
    }

    fn expect() -> Board {
        expect_context::<Board>()
    }

    /// Asks for what stands in the field.
    fn look(self) {
        let text = self.text.get_untracked();
        self.filter.set(Filter::All);
        self.lines.set(LINES);
        self.picked.leave();
        self.asked.set(Some(TrackQuery { waybill_nos: Vec::new(), text: Some(text) }));
        self.load();
    }

    /// Asks again for what was asked last.
    fn load(self) {
        if let Some(asked) = self.asked.get_untracked() {
            self.tracks.load(async move { service::query(&asked).await });
        }
    }

    fn clear(self) {
        self.text.set(String::new());
        self.asked.set(None);
        self.tracks.clear();
        self.filter.set(Filter::All);
        self.picked.leave();
        ask::focus();
    }

    /// Something of every line that is shown.
    fn of_shown<T>(self, part: impl Fn(&Track) -> T) -> Vec<T> {
        self.tracks.value().with_untracked(|tracks| {
            let items = tracks.as_ref().map(|tracks| tracks.items.as_slice()).unwrap_or_default();
            self.shown.with_untracked(|shown| shown.iter().filter_map(|at| items.get(*at)).map(part).collect())
        })
    }
}

#[component]
pub fn Tracking(number: String) -> impl IntoView {
    let desk = Desk::expect();
    let has_number = !number.is_empty();
    let board = Board::new(number);
    provide_context(board);
    if has_number {
        board.look();
    }
    let was_asked = Memo::new(move |_| board.asked.with(Option::is_some));
    view! {
        <div class="console tracking">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
                <div class="end">
                    <Button
                        kind=ButtonKind::Quiet
                        icon=Symbol::Refresh
                        disabled=Signal::derive(move || !was_asked.get())
                        busy=Signal::derive(move || board.tracks.busy())
                        on_press=move |()| board.load()
                    >
                        {common::REFRESH.t()}
                    </Button>
                    {desk
                        .may(Permission::SettingsWrite)
                        .then(|| {
                            view! {
                                <Button icon=Symbol::Eye on_press=move |()| board.is_page_open.set(true)>
                                    {texts::PAGE.t()}
                                </Button>
                            }
                        })}
                </div>
            </div>
            <ask::Ask />
            <div class="body">
                <div class="list-side" class:old=move || board.tracks.busy()>
                    {move || {
                        if was_asked.get() {
                            view! { <Answer /> }.into_any()
                        } else {
                            let (title, words) = (texts::EMPTY_TITLE.t(), texts::EMPTY.t());
                            view! { <EmptyState symbol=Symbol::Search title words /> }.into_any()
                        }
                    }}
                </div>
                {move || board.picked.get().map(|id| view! { <detail::Detail id=shared::ShipmentId(id) /> })}
            </div>
        </div>
        <page_form::PageDialog />
    }
}

#[component]
fn Answer() -> impl IntoView {
    let board = Board::expect();
    view! {
        <bar::Filters />
        <div class="list">
            <Listed remote=board.tracks load=Callback::new(move |()| board.load())>
                <table::Table />
            </Listed>
        </div>
        <bar::Acts />
    }
}
