//! How a price came about, line by line.

mod words;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use units::{Grams, Money};

use crate::{Continued, Surcharge, Zone};

/// The language of words that the crate writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

/// One rule that was applied. Lines with an amount add up to the price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceLine {
    /// Stable: `weight_assumed`, `weight_volumetric`, `weight_billed`, `bracket`, `first_weight`, `continued_weight`, `min_charge`,
    /// `not_below_zero`, `from_receiver`, or the code of a surcharge.
    pub code: String,
    pub zh: String,
    pub en: String,
    pub amount: Option<Money>,
}

impl TraceLine {
    pub fn words(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// What happened while a price was made; words are only made of it where somebody reads them.
pub(crate) enum Event<'a> {
    WeightAssumed {
        weight: Grams,
    },
    VolumeCounts {
        weight: Grams,
        divisor: u32,
    },
    VolumeIgnored {
        weight: Grams,
        times: Decimal,
    },
    Billed {
        weight: Grams,
        of: Grams,
        tolerance: Grams,
        unit: Option<Grams>,
    },
    Fixed {
        row: Row<'a>,
    },
    Base {
        row: Row<'a>,
        covers: Grams,
    },
    Steps {
        row: Row<'a>,
        steps: u32,
        continued: &'a Continued,
        rate: usize,
        price: Money,
    },
    ProRata {
        row: Row<'a>,
        part: Grams,
        step: Grams,
        price: Money,
    },
    /// `of`: what a percentage is of.
    Surcharge {
        surcharge: &'a Surcharge,
        of: Money,
        billed: Grams,
    },
    MinCharge {
        zone: &'a Zone,
        least: Money,
    },
    NotBelowZero,
    FromReceiver {
        amount: Money,
    },
}

/// Where in a tariff a price stands.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    pub zone: &'a Zone,
    pub segment: usize,
}

/// Who listens to how a price is made.
pub(crate) trait Sink {
    fn note(&mut self, event: Event<'_>);
    fn charge(&mut self, event: Event<'_>, amount: Money);
}

impl Sink for Vec<TraceLine> {
    fn note(&mut self, event: Event<'_>) {
        self.push(words::line(&event, None));
    }

    fn charge(&mut self, event: Event<'_>, amount: Money) {
        self.push(words::line(&event, Some(amount)));
    }
}

/// Nobody does.
pub(crate) struct Silent;

impl Sink for Silent {
    fn note(&mut self, _: Event<'_>) {}

    fn charge(&mut self, _: Event<'_>, _: Money) {}
}
