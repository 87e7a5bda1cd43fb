//! How a printer may be connected: what this browser and this service can do.

use leptos::prelude::*;
use shared::printing::PrinterConnection;

use super::{super::link::LinkError, Help, devices::is_possible, draft::Draft};
use crate::{
    i18n::Text,
    texts::{printers as more, printing as texts},
};

/// In the order in which to prefer them: name and what it is for.
pub const WAYS: [(PrinterConnection, Text, Text); 4] = [
    (PrinterConnection::Usb, texts::HOW_USB, texts::HOW_USB_ABOUT),
    (PrinterConnection::Serial, texts::HOW_SERIAL, texts::HOW_SERIAL_ABOUT),
    (PrinterConnection::Tcp, more::HOW_NETWORK, more::HOW_NETWORK_ABOUT),
    (PrinterConnection::Pdf, texts::HOW_PDF, texts::HOW_PDF_ABOUT),
];

#[component]
pub fn Ways(draft: Draft) -> impl IntoView {
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
        <NoDirectWay />
    }
}

/// Why this browser offers no direct way at all, and what to do about it.
#[component]
fn NoDirectWay() -> impl IntoView {
    let none = !is_possible(PrinterConnection::Usb) && !is_possible(PrinterConnection::Serial);
    none.then(|| view! { <Help error=LinkError::Unsupported /> })
}
