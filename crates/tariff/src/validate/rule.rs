//! Faults of a zone's rule.

use units::Grams;

use super::{Found, RATES_MAX, SEGMENTS_MAX, STEPS_MAX};
use crate::{Continued, Problem, Rule, SegmentPrice};

pub(super) fn check(place: &str, rule: &Rule, tolerance: Grams, found: &mut Found) {
    found.price(format!("{place}.min_charge"), rule.min_charge);
    let segments = format!("{place}.segments");
    if rule.segments.is_empty() {
        found.add(&segments, Problem::Empty);
    }
    if !found.count(&segments, rule.segments.len(), SEGMENTS_MAX) {
        return;
    }
    check_bounds(&segments, &rule.segments.iter().map(|segment| segment.up_to).collect::<Vec<_>>(), found);
    for (at, segment) in rule.segments.iter().enumerate() {
        let place = format!("{segments}[{at}]");
        match &segment.price {
            SegmentPrice::Fixed { price } => found.price(format!("{place}.price"), *price),
            SegmentPrice::Continued(continued) => check_continued(&place, continued, tolerance, found),
        }
    }
}

fn check_continued(place: &str, continued: &Continued, tolerance: Grams, found: &mut Found) {
    found.price(format!("{place}.base"), continued.base);
    found.weight(format!("{place}.beyond"), continued.beyond);
    found.some_weight(format!("{place}.step"), continued.step);
    if continued.step > Grams::ZERO && tolerance >= continued.step {
        found.add(format!("{place}.step"), Problem::ToleranceReachesStep { step: continued.step });
    }
    if continued.min_steps > STEPS_MAX {
        found.add(format!("{place}.min_steps"), Problem::TooLarge { max: STEPS_MAX });
    }
    let rates = format!("{place}.rates");
    if continued.rates.is_empty() {
        found.add(&rates, Problem::Empty);
    }
    if found.count(&rates, continued.rates.len(), RATES_MAX) {
        check_bounds(&rates, &continued.rates.iter().map(|rate| rate.up_to).collect::<Vec<_>>(), found);
        for (at, rate) in continued.rates.iter().enumerate() {
            found.price(format!("{rates}[{at}].price"), rate.price);
        }
    }
}

/// Each above the one before it, and none without a bound but the last.
fn check_bounds(place: &str, bounds: &[Option<Grams>], found: &mut Found) {
    let mut lower = Grams::ZERO;
    for (at, bound) in bounds.iter().enumerate() {
        let here = format!("{place}[{at}].up_to");
        match bound {
            None if at + 1 < bounds.len() => found.add(here, Problem::OpenBeforeLast),
            None => {}
            Some(Grams::ZERO) => found.add(here, Problem::Zero),
            Some(bound) if *bound <= lower => found.add(here, Problem::NotRising),
            Some(bound) => {
                found.weight(here, *bound);
                lower = *bound;
            }
        }
    }
}
