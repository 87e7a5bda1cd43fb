//! What can go wrong between page and printer, and how fast bytes go.

use shared::{
    limits::PRINTER_CHUNK_BYTES_DEFAULT,
    printers::FlowControl,
    printing::{PrinterConnection, PrinterSetup},
};

pub const BAUD_RATE_DEFAULT: u32 = 115_200;

/// Why a printer could not be reached or did not take what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// The browser cannot do this.
    Unsupported,
    /// Nothing was chosen in the browser's list.
    NotChosen,
    /// The system, another program or a rule keeps the page from the device.
    Refused(Refusal),
    /// Another tab of this browser prints on it.
    Elsewhere,
    /// The device is a printer, but not one the page can write to.
    NoEndpoint,
    Disconnected,
    /// It did not take what was sent in time.
    Timeout,
    /// A transfer failed; the browser's words.
    Failed(String),
}

/// At which step a device was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Before any device: the browser's list may not be opened.
    Choose,
    Open,
    /// Its printer interface, once it was open.
    Claim,
}

/// What the browser said, and of which device: enough to tell what stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub stage: Stage,
    pub connection: PrinterConnection,
    /// Of the `DOMException`.
    pub name: String,
    pub message: String,
    /// USB vendor and product, where they are known.
    pub ids: Option<(u16, u16)>,
}

impl LinkError {
    /// The code of a print job's report.
    pub const fn code(&self) -> &'static str {
        match self {
            LinkError::Disconnected => "disconnected",
            LinkError::Timeout => "timeout",
            LinkError::Unsupported
            | LinkError::NotChosen
            | LinkError::Refused(_)
            | LinkError::Elsewhere
            | LinkError::NoEndpoint
            | LinkError::Failed(_) => "refused",
        }
    }
}

/// A write that did not end well: how much the printer took before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteError {
    pub written: usize,
    pub error: LinkError,
}

/// The bit that goes with every byte of a serial line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parity {
    #[default]
    None,
    Even,
    Odd,
}

/// How bytes go to a printer, or come from a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wire {
    /// Of a serial printer.
    pub baud_rate: u32,
    pub flow_control: FlowControl,
    pub parity: Parity,
    /// 7 or 8.
    pub data_bits: u8,
    /// A write is cut into pieces of so many bytes.
    pub chunk_bytes: usize,
    pub chunk_delay_ms: u32,
}

impl Default for Wire {
    fn default() -> Wire {
        Wire {
            baud_rate: BAUD_RATE_DEFAULT,
            flow_control: FlowControl::None,
            parity: Parity::None,
            data_bits: 8,
            chunk_bytes: PRINTER_CHUNK_BYTES_DEFAULT as usize,
            chunk_delay_ms: 0,
        }
    }
}

impl Wire {
    pub fn of(setup: &PrinterSetup) -> Wire {
        Wire {
            baud_rate: setup.baud_rate.unwrap_or(BAUD_RATE_DEFAULT),
            flow_control: setup.options.flow_control,
            // Never 0, whatever was stored: a write must get on.
            chunk_bytes: (setup.options.chunk_bytes as usize).max(1),
            chunk_delay_ms: setup.options.chunk_delay_ms,
            ..Wire::default()
        }
    }
}
