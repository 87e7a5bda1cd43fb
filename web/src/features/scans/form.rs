//! The page of the network side.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    proofs::ProofOfDelivery,
    tracks::{ParcelInHand, ScanOutcome},
};

use super::{
    batch::{CODES, LOOK, PROBLEMS, ScanField, ScanText, Scans},
    parcel,
    proof::{Proof, ProofFields, SIGNED},
};
use crate::{
    amount,
    api::{self, ApiError, IdempotencyKey, Remote, Session},
    browser::{self, dates},
    features::shell::Shortcuts,
    texts::scans,
    ui::{Button, ButtonKind, EmptyState, Field, Notice, Pill, Select, Symbol, TextArea, Toasts, Tone},
};

/// How the service says that there is no such handover.
const NOT_FOUND: &str = "not_found";

#[derive(Clone, Copy)]
struct Fields {
    numbers: RwSignal<String>,
    code: RwSignal<String>,
    place: RwSignal<String>,
    next_place: RwSignal<String>,
    problem_code: RwSignal<String>,
    proof: Proof,
}

impl Fields {
    fn text(self) -> ScanText {
        ScanText {
            numbers: self.numbers.get(),
            code: self.code.get(),
            place: self.place.get(),
            next_place: self.next_place.get(),
            problem_code: self.problem_code.get(),
        }
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
    let hand = Hand { number: RwSignal::new(String::new()), parcel: Remote::new() };
    let looks = Memo::new(move |_| fields.code.with(|code| code == LOOK));
    // A scanner works wherever the focus is.
    Shortcuts::expect().on_scan(move |number| {
        if looks.get_untracked() {
            hand.number.set(number);
            hand.look();
            return;
        }
        fields.numbers.update(|text| {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(&number);
            text.push('\n');
        });
    });
    let outcomes = RwSignal::new(Vec::<ScanOutcome>::new());
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
                                view! { <Entry fields outcomes /> }.into_any()
                            }
                        }}
                    </div>
                </section>
                <section class="panel" aria-label=scans::RESULT.t()>
                    {move || {
                        if looks.get() {
                            return in_hand(hand).into_any();
                        }
                        let outcomes = outcomes.get();
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

/// The parcel that is looked at.
#[derive(Clone, Copy)]
struct Hand {
    number: RwSignal<String>,
    parcel: Remote<ParcelInHand>,
}

impl Hand {
    fn look(self) {
        let number = self.number.get_untracked().trim().to_owned();
        if !number.is_empty() {
            self.parcel.load(api::tracks::look(number));
        }
    }
}

#[component]
fn Looking(hand: Hand) -> impl IntoView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        hand.look();
    };
    view! {
        <form on:submit=submit novalidate>
            <Field label=scans::LOOK_NUMBER.t() value=hand.number hint=Signal::stored(Some(scans::LOOK_HINT.t().to_owned())) />
            <Button kind=ButtonKind::Main busy=Signal::derive(move || hand.parcel.busy())>
                {scans::LOOK_GO.t()}
            </Button>
        </form>
    }
}

/// What is shown of it. An error takes its place: whoever holds another parcel must not read about the last one.
fn in_hand(hand: Hand) -> impl IntoView {
    move || {
        if let Some(error) = hand.parcel.error() {
            let words =
                if error.code() == Some(NOT_FOUND) { scans::LOOK_UNKNOWN.t().to_owned() } else { error.words() };
            return view! { <EmptyState symbol=Symbol::Alert title=scans::LOOK_TITLE.t() words /> }.into_any();
        }
        match hand.parcel.value().get() {
            Some(parcel) => parcel::card(parcel).into_any(),
            None => {
                let words = scans::LOOK_EMPTY.t();
                view! { <EmptyState symbol=Symbol::Scan title=scans::LOOK_EMPTY_TITLE.t() words /> }.into_any()
            }
        }
    }
}

/// What came of sending the scans.
#[derive(Clone, Copy)]
struct Sending {
    key: IdempotencyKey,
    tried: RwSignal<bool>,
    busy: RwSignal<bool>,
    refused: RwSignal<Option<ApiError>>,
    outcomes: RwSignal<Vec<ScanOutcome>>,
    toasts: Toasts,
}

