//! Tracks: what scanners saw.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ShipmentState;

/// One scan of a track.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrackEvent {
    pub at: DateTime<Utc>,
    /// The network's code of the scan, such as `GOT` or `ARRIVAL`.
    pub code: String,
    /// The state the shipment had after it.
    pub state: ShipmentState,
    /// The scan as a sentence in the caller's language.
    pub text: String,
    pub place: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TrackQuery {
    /// 1 to 1 000.
    pub waybill_nos: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Track {
    pub waybill_no: String,
    pub found: bool,
    pub state: Option<ShipmentState>,
    pub last: Option<TrackEvent>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tracks {
    pub items: Vec<Track>,
}

/// Scans as a scanner gun or a sorting line sends them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ScanBatch {
    /// 1 to 1 000; each has its own outcome.
    pub scans: Vec<Scan>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Scan {
    pub waybill_no: String,
    /// `GOT`, `DEPARTURE`, `ARRIVAL`, `DISPATCH`, `INBOUND`, `DEPARTURE_SIGNED`, `SIGNED`, `PROBLEM`, `RETURN_SCAN`, `RETURN_SIGNED`.
    pub code: String,
    pub at: DateTime<Utc>,
    /// Where it was scanned, such as `上海转运中心`; at most 60 characters.
    pub place: String,
    /// The next stop of a `DEPARTURE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_place: Option<String>,
    /// Required with `PROBLEM`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem_code: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScanOutcome {
    pub waybill_no: String,
    pub ok: bool,
    /// The same scan was recorded before; nothing changed.
    pub duplicate: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScanOutcomes {
    pub items: Vec<ScanOutcome>,
}
