//! Confirming money that came by bank.

use leptos::prelude::*;
use shared::ledger::{TopUpCreate, VOUCHER_NO_CHARS};
use units::Money;

use super::{Till, service, typed_money};
use crate::{
    amount,
    api::IdempotencyKey,
    browser,
    console::deed::Deed,
    texts::{common, network, wallet as texts},
    ui::{Button, ButtonKind, Field, Toasts},
};

/// The service's word for a transfer that was taken before.
const VOUCHER_TAKEN: &str = "voucher_taken";
const AMOUNT_CHARS: usize = 14;

#[component]
pub fn Form() -> impl IntoView {
    let (till, toasts) = (Till::expect(), Toasts::expect());
    let (typed, voucher) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (deed, tried, key) = (Deed::new(), RwSignal::new(false), IdempotencyKey::new());
    let money = move || typed.with(|text| typed_money(text)).filter(|amount| *amount > Money::ZERO);
    let refused = deed.beside("/amount");
    let amount_error = Signal::derive(move || {
        let is_wrong = tried.get() && money().is_none();
        is_wrong.then(|| network::LIMIT_WRONG.t().to_owned()).or_else(|| refused.get())
    });
    let taken = move || deed.error().filter(|error| error.code() == Some(VOUCHER_TAKEN)).map(|error| error.words());
    let missing = deed.missing_or_beside(voucher, tried, "/voucher_no");
    let voucher_error = Signal::derive(move || missing.get().or_else(taken));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let voucher_no = voucher.with_untracked(|text| text.trim().to_owned());
        let Some(amount) = untrack(money).filter(|_| !voucher_no.is_empty()) else {
            browser::focus_first_wrong();
            return;
        };
        let work = async move {
            let made = service::top_up(till.id, &TopUpCreate { amount, voucher_no }, key).await;
            if made.as_ref().is_err_and(|error| error.is_final()) {
                key.renew();
                browser::focus_first_wrong();
            }
            made
        };
        deed.run(work, move |posted| {
            toasts.done(texts::TOPPED_UP.fill(&[("amount", &amount::yuan(posted.amount))]));
            till.posted();
        });
    };
    view! {
        <form on:submit=send novalidate autocomplete="off">
            <p class="lead">{texts::TOP_UP_WHAT.t()}</p>
            <Field
                label=texts::AMOUNT.t()
                value=typed
                error=amount_error
                inputmode="decimal"
                max_chars=AMOUNT_CHARS
                required=true
                autofocus=true
            />
            <Field
                label=texts::VOUCHER.t()
                value=voucher
                error=voucher_error
                hint=Signal::derive(|| Some(texts::VOUCHER_HINT.t().to_owned()))
                max_chars=VOUCHER_NO_CHARS
                required=true
            />
            {move || taken().is_none().then(|| deed.refusal(&["/amount", "/voucher_no"]))}
            <div class="acts">
                <Button on_press=move |()| till.doing.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {texts::TOP_UP.t()}
                </Button>
            </div>
        </form>
    }
}
