//! Print stations: a browser beside a printer that may do nothing but print.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{PrintStationId, PrinterId, printing::Printer};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PrintStationCreate {
    /// What people call it; 1 to 40 characters.
    pub name: String,
    /// The printers it alone prints on; 1 to 10, none of another station.
    pub printer_ids: Vec<PrinterId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintStation {
    pub id: PrintStationId,
    pub name: String,
    pub printer_ids: Vec<PrinterId>,
    /// A browser was paired with it.
    pub paired: bool,
    pub last_used_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// A code to type at the station, told once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintStationPairing {
    pub station: PrintStation,
    pub pairing_code: String,
    pub pairing_until: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PairStation {
    /// As it was shown; case, spaces and hyphens do not matter.
    pub pairing_code: String,
}

/// What a station signs its requests with, as `Authorization: Bearer`. Told once, kept hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StationToken {
    pub token: String,
}

/// What a station knows of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StationSelf {
    pub id: PrintStationId,
    pub name: String,
    pub merchant_name: String,
    pub printers: Vec<Printer>,
}
