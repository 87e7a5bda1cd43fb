//! Faults of a rule for average weights.

use super::Found;
use crate::{AverageWeight, Problem, TariffFault};

impl AverageWeight {
    /// Every fault at once, each with its place.
    pub fn validate(&self) -> Result<(), Vec<TariffFault>> {
        let mut found = Found::default();
        found.weight("base", self.base);
        found.weight("upper", self.upper);
        if self.upper <= self.base {
            found.add("upper", Problem::EmptyWindow);
        }
        found.some_weight("step", self.step);
        found.price("price", self.price);
        if let Some(up_to) = self.parcels_up_to {
            found.some_weight("parcels_up_to", up_to);
        }
        if found.0.is_empty() { Ok(()) } else { Err(found.0) }
    }
}
