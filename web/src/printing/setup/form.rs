//! The form of a printer.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    PrinterId,
    labels::LabelTemplate,
    limits::PRINTER_NAME_CHARS,
    printing::{Printer, PrinterConnection, PrinterLanguage},
};

use super::{
    super::{Printing, words},
    calibration::Calibration,
    devices::DevicePicker,
    draft::Draft,
    network::Address,
    options::Options,
    test_label::TestLabel,
    ways::Ways,
    wizard::Wizard,
};
use crate::{
    api::{self, ApiError, IdempotencyKey},
    i18n::Text,
    texts::{common, printing as texts},
    ui::{Button, ButtonKind, Field, Notice, Select},
};

const BAUD_RATES: [u32; 6] = [9_600, 19_200, 38_400, 57_600, 115_200, 921_600];
const RESOLUTIONS: [u32; 3] = [203, 300, 600];

#[component]
pub fn SetupForm(printer: Option<PrinterId>) -> impl IntoView {
    let printing = Printing::expect();
    let printers = printing.printers;
    let old =
        printers.list.value().with_untracked(|list| list.iter().flatten().find(|one| Some(one.id) == printer).cloned());
    let draft = Draft::of(old.as_ref());
    on_cleanup(move || {
        spawn_local(async move {
            draft.chosen.release().await;
            printers.look().await;
        });
    });
    let error = RwSignal::new(None::<ApiError>);
    let missing = RwSignal::new(None::<Text>);
    let busy = RwSignal::new(false);
    let key = IdempotencyKey::new();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        missing.set(None);
        let setup = match draft.setup() {
            Ok(setup) => setup,
            Err(text) => return missing.set(Some(text)),
        };
        busy.set(true);
        spawn_local(async move {
            let saved = match printer {
                Some(id) => api::printing::update_printer(id, &setup).await,
                None => api::printing::create_printer(&setup, key).await,
            };
            match saved {
                Ok(saved) => {
                    draft.chosen.release().await;
                    take_up(printing, saved).await;
                }
                Err(refused) => {
                    key.renew();
                    let _ = error.try_set(Some(refused));
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <form class="setup" on:submit=save>
            <Ways draft />
            {move || match draft.connection.get() {
                PrinterConnection::Pdf => ().into_any(),
                PrinterConnection::Tcp => view! { <Address draft /> }.into_any(),
                PrinterConnection::Usb | PrinterConnection::Serial => view! { <DevicePicker draft /> }.into_any(),
            }}
            <Details draft />
            <Trials draft />
            {move || error.get().map(|error| view! { <Notice tone="bad">{error.words()}</Notice> })}
            {move || missing.get().map(|text| view! { <Notice tone="bad">{text.t()}</Notice> })}
            <div class="acts">
                <Button on_press=move |()| {
                    printing.waiting.set(Vec::new());
                    printers.setup.set(None);
                }>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy disabled=draft.chosen.is_asked>
                    {texts::SAVE.t()}
                </Button>
            </div>
        </form>
    }
}

/// The saved printer is this browser's from now on, and what waited for it is printed.
async fn take_up(printing: Printing, saved: Printer) {
    let printers = printing.printers;
    printers.list.value().update(|list| {
        let list = list.get_or_insert_default();
        list.retain(|one| one.id != saved.id);
        list.push(saved.clone());
    });
    printers.setup.set(None);
    printers.choose(&saved).await;
    printing.print_waiting();
}

#[component]
fn Details(draft: Draft) -> impl IntoView {
    let printers = Printing::expect().printers;
    let pairs = |list: Vec<(String, String)>| Signal::derive(move || list.clone());
    let languages =
        PrinterLanguage::ALL.iter().map(|one| (one.as_str().to_owned(), words::language(*one).to_owned())).collect();
    let resolutions = RESOLUTIONS.iter().map(|dpi| (dpi.to_string(), format!("{dpi} dpi"))).collect();
    let rates = BAUD_RATES.iter().map(|rate| (rate.to_string(), rate.to_string())).collect();
    let templates = Signal::derive(move || {
        let known = printers.templates.value().get().unwrap_or_default();
        // Standard templates are told by their paper, own ones by the name somebody gave them.
        let words = |one: &LabelTemplate| {
            let size = format!("{} × {} mm", one.width_mm, one.height_mm);
            if one.standard { size } else { format!("{} · {size}", one.name) }
        };
        let waybills = known.into_iter().filter(|one| one.kind == "waybill");
        waybills.map(|one| (one.id.clone(), words(&one))).collect::<Vec<_>>()
    });
    // One may have been made since this page was opened.
    printers.templates.load(api::printing::templates());
    let (languages, resolutions, rates) = (pairs(languages), pairs(resolutions), pairs(rates));
    let is_direct = Memo::new(move |_| draft.connection.get() != PrinterConnection::Pdf);
    let is_serial = Memo::new(move |_| draft.connection.get() == PrinterConnection::Serial);
    view! {
        <div class="grid-2">
            <Field
                label=texts::NAME.t()
                value=draft.name
                max_chars=PRINTER_NAME_CHARS
                placeholder=texts::NAME_PLACEHOLDER.t()
                required=true
            />
            <Select label=texts::TEMPLATE.t() value=draft.template options=templates />
            {move || is_direct.get().then(|| view! { <Select label=texts::LANGUAGE.t() value=draft.language options=languages /> })}
            <Select label=texts::DPI.t() value=draft.dpi options=resolutions />
            {move || is_serial.get().then(|| view! { <Select label=texts::BAUD.t() value=draft.baud_rate options=rates /> })}
        </div>
        {move || is_direct.get().then(|| view! { <Options draft /> })}
    }
}

/// Finding the language, and a label to see; once there is something to print on.
#[component]
fn Trials(draft: Draft) -> impl IntoView {
    let can_try = Memo::new(move |_| match draft.connection.get() {
        PrinterConnection::Pdf => false,
        PrinterConnection::Tcp => draft.host.with(|host| !host.trim().is_empty()),
        PrinterConnection::Usb | PrinterConnection::Serial => {
            draft.chosen.identity.with(Option::is_some) && !draft.chosen.is_asked.get()
        }
    });
    move || {
        can_try.get().then(|| {
            view! {
                <div class="trials">
                    <Wizard draft />
                    <TestLabel draft />
                    <Calibration draft />
                </div>
            }
        })
    }
}
