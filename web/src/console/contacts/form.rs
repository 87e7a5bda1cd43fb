//! Adding a contact, and changing one.

use leptos::prelude::*;
use shared::{
    Permission,
    contacts::{CONTACT_GROUP_CHARS, Contact, ContactCreate, ContactKind, ContactUpdate, Party},
};

use super::{Book, Doing, by_kind, owner_names, service};
use crate::{
    api::{IdempotencyKey, Remote},
    browser,
    console::{
        app::Desk,
        deed::Deed,
        listed::Listed,
        party::{PartyFields, PartyForm, PartyText},
    },
    features::{parts::OwnerSelect, shipments::destination},
    texts::{common, contacts as texts},
    ui::{Button, ButtonKind, Checkbox, Dialog, Field, Toasts},
};

/// The id of the list of groups that are proposed.
const GROUPS: &str = "contact-groups";
const BESIDE: &[&str] = &["/party", "/group", "/owner_id"];

#[component]
pub fn ContactDialog() -> impl IntoView {
    let book = Book::expect();
    let is_open = move || book.doing.with(|doing| matches!(doing, Some(Doing::Add | Doing::Edit(_))));
    let title = move || {
        let adds = by_kind(book.kind.get(), texts::ADD_RECEIVER_TITLE, texts::ADD_SENDER_TITLE);
        let text =
            book.doing.with(|doing| if matches!(doing, Some(Doing::Edit(_))) { texts::EDIT_TITLE } else { adds });
        text.t().to_owned()
    };
    let content = move || match book.doing.get_untracked() {
        Some(Doing::Edit(contact)) => view! { <Edited contact /> }.into_any(),
        _ => view! { <Form known=None party=Some(None) /> }.into_any(),
    };
    view! {
        <Dialog
            open=Memo::new(move |_| is_open())
            title=Signal::derive(title)
            on_close=move |()| book.doing.set(None)
            wide=true
        >
            {content()}
        </Dialog>
    }
}

/// Whoever may see it has it in full in the form; the others change the rest.
#[component]
fn Edited(contact: Contact) -> impl IntoView {
    if !Desk::expect().may(Permission::PersonalDataReveal) {
        return view! { <Form known=Some(contact) party=None /> }.into_any();
    }
    let party = Remote::<Party>::new();
    let id = contact.id;
    let load = move || party.load(service::reveal(id, texts::REVEAL_REASON.t()));
    load();
    let contact = StoredValue::new(contact);
    view! {
        <Listed remote=party load=Callback::new(move |()| load())>
            <Form known=Some(contact.get_value()) party=Some(party.value().get_untracked()) />
        </Listed>
    }
    .into_any()
}

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    party: PartyFields,
    group: RwSignal<String>,
    owner: RwSignal<String>,
    is_default: RwSignal<bool>,
}

impl Typed {
    fn new(known: Option<&Contact>, party: Option<&Party>) -> Typed {
        let fields = PartyFields::new();
        if let Some(party) = party {
            fields.set(PartyText::of(party));
        }
        Typed {
            party: fields,
            group: RwSignal::new(known.map(|contact| contact.group.clone()).unwrap_or_default()),
            owner: RwSignal::new(known.and_then(|one| one.owner_id).map(|id| id.to_string()).unwrap_or_default()),
            is_default: RwSignal::new(known.is_some_and(|contact| contact.is_default)),
        }
    }

    fn create(self, kind: ContactKind) -> ContactCreate {
        let update = self.update();
        ContactCreate {
            kind,
            party: self.party.text().party(),
            is_default: update.is_default,
            group: update.group,
            owner_id: update.owner_id,
        }
    }

    /// Without the person.
    fn update(self) -> ContactUpdate {
        ContactUpdate {
            party: None,
            is_default: self.is_default.get(),
            group: self.group.get().trim().to_owned(),
            owner_id: self.owner.get().parse().ok(),
        }
    }
}

