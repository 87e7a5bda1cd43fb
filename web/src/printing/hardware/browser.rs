//! Devices of either kind behind one face.

use js_sys::Reflect;
use shared::printing::PrinterConnection;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Navigator, UsbDeviceFilter, UsbDeviceRequestOptions};

use super::{
    Identity,
    js::chooser_error,
    serial::Serial,
    usb::{PRINTER_CLASS, Usb},
};
use crate::printing::link::{LinkError, WriteError};

pub enum Device {
    Usb(Usb),
    Serial(Serial),
}

impl Device {
    pub async fn identity(&self) -> Identity {
        match self {
            Device::Usb(usb) => usb.identity().await,
            Device::Serial(serial) => serial.identity(),
        }
    }

    pub fn key(&self) -> String {
        match self {
            Device::Usb(usb) => usb.key(),
            Device::Serial(serial) => serial.key(),
        }
    }

    pub async fn open(&self, baud_rate: u32) -> Result<(), LinkError> {
        match self {
            Device::Usb(usb) => usb.open().await,
            Device::Serial(serial) => serial.open(baud_rate).await,
        }
    }

    pub async fn write(&self, bytes: &[u8]) -> Result<(), WriteError> {
        match self {
            Device::Usb(usb) => usb.write(bytes).await,
            Device::Serial(serial) => serial.write(bytes).await,
        }
    }

    pub async fn read(&self, within_ms: u32) -> Result<Vec<u8>, LinkError> {
        match self {
            Device::Usb(usb) => usb.read(within_ms).await,
            Device::Serial(serial) => serial.read(within_ms).await,
        }
    }

    pub async fn close(&self) {
        match self {
            Device::Usb(usb) => usb.close().await,
            Device::Serial(serial) => serial.close().await,
        }
    }
}

fn navigator() -> Option<Navigator> {
    web_sys::window().map(|window| window.navigator())
}

fn has(name: &str) -> bool {
    let found = navigator().and_then(|navigator| Reflect::get(&navigator, &JsValue::from_str(name)).ok());
    found.is_some_and(|value| value.is_object())
}

pub fn has_usb() -> bool {
    has("usb")
}

pub fn has_serial() -> bool {
    has("serial")
}

/// Devices this page was allowed to use before and that are plugged in.
pub async fn known() -> Vec<Device> {
    let Some(navigator) = navigator() else { return Vec::new() };
    let mut devices = Vec::new();
    if has_usb()
        && let Ok(found) = JsFuture::from(navigator.usb().get_devices()).await
    {
        devices.extend(found.iter().map(|device| Device::Usb(Usb::new(device))));
    }
    if has_serial()
        && let Ok(found) = JsFuture::from(navigator.serial().get_ports()).await
    {
        devices.extend(found.iter().map(|port| Device::Serial(Serial::new(port))));
    }
    devices
}

/// Lets the person choose a device in the browser's own list; must come from a press.
pub async fn request(connection: PrinterConnection) -> Result<Device, LinkError> {
    let navigator = navigator().ok_or(LinkError::Unsupported)?;
    match connection {
        PrinterConnection::Usb if has_usb() => {
            let filter = UsbDeviceFilter::new();
            filter.set_class_code(PRINTER_CLASS);
            let options = UsbDeviceRequestOptions::new(&[filter]);
            let chosen = JsFuture::from(navigator.usb().request_device(&options)).await;
            Ok(Device::Usb(Usb::new(chosen.map_err(|error| chooser_error(&error))?)))
        }
        PrinterConnection::Serial if has_serial() => {
            let chosen = JsFuture::from(navigator.serial().request_port()).await;
            Ok(Device::Serial(Serial::new(chosen.map_err(|error| chooser_error(&error))?)))
        }
        _ => Err(LinkError::Unsupported),
    }
}

/// Calls `changed` whenever a device was plugged in or pulled, for as long as the page is open.
pub fn watch(changed: impl Fn() + 'static) {
    let Some(navigator) = navigator() else { return };
    let listener = Closure::<dyn Fn()>::new(changed).into_js_value();
    let listener = listener.unchecked_ref();
    let listen = |target: &web_sys::EventTarget| {
        for event in ["connect", "disconnect"] {
            let _ = target.add_event_listener_with_callback(event, listener);
        }
    };
    if has_usb() {
        listen(&navigator.usb());
    }
    if has_serial() {
        listen(&navigator.serial());
    }
}
