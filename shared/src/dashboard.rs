//! Today's numbers and what to do next.

use serde::{Deserialize, Serialize};
use units::Money;

use crate::{imports::Import, state::Phase};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dashboard {
    /// Shipments made today, in the merchant's zone.
    pub created_today: u32,
    /// Estimated freight of today's shipments.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "1218.40"))]
    pub price_today: Money,
    /// Labels that came out of a printer today.
    pub printed_today: u32,
    pub phases: Vec<PhaseCount>,
    /// The newest imports, at most five.
    pub recent_imports: Vec<Import>,
    /// Print jobs whose outcome a person must settle.
    pub unknown_print_jobs: u32,
    pub has_sender: bool,
    /// Problems that are not settled; a parcel may have several.
    #[serde(default)]
    pub open_problems: u32,
    /// Accounts at carriers that are running out of numbers, or were refused last time, by their names.
    #[serde(default)]
    pub carrier_accounts_to_see_to: Vec<String>,
}

/// How many shipments stand in a phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhaseCount {
    pub phase: Phase,
    pub count: u32,
}
