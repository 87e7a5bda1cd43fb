//! An open printer: what is written to it, and what it says.

use std::cell::Cell;

use shared::printing::PrinterLanguage;

use super::{
    hardware::Device,
    link::{LinkError, Wire, WriteError},
    status::{self, Reading},
    tab_lock::TabLock,
    transport::Transport,
};
use crate::browser;

/// How long a printer may think about a status question. Zebra answers within 100 ms; slow lines need more.
const ANSWER_MS: f64 = 1_500.0;
/// As above for the first question, where it is not known whether the printer answers at all.
const FIRST_ANSWER_MS: f64 = 700.0;
const READ_MS: u32 = 250;
/// An answer longer than this is none.
const ANSWER_BYTES_MAX: usize = 4096;
/// So many pieces of what a printer said before are thrown away; one that says more never stops, and is not listened to.
const STALE_READS_MAX: u32 = 32;

pub struct Connection {
    device: Device,
    language: PrinterLanguage,
    wire: Wire,
    /// It has answered a status question since it was opened.
    talks: Cell<bool>,
    _lock: TabLock,
}

impl Connection {
    pub async fn open(
        device: Device,
        language: PrinterLanguage,
        wire: Wire,
        lock: TabLock,
    ) -> Result<Connection, LinkError> {
        device.open(wire).await?;
        Ok(Connection { device, language, wire, talks: Cell::new(false), _lock: lock })
    }

    pub fn key(&self) -> String {
        self.device.key()
    }

    pub fn talks(&self) -> bool {
        self.talks.get()
    }

    pub async fn write(&self, bytes: &[u8]) -> Result<(), WriteError> {
        self.device.write(bytes).await
    }

    /// Asks how the printer is; `None` if it does not answer or its language has no question.
    pub async fn status(&self) -> Result<Option<Reading>, LinkError> {
        let Some(question) = status::question(self.language) else { return Ok(None) };
        // What it said late to an earlier question is not the answer to this one.
        if !forget_stale(&self.device).await? {
            return Ok(None);
        }
        self.device.write(question).await.map_err(|failed| failed.error)?;
        let limit = if self.talks.get() { ANSWER_MS } else { FIRST_ANSWER_MS };
        let began = browser::now_ms();
        let mut answer = Vec::new();
        while browser::now_ms() - began < limit && answer.len() < ANSWER_BYTES_MAX {
            answer.extend(self.device.read(READ_MS).await?);
            if let Some(reading) = status::read(self.language, &answer) {
                self.talks.set(true);
                return Ok(Some(reading));
            }
        }
        Ok(None)
    }

    /// After a transfer that never ended: only closing frees the device.
    pub async fn reopen(&self) -> Result<(), LinkError> {
        self.device.close().await;
        self.device.open(self.wire).await
    }

    /// The device, still open.
    pub fn into_device(self) -> Device {
        self.device
    }

    pub async fn close(&self) {
        self.device.close().await;
    }
}

/// Throws away what the printer said earlier; false if it does not stop talking.
pub async fn forget_stale(device: &Device) -> Result<bool, LinkError> {
    for _ in 0..STALE_READS_MAX {
        if device.read(0).await?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}
