//! What can go wrong between page and printer.

/// Why a printer could not be reached or did not take what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// The browser cannot do this.
    Unsupported,
    /// Nothing was chosen in the browser's list.
    NotChosen,
    /// The system or another program holds the device.
    Refused,
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

impl LinkError {
    /// The code of a print job's report.
    pub const fn code(&self) -> &'static str {
        match self {
            LinkError::Disconnected => "disconnected",
            LinkError::Timeout => "timeout",
            LinkError::Unsupported
            | LinkError::NotChosen
            | LinkError::Refused
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

/// The sizes of the pieces a write is cut into. Small enough that a transfer's progress shows, and what fastboot has used for years.
pub const CHUNK_BYTES: usize = 16 * 1024;
