//! The device of a printer: chosen in the browser's list, or one that was allowed before; and what it is found to be.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    printers::detect::{self, Clues, Finding, FoundBy},
    printing::PrinterConnection,
};

use super::{
    super::{
        Printing, detect as asking,
        hardware::{self, Device, Identity},
        link::{LinkError, Wire},
        tab_lock,
        transport::Transport,
    },
    Help,
    draft::Draft,
};
use crate::{
    i18n::Text,
    texts::{printers as more, printing as texts},
    ui::{Button, Icon, Symbol},
};

/// The device of the form, once one is chosen.
#[derive(Clone, Copy)]
pub struct Chosen {
    pub device: StoredValue<Option<Rc<Device>>, LocalStorage>,
    pub identity: RwSignal<Option<Identity>>,
    /// What it was found to be; none while it is being asked.
    pub found: RwSignal<Option<FoundBy>>,
    pub found_name: RwSignal<String>,
    pub error: RwSignal<Option<LinkError>>,
    /// It is being asked what it is, and nobody else may use it meanwhile.
    pub is_asked: RwSignal<bool>,
}

impl Chosen {
    pub fn new() -> Chosen {
        Chosen {
            device: StoredValue::new_local(None),
            identity: RwSignal::new(None),
            found: RwSignal::new(None),
            found_name: RwSignal::new(String::new()),
            error: RwSignal::new(None),
            is_asked: RwSignal::new(false),
        }
    }

    /// Shows the device at once, then asks it what it is.
    async fn take(self, device: Device, draft: Draft) {
        self.is_asked.set(true);
        self.release().await;
        self.found.set(None);
        self.error.set(None);
        let before = draft.said();
        let identity = device.identity().await;
        let (key, name) = (identity.key.clone(), identity.name.clone());
        let mut clues = identity.clues.clone();
        self.identity.set(Some(identity));
        if let Err(error) = ask(&device, &key, draft, &mut clues).await {
            self.error.set(Some(error));
        }
        self.keep(device);
        let finding = detect::find(&clues);
        draft.take(&finding, &name, &before);
        self.tell(&finding);
        let _ = self.is_asked.try_set(false);
    }

    pub fn tell(self, finding: &Finding) {
        let _ = self.found_name.try_set(finding.name.clone());
        let _ = self.found.try_set(Some(finding.by));
    }

    pub fn keep(self, device: Device) {
        let _ = self.device.try_set_value(Some(Rc::new(device)));
    }

    /// Gives the device back, so that printing can open it.
    pub async fn release(self) {
        if let Some(Some(device)) = self.device.try_update_value(Option::take) {
            device.close().await;
        }
    }
}

/// Asks the device what it is; another tab that prints on it is not disturbed.
async fn ask(device: &Device, key: &str, draft: Draft, clues: &mut Clues) -> Result<(), LinkError> {
    let _lock = tab_lock::take(&tab_lock::name_of(key)).await.ok_or(LinkError::Elsewhere)?;
    let wire = draft.nameless_setup().map_or_else(|_| Wire::default(), |setup| Wire::of(&setup));
    asking::ask(device, wire, clues).await
}

/// Whether this browser, or the service, can reach printers this way.
pub fn is_possible(connection: PrinterConnection) -> bool {
    match connection {
        PrinterConnection::Usb => hardware::has_usb(),
        PrinterConnection::Serial => hardware::has_serial(),
        PrinterConnection::Pdf | PrinterConnection::Tcp => true,
    }
}

