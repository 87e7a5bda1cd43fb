//! Parcels given to the carrier together, with the paper both sign (交接单).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{HandoverId, ShipmentId, ShipmentState, pickups::Pickup};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HandoverCreate {
    /// 1 to 1 000, printed and not picked up; a parcel is handed over once.
    pub shipment_ids: Vec<ShipmentId>,
    /// The window in which the courier is to come; both or none, at most a week ahead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pickup_from: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pickup_to: Option<DateTime<Utc>>,
    /// Up to 200 characters, for the courier.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Handover {
    pub id: HandoverId,
    /// What the paper's barcode carries.
    pub handover_no: String,
    pub parcels: u32,
    /// Of the parcels whose weight is known.
    pub weight_g: u64,
    /// Parcels that no courier scanned yet.
    pub unscanned: u32,
    /// It was handed over half a day ago, and not all of it was scanned: somebody must look.
    pub is_problem: bool,
    pub remark: String,
    /// None where no courier is asked for.
    pub pickup: Option<Pickup>,
    pub created_by: String,
    pub created_at: DateTime<Utc>,
    /// When the courier scanned the paper.
    pub scanned_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandoverDetail {
    pub handover: Handover,
    /// In the order they were given.
    pub parcels: Vec<HandoverParcel>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandoverParcel {
    pub shipment_id: ShipmentId,
    pub waybill_no: String,
    pub state: ShipmentState,
    /// Province, city and district it goes to.
    pub region: String,
    pub weight_g: Option<u32>,
}

/// A courier scans the paper: all its parcels are picked up.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HandoverScan {
    pub handover_no: String,
    /// Where, such as `上海青浦华新网点`; 1 to 60 characters.
    pub place: String,
}
