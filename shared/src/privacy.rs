//! What is kept of people, for how long, and what a person can ask for.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    OrderId,
    contacts::{ContactKind, Party},
    orders::OrderState,
};

/// Days personal data may be kept after a shipment was made. The least leaves time for claims.
pub const RETENTION_DAYS_MIN: u32 = 30;
pub const RETENTION_DAYS_MAX: u32 = 1_095;
pub const RETENTION_DAYS_DEFAULT: u32 = 180;
/// Shipments of one person that are handed out or erased at once: so many they got, and so many they sent.
pub const PERSON_SHIPMENTS_MAX: usize = 10_000;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PrivacySettings {
    /// 30 to 1095. Shipments that are at an end, and orders that were never shipped, lose their names, phones and street addresses this many days after
    /// they were made; orders that still wait are cancelled by that.
    pub retention_days: u32,
}

/// A person by their phone, and why they are asked for.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonRequest {
    pub phone: String,
    /// Stands in the audit log; no personal data in it.
    pub reason: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonShipment {
    pub waybill_no: String,
    pub order_no: Option<String>,
    pub receiver: Party,
    pub goods: String,
    pub remark: String,
    pub created_at: DateTime<Utc>,
}

/// A shipment the person sent. Who got it is somebody else.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonSent {
    pub waybill_no: String,
    pub order_no: Option<String>,
    pub sender: Party,
    pub created_at: DateTime<Utc>,
}

/// An order that was not shipped.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonOrder {
    pub id: OrderId,
    pub order_no: Option<String>,
    pub state: OrderState,
    pub receiver: Party,
    pub goods: String,
    pub remark: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonContact {
    pub kind: ContactKind,
    pub party: Party,
}

/// Everything that is kept of one person.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonData {
    /// Those the person got.
    pub shipments: Vec<PersonShipment>,
    #[serde(default)]
    pub sent: Vec<PersonSent>,
    #[serde(default)]
    pub orders: Vec<PersonOrder>,
    pub contacts: Vec<PersonContact>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonErased {
    /// Those the person got.
    pub shipments: u32,
    /// Those the person sent.
    #[serde(default)]
    pub sent: u32,
    /// Orders that were cancelled or put together with another.
    #[serde(default)]
    pub orders: u32,
    pub contacts: u32,
    /// Waybill numbers still on their way: whoever delivers needs the address. Ask again when they are over.
    pub kept: Vec<String>,
    /// Orders that wait to be shipped. Cancel them, or ask again when what they become is over.
    #[serde(default)]
    pub kept_orders: Vec<OrderId>,
}
