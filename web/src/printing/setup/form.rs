//! The form of a printer.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    PrinterId,
    printing::{Printer, PrinterConnection, PrinterLanguage, PrinterSetup},
};

use super::{
    super::{Printing, engine, link::LinkError, printers::BAUD_RATE_DEFAULT, words},
    Ladder,
    devices::{Chosen, DevicePicker, is_possible},
    test_label,
};
use crate::{
    api::{self, ApiError, IdempotencyKey},
    browser,
    i18n::Text,
    texts::{common, printing as texts},
    ui::{Button, ButtonKind, Field, Notice, Select},
};

const NAME_CHARS: usize = 40;
const BAUD_RATES: [u32; 6] = [9_600, 19_200, 38_400, 57_600, 115_200, 921_600];
const RESOLUTIONS: [u32; 3] = [203, 300, 600];
const TEMPLATE_DEFAULT: &str = "standard-76x130";

const WAYS: [(PrinterConnection, Text, Text); 3] = [
    (PrinterConnection::Usb, texts::HOW_USB, texts::HOW_USB_ABOUT),
    (PrinterConnection::Serial, texts::HOW_SERIAL, texts::HOW_SERIAL_ABOUT),
    (PrinterConnection::Pdf, texts::HOW_PDF, texts::HOW_PDF_ABOUT),
];

/// What is typed and chosen.
#[derive(Clone, Copy)]
struct Draft {
    connection: RwSignal<PrinterConnection>,
    name: RwSignal<String>,
    language: RwSignal<String>,
    dpi: RwSignal<String>,
    template: RwSignal<String>,
    baud_rate: RwSignal<String>,
    chosen: Chosen,
    /// The key of the printer that is changed, while no other device is chosen.
    old_key: StoredValue<Option<String>>,
}

impl Draft {
    fn of(printer: Option<&Printer>) -> Draft {
        let setup = printer.map(|printer| &printer.setup);
        let first = WAYS.iter().map(|way| way.0).find(|way| is_possible(*way)).unwrap_or(PrinterConnection::Pdf);
        let text =
            |value: Option<String>, otherwise: &str| RwSignal::new(value.unwrap_or_else(|| otherwise.to_owned()));
        Draft {
            connection: RwSignal::new(setup.map_or(first, |setup| setup.connection)),
            name: text(setup.map(|setup| setup.name.clone()), ""),
            language: text(setup.map(|setup| setup.language.as_str().to_owned()), PrinterLanguage::Tspl.as_str()),
            dpi: text(setup.map(|setup| setup.dpi.to_string()), "203"),
            template: text(setup.map(|setup| setup.template_id.clone()), TEMPLATE_DEFAULT),
            baud_rate: text(
                setup.and_then(|setup| setup.baud_rate).map(|rate| rate.to_string()),
                &BAUD_RATE_DEFAULT.to_string(),
            ),
            chosen: Chosen::new(),
            old_key: StoredValue::new(setup.map(|setup| setup.device_key.clone())),
        }
    }

    /// The setup, or `None` where no device is chosen.
    fn setup(self) -> Option<PrinterSetup> {
        let connection = self.connection.get_untracked();
        let device_key = match connection {
            PrinterConnection::Pdf => "pdf".to_owned(),
            _ => self.chosen.identity.get_untracked().map(|identity| identity.key).or(self.old_key.get_value())?,
        };
        let is_serial = connection == PrinterConnection::Serial;
        Some(PrinterSetup {
            name: self.name.get_untracked().trim().to_owned(),
            connection,
            language: PrinterLanguage::parse(&self.language.get_untracked()).unwrap_or(PrinterLanguage::Tspl),
            dpi: self.dpi.get_untracked().parse().unwrap_or(203),
            template_id: self.template.get_untracked(),
            device_key,
            baud_rate: is_serial.then(|| self.baud_rate.get_untracked().parse().unwrap_or(BAUD_RATE_DEFAULT)),
        })
    }
}

/// What became of the test label.
#[derive(Clone, PartialEq)]
enum Test {
    Sent,
    Confirmed,
    Failed(LinkError),
}

