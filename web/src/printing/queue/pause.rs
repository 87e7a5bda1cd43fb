//! Why a queue stands still.

use shared::print_queue::PrintPause;

use super::super::{link::LinkError, status::Trouble};

/// Why nothing is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pause {
    /// The service's word: a person, an unsure label, or a page that went.
    Service(PrintPause),
    /// Labels became unsure here, and the service has not heard yet.
    Unsure,
    /// Goes on by itself when the printer is fine again.
    Printer(Trouble),
    Link(LinkError),
    /// This label cannot be drawn.
    Drawing,
    /// Somebody else prints from the queue; the service's words.
    Elsewhere(String),
    /// What waits was found here, and nobody has asked for it in this page.
    Found,
}

impl Pause {
    /// The code of a print job's report.
    pub const fn code(&self) -> &'static str {
        match self {
            Pause::Printer(trouble) => trouble.code(),
            Pause::Link(error) => error.code(),
            Pause::Drawing => "render_failed",
            Pause::Service(_) | Pause::Unsure | Pause::Elsewhere(_) | Pause::Found => "stopped",
        }
    }
}
