//! Picking the receiver from the address book, with the hands on the keyboard.

use std::time::Duration;

use leptos::prelude::*;
use shared::contacts::{Contact, ContactKind, ContactSearch};

use super::parcel::GOODS;
use crate::{
    api::{ApiError, Remote},
    browser::{self, timer::Debounce},
    console::contacts::service,
    features::shipments::destination,
    texts::contacts as texts,
    ui::{Button, ComboItem, Combobox},
};

const SEARCH_AFTER: Duration = Duration::from_millis(120);
const FOUND_MAX: u32 = 8;
/// The id of the field.
const PICK: &str = "pick-contact";

/// The field that finds contacts as one types. What is found answers what was typed then; Enter waits for the answer.
#[component]
pub fn ContactPick(chosen: RwSignal<Option<Contact>>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let found = Remote::<(String, Vec<Contact>)>::new();
    let debounce = Debounce::new(SEARCH_AFTER);
    Effect::watch(
        move || typed.with(|typed| typed.trim().to_owned()),
        move |text: &String, _, _| {
            if text.is_empty() {
                debounce.cancel();
                found.clear();
                return;
            }
            let text = text.clone();
            debounce.run(move || found.load(find(text)));
        },
        false,
    );
    let items = Signal::derive(move || {
        found.value().with(|found| Some(found.as_ref()?.1.iter().map(item).collect::<Vec<ComboItem>>()))
    });
    let is_current = Signal::derive(move || {
        found.value().with(|found| found.as_ref().is_some_and(|(asked, _)| typed.with(|typed| typed.trim() == asked)))
    });
    let choose = move |place: usize| {
        let contact = found.value().with_untracked(|found| found.as_ref()?.1.get(place).cloned());
        if let Some(contact) = contact {
            chosen.set(Some(contact));
            request_animation_frame(|| browser::focus(GOODS));
        }
    };
    let trouble = Signal::derive(move || found.error().map(|error| error.words()));
    view! {
        <Combobox
            id=PICK
            label=texts::PICK.t()
            placeholder=texts::PICK_HINT.t()
            typed
            items
            is_current
            none=texts::PICK_NONE
            count=texts::PICK_FOUND
            error=trouble
            on_choose=choose
        />
    }
}

async fn find(text: String) -> Result<(String, Vec<Contact>), ApiError> {
    let kind = Some(ContactKind::Receiver);
    let search = ContactSearch { q: text, kind, limit: Some(FOUND_MAX), ..ContactSearch::default() };
    let found = service::search(&search).await?;
    Ok((search.q, found))
}

fn item(contact: &Contact) -> ComboItem {
    let party = &contact.party;
    ComboItem {
        words: format!("{} {}", party.name, party.phone),
        hint: format!("{} {}", destination(party), party.detail),
    }
}

/// Who was chosen, masked, with the way back.
#[component]
pub fn ChosenContact(
    contact: Contact,
    chosen: RwSignal<Option<Contact>>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let party = contact.party;
    let other = move |()| {
        chosen.set(None);
        request_animation_frame(|| browser::focus(PICK));
    };
    view! {
        <div class="chosen-contact">
            <p>
                <b>{party.name.clone()}</b> " " <span class="sub">{party.phone.clone()}</span> <br />
                {destination(&party)} " " {party.detail.clone()}
            </p>
            <Button on_press=other>{texts::PICK_OTHER.t()}</Button>
        </div>
        {move || error.get().map(|words| view! { <p class="look" role="alert">{words}</p> })}
    }
}
