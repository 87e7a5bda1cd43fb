//! Devices of either kind behind one face.

use js_sys::{Array, Object, Reflect};
use shared::printing::PrinterConnection;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Navigator, UsbDeviceFilter, UsbDeviceRequestOptions};

use super::{
    Identity,
    js::chooser_error,
    serial::{SERIAL_PORT_PROFILE, Serial},
    usb::{PRINTER_CLASS, Usb},
};
use crate::printing::{
    link::{LinkError, Wire, WriteError},
    transport::Transport,
};

pub enum Device {
    Usb(Usb),
    Serial(Serial),
}

impl Transport for Device {
    fn key(&self) -> String {
        match self {
            Device::Usb(usb) => usb.key(),
            Device::Serial(serial) => serial.key(),
        }
    }

    async fn identity(&self) -> Identity {
        match self {
            Device::Usb(usb) => usb.identity().await,
            Device::Serial(serial) => serial.identity().await,
        }
    }

    async fn open(&self, wire: Wire) -> Result<(), LinkError> {
        match self {
            Device::Usb(usb) => usb.open(wire).await,
            Device::Serial(serial) => serial.open(wire).await,
        }
    }

    async fn write(&self, bytes: &[u8]) -> Result<(), WriteError> {
        match self {
            Device::Usb(usb) => usb.write(bytes).await,
            Device::Serial(serial) => serial.write(bytes).await,
        }
    }

    async fn read(&self, within_ms: u32) -> Result<Vec<u8>, LinkError> {
        match self {
            Device::Usb(usb) => usb.read(within_ms).await,
            Device::Serial(serial) => serial.read(within_ms).await,
        }
    }

    async fn close(&self) {
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

/// Whether the page was loaded so that browsers give it devices at all: over HTTPS, or from this machine.
pub fn is_secure() -> bool {
    web_sys::window().is_some_and(|window| window.is_secure_context())
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
    let refused = |error: JsValue| chooser_error(&error, connection);
    match connection {
        PrinterConnection::Usb if has_usb() => {
            let options = UsbDeviceRequestOptions::new(&usb_filters());
            let chosen = JsFuture::from(navigator.usb().request_device(&options)).await;
            Ok(Device::Usb(Usb::new(chosen.map_err(refused)?)))
        }
        PrinterConnection::Serial if has_serial() => {
            // Bluetooth printers are listed only where their service is named; browsers that know no such option ignore it.
            let options = Object::new();
            let services = Array::of1(&JsValue::from_str(SERIAL_PORT_PROFILE));
            let _ = Reflect::set(&options, &JsValue::from_str("allowedBluetoothServiceClassIds"), &services);
            let chosen = JsFuture::from(navigator.serial().request_port_with_options(options.unchecked_ref())).await;
            Ok(Device::Serial(Serial::new(chosen.map_err(refused)?)))
        }
        _ => Err(LinkError::Unsupported),
    }
}

/// Every printer, and what known makers build without naming it one.
fn usb_filters() -> Vec<UsbDeviceFilter> {
    let printers = UsbDeviceFilter::new();
    printers.set_class_code(PRINTER_CLASS);
    let mut filters = vec![printers];
    for vendor in shared::printers::profile::vendor_ids() {
        let filter = UsbDeviceFilter::new();
        filter.set_vendor_id(vendor);
        filters.push(filter);
    }
    filters
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
