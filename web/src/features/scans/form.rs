//! The page of the network side.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::{proofs::ProofOfDelivery, tracks::ScanOutcome};

use super::{
    batch::{CODES, LOOK, PROBLEMS, ScanField, ScanText},
    gun::Gun,
    looking::{Hand, Looking, in_hand},
    proof::{Proof, ProofFields, SIGNED},
    sending::Sending,
};
use crate::{
    amount,
    api::{IdempotencyKey, Session},
    browser::{self, dates, tones::Tone as Sound},
    features::shell::Shortcuts,
    texts::scans,
    ui::{Button, ButtonKind, Checkbox, EmptyState, Field, Notice, Pill, Select, Symbol, TextArea, Toasts, Tone},
};

#[derive(Clone, Copy)]
pub struct Fields {
    pub numbers: RwSignal<String>,
    code: RwSignal<String>,
    place: RwSignal<String>,
    next_place: RwSignal<String>,
    problem_code: RwSignal<String>,
    pub proof: Proof,
}

impl Fields {
    pub fn text(self) -> ScanText {
        ScanText {
            numbers: self.numbers.get(),
            code: self.code.get(),
            place: self.place.get(),
            next_place: self.next_place.get(),
            problem_code: self.problem_code.get(),
        }
    }

    fn add(self, number: &str) {
        self.numbers.update(|text| {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(number);
            text.push('\n');
        });
    }

    /// Records this number as it is scanned; what the form lacks is told beside it.
    fn record(self, number: String, gun: Gun, tried: RwSignal<bool>) {
        let text = ScanText { numbers: number, ..untrack(move || self.text()) };
        let Ok(scans) = text.scans(dates::now()) else {
            // What is wrong is told of this number.
            self.numbers.set(text.numbers);
            tried.set(true);
            gun.sound(Sound::Bad);
            browser::focus_first_wrong();
            return;
        };
        tried.set(false);
        let proofs: Vec<ProofOfDelivery> = scans.batch.scans.iter().filter_map(|scan| self.proof.of(scan)).collect();
        gun.take(scans.batch.scans, scans.handovers, proofs);
        self.numbers.set(String::new());
        self.proof.clear();
    }
}

#[component]
pub fn ScanForm() -> impl IntoView {
    let session = Session::expect();
    let outlet =
        untrack(move || session.me()).and_then(|me| me.staff).map(|staff| staff.outlet_name).unwrap_or_default();
    let fields = Fields {
        numbers: RwSignal::new(String::new()),
        code: RwSignal::new(CODES[0].0.to_owned()),
        place: RwSignal::new(outlet.clone()),
        next_place: RwSignal::new(String::new()),
        problem_code: RwSignal::new(PROBLEMS[0].0.to_owned()),
        proof: Proof::new(),
    };
    let (hand, gun) = (Hand::new(), Gun::new());
    let sending = Sending {
        key: IdempotencyKey::new(),
        tried: RwSignal::new(false),
        busy: RwSignal::new(false),
        refused: RwSignal::new(None),
        outcomes: gun.outcomes,
        toasts: Toasts::expect(),
    };
    let looks = Memo::new(move |_| fields.code.with(|code| code == LOOK));
    // A scanner works wherever the focus is.
    Shortcuts::expect().on_scan(move |number| {
        if looks.get_untracked() {
            hand.number.set(number);
            hand.look();
        } else if gun.is_on.get_untracked() {
            fields.record(number, gun, sending.tried);
        } else {
            fields.add(&number);
        }
    });
    view! {
        <div class="head">
            <h1>{scans::TITLE.t()}</h1>
            <span class="count">{outlet}</span>
        </div>
        <div class="flow">
            <div class="two">
                <section class="panel">
                    <div class="inside">
                        <Select label=scans::CODE.t() value=fields.code options=kinds() />
                        {move || {
                            if looks.get() {
                                view! { <Looking hand /> }.into_any()
                            } else {
                                view! { <Entry fields sending gun /> }.into_any()
                            }
                        }}
                    </div>
                </section>
                <section class="panel" aria-label=scans::RESULT.t()>
                    {move || {
                        if looks.get() {
                            return in_hand(hand).into_any();
                        }
                        let outcomes = gun.outcomes.get();
                        if outcomes.is_empty() {
                            let words = scans::EMPTY.t();
                            view! { <EmptyState symbol=Symbol::Scan title=scans::EMPTY_TITLE.t() words /> }.into_any()
                        } else {
                            results(outcomes).into_any()
                        }
                    }}
                </section>
            </div>
        </div>
    }
}

fn kinds() -> Vec<(String, String)> {
    CODES
        .into_iter()
        .chain([(LOOK, scans::LOOK)])
        .map(|(code, words)| (code.to_owned(), words.t().to_owned()))
        .collect()
}

