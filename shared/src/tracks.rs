//! Tracks: what scanners saw.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use units::Money;

use crate::{
    ProblemId, ShipmentId, ShipmentState, TableFormat,
    contacts::MaskedParty,
    dashboard::PhaseCount,
    problems::{InstructionKind, ProblemKind},
    proofs::PublicProof,
    services::Services,
    state::Phase,
};

/// One scan of a track.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrackEvent {
    pub at: DateTime<Utc>,
    /// The network's code of the scan, such as `GOT` or `ARRIVAL`.
    pub code: String,
    /// The state the shipment had after it.
    pub state: ShipmentState,
    /// The scan as a sentence in the caller's language.
    pub text: String,
    pub place: String,
    /// It cannot follow what was before: a scan is missing, or this one was a mistake. Told in whole tracks only.
    pub is_irregular: bool,
    /// The city of the place, where a carrier over the network told it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub city: String,
    /// What that carrier says of it in its own words, names and phones hidden. Told to the merchant alone, as is what follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// Who signed for it, as that carrier says, masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<String>,
    /// That carrier's own code of what is wrong with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_problem: Option<String>,
}

/// What is wrong with a parcel, and where it is taken care of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrackProblem {
    pub id: ProblemId,
    pub kind: ProblemKind,
}

/// Which numbers; either `waybill_nos` or `text`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TrackQuery {
    /// 1 to 1 000, each as people have it: in groups, in small letters, in full-width digits, or the link of a label's QR code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waybill_nos: Vec<String>,
    /// What was pasted, with at most 1 000 numbers in it: lists, tables and messages are split into their numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A carrier, as its numbers tell it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrackCarrier {
    /// `embedded`, `zto`, `sto`, `yto`, `yunda`, `sf`, `jt`, `jd`, `ems`, `dpk`, `cn`.
    pub code: String,
    pub name: String,
}

/// One number that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Track {
    /// As it was given, at most 200 characters.
    pub asked: String,
    /// What it was read as.
    pub waybill_no: String,
    /// No number is to be seen in what was given.
    pub is_unreadable: bool,
    /// Its check digit is wrong.
    pub is_mistyped: bool,
    /// It was asked for further up already; the counts count it once.
    pub is_repeated: bool,
    /// Whose number it is by its form; none where that is not certain.
    pub carrier: Option<TrackCarrier>,
    /// It is a shipment of yours.
    pub found: bool,
    pub shipment_id: Option<ShipmentId>,
    pub order_no: Option<String>,
    pub state: Option<ShipmentState>,
    pub phase: Option<Phase>,
    /// Somebody must do something about it: its state says so, or there is an open case.
    pub is_problem: bool,
    /// The open case that is due first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<TrackProblem>,
    /// When something happened to it last.
    pub since: Option<DateTime<Utc>>,
    pub last: Option<TrackEvent>,
    /// What is expected next, as a sentence; none where the journey is over.
    pub next_step: Option<String>,
    /// Masked, without the street.
    pub receiver: Option<TrackReceiver>,
    /// Opens the track for whoever has it, without signing in.
    pub link: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrackReceiver {
    pub name: String,
    pub phone: String,
    pub province: String,
    pub city: String,
}

/// How many different numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrackCounts {
    pub found: u32,
    pub not_found: u32,
    /// Lines that name a number once more.
    pub repeated: u32,
    pub problems: u32,
    /// Of those that are found, every phase that has any.
    pub phases: Vec<PhaseCount>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tracks {
    /// In the order asked.
    pub items: Vec<Track>,
    pub counts: TrackCounts,
}

/// The numbers of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrackNumbers {
    /// The first 1 000, in the order of the file.
    pub waybill_nos: Vec<String>,
    /// There are more in it.
    pub has_more: bool,
}

/// What is asked for as a file; either `waybill_nos` or `text`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TrackExport {
    pub format: TableFormat,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waybill_nos: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A station of a shipment's way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RouteStop {
    /// The province, in short, such as `浙江`.
    pub name: String,
    /// The city that it came to first, where that is known.
    pub city: String,
    /// When it came there.
    pub at: Option<DateTime<Utc>>,
    /// It has been there; what it has not reached yet comes last.
    pub is_reached: bool,
}

/// How receivers see the merchant who follow a parcel without signing in. What is empty is as the network has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TrackingPage {
    /// At most 30 characters.
    pub name: String,
    /// `#rrggbb`.
    pub color: String,
    /// At most 30 characters.
    pub hotline: String,
    /// A sentence or two, at most 200 characters.
    pub words: String,
    /// The merchant's own mark: a JPEG, PNG or WebP picture of at most 500 KB as base64. It is drawn anew as a PNG within 480 × 160 pixels.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub logo: String,
}

/// Who follows a parcel without signing in gives its number with the last four digits of the receiver's or the sender's phone, or the
/// token of a link.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PublicTrackQuery {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waybill_no: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_last4: Option<String>,
    /// What stands behind the `#` of a tracking link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// A parcel as everybody may see it who follows it: cities, and nobody's name or address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicTrack {
    pub waybill_no: String,
    pub carrier: String,
    pub state: ShipmentState,
    pub phase: Phase,
    /// Cities it comes from and goes to.
    pub from: String,
    pub to: String,
    pub next_step: Option<String>,
    pub route: Vec<RouteStop>,
    /// Newest first; places are cities.
    pub track: Vec<TrackEvent>,
    /// How it was received, where whoever delivered it said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<PublicProof>,
    pub page: TrackingPage,
}

/// Scans as a scanner gun or a sorting line sends them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ScanBatch {
    /// 1 to 1 000; each has its own outcome.
    pub scans: Vec<Scan>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Scan {
    pub waybill_no: String,
    /// `GOT`, `DEPARTURE`, `ARRIVAL`, `DISPATCH`, `INBOUND`, `DEPARTURE_SIGNED`, `SIGNED`, `PROBLEM`, `RETURN_SCAN`, `RETURN_SIGNED`.
    pub code: String,
    pub at: DateTime<Utc>,
    /// Where it was scanned, such as `上海转运中心`; at most 60 characters.
    pub place: String,
    /// The next stop of a `DEPARTURE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_place: Option<String>,
    /// Required with `PROBLEM`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem_code: Option<String>,
    /// What the parcel weighed here, 1 to 1 000 000 g: it is paid for by its last weight. Of the network's own parcels only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_g: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScanOutcome {
    pub waybill_no: String,
    pub ok: bool,
    /// The same scan was recorded before; nothing changed.
    pub duplicate: bool,
    /// It was recorded, though it cannot follow what was before: a scan is missing, or this one was a mistake.
    #[serde(default)]
    pub irregular: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// The parcel that somebody of the network holds in hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ParcelLook {
    /// As it is scanned or typed; the link of the label's QR code too.
    pub waybill_no: String,
}

/// What the network's people need of a parcel in their hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ParcelInHand {
    pub waybill_no: String,
    pub merchant_name: String,
    pub state: ShipmentState,
    pub phase: Phase,
    pub route_code: String,
    pub bag_hub: String,
    /// Masked.
    pub receiver: MaskedParty,
    pub services: Services,
    /// The freight that the receiver pays; `0.00` where the sender does.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "0.00"))]
    pub from_receiver: Money,
    /// What the merchant asked to be done with it and is not done yet.
    pub asked: Vec<InstructionKind>,
    /// What is expected next, as a sentence; none where the journey is over.
    pub next_step: Option<String>,
    pub last: Option<TrackEvent>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScanOutcomes {
    pub items: Vec<ScanOutcome>,
}
