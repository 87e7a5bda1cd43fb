//! The price of one parcel.

use chrono::NaiveDate;
use units::{Grams, Millimetres, Money};

use crate::{
    Continued, ParcelServices, SegmentPrice, Service, Surcharge, SurchargeAmount, Tariff, TraceLine, Zone,
    arithmetic::{between, pro_rata, share},
    trace::{Event, Row, Silent, Sink},
    weight::{Placed, heavier, placed},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// GB/T 2260 county code, six digits.
    pub destination: u32,
    pub weight: Option<Grams>,
    /// Length, width, height.
    pub size: Option<[Millimetres; 3]>,
    /// Declared value.
    pub insured: Option<Money>,
    pub services: ParcelServices,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// What whoever ships it pays.
    pub total: Money,
    /// What the receiver pays of the freight (到付); it is not in the total.
    pub from_receiver: Money,
    pub billed_weight: Grams,
    pub trace: Vec<TraceLine>,
}

/// A price without how it came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    pub total: Money,
    pub from_receiver: Money,
    pub billed_weight: Grams,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TariffError {
    #[error("the tariff has no zone for this destination")]
    NoZone,
    #[error("the tariff is not in force on this day")]
    NotInForce,
    #[error("the weight, size or value is beyond what can be priced")]
    OutOfRange,
    #[error("the tariff does not offer this service")]
    NotOffered(Service),
}

impl TariffError {
    pub fn code(self) -> &'static str {
        match self {
            TariffError::NoZone => "no_price_for_destination",
            TariffError::NotInForce => "tariff_not_in_force",
            TariffError::OutOfRange => "price_out_of_range",
            TariffError::NotOffered(_) => "service_not_offered",
        }
    }
}

/// Prices a parcel on a day. The trace's amounts add up to the total.
pub fn price(tariff: &Tariff, parcel: &Parcel, day: NaiveDate) -> Result<Price, TariffError> {
    if !tariff.is_in_force(day) {
        return Err(TariffError::NotInForce);
    }
    let mut trace = Vec::with_capacity(6);
    let Total { total, from_receiver, billed_weight } = reckon(tariff, parcel, day, &mut trace)?;
    Ok(Price { total, from_receiver, billed_weight, trace })
}

/// The same price without its trace, and without any allocation: for many parcels.
pub fn total(tariff: &Tariff, parcel: &Parcel, day: NaiveDate) -> Result<Total, TariffError> {
    if tariff.is_in_force(day) { total_any_day(tariff, parcel, day) } else { Err(TariffError::NotInForce) }
}

/// The price whether or not the tariff is in force; surcharges still look at the day.
pub(crate) fn total_any_day(tariff: &Tariff, parcel: &Parcel, day: NaiveDate) -> Result<Total, TariffError> {
    reckon(tariff, parcel, day, &mut Silent)
}

/// The one way a price comes about, traced or not.
fn reckon(tariff: &Tariff, parcel: &Parcel, day: NaiveDate, sink: &mut impl Sink) -> Result<Total, TariffError> {
    let is_missing = |service: &Service| parcel.services.has(*service) && !tariff.offers(*service);
    if let Some(missing) = Service::ALL.into_iter().find(is_missing) {
        return Err(TariffError::NotOffered(missing));
    }
    let zone = tariff.zone_of(parcel.destination).ok_or(TariffError::NoZone)?;
    let weight = heavier(tariff, parcel, sink)?;
    let placed = placed(tariff, &zone.rule, weight).ok_or(TariffError::OutOfRange)?;
    let billed = placed.billed;
    sink.note(Event::Billed { weight: billed, of: weight, tolerance: tariff.tolerance, unit: tariff.rounding });
    let mut account = Account { sum: Money::ZERO, sink };
    account.add_freight(zone, placed)?;
    let freight = account.sum;
    // What is paid for collecting money is the sender's, whoever pays the freight.
    let mut of_sender = Money::ZERO;
    for surcharge in tariff.surcharges.iter().filter(|surcharge| surcharge.applies(parcel, billed, day)) {
        let added = account.add_surcharge(surcharge, parcel, billed, freight)?;
        if surcharge.service == Some(Service::Cod) {
            of_sender = of_sender.checked_add(added).ok_or(TariffError::OutOfRange)?;
        }
    }
    let least = zone.rule.min_charge;
    account.raise_to(
        least.max(Money::ZERO),
        if least > Money::ZERO { Event::MinCharge { zone, least } } else { Event::NotBelowZero },
    )?;
    let mut from_receiver = Money::ZERO;
    if parcel.services.receiver_pays {
        let rest = account.sum.checked_sub(of_sender).ok_or(TariffError::OutOfRange)?;
        from_receiver = rest.max(Money::ZERO);
        let less = Money::ZERO.checked_sub(from_receiver).ok_or(TariffError::OutOfRange)?;
        account.add(less, Event::FromReceiver { amount: from_receiver })?;
    }
    Ok(Total { total: account.sum, from_receiver, billed_weight: billed })
}

