//! Money, weights and lengths as checked integers. Nothing else in the project does arithmetic on them.
//!
//! Fractions exist only while a price is computed (in `tariff`, with `rust_decimal`); what is stored, sent and added up is whole.

mod length;
mod money;
mod weight;

pub use length::Millimetres;
pub use money::{Money, ParseMoneyError};
pub use weight::Grams;