#[component]
fn Entry(fields: Fields, sending: Sending, gun: Gun) -> impl IntoView {
    let error = move |field: ScanField| {
        Signal::derive(move || {
            let wrong = sending.tried.get().then(|| fields.text().scans(DateTime::<Utc>::default()).err()).flatten()?;
            wrong.into_iter().find(|(at, _)| *at == field).map(|(_, words)| words.t().to_owned())
        })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if gun.is_on.get_untracked() {
            fields.record(fields.numbers.get_untracked(), gun, sending.tried);
        } else {
            sending.send(fields);
        }
    };
    let problems: Vec<(String, String)> =
        PROBLEMS.iter().map(|(code, words)| ((*code).to_owned(), words.t().to_owned())).collect();
    let problems = StoredValue::new(problems);
    view! {
        <form on:submit=submit novalidate>
            {move || sending.refused.get().map(|error| view! { <Notice tone="bad">{error.words()}</Notice> })}
            <Field label=scans::PLACE.t() value=fields.place max_chars=60 error=error(ScanField::Place) />
            {move || {
                (fields.code.with(|code| code == "DEPARTURE"))
                    .then(|| {
                        view! { <Field label=scans::NEXT_PLACE.t() value=fields.next_place max_chars=60 error=error(ScanField::NextPlace) /> }
                    })
            }}
            {move || {
                (fields.code.with(|code| code == "PROBLEM"))
                    .then(|| {
                        view! { <Select label=scans::PROBLEM_CODE.t() value=fields.problem_code options=problems.get_value() /> }
                    })
            }}
            {move || fields.code.with(|code| code == SIGNED).then(|| view! { <ProofFields proof=fields.proof /> })}
            <Checkbox label=scans::AT_ONCE.t() checked=gun.is_on on_change=move |on| gun.turn(on) />
            {move || {
                if gun.is_on.get() {
                    view! { <Number fields error=error(ScanField::Numbers) /> }.into_any()
                } else {
                    view! { <Numbers fields sending error=error(ScanField::Numbers) /> }.into_any()
                }
            }}
            <Unsent gun />
        </form>
    }
}

/// Many numbers, sent together.
#[component]
fn Numbers(fields: Fields, sending: Sending, error: Signal<Option<String>>) -> impl IntoView {
    let count = Memo::new(move |_| u32::try_from(fields.text().numbers().len()).unwrap_or(u32::MAX));
    view! {
        <TextArea label=scans::NUMBERS.t() value=fields.numbers rows=12 error />
        <Button kind=ButtonKind::Main busy=sending.busy>
            {move || scans::SUBMIT.count(count.get())}
        </Button>
    }
}

/// One number, recorded with Enter.
#[component]
fn Number(fields: Fields, error: Signal<Option<String>>) -> impl IntoView {
    let hint = Signal::stored(Some(scans::AT_ONCE_HINT.t().to_owned()));
    view! {
        <Field label=scans::NUMBER.t() value=fields.numbers error hint />
        <Button kind=ButtonKind::Main>{scans::RECORD.t()}</Button>
    }
}

/// What the service does not have yet, and why, once it could not be sent.
#[component]
fn Unsent(gun: Gun) -> impl IntoView {
    move || {
        let waiting = gun.waiting.with(Vec::len);
        let words = scans::UNSENT.count(u32::try_from(waiting).unwrap_or(u32::MAX));
        let trouble = gun.trouble.get().filter(|_| waiting > 0)?;
        Some(view! { <Notice tone="warn">{trouble.words()} " " {words}</Notice> })
    }
}

fn results(outcomes: Vec<ScanOutcome>) -> impl IntoView {
    let line = |outcome: ScanOutcome| {
        let (words, tone) = match (outcome.ok, outcome.duplicate, outcome.irregular) {
            (true, true, _) => (scans::DUPLICATE, Tone::New),
            (true, false, true) => (scans::IRREGULAR, Tone::Warn),
            (true, false, false) => (scans::OK, Tone::Ok),
            (false, ..) => (scans::REFUSED, Tone::Bad),
        };
        let detail = if outcome.irregular { Some(scans::IRREGULAR_HINT.t().to_owned()) } else { outcome.detail };
        view! {
            <tr>
                <td class="no">{amount::waybill(&outcome.waybill_no)}</td>
                <td>
                    <Pill tone words=words.t() />
                </td>
                <td class="sub">{detail}</td>
            </tr>
        }
    };
    view! {
        <header>
            <h2>{scans::RESULT.t()}</h2>
        </header>
        <table>
            <tbody>{outcomes.into_iter().map(line).collect_view()}</tbody>
        </table>
    }
}
