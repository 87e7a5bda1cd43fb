//! A tariff as data. It is stored as JSON, so a field is only ever added with a default.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use units::Grams;

use crate::{
    Rule, Service, Surcharge,
    division::{PROVINCES, matched_digits},
};

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
    /// Volume counts only where the volumetric weight is above the actual weight times this; none: wherever it is above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volumetric_above: Option<Decimal>,
    /// Grams above a bound or a step that are forgiven (舍零).
    #[serde(default)]
    pub tolerance: Grams,
    /// Every weight is rounded up to a multiple of this (进位) before its segment is looked up; none: only as its segment's steps do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Grams>,
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

impl Tariff {
    pub(crate) fn is_in_force(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

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

    /// Provinces (two digits) that no zone holds as a whole. No fault: a tariff may leave a region out, but whoever writes it should see
    /// which.
    pub fn unserved_provinces(&self) -> Vec<u32> {
        let served = |province: u32| {
            self.zones
                .iter()
                .flat_map(|zone| &zone.divisions)
                .any(|code| matched_digits(*code, province * 10_000) == Some(2))
        };
        PROVINCES.into_iter().filter(|province| !served(*province)).collect()
    }
}
