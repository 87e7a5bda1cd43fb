//! Is a tariff usable? Asked before it is offered to anyone.

use rust_decimal::Decimal;
use units::{Grams, Money};

use crate::{Rule, Surcharge, SurchargeAmount, Tariff, model::matched_digits};

/// The provinces of GB/T 2260, Taiwan, Hong Kong and Macao included.
const PROVINCES: [u32; 34] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
    64, 65, 71, 81, 82,
];

/// What is wrong with a tariff; each names the zone or surcharge it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TariffFault {
    NoZones,
    ZoneWithoutDestinations {
        zone: String,
    },
    BadDivision {
        zone: String,
        code: u32,
    },
    DivisionTwice {
        code: u32,
    },
    NoBrackets {
        zone: String,
    },
    BracketsNotRising {
        zone: String,
    },
    StepIsZero {
        zone: String,
    },
    NegativePrice {
        zone: String,
    },
    /// Every price of the zone is zero: more likely forgotten than meant.
    NoPrice {
        zone: String,
    },
    DefaultWeightIsZero,
    /// The last day lies before the first.
    EndsBeforeItBegins,
    /// The tolerance would swallow a whole step of the zone.
    ToleranceReachesStep {
        zone: String,
    },
    /// A negative amount, a wrong division or no code of its own.
    BadSurcharge {
        code: String,
    },
}

impl Tariff {
    /// Every fault at once.
    pub fn validate(&self) -> Result<(), Vec<TariffFault>> {
        let mut faults = Vec::new();
        if self.zones.is_empty() {
            faults.push(TariffFault::NoZones);
        }
        if self.default_weight == Grams::ZERO {
            faults.push(TariffFault::DefaultWeightIsZero);
        }
        if let (Some(from), Some(to)) = (self.valid_from, self.valid_to)
            && to < from
        {
            faults.push(TariffFault::EndsBeforeItBegins);
        }
        let mut seen = std::collections::BTreeSet::new();
        for zone in &self.zones {
            let name = || zone.name.clone();
            if zone.divisions.is_empty() {
                faults.push(TariffFault::ZoneWithoutDestinations { zone: name() });
            }
            for &code in &zone.divisions {
                if !is_division(code) {
                    faults.push(TariffFault::BadDivision { zone: name(), code });
                }
                if !seen.insert(code) {
                    faults.push(TariffFault::DivisionTwice { code });
                }
            }
            check_rule(&zone.rule, &zone.name, self.tolerance, &mut faults);
        }
        let mut codes = std::collections::BTreeSet::new();
        for surcharge in &self.surcharges {
            if !codes.insert(surcharge.code.as_str()) || !is_sound(surcharge) {
                faults.push(TariffFault::BadSurcharge { code: surcharge.code.clone() });
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
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

/// Two, four or six digits, in a province that exists.
fn is_division(code: u32) -> bool {
    let province = match code {
        10..=99 => code,
        1_000..=9_999 => code / 100,
        100_000..=999_999 => code / 10_000,
        _ => return false,
    };
    PROVINCES.contains(&province)
}

fn is_sound(surcharge: &Surcharge) -> bool {
    let amounts = match surcharge.amount {
        SurchargeAmount::Fixed { amount } => !amount.is_negative(),
        SurchargeAmount::OfDeclaredValue { percent, min } => percent >= Decimal::ZERO && !min.is_negative(),
        SurchargeAmount::OfCollected { percent, min, max } => {
            percent >= Decimal::ZERO && !min.is_negative() && max.is_none_or(|max| max >= min)
        }
    };
    amounts && !surcharge.code.is_empty() && surcharge.divisions.iter().all(|code| is_division(*code))
}

fn check_rule(rule: &Rule, zone: &str, tolerance: Grams, faults: &mut Vec<TariffFault>) {
    let name = || zone.to_owned();
    let (prices, step): (Vec<Money>, Grams) = match rule {
        Rule::FirstAndContinued { first_price, step, step_price, min_charge, .. } => {
            (vec![*first_price, *step_price, *min_charge], *step)
        }
        Rule::Brackets { brackets, step, step_price, min_charge } => {
            if brackets.is_empty() {
                faults.push(TariffFault::NoBrackets { zone: name() });
            }
            if !brackets.windows(2).all(|pair| pair[0].up_to < pair[1].up_to) {
                faults.push(TariffFault::BracketsNotRising { zone: name() });
            }
            let prices = brackets.iter().map(|bracket| bracket.price).chain([*step_price, *min_charge]);
            (prices.collect(), *step)
        }
    };
    if step == Grams::ZERO {
        faults.push(TariffFault::StepIsZero { zone: name() });
    } else if tolerance >= step {
        faults.push(TariffFault::ToleranceReachesStep { zone: name() });
    }
    if prices.iter().all(|price| *price == Money::ZERO) {
        faults.push(TariffFault::NoPrice { zone: name() });
    }
    if prices.iter().any(|price| price.is_negative()) {
        faults.push(TariffFault::NegativePrice { zone: name() });
    }
}
