//! Dialogs: giving problems to somebody, settling them, and saying why one is escalated or opened again.

use leptos::prelude::*;
use shared::{
    OperatorId, ProblemId,
    problems::{PROBLEM_TEXT_CHARS, ProblemOutcomes, SettledWhy},
};

use super::{Board, Doing, service};
use crate::{
    api::ApiError,
    browser,
    console::{deed::Deed, problem_words as words},
    texts::{common, problems as texts},
    ui::{Button, ButtonKind, Dialog, Select, TextArea, Toasts},
};

const WHY: &str = "/why";
const TEXT: &str = "/text";
const ASSIGNEE: &str = "/assignee_id";

fn count(ids: &[ProblemId]) -> u32 {
    u32::try_from(ids.len()).unwrap_or(u32::MAX)
}

/// Says what became of many: how many are done, and why one is not.
fn tell(toasts: Toasts, done: String, outcomes: &ProblemOutcomes) {
    let failed: Vec<_> = outcomes.items.iter().filter(|item| !item.ok).collect();
    match failed.first().and_then(|item| item.detail.as_deref()) {
        None => toasts.done(done),
        Some(why) => {
            let n = failed.len().to_string();
            toasts.failed(texts::SOME_FAILED.fill(&[("n", &n), ("why", why)]));
        }
    }
}

fn done(outcomes: &ProblemOutcomes) -> String {
    outcomes.items.iter().filter(|item| item.ok).count().to_string()
}

#[component]
pub fn Assigning() -> impl IntoView {
    let board = Board::expect();
    let asked = Memo::new(move |_| match board.doing.get() {
        Some(Doing::Assign(ids)) => ids,
        _ => Vec::new(),
    });
    view! {
        <Dialog
            open=Signal::derive(move || asked.with(|ids| !ids.is_empty()))
            title=Signal::derive(move || asked.with(|ids| texts::ASSIGN_TITLE.count(count(ids))))
            on_close=move |()| board.doing.set(None)
        >
            <AssignForm ids=asked.get_untracked() />
        </Dialog>
    }
}

#[component]
fn AssignForm(ids: Vec<ProblemId>) -> impl IntoView {
    let board = Board::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let chosen = RwSignal::new(board.desk.operator().map(|me| me.to_string()).unwrap_or_default());
    let people = Signal::derive(move || {
        let nobody = (String::new(), texts::NOBODY.t().to_owned());
        let people = board.people.value().get().unwrap_or_default();
        let named = people.into_iter().map(|person| (person.operator_id.to_string(), person.name));
        std::iter::once(nobody).chain(named).collect::<Vec<_>>()
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let to: Option<OperatorId> = chosen.get_untracked().parse().ok();
        deed.run(service::assign_many(ids.clone(), to), move |outcomes| {
            tell(toasts, texts::ASSIGNED.fill(&[("n", &done(&outcomes))]), &outcomes);
            board.changed();
        });
    };
    view! {
        <form on:submit=submit novalidate>
            <Select label=texts::ASSIGN_TO.t() value=chosen options=people error=deed.beside(ASSIGNEE) />
            {deed.refusal(&[ASSIGNEE])}
            <div class="acts">
                <Button on_press=move |()| board.doing.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {texts::ASSIGN.t()}
                </Button>
            </div>
        </form>
    }
}

#[component]
pub fn Settling() -> impl IntoView {
    let board = Board::expect();
    let asked = Memo::new(move |_| match board.doing.get() {
        Some(Doing::Settle(ids)) => ids,
        _ => Vec::new(),
    });
    view! {
        <Dialog
            open=Signal::derive(move || asked.with(|ids| !ids.is_empty()))
            title=Signal::derive(move || asked.with(|ids| texts::SETTLE_TITLE.count(count(ids))))
            on_close=move |()| board.doing.set(None)
        >
            <SettleForm ids=asked.get_untracked() />
        </Dialog>
    }
}

#[component]
fn SettleForm(ids: Vec<ProblemId>) -> impl IntoView {
    let board = Board::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let why = RwSignal::new(SettledWhy::Solved.as_str().to_owned());
    let text = RwSignal::new(String::new());
    let reasons: Vec<(String, String)> =
        SettledWhy::PERSONS.iter().map(|one| (one.as_str().to_owned(), words::why(*one).t().to_owned())).collect();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(why) = SettledWhy::parse(&why.get_untracked()) else { return };
        let work = service::settle_many(ids.clone(), why, text.get_untracked().trim().to_owned());
        deed.run(work, move |outcomes| {
            tell(toasts, texts::SETTLED_N.fill(&[("n", &done(&outcomes))]), &outcomes);
            board.changed();
        });
    };
    view! {
        <form on:submit=submit novalidate>
            <Select label=texts::SETTLE_WHY.t() value=why options=Signal::stored(reasons) error=deed.beside(WHY) />
            <TextArea
                label=texts::SETTLE_TEXT.t()
                value=text
                max_chars=PROBLEM_TEXT_CHARS
                error=deed.beside(TEXT)
            />
            {deed.refusal(&[WHY, TEXT])}
            <div class="acts">
                <Button on_press=move |()| board.doing.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {texts::SETTLE.t()}
                </Button>
            </div>
        </form>
    }
}

/// Why one is escalated, or opened again.
#[component]
pub fn Saying() -> impl IntoView {
    let board = Board::expect();
    let asked = Memo::new(move |_| match board.doing.get() {
        Some(Doing::Escalate(id)) => Some((id, false)),
        Some(Doing::Reopen(id)) => Some((id, true)),
        _ => None,
    });
    let title = move || match asked.get() {
        Some((_, true)) => texts::REOPEN_TITLE.t().to_owned(),
        _ => texts::ESCALATE_TITLE.t().to_owned(),
    };
    view! {
        <Dialog
            open=Signal::derive(move || asked.with(Option::is_some))
            title=Signal::derive(title)
            on_close=move |()| board.doing.set(None)
        >
            {asked.get_untracked().map(|(id, is_reopening)| view! { <SayForm id is_reopening /> })}
        </Dialog>
    }
}

#[component]
fn SayForm(id: ProblemId, is_reopening: bool) -> impl IntoView {
    let board = Board::expect();
    let deed = Deed::new();
    let text = RwSignal::new(String::new());
    let (label, verb) =
        if is_reopening { (texts::REOPEN_WHY, texts::REOPEN) } else { (texts::ESCALATE_WHY, texts::ESCALATE) };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let said = text.get_untracked().trim().to_owned();
        let work = async move {
            let outcome =
                if is_reopening { service::reopen(id, said).await } else { service::escalate(id, said).await };
            if outcome.as_ref().is_err_and(ApiError::is_final) {
                browser::focus_first_wrong();
            }
            outcome
        };
        deed.run(work, move |_| board.changed());
    };
    view! {
        <form on:submit=submit novalidate>
            <TextArea
                label=label.t()
                value=text
                max_chars=PROBLEM_TEXT_CHARS
                error=deed.beside(TEXT)
                autofocus=true
            />
            {deed.refusal(&[TEXT])}
            <div class="acts">
                <Button on_press=move |()| board.doing.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {verb.t()}
                </Button>
            </div>
        </form>
    }
}
