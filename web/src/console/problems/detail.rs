//! One problem beside the list: what it is, what can be done, what was done, and the track of its shipment.

use leptos::prelude::*;
use shared::{
    InstructionId, ProblemId,
    problems::{Instruction, PROBLEM_TEXT_CHARS, ProblemCase, ProblemDetail, ProblemNote, ProblemState},
    tracks::TrackEvent,
};

use super::{Board, Doing, asking::Asking, service};
use crate::{
    amount,
    api::{IdempotencyKey, Remote},
    bridge::Errand,
    browser::dates,
    console::{deed::Deed, listed::Listed, problem_words as words},
    features::shipments::destination,
    i18n::Text,
    texts::{problems as texts, shipments, tracking},
    ui::{Button, ButtonKind, Pill, SidePanel, Symbol, TextArea, Toasts, Tone},
};

const TEXT: &str = "/text";

#[component]
pub fn Detail(id: ProblemId) -> impl IntoView {
    let board = Board::expect();
    let shown = Remote::<ProblemDetail>::new();
    let load = Callback::new(move |()| shown.load(service::get(id)));
    // Again with the list, so that both say the same.
    Effect::new(move |before: Option<bool>| {
        let is_busy = board.rows.busy();
        if before.is_none() || !is_busy {
            load.run(());
        }
        is_busy
    });
    Effect::new(move |_| {
        shown.value().with(|detail| {
            if let Some(detail) = detail {
                board.put(&detail.case);
            }
        });
    });
    // The number is known from the list before the rest is there.
    let known = board.rows.value().with_untracked(|page| {
        let row = page.iter().flat_map(|page| &page.items).find(|row| row.id == id);
        row.map(|row| amount::waybill(&row.shipment.waybill_no)).unwrap_or_default()
    });
    let title = Signal::derive(move || {
        let number =
            shown.value().with(|detail| detail.as_ref().map(|one| amount::waybill(&one.case.shipment.waybill_no)));
        number.unwrap_or_else(|| known.clone())
    });
    let is_asking = RwSignal::new(None);
    // It outlives what is read again: what somebody types stays where it is.
    let draft = Draft { key: IdempotencyKey::new(), text: RwSignal::new(String::new()) };
    let detail = Memo::new(move |_| shown.value().get());
    view! {
        <SidePanel label=texts::DETAIL.t() title on_close=move |()| board.picked.leave()>
            <Listed remote=shown load>
                {move || detail.get().map(|detail| view! { <Content detail is_asking draft /> })}
            </Listed>
        </SidePanel>
        <Asking id shown asked=is_asking />
    }
}

/// A comment that is being written.
#[derive(Clone, Copy)]
struct Draft {
    key: IdempotencyKey,
    text: RwSignal<String>,
}

#[component]
fn Content(
    detail: ProblemDetail,
    is_asking: RwSignal<Option<shared::problems::InstructionKind>>,
    draft: Draft,
) -> impl IntoView {
    let may_write = Board::expect().may_write();
    let is_open = detail.case.state != ProblemState::Settled;
    let ask = may_write && is_open;
    view! {
        <Head case=detail.case.clone() may_write />
        <section>{facts(&detail.case)}</section>
        {ask
            .then(|| {
                view! {
                    <section>
                        <h3>{texts::ACTIONS.t()}</h3>
                        <Possible kinds=detail.can_ask.clone() is_asking />
                    </section>
                }
            })}
        {instructions(detail.instructions, may_write)}
        <section>
            <h3>{texts::HISTORY.t()}</h3>
            {may_write.then(|| view! { <Comment id=detail.case.id draft /> })}
            {history(detail.notes)}
        </section>
        <section>
            <h3>{texts::TRACK.t()}</h3>
            {track(&detail.track)}
        </section>
    }
}

