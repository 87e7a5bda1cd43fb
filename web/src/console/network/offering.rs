//! Offering terms to an applicant.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::applications::{AGREEMENT_NO_CHARS, Application, Settlement, Terms};
use units::Money;

use super::{reviewing::Hand, service};
use crate::{
    browser,
    console::{application_words::settlements, deed::Deed},
    texts::{applications as parts, common, network as texts},
    ui::{Button, ButtonKind, Dialog, Field, Select, Toasts},
};

const BESIDE: &[&str] = &["/settlement", "/credit_limit", "/agreement_no", "/agreement_expires_on"];
const LIMIT_CHARS: usize = 12;

#[component]
pub fn Offering(application: Application, hand: Hand, open: Signal<bool>) -> impl IntoView {
    let application = StoredValue::new(application);
    view! {
        <Dialog
            open
            title=Signal::derive(|| texts::OFFER_TITLE.t().to_owned())
            on_close=move |()| hand.leave()
        >
            <Form application=application.get_value() hand />
        </Dialog>
    }
}

/// The fields, as they are typed.
#[derive(Clone, Copy)]
struct Typed {
    settlement: RwSignal<String>,
    limit: RwSignal<String>,
    agreement_no: RwSignal<String>,
    expires_on: RwSignal<String>,
}

impl Typed {
    /// What was offered before, or what the applicant wishes.
    fn of(application: &Application) -> Typed {
        let terms = application.terms.as_ref();
        let settlement = terms.map_or(application.form.settlement, |terms| terms.settlement);
        let text = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        Typed {
            settlement: RwSignal::new(settlement.as_str().to_owned()),
            limit: text(terms.and_then(|terms| terms.credit_limit).map(|limit| limit.to_string())),
            agreement_no: text(terms.map(|terms| terms.agreement_no.clone())),
            expires_on: text(terms.map(|terms| terms.agreement_expires_on.to_string())),
        }
    }

    fn is_credit(self) -> bool {
        self.settlement.with(|text| Settlement::parse(text) == Some(Settlement::Credit))
    }

    fn money(self) -> Option<Money> {
        self.limit.with(|text| text.trim().replace(',', "").parse().ok())
    }

    fn day(self) -> Option<NaiveDate> {
        self.expires_on.with(|text| text.parse().ok())
    }

    /// The terms, unless something is missing. The tariff that was offered stays: this form has no place for one.
    fn terms(self, tariff: Option<serde_json::Value>) -> Option<Terms> {
        let credit_limit = self.is_credit().then(|| self.money());
        let agreement_no = self.agreement_no.with(|text| text.trim().to_owned());
        if credit_limit == Some(None) || agreement_no.is_empty() {
            return None;
        }
        Some(Terms {
            settlement: Settlement::parse(&self.settlement.get())?,
            credit_limit: credit_limit.flatten(),
            agreement_no,
            agreement_expires_on: self.day()?,
            tariff,
        })
    }
}

#[component]
fn Form(application: Application, hand: Hand) -> impl IntoView {
    let toasts = Toasts::expect();
    let typed = Typed::of(&application);
    let id = application.row.id;
    let tariff = application.terms.map(|terms| terms.tariff);
    let about_tariff = if tariff.is_some() { texts::OFFER_KEEPS } else { texts::OFFER_STANDARD };
    let tried = RwSignal::new(false);
    let deed = Deed::new();
    let error = move |pointer: &'static str, wrong: fn(Typed) -> Option<String>| {
        let refused = deed.beside(pointer);
        Signal::derive(move || tried.get().then(|| wrong(typed)).flatten().or_else(|| refused.get()))
    };
    let limit_error =
        error("/credit_limit", |typed| typed.money().is_none().then(|| texts::LIMIT_WRONG.t().to_owned()));
    let number_error = error("/agreement_no", |typed| {
        typed.agreement_no.with(|text| text.trim().is_empty()).then(|| parts::REQUIRED.t().to_owned())
    });
    let day_error =
        error("/agreement_expires_on", |typed| typed.day().is_none().then(|| texts::DATE_WRONG.t().to_owned()));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Some(terms) = untrack(|| typed.terms(tariff.clone())) else {
            browser::focus_first_wrong();
            return;
        };
        let work = async move { hand.heard(service::offer_terms(id, &terms).await) };
        deed.run(work, move |moved| {
            toasts.done(texts::OFFERED.t());
            hand.moved(moved);
        });
    };
    let limit = move || {
        typed.is_credit().then(|| {
            view! {
                <Field
                    label=texts::LIMIT.t()
                    value=typed.limit
                    error=limit_error
                    inputmode="decimal"
                    max_chars=LIMIT_CHARS
                    required=true
                />
            }
        })
    };
    view! {
        <form on:submit=send novalidate>
            <Select
                label=parts::SETTLEMENT.t()
                value=typed.settlement
                options=Signal::derive(settlements)
                error=deed.beside("/settlement")
            />
            {limit}
            <Field
                label=parts::AGREEMENT_NO.t()
                value=typed.agreement_no
                error=number_error
                max_chars=AGREEMENT_NO_CHARS
                required=true
            />
            <Field
                label=parts::EXPIRES_ON.t()
                value=typed.expires_on
                error=day_error
                kind="date"
                required=true
            />
            <p class="sub">{about_tariff.t()}</p>
            {deed.refusal(BESIDE)}
            <div class="acts">
                <Button on_press=move |()| hand.leave()>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {texts::SEND.t()}
                </Button>
            </div>
        </form>
    }
}
