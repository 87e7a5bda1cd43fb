//! Contacts read in from a file, and what became of each row.

use leptos::prelude::*;
use shared::contacts::{CONTACT_GROUP_CHARS, ContactImportResult};
use web_sys::File;

use super::{Book, Doing, by_kind, service};
use crate::{
    amount::grouped,
    console::deed::Deed,
    features::imports::{DropZone, file_fault},
    texts::{common, contacts as texts},
    ui::{Button, ButtonKind, Dialog, Field, Notice},
};

#[component]
pub fn Importing() -> impl IntoView {
    let book = Book::expect();
    let title = move || by_kind(book.kind.get(), texts::IMPORT_RECEIVERS, texts::IMPORT_SENDERS).t().to_owned();
    view! {
        <Dialog
            open=Memo::new(move |_| book.doing.with(|doing| *doing == Some(Doing::Import)))
            title=Signal::derive(title)
            on_close=move |()| book.doing.set(None)
            wide=true
        >
            <Reading />
        </Dialog>
    }
}

#[component]
fn Reading() -> impl IntoView {
    let book = Book::expect();
    let deed = Deed::new();
    let group = RwSignal::new(String::new());
    let name = RwSignal::new(String::new());
    let fault = RwSignal::new(None::<String>);
    let result = RwSignal::new(None::<ContactImportResult>);
    let take = move |file: File| {
        deed.clear();
        fault.set(file_fault(&file));
        if fault.with_untracked(Option::is_some) {
            return;
        }
        name.set(file.name());
        let group = group.get_untracked().trim().to_owned();
        deed.run(service::import(file, book.kind.get_untracked(), group), move |read| {
            // What was added is there, even when the dialog is gone by now.
            book.version.update(|version| *version += 1);
            let _ = result.try_set(Some(read));
        });
    };
    move || match result.get() {
        Some(read) => view! { <Outcome read on_again=move |()| result.set(None) /> }.into_any(),
        None => view! {
            <Field
                label=texts::IMPORT_GROUP.t()
                value=group
                hint=Signal::derive(|| Some(texts::GROUP_HINT.t().to_owned()))
                max_chars=CONTACT_GROUP_CHARS
            />
            <DropZone on_file=take busy=deed.busy title=texts::DROP rules=texts::DROP_RULES />
            {move || {
                deed.busy
                    .get()
                    .then(|| view! { <Notice>{texts::IMPORTING.fill(&[("name", &name.get())])}</Notice> })
            }}
            {move || fault.get().map(|words| view! { <Notice tone="bad">{words}</Notice> })}
            {move || {
                deed.error()
                    .map(|error| {
                        view! { <Notice tone="bad">{error.field("/file").unwrap_or_else(|| error.words())}</Notice> }
                    })
            }}
        }
        .into_any(),
    }
}

#[component]
fn Outcome(read: ContactImportResult, #[prop(into)] on_again: Callback<()>) -> impl IntoView {
    let book = Book::expect();
    let rejected = u32::try_from(read.rejected.len()).unwrap_or(u32::MAX);
    let sum = |count: u32, words: &'static str, class: &'static str| {
        view! { <div class=class><b>{grouped(count.into())}</b>{words}</div> }
    };
    view! {
        <p class="sr-only" role="status">{texts::IMPORT_DONE.t()}</p>
        <div class="sums">
            {sum(read.added, texts::SUM_ADDED.t(), "ok")} {sum(read.duplicates, texts::SUM_DUPLICATES.t(), "")}
            {sum(rejected, texts::SUM_REJECTED.t(), if rejected > 0 { "bad" } else { "" })}
        </div>
        {(rejected > 0).then(|| view! { <Rejected read=read.clone() /> })}
        <div class="acts">
            <Button on_press=on_again>{texts::IMPORT_ANOTHER.t()}</Button>
            <Button kind=ButtonKind::Main on_press=move |()| book.doing.set(None)>
                {common::CLOSE.t()}
            </Button>
        </div>
    }
}

#[component]
fn Rejected(read: ContactImportResult) -> impl IntoView {
    let lines = read.rejected.into_iter().map(|row| {
        view! {
            <tr>
                <td class="num">{row.row}</td>
                <td class="why">{row.details.join("；")}</td>
            </tr>
        }
    });
    view! {
        <h3>{texts::REJECTED.t()}</h3>
        <p class="sub">{texts::REJECTED_HINT.t()}</p>
        <div class="scroll rejected" tabindex="0" role="region" aria-label=texts::REJECTED.t()>
            <table>
                <thead>
                    <tr>
                        <th class="num">{texts::COL_ROW.t()}</th>
                        <th>{texts::COL_WHY.t()}</th>
                    </tr>
                </thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        </div>
    }
}
