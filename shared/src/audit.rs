//! The audit log: who did what to what, from where.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntryView {
    /// Counts up without gaps within one log.
    pub seq: u64,
    pub at: DateTime<Utc>,
    /// The operator's user name, or the staff member's name, behind the network's in a merchant's log; none where no person acted.
    pub who: Option<String>,
    /// What acted where no person did, or for the person: a program's key as `key ERP`, `sole staff` for who does everybody's work.
    pub actor: String,
    /// Stable, as `shipment.void`.
    pub action: String,
    /// The id or number of what it was done to.
    pub subject: String,
    pub detail: String,
    pub ip: String,
    pub place: String,
    /// SHA-256 over this entry and the hash of the one before, in hex; none before the chain began.
    pub hash: Option<String>,
}
