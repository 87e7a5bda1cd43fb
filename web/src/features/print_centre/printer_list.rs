//! The merchant's printers, and which one this browser prints on.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::printing::{Printer, PrinterConnection};

use crate::{
    api,
    printing::{Help, Printing, Standing, standing_words},
    texts::{common, printers as more, printing as texts},
    ui::{Button, ButtonKind, Dialog, EmptyState, ErrorState, Skeleton, Symbol, Toasts},
};

#[component]
pub fn PrinterList() -> impl IntoView {
    let printing = Printing::expect();
    let printers = printing.printers;
    let removing = RwSignal::new(None::<Printer>);
    let body = move || {
        if let (Some(error), true) = (printers.list.error(), printers.list.value().with(Option::is_none)) {
            return view! { <ErrorState error on_retry=Callback::new(move |()| printers.reload()) /> }.into_any();
        }
        let Some(list) = printers.list.value().get() else { return view! { <Skeleton lines=2 /> }.into_any() };
        if list.is_empty() {
            return view! {
                <EmptyState symbol=Symbol::Printer title=texts::PRINTERS_EMPTY_TITLE.t() words=texts::PRINTERS_EMPTY.t()>
                    <Button kind=ButtonKind::Main on_press=move |()| printers.setup.set(Some(None))>
                        {texts::ADD.t()}
                    </Button>
                </EmptyState>
            }
            .into_any();
        }
        list.into_iter().map(|printer| view! { <Card printer removing /> }).collect_view().into_any()
    };
    view! {
        <section class="panel" aria-labelledby="printers-title">
            <header>
                <h2 id="printers-title">{texts::PRINTERS.t()}</h2>
            </header>
            {body}
        </section>
        <Removal removing />
    }
}

#[component]
fn Card(printer: Printer, removing: RwSignal<Option<Printer>>) -> impl IntoView {
    let printers = Printing::expect().printers;
    let id = printer.id;
    let is_current = Memo::new(move |_| printers.current().is_some_and(|current| current.id == id));
    let kind = match printer.setup.connection {
        PrinterConnection::Usb => texts::HOW_USB,
        PrinterConnection::Serial => texts::HOW_SERIAL,
        PrinterConnection::Pdf => texts::HOW_PDF,
        PrinterConnection::Tcp => more::HOW_NETWORK,
    };
    let setup = &printer.setup;
    let language = (setup.connection != PrinterConnection::Pdf).then(|| setup.language.as_str().to_uppercase());
    let facts: Vec<String> = [
        Some(kind.t().to_owned()),
        language,
        Some(format!("{} dpi", setup.dpi)),
        Some(printer.template_name.clone()).filter(|name| !name.is_empty()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let name = setup.name.clone();
    let (chosen, removed) = (StoredValue::new(printer.clone()), printer);
    let standing = move || {
        is_current.get().then(|| {
            let (words, dot) = standing_words(&printers.standing());
            view! {
                <span role="status">
                    <span class=dot aria-hidden="true"></span>
                    " "
                    {words}
                </span>
            }
        })
    };
    let again = move || {
        let unreachable = matches!(printers.standing(), Standing::Unreachable(_) | Standing::Absent);
        (is_current.get() && unreachable).then(|| {
            let press = move |()| spawn_local(async move { printers.broken().await });
            view! {
                <Button icon=Symbol::Refresh on_press=press>
                    {texts::TRY_AGAIN.t()}
                </Button>
            }
        })
    };
    let trouble = move || {
        let Standing::Unreachable(error) = printers.standing() else { return None };
        is_current.get().then(|| view! { <div class="inside"><Help error /></div> })
    };
    view! {
        <div class="printer-card">
            <b>{name}</b>
            <span class="sub">{facts.join(" · ")}</span>
            {standing}
            <span class="end">
                {again}
                {move || {
                    if is_current.get() {
                        view! { <span class="sub">{texts::IN_USE.t()}</span> }.into_any()
                    } else {
                        let choose = move |()| spawn_local(async move { printers.choose(&chosen.get_value()).await });
                        view! { <Button on_press=choose>{texts::USE.t()}</Button> }.into_any()
                    }
                }}
                <Button on_press=move |()| printers.setup.set(Some(Some(id)))>{texts::EDIT.t()}</Button>
                <Button kind=ButtonKind::Quiet on_press=move |()| removing.set(Some(removed.clone()))>
                    {texts::REMOVE.t()}
                </Button>
            </span>
        </div>
        {trouble}
    }
}

#[component]
fn Removal(removing: RwSignal<Option<Printer>>) -> impl IntoView {
    let printers = Printing::expect().printers;
    let toasts = Toasts::expect();
    let busy = RwSignal::new(false);
    let name = move || removing.with(|printer| printer.as_ref().map(|one| one.setup.name.clone()).unwrap_or_default());
    let remove = move |()| {
        let Some(printer) = removing.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            match api::printing::delete_printer(printer.id).await {
                Ok(()) => {
                    removing.set(None);
                    printers.reload();
                }
                Err(error) => toasts.failed(error.words()),
            }
            busy.set(false);
        });
    };
    view! {
        <Dialog
            open=Signal::derive(move || removing.with(Option::is_some))
            title=Signal::derive(move || texts::REMOVE_TITLE.fill(&[("name", &name())]))
            on_close=move |()| removing.set(None)
        >
            <p>{texts::REMOVE_WARNING.t()}</p>
            <div class="acts">
                <Button on_press=move |()| removing.set(None)>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Danger busy on_press=remove>
                    {texts::REMOVE.t()}
                </Button>
            </div>
        </Dialog>
    }
}
