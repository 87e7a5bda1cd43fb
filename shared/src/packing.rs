//! The pack station: an order is scanned, weighed, and shipped as it was weighed.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use units::Money;

use crate::{CarrierAccountId, OrderId, PackingId, ShipmentId, contacts::MaskedParty, services::Services};

pub const PACKING_CODE_CHARS: usize = 64;

/// What was scanned: a waybill number, an order number, or the code of goods.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PackingFind {
    /// 1 to 64 characters.
    pub code: String,
}

/// Whether what was scanned can be packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PackingState {
    Ready,
    /// It waits for a person in the pool.
    Held,
    /// It was packed already.
    Packed,
    /// It was cancelled, or its shipment was voided: it must not leave.
    Cancelled,
    /// It was picked up already.
    Gone,
    /// It was given to a carrier, whose number is still to come.
    Placing,
}

/// What was found by a scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PackingOrder {
    pub order_id: OrderId,
    /// None while it waits in the pool.
    pub shipment_id: Option<ShipmentId>,
    pub waybill_no: Option<String>,
    pub order_no: Option<String>,
    pub state: PackingState,
    pub receiver: MaskedParty,
    pub goods: String,
    pub quantity: u32,
    /// What the order says it weighs.
    pub weight_g: Option<u32>,
    pub remark: String,
    pub flag: String,
    pub services: Services,
    /// When, by whom and how heavy it was packed.
    pub packed: Option<Packing>,
    /// Further orders that wait for the same goods.
    pub others: u32,
    /// The merchant's account at the carrier it goes with, while it waits in the pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_account_id: Option<CarrierAccountId>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PackingCreate {
    /// The order that was shown; or `code`, for what was scanned while the service could not be asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Grams, as weighed.
    pub weight_g: u32,
    /// Length, width and height in millimetres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_mm: Option<[u32; 3]>,
    /// It was read from a scale, not typed.
    #[serde(default)]
    pub from_scale: bool,
    /// When it was weighed, where that was before it could be sent; not in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighed_at: Option<DateTime<Utc>>,
}

/// An order that was given to its carrier as it was weighed. It is packed by its id once the carrier's number is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PackingGiven {
    pub order_id: OrderId,
    pub carrier_account_id: CarrierAccountId,
}

/// A parcel that was packed; its weight is evidence where the carrier measures another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Packing {
    pub id: PackingId,
    pub order_id: OrderId,
    pub shipment_id: ShipmentId,
    pub waybill_no: String,
    pub order_no: Option<String>,
    pub weight_g: u32,
    pub from_scale: bool,
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "4.20"))]
    pub price: Money,
    pub packed_by: String,
    pub weighed_at: DateTime<Utc>,
}
