//! Taking back a top-up that was confirmed in error.

use leptos::prelude::*;
use shared::{
    ledger::{Posting, TopUpReversal},
    limits::REASON_CHARS,
};

use super::{Till, service};
use crate::{
    amount, browser,
    console::deed::Deed,
    texts::{common, network, wallet as texts},
    ui::{Button, ButtonKind, Field, Toasts},
};

#[component]
pub fn Form(posting: Posting) -> impl IntoView {
    let (till, toasts) = (Till::expect(), Toasts::expect());
    let reason = RwSignal::new(String::new());
    let (deed, tried) = (Deed::new(), RwSignal::new(false));
    let error = deed.missing_or_beside(reason, tried, "/reason");
    let (id, sum) = (posting.id, amount::yuan(posting.amount));
    let what = texts::REVERSE_WHAT.fill(&[("amount", &sum), ("voucher", &posting.reason)]);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let reason = reason.with_untracked(|text| text.trim().to_owned());
        if reason.is_empty() {
            browser::focus_first_wrong();
            return;
        }
        let said = texts::REVERSED.fill(&[("amount", &sum)]);
        let work = async move { service::reverse(till.id, &TopUpReversal { posting_id: id, reason }).await };
        deed.run(work, move |_| {
            toasts.done(said);
            till.posted();
        });
    };
    view! {
        <form on:submit=send novalidate>
            <p class="lead">{what}</p>
            <Field
                label=network::REASON.t()
                value=reason
                error
                hint=Signal::derive(|| Some(texts::REVERSE_HINT.t().to_owned()))
                max_chars=REASON_CHARS
                required=true
                autofocus=true
            />
            {deed.refusal(&["/reason"])}
            <div class="acts">
                <Button on_press=move |()| till.doing.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Danger busy=deed.busy>
                    {texts::REVERSE.t()}
                </Button>
            </div>
        </form>
    }
}