/// The sum so far. Nothing is added without a line of the trace, so the lines add up to it.
struct Account<'a, S> {
    sum: Money,
    sink: &'a mut S,
}

impl<S: Sink> Account<'_, S> {
    fn add(&mut self, amount: Money, event: Event<'_>) -> Result<(), TariffError> {
        self.sum = self.sum.checked_add(amount).ok_or(TariffError::OutOfRange)?;
        self.sink.charge(event, amount);
        Ok(())
    }

    fn add_freight(&mut self, zone: &Zone, placed: Placed<'_>) -> Result<(), TariffError> {
        let row = Row { zone, segment: placed.index };
        match &placed.segment.price {
            SegmentPrice::Fixed { price } => self.add(*price, Event::Fixed { row }),
            SegmentPrice::Continued(continued) => self.add_continued(row, continued, placed),
        }
    }

    fn add_continued(&mut self, row: Row<'_>, continued: &Continued, placed: Placed<'_>) -> Result<(), TariffError> {
        let steps = placed.steps.max(continued.min_steps);
        if steps == 0 || continued.base != Money::ZERO {
            self.add(continued.base, Event::Base { row, covers: continued.beyond })?;
        }
        if steps == 0 {
            return Ok(());
        }
        let part = continued.charged(placed.billed, steps).ok_or(TariffError::OutOfRange)?;
        let holds = |up_to: Option<Grams>| up_to.is_none_or(|up_to| part <= up_to);
        let rate = continued.rates.iter().position(|rate| holds(rate.up_to)).ok_or(TariffError::OutOfRange)?;
        let price = continued.rates.get(rate).ok_or(TariffError::OutOfRange)?.price;
        if continued.pro_rata {
            let amount = pro_rata(price, part, continued.step).ok_or(TariffError::OutOfRange)?;
            return self.add(amount, Event::ProRata { row, part, step: continued.step, price });
        }
        let amount = price.checked_mul(i64::from(steps)).ok_or(TariffError::OutOfRange)?;
        self.add(amount, Event::Steps { row, steps, continued, rate, price })
    }

    /// Answers what it adds.
    fn add_surcharge(
        &mut self,
        surcharge: &Surcharge,
        parcel: &Parcel,
        billed: Grams,
        freight: Money,
    ) -> Result<Money, TariffError> {
        let (amount, of) = match surcharge.amount {
            SurchargeAmount::Fixed { amount } => (Some(amount), Money::ZERO),
            SurchargeAmount::OfWeight(per) => {
                let over = billed.checked_sub(per.beyond).unwrap_or_default();
                if over == Grams::ZERO {
                    return Ok(Money::ZERO);
                }
                let step = per.step.get();
                let steps = if step == 0 { None } else { Some(over.get().div_ceil(step)) };
                let amount = steps.and_then(|steps| per.price.checked_mul(i64::from(steps)));
                (amount.map(|amount| between(amount, per.min, per.max)), Money::ZERO)
            }
            SurchargeAmount::OfFreight(part) => (share(freight, part), freight),
            SurchargeAmount::OfDeclaredValue(part) => {
                let Some(value) = parcel.insured.filter(|value| *value > Money::ZERO) else { return Ok(Money::ZERO) };
                (share(value, part), value)
            }
            SurchargeAmount::OfCollected(part) => {
                let Some(value) = parcel.services.cod.filter(|value| *value > Money::ZERO) else {
                    return Ok(Money::ZERO);
                };
                (share(value, part), value)
            }
        };
        let amount = amount.ok_or(TariffError::OutOfRange)?;
        self.add(amount, Event::Surcharge { surcharge, of, billed })?;
        Ok(amount)
    }

    /// Comes after the surcharges, so it counts them in: discounts too, which never lead below zero.
    fn raise_to(&mut self, least: Money, event: Event<'_>) -> Result<(), TariffError> {
        if self.sum >= least {
            return Ok(());
        }
        let missing = least.checked_sub(self.sum).ok_or(TariffError::OutOfRange)?;
        self.add(missing, event)
    }
}
