//! The devices of the browser. Web Serial and WebUSB are asked for, never guessed from the browser's name.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod js;
#[cfg(target_arch = "wasm32")]
mod serial;
#[cfg(target_arch = "wasm32")]
mod usb;
#[cfg(target_arch = "wasm32")]
pub use browser::{Device, has_serial, has_usb, is_secure, known, request, watch};

// The page is built for the browser only; on other machines its plain parts are tested, and no device is there.
#[cfg(not(target_arch = "wasm32"))]
mod absent;
#[cfg(not(target_arch = "wasm32"))]
pub use absent::{Device, has_serial, has_usb, is_secure, known, request, watch};

/// What a device says about itself before it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// How this browser tells it from others.
    pub key: String,
    /// What it is called, as its plug says it; may be empty.
    pub name: String,
    pub clues: shared::printers::detect::Clues,
    /// The browser remembers it after it was unplugged.
    pub is_lasting: bool,
}
