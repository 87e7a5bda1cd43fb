//! Pools of waybill numbers, as the network's staff look after them.

use serde::{Deserialize, Serialize};

use crate::{MerchantId, NumberPoolId, OutletId};

/// Digits of the serial in a waybill number.
pub const SERIAL_DIGITS: usize = 12;
/// Numbers of a block that is opened by itself.
pub const BLOCK_SIZE_MAX: u32 = 100_000;
/// Numbers below which a pool can be said to be low.
pub const LOW_WATER_MAX: u32 = 1_000_000_000;
/// Numbers that are handed to a merchant at once.
pub const NUMBERS_ISSUED_MAX: u32 = 1_000_000;
/// Ranges of one pool that have numbers left, those that came back among them.
pub const POOL_RANGES_MAX: u64 = 500;
/// Blocks with numbers left that a merchant is handed of one pool.
pub const OPEN_BLOCKS_MAX: u64 = 100;

/// Serials that a pool was given, or that came back to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NumberRange {
    pub first_serial: u64,
    pub last_serial: u64,
    /// Numbers that are handed out to nobody yet.
    pub left: u64,
    /// It came back from a merchant, and lies within a range that was given before.
    pub is_returned: bool,
}

/// Waybill numbers of the network, or of one outlet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NumberPool {
    pub id: NumberPoolId,
    pub carrier: String,
    /// None: the whole network's, which outlets use that have no pool or none left in it.
    pub outlet_id: Option<OutletId>,
    pub outlet_name: Option<String>,
    /// Oldest first; at most 500.
    pub ranges: Vec<NumberRange>,
    /// Numbers that are handed out to nobody yet.
    pub left: u64,
    /// Numbers that merchants got.
    pub handed_out: u64,
    /// Of those: on shipments.
    pub used: u64,
    /// Of those: not on a shipment yet.
    pub unused: u64,
    /// Numbers that a merchant takes at once when it has none left.
    pub block_size: u32,
    /// The pool is low when fewer are left; 0: never.
    pub low_water: u32,
    pub is_low: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NumberPoolCreate {
    pub outlet_id: OutletId,
    /// Its first range.
    pub range: NumberRangeWrite,
    /// 1 to 100 000.
    pub block_size: u32,
    /// 0 to 1 000 000 000.
    pub low_water: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NumberPoolPatch {
    /// 1 to 100 000; blocks that are open stay as they are.
    pub block_size: u32,
    /// 0 to 1 000 000 000.
    pub low_water: u32,
}

/// Serials of at most twelve digits, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NumberRangeWrite {
    pub first_serial: u64,
    pub last_serial: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NumberIssue {
    pub merchant_id: MerchantId,
    /// 1 to 1 000 000.
    pub count: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NumberReturn {
    pub merchant_id: MerchantId,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NumbersReturned {
    /// Numbers that are the pool's again.
    pub count: u64,
    pub holding: NumberHolding,
}

/// What a merchant has of a pool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NumberHolding {
    pub merchant_id: MerchantId,
    pub merchant_code: String,
    pub merchant_name: String,
    /// Numbers it got and did not give back.
    pub handed_out: u64,
    /// Of those: on shipments.
    pub used: u64,
    /// Of those: not on a shipment yet.
    pub unused: u64,
}
