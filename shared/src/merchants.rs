//! Merchants, as the network sees them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use units::Money;

use crate::{ApplicationId, MerchantId, OutletId, Role, StaffId, applications::Settlement, contacts::Party};

/// Of a search.
pub const MERCHANT_SEARCH_CHARS: usize = 60;

/// How a merchant stands with the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MerchantStatus {
    Open,
    /// Reads and prints what exists; ships nothing and imports nothing.
    Suspended,
    /// Nobody signs in.
    Closed,
}

impl MerchantStatus {
    pub const ALL: [MerchantStatus; 3] = [MerchantStatus::Open, MerchantStatus::Suspended, MerchantStatus::Closed];

    pub const fn as_str(self) -> &'static str {
        match self {
            MerchantStatus::Open => "open",
            MerchantStatus::Suspended => "suspended",
            MerchantStatus::Closed => "closed",
        }
    }

    pub fn parse(text: &str) -> Option<MerchantStatus> {
        MerchantStatus::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// A merchant in the network's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MerchantRow {
    pub id: MerchantId,
    /// The customer code (客户号).
    pub code: String,
    pub name: String,
    pub status: MerchantStatus,
    pub outlet_id: OutletId,
    pub outlet_name: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Merchant {
    pub row: MerchantRow,
    /// Why it stands as it does; empty where it was never changed.
    pub status_reason: String,
    pub status_at: Option<DateTime<Utc>>,
    pub account_manager_id: Option<StaffId>,
    pub account_manager_name: Option<String>,
    /// Until when the link of its first operator is good, past or not; none where they took their seat.
    #[serde(default)]
    pub activation_expires_at: Option<DateTime<Utc>>,
    /// None for merchants from before there were applications.
    pub contract: Option<Contract>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contract {
    pub application_id: ApplicationId,
    pub settlement: Settlement,
    /// Yuan; zero where it is prepaid.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub credit_limit: Money,
    pub agreement_no: String,
    /// The last day it holds.
    pub agreement_expires_on: NaiveDate,
    /// SHA-256 of the terms as they were accepted.
    pub terms_hash: String,
    pub accepted_at: DateTime<Utc>,
}

/// 1 to 200 characters; the merchant's audit log shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MerchantReason {
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MerchantPatch {
    /// Who looks after it; null for nobody.
    pub account_manager_id: Option<StaffId>,
}

/// Somebody who works for the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffMember {
    pub id: StaffId,
    pub display_name: String,
    pub user_name: Option<String>,
    pub role: Role,
    pub outlet_id: OutletId,
    pub outlet_name: String,
    pub disabled: bool,
    /// They have not followed their link yet.
    #[serde(default)]
    pub is_new: bool,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StaffPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet_id: Option<OutletId>,
}

/// What the first operator of a merchant says before anything else is open.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MerchantSetup {
    /// What the person is called.
    pub display_name: String,
    /// Where parcels are sent from; further addresses can be added later.
    pub sender: Party,
}

/// Somebody who is to work for the network.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StaffInvite {
    /// What they sign in with: 2 to 32 of letters, digits, `.`, `-`, `_`; nobody else of the network has it.
    pub user_name: String,
    pub display_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The link is mailed there, or else sent to the phone, where the network sends messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    pub role: Role,
    pub outlet_id: OutletId,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffInvited {
    pub member: StaffMember,
    /// The secret of the link (`/reset#…`) they set their password with; told once, good once.
    pub token: String,
    pub expires_at: DateTime<Utc>,
}

/// An outlet (网点) of the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Outlet {
    pub id: OutletId,
    pub code: String,
    pub name: String,
    /// Applications from regions that are nobody's go to it.
    pub is_default: bool,
    /// Where it answers for: GB/T 2260 codes of two (province), four (city) or six digits (county). The longest counts, and each is one
    /// outlet's.
    #[serde(default)]
    pub regions: Vec<u32>,
}

/// Regions of one outlet.
pub const OUTLET_REGIONS_MAX: usize = 500;
pub const OUTLET_CODE_CHARS: usize = 20;
pub const OUTLET_NAME_CHARS: usize = 60;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OutletWrite {
    /// 1 to 20 characters, unique in the network.
    pub code: String,
    /// 1 to 60 characters.
    pub name: String,
    /// All regions it is to have; up to 500.
    #[serde(default)]
    pub regions: Vec<u32>,
}
