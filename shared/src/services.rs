//! What a parcel may need besides being carried; each is priced by the tariff (增值服务).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use units::Money;

use crate::skip::is_false;

/// The highest declared value of a parcel.
pub const INSURED_MAX: Money = Money::from_fen(5_000_000);
/// The highest amount that is collected for a parcel.
pub const COD_MAX: Money = Money::from_fen(1_000_000);
/// Hours of a day in which parcels are delivered.
pub const DELIVERY_HOURS: std::ops::RangeInclusive<u8> = 8..=22;

/// The services of one order or shipment. Its declared value (保价) stands beside it, as `insured`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Services {
    /// What the receiver pays for the goods (代收货款), in yuan; above 0 and at most 10 000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "199.00"))]
    pub cod: Option<Money>,
    /// The receiver pays the freight (到付).
    #[serde(default, skip_serializing_if = "is_false")]
    pub receiver_pays: bool,
    /// A paper is signed at the door and comes back (签单返还).
    #[serde(default, skip_serializing_if = "is_false")]
    pub signed_return: bool,
    /// When it is to be delivered (派送时段).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<DeliveryWindow>,
}

/// Hours in which a parcel is to be delivered, in the receiver's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeliveryWindow {
    /// On this day; without it on any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<NaiveDate>,
    /// Full hour, 8 to 21.
    pub from_hour: u8,
    /// Full hour, above `from_hour` and at most 22.
    pub to_hour: u8,
}

impl Services {
    pub fn is_empty(&self) -> bool {
        *self == Services::default()
    }
}

impl DeliveryWindow {
    /// Within the hours in which parcels are delivered, and not empty.
    pub fn is_valid(&self) -> bool {
        self.from_hour < self.to_hour
            && DELIVERY_HOURS.contains(&self.from_hour)
            && DELIVERY_HOURS.contains(&self.to_hour)
    }

    /// Such as `11-28 18:00–21:00`.
    pub fn text(&self) -> String {
        let hours = format!("{:02}:00–{:02}:00", self.from_hour, self.to_hour);
        match self.day {
            Some(day) => format!("{} {hours}", day.format("%m-%d")),
            None => hours,
        }
    }
}
