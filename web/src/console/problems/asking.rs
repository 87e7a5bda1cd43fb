//! Asking the carrier to do something about a problem.

use leptos::prelude::*;
use shared::{
    ProblemId,
    problems::{InstructionCreate, InstructionKind, PROBLEM_TEXT_CHARS, ProblemDetail},
};
use units::Money;

use super::{Board, service};
use crate::{
    amount,
    api::{IdempotencyKey, Remote},
    browser,
    console::{
        deed::Deed,
        party::{PartyFields, PartyForm},
        problem_words as words,
    },
    texts::{common, problems as texts},
    ui::{Button, ButtonKind, Dialog, Field, TextArea, Toasts},
};

const TEXT: &str = "/text";
const AMOUNT: &str = "/amount";
const BESIDE: &[&str] = &[
    TEXT,
    AMOUNT,
    "/address",
    "/address/name",
    "/address/phone",
    "/address/province",
    "/address/city",
    "/address/district",
    "/address/detail",
];

#[component]
pub fn Asking(
    id: ProblemId,
    shown: Remote<ProblemDetail>,
    /// What is asked for, while the dialog is open.
    asked: RwSignal<Option<InstructionKind>>,
) -> impl IntoView {
    let title = move || asked.get().map(|kind| words::instruction(kind).t().to_owned()).unwrap_or_default();
    let form = move || {
        let most = shown.value().with_untracked(|detail| detail.as_ref().map(|detail| detail.claim_max));
        asked.get_untracked().zip(most).map(|(kind, most)| view! { <AskForm id kind most asked /> })
    };
    view! {
        <Dialog
            open=Signal::derive(move || asked.with(Option::is_some))
            title=Signal::derive(title)
            on_close=move |()| asked.set(None)
            wide=true
        >
            {form()}
        </Dialog>
    }
}

#[component]
fn AskForm(
    id: ProblemId,
    kind: InstructionKind,
    most: Money,
    asked: RwSignal<Option<InstructionKind>>,
) -> impl IntoView {
    let board = Board::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let key = IdempotencyKey::new();
    let text = RwSignal::new(String::new());
    let amount_text = RwSignal::new(String::new());
    let party = PartyFields::new();
    let tried = RwSignal::new(false);
    let is_claim = kind == InstructionKind::Claim;
    let is_elsewhere = kind == InstructionKind::ChangeAddress;
    let amount = move || {
        let typed = amount_text.with(|text| amount::parse_money(text));
        typed.filter(|amount| *amount > Money::ZERO && *amount <= most)
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if is_claim && untrack(amount).is_none() {
            browser::focus_first_wrong();
            return;
        }
        let wanted = InstructionCreate {
            kind,
            text: text.get_untracked().trim().to_owned(),
            address: is_elsewhere.then(|| untrack(|| party.text()).party()),
            amount: untrack(amount).filter(|_| is_claim),
        };
        let work = async move {
            let made = service::ask(id, &wanted, key).await;
            if made.as_ref().is_err_and(|error| error.is_final()) {
                key.renew();
                browser::focus_first_wrong();
            }
            made
        };
        deed.run(work, move |_| {
            asked.set(None);
            toasts.done(texts::ASKED.t());
            board.changed();
        });
    };
    let most_words = StoredValue::new(amount::yuan(most));
    let wrong_amount = Signal::derive(move || {
        let is_wrong = tried.get() && amount().is_none();
        let words = move || texts::ASK_AMOUNT_WRONG.fill(&[("most", &most_words.get_value())]);
        is_wrong.then(words).or_else(|| deed.beside(AMOUNT).get())
    });
    let hint = texts::ASK_AMOUNT_HINT.fill(&[("most", &most_words.get_value())]);
    let party_error = move |(pointer,): (&'static str,)| deed.error()?.field(&format!("/address{pointer}"));
    view! {
        <form on:submit=submit novalidate>
            {(kind == InstructionKind::Return).then(|| view! { <p class="sub lead">{texts::RETURN_WHAT.t()}</p> })}
            {is_elsewhere.then(|| view! { <PartyForm fields=party error=Callback::new(party_error) autofocus=true /> })}
            {is_claim
                .then(|| {
                    view! {
                        <Field
                            label=texts::ASK_AMOUNT.t()
                            value=amount_text
                            inputmode="decimal"
                            required=true
                            error=wrong_amount
                            hint=Signal::stored(Some(hint.clone()))
                        />
                    }
                })}
            <TextArea
                label=texts::ASK_TEXT.t()
                value=text
                max_chars=PROBLEM_TEXT_CHARS
                error=deed.beside(TEXT)
            />
            {deed.refusal(BESIDE)}
            <div class="acts">
                <Button on_press=move |()| asked.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {texts::ASK_SEND.t()}
                </Button>
            </div>
        </form>
    }
}
