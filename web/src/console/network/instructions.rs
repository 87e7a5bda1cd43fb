//! What merchants ask the network to do about problems, and what its people answer.

use leptos::prelude::*;
use shared::{
    InstructionId, Page,
    contacts::Party,
    problems::{InstructionAnswer, InstructionKind, InstructionState, NetworkInstruction, PROBLEM_TEXT_CHARS},
    shipments::RevealRequest,
};

use super::service;
use crate::{
    amount,
    api::Remote,
    browser::{self, dates},
    console::{
        deed::Deed,
        listed::{Listed, content},
        paged, problem_words as words,
    },
    features::{
        reveal::{Reveal, RevealReason, RevealState},
        shipments::destination,
    },
    texts::{common, problems as texts},
    ui::{Button, ButtonKind, Dialog, EmptyState, Pill, Select, Symbol, TextArea, Toasts},
};

const TEXT: &str = "/text";
/// Of the filter: both that are not done yet.
const BOTH: &str = "";

/// What is to be done, in context.
#[derive(Clone, Copy)]
struct Desk {
    rows: Remote<Page<NetworkInstruction>>,
    state: RwSignal<String>,
    answering: RwSignal<Option<NetworkInstruction>>,
}

impl Desk {
    fn expect() -> Desk {
        expect_context::<Desk>()
    }

    fn state(self) -> Option<InstructionState> {
        InstructionState::parse(&self.state.get_untracked())
    }

    fn load(self) {
        self.rows.load(service::instructions(self.state(), None));
    }
}

#[component]
pub fn Instructions() -> impl IntoView {
    let desk = Desk { rows: Remote::new(), state: RwSignal::new(BOTH.to_owned()), answering: RwSignal::new(None) };
    provide_context(desk);
    Effect::new(move |_| {
        desk.state.track();
        desk.load();
    });
    let option = |state: InstructionState| (state.as_str().to_owned(), words::answer(state).1.t().to_owned());
    let states = vec![
        (BOTH.to_owned(), common::ALL.t().to_owned()),
        option(InstructionState::Requested),
        option(InstructionState::Accepted),
    ];
    view! {
        <div class="body">
            <div class="list-side" class:old=move || desk.rows.busy()>
                <p class="list-why sub">{texts::N_WHY.t()}</p>
                <div class="log-filters">
                    <Select label=texts::COL_STATE.t() value=desk.state options=Signal::stored(states) />
                    <Button icon=Symbol::Refresh on_press=move |()| desk.load()>
                        {common::REFRESH.t()}
                    </Button>
                </div>
                <div class="list">
                    <Listed remote=desk.rows load=Callback::new(move |()| desk.load())>
                        <Rows />
                    </Listed>
                </div>
            </div>
        </div>
        <Answering />
    }
}

#[component]
fn Rows() -> impl IntoView {
    let desk = Desk::expect();
    let is_empty = paged::is_empty(desk.rows);
    let next = move |cursor| service::instructions(desk.state(), Some(cursor));
    move || {
        if is_empty.get() {
            return view! {
                <EmptyState symbol=Symbol::Check title=texts::N_EMPTY_TITLE.t() words=texts::N_EMPTY.t() />
            }
            .into_any();
        }
        view! {
            <table class="people instructions">
                <thead>
                    <tr>
                        <th>{texts::COL_WAYBILL.t()}</th>
                        <th>{texts::N_COL_WHAT.t()}</th>
                        <th>{texts::COL_STATE.t()}</th>
                        <th>{texts::COL_KIND.t()}</th>
                        <th>{texts::N_COL_MERCHANT.t()}</th>
                        <th>{texts::COL_RECEIVER.t()}</th>
                        <th>{texts::N_COL_TEXT.t()}</th>
                        <th>{texts::N_COL_AT.t()}</th>
                        <th>
                            <span class="sr-only">{texts::N_ANSWER.t()}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || desk.rows.value().get().map(|page| page.items).unwrap_or_default()
                        key=content
                        let:row
                    >
                        <Row row />
                    </For>
                </tbody>
            </table>
            {paged::more(desk.rows, next)}
        }
        .into_any()
    }
}

#[component]
fn Row(row: NetworkInstruction) -> impl IntoView {
    let desk = Desk::expect();
    let asked = row.clone();
    let (tone, state) = words::answer(row.instruction.state);
    let what = words::instruction(row.instruction.kind).t();
    let amount = row.instruction.amount.map(amount::yuan);
    let said: Vec<String> =
        amount.into_iter().chain([row.instruction.text.clone()]).filter(|text| !text.is_empty()).collect();
    let said = said.join(" · ");
    let receiver = format!("{} {}", row.receiver.name, destination(&row.receiver));
    let merchant = format!("{} {}", row.merchant_code, row.merchant_name);
    view! {
        <tr>
            <td class="no">{amount::waybill(&row.waybill_no)}</td>
            <td>{what}</td>
            <td>
                <Pill tone words=state.t() />
            </td>
            <td class="sub">{words::kind(row.problem).t()}</td>
            <td class="sub" title=merchant.clone()>{merchant.clone()}</td>
            <td class="sub" title=receiver.clone()>{receiver.clone()}</td>
            <td class="why">{said}</td>
            <td class="sub" title=dates::full(row.instruction.asked_at)>{dates::moment(row.instruction.asked_at)}</td>
            <td>
                <div class="acts">
                    <Button on_press=move |()| desk.answering.set(Some(asked.clone()))>{texts::N_ANSWER.t()}</Button>
                </div>
            </td>
        </tr>
    }
}

