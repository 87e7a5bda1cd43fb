//! The address book: found as one types, changed, put in order, read in and taken out.

mod address;
mod bulk;
mod duplicates;
mod exporting;
mod filters;
mod form;
mod importing;
mod list;
pub mod service;

use std::time::Duration;

use leptos::{ev, prelude::*};
use shared::{
    ContactId, Page, Permission,
    contacts::{Contact, ContactKind},
    saved_views::SavedList,
};

use self::service::Question;
use super::{
    app::Desk,
    parts::{self, Parts},
    saved_views::SavedViews,
    selection::Selection,
};
use crate::{
    api::Remote,
    browser::{self, timer::Debounce},
    i18n::Text,
    texts::contacts as texts,
    ui::{Button, ButtonKind, Symbol},
};

/// Fast enough to feel at once, slow enough that a word is one question.
const SEARCH_AFTER: Duration = Duration::from_millis(120);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Receivers,
    Senders,
    Duplicates,
}

impl Tab {
    const ALL: [Tab; 3] = [Tab::Receivers, Tab::Senders, Tab::Duplicates];

    const fn path(self) -> &'static str {
        match self {
            Tab::Receivers => "/contacts",
            Tab::Senders => "/contacts/senders",
            Tab::Duplicates => "/contacts/duplicates",
        }
    }

    const fn name(self) -> Text {
        match self {
            Tab::Receivers => texts::RECEIVERS,
            Tab::Senders => texts::SENDERS,
            Tab::Duplicates => texts::DUPLICATES,
        }
    }

    /// Whom it shows; duplicates are there of both.
    const fn kind(self) -> Option<ContactKind> {
        match self {
            Tab::Receivers => Some(ContactKind::Receiver),
            Tab::Senders => Some(ContactKind::Sender),
            Tab::Duplicates => None,
        }
    }

    const fn showing(kind: ContactKind) -> Tab {
        match kind {
            ContactKind::Receiver => Tab::Receivers,
            ContactKind::Sender => Tab::Senders,
        }
    }

    fn of(name: &str) -> Tab {
        Tab::ALL.into_iter().find(|tab| tab.path().ends_with(&format!("/{name}"))).unwrap_or(Tab::Receivers)
    }
}

/// What a dialog is open for.
#[derive(Clone, Debug, PartialEq)]
pub enum Doing {
    Add,
    Edit(Contact),
    Delete,
    Merge,
    Import,
    Export,
    Saved,
}

/// The address book on the page, in context.
#[derive(Clone, Copy)]
pub struct Book {
    kind: RwSignal<ContactKind>,
    rows: Remote<Page<Contact>>,
    groups: Remote<Vec<String>>,
    /// What stands in the search field, and what of it is asked for.
    typed: RwSignal<String>,
    text: RwSignal<String>,
    group: RwSignal<String>,
    owner: RwSignal<String>,
    chosen: RwSignal<Selection<ContactId>>,
    doing: RwSignal<Option<Doing>>,
    /// Grows with every change, so that what was read before is read again.
    version: RwSignal<u32>,
}

impl Book {
    fn new(kind: ContactKind, search: &str) -> Book {
        let field = || RwSignal::new(String::new());
        let asked = |name: &str| RwSignal::new(browser::parameter(search, name));
        Book {
            kind: RwSignal::new(kind),
            rows: Remote::new(),
            groups: Remote::new(),
            typed: field(),
            text: field(),
            group: asked(address::GROUP),
            owner: asked(address::OWNER),
            chosen: RwSignal::new(Selection::default()),
            doing: RwSignal::new(None),
            version: RwSignal::new(0),
        }
    }

    fn expect() -> Book {
        expect_context::<Book>()
    }

    fn question(self) -> Question {
        Question {
            kind: self.kind.get(),
            text: self.text.get(),
            group: Some(self.group.get()).filter(|group| !group.is_empty()),
            owner: self.owner.get().parse().ok(),
        }
    }

    fn load(self) {
        self.rows.load(service::find(untrack(|| self.question()), None));
    }

    /// Something was changed: what is shown is read again, and what was chosen is settled.
    fn changed(self) {
        self.doing.set(None);
        self.chosen.update(Selection::clear);
        self.version.update(|version| *version += 1);
    }

    fn is_filtered(self) -> bool {
        [self.typed, self.group, self.owner].iter().any(|field| field.with(|text| !text.is_empty()))
    }

    fn clear_filters(self) {
        for field in [self.typed, self.text, self.group, self.owner] {
            field.set(String::new());
        }
    }

    /// Lists what was kept under a name; what was searched for is over.
    fn apply(self, query: &str) {
        let asked = |name: &str| browser::parameter(query, name);
        self.doing.set(None);
        self.clear_filters();
        self.kind.set(ContactKind::parse(&asked(address::KIND)).unwrap_or(ContactKind::Receiver));
        self.group.set(asked(address::GROUP));
        self.owner.set(asked(address::OWNER));
    }

