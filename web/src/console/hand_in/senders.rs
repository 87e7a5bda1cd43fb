//! Who sends what is handed in.

use leptos::prelude::*;
use shared::{Page, Permission, contacts::Contact};

use super::{Handing, service};
use crate::{
    api::Remote,
    console::app::Desk,
    texts::{common, imports as texts},
    ui::{Button, Notice, Select},
};

/// A choice where there is one; without any sending address, the way to add one.
#[component]
pub fn SenderChoice() -> impl IntoView {
    let desk = Desk::expect();
    let sender = Handing::expect().sender;
    let may_add = desk.may(Permission::ContactsWrite);
    let senders = Remote::<Page<Contact>>::new();
    let load = move || senders.load(service::senders());
    if desk.may(Permission::ContactsRead) {
        load();
    }
    let options = Signal::derive(move || {
        let every = (String::new(), texts::SENDER_DEFAULT.t().to_owned());
        let list = senders.value().get().map(|page| page.items).unwrap_or_default();
        let option = |contact: Contact| {
            let party = contact.party;
            (contact.id.to_string(), format!("{} · {}{}", party.name, party.city, party.district))
        };
        std::iter::once(every).chain(list.into_iter().map(option)).collect::<Vec<_>>()
    });
    let count = Memo::new(move |_| senders.value().with(|page| page.as_ref().map(|page| page.items.len())));
    move || match count.get() {
        Some(0) => Some(
            view! {
                <Notice tone="warn">
                    <span>
                        <b>{texts::SENDER_NONE_TITLE.t()}</b>
                        " "
                        {texts::SENDER_NONE.t()}
                    </span>
                    {may_add
                        .then(|| {
                            view! {
                                <span class="end">
                                    <Button on_press=move |()| {
                                        desk.go("/contacts/senders")
                                    }>{texts::SENDER_ADD.t()}</Button>
                                </span>
                            }
                        })}
                </Notice>
            }
            .into_any(),
        ),
        Some(many) if many > 1 => Some(
            view! { <div class="sender-choice"><Select label=texts::SENDER.t() value=sender options /></div> }
                .into_any(),
        ),
        Some(_) => None,
        None => senders.error().map(|error| {
            view! {
                <Notice tone="bad">
                    {error.words()}
                    <span class="end">
                        <Button on_press=move |()| load()>{common::RETRY.t()}</Button>
                    </span>
                </Notice>
            }
            .into_any()
        }),
    }
}
