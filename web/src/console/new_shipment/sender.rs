//! Who sends.

use leptos::prelude::*;
use shared::{Page, Permission, contacts::Contact};

use crate::{
    api::Remote,
    console::{app::Desk, parts::service, senders},
    texts::new_shipment,
    ui::{Button, ErrorState, Notice, Select, Skeleton, Symbol},
};

/// Chooses a sending address; the default one is chosen from the start.
#[component]
pub fn SenderChoice(
    value: RwSignal<String>,
    #[prop(into)] error: Signal<Option<String>>,
    /// The dialog that adds one is open.
    adding: RwSignal<bool>,
) -> impl IntoView {
    let senders = Remote::<Page<Contact>>::new();
    let load = move || senders.load(service::senders());
    let added = senders::added();
    Effect::new(move |_| {
        added.track();
        load();
    });
    Effect::new(move |_| {
        senders.value().with(|page| {
            let Some(page) = page else { return };
            let known =
                value.with_untracked(|chosen| page.items.iter().any(|contact| contact.id.to_string() == *chosen));
            let first = page.items.iter().find(|contact| contact.is_default).or(page.items.first());
            if let (false, Some(first)) = (known, first) {
                value.set(first.id.to_string());
            }
        });
    });
    let options = Signal::derive(move || {
        senders.value().with(|page| {
            page.iter().flat_map(|page| &page.items).map(|c| (c.id.to_string(), words(c))).collect::<Vec<_>>()
        })
    });
    move || match (senders.value().with(|page| page.as_ref().map(|page| page.items.is_empty())), senders.error()) {
        (Some(true), _) => view! {
            <Notice tone="warn">
                {new_shipment::SENDER_NONE.t()} <AddSender adding />
            </Notice>
        }
        .into_any(),
        (Some(false), _) => view! {
            <div class="sender-line">
                <Select label=new_shipment::SENDER.t() value options error />
                <AddSender adding />
            </div>
        }
        .into_any(),
        (None, Some(error)) => view! { <ErrorState error on_retry=Callback::new(move |()| load()) /> }.into_any(),
        (None, None) => view! { <Skeleton lines=1 /> }.into_any(),
    }
}

#[component]
fn AddSender(adding: RwSignal<bool>) -> impl IntoView {
    Desk::expect().may(Permission::ContactsWrite).then(|| {
        view! {
            <Button icon=Symbol::Plus on_press=move |()| adding.set(true)>
                {new_shipment::SENDER_ADD.t()}
            </Button>
        }
    })
}

fn words(contact: &Contact) -> String {
    let party = &contact.party;
    let mark =
        if contact.is_default { format!("（{}）", new_shipment::SENDER_DEFAULT_MARK.t()) } else { String::new() };
    let region = crate::features::shipments::destination(party);
    format!("{} {} · {region} {}{mark}", party.name, party.phone, party.detail)
}
