//! The device of a printer: chosen in the browser's list, or one that was allowed before.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::printing::PrinterConnection;

use super::{
    super::{
        Printing,
        hardware::{self, Device, Identity},
        link::LinkError,
        words,
    },
    Ladder,
};
use crate::{
    texts::printing as texts,
    ui::{Button, Icon, Symbol},
};

/// The device of the form, once one is chosen.
#[derive(Clone, Copy)]
pub struct Chosen {
    pub device: StoredValue<Option<Rc<Device>>, LocalStorage>,
    pub identity: RwSignal<Option<Identity>>,
    pub error: RwSignal<Option<LinkError>>,
}

impl Chosen {
    pub fn new() -> Chosen {
        Chosen { device: StoredValue::new_local(None), identity: RwSignal::new(None), error: RwSignal::new(None) }
    }

    async fn take(self, device: Device) {
        let identity = device.identity().await;
        if let Some(Some(old)) = self.device.try_update_value(|slot| slot.replace(Rc::new(device))) {
            old.close().await;
        }
        self.error.set(None);
        self.identity.set(Some(identity));
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

/// How a connection is offered: its name, what it is for, whether the browser can.
pub fn is_possible(connection: PrinterConnection) -> bool {
    match connection {
        PrinterConnection::Usb => hardware::has_usb(),
        PrinterConnection::Serial => hardware::has_serial(),
        PrinterConnection::Pdf => true,
    }
}

#[component]
pub fn DevicePicker(connection: Signal<PrinterConnection>, chosen: Chosen) -> impl IntoView {
    let printing = Printing::expect();
    let busy = RwSignal::new(false);
    let known = RwSignal::new(Vec::<(PrinterConnection, String)>::new());
    spawn_local(async move {
        let devices = hardware::known().await;
        let _ = known.try_set(devices.iter().map(|device| (kind_of(&device.key()), device.key())).collect());
    });
    let choose = move |()| {
        busy.set(true);
        spawn_local(async move {
            match hardware::request(connection.get_untracked()).await {
                Ok(device) => {
                    printing.printers.disconnect().await;
                    chosen.take(device).await;
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
                chosen.take(device).await;
            }
            let _ = busy.try_set(false);
        });
    };
    let offered = move || {
        let kind = connection.get();
        known.get().into_iter().filter(move |(of, _)| *of == kind).map(|(_, key)| key).collect::<Vec<_>>()
    };
    view! {
        <div class="device">
            {move || {
                chosen
                    .identity
                    .get()
                    .map(|identity| {
                        view! {
                            <p class="device-name">
                                <Icon symbol=Symbol::Printer />
                                <b>{if identity.name.is_empty() { identity.key.clone() } else { identity.name }}</b>
                                <span class="sub">{identity.key}</span>
                            </p>
                            {(!identity.is_lasting).then(|| view! { <p class="sub">{texts::NOT_LASTING.t()}</p> })}
                        }
                    })
            }}
            <div class="device-acts">
                <Button busy icon=Symbol::Printer on_press=choose>
                    {move || if chosen.identity.with(Option::is_some) { texts::CHOOSE_OTHER.t() } else { texts::CHOOSE_DEVICE.t() }}
                </Button>
                {move || {
                    offered()
                        .into_iter()
                        .map(|key| {
                            let words = key.clone();
                            view! {
                                <button
                                    type="button"
                                    class="chip"
                                    title=texts::KNOWN_DEVICES.t()
                                    on:click=move |_| use_known(key.clone())
                                >
                                    {words}
                                </button>
                            }
                        })
                        .collect_view()
                }}
            </div>
            {move || {
                chosen
                    .error
                    .get()
                    .map(|error| match error {
                        LinkError::Refused => view! { <Ladder /> }.into_any(),
                        other => view! { <p class="wrong" role="alert">{words::link(&other)}</p> }.into_any(),
                    })
            }}
        </div>
    }
}

fn kind_of(key: &str) -> PrinterConnection {
    if key.starts_with("usb") { PrinterConnection::Usb } else { PrinterConnection::Serial }
}