#[component]
pub fn SetupForm(printer: Option<PrinterId>) -> impl IntoView {
    let printing = Printing::expect();
    let printers = printing.printers;
    let old =
        printers.list.value().with_untracked(|list| list.iter().flatten().find(|one| Some(one.id) == printer).cloned());
    let draft = Draft::of(old.as_ref());
    let is_direct = Signal::derive(move || draft.connection.get() != PrinterConnection::Pdf);
    // What the device says about itself fills in what nobody has typed.
    Effect::new(move |_| {
        let Some(identity) = draft.chosen.identity.get() else { return };
        if let Some(language) = identity.language {
            draft.language.set(language.as_str().to_owned());
        }
        if draft.name.with_untracked(String::is_empty) {
            draft.name.set(identity.name.chars().take(NAME_CHARS).collect());
        }
    });
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
        let Some(setup) = draft.setup() else { return missing.set(Some(texts::DEVICE_MISSING)) };
        if setup.name.is_empty() {
            return missing.set(Some(texts::NAME_MISSING));
        }
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
            {(!is_possible(PrinterConnection::Usb) && !is_possible(PrinterConnection::Serial))
                .then(|| view! { <Notice>{texts::NO_DIRECT.t()}</Notice> })}
            <Ways draft />
            {move || is_direct.get().then(|| view! { <DevicePicker connection=draft.connection.into() chosen=draft.chosen /> })}
            <Details draft is_direct />
            {move || error.get().map(|error| view! { <Notice tone="bad">{error.words()}</Notice> })}
            {move || missing.get().map(|text| view! { <Notice tone="bad">{text.t()}</Notice> })}
            <TestLabel draft is_direct />
            <div class="acts">
                <Button on_press=move |()| {
                    printing.waiting.set(Vec::new());
                    printers.setup.set(None);
                }>{common::CANCEL.t()}</Button>
                <Button kind=ButtonKind::Main busy>
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
fn Ways(draft: Draft) -> impl IntoView {
    let way = move |(connection, name, about): (PrinterConnection, Text, Text)| {
        let possible = is_possible(connection);
        let about = if possible { about } else { texts::HOW_MISSING };
        view! {
            <label class="way" class:missing=!possible>
                <input
                    type="radio"
                    name="connection"
                    value=connection.as_str()
                    disabled=!possible
                    prop:checked=move || draft.connection.get() == connection
                    on:change=move |_| draft.connection.set(connection)
                />
                <b>{name.t()}</b>
                <span class="sub">{about.t()}</span>
            </label>
        }
    };
    view! {
        <fieldset class="ways">
            <legend>{texts::SETUP_HOW.t()}</legend>
            {WAYS.map(way).collect_view()}
        </fieldset>
    }
}

#[component]
fn Details(draft: Draft, is_direct: Signal<bool>) -> impl IntoView {
    let printers = Printing::expect().printers;
    let pairs = |list: Vec<(String, String)>| Signal::derive(move || list.clone());
    let languages =
        PrinterLanguage::ALL.iter().map(|one| (one.as_str().to_owned(), words::language(*one).to_owned())).collect();
    let resolutions = RESOLUTIONS.iter().map(|dpi| (dpi.to_string(), format!("{dpi} dpi"))).collect();
    let rates = BAUD_RATES.iter().map(|rate| (rate.to_string(), rate.to_string())).collect();
    let templates = Signal::derive(move || {
        let known = printers.templates.value().get().unwrap_or_default();
        let words = |width, height| format!("{width} × {height} mm");
        known.into_iter().map(|one| (one.id, words(one.width_mm, one.height_mm))).collect::<Vec<_>>()
    });
    let (languages, resolutions, rates) = (pairs(languages), pairs(resolutions), pairs(rates));
    let is_serial = move || draft.connection.get() == PrinterConnection::Serial;
    let hint = Signal::derive(|| Some(texts::LANGUAGE_HINT.t().to_owned()));
    view! {
        <div class="grid-2">
            <Field label=texts::NAME.t() value=draft.name max_chars=NAME_CHARS placeholder=texts::NAME_PLACEHOLDER.t() required=true />
            <Select label=texts::TEMPLATE.t() value=draft.template options=templates />
            {move || {
                is_direct
                    .get()
                    .then(|| view! { <Select label=texts::LANGUAGE.t() value=draft.language options=languages hint /> })
            }}
            <Select label=texts::DPI.t() value=draft.dpi options=resolutions />
            {move || is_serial().then(|| view! { <Select label=texts::BAUD.t() value=draft.baud_rate options=rates /> })}
        </div>
    }
}

#[component]
fn TestLabel(draft: Draft, is_direct: Signal<bool>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let outcome = RwSignal::new(None::<Test>);
    let picture = RwSignal::new(String::new());
    let has_device = move || is_direct.get() && draft.chosen.identity.with(Option::is_some);
    let print = move |()| {
        let Some(setup) = draft.setup() else { return };
        busy.set(true);
        outcome.set(None);
        spawn_local(async move {
            let (template, dpi) = (setup.template_id.clone(), setup.dpi);
            let test = match test_label::print(draft.chosen, setup).await {
                Ok(true) => Test::Confirmed,
                Ok(false) => Test::Sent,
                Err(error) => Test::Failed(error),
            };
            let _ = outcome.try_set(Some(test));
            let _ = busy.try_set(false);
            if let Ok(drawn) = engine::preview(test_label::content(), template, dpi).await {
                let _ = picture.try_set(browser::object_address(&drawn.bytes, "image/png"));
            }
        });
    };
    let words = move || {
        Some(match outcome.get()? {
            Test::Sent => view! { <p class="sub" role="status">{texts::TEST_SENT.t()}</p> }.into_any(),
            Test::Confirmed => view! { <p class="fine" role="status">{texts::TEST_CONFIRMED.t()}</p> }.into_any(),
            Test::Failed(LinkError::Refused) => view! { <Ladder /> }.into_any(),
            Test::Failed(error) => view! { <p class="wrong" role="alert">{words::link(&error)}</p> }.into_any(),
        })
    };
    move || {
        has_device().then(|| {
            view! {
                <div class="test">
                    <div>
                        <Button busy on_press=print>
                            {texts::TEST.t()}
                        </Button>
                        {words}
                    </div>
                    {move || {
                        let address = picture.get();
                        (!address.is_empty()).then(|| view! { <img src=address alt=texts::PREVIEW_ALT.t() /> })
                    }}
                </div>
            }
        })
    }
}
