//! What is added to the freight, or taken off it.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use units::{Grams, Millimetres, Money};

use crate::{Parcel, Service, division::matched_digits};

/// An amount and when it applies; every condition that is given must hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Surcharge {
    /// Stable, such as `remote` or `insurance`.
    pub code: String,
    pub zh: String,
    pub en: String,
    pub amount: SurchargeAmount,
    /// It lowers the price: its amounts are negative, as no other surcharge's may be.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub discount: bool,
    /// Destinations it applies to, coded as in a zone; empty: all.
    #[serde(default)]
    pub divisions: Vec<u32>,
    /// Only for parcels that are to have this service; a tariff that names a service nowhere does not offer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// First day of a holiday or a price rise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Billed weights it applies to (超重).
    #[serde(default, skip_serializing_if = "Window::is_open")]
    pub weight: Window<Grams>,
    /// Longest sides it applies to (超长); a parcel of unknown size has none.
    #[serde(default, skip_serializing_if = "Window::is_open")]
    pub longest_side: Window<Millimetres>,
    /// Sums of length, width and height it applies to (超大).
    #[serde(default, skip_serializing_if = "Window::is_open")]
    pub sides: Window<Millimetres>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SurchargeAmount {
    /// A parcel.
    Fixed { amount: Money },
    /// For each step of weight begun.
    OfWeight(PerStep),
    /// Of the freight without any surcharge.
    OfFreight(Share),
    /// Of the declared value; only for parcels that declare one.
    OfDeclaredValue(Share),
    /// Of the amount that is collected; only for parcels for which something is collected.
    OfCollected(Share),
}

/// A percentage, held between two amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub percent: Decimal,
    #[serde(default)]
    pub min: Option<Money>,
    #[serde(default)]
    pub max: Option<Money>,
}

/// A price for each step of the billed weight beyond a weight, held between two amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PerStep {
    pub price: Money,
    #[serde(default = "kilogram")]
    pub step: Grams,
    /// Zero: the whole weight counts.
    #[serde(default)]
    pub beyond: Grams,
    #[serde(default)]
    pub min: Option<Money>,
    #[serde(default)]
    pub max: Option<Money>,
}

fn kilogram() -> Grams {
    Grams::new(1_000)
}

/// Values above one and up to another, that one included. Neither: all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window<T> {
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub above: Option<T>,
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub up_to: Option<T>,
}

impl<T: Copy + Ord> Window<T> {
    pub const fn above(above: T) -> Window<T> {
        Window { above: Some(above), up_to: None }
    }

    pub fn is_open(&self) -> bool {
        self.above.is_none() && self.up_to.is_none()
    }

    pub fn holds(self, value: T) -> bool {
        self.above.is_none_or(|above| value > above) && self.up_to.is_none_or(|up_to| value <= up_to)
    }

    pub(crate) fn is_empty(self) -> bool {
        matches!((self.above, self.up_to), (Some(above), Some(up_to)) if above >= up_to)
    }
}

impl Surcharge {
    /// Without any condition.
    pub fn always(code: &str, zh: &str, en: &str, amount: SurchargeAmount) -> Surcharge {
        Surcharge {
            code: code.to_owned(),
            zh: zh.to_owned(),
            en: en.to_owned(),
            amount,
            discount: false,
            divisions: Vec::new(),
            service: None,
            from: None,
            to: None,
            weight: Window::default(),
            longest_side: Window::default(),
            sides: Window::default(),
        }
    }

    pub(crate) fn applies(&self, parcel: &Parcel, billed: Grams, day: NaiveDate) -> bool {
        self.service.is_none_or(|service| parcel.services.has(service))
            && self.from.is_none_or(|from| from <= day)
            && self.to.is_none_or(|to| day <= to)
            && self.weight.holds(billed)
            && self.holds_size(parcel.size)
            && self.is_for(parcel.destination)
    }

    fn is_for(&self, county: u32) -> bool {
        self.divisions.is_empty() || self.divisions.iter().any(|code| matched_digits(*code, county).is_some())
    }

    fn holds_size(&self, size: Option<[Millimetres; 3]>) -> bool {
        if self.longest_side.is_open() && self.sides.is_open() {
            return true;
        }
        let Some(size) = size else { return false };
        let longest = size.into_iter().max().unwrap_or_default();
        // Beyond what a number holds, it is as long as can be said.
        let sum = size.iter().fold(0u32, |sum, side| sum.saturating_add(side.get()));
        self.longest_side.holds(longest) && self.sides.holds(Millimetres::new(sum))
    }
}
