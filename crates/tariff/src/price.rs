//! The price of one parcel.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use units::{Grams, Millimetres, Money};

use crate::{Rule, Surcharge, SurchargeAmount, Tariff, TraceLine, Zone, model::matched_digits};

/// The heaviest weight that is priced; far above what any network takes.
const WEIGHT_MAX: Grams = Grams::new(50_000_000);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// GB/T 2260 county code, six digits.
    pub destination: u32,
    pub weight: Option<Grams>,
    /// Length, width, height.
    pub size: Option<[Millimetres; 3]>,
    /// Declared value.
    pub insured: Option<Money>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    pub total: Money,
    pub billed_weight: Grams,
    pub trace: Vec<TraceLine>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TariffError {
    #[error("the tariff has no zone for this destination")]
    NoZone,
    #[error("the tariff is not in force on this day")]
    NotInForce,
    #[error("the weight, size or value is beyond what can be priced")]
    OutOfRange,
}

impl TariffError {
    pub fn code(self) -> &'static str {
        match self {
            TariffError::NoZone => "no_price_for_destination",
            TariffError::NotInForce => "tariff_not_in_force",
            TariffError::OutOfRange => "price_out_of_range",
        }
    }
}

/// Prices a parcel on a day. The trace's amounts add up to the total.
pub fn price(tariff: &Tariff, parcel: &Parcel, day: NaiveDate) -> Result<Price, TariffError> {
    if tariff.valid_from.is_some_and(|from| day < from) || tariff.valid_to.is_some_and(|to| day > to) {
        return Err(TariffError::NotInForce);
    }
    let zone = tariff.zone_of(parcel.destination).ok_or(TariffError::NoZone)?;
    let mut trace = Vec::with_capacity(6);
    let weight = chargeable_weight(tariff, parcel, &mut trace)?;
    let billed_weight = zone.rule.billed(weight, tariff.tolerance).ok_or(TariffError::OutOfRange)?;
    trace.push(TraceLine::note(
        "weight_billed",
        format!("计费重量 {}", kilograms(billed_weight)),
        format!("billed weight {}", kilograms(billed_weight)),
    ));
    freight(zone, billed_weight, &mut trace)?;
    for surcharge in tariff.surcharges.iter().filter(|surcharge| applies(surcharge, parcel.destination)) {
        add_surcharge(surcharge, parcel, &mut trace)?;
    }
    raise_to_minimum(zone.rule.min_charge(), &mut trace)?;
    let total = sum(&trace)?;
    Ok(Price { total, billed_weight, trace })
}

fn chargeable_weight(tariff: &Tariff, parcel: &Parcel, trace: &mut Vec<TraceLine>) -> Result<Grams, TariffError> {
    let actual = match parcel.weight.filter(|weight| *weight > Grams::ZERO) {
        Some(weight) => weight,
        None => {
            let assumed = kilograms(tariff.default_weight);
            trace.push(TraceLine::note(
                "weight_assumed",
                format!("未填重量，按 {assumed} 预估"),
                format!("no weight given, {assumed} assumed"),
            ));
            tariff.default_weight
        }
    };
    let volumetric = match (tariff.volumetric_divisor, parcel.size) {
        (Some(divisor), Some(size)) if divisor > 0 => volumetric_weight(size, divisor)?,
        _ => Grams::ZERO,
    };
    if volumetric > actual {
        let text = kilograms(volumetric);
        trace.push(TraceLine::note(
            "weight_volumetric",
            format!("体积重 {text} 大于实重"),
            format!("volumetric weight {text} is above the actual weight"),
        ));
    }
    let weight = actual.max(volumetric);
    if weight > WEIGHT_MAX { Err(TariffError::OutOfRange) } else { Ok(weight) }
}

/// Grams of l × w × h ÷ divisor, the divisor being cubic centimetres a kilogram: mm³ ÷ 1000 ÷ divisor × 1000 g.
fn volumetric_weight(size: [Millimetres; 3], divisor: u32) -> Result<Grams, TariffError> {
    let volume = size.iter().try_fold(1u128, |volume, side| volume.checked_mul(u128::from(side.get())));
    let grams = volume.ok_or(TariffError::OutOfRange)?.div_ceil(u128::from(divisor));
    u32::try_from(grams).map(Grams::new).map_err(|_| TariffError::OutOfRange)
}

impl Rule {
    fn steps(&self) -> (Grams, Grams) {
        match self {
            Rule::FirstAndContinued { first_weight, step, .. } => (*first_weight, *step),
            Rule::Brackets { brackets, step, .. } => {
                (brackets.last().map_or(Grams::ZERO, |bracket| bracket.up_to), *step)
            }
        }
    }

