//! Network printers: the service looks who is there, and tries them out.

use serde::{Deserialize, Serialize};

use super::{
    NetworkAddress,
    detect::{Finding, FoundBy},
    profile,
};
use crate::printing::{PrinterLanguage, PrinterSetup};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NetworkAsk {
    pub network: NetworkAddress,
}

/// What answers at an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NetworkFinding {
    /// What people may call it; empty where nothing is known.
    pub name: String,
    pub language: Option<PrinterLanguage>,
    pub dpi: Option<u32>,
    /// The known model, as `profiles` of printers.json has it.
    pub profile_id: Option<String>,
    pub found_by: FoundBy,
}

/// What is printed to try a printer out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TrialPaper {
    /// A label that is nobody's.
    Label,
    /// The same mark in every language, each with its own number.
    Marks,
    /// The calibration page: rulers, a cross, barcodes.
    Ruler,
    /// The calibration page in each of [`DARKNESS_STEPS`], with the step on it.
    Darkness,
}

/// The darkness steps that are printed to choose from, of 0 to 15.
pub const DARKNESS_STEPS: [u8; 4] = [4, 8, 12, 15];

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NetworkTrial {
    /// A printer as it would be set up, with the connection `tcp`; its name may be empty.
    pub setup: PrinterSetup,
    pub paper: TrialPaper,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NetworkTrialOutcome {
    /// The printer answered afterwards that it is fine.
    pub confirmed: bool,
}

impl NetworkFinding {
    pub fn of(finding: &Finding) -> NetworkFinding {
        NetworkFinding {
            name: finding.name.clone(),
            language: finding.language,
            dpi: finding.dpi,
            profile_id: finding.profile.map(|profile| profile.id.clone()),
            found_by: finding.by,
        }
    }
}

impl Finding {
    pub fn of(found: &NetworkFinding) -> Finding {
        let known = |id: &String| profile::profiles().iter().find(|profile| profile.id == *id);
        Finding {
            name: found.name.clone(),
            profile: found.profile_id.as_ref().and_then(known),
            language: found.language,
            dpi: found.dpi,
            by: found.found_by,
        }
    }
}