/// What it is, and what is done with the case itself.
#[component]
fn Head(case: ProblemCase, may_write: bool) -> impl IntoView {
    let board = Board::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let (id, shipment) = (case.id, case.shipment.id);
    let (tone, state) = words::state(&case);
    let is_open = case.state != ProblemState::Settled;
    let me = board.desk.operator();
    let is_mine = case.assignee.as_ref().map(|one| one.operator_id) == me;
    let take = move |()| deed.run(service::assign(id, me), move |_| board.changed());
    // What is refused here has no field to stand beside.
    Effect::new(move |_| {
        if let Some(error) = deed.error() {
            toasts.failed(error.words());
        }
    });
    let doing = move |doing: Doing| move |()| board.doing.set(Some(doing.clone()));
    let open_acts = (may_write && is_open).then(|| {
        view! {
            {(me.is_some() && !is_mine)
                .then(|| view! { <Button busy=deed.busy on_press=take>{texts::TAKE.t()}</Button> })}
            <Button on_press=doing(Doing::Assign(vec![id]))>{texts::ASSIGN.t()}</Button>
            {(case.level < shared::problems::PROBLEM_LEVEL_MAX)
                .then(|| view! { <Button on_press=doing(Doing::Escalate(id))>{texts::ESCALATE.t()}</Button> })}
            <Button kind=ButtonKind::Main on_press=doing(Doing::Settle(vec![id]))>
                {texts::SETTLE.t()}
            </Button>
        }
    });
    let settled_acts = (may_write && !is_open)
        .then(|| view! { <Button on_press=doing(Doing::Reopen(id))>{texts::REOPEN.t()}</Button> });
    view! {
        <div class="acts">
            <Pill tone words=state />
            {(case.level > 0)
                .then(|| view! { <Pill tone=Tone::Warn words=texts::LEVEL.fill(&[("n", &case.level.to_string())]) /> })}
            {open_acts}
            {settled_acts}
            <Button
                kind=ButtonKind::Quiet
                icon=Symbol::Package
                on_press=move |()| board.desk.have_done(Errand::Show(shipment))
            >
                {texts::SHIPMENT_OPEN.t()}
            </Button>
        </div>
    }
}

fn facts(case: &ProblemCase) -> impl IntoView + use<> {
    let kind = words::kind(case.kind).t();
    let kind = if case.reason.is_empty() { kind.to_owned() } else { format!("{kind} · {}", case.reason) };
    let receiver = &case.shipment.receiver;
    let settled = case.settled.as_ref().map(|settled| {
        let by = settled.by.clone().unwrap_or_else(|| texts::SYSTEM.t().to_owned());
        format!("{} · {} · {by}", words::why(settled.why).t(), dates::moment(settled.at))
    });
    let assignee = case.assignee.as_ref().map_or_else(|| texts::NOBODY.t().to_owned(), |one| one.name.clone());
    let facts = [
        (texts::COL_KIND, Some(kind)),
        (texts::FACT_SINCE, Some(dates::moment(case.since))),
        (texts::FACT_FOUND, Some(dates::moment(case.found_at))),
        (texts::FACT_DUE, case.settled.is_none().then(|| dates::moment(case.due_at))),
        (texts::COL_SETTLED, settled),
        (texts::FACT_BY, Some(assignee)),
        (texts::COL_RECEIVER, Some(format!("{} {}", receiver.name, destination(receiver)))),
        (texts::FACT_GOODS, Some(case.shipment.goods.clone())),
    ];
    let line = |(name, value): (Text, Option<String>)| {
        value.map(|value| {
            view! {
                <dt>{name.t()}</dt>
                <dd>{value}</dd>
            }
        })
    };
    view! { <dl class="facts">{facts.map(line).collect_view()}</dl> }
}

/// What the shipment's carrier can do, and nothing else.
#[component]
fn Possible(
    kinds: Vec<shared::problems::InstructionKind>,
    is_asking: RwSignal<Option<shared::problems::InstructionKind>>,
) -> impl IntoView {
    if kinds.is_empty() {
        return view! { <p class="sub">{texts::ACTIONS_NONE.t()}</p> }.into_any();
    }
    let button = |kind| {
        view! {
            <Button on_press=move |()| is_asking.set(Some(kind))>{words::instruction(kind).t()}</Button>
        }
    };
    view! { <div class="acts problem-acts">{kinds.into_iter().map(button).collect_view()}</div> }.into_any()
}

