//! The address book as a file.

use leptos::prelude::*;
use shared::contacts::ContactExport;

use super::{Book, Doing, by_kind, service};
use crate::{
    browser::dates,
    console::{
        deed::Deed,
        export_form::{ExportChoice, ExportFields},
    },
    texts::{common, contacts as texts},
    ui::{Button, ButtonKind, Dialog, Toasts},
};

#[component]
pub fn Exporting() -> impl IntoView {
    let book = Book::expect();
    let title = move || by_kind(book.kind.get(), texts::EXPORT_RECEIVERS, texts::EXPORT_SENDERS).t().to_owned();
    view! {
        <Dialog
            open=Memo::new(move |_| book.doing.with(|doing| *doing == Some(Doing::Export)))
            title=Signal::derive(title)
            on_close=move |()| book.doing.set(None)
        >
            <Form />
        </Dialog>
    }
}

#[component]
fn Form() -> impl IntoView {
    let book = Book::expect();
    let toasts = Toasts::expect();
    let deed = Deed::new();
    let choice = ExportChoice::new();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(reveal_reason) = choice.reason() else { return };
        let (kind, format) = (book.kind.get_untracked(), choice.format());
        let what = by_kind(kind, texts::FILE_RECEIVERS, texts::FILE_SENDERS).t();
        let name = format!("{what}-{}.{}", dates::today(), format.extension());
        let export = ContactExport { kind, format, reveal_reason };
        let exported = texts::EXPORTED.fill(&[("name", &name)]);
        deed.run(async move { service::export(&export, name).await }, move |()| {
            toasts.done(exported);
            book.doing.set(None);
        });
    };
    view! {
        <form on:submit=save novalidate>
            <ExportFields choice deed />
            {deed.refusal(&["/reveal_reason"])}
            <div class="acts">
                <Button on_press=move |()| book.doing.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy=deed.busy>
                    {texts::EXPORT.t()}
                </Button>
            </div>
        </form>
    }
}
