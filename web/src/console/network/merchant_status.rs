//! Suspending, reopening and closing a merchant.

use leptos::prelude::*;
use shared::{MerchantId, MerchantStatus, limits::REASON_CHARS, merchants::Merchant};

use super::{merchants::Shelf, service};
use crate::{
    api::Remote,
    browser,
    console::deed::Deed,
    i18n::Text,
    texts::{common, network as texts},
    ui::{Button, ButtonKind, Dialog, Field, Toasts},
};

/// What a change of status is called: the deed, its question, what it does, and that it is done.
const fn words(status: MerchantStatus) -> (Text, Text, Text, Text) {
    match status {
        MerchantStatus::Open => (texts::REOPEN, texts::REOPEN_TITLE, texts::REOPEN_WHAT, texts::REOPENED),
        MerchantStatus::Suspended => (texts::SUSPEND, texts::SUSPEND_TITLE, texts::SUSPEND_WHAT, texts::SUSPENDED),
        MerchantStatus::Closed => (texts::CLOSE, texts::CLOSE_TITLE, texts::CLOSE_WHAT, texts::CLOSED),
    }
}

const fn kind(status: MerchantStatus) -> ButtonKind {
    match status {
        MerchantStatus::Open => ButtonKind::Main,
        MerchantStatus::Suspended | MerchantStatus::Closed => ButtonKind::Danger,
    }
}

#[component]
pub fn Standing(merchant: Merchant, shown: Remote<Merchant>) -> impl IntoView {
    let asking = RwSignal::new(None::<MerchantStatus>);
    let present = merchant.row.status;
    let id = merchant.row.id;
    let name = StoredValue::new(merchant.row.name);
    let others = MerchantStatus::ALL.into_iter().filter(|status| *status != present);
    let buttons = others.map(|status| {
        view! {
            <Button
                kind=kind(status)
                on_press=move |()| asking.set(Some(status))
            >
                {words(status).0.t()}
            </Button>
        }
    });
    let title = Signal::derive(move || {
        let text = asking.get().map(|status| words(status).1);
        text.map(|text| name.with_value(|name| text.fill(&[("name", name)]))).unwrap_or_default()
    });
    view! {
        <section>
            <div class="acts">{buttons.collect_view()}</div>
        </section>
        <Dialog
            open=Signal::derive(move || asking.with(Option::is_some))
            title
            on_close=move |()| asking.set(None)
        >
            {move || asking.get().map(|status| view! { <Form status id name=name.get_value() asking shown /> })}
        </Dialog>
    }
}

#[component]
fn Form(
    status: MerchantStatus,
    id: MerchantId,
    name: String,
    asking: RwSignal<Option<MerchantStatus>>,
    shown: Remote<Merchant>,
) -> impl IntoView {
    let shelf = Shelf::expect();
    let toasts = Toasts::expect();
    let reason = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let deed = Deed::new();
    let error = deed.missing_or_beside(reason, tried, "/reason");
    let (verb, _, what, done) = words(status);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let text = reason.get_untracked().trim().to_owned();
        if text.is_empty() {
            browser::focus_first_wrong();
            return;
        }
        let name = name.clone();
        deed.run(service::set_status(id, status, text), move |changed| {
            asking.set(None);
            toasts.done(done.fill(&[("name", &name)]));
            shelf.put(&changed);
            shown.value().set(Some(changed));
        });
    };
    view! {
        <form on:submit=send novalidate>
            <p class="lead">{what.t()}</p>
            <Field
                label=texts::REASON.t()
                value=reason
                error
                hint=Signal::derive(|| Some(texts::REASON_HINT.t().to_owned()))
                max_chars=REASON_CHARS
                required=true
                autofocus=true
            />
            {deed.refusal(&["/reason"])}
            <div class="acts">
                <Button on_press=move |()| asking.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=kind(status) busy=deed.busy>
                    {verb.t()}
                </Button>
            </div>
        </form>
    }
}
