//! Pickups (上门取件): when a courier is to come for a handover, and what the network's people say about it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{HandoverId, contacts::MaskedParty};

/// Characters of what the network's people say: who comes, or why nobody does.
pub const PICKUP_SAID_CHARS: usize = 200;
/// How far ahead a courier can be asked for.
pub const PICKUP_AHEAD_DAYS: i64 = 7;
/// A pickup that nobody came for is shown to the network's people so long after its beginning.
pub const PICKUP_SHOWN_DAYS: i64 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PickupState {
    /// Nobody has answered yet.
    Asked,
    /// Somebody comes.
    Accepted,
    /// Nobody comes in this window.
    Refused,
}

impl PickupState {
    pub const ALL: [PickupState; 3] = [PickupState::Asked, PickupState::Accepted, PickupState::Refused];

    pub const fn as_str(self) -> &'static str {
        match self {
            PickupState::Asked => "asked",
            PickupState::Accepted => "accepted",
            PickupState::Refused => "refused",
        }
    }

    pub fn parse(text: &str) -> Option<PickupState> {
        PickupState::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// The window in which a courier is to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PickupWindow {
    pub from: DateTime<Utc>,
    /// After `from`, in the future, at most a week ahead.
    pub to: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pickup {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub state: PickupState,
    /// Who comes, or why nobody does.
    pub said: String,
    pub answered_at: Option<DateTime<Utc>>,
    /// The window is over, and the paper was not scanned.
    pub is_late: bool,
}

/// A pickup as the network's people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NetworkPickup {
    pub handover_id: HandoverId,
    pub handover_no: String,
    pub merchant_code: String,
    pub merchant_name: String,
    /// The outlet that looks after the merchant.
    pub outlet_name: String,
    /// Where the parcels are, masked.
    pub sender: MaskedParty,
    pub parcels: u32,
    /// Of the parcels whose weight is known.
    pub weight_g: u64,
    /// What the courier should know.
    pub remark: String,
    pub pickup: Pickup,
}

/// Which pickups, by the beginning of their window.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct PickupFilter {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<PickupState>,
    /// 1 to 200, default 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PickupAnswer {
    /// The beginning of the window that is answered: the merchant may have asked for another one meanwhile.
    pub from: DateTime<Utc>,
    /// `accepted` or `refused`.
    pub state: PickupState,
    /// Who comes; needed for why nobody does. Up to 200 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}
