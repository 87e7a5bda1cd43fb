//! Which weight is priced: volumetric → the heavier → tolerance → rounding up → segment.

use rust_decimal::Decimal;
use units::{Grams, Millimetres};

use crate::{
    Continued, Lookup, Parcel, Rule, Segment, SegmentPrice, Tariff, TariffError,
    trace::{Event, Sink},
};

/// The heaviest weight that is priced; far above what any network takes.
pub(crate) const WEIGHT_MAX: Grams = Grams::new(50_000_000);

/// A weight in the segment that prices it.
#[derive(Clone, Copy)]
pub(crate) struct Placed<'a> {
    pub segment: &'a Segment,
    pub index: usize,
    pub billed: Grams,
    /// Of a continued price, those below its least number not counted in.
    pub steps: u32,
}

/// What the parcel weighs, by its scale or by its volume.
pub(crate) fn heavier(tariff: &Tariff, parcel: &Parcel, sink: &mut impl Sink) -> Result<Grams, TariffError> {
    let actual = match parcel.weight.filter(|weight| *weight > Grams::ZERO) {
        Some(weight) => weight,
        None => {
            sink.note(Event::WeightAssumed { weight: tariff.default_weight });
            tariff.default_weight
        }
    };
    let divisor = tariff.volumetric_divisor.unwrap_or_default();
    let volumetric = match parcel.size {
        Some(size) if divisor > 0 => volumetric_weight(size, divisor)?,
        _ => Grams::ZERO,
    };
    let mut weight = actual;
    if volumetric > actual {
        match tariff.volumetric_above {
            Some(times) if !is_above(volumetric, actual, times)? => {
                sink.note(Event::VolumeIgnored { weight: volumetric, times });
            }
            _ => {
                sink.note(Event::VolumeCounts { weight: volumetric, divisor });
                weight = volumetric;
            }
        }
    }
    if weight > WEIGHT_MAX { Err(TariffError::OutOfRange) } else { Ok(weight) }
}

/// Grams of l × w × h ÷ divisor, the divisor being cubic centimetres a kilogram: mm³ ÷ 1000 ÷ divisor × 1000 g.
fn volumetric_weight(size: [Millimetres; 3], divisor: u32) -> Result<Grams, TariffError> {
    let volume = size.iter().try_fold(1u128, |volume, side| volume.checked_mul(u128::from(side.get())));
    let volume = volume.ok_or(TariffError::OutOfRange)?;
    // Volumes of real parcels fit in half the width, which divides much faster.
    let grams = match u64::try_from(volume) {
        Ok(volume) => u128::from(volume.div_ceil(u64::from(divisor))),
        Err(_) => volume.div_ceil(u128::from(divisor)),
    };
    u32::try_from(grams).map(Grams::new).map_err(|_| TariffError::OutOfRange)
}

fn is_above(volumetric: Grams, actual: Grams, times: Decimal) -> Result<bool, TariffError> {
    let bound = Decimal::from(actual.get()).checked_mul(times).ok_or(TariffError::OutOfRange)?;
    Ok(Decimal::from(volumetric.get()) > bound)
}

/// Rounds a weight and finds its segment. None: no segment reaches so far.
pub(crate) fn placed<'a>(tariff: &Tariff, rule: &'a Rule, weight: Grams) -> Option<Placed<'a>> {
    let (raw, billed) = match tariff.rounding {
        Some(unit) => rounded(weight, unit, tariff.tolerance)?,
        None => (weight, rule.forgiven_at_bounds(weight, tariff.tolerance)),
    };
    let asked = match rule.lookup {
        Lookup::Billed => billed,
        Lookup::Raw => rule.forgiven_at_bounds(raw, tariff.tolerance),
    };
    let holds = |segment: &Segment| segment.up_to.is_none_or(|up_to| asked <= up_to);
    let index = rule.segments.iter().position(holds)?;
    let segment = rule.segments.get(index)?;
    match &segment.price {
        SegmentPrice::Fixed { .. } => Some(Placed { segment, index, billed, steps: 0 }),
        SegmentPrice::Continued(continued) => {
            // What was rounded already has nothing left to forgive.
            let tolerance = if tariff.rounding.is_some() { Grams::ZERO } else { tariff.tolerance };
            let steps = continued.steps(billed, tolerance)?;
            let billed = match tariff.rounding {
                Some(_) => billed,
                None if continued.pro_rata => billed.max(continued.beyond),
                None => continued.reached(steps)?,
            };
            Some(Placed { segment, index, billed, steps })
        }
    }
}

/// The weight after tolerance, and that rounded up to whole units. What is lighter than a unit is never forgiven.
fn rounded(weight: Grams, unit: Grams, tolerance: Grams) -> Option<(Grams, Grams)> {
    let over = Grams::new(weight.get().checked_rem(unit.get())?);
    let whole = weight.checked_sub(over)?;
    if whole > Grams::ZERO && over <= tolerance {
        Some((whole, whole))
    } else {
        Some((weight, weight.round_up_to(unit)?))
    }
}

impl Rule {
    /// A weight that is no more than the tolerance above the end of a segment counts as that.
    fn forgiven_at_bounds(&self, weight: Grams, tolerance: Grams) -> Grams {
        if tolerance == Grams::ZERO {
            return weight;
        }
        let forgiven = |bound: &Grams| weight.checked_sub(*bound).is_some_and(|over| over <= tolerance);
        self.segments.iter().rev().filter_map(|segment| segment.up_to).find(forgiven).unwrap_or(weight)
    }
}

impl Continued {
    /// Steps begun beyond what the base covers; a rest within the tolerance begins none.
    fn steps(&self, weight: Grams, tolerance: Grams) -> Option<u32> {
        let over = weight.checked_sub(self.beyond).unwrap_or_default().get();
        if over == 0 {
            return Some(0);
        }
        let whole = over.checked_div(self.step.get())?;
        let rest = over.checked_rem(self.step.get())?;
        // Where the base covers nothing, the lightest parcel has a step, too.
        let is_free = whole == 0 && self.beyond == Grams::ZERO;
        if rest > tolerance.get() || (rest > 0 && is_free) { whole.checked_add(1) } else { Some(whole) }
    }

    /// The continued part that is paid for: whole steps, or where a step is shared what there is, but never less than the least steps.
    pub(crate) fn charged(&self, billed: Grams, steps: u32) -> Option<Grams> {
        if !self.pro_rata {
            return self.step.get().checked_mul(steps).map(Grams::new);
        }
        let least = self.step.get().checked_mul(self.min_steps).map(Grams::new)?;
        Some(billed.checked_sub(self.beyond).unwrap_or_default().max(least))
    }

    /// The weight that so many steps reach.
    fn reached(&self, steps: u32) -> Option<Grams> {
        self.beyond.checked_add(Grams::new(self.step.get().checked_mul(steps)?))
    }
}
