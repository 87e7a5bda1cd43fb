//! A tariff as data. It is stored as JSON, so a field is only ever added with a default.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use units::{Grams, Money};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tariff {
    pub name: String,
    /// First day it applies; none: always has.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Last day it applies; none: until replaced.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// Cubic centimetres that count as one kilogram; none: volume does not count.
    #[serde(default)]
    pub volumetric_divisor: Option<u32>,
    /// Grams above a step that are forgiven (舍零).
    #[serde(default)]
    pub tolerance: Grams,
    /// The weight priced where none is known.
    pub default_weight: Grams,
    pub zones: Vec<Zone>,
    #[serde(default)]
    pub surcharges: Vec<Surcharge>,
}

/// Destinations with one price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Zone {
    pub name: String,
    /// GB/T 2260 codes: two digits a province, four a city, six a county. The longest that fits a destination wins.
    pub divisions: Vec<u32>,
    pub rule: Rule,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Rule {
    /// 首重 + 续重: a price up to the first weight, then a price for each step begun.
    FirstAndContinued {
        first_weight: Grams,
        first_price: Money,
        step: Grams,
        step_price: Money,
        #[serde(default)]
        min_charge: Money,
    },
    /// 分段一口价: one price a bracket (closed at its upper bound), above the last one continued by steps.
    Brackets {
        brackets: Vec<WeightBracket>,
        step: Grams,
        step_price: Money,
        #[serde(default)]
        min_charge: Money,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightBracket {
    /// Included.
    pub up_to: Grams,
    pub price: Money,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Surcharge {
    /// Stable, such as `remote` or `insurance`.
    pub code: String,
    pub zh: String,
    pub en: String,
    pub amount: SurchargeAmount,
    /// Destinations it applies to, coded as in a zone; empty: all.
    #[serde(default)]
    pub divisions: Vec<u32>,
    /// Only for parcels that are to have this service; a tariff that names a service nowhere does not offer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SurchargeAmount {
    /// A parcel.
    Fixed { amount: Money },
    /// Of the declared value, and at least `min`; only for parcels that declare one.
    OfDeclaredValue { percent: Decimal, min: Money },
    /// Of the amount that is collected, at least `min` and at most `max`; only for parcels for which something is collected.
    OfCollected {
        percent: Decimal,
        min: Money,
        #[serde(default)]
        max: Option<Money>,
    },
}

/// What a parcel may need besides being carried. Insurance is none of them: it follows from the declared value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// 代收货款.
    Cod,
    /// 到付.
    ReceiverPays,
    /// 签单返还.
    SignedReturn,
    /// 派送时段.
    DeliveryWindow,
}

impl Service {
    pub const ALL: [Service; 4] = [Service::Cod, Service::ReceiverPays, Service::SignedReturn, Service::DeliveryWindow];

    pub const fn zh(self) -> &'static str {
        match self {
            Service::Cod => "代收货款",
            Service::ReceiverPays => "到付",
            Service::SignedReturn => "签单返还",
            Service::DeliveryWindow => "派送时段",
        }
    }

    pub const fn en(self) -> &'static str {
        match self {
            Service::Cod => "cash on delivery",
            Service::ReceiverPays => "freight paid by the receiver",
            Service::SignedReturn => "signed return",
            Service::DeliveryWindow => "delivery window",
        }
    }
}

/// Does a GB/T 2260 code of two, four or six digits hold this county? Answers how many digits matched.
pub(crate) fn matched_digits(code: u32, county: u32) -> Option<u8> {
    let (digits, prefix) = match code {
        10..=99 => (2, county / 10_000),
        1_000..=9_999 => (4, county / 100),
        100_000..=999_999 => (6, county),
        _ => return None,
    };
    (prefix == code).then_some(digits)
}

impl Tariff {
    /// Whether parcels can have this service.
    pub fn offers(&self, service: Service) -> bool {
        self.surcharges.iter().any(|surcharge| surcharge.service == Some(service))
    }

    /// The zone of a county, by the longest code that holds it.
    pub fn zone_of(&self, county: u32) -> Option<&Zone> {
        let fits = |zone: &Zone| zone.divisions.iter().filter_map(|code| matched_digits(*code, county)).max();
        let mut best: Option<(u8, &Zone)> = None;
        for zone in &self.zones {
            if let Some(digits) = fits(zone)
                && best.is_none_or(|(longest, _)| digits > longest)
            {
                best = Some((digits, zone));
            }
        }
        best.map(|(_, zone)| zone)
    }
}