#[component]
pub fn DevicePicker(draft: Draft) -> impl IntoView {
    let printing = Printing::expect();
    let chosen = draft.chosen;
    let busy = RwSignal::new(false);
    let known = RwSignal::new(Vec::<(PrinterConnection, String)>::new());
    spawn_local(async move {
        let devices = hardware::known().await;
        let _ = known.try_set(devices.iter().map(|device| (kind_of(&device.key()), device.key())).collect());
    });
    let choose = move |()| {
        busy.set(true);
        spawn_local(async move {
            match hardware::request(draft.connection.get_untracked()).await {
                Ok(device) => {
                    printing.printers.disconnect().await;
                    chosen.take(device, draft).await;
                }
                Err(LinkError::NotChosen) => {}
                Err(error) => chosen.error.set(Some(error)),
            }
            let _ = busy.try_set(false);
        });
    };
    let use_known = move |key: String| {
        busy.set(true);
        spawn_local(async move {
            printing.printers.disconnect().await;
            if let Some(device) = hardware::known().await.into_iter().find(|device| device.key() == key) {
                chosen.take(device, draft).await;
            }
            let _ = busy.try_set(false);
        });
    };
    let offered = move || {
        let kind = draft.connection.get();
        known.get().into_iter().filter(move |(of, _)| *of == kind).map(|(_, key)| key).collect::<Vec<_>>()
    };
    let chips = move || {
        let chip = |key: String| {
            let words = key.clone();
            view! {
                <button type="button" class="chip" title=texts::KNOWN_DEVICES.t() on:click=move |_| use_known(key.clone())>
                    {words}
                </button>
            }
        };
        offered().into_iter().map(chip).collect_view()
    };
    view! {
        <div class="device">
            {move || chosen.identity.get().map(|identity| view! { <Found identity draft /> })}
            <div class="device-acts">
                <Button busy icon=Symbol::Printer on_press=choose>
                    {move || if chosen.identity.with(Option::is_some) { texts::CHOOSE_OTHER.t() } else { texts::CHOOSE_DEVICE.t() }}
                </Button>
                {chips}
            </div>
            {move || chosen.error.get().map(|error| view! { <Help error /> })}
        </div>
    }
}

/// The device, what it was found to be and how, and what must be known before it is used.
#[component]
fn Found(identity: Identity, draft: Draft) -> impl IntoView {
    let chosen = draft.chosen;
    let is_silent = move || chosen.found.with(Option::is_some) && draft.quirks.get().unidirectional;
    let name = if identity.name.is_empty() { identity.key.clone() } else { identity.name };
    let finding = move || match chosen.found.get() {
        None if chosen.error.with(Option::is_some) => ().into_any(),
        None => view! { <p class="sub" role="status">{more::ASKING.t()}</p> }.into_any(),
        Some(by) => view! { <Finding by name=chosen.found_name /> }.into_any(),
    };
    view! {
        <p class="device-name">
            <Icon symbol=Symbol::Printer />
            <b>{name}</b>
            <span class="sub">{identity.key}</span>
        </p>
        {finding}
        {move || is_silent().then(|| view! { <p class="sub">{more::OFTEN_SILENT.t()}</p> })}
        {(!identity.is_lasting).then(|| view! { <p class="sub">{texts::NOT_LASTING.t()}</p> })}
    }
}

/// What a printer was found to be.
#[component]
pub fn Finding(by: FoundBy, #[prop(into)] name: Signal<String>) -> impl IntoView {
    let how: Text = match by {
        FoundBy::DeviceId => more::FOUND_BY_ID,
        FoundBy::Answer => more::FOUND_BY_ANSWER,
        FoundBy::UsbId => more::FOUND_BY_USB,
        FoundBy::Vendor => more::FOUND_BY_VENDOR,
        FoundBy::OwnLanguage => more::FOUND_OWN_LANGUAGE,
        FoundBy::Nothing => {
            return view! { <p class="sub" role="status">{more::FOUND_NOTHING.t()}</p> }.into_any();
        }
    };
    view! {
        <p role="status">
            <span class="fine">{move || more::FOUND.fill(&[("name", &name.get())])}</span>
            " "
            <span class="sub">{how.t()}</span>
        </p>
    }
    .into_any()
}

fn kind_of(key: &str) -> PrinterConnection {
    if key.starts_with("usb") { PrinterConnection::Usb } else { PrinterConnection::Serial }
}
