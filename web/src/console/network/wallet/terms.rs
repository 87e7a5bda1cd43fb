//! How a merchant pays, what it may owe, what is refused to it, and when its people are warned.

use leptos::prelude::*;
use shared::{
    applications::Settlement,
    ledger::{Wallet, WalletTerms},
};
use units::Money;

use super::{Till, service, typed_money};
use crate::{
    browser,
    console::{application_words::settlements, deed::Deed},
    texts::{applications as parts, common, network, wallet as texts},
    ui::{Button, ButtonKind, Checkbox, Field, Select, Toasts},
};

const BESIDE: &[&str] = &["/settlement", "/credit_limit", "/floor", "/warn_below"];
const AMOUNT_CHARS: usize = 14;

/// The fields, as they are typed.
#[derive(Clone, Copy)]
struct Typed {
    settlement: RwSignal<String>,
    limit: RwSignal<String>,
    /// Nothing is refused, whatever stands at the floor.
    no_floor: RwSignal<bool>,
    floor: RwSignal<String>,
    /// Empty: nobody is warned.
    warn_below: RwSignal<String>,
}

impl Typed {
    fn of(wallet: &Wallet) -> Typed {
        let text = |amount: Option<Money>| RwSignal::new(amount.map(|amount| amount.to_string()).unwrap_or_default());
        Typed {
            settlement: RwSignal::new(wallet.settlement.as_str().to_owned()),
            limit: text(Some(wallet.credit_limit)),
            no_floor: RwSignal::new(wallet.floor.is_none()),
            floor: text(wallet.floor.or(Some(Money::ZERO))),
            warn_below: text(wallet.warn_below),
        }
    }

    fn is_credit(self) -> bool {
        self.settlement.with(|text| Settlement::parse(text) == Some(Settlement::Credit))
    }

    fn limit(self) -> Option<Money> {
        if self.is_credit() { self.limit.with(|text| typed_money(text)) } else { Some(Money::ZERO) }
    }

    fn floor(self) -> Option<Option<Money>> {
        if self.no_floor.get() { Some(None) } else { self.floor.with(|text| typed_money(text)).map(Some) }
    }

    fn warn_below(self) -> Option<Option<Money>> {
        self.warn_below.with(|text| if text.trim().is_empty() { Some(None) } else { typed_money(text).map(Some) })
    }

    /// The terms, unless an amount is none.
    fn terms(self) -> Option<WalletTerms> {
        Some(WalletTerms {
            settlement: self.settlement.with(|text| Settlement::parse(text))?,
            credit_limit: self.limit()?,
            floor: self.floor()?,
            warn_below: self.warn_below()?,
        })
    }
}

#[component]
pub fn Form(wallet: Wallet) -> impl IntoView {
    let (till, toasts) = (Till::expect(), Toasts::expect());
    let typed = Typed::of(&wallet);
    let (deed, tried) = (Deed::new(), RwSignal::new(false));
    let error = move |pointer: &'static str, is_wrong: fn(Typed) -> bool| {
        let refused = deed.beside(pointer);
        Signal::derive(move || {
            let is_wrong = tried.get() && is_wrong(typed);
            is_wrong.then(|| network::LIMIT_WRONG.t().to_owned()).or_else(|| refused.get())
        })
    };
    let limit_error = error("/credit_limit", |typed| typed.limit().is_none());
    let floor_error = error("/floor", |typed| typed.floor().is_none());
    let warn_error = error("/warn_below", |typed| typed.warn_below().is_none());
    let is_credit = Memo::new(move |_| typed.is_credit());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let Some(terms) = untrack(|| typed.terms()) else {
            browser::focus_first_wrong();
            return;
        };
        let work = async move { service::set_terms(till.id, &terms).await };
        deed.run(work, move |changed| {
            toasts.done(texts::TERMS_SAVED.t());
            till.doing.set(None);
            till.wallet.value().set(Some(changed));
        });
    };
    let hint = |text: crate::i18n::Text| Signal::derive(move || Some(text.t().to_owned()));
    view! {
        <form on:submit=send novalidate autocomplete="off">
            <Select
                label=parts::SETTLEMENT.t()
                value=typed.settlement
                options=Signal::derive(settlements)
                error=deed.beside("/settlement")
            />
            {move || {
                is_credit
                    .get()
                    .then(|| {
                        view! {
                            <Field
                                label=texts::CREDIT_LIMIT.t()
                                value=typed.limit
                                error=limit_error
                                inputmode="decimal"
                                max_chars=AMOUNT_CHARS
                                required=true
                            />
                        }
                    })
            }}
            <Checkbox
                label=texts::NO_FLOOR_WHY.t()
                checked=typed.no_floor
                on_change=move |on| typed.no_floor.set(on)
            />
            {move || {
                (!typed.no_floor.get())
                    .then(|| {
                        view! {
                            <Field
                                label=texts::FLOOR.t()
                                value=typed.floor
                                error=floor_error
                                hint=hint(texts::FLOOR_HINT)
                                max_chars=AMOUNT_CHARS
                                required=true
                            />
                        }
                    })
            }}
            <Field
                label=texts::WARN_BELOW.t()
                value=typed.warn_below
                error=warn_error
                hint=hint(texts::WARN_HINT)
                max_chars=AMOUNT_CHARS
            />
            {deed.refusal(BESIDE)}
            <div class="acts">
                <Button on_press=move |()| till.doing.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {common::SAVE.t()}
                </Button>
            </div>
        </form>
    }
}
