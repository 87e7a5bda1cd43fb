//! The import page: hand a file in, see the recent ones.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{
    Page, Permission,
    contacts::{Contact, ContactKind},
    imports::Import,
};
use web_sys::File;

use super::{DropZone, file_fault, recent::RecentImports};
use crate::{
    api::{self, ApiError, IdempotencyKey, Remote, Session, imports::InCommon},
    features::{
        parts::{DepartmentSelect, OwnerSelect, PartsDesk},
        senders::SenderDesk,
    },
    texts::{common, imports as texts},
    ui::{Button, Icon, Notice, Select, Symbol},
};

const RECENT: u32 = 20;

#[component]
pub fn ImportBoard() -> impl IntoView {
    let may_write = Session::expect().may(Permission::ImportsWrite);
    let imports = Remote::<Page<Import>>::new();
    let load = move || imports.load(api::imports::list(RECENT));
    load();
    view! {
        <div class="head">
            <h1>{texts::TITLE.t()}</h1>
            <div class="end">
                <a class="btn" href="/api/v1/imports/template" download="">
                    <Icon symbol=Symbol::Download />
                    {texts::TEMPLATE.t()}
                </a>
            </div>
        </div>
        <div class="flow">
            {may_write.then(|| view! { <HandIn /> })}
            <RecentImports imports reload=move |()| load() />
        </div>
    }
}

/// The sender, the zone, and what is wrong with the file.
#[component]
fn HandIn() -> impl IntoView {
    let navigate = StoredValue::new_local(use_navigate());
    let field = || RwSignal::new(String::new());
    let (sender, owner, department) = (field(), field(), field());
    let parts = PartsDesk::expect();
    parts.load();
    let sending = RwSignal::new(None::<String>);
    let problem = RwSignal::new(None::<String>);
    let key = IdempotencyKey::new();
    let send = move |file: File| {
        problem.set(None);
        if let Some(fault) = file_fault(&file) {
            return problem.set(Some(fault));
        }
        sending.set(Some(file.name()));
        let common = InCommon {
            sender: sender.get_untracked().parse().ok(),
            owner: owner.get_untracked().parse().ok(),
            department: department.get_untracked().parse().ok(),
        };
        spawn_local(async move {
            let outcome = api::imports::create(&file, common, key).await;
            let _ = sending.try_set(None);
            // Another file, or the same one corrected, is another import.
            key.renew();
            match outcome {
                Ok(accepted) => {
                    let path = format!("/import/{}", accepted.id);
                    let _ = navigate.try_with_value(|navigate| navigate(&path, NavigateOptions::default()));
                }
                Err(error) => {
                    let _ = problem.try_set(Some(words_of(&error)));
                }
            }
        });
    };
    view! {
        <SenderChoice sender />
        <div class="sender-choice">
            <OwnerSelect names=parts.names value=owner />
            <DepartmentSelect names=parts.names value=department />
        </div>
        <DropZone on_file=send busy=Signal::derive(move || sending.with(Option::is_some)) />
        {move || {
            sending.get().map(|name| view! { <Notice>{texts::UPLOADING.fill(&[("name", &name)])}</Notice> })
        }}
        {move || problem.get().map(|words| view! { <Notice tone="bad">{words}</Notice> })}
    }
}

/// Every word of a refusal: what is wrong with the file stands in its fields.
fn words_of(error: &ApiError) -> String {
    error.field("/file").unwrap_or_else(|| error.words())
}

/// Who sends; without any sending address, the way to add one.
#[component]
fn SenderChoice(sender: RwSignal<String>) -> impl IntoView {
    let desk = SenderDesk::expect();
    let may_add = Session::expect().may(Permission::ContactsWrite);
    let senders = Remote::<Page<Contact>>::new();
    Effect::new(move |_| {
        desk.version.track();
        senders.load(api::contacts::list(ContactKind::Sender));
    });
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
                                    <Button on_press=move |()| desk.open.set(true)>{texts::SENDER_ADD.t()}</Button>
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
            let retry = move |()| senders.load(api::contacts::list(ContactKind::Sender));
            view! {
                <Notice tone="bad">
                    {error.words()}
                    <span class="end">
                        <Button on_press=retry>{common::RETRY.t()}</Button>
                    </span>
                </Notice>
            }
            .into_any()
        }),
    }
}
