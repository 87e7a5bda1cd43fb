//! What the list of contacts is narrowed by.

use leptos::{ev, prelude::*};
use shared::contacts::ContactKind;

use super::{Book, Doing, list, owner_names};
use crate::{
    browser,
    features::parts::OwnerSelect,
    texts::{contacts as texts, parts, saved_views},
    ui::{Button, Field, Select},
};

/// The id of the search field.
pub const SEARCH: &str = "contact-search";
const SEARCH_CHARS: usize = 100;

#[component]
pub fn FilterLine() -> impl IntoView {
    let book = Book::expect();
    let groups = Signal::derive(move || {
        let every = (String::new(), texts::EVERY_GROUP.t().to_owned());
        let named = book.groups.value().get().unwrap_or_default();
        std::iter::once(every).chain(named.into_iter().map(|group| (group.clone(), group))).collect::<Vec<_>>()
    });
    let has_groups = Memo::new(move |_| book.groups.value().with(|groups| groups.iter().any(|all| !all.is_empty())));
    let keys = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" if !event.is_composing() => {
            event.prevent_default();
            list::focus_first();
        }
        "Escape" if book.typed.with_untracked(|typed| !typed.is_empty()) => {
            event.stop_propagation();
            book.typed.set(String::new());
        }
        _ => {}
    };
    let clear = move |()| {
        book.clear_filters();
        browser::focus(SEARCH);
    };
    view! {
        <div class="log-filters contact-filters">
            <form on:submit=|event| event.prevent_default() on:keydown=keys role="search">
                <Field
                    id=SEARCH
                    label=texts::SEARCH.t()
                    value=book.typed
                    kind="search"
                    placeholder=texts::SEARCH_HINT.t()
                    max_chars=SEARCH_CHARS
                    autofocus=true
                />
            </form>
            {move || {
                has_groups.get().then(|| view! { <Select label=texts::GROUP.t() value=book.group options=groups /> })
            }}
            <OwnerSelect names=owner_names() value=book.owner none=parts::EVERY_OWNER />
            <Button on_press=move |()| book.doing.set(Some(Doing::Saved))>{saved_views::TITLE.t()}</Button>
            {move || book.is_filtered().then(|| view! { <Button on_press=clear>{texts::CLEAR_FILTERS.t()}</Button> })}
        </div>
    }
}

/// Whose duplicates are looked at.
#[component]
pub fn KindSelect() -> impl IntoView {
    let book = Book::expect();
    let value = RwSignal::new(book.kind.get_untracked().as_str().to_owned());
    let options = [(ContactKind::Receiver, texts::RECEIVERS), (ContactKind::Sender, texts::SENDERS)]
        .map(|(kind, name)| (kind.as_str().to_owned(), name.t().to_owned()))
        .to_vec();
    let choose = move |kind: String| {
        if let Some(kind) = ContactKind::parse(&kind) {
            book.kind.set(kind);
        }
    };
    view! {
        <div class="log-filters contact-filters">
            <Select label=texts::KIND.t() value options on_change=choose />
        </div>
    }
}
