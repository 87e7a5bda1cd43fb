//! Merchants, as the network sees them.

use serde::{Deserialize, Serialize};

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
