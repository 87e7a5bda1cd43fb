//! Contacts that are one person several times.

use leptos::prelude::*;
use shared::contacts::ContactDuplicates;

use super::{Book, bulk::Merge, filters::KindSelect, service};
use crate::{
    api::Remote,
    console::listed::{Listed, content},
    features::shipments::destination,
    texts::contacts as texts,
    ui::{EmptyState, Symbol},
};

#[component]
pub fn Duplicates(may_write: bool) -> impl IntoView {
    let book = Book::expect();
    let groups = Remote::<Vec<ContactDuplicates>>::new();
    let load = move || groups.load(service::duplicates(book.kind.get_untracked()));
    Effect::new(move |_| {
        book.version.track();
        book.kind.track();
        load();
    });
    let is_empty = Memo::new(move |_| groups.value().with(|all| all.as_ref().is_some_and(Vec::is_empty)));
    view! {
        <KindSelect />
        <div class="flow top-gap" class:old=move || groups.busy()>
            <Listed remote=groups load=Callback::new(move |()| load())>
                {move || {
                    is_empty
                        .get()
                        .then(|| {
                            view! {
                                <EmptyState
                                    symbol=Symbol::Check
                                    title=texts::DUPLICATES_EMPTY_TITLE.t()
                                    words=texts::DUPLICATES_EMPTY.t()
                                />
                            }
                        })
                }}
                <For each=move || groups.value().get().unwrap_or_default() key=content let:group>
                    <Group group may_write />
                </For>
            </Listed>
        </div>
    }
}

#[component]
fn Group(group: ContactDuplicates, may_write: bool) -> impl IntoView {
    let phone = group.contacts.first().map(|contact| contact.party.phone.clone()).unwrap_or_default();
    let count = group.contacts.len().to_string();
    let title = texts::DUPLICATES_OF.fill(&[("phone", &phone), ("n", &count)]);
    let body = if may_write {
        view! { <Merge contacts=group.contacts /> }.into_any()
    } else {
        let line = |contact: shared::contacts::Contact| {
            let party = contact.party;
            view! { <li>{party.name.clone()} " " {destination(&party)} " " {party.detail.clone()}</li> }
        };
        view! { <ul>{group.contacts.into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="panel" aria-label=title.clone()>
            <header>
                <h2>{title.clone()}</h2>
            </header>
            <div class="inside">{body}</div>
        </section>
    }
}
