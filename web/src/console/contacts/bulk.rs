//! What is done with the contacts that are chosen.

use leptos::prelude::*;
use shared::{ContactId, contacts::Contact, limits::BULK_MAX};

use super::{Book, Doing, service};
use crate::{
    console::{confirm::Confirm, deed::Deed},
    features::shipments::destination,
    texts::{common, contacts as texts},
    ui::{Button, ButtonKind, Dialog, Notice, Toasts, fresh_id},
};

/// More than these nobody looks through.
const MERGED_MAX: usize = 50;

#[component]
pub fn BulkBar() -> impl IntoView {
    let book = Book::expect();
    let count = Memo::new(move |_| u32::try_from(book.chosen.with(|chosen| chosen.len())).unwrap_or(u32::MAX));
    let is_any = Memo::new(move |_| count.get() > 0);
    let can_merge = Memo::new(move |_| count.get() > 1);
    let acts = move || {
        view! {
            <b role="status">{move || texts::SELECTED.count(count.get())}</b>
            {move || {
                can_merge
                    .get()
                    .then(|| view! { <Button on_press=move |()| book.doing.set(Some(Doing::Merge))>{texts::MERGE.t()}</Button> })
            }}
            <Button on_press=move |()| book.doing.set(Some(Doing::Delete))>{texts::DELETE.t()}</Button>
            <Button kind=ButtonKind::Quiet on_press=move |()| book.chosen.update(|chosen| chosen.clear())>
                {texts::CLEAR_SELECTION.t()}
            </Button>
        }
    };
    view! {
        <div class="bulk">{move || is_any.get().then(acts)} <span class="end">{texts::HINT.t()}</span></div>
    }
}

#[component]
pub fn Deletion() -> impl IntoView {
    let book = Book::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let count = move || u32::try_from(book.chosen.with(|chosen| chosen.len())).unwrap_or(u32::MAX);
    let yes = move |()| {
        let ids: Vec<ContactId> = untrack(|| book.chosen_contacts()).into_iter().map(|contact| contact.id).collect();
        let deleted = texts::DELETED.count(u32::try_from(ids.len()).unwrap_or(u32::MAX));
        let work = async move {
            for portion in ids.chunks(BULK_MAX) {
                service::delete(portion.to_vec()).await?;
            }
            Ok(())
        };
        deed.run(work, move |()| {
            toasts.done(deleted);
            book.changed();
        });
    };
    view! {
        <Confirm
            open=Signal::derive(move || book.doing.with(|doing| *doing == Some(Doing::Delete)))
            title=Signal::derive(move || texts::DELETE_TITLE.count(count()))
            what=Signal::derive(|| texts::DELETE_WHAT.t().to_owned())
            verb=Signal::stored(texts::DELETE)
            deed
            on_yes=yes
            on_close=move |()| book.doing.set(None)
        />
    }
}

#[component]
pub fn Merging() -> impl IntoView {
    let book = Book::expect();
    let title = move || texts::MERGE_TITLE.count(u32::try_from(book.chosen.with(|chosen| chosen.len())).unwrap_or(0));
    view! {
        <Dialog
            open=Signal::derive(move || book.doing.with(|doing| *doing == Some(Doing::Merge)))
            title=Signal::derive(title)
            on_close=move |()| book.doing.set(None)
            wide=true
        >
            <Merge contacts=untrack(|| book.chosen_contacts()) on_cancel=move |()| book.doing.set(None) />
        </Dialog>
    }
}

/// Several that become one: which of them stays.
#[component]
pub fn Merge(contacts: Vec<Contact>, #[prop(optional, into)] on_cancel: Option<Callback<()>>) -> impl IntoView {
    let book = Book::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    if contacts.len() > MERGED_MAX {
        let most = texts::MERGE_MANY.fill(&[("n", &MERGED_MAX.to_string())]);
        return view! { <Notice tone="warn">{most}</Notice> }.into_any();
    }
    // The default sender keeps being it; else the newest knows best.
    let first = contacts.iter().find(|contact| contact.is_default).or(contacts.first()).map(|contact| contact.id);
    let kept = RwSignal::new(first);
    let ids: Vec<ContactId> = contacts.iter().map(|contact| contact.id).collect();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(kept) = kept.get_untracked() else { return };
        let others = ids.iter().copied().filter(|id| *id != kept).collect();
        deed.run(service::merge(kept, others), move |_| {
            toasts.done(texts::MERGED.t());
            book.changed();
        });
    };
    let name = fresh_id("kept");
    view! {
        <form class="merge" on:submit=submit>
            <fieldset>
                <legend>{texts::MERGE_KEEP.t()}</legend>
                {contacts.into_iter().map(|contact| choice(contact, kept, name.clone())).collect_view()}
            </fieldset>
            <p class="sub">{texts::MERGE_WHAT.t()}</p>
            {deed.refusal(&[])}
            <div class="acts">
                {on_cancel.map(|cancel| view! { <Button on_press=cancel>{common::CANCEL.t()}</Button> })}
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {texts::MERGE.t()}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

fn choice(contact: Contact, kept: RwSignal<Option<ContactId>>, name: String) -> impl IntoView {
    let id = contact.id;
    let party = contact.party;
    let group = Some(contact.group).filter(|group| !group.is_empty()).map(|group| format!(" · {group}"));
    view! {
        <label class="check">
            <input
                type="radio"
                name=name
                prop:checked=move || kept.get() == Some(id)
                on:change=move |_| kept.set(Some(id))
            />
            <span>
                {party.name.clone()} " " <span class="sub">{party.phone.clone()}</span> " "
                {destination(&party)} " " {party.detail.clone()} <span class="sub">{group}</span>
            </span>
        </label>
    }
}
