//! Shipments: one parcel with one waybill number each.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use units::Money;

use crate::{
    ContactId, DepartmentId, ImportId, OrderId, OwnerId, ProblemId, ShipmentId, ShipmentState, TableFormat,
    carriers::{CarrierSettlement, CarrierTrack},
    contacts::{MaskedParty, Party},
    goods::GoodsFinding,
    proofs::DeliveryProof,
    services::Services,
    skip::is_false,
    state::Phase,
    timeliness::DeliveryEstimate,
    tracks::{RouteStop, TrackEvent},
};

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ShipmentCreate {
    /// The sending address; without it the merchant's default sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_contact_id: Option<ContactId>,
    /// Who receives it; or `receiver_contact_id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver: Option<Party>,
    /// A receiver of the address book, in place of `receiver`: their name and address need not be seen to ship to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver_contact_id: Option<ContactId>,
    /// The merchant's own number, unique among its orders; 1 to 64 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_no: Option<String>,
    /// What is inside (品名); 1 to 200 characters.
    pub goods: String,
    #[serde(default = "one")]
    pub quantity: u32,
    /// Grams; without it the tariff's default weight is priced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_g: Option<u32>,
    /// Length, width and height in millimetres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_mm: Option<[u32; 3]>,
    /// Declared value for insurance, in yuan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "200.00"))]
    pub insured: Option<Money>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// The owner (货主) it is shipped for; without a sender it is sent from their address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<OwnerId>,
    /// The department at whose cost it is shipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    /// The shop it was ordered in; up to 60 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub shop: String,
    /// Services besides being carried.
    #[serde(default, skip_serializing_if = "Services::is_empty")]
    pub services: Services,
    /// Shipped with the network, even where a rule says to send it with a carrier; without it such a shipment is refused, because a
    /// carrier is asked by way of the order pool.
    #[serde(default, skip_serializing_if = "is_false")]
    pub by_network: bool,
}

const fn one() -> u32 {
    1
}

/// What a shipment would cost and how it would be routed, before it is made.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QuoteRequest {
    pub province: String,
    #[serde(default)]
    pub city: String,
    #[serde(default)]
    pub district: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_g: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_mm: Option<[u32; 3]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "200.00"))]
    pub insured: Option<Money>,
    /// Services besides being carried.
    #[serde(default, skip_serializing_if = "Services::is_empty")]
    pub services: Services,
    /// The owner it is to be shipped for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<OwnerId>,
    /// The sending address; without it the owner's, else the merchant's default sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_contact_id: Option<ContactId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Quote {
    pub charge: Charge,
    pub route_code: String,
    pub bag_hub: String,
    /// When it would likely be there, sent now; none where there is neither experience nor a promise, or no sending address yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<DeliveryEstimate>,
}

/// What a shipment costs, and the rules that made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Charge {
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "4.20"))]
    pub total: Money,
    /// What the receiver pays of the freight, where the receiver does; it is not in `total`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "0.00"))]
    pub from_receiver: Money,
    pub billed_weight_g: u32,
    pub lines: Vec<ChargeLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChargeLine {
    /// Stable code of the rule.
    pub code: String,
    /// The rule in the caller's language.
    pub text: String,
    /// What it adds; none where it only explains.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "3.00"))]
    pub amount: Option<Money>,
}

/// A shipment as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShipmentSummary {
    pub id: ShipmentId,
    pub waybill_no: String,
    pub order_no: Option<String>,
    pub state: ShipmentState,
    pub receiver: MaskedParty,
    pub goods: String,
    pub quantity: u32,
    pub weight_g: Option<u32>,
    pub billed_weight_g: u32,
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "4.20"))]
    pub price: Money,
    pub route_code: String,
    /// Labels that came out of a printer.
    pub print_count: u32,
    /// A label was printed that no longer says what the shipment says.
    #[serde(default)]
    pub label_stale: bool,
    #[serde(default)]
    pub owner_id: Option<OwnerId>,
    #[serde(default)]
    pub department_id: Option<DepartmentId>,
    pub created_at: DateTime<Utc>,
}

