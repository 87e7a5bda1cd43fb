//! Faults of surcharges.

use std::collections::BTreeMap;

use units::Money;

use super::{DIVISIONS_MAX, Found, PERCENT_MAX, PRICE_MAX, check_divisions};
use crate::{PerStep, Problem, Share, Surcharge, SurchargeAmount};

pub(super) fn check_all(surcharges: &[Surcharge], found: &mut Found) {
    let mut codes: BTreeMap<&str, String> = BTreeMap::new();
    for (at, surcharge) in surcharges.iter().enumerate() {
        let place = format!("surcharges[{at}]");
        let code = format!("{place}.code");
        found.name(&code, &surcharge.code);
        match codes.get(surcharge.code.as_str()) {
            Some(first) => found.add(code, Problem::Twice { first: first.clone() }),
            None => {
                codes.insert(&surcharge.code, code);
            }
        }
        check(&place, surcharge, found);
    }
}

fn check(place: &str, surcharge: &Surcharge, found: &mut Found) {
    found.name(format!("{place}.zh"), &surcharge.zh);
    found.name(format!("{place}.en"), &surcharge.en);
    let divisions = format!("{place}.divisions");
    if found.count(&divisions, surcharge.divisions.len(), DIVISIONS_MAX) {
        check_divisions(&divisions, &surcharge.divisions, &mut BTreeMap::new(), found);
    }
    if matches!((surcharge.from, surcharge.to), (Some(from), Some(to)) if to < from) {
        found.add(format!("{place}.to"), Problem::EndsBeforeItBegins);
    }
    for (name, is_empty) in [
        ("weight", surcharge.weight.is_empty()),
        ("longest_side", surcharge.longest_side.is_empty()),
        ("sides", surcharge.sides.is_empty()),
    ] {
        if is_empty {
            found.add(format!("{place}.{name}.up_to"), Problem::EmptyWindow);
        }
    }
    let sign = Sign { discount: surcharge.discount };
    let place = format!("{place}.amount");
    match surcharge.amount {
        SurchargeAmount::Fixed { amount } => sign.check(&format!("{place}.amount"), amount, found),
        SurchargeAmount::OfWeight(per) => check_per_step(&place, per, sign, found),
        SurchargeAmount::OfFreight(share)
        | SurchargeAmount::OfDeclaredValue(share)
        | SurchargeAmount::OfCollected(share) => check_share(&place, share, sign, found),
    }
}

/// Which way the amounts of a surcharge go.
#[derive(Clone, Copy)]
struct Sign {
    discount: bool,
}

impl Sign {
    fn check(self, place: &str, amount: Money, found: &mut Found) {
        if !self.discount {
            return found.price(place, amount);
        }
        if amount > Money::ZERO {
            found.add(place, Problem::NotNegative);
        } else if amount.checked_add(PRICE_MAX).is_none_or(Money::is_negative) {
            found.add(place, Problem::TooDear { max: PRICE_MAX });
        }
    }
}

fn check_per_step(place: &str, per: PerStep, sign: Sign, found: &mut Found) {
    sign.check(&format!("{place}.price"), per.price, found);
    found.some_weight(format!("{place}.step"), per.step);
    found.weight(format!("{place}.beyond"), per.beyond);
    check_bounds(place, per.min, per.max, sign, found);
}

fn check_share(place: &str, share: Share, sign: Sign, found: &mut Found) {
    let percent = format!("{place}.percent");
    let is_negative = share.percent.is_sign_negative() && !share.percent.is_zero();
    if is_negative && !sign.discount {
        found.add(&percent, Problem::Negative);
    } else if !is_negative && !share.percent.is_zero() && sign.discount {
        found.add(&percent, Problem::NotNegative);
    }
    found.decimal(&percent, share.percent, PERCENT_MAX);
    check_bounds(place, share.min, share.max, sign, found);
}

fn check_bounds(place: &str, min: Option<Money>, max: Option<Money>, sign: Sign, found: &mut Found) {
    for (name, bound) in [("min", min), ("max", max)] {
        if let Some(bound) = bound {
            sign.check(&format!("{place}.{name}"), bound, found);
        }
    }
    if matches!((min, max), (Some(min), Some(max)) if max < min) {
        found.add(format!("{place}.max"), Problem::MostBelowLeast);
    }
}