    /// Up to the first weight it is billed as it is or as the first weight; above, rounded up to whole steps beyond it. A weight that is
    /// no more than the tolerance above a bracket, the first weight or a step counts as that.
    fn billed(&self, weight: Grams, tolerance: Grams) -> Option<Grams> {
        let (first, step) = self.steps();
        let forgiven = |bound: Grams| weight.checked_sub(bound).is_some_and(|over| over <= tolerance);
        match self {
            Rule::FirstAndContinued { .. } if weight <= first => Some(first),
            Rule::Brackets { brackets, .. } if weight <= first => {
                let bound = brackets.iter().rev().map(|bracket| bracket.up_to).find(|bound| forgiven(*bound));
                Some(bound.unwrap_or(weight))
            }
            _ => {
                let over = weight.checked_sub(first)?;
                let whole = over.get().checked_div(step.get())?.checked_mul(step.get())?;
                let lower = first.checked_add(Grams::new(whole))?;
                if forgiven(lower) { Some(lower) } else { first.checked_add(over.round_up_to(step)?) }
            }
        }
    }

    fn min_charge(&self) -> Money {
        match self {
            Rule::FirstAndContinued { min_charge, .. } | Rule::Brackets { min_charge, .. } => *min_charge,
        }
    }
}

fn freight(zone: &Zone, weight: Grams, trace: &mut Vec<TraceLine>) -> Result<(), TariffError> {
    let (base_weight, step, step_price) = match &zone.rule {
        Rule::FirstAndContinued { first_weight, first_price, step, step_price, .. } => {
            let text = kilograms(*first_weight);
            trace.push(TraceLine::charge(
                "first_weight",
                format!("{} 首重 {text}", zone.name),
                format!("{}: first {text}", zone.name),
                *first_price,
            ));
            (*first_weight, *step, *step_price)
        }
        Rule::Brackets { brackets, step, step_price, .. } => {
            let last = brackets.last().ok_or(TariffError::NoZone)?;
            let bracket = brackets.iter().find(|bracket| weight <= bracket.up_to).unwrap_or(last);
            let text = kilograms(bracket.up_to);
            trace.push(TraceLine::charge(
                "bracket",
                format!("{} {text} 以内", zone.name),
                format!("{}: up to {text}", zone.name),
                bracket.price,
            ));
            (bracket.up_to, *step, *step_price)
        }
    };
    if let Some(over) = weight.checked_sub(base_weight).filter(|over| *over > Grams::ZERO) {
        let steps = over.get().div_ceil(step.get().max(1));
        let fen = step_price.fen().checked_mul(i64::from(steps)).ok_or(TariffError::OutOfRange)?;
        trace.push(TraceLine::charge(
            "continued_weight",
            format!("续重 {steps} × {}（每 {step_price} 元）", kilograms(step)),
            format!("{steps} × {} continued at {step_price}", kilograms(step)),
            Money::from_fen(fen),
        ));
    }
    Ok(())
}

fn sum(trace: &[TraceLine]) -> Result<Money, TariffError> {
    let mut amounts = trace.iter().filter_map(|line| line.amount);
    amounts.try_fold(Money::ZERO, Money::checked_add).ok_or(TariffError::OutOfRange)
}

/// The minimum counts surcharges in, so it comes after them.
fn raise_to_minimum(min_charge: Money, trace: &mut Vec<TraceLine>) -> Result<(), TariffError> {
    let so_far = sum(trace)?;
    if so_far < min_charge {
        let missing = min_charge.checked_sub(so_far).ok_or(TariffError::OutOfRange)?;
        trace.push(TraceLine::charge(
            "min_charge",
            format!("最低收费 {min_charge}，补足差额"),
            format!("raised to the minimum charge {min_charge}"),
            missing,
        ));
    }
    Ok(())
}

fn applies(surcharge: &Surcharge, destination: u32) -> bool {
    surcharge.divisions.is_empty()
        || surcharge.divisions.iter().any(|code| matched_digits(*code, destination).is_some())
}

fn add_surcharge(surcharge: &Surcharge, parcel: &Parcel, trace: &mut Vec<TraceLine>) -> Result<(), TariffError> {
    let line = |zh: String, en: String, amount| TraceLine::charge(&surcharge.code, zh, en, amount);
    match surcharge.amount {
        SurchargeAmount::Fixed { amount } => {
            trace.push(line(surcharge.zh.clone(), surcharge.en.clone(), amount));
        }
        SurchargeAmount::OfDeclaredValue { percent, min } => {
            let Some(value) = parcel.insured.filter(|value| *value > Money::ZERO) else { return Ok(()) };
            let exact = value.yuan().checked_mul(percent).and_then(|sum| sum.checked_div(Decimal::ONE_HUNDRED));
            let amount =
                Money::from_yuan_rounded(exact.ok_or(TariffError::OutOfRange)?).ok_or(TariffError::OutOfRange)?;
            trace.push(line(
                format!("{} {value} × {percent}%，四舍五入到分，最低 {min}", surcharge.zh),
                format!("{} {value} × {percent}%, rounded half up to the fen, at least {min}", surcharge.en),
                amount.max(min),
            ));
        }
    }
    Ok(())
}

fn kilograms(weight: Grams) -> String {
    format!("{} kg", Decimal::new(i64::from(weight.get()), 3).normalize())
}
