//! Where parcels are sorted to, as the network's staff change it.

use serde::{Deserialize, Serialize};

/// Places that go otherwise than they came.
pub const ROUTE_CHANGES_MAX: u32 = 2_000;
/// Characters of a hub's code: digits and capital letters.
pub const HUB_CODE_CHARS: usize = 3;
/// Characters of a hub's name, as a label shows it.
pub const BAG_HUB_CHARS: usize = 20;
/// Characters of a whole route code (三段码).
pub const ROUTE_CODE_CHARS: usize = 32;

/// Where a route comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RouteSource {
    /// The table the network came with.
    BuiltIn,
    /// A change that staff made.
    Change,
}

/// How parcels to a place go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceRoute {
    /// GB/T 2260 code of two (province), four (city) or six digits (county).
    pub code: u32,
    pub name: String,
    pub source: RouteSource,
    /// The code of the change that counts; the longest that holds the place.
    pub changed_at: Option<u32>,
    /// Does the network go there?
    pub is_served: bool,
    /// 集包地; empty where the network does not go.
    pub bag_hub: String,
    /// The hub's code; empty where the network does not go.
    pub hub_code: String,
    /// 三段码; of counties only, and empty where the network does not go.
    pub route_code: String,
}

/// What staff changed about a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RouteChange {
    /// GB/T 2260 code of two, four or six digits.
    pub code: u32,
    pub name: String,
    pub is_served: bool,
    pub hub_code: String,
    pub bag_hub: String,
    pub route_code: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RouteChangeWrite {
    /// `false`: the network does not go there, and the other fields are empty.
    pub is_served: bool,
    /// 3 digits or capital letters.
    #[serde(default)]
    pub hub_code: String,
    /// 集包地: 1 to 20 characters.
    #[serde(default)]
    pub bag_hub: String,
    /// The whole route code in place of the one that is made with the hub's; of counties only. Empty, or up to 32 printable ASCII
    /// characters.
    #[serde(default)]
    pub route_code: String,
}