fn instructions(asked: Vec<Instruction>, may_write: bool) -> impl IntoView {
    let line = |one: Instruction| {
        let id = one.id;
        let (tone, state) = words::answer(one.state);
        let said = [one.amount.map(amount::yuan), Some(one.text), Some(one.answer)];
        let said: Vec<String> = said.into_iter().flatten().filter(|text| !text.is_empty()).collect();
        let address = one.address.map(|party| format!("{} {} {}", party.name, destination(&party), party.detail));
        view! {
            <li>
                <b>{words::instruction(one.kind).t()}</b>
                " "
                <Pill tone words=state.t() />
                {one.is_withdrawing.then(|| view! { <Pill tone=Tone::Warn words=texts::WITHDRAWING.t() /> })}
                {(one.can_withdraw && may_write).then(|| view! { <Withdraw id /> })}
                {address.map(|address| view! { <div>{address}</div> })}
                {(!said.is_empty()).then(|| view! { <div>{said.join(" · ")}</div> })}
                <div class="sub" title=dates::full(one.asked_at)>
                    {one.asked_by}
                    " · "
                    {dates::moment(one.asked_at)}
                </div>
            </li>
        }
    };
    (!asked.is_empty()).then(|| {
        view! {
            <section>
                <h3>{texts::INSTRUCTIONS.t()}</h3>
                <ul class="problem-steps">{asked.into_iter().map(line).collect_view()}</ul>
            </section>
        }
    })
}

/// Takes back what a carrier's system was asked for.
#[component]
fn Withdraw(id: InstructionId) -> impl IntoView {
    let board = Board::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let withdraw = move |()| {
        deed.run(service::withdraw(id), move |_| {
            toasts.done(texts::WITHDRAW_SENT.t());
            board.changed();
        });
    };
    // What is refused here has no field to stand beside.
    Effect::new(move |_| {
        if let Some(error) = deed.error() {
            toasts.failed(error.words());
        }
    });
    view! {
        <Button kind=ButtonKind::Quiet busy=deed.busy on_press=withdraw>
            {texts::WITHDRAW.t()}
        </Button>
    }
}

#[component]
fn Comment(id: ProblemId, draft: Draft) -> impl IntoView {
    let board = Board::expect();
    let deed = Deed::new();
    let Draft { key, text } = draft;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let said = text.get_untracked().trim().to_owned();
        let work = async move {
            let made = service::comment(id, said, key).await;
            if made.as_ref().is_err_and(|error| error.is_final()) {
                key.renew();
            }
            made
        };
        deed.run(work, move |_| {
            key.renew();
            text.set(String::new());
            board.changed();
        });
    };
    let is_empty = Signal::derive(move || text.with(|text| text.trim().is_empty()));
    view! {
        <form on:submit=submit novalidate>
            <TextArea
                label=texts::COMMENT.t()
                value=text
                rows=2
                placeholder=texts::COMMENT_HINT.t()
                max_chars=PROBLEM_TEXT_CHARS
                error=deed.beside(TEXT)
            />
            {deed.refusal(&[TEXT])}
            <Button busy=deed.busy disabled=is_empty>
                {texts::COMMENT_ADD.t()}
            </Button>
        </form>
    }
}

fn history(notes: Vec<ProblemNote>) -> impl IntoView {
    let line = |note: ProblemNote| {
        let step = words::step(&note);
        // The name is in the sentence already.
        let text = (note.kind != shared::problems::NoteKind::Assigned && !note.text.is_empty()).then_some(note.text);
        let by = note.by.unwrap_or_else(|| texts::SYSTEM.t().to_owned());
        view! {
            <li>
                <b>{step}</b>
                {text.map(|text| view! { <div class="said">{text}</div> })}
                <div class="sub" title=dates::full(note.at)>
                    {by}
                    " · "
                    {dates::moment(note.at)}
                </div>
            </li>
        }
    };
    view! { <ol class="problem-steps">{notes.into_iter().map(line).collect_view()}</ol> }
}

fn track(events: &[TrackEvent]) -> impl IntoView + use<> {
    if events.is_empty() {
        return view! { <p class="sub">{shipments::TRACK_EMPTY.t()}</p> }.into_any();
    }
    let line = |event: &TrackEvent| {
        view! {
            <li>
                {event.text.clone()}
                {event.is_irregular.then(|| view! { " " <span class="sub">"⚠ " {tracking::IRREGULAR.t()}</span> })}
                <div class="sub" title=dates::full(event.at)>
                    {dates::moment(event.at)}
                </div>
            </li>
        }
    };
    view! { <ol class="track">{events.iter().map(line).collect_view()}</ol> }.into_any()
}
