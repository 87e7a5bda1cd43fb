//! Weights in whole grams.

use serde::{Deserialize, Serialize};

/// A weight as whole grams, never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Grams(u32);

impl Grams {
    pub const ZERO: Grams = Grams(0);

    pub const fn new(grams: u32) -> Grams {
        Grams(grams)
    }

    pub const fn get(self) -> u32 {
        self.0
    }

    pub fn checked_add(self, other: Grams) -> Option<Grams> {
        self.0.checked_add(other.0).map(Grams)
    }

    pub fn checked_sub(self, other: Grams) -> Option<Grams> {
        self.0.checked_sub(other.0).map(Grams)
    }

    /// The next multiple of `step` at or above this weight; a step of zero leaves it as it is.
    pub fn round_up_to(self, step: Grams) -> Option<Grams> {
        if step.0 == 0 { Some(self) } else { self.0.checked_next_multiple_of(step.0).map(Grams) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_up_and_keeps_exact_multiples() {
        let kg = Grams::new(1000);
        assert_eq!(Grams::new(1).round_up_to(kg), Some(kg));
        assert_eq!(kg.round_up_to(kg), Some(kg));
        assert_eq!(Grams::new(1001).round_up_to(kg), Some(Grams::new(2000)));
        assert_eq!(Grams::new(7).round_up_to(Grams::ZERO), Some(Grams::new(7)));
        assert_eq!(Grams::new(u32::MAX).round_up_to(kg), None);
    }
}
