//! Letting somebody sign in again before their account's lock ends.

use leptos::prelude::*;

use super::service;
use crate::{
    browser,
    console::deed::Deed,
    texts::network as texts,
    ui::{Button, ButtonKind, Field, Toasts},
};

/// The longest account: a customer code with a user name, or an e-mail address.
const ACCOUNT_CHARS: usize = 254;

#[component]
pub fn Locks() -> impl IntoView {
    let toasts = Toasts::expect();
    let account = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let deed = Deed::new();
    let error = deed.missing_or_beside(account, tried, "/account");
    let lift = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = account.get_untracked().trim().to_owned();
        tried.set(text.is_empty());
        if text.is_empty() {
            browser::focus_first_wrong();
            return;
        }
        deed.run(service::lift_lock(text.clone()), move |()| {
            account.set(String::new());
            toasts.done(texts::LOCK_LIFTED.fill(&[("account", &text)]));
        });
    };
    view! {
        <div class="flow top-gap">
            <section class="panel narrow" aria-labelledby="lift">
                <header>
                    <h2 id="lift">{texts::LOCK_TITLE.t()}</h2>
                </header>
                <form class="inside" on:submit=lift novalidate>
                    <p class="sub lead">{texts::LOCK_HOW.t()}</p>
                    <Field
                        label=texts::LOCK_ACCOUNT.t()
                        value=account
                        error
                        hint=Signal::derive(|| Some(texts::LOCK_HINT.t().to_owned()))
                        max_chars=ACCOUNT_CHARS
                        required=true
                    />
                    {deed.refusal(&["/account"])}
                    <Button kind=ButtonKind::Main busy=deed.busy>
                        {texts::LOCK_LIFT.t()}
                    </Button>
                </form>
            </section>
        </div>
    }
}
