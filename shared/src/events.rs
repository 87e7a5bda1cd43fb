//! What the service tells open pages, as server-sent events of `GET /api/v1/events`.

use serde::{Deserialize, Serialize};

use crate::{ImportId, PrinterId, jobs::Job};

/// The data of one server-sent event; the event's name is `type`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LiveEvent {
    /// A job moved on.
    Job { job: Job, import_id: Option<ImportId> },
    /// Shipments were made or changed; a list that shows them is stale.
    ShipmentsChanged { count: u32 },
    /// Problems were found, settled, or moved on.
    ProblemsChanged { count: u32 },
    /// A printer's queue changed: labels came, went or moved on, somebody took it or let it go, or it was paused.
    PrintQueueChanged { printer_id: PrinterId },
}
