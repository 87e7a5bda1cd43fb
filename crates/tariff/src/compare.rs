//! What parcels would cost under another tariff.

use chrono::NaiveDate;
use units::Money;

use crate::{Parcel, Tariff, TariffError, price::total_any_day};

/// Sums of parcels under two tariffs. What a receiver pays of the freight is counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    pub parcels: u64,
    pub dearer: u64,
    pub cheaper: u64,
    pub same: u64,
    /// Those that only the old tariff prices.
    pub lost: u64,
    /// Those that only the new one prices.
    pub gained: u64,
    /// Those that neither does.
    pub unpriceable: u64,
    /// Of parcels that both price.
    pub old: Money,
    pub new: Money,
    /// What the new tariff adds to them.
    pub difference: Money,
}

/// Prices every parcel under both tariffs, one after another. Whether a tariff is in force does not matter here: a new one is compared by
/// parcels of the past. Surcharges look at each parcel's own day.
pub fn compare(
    old: &Tariff,
    new: &Tariff,
    parcels: impl IntoIterator<Item = (Parcel, NaiveDate)>,
) -> Result<Comparison, TariffError> {
    let mut sums = Comparison::default();
    for (parcel, day) in parcels {
        sums.add(cost(old, &parcel, day), cost(new, &parcel, day)).ok_or(TariffError::OutOfRange)?;
    }
    sums.difference = sums.new.checked_sub(sums.old).ok_or(TariffError::OutOfRange)?;
    Ok(sums)
}

/// Whoever pays it.
fn cost(tariff: &Tariff, parcel: &Parcel, day: NaiveDate) -> Option<Money> {
    let total = total_any_day(tariff, parcel, day).ok()?;
    total.total.checked_add(total.from_receiver)
}

impl Comparison {
    fn add(&mut self, old: Option<Money>, new: Option<Money>) -> Option<()> {
        let count = match (old, new) {
            (Some(old), Some(new)) if new > old => &mut self.dearer,
            (Some(old), Some(new)) if new < old => &mut self.cheaper,
            (Some(_), Some(_)) => &mut self.same,
            (Some(_), None) => &mut self.lost,
            (None, Some(_)) => &mut self.gained,
            (None, None) => &mut self.unpriceable,
        };
        *count = count.checked_add(1)?;
        self.parcels = self.parcels.checked_add(1)?;
        if let (Some(old), Some(new)) = (old, new) {
            self.old = self.old.checked_add(old)?;
            self.new = self.new.checked_add(new)?;
        }
        Some(())
    }
}
