//! Lengths in whole millimetres.

use serde::{Deserialize, Serialize};

/// A length of a parcel or a sheet of paper as whole millimetres, never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millimetres(u32);

impl Millimetres {
    pub const fn new(millimetres: u32) -> Millimetres {
        Millimetres(millimetres)
    }

    pub const fn get(self) -> u32 {
        self.0
    }
}
