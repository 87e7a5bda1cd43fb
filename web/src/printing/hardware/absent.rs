//! No devices.

use shared::printing::PrinterConnection;

use super::Identity;
use crate::printing::{
    link::{LinkError, Wire, WriteError},
    transport::Transport,
};

/// A device, of which there are none here.
pub enum Device {}

impl Transport for Device {
    fn key(&self) -> String {
        match *self {}
    }

    async fn identity(&self) -> Identity {
        match *self {}
    }

    async fn open(&self, _wire: Wire) -> Result<(), LinkError> {
        match *self {}
    }

    async fn write(&self, _bytes: &[u8]) -> Result<(), WriteError> {
        match *self {}
    }

    async fn read(&self, _within_ms: u32) -> Result<Vec<u8>, LinkError> {
        match *self {}
    }

    async fn close(&self) {
        match *self {}
    }
}

pub fn has_usb() -> bool {
    false
}

pub fn has_serial() -> bool {
    false
}

pub fn is_secure() -> bool {
    false
}

pub async fn known() -> Vec<Device> {
    Vec::new()
}

pub async fn request(_connection: PrinterConnection) -> Result<Device, LinkError> {
    Err(LinkError::Unsupported)
}

pub fn watch(_changed: impl Fn() + 'static) {}
