//! What page and label worker say to each other: JSON beside one transferred buffer. Both binaries compile this file.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::printing::PrinterLanguage;

/// The number of the worker's first message, which says that it listens.
pub const READY: u32 = 0;
/// The error of a question about a template that was not learnt, or is forgotten.
pub const UNKNOWN_TEMPLATE: &str = "no such template";

/// One piece of work. `C` is a label's content and `O` how the printer prints: what the service sent on the page's side, what the engine reads on
/// the worker's; the JSON is the same.
#[derive(Serialize, Deserialize)]
pub struct Ask<C, O> {
    /// Counted from 1; the answer carries it back.
    pub id: u32,
    pub work: Work<C, O>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Work<C, O> {
    /// Fetch the font, so that the first label does not wait for it.
    Warm,
    /// A template the engine does not bring along, under the name later questions use.
    Learn { template: String, body: Value },
    /// The bytes a printer takes. `template` is a standard one's id, or a name that was learnt.
    Encode { content: C, template: String, dpi: u32, language: PrinterLanguage, options: O },
    /// The calibration page for the template's paper; with a darkness one of the darkness steps.
    Calibrate { template: String, dpi: u32, language: PrinterLanguage, options: O, darkness: Option<u8> },
    /// A PNG to look at.
    Preview { content: C, template: String, dpi: u32 },
}

/// The answer; the bytes travel beside it.
#[derive(Serialize, Deserialize)]
pub struct Answer {
    pub id: u32,
    /// What went wrong, for the log of the browser; the page says in its own words what to do.
    pub error: Option<String>,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// What the label does not show as given: the element and why, without personal data.
    pub warnings: Vec<String>,
}
