//! The price of one parcel.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use units::{Grams, Millimetres, Money};

use crate::{Rule, Service, Surcharge, SurchargeAmount, Tariff, TraceLine, Zone, model::matched_digits};

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
    pub services: ParcelServices,
}

/// What a parcel needs besides being carried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ParcelServices {
    /// What is collected for it (代收货款).
    pub cod: Option<Money>,
    pub receiver_pays: bool,
    pub signed_return: bool,
    pub delivery_window: bool,
}

impl ParcelServices {
    pub fn has(self, service: Service) -> bool {
        match service {
            Service::Cod => self.cod.is_some_and(|amount| amount > Money::ZERO),
            Service::ReceiverPays => self.receiver_pays,
            Service::SignedReturn => self.signed_return,
            Service::DeliveryWindow => self.delivery_window,
        }
    }
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
    if tariff.valid_from.is_some_and(|from| day < from) || tariff.valid_to.is_some_and(|to| day > to) {
        return Err(TariffError::NotInForce);
    }
    let wanted = Service::ALL.into_iter().filter(|service| parcel.services.has(*service));
    if let Some(missing) = wanted.into_iter().find(|service| !tariff.offers(*service)) {
        return Err(TariffError::NotOffered(missing));
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
    // What is paid for collecting money is the sender's, whoever pays the freight.
    let mut of_sender = Money::ZERO;
    for surcharge in tariff.surcharges.iter().filter(|surcharge| applies(surcharge, parcel)) {
        let added = add_surcharge(surcharge, parcel, &mut trace)?;
        if surcharge.service == Some(Service::Cod) {
            of_sender = of_sender.checked_add(added).ok_or(TariffError::OutOfRange)?;
        }
    }
    raise_to_minimum(zone.rule.min_charge(), &mut trace)?;
    let mut total = sum(&trace)?;
    let mut from_receiver = Money::ZERO;
    if parcel.services.receiver_pays {
        from_receiver = total.checked_sub(of_sender).ok_or(TariffError::OutOfRange)?;
        total = of_sender;
        trace.push(TraceLine::charge(
            "from_receiver",
            format!("到付：收件人支付 {from_receiver}"),
            format!("the receiver pays {from_receiver}"),
            Money::ZERO.checked_sub(from_receiver).ok_or(TariffError::OutOfRange)?,
        ));
    }
    Ok(Price { total, from_receiver, billed_weight, trace })
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

fn applies(surcharge: &Surcharge, parcel: &Parcel) -> bool {
    let there = surcharge.divisions.is_empty()
        || surcharge.divisions.iter().any(|code| matched_digits(*code, parcel.destination).is_some());
    there && surcharge.service.is_none_or(|service| parcel.services.has(service))
}

/// Answers what it adds.
fn add_surcharge(surcharge: &Surcharge, parcel: &Parcel, trace: &mut Vec<TraceLine>) -> Result<Money, TariffError> {
    let (amount, zh, en) = match surcharge.amount {
        SurchargeAmount::Fixed { amount } => (amount, surcharge.zh.clone(), surcharge.en.clone()),
        SurchargeAmount::OfDeclaredValue { percent, min } => {
            let Some(value) = parcel.insured.filter(|value| *value > Money::ZERO) else { return Ok(Money::ZERO) };
            let zh = format!("{} {value} × {percent}%，四舍五入到分，最低 {min}", surcharge.zh);
            let en = format!("{} {value} × {percent}%, rounded half up to the fen, at least {min}", surcharge.en);
            (share(value, percent)?.max(min), zh, en)
        }
        SurchargeAmount::OfCollected { percent, min, max } => {
            let Some(value) = parcel.services.cod.filter(|value| *value > Money::ZERO) else { return Ok(Money::ZERO) };
            let (most_zh, most_en) =
                max.map(|max| (format!("，最高 {max}"), format!(", at most {max}"))).unwrap_or_default();
            let zh = format!("{} {value} × {percent}%，四舍五入到分，最低 {min}{most_zh}", surcharge.zh);
            let en =
                format!("{} {value} × {percent}%, rounded half up to the fen, at least {min}{most_en}", surcharge.en);
            let amount = share(value, percent)?.max(min);
            (max.map_or(amount, |max| amount.min(max)), zh, en)
        }
    };
    trace.push(TraceLine::charge(&surcharge.code, zh, en, amount));
    Ok(amount)
}

fn share(value: Money, percent: Decimal) -> Result<Money, TariffError> {
    let exact = value.yuan().checked_mul(percent).and_then(|sum| sum.checked_div(Decimal::ONE_HUNDRED));
    exact.and_then(Money::from_yuan_rounded).ok_or(TariffError::OutOfRange)
}

fn kilograms(weight: Grams) -> String {
    format!("{} kg", Decimal::new(i64::from(weight.get()), 3).normalize())
}
