//! Weights as people write them.

use rust_decimal::Decimal;
use units::Grams;

/// Such as `0.5 kg`.
pub(crate) fn kilograms(weight: Grams) -> String {
    format!("{} kg", number_of_kilograms(weight))
}

/// Such as `0.5`.
pub(crate) fn number_of_kilograms(weight: Grams) -> Decimal {
    Decimal::new(i64::from(weight.get()), 3).normalize()
}
