//! The contacts that are listed, and what keys do to them.

use leptos::{ev, prelude::*};
use shared::{ContactId, contacts::Contact, limits::PAGE_MAX};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    Book, Doing,
    bulk::BulkBar,
    filters::{FilterLine, SEARCH},
    owner_names, service,
};
use crate::{
    browser,
    console::{
        listed::{Listed, content},
        paged,
    },
    features::shipments::destination,
    texts::contacts as texts,
    ui::{Button, EmptyState, Pill, Symbol, Tone},
};

#[component]
pub fn List(may_write: bool) -> impl IntoView {
    let book = Book::expect();
    view! {
        <div class="body" on:keydown=move |event| keys(&event, book)>
            <div class="list-side" class:old=move || book.rows.busy()>
                <FilterLine />
                <div class="list">
                    <Listed remote=book.rows load=Callback::new(move |()| book.load())>
                        <Rows may_write />
                    </Listed>
                </div>
                {may_write.then(|| view! { <BulkBar /> })}
            </div>
        </div>
    }
}

/// What a row's keys go to: its box where it has one, else the name.
const ROW_CONTROL: &str = "td input, td button";

/// Moves the focus to the first row.
pub fn focus_first() {
    let row = browser::window().and_then(|w| w.document()).map(|d| d.query_selector(".contacts tbody tr"));
    if let Some(Ok(Some(row))) = row {
        focus_row(&row);
    }
}

fn focus_row(row: &Element) {
    if let Ok(Some(control)) = row.query_selector(ROW_CONTROL)
        && let Ok(control) = control.dyn_into::<HtmlElement>()
    {
        let _ = control.focus();
    }
}

/// Arrows move between rows, `/` goes to the search, Escape gives the selection up.
fn keys(event: &ev::KeyboardEvent, book: Book) {
    if event.is_composing() || event.ctrl_key() || event.meta_key() || event.alt_key() || browser::dialog_open() {
        return;
    }
    let row = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest(".contacts tbody tr").ok().flatten());
    match (event.key().as_str(), row) {
        ("ArrowDown" | "j", Some(row)) => row.next_element_sibling().iter().for_each(focus_row),
        ("ArrowUp" | "k", Some(row)) => match row.previous_element_sibling() {
            Some(above) => focus_row(&above),
            None => browser::focus(SEARCH),
        },
        ("/", Some(_)) => browser::focus(SEARCH),
        ("Escape", _) if book.chosen.with_untracked(|chosen| chosen.len() > 0) => {
            book.chosen.update(|chosen| chosen.clear());
        }
        _ => return,
    }
    event.prevent_default();
}

#[component]
fn Rows(may_write: bool) -> impl IntoView {
    let book = Book::expect();
    let is_empty = paged::is_empty(book.rows);
    move || {
        if is_empty.get() {
            view! { <Nobody may_write /> }.into_any()
        } else {
            view! { <Table may_write /> }.into_any()
        }
    }
}

