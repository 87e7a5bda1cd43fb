//! A price rise over a whole tariff: every zone's prices up or down at once.

use rust_decimal::Decimal;
use units::Money;

use crate::{SegmentPrice, Share, Tariff, TariffError, arithmetic::share};

/// By how much prices change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adjustment {
    /// 10 makes them a tenth dearer, −10 a tenth cheaper; each is rounded half up to the fen.
    Percent(Decimal),
    Amount(Money),
}

/// Which prices change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adjusted {
    /// Fixed prices, and the bases of continued ones.
    First,
    /// The prices of steps.
    Continued,
    All,
}

/// The tariff with other prices in the zones of these names, or in all where there are none. Minimum charges and surcharges stay. A price
/// that would fall below zero, or that does not fit, is out of range.
pub fn adjusted(
    tariff: &Tariff,
    zones: &[&str],
    which: Adjusted,
    adjustment: Adjustment,
) -> Result<Tariff, TariffError> {
    let mut tariff = tariff.clone();
    for zone in tariff.zones.iter_mut().filter(|zone| zones.is_empty() || zones.contains(&zone.name.as_str())) {
        for segment in &mut zone.rule.segments {
            let (first, continued) = match &mut segment.price {
                SegmentPrice::Fixed { price } => (price, None),
                SegmentPrice::Continued(continued) => (&mut continued.base, Some(&mut continued.rates)),
            };
            if which != Adjusted::Continued {
                *first = adjustment.of(*first)?;
            }
            if which != Adjusted::First {
                for rate in continued.into_iter().flatten() {
                    rate.price = adjustment.of(rate.price)?;
                }
            }
        }
    }
    Ok(tariff)
}

impl Adjustment {
    fn of(self, price: Money) -> Result<Money, TariffError> {
        let more = match self {
            Adjustment::Percent(percent) => share(price, Share { percent, min: None, max: None }),
            Adjustment::Amount(amount) => Some(amount),
        };
        let changed = more.and_then(|more| price.checked_add(more));
        changed.filter(|price| !price.is_negative()).ok_or(TariffError::OutOfRange)
    }
}