/// `known` is who is changed; `party` is nothing where it may not be seen, and nothing inside for somebody new.
#[component]
fn Form(known: Option<Contact>, party: Option<Option<Party>>) -> impl IntoView {
    let book = Book::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let key = IdempotencyKey::new();
    let kind = known.as_ref().map_or_else(|| book.kind.get_untracked(), |contact| contact.kind);
    let before = party.clone().flatten();
    let typed = Typed::new(known.as_ref(), before.as_ref());
    let tried = RwSignal::new(false);
    let shows_party = party.is_some();
    let id = known.as_ref().map(|contact| contact.id);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let text = untrack(|| typed.party.text());
        if shows_party && !text.problems().is_empty() {
            browser::focus_first_wrong();
            return;
        }
        let create = untrack(|| typed.create(kind));
        // A person who was not touched stays as they are.
        let party = shows_party.then(|| text.party()).filter(|party| before.as_ref() != Some(party));
        let update = ContactUpdate { party, ..untrack(|| typed.update()) };
        let work = async move {
            let saved = match id {
                Some(id) => service::update(id, &update).await,
                None => service::create(&create, key).await,
            };
            if saved.as_ref().is_err_and(|error| error.is_final()) {
                key.renew();
                browser::focus_first_wrong();
            }
            saved
        };
        deed.run(work, move |_| {
            toasts.done(if id.is_some() { texts::SAVED.t() } else { texts::ADDED.t() });
            book.changed();
        });
    };
    let error = move |(pointer,): (&'static str,)| {
        let problems = || typed.party.text().problems().into_iter().find(|(at, _)| *at == pointer);
        let local = tried.get().then(problems).flatten().map(|(_, words)| words);
        local.or_else(|| deed.error()?.field(&format!("/party{pointer}")))
    };
    view! {
        <form on:submit=save novalidate>
            {if shows_party {
                view! { <PartyForm fields=typed.party error autofocus=true /> }.into_any()
            } else {
                known.as_ref().map(hidden).into_any()
            }}
            <div class="grid-2">
                <Field
                    label=texts::GROUP.t()
                    value=typed.group
                    hint=Signal::derive(|| Some(texts::GROUP_HINT.t().to_owned()))
                    error=deed.beside("/group")
                    max_chars=CONTACT_GROUP_CHARS
                    list=GROUPS
                />
                <OwnerSelect names=owner_names() value=typed.owner error=deed.beside("/owner_id") />
            </div>
            <datalist id=GROUPS>
                {move || {
                    let groups = book.groups.value().get().unwrap_or_default();
                    groups.into_iter().map(|group| view! { <option value=group></option> }).collect_view()
                }}
            </datalist>
            {(kind == ContactKind::Sender).then(|| default_choice(known.as_ref(), typed.is_default))}
            {deed.refusal(BESIDE)}
            <div class="acts">
                <Button on_press=move |()| book.doing.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {common::SAVE.t()}
                </Button>
            </div>
        </form>
    }
}

/// The person, masked, and why they cannot be changed.
fn hidden(contact: &Contact) -> impl IntoView + use<> {
    let party = contact.party.clone();
    let address = format!("{} {}", destination(&party), party.detail);
    view! {
        <p>{party.name} " " <span class="sub">{party.phone}</span></p>
        <p>{address}</p>
        <p class="sub lead">{texts::HIDDEN.t()}</p>
    }
}

/// The default is given to another one, never taken away.
fn default_choice(known: Option<&Contact>, is_default: RwSignal<bool>) -> impl IntoView + use<> {
    if known.is_some_and(|contact| contact.is_default) {
        return view! { <p class="sub">{texts::IS_DEFAULT.t()}</p> }.into_any();
    }
    view! { <Checkbox label=texts::MAKE_DEFAULT.t() checked=is_default on_change=move |on| is_default.set(on) /> }
        .into_any()
}
