//! Adding a sending address.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::contacts::{ContactCreate, ContactKind};

use super::{
    contacts::service,
    party::{PartyFields, PartyForm},
};
use crate::{
    api::{ApiError, IdempotencyKey},
    browser,
    texts::{common, party},
    ui::{Button, ButtonKind, Checkbox, Dialog, Notice},
};

thread_local! {
    /// Grows with every address added, by whichever of the dialogs.
    static ADDED: ArcRwSignal<u32> = ArcRwSignal::new(0);
}

/// Changes when a sending address was added.
pub fn added() -> ArcRwSignal<u32> {
    ADDED.with(ArcRwSignal::clone)
}

/// It says what was done, and nothing where it was only closed.
#[component]
pub fn SenderDialog(
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_over: Callback<Option<String>>,
) -> impl IntoView {
    view! {
        <Dialog
            open
            wide=true
            title=Signal::derive(|| party::SENDER_TITLE.t().to_owned())
            on_close=move |()| on_over.run(None)
        >
            <SenderForm on_over />
        </Dialog>
    }
}

#[component]
fn SenderForm(on_over: Callback<Option<String>>) -> impl IntoView {
    let fields = PartyFields::new();
    let key = IdempotencyKey::new();
    let is_default = RwSignal::new(true);
    let tried = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<ApiError>);
    let error = move |(pointer,): (&'static str,)| {
        let local = tried
            .get()
            .then(|| fields.text().problems().into_iter().find(|(at, _)| *at == pointer).map(|(_, words)| words))
            .flatten();
        local.or_else(|| refused.with(|e| e.as_ref()?.field(&format!("/party{pointer}"))))
    };
    let other = move || {
        let refused = refused.get()?;
        (!refused.is_all_beside(&["/party"])).then(|| view! { <Notice tone="bad">{refused.words()}</Notice> })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let text = untrack(move || fields.text());
        if !text.problems().is_empty() {
            browser::focus_first_wrong();
            return;
        }
        if busy.get_untracked() {
            return;
        }
        let contact = ContactCreate {
            kind: ContactKind::Sender,
            party: text.party(),
            is_default: is_default.get_untracked(),
            group: String::new(),
            owner_id: None,
        };
        busy.set(true);
        spawn_local(async move {
            match service::create(&contact, key).await {
                Ok(_) => {
                    added().update(|added| *added += 1);
                    let _ = on_over.try_run(Some(party::SENDER_ADDED.t().to_owned()));
                }
                Err(error) => {
                    if error.is_final() {
                        key.renew();
                    }
                    refused.try_set(Some(error));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <form on:submit=submit novalidate>
            {other}
            <PartyForm fields error autofocus=true />
            <Checkbox label=party::SENDER_DEFAULT.t() checked=is_default on_change=move |on| is_default.set(on) />
            <div class="acts">
                <Button on_press=move |()| on_over.run(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy>
                    {common::SAVE.t()}
                </Button>
            </div>
        </form>
    }
}