/// A shipment with its charge and its track.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Shipment {
    pub id: ShipmentId,
    pub waybill_no: String,
    pub order_id: OrderId,
    pub order_no: Option<String>,
    pub import_id: Option<ImportId>,
    pub state: ShipmentState,
    pub carrier: String,
    pub route_code: String,
    pub bag_hub: String,
    pub sender: MaskedParty,
    pub receiver: MaskedParty,
    pub goods: String,
    pub quantity: u32,
    pub weight_g: Option<u32>,
    pub size_mm: Option<[u32; 3]>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "200.00"))]
    pub insured: Option<Money>,
    pub remark: String,
    pub charge: Charge,
    /// Newest first.
    pub track: Vec<TrackEvent>,
    pub print_count: u32,
    pub first_printed_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub created_by: String,
    pub can_void: bool,
    /// Until it is picked up, what it says may still be changed; not where it was ordered with a carrier.
    #[serde(default)]
    pub can_edit: bool,
    #[serde(default)]
    pub label_stale: bool,
    #[serde(default)]
    pub owner_id: Option<OwnerId>,
    #[serde(default)]
    pub department_id: Option<DepartmentId>,
    #[serde(default)]
    pub sender_contact_id: Option<ContactId>,
    #[serde(default)]
    pub shop: String,
    #[serde(default)]
    pub services: Services,
    /// What its owner pays, where it is shipped for one.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "5.20"))]
    pub owner_price: Option<Money>,
    /// Words in its goods that must not be sent.
    #[serde(default)]
    pub goods_findings: Vec<GoodsFinding>,
    /// What is expected next, as a sentence; none where the journey is over.
    #[serde(default)]
    pub next_step: Option<String>,
    /// When it is likely there; none where it is already, or will not be, and in answers that make or change it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<DeliveryEstimate>,
    /// The provinces of its way, in order.
    #[serde(default)]
    pub route: Vec<RouteStop>,
    /// Opens the track for whoever has it, without signing in.
    #[serde(default)]
    pub tracking_link: String,
    /// What is wrong with it and not settled; the one that is due first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem_id: Option<ProblemId>,
    /// How it was received, where whoever delivered it said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<DeliveryProof>,
    /// What the carrier weighed and charges, where it was ordered with a carrier's account and the carrier said so; not for those the
    /// merchant ships for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settlement: Option<CarrierSettlement>,
    /// How its track comes here, where a carrier over the network has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_track: Option<CarrierTrack>,
}

/// The filters of the list, as query parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ShipmentFilter {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ShipmentState>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<Phase>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import_id: Option<ImportId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waybill_no: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_no: Option<String>,
    /// First day, in the merchant's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_from: Option<NaiveDate>,
    /// Last day, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_to: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<OwnerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    /// Those whose printed label no longer says what the shipment says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_stale: Option<bool>,
    /// On a handover already, or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_over: Option<bool>,
    /// GB/T 2260 province code (two digits), such as `44`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province: Option<u32>,
    /// 1 to 200, default 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Finds by anything. It is a body, not a URL, because a name or a phone must not stand in a URL.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ShipmentSearch {
    /// A waybill number, an order number, a phone, its last four digits, a name, its pinyin or initials; or many numbers, separated
    /// by white space, commas or line breaks.
    pub q: String,
    #[serde(default)]
    pub filter: ShipmentFilter,
}

/// What is changed of a shipment before it is picked up; what is left out stays. A new address gives it a new route code and price, and a
/// label that was printed is stale until it is printed again.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ShipmentPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver: Option<Party>,
    /// 1 to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goods: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_g: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_mm: Option<[u32; 3]>,
    /// Declared value for insurance, in yuan; 0 takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "200.00"))]
    pub insured: Option<Money>,
    /// Empty takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    /// All services it is to have then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub services: Option<Services>,
}

/// Shipments as a file.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ShipmentExport {
    pub format: TableFormat,
    /// Which ones; `limit` and `cursor` mean nothing here.
    #[serde(default)]
    pub filter: ShipmentFilter,
    /// Only what this search finds among them, as `POST /shipments/search` does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only these, 1 to 1 000, instead of the filter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipment_ids: Option<Vec<ShipmentId>>,
    /// Names, phones and addresses in full, for the reason given; needs the permission to see them. Without it they are masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reveal_reason: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RevealRequest {
    /// Why the personal data is needed; kept in the audit log. 1 to 200 characters.
    pub reason: String,
}

/// Names, phones and addresses in full.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevealedParties {
    pub sender: Party,
    pub receiver: Party,
}

/// What to do with many shipments at once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ShipmentIds {
    /// 1 to 1 000.
    pub shipment_ids: Vec<ShipmentId>,
}

/// One item's outcome of a bulk request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkOutcome {
    pub shipment_id: ShipmentId,
    pub ok: bool,
    /// Why not, where it failed; or what there is to know, where it did not, such as `void_here_only`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkOutcomes {
    pub items: Vec<BulkOutcome>,
}