    /// What is chosen, as it is listed.
    fn chosen_contacts(self) -> Vec<Contact> {
        self.rows.value().with(|page| {
            let listed = page.iter().flat_map(|page| &page.items);
            self.chosen.with(|chosen| listed.filter(|contact| chosen.has(contact.id)).cloned().collect())
        })
    }
}

/// What is chosen by a kind, for titles and names of files.
const fn by_kind(kind: ContactKind, receiver: Text, sender: Text) -> Text {
    match kind {
        ContactKind::Receiver => receiver,
        ContactKind::Sender => sender,
    }
}

#[component]
pub fn Contacts(tab: String, search: String) -> impl IntoView {
    let may_write = Desk::expect().may(Permission::ContactsWrite);
    let current = RwSignal::new(Tab::of(&tab));
    let book = Book::new(current.get_untracked().kind().unwrap_or(ContactKind::Receiver), &search);
    provide_context(book);
    Parts::provide().load();
    follow(book, current);
    let choose = move |query: String| {
        book.apply(&query);
        current.set(Tab::showing(book.kind.get_untracked()));
    };
    view! {
        <div class="console">
            <div class="head">
                <h1>{texts::TITLE.t()}</h1>
                <HeadActs may_write />
            </div>
            <nav class="tabs" aria-label=texts::TABS.t()>
                {Tab::ALL.map(|tab| view! { <TabLine tab current /> }).collect_view()}
            </nav>
            {move || match current.get() {
                Tab::Duplicates => view! { <duplicates::Duplicates may_write /> }.into_any(),
                Tab::Receivers | Tab::Senders => view! { <list::List may_write /> }.into_any(),
            }}
        </div>
        <form::ContactDialog />
        <bulk::Deletion />
        <bulk::Merging />
        <importing::Importing />
        <exporting::Exporting />
        <SavedViews
            list=SavedList::Contacts
            open=Signal::derive(move || book.doing.with(|doing| *doing == Some(Doing::Saved)))
            query=Signal::derive(move || address::kept(&book.question()))
            on_choose=choose
            on_close=move |()| book.doing.set(None)
        />
    }
}

/// The list follows what is asked for; typing waits for nothing.
fn follow(book: Book, current: RwSignal<Tab>) {
    let debounce = Debounce::new(SEARCH_AFTER);
    Effect::watch(
        move || book.typed.get(),
        move |typed, _, _| {
            let text = typed.trim().to_owned();
            debounce.run(move || {
                if book.text.try_get_untracked().is_some_and(|asked| asked != text) {
                    book.text.set(text);
                }
            });
        },
        false,
    );
    let question = Memo::new(move |_| book.question());
    Effect::new(move |_| {
        book.version.track();
        question.track();
        book.load();
    });
    let shown = Memo::new(move |_| (current.get(), question.get()));
    // Not at once: the page may still be on its way here.
    let show = |(tab, question): &(Tab, Question)| match tab.kind() {
        Some(_) => address::show(tab.path(), question),
        None => browser::show_path(tab.path()),
    };
    Effect::watch(move || shown.get(), move |shown, _, _| show(shown), false);
    // Who is no longer listed is not chosen.
    Effect::watch(move || question.get(), move |_, _, _| book.chosen.update(Selection::clear), false);
    Effect::new(move |_| {
        book.version.track();
        book.groups.load(service::groups());
    });
}

#[component]
fn HeadActs(may_write: bool) -> impl IntoView {
    let book = Book::expect();
    let does = move |doing: Doing| move |()| book.doing.set(Some(doing.clone()));
    view! {
        <div class="end">
            <Button kind=ButtonKind::Quiet icon=Symbol::Download on_press=does(Doing::Export)>
                {texts::EXPORT.t()}
            </Button>
            {may_write
                .then(|| {
                    view! {
                        <Button icon=Symbol::Upload on_press=does(Doing::Import)>
                            {texts::IMPORT.t()}
                        </Button>
                        <Button kind=ButtonKind::Main icon=Symbol::Plus on_press=does(Doing::Add)>
                            {texts::ADD.t()}
                        </Button>
                    }
                })}
        </div>
    }
}

/// A tab that has an address and changes nothing else of the page.
#[component]
fn TabLine(tab: Tab, current: RwSignal<Tab>) -> impl IntoView {
    let book = Book::expect();
    let choose = move |event: ev::MouseEvent| {
        if event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
            event.prevent_default();
            if let Some(kind) = tab.kind() {
                book.kind.set(kind);
            }
            current.set(tab);
        }
    };
    let is_current = move || current.get() == tab;
    view! {
        <span class="tab" class:current=is_current>
            <a href=tab.path() aria-current=move || is_current().then_some("page") on:click=choose>
                {tab.name().t()}
            </a>
        </span>
    }
}

/// The owners among which contacts are told apart.
fn owner_names() -> Memo<crate::features::parts::PartNames> {
    parts::Parts::expect().names
}