impl Sending {
    fn send(self, fields: Fields) {
        self.tried.set(true);
        let Ok(scans) = untrack(move || fields.text()).scans(dates::now()) else {
            browser::focus_first_wrong();
            return;
        };
        let proofs: Vec<ProofOfDelivery> = scans.batch.scans.iter().filter_map(|scan| fields.proof.of(scan)).collect();
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        spawn_local(async move {
            match send(&scans, &proofs, self.key).await {
                Ok(outcomes) => {
                    self.done(outcomes);
                    fields.numbers.set(String::new());
                    fields.proof.clear();
                }
                Err(error) => {
                    if error.is_final() {
                        self.key.renew();
                    }
                    self.refused.set(Some(error));
                }
            }
            self.busy.set(false);
        });
    }

    fn done(self, outcomes: Vec<ScanOutcome>) {
        let bad = outcomes.iter().filter(|outcome| !outcome.ok).count();
        let count = |count: usize| amount::grouped(count as u64);
        let words = scans::SENT.fill(&[("ok", &count(outcomes.len() - bad)), ("bad", &count(bad))]);
        if bad == 0 {
            self.toasts.done(words)
        } else {
            self.toasts.failed(words)
        }
        self.tried.set(false);
        self.outcomes.set(outcomes);
        self.key.renew();
    }
}

/// Every parcel's outcome. What was sent before a failure is sent again with the rest, and changes nothing then.
async fn send(sent: &Scans, proofs: &[ProofOfDelivery], key: IdempotencyKey) -> Result<Vec<ScanOutcome>, ApiError> {
    let mut outcomes = Vec::new();
    for handover in &sent.handovers {
        match api::tracks::scan_handover(handover).await {
            Ok(answer) => outcomes.extend(answer.items),
            Err(error) if error.code() == Some(NOT_FOUND) => outcomes.push(ScanOutcome {
                waybill_no: handover.handover_no.clone(),
                ok: false,
                duplicate: false,
                irregular: false,
                code: Some(NOT_FOUND.to_owned()),
                detail: Some(scans::HANDOVER_UNKNOWN.t().to_owned()),
            }),
            Err(error) => return Err(error),
        }
    }
    for proof in proofs {
        outcomes.push(prove(proof).await?);
    }
    if proofs.is_empty() && !sent.batch.scans.is_empty() {
        outcomes.extend(api::tracks::scan(&sent.batch, key).await?.items);
    }
    Ok(outcomes)
}

/// What the service refuses of one parcel is that parcel's outcome.
async fn prove(proof: &ProofOfDelivery) -> Result<ScanOutcome, ApiError> {
    match api::tracks::prove(proof).await {
        Err(error) if error.is_final() => Ok(ScanOutcome {
            waybill_no: proof.waybill_no.clone(),
            ok: false,
            duplicate: false,
            irregular: false,
            code: error.code().map(str::to_owned),
            detail: Some(error.words()),
        }),
        answer => answer,
    }
}

#[component]
fn Entry(fields: Fields, outcomes: RwSignal<Vec<ScanOutcome>>) -> impl IntoView {
    let sending = Sending {
        key: IdempotencyKey::new(),
        tried: RwSignal::new(false),
        busy: RwSignal::new(false),
        refused: RwSignal::new(None),
        outcomes,
        toasts: Toasts::expect(),
    };
    let count = Memo::new(move |_| u32::try_from(fields.text().numbers().len()).unwrap_or(u32::MAX));
    let error = move |field: ScanField| {
        Signal::derive(move || {
            let wrong = sending.tried.get().then(|| fields.text().scans(DateTime::<Utc>::default()).err()).flatten()?;
            wrong.into_iter().find(|(at, _)| *at == field).map(|(_, words)| words.t().to_owned())
        })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        sending.send(fields);
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
            <TextArea label=scans::NUMBERS.t() value=fields.numbers rows=12 error=error(ScanField::Numbers) />
            <Button kind=ButtonKind::Main busy=sending.busy>
                {move || scans::SUBMIT.count(count.get())}
            </Button>
        </form>
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
