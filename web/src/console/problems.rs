//! The problem workbench: what is wrong with shipments, whose turn it is, and what is done about it.

mod acting;
mod asking;
mod bulk;
mod detail;
mod filters;
mod list;
pub mod service;
mod settings;

use std::time::Duration;

use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*};
use serde::Serialize;
use shared::{
    OwnerId, Page, Permission, ProblemId,
    limits::PAGE_DEFAULT,
    problems::{Assignee, ProblemCase, ProblemCounts, ProblemFilter, ProblemKind, ProblemState},
};

pub use settings::ProblemSettingsPage;

use super::{app::Desk, parts::Parts, picked::Picked, selection::Selection};
use crate::{
    api::{Remote, encode_query},
    bridge::PROBLEMS_CHANGED,
    browser::{self, timer::Debounce},
    texts::{common, problems as texts},
    ui::{Button, ButtonKind, Symbol},
};

/// The address of the list.
const PATH: &str = "/problems";
/// Who takes care, besides the ids of people.
const MINE: &str = "mine";
const NOBODY: &str = "nobody";

/// What a dialog is open for.
#[derive(Clone, Debug, PartialEq)]
enum Doing {
    /// Giving these to somebody.
    Assign(Vec<ProblemId>),
    Settle(Vec<ProblemId>),
    Escalate(ProblemId),
    Reopen(ProblemId),
}

/// The problems on the page, in context.
#[derive(Clone, Copy)]
struct Board {
    rows: Remote<Page<ProblemCase>>,
    counts: Remote<ProblemCounts>,
    people: Remote<Vec<Assignee>>,
    picked: Picked,
    is_settled: RwSignal<bool>,
    kind: RwSignal<Option<ProblemKind>>,
    /// Id of a person, `mine`, `nobody`, or empty for anybody.
    assignee: RwSignal<String>,
    owner: RwSignal<String>,
    overdue: RwSignal<bool>,
    chosen: RwSignal<Selection<ProblemId>>,
    doing: RwSignal<Option<Doing>>,
    /// Grows with every change, so that what was read before is read again.
    version: RwSignal<u32>,
    desk: Desk,
}

/// What the address says beside the problem that is open.
#[derive(Serialize)]
struct Address {
    settled: Option<bool>,
    kind: Option<&'static str>,
    assignee: Option<String>,
    owner_id: Option<OwnerId>,
    overdue: Option<bool>,
}

/// Changes come in bursts; they are looked at together.
const LIVE_WAIT: Duration = Duration::from_millis(700);

impl Board {
    fn new(open: &str, search: &str) -> Board {
        let asked = |name: &str| browser::parameter(search, name);
        let board = Board {
            rows: Remote::new(),
            counts: Remote::new(),
            people: Remote::new(),
            picked: Picked::new("problem"),
            is_settled: RwSignal::new(asked("settled") == "true"),
            kind: RwSignal::new(ProblemKind::parse(&asked("kind"))),
            assignee: RwSignal::new(asked("assignee")),
            owner: RwSignal::new(asked("owner_id")),
            overdue: RwSignal::new(asked("overdue") == "true"),
            chosen: RwSignal::new(Selection::default()),
            doing: RwSignal::new(None),
            version: RwSignal::new(0),
            desk: Desk::expect(),
        };
        if let Ok(id) = open.parse() {
            board.picked.pick(id);
        }
        board
    }

    fn expect() -> Board {
        expect_context::<Board>()
    }

    fn may_write(self) -> bool {
        self.desk.may(Permission::ProblemsWrite)
    }

    fn filter(self) -> ProblemFilter {
        let assignee = self.assignee.get();
        let assignee_id = if assignee == MINE { self.desk.operator() } else { assignee.parse().ok() };
        ProblemFilter {
            state: self.is_settled.get().then_some(ProblemState::Settled),
            kind: self.kind.get(),
            assignee_id,
            unassigned: (assignee == NOBODY).then_some(true),
            overdue: (self.overdue.get() && !self.is_settled.get()).then_some(true),
            owner_id: self.owner.get().parse().ok(),
            ..ProblemFilter::default()
        }
    }

