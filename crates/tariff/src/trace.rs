//! How a price came about, line by line.

use serde::{Deserialize, Serialize};
use units::Money;

/// The language of [`TraceLine::words`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

/// One rule that was applied. Lines with an amount add up to the price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceLine {
    /// Stable: `weight_assumed`, `weight_volumetric`, `weight_billed`, `first_weight`, `continued_weight`, `bracket`, `min_charge`,
    /// `from_receiver`, or the code of a surcharge.
    pub code: String,
    pub zh: String,
    pub en: String,
    pub amount: Option<Money>,
}

impl TraceLine {
    pub(crate) fn note(code: &str, zh: String, en: String) -> TraceLine {
        TraceLine { code: code.to_owned(), zh, en, amount: None }
    }

    pub(crate) fn charge(code: &str, zh: String, en: String, amount: Money) -> TraceLine {
        TraceLine { code: code.to_owned(), zh, en, amount: Some(amount) }
    }

    pub fn words(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}
