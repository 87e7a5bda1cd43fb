//! Is a tariff usable? Asked before it is offered to anyone.

mod average;
mod rule;
mod surcharge;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use units::{Grams, Money};

use crate::{Problem, Tariff, TariffFault, division::is_division, weight::WEIGHT_MAX};

const ZONES_MAX: usize = 200;
const DIVISIONS_MAX: usize = 4_000;
const SEGMENTS_MAX: usize = 100;
const RATES_MAX: usize = 100;
const SURCHARGES_MAX: usize = 200;
const NAME_CHARS: usize = 100;
/// A hundred thousand yuan for one parcel is a slip of the pen.
const PRICE_MAX: Money = Money::from_fen(10_000_000);
const PERCENT_MAX: u32 = 1_000;
const TIMES_MAX: u32 = 100;
const DIVISOR_MAX: u32 = 1_000_000;
const STEPS_MAX: u32 = 10_000;
const DECIMALS_MAX: u32 = 6;

/// Faults as they are found.
#[derive(Default)]
struct Found(Vec<TariffFault>);

impl Found {
    fn add(&mut self, place: impl Into<String>, problem: Problem) {
        self.0.push(TariffFault::new(place, problem));
    }

    fn price(&mut self, place: impl Into<String>, price: Money) {
        if price.is_negative() {
            self.add(place, Problem::Negative);
        } else if price > PRICE_MAX {
            self.add(place, Problem::TooDear { max: PRICE_MAX });
        }
    }

    fn weight(&mut self, place: impl Into<String>, weight: Grams) {
        if weight > WEIGHT_MAX {
            self.add(place, Problem::TooHeavy { max: WEIGHT_MAX });
        }
    }

    /// A weight that something is divided by, or that must be there.
    fn some_weight(&mut self, place: impl Into<String>, weight: Grams) {
        if weight == Grams::ZERO {
            self.add(place, Problem::Zero);
        } else {
            self.weight(place, weight);
        }
    }

    fn decimal(&mut self, place: &str, value: Decimal, max: u32) {
        if value.abs() > Decimal::from(max) {
            self.add(place, Problem::TooLarge { max });
        }
        if value.normalize().scale() > DECIMALS_MAX {
            self.add(place, Problem::TooManyDecimals { max: DECIMALS_MAX });
        }
    }

    fn name(&mut self, place: impl Into<String>, name: &str) {
        if name.trim().is_empty() {
            self.add(place, Problem::Empty);
        } else if name.chars().count() > NAME_CHARS {
            self.add(place, Problem::TooLong { chars: NAME_CHARS });
        }
    }

    /// Whether they may be looked at one by one.
    fn count(&mut self, place: impl Into<String>, count: usize, max: usize) -> bool {
        if count > max {
            self.add(place, Problem::TooMany { max });
        }
        count <= max
    }
}

impl Tariff {
    /// Every fault at once, each with its place.
    pub fn validate(&self) -> Result<(), Vec<TariffFault>> {
        let mut found = Found::default();
        found.name("name", &self.name);
        if matches!((self.valid_from, self.valid_to), (Some(from), Some(to)) if to < from) {
            found.add("valid_to", Problem::EndsBeforeItBegins);
        }
        self.check_weights(&mut found);
        self.check_zones(&mut found);
        if found.count("surcharges", self.surcharges.len(), SURCHARGES_MAX) {
            surcharge::check_all(&self.surcharges, &mut found);
        }
        if found.0.is_empty() { Ok(()) } else { Err(found.0) }
    }

    fn check_weights(&self, found: &mut Found) {
        match self.volumetric_divisor {
            Some(0) => found.add("volumetric_divisor", Problem::Zero),
            Some(divisor) if divisor > DIVISOR_MAX => {
                found.add("volumetric_divisor", Problem::TooLarge { max: DIVISOR_MAX });
            }
            _ => {}
        }
        if let Some(times) = self.volumetric_above {
            const PLACE: &str = "volumetric_above";
            if times.is_sign_negative() && !times.is_zero() {
                found.add(PLACE, Problem::Negative);
            }
            found.decimal(PLACE, times, TIMES_MAX);
        }
        found.some_weight("default_weight", self.default_weight);
        if let Some(unit) = self.rounding {
            found.some_weight("rounding", unit);
            if unit > Grams::ZERO && self.tolerance >= unit {
                found.add("tolerance", Problem::ToleranceReachesStep { step: unit });
            }
        }
    }

    fn check_zones(&self, found: &mut Found) {
        if self.zones.is_empty() {
            found.add("zones", Problem::Empty);
        }
        if !found.count("zones", self.zones.len(), ZONES_MAX) {
            return;
        }
        let mut seen = BTreeMap::new();
        for (at, zone) in self.zones.iter().enumerate() {
            let place = format!("zones[{at}]");
            found.name(format!("{place}.name"), &zone.name);
            let divisions = format!("{place}.divisions");
            if zone.divisions.is_empty() {
                found.add(&divisions, Problem::Empty);
            }
            if found.count(&divisions, zone.divisions.len(), DIVISIONS_MAX) {
                check_divisions(&divisions, &zone.divisions, &mut seen, found);
            }
            // Without rounding of its own, the tolerance is measured by the steps of each zone.
            let tolerance = if self.rounding.is_some() { Grams::ZERO } else { self.tolerance };
            rule::check(&format!("{place}.rule"), &zone.rule, tolerance, found);
        }
    }
}

/// `seen`: where each code stands first.
fn check_divisions(place: &str, divisions: &[u32], seen: &mut BTreeMap<u32, String>, found: &mut Found) {
    for (at, &code) in divisions.iter().enumerate() {
        let place = format!("{place}[{at}]");
        if !is_division(code) {
            found.add(&place, Problem::NotADivision { code });
        }
        match seen.get(&code) {
            Some(first) => found.add(place, Problem::Twice { first: first.clone() }),
            None => {
                seen.insert(code, place);
            }
        }
    }
}

/// Versions that apply on a day on which an earlier one does.
pub(crate) fn overlaps(versions: &[Tariff]) -> Vec<TariffFault> {
    let mut by_start: Vec<(usize, &Tariff)> = versions.iter().enumerate().collect();
    by_start.sort_by_key(|(_, tariff)| tariff.valid_from);
    let mut found = Found::default();
    // Of those that began before, the one that lasts longest.
    let mut longest: Option<(usize, &Tariff)> = None;
    for (at, tariff) in by_start {
        if let Some((other, before)) = longest {
            let overlap = match (before.valid_to, tariff.valid_from) {
                (Some(ended), Some(begins)) => begins <= ended,
                _ => true,
            };
            if overlap {
                found.add(
                    format!("versions[{at}].valid_from"),
                    Problem::Overlaps { other: format!("versions[{other}]") },
                );
            }
            if before.valid_to.is_none()
                || tariff.valid_to.is_some_and(|to| before.valid_to.is_some_and(|ended| to <= ended))
            {
                continue;
            }
        }
        longest = Some((at, tariff));
    }
    found.0
}
