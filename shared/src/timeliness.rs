//! How long parcels take: what is to be expected of one, and what was promised and kept on every lane.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::tracks::TrackCarrier;

/// Months of one report.
pub const MONTHS_MAX: u32 = 12;
/// Lanes of one report.
pub const LANES_MAX: usize = 500;

/// What an estimate rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EstimateBasis {
    /// Your own parcels between these two cities.
    OwnLane,
    /// Everybody's parcels between these two cities.
    Lane,
    /// Everybody's parcels between these two provinces.
    Provinces,
    /// Nothing but the carrier's promise.
    Promise,
}

/// How many of a hundred parcels are there by the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayChance {
    pub day: NaiveDate,
    /// 0 to 100.
    pub percent: u8,
}

/// When a parcel is likely there: signed for, or waiting in a locker or a station. Days are those of the network (Asia/Shanghai).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryEstimate {
    /// The first day by whose end at least 80 of 100 are there; none where too few parcels went this way in the last three months.
    pub likely: Option<DayChance>,
    /// Every day from the first on which any arrive to the one on which nearly all are there.
    pub chances: Vec<DayChance>,
    pub basis: EstimateBasis,
    /// The parcels it rests on.
    pub deliveries: u64,
    /// The day the carrier promises; none where it promises nothing.
    pub promised_day: Option<NaiveDate>,
}

/// How many parcels took so many days of the calendar from pickup to delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DaysCount {
    pub days: u32,
    pub deliveries: u64,
}

/// One lane in the months asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LaneTimes {
    pub carrier: TrackCarrier,
    pub from_province: String,
    pub from_city: String,
    pub province: String,
    pub city: String,
    pub deliveries: u64,
    /// Days the carrier promises; none where it promises nothing.
    pub promised_days: Option<u32>,
    /// Those that kept the promise.
    pub within_promise: Option<u64>,
    /// From pickup to delivery on average; none for whoever sees a part of the merchant's shipments only.
    pub average_minutes: Option<u64>,
    /// Half of them took no longer than so many days.
    pub half_days: u32,
    /// Nine of ten took no longer than so many days.
    pub most_days: u32,
    /// Fewest days first.
    pub days: Vec<DaysCount>,
}

/// Promised and actual time of everything that was delivered in some months, by lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Timeliness {
    /// First month: `2026-09`.
    pub from: String,
    /// Last month.
    pub to: String,
    pub deliveries: u64,
    /// Those whose carrier promised something.
    pub promised: u64,
    pub within_promise: u64,
    /// Those with most deliveries first, at most 500.
    pub lanes: Vec<LaneTimes>,
    /// There are more lanes than these.
    pub has_more: bool,
}

/// Which months, as query parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct TimelinessQuery {
    /// First month of delivery, as `2026-09`; without it the month two before the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last month, at most a year after the first; without it this month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}
