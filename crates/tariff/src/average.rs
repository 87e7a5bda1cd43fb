//! 拉均重: what a month's average weight adds to every parcel of it.

use serde::{Deserialize, Serialize};
use units::{Grams, Money};

use crate::{TariffError, TraceLine, text::kilograms};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AverageWeight {
    /// An average up to this costs nothing.
    pub base: Grams,
    /// An average above this is charged as this.
    pub upper: Grams,
    pub step: Grams,
    /// For each step begun above the base, a parcel.
    pub price: Money,
    /// Heavier parcels are left out of the average, and pay nothing for it; none: all count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parcels_up_to: Option<Grams>,
}

/// What is charged for a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AverageCharge {
    pub total: Money,
    /// Parcels that count.
    pub parcels: u64,
    /// Parcels too heavy to count.
    pub left_out: u64,
    /// Rounded up to the gram.
    pub average: Grams,
    /// Its amounts add up to the total.
    pub trace: Vec<TraceLine>,
}

/// Charges a month's parcels by their weights, one after another.
pub fn average_charge(
    rule: &AverageWeight,
    weights: impl IntoIterator<Item = Grams>,
) -> Result<AverageCharge, TariffError> {
    let (mut grams, mut parcels, mut left_out) = (0u64, 0u64, 0u64);
    for weight in weights {
        let count = if rule.parcels_up_to.is_some_and(|up_to| weight > up_to) { &mut left_out } else { &mut parcels };
        *count = count.checked_add(1).ok_or(TariffError::OutOfRange)?;
        if rule.parcels_up_to.is_none_or(|up_to| weight <= up_to) {
            grams = grams.checked_add(u64::from(weight.get())).ok_or(TariffError::OutOfRange)?;
        }
    }
    let average = average(grams, parcels).ok_or(TariffError::OutOfRange)?;
    let steps = rule.steps(grams, parcels).ok_or(TariffError::OutOfRange)?;
    let each = rule.price.checked_mul(i64::from(steps)).ok_or(TariffError::OutOfRange)?;
    let count = i64::try_from(parcels).map_err(|_| TariffError::OutOfRange)?;
    let total = each.checked_mul(count).ok_or(TariffError::OutOfRange)?;
    let trace = vec![rule.weighed(average, parcels, left_out), rule.charged(steps, each, parcels, total)];
    Ok(AverageCharge { total, parcels, left_out, average, trace })
}

fn average(grams: u64, parcels: u64) -> Option<Grams> {
    if parcels == 0 {
        return Some(Grams::ZERO);
    }
    u32::try_from(grams.div_ceil(parcels)).ok().map(Grams::new)
}

impl AverageWeight {
    /// Counted from the sums, so that no rounding of the average begins a step.
    fn steps(&self, grams: u64, parcels: u64) -> Option<u32> {
        let of_all = |weight: Grams| u64::from(weight.get()).checked_mul(parcels);
        let over = grams.min(of_all(self.upper)?).saturating_sub(of_all(self.base)?);
        if over == 0 {
            return Some(0);
        }
        let step = of_all(self.step).filter(|step| *step > 0)?;
        u32::try_from(over.div_ceil(step)).ok()
    }

    fn weighed(&self, average: Grams, parcels: u64, left_out: u64) -> TraceLine {
        let text = kilograms(average);
        let (mut zh, mut en) = (
            format!("{parcels} 票平均重量 {text}（进到克）"),
            format!("{parcels} parcels weigh {text} on average, rounded up to the gram"),
        );
        if let Some(up_to) = self.parcels_up_to.filter(|_| left_out > 0) {
            let up_to = kilograms(up_to);
            zh.push_str(&format!("，{left_out} 票超过 {up_to} 不参与"));
            en.push_str(&format!("; {left_out} above {up_to} do not count"));
        }
        TraceLine { code: "average_weight".to_owned(), zh, en, amount: None }
    }

    fn charged(&self, steps: u32, each: Money, parcels: u64, total: Money) -> TraceLine {
        let (base, upper, step) = (kilograms(self.base), kilograms(self.upper), kilograms(self.step));
        let price = self.price;
        TraceLine {
            code: "average_charge".to_owned(),
            zh: format!(
                "均重超过 {base} 的部分 {steps} × {step}（每 {step} {price} 元，最多算到 {upper}）：每票 {each} × {parcels}"
            ),
            en: format!(
                "average above {base}: {steps} × {step} at {price}, counted up to {upper}: {each} a parcel × {parcels}"
            ),
            amount: Some(total),
        }
    }
}