#[component]
fn Nobody(may_write: bool) -> impl IntoView {
    let book = Book::expect();
    if untrack(|| book.is_filtered()) {
        return view! {
            <EmptyState symbol=Symbol::Search title=texts::NONE_TITLE.t() words=texts::NONE.t()>
                <Button on_press=move |()| book.clear_filters()>{texts::CLEAR_FILTERS.t()}</Button>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState symbol=Symbol::People title=texts::EMPTY_TITLE.t() words=texts::EMPTY.t()>
            {may_write
                .then(|| {
                    view! {
                        <Button on_press=move |()| book.doing.set(Some(Doing::Add))>{texts::ADD.t()}</Button>
                        <Button on_press=move |()| book.doing.set(Some(Doing::Import))>{texts::IMPORT.t()}</Button>
                    }
                })}
        </EmptyState>
    }
    .into_any()
}

#[component]
fn Table(may_write: bool) -> impl IntoView {
    let book = Book::expect();
    let owners = owner_names();
    let has_owners = Memo::new(move |_| owners.with(|names| !names.owners.is_empty()));
    // A search has no next page.
    let is_cut = Memo::new(move |_| {
        let len = book.rows.value().with(|page| page.as_ref().map_or(0, |page| page.items.len()));
        book.text.with(|text| !text.is_empty()) && len >= PAGE_MAX as usize
    });
    let next = move |cursor| service::find(untrack(|| book.question()), Some(cursor));
    view! {
        <table class="people contacts">
            <thead>
                <tr>
                    {may_write.then(|| view! { <th class="tick"><AllBox /></th> })}
                    <th>{texts::COL_NAME.t()}</th>
                    <th>{texts::COL_PHONE.t()}</th>
                    <th>{texts::COL_ADDRESS.t()}</th>
                    <th>{texts::GROUP.t()}</th>
                    {move || has_owners.get().then(|| view! { <th>{crate::texts::parts::OWNER.t()}</th> })}
                </tr>
            </thead>
            <tbody>
                <For
                    each=move || book.rows.value().get().map(|page| page.items).unwrap_or_default()
                    key=content
                    let:contact
                >
                    <Row contact may_write has_owners />
                </For>
            </tbody>
        </table>
        {move || is_cut.get().then(|| view! { <p class="sub more">{texts::SHOWN_FIRST.count(PAGE_MAX)}</p> })}
        {paged::more(book.rows, next)}
    }
}

fn listed(book: Book) -> Vec<ContactId> {
    book.rows.value().with(|page| page.iter().flat_map(|page| &page.items).map(|contact| contact.id).collect())
}

/// Chooses everybody who is listed.
#[component]
fn AllBox() -> impl IntoView {
    let book = Book::expect();
    let share = Memo::new(move |_| {
        let (chosen, all) = (book.chosen.with(|chosen| chosen.len()), listed(book).len());
        (chosen > 0 && chosen == all, chosen > 0 && chosen < all)
    });
    let change = move |event: ev::Event| {
        let is_on = event_target::<HtmlInputElement>(&event).checked();
        book.chosen.update(|chosen| chosen.set_all(&untrack(|| listed(book)), is_on));
    };
    view! {
        <input
            type="checkbox"
            aria-label=texts::SELECT_ALL.t()
            prop:checked=move || share.get().0
            prop:indeterminate=move || share.get().1
            on:change=change
        />
    }
}

#[component]
fn Row(contact: Contact, may_write: bool, has_owners: Memo<bool>) -> impl IntoView {
    let book = Book::expect();
    let owners = owner_names();
    let id = contact.id;
    let party = contact.party.clone();
    let address = format!("{} {}", destination(&party), party.detail);
    let is_chosen = Memo::new(move |_| book.chosen.with(|chosen| chosen.has(id)));
    let edited = StoredValue::new(contact.clone());
    let edit = move || book.doing.set(Some(Doing::Edit(edited.get_value())));
    let name = party.name.clone();
    let named = if may_write {
        view! { <button type="button" class="link" on:click=move |_| edit()>{name}</button> }.into_any()
    } else {
        name.into_any()
    };
    view! {
        <tr class:picked=is_chosen>
            {may_write.then(|| view! { <td class="tick"><RowBox id name=party.name.clone() is_chosen on_enter=edit /></td> })}
            <td>
                {named}
                {contact
                    .is_default
                    .then(|| {
                        view! { " " <span title=texts::DEFAULT_WHY.t()><Pill tone=Tone::Move words=texts::DEFAULT.t() /></span> }
                    })}
            </td>
            <td class="sub">{party.phone.clone()}</td>
            <td class="address-cell" title=address.clone()>{address.clone()}</td>
            <td class="sub">{contact.group.clone()}</td>
            {move || has_owners.get().then(|| view! { <td class="sub">{owners.with(|names| names.owner(contact.owner_id))}</td> })}
        </tr>
    }
}

/// The box of a row: space chooses, with Shift all between; Enter opens.
#[component]
fn RowBox(
    id: ContactId,
    name: String,
    is_chosen: Memo<bool>,
    on_enter: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let book = Book::expect();
    let press = move |event: ev::MouseEvent| {
        let is_on = event_target::<HtmlInputElement>(&event).checked();
        if event.shift_key() {
            // The browser has turned the box over, whatever it was.
            let input = event_target::<HtmlInputElement>(&event);
            request_animation_frame(move || input.set_checked(true));
            book.chosen.update(|chosen| chosen.add_range(id, &untrack(|| listed(book))));
        } else {
            book.chosen.update(|chosen| chosen.set(id, is_on));
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            on_enter();
        }
    };
    view! {
        <input
            type="checkbox"
            aria-label=texts::SELECT.fill(&[("name", &name)])
            prop:checked=is_chosen
            on:click=press
            on:keydown=key
        />
    }
}
