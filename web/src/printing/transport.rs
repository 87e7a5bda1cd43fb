//! A way to a printer, whatever cable it hangs on.

use super::{
    hardware::Identity,
    link::{LinkError, Wire, WriteError},
};

/// Everything a way must do. Each call ends by itself: what the device does not do in time is an error or nothing.
pub trait Transport {
    /// How this browser tells the device from others.
    fn key(&self) -> String;

    /// What the device says of itself before it is used; opens it if need be.
    async fn identity(&self) -> Identity;

    /// Opens it, or does nothing if it is open.
    async fn open(&self, wire: Wire) -> Result<(), LinkError>;

    async fn write(&self, bytes: &[u8]) -> Result<(), WriteError>;

    /// What the printer says within the time; nothing if it says nothing.
    async fn read(&self, within_ms: u32) -> Result<Vec<u8>, LinkError>;

    /// Gives the device back. What a driver has not sent yet may be lost.
    async fn close(&self);
}