#[component]
fn Answering() -> impl IntoView {
    let desk = Desk::expect();
    let title = move || {
        desk.answering.with(|row| {
            let named = |row: &NetworkInstruction| {
                let what = words::instruction(row.instruction.kind).t();
                texts::N_ANSWER_TITLE.fill(&[("no", &amount::waybill(&row.waybill_no)), ("what", what)])
            };
            row.as_ref().map(named).unwrap_or_default()
        })
    };
    view! {
        <Dialog
            open=Signal::derive(move || desk.answering.with(Option::is_some))
            title=Signal::derive(title)
            on_close=move |()| desk.answering.set(None)
        >
            {desk.answering.get_untracked().map(|row| view! { <Form row /> })}
        </Dialog>
    }
}

#[component]
fn Form(row: NetworkInstruction) -> impl IntoView {
    let desk = Desk::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    // What would be answered is not asked any more: the list says what is.
    deed.when_overtaken(move |words| {
        desk.answering.set(None);
        toasts.failed(words);
        desk.load();
    });
    let id = row.instruction.id;
    let is_accepted = row.instruction.state == InstructionState::Accepted;
    let mut outcomes = vec![(InstructionState::Done, texts::N_DONE), (InstructionState::Refused, texts::N_REFUSE)];
    if !is_accepted {
        outcomes.insert(0, (InstructionState::Accepted, texts::N_ACCEPT));
    }
    let first = outcomes.first().map(|(state, _)| state.as_str().to_owned()).unwrap_or_default();
    let options: Vec<(String, String)> =
        outcomes.into_iter().map(|(state, words)| (state.as_str().to_owned(), words.t().to_owned())).collect();
    let (outcome, text) = (RwSignal::new(first), RwSignal::new(String::new()));
    let tried = RwSignal::new(false);
    let is_missing = move || {
        let refuses = outcome.with(|one| InstructionState::parse(one)) == Some(InstructionState::Refused);
        refuses && text.with(|text| text.trim().is_empty())
    };
    let beside = deed.beside(TEXT);
    let error = Signal::derive(move || {
        let missing = tried.get() && is_missing();
        missing.then(|| texts::N_TEXT_NEEDED.t().to_owned()).or_else(|| beside.get())
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Some(state) = InstructionState::parse(&outcome.get_untracked()) else { return };
        if untrack(is_missing) {
            browser::focus_first_wrong();
            return;
        }
        let answer = InstructionAnswer { state, text: text.get_untracked().trim().to_owned() };
        deed.run(async move { service::answer_instruction(id, &answer).await }, move |_| {
            desk.answering.set(None);
            toasts.done(texts::N_ANSWERED.t());
            desk.load();
        });
    };
    view! {
        {(!row.instruction.text.is_empty()).then(|| view! { <p class="lead">{row.instruction.text.clone()}</p> })}
        {(row.instruction.kind == InstructionKind::ChangeAddress).then(|| view! { <NewAddress id /> })}
        <form on:submit=submit novalidate>
            <Select label=texts::N_OUTCOME.t() value=outcome options=Signal::stored(options) />
            <TextArea label=texts::N_TEXT.t() value=text max_chars=PROBLEM_TEXT_CHARS error />
            {deed.refusal(&[TEXT])}
            <div class="acts">
                <Button on_press=move |()| desk.answering.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {texts::N_ANSWER.t()}
                </Button>
            </div>
        </form>
    }
}

/// The new address, in full for a minute when there is a reason.
#[component]
fn NewAddress(id: InstructionId) -> impl IntoView {
    let reveal = Reveal::<Party>::new();
    let ask = Callback::new(move |request: RevealRequest| {
        reveal.load(async move { service::reveal_instruction(id, &request).await });
    });
    let address = move || {
        reveal.value().get().map(|party| {
            let region = [party.province, party.city, party.district, party.detail].join(" ");
            view! { <p class="lead">{party.name} " " {party.phone} <br /> {region}</p> }
        })
    };
    view! {
        <div class="manifest">
            <RevealState reveal label=texts::N_REVEAL />
            <span class="sub">{texts::N_REVEAL_WHY.t()}</span>
        </div>
        <RevealReason reveal on_reason=ask />
        {address}
    }
}