    fn address(self) -> String {
        let query = encode_query(&Address {
            settled: self.is_settled.get().then_some(true),
            kind: self.kind.get().map(ProblemKind::as_str),
            assignee: Some(self.assignee.get()).filter(|text| !text.is_empty()),
            owner_id: self.owner.get().parse().ok(),
            overdue: self.overdue.get().then_some(true),
        });
        match self.picked.get() {
            Some(id) => format!("{PATH}/{id}{query}"),
            None => format!("{PATH}{query}"),
        }
    }

    fn load(self) {
        self.rows.load(service::list(untrack(|| self.filter()), None));
        self.counts.load(service::counts());
    }

    /// Something was changed: what is shown is read again, and what was chosen is settled.
    fn changed(self) {
        self.doing.set(None);
        self.chosen.update(Selection::clear);
        self.version.update(|version| *version += 1);
    }

    fn is_filtered(self) -> bool {
        let typed = [self.assignee, self.owner].iter().any(|field| field.with(|text| !text.is_empty()));
        typed || self.kind.with(Option::is_some) || self.overdue.get()
    }

    fn clear_filters(self) {
        self.kind.set(None);
        self.overdue.set(false);
        self.assignee.set(String::new());
        self.owner.set(String::new());
    }

    /// A case as it is now, where the list shows how it was.
    fn put(self, case: &ProblemCase) {
        let is_old = |row: &ProblemCase| row.id == case.id && row != case;
        if !self.rows.value().with_untracked(|page| page.iter().flat_map(|page| &page.items).any(is_old)) {
            return;
        }
        self.rows.value().update(|page| {
            for row in page.iter_mut().flat_map(|page| page.items.iter_mut()).filter(|row| row.id == case.id) {
                row.clone_from(case);
            }
        });
        self.picked.keep_focus(case.id.0);
    }

    fn listed(self) -> Vec<ProblemId> {
        self.rows.value().with(|page| page.iter().flat_map(|page| &page.items).map(|case| case.id).collect())
    }

    /// What is chosen, in the order of the list.
    fn chosen_ids(self) -> Vec<ProblemId> {
        let listed = self.listed();
        self.chosen.with(|chosen| listed.into_iter().filter(|id| chosen.has(*id)).collect())
    }
}

#[component]
pub fn Problems(open: String, search: String) -> impl IntoView {
    let board = Board::new(&open, &search);
    provide_context(board);
    Parts::provide().load();
    board.people.load(service::assignees());
    follow(board);
    let desk = board.desk;
    view! {
        <div class="console">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
                <div class="end">
                    {desk
                        .may(Permission::SettingsWrite)
                        .then(|| {
                            view! {
                                <Button kind=ButtonKind::Quiet on_press=move |()| desk.go("/settings/problems")>
                                    {texts::SETTINGS.t()}
                                </Button>
                            }
                        })}
                    <Button
                        kind=ButtonKind::Quiet
                        icon=Symbol::Refresh
                        busy=Signal::derive(move || board.rows.busy())
                        on_press=move |()| board.load()
                    >
                        {common::REFRESH.t()}
                    </Button>
                </div>
            </div>
            <filters::Views />
            <list::List />
        </div>
        <acting::Assigning />
        <acting::Settling />
        <acting::Saying />
    }
}

/// The list and the address follow what is asked for.
fn follow(board: Board) {
    let filter = Memo::new(move |_| board.filter());
    // Not at once: the page may still be on its way here.
    Effect::watch(move || board.address(), |address, _, _| browser::show_path(address), false);
    Effect::new(move |_| {
        board.version.track();
        filter.track();
        board.load();
    });
    // Others work on cases, and scanners find them. Who has read further down the list keeps it until asking.
    let soon = Debounce::new(LIVE_WAIT);
    let heard = window_event_listener_untyped(PROBLEMS_CHANGED, move |_| {
        soon.run(move || {
            let is_first_page = board
                .rows
                .value()
                .with_untracked(|page| page.as_ref().is_none_or(|page| page.items.len() <= PAGE_DEFAULT as usize));
            if is_first_page {
                board.load();
            } else {
                board.counts.load(service::counts());
            }
        });
    });
    on_cleanup(move || heard.remove());
    // What is no longer listed is not chosen.
    Effect::watch(move || filter.get(), move |_, _, _| board.chosen.update(Selection::clear), false);
}
