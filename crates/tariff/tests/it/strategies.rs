//! Tariffs and parcels as they may come.

use proptest::{collection::vec, option, prelude::*, sample::select};
use rust_decimal::Decimal;
use tariff::{
    Continued, Lookup, Parcel, ParcelServices, PerStep, Rule, Segment, Service, Share, StepRate, Surcharge,
    SurchargeAmount, Tariff, Window, Zone,
};
use units::{Grams, Millimetres, Money};

use crate::common::{date, day};

const PROVINCES: [u32; 6] = [11, 31, 44, 54, 65, 71];

pub fn any_grams() -> impl Strategy<Value = Grams> {
    prop_oneof![0u32..40_000, any::<u32>()].prop_map(Grams::new)
}

fn any_money() -> impl Strategy<Value = Money> {
    prop_oneof![-1_000i64..100_000, any::<i64>()].prop_map(Money::from_fen)
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    prop_oneof![(-1_000i64..1_000, 0u32..4), (any::<i64>(), 0u32..=28)]
        .prop_map(|(number, scale)| Decimal::new(number, scale))
}

fn any_window<T: std::fmt::Debug + Clone + 'static>(of: fn(u32) -> T) -> impl Strategy<Value = Window<T>> {
    (option::of(any::<u16>()), option::of(any::<u16>())).prop_map(move |(above, up_to)| Window {
        above: above.map(|above| of(u32::from(above))),
        up_to: up_to.map(|up_to| of(u32::from(up_to))),
    })
}

fn any_continued() -> impl Strategy<Value = Continued> {
    let rate = (option::of(any_grams()), any_money()).prop_map(|(up_to, price)| StepRate { up_to, price });
    let rates = vec(rate, 0..4);
    (any_money(), any_grams(), any_grams(), rates, prop_oneof![0u32..3, any::<u32>()], any::<bool>()).prop_map(
        |(base, beyond, step, rates, min_steps, pro_rata)| Continued { base, beyond, step, rates, min_steps, pro_rata },
    )
}

fn any_segment() -> impl Strategy<Value = Segment> {
    let fixed = (any_grams(), any_money()).prop_map(|(up_to, price)| Segment::fixed(up_to, price));
    let continued = (option::of(any_grams()), any_continued())
        .prop_map(|(up_to, continued)| Segment { up_to, ..Segment::above(continued) });
    prop_oneof![fixed, continued]
}

fn any_rule() -> impl Strategy<Value = Rule> {
    (vec(any_segment(), 0..5), select(vec![Lookup::Billed, Lookup::Raw]), any_money())
        .prop_map(|(segments, lookup, min_charge)| Rule { segments, lookup, min_charge })
}

fn any_amount() -> impl Strategy<Value = SurchargeAmount> {
    let share = || {
        (any_decimal(), option::of(any_money()), option::of(any_money())).prop_map(|(percent, min, max)| Share {
            percent,
            min,
            max,
        })
    };
    let per_step = (any_money(), any_grams(), any_grams(), option::of(any_money()), option::of(any_money()))
        .prop_map(|(price, step, beyond, min, max)| PerStep { price, step, beyond, min, max });
    prop_oneof![
        any_money().prop_map(|amount| SurchargeAmount::Fixed { amount }),
        per_step.prop_map(SurchargeAmount::OfWeight),
        share().prop_map(SurchargeAmount::OfFreight),
        share().prop_map(SurchargeAmount::OfDeclaredValue),
        share().prop_map(SurchargeAmount::OfCollected),
    ]
}

fn any_surcharge() -> impl Strategy<Value = Surcharge> {
    let days = || option::of(select(vec![date(2026, 11, 23), day(), date(2026, 11, 25)]));
    let windows = (any_window(Grams::new), any_window(Millimetres::new), any_window(Millimetres::new));
    let service = option::of(select(Service::ALL.to_vec()));
    let places = vec(select(PROVINCES.to_vec()), 0..3);
    (any_amount(), any::<bool>(), places, service, days(), days(), windows).prop_map(
        |(amount, discount, divisions, service, from, to, (weight, longest_side, sides))| Surcharge {
            discount,
            divisions,
            service,
            from,
            to,
            weight,
            longest_side,
            sides,
            ..Surcharge::always("x", "附加", "extra", amount)
        },
    )
}

/// Anything that JSON can say, sound or not.
pub fn any_tariff() -> impl Strategy<Value = Tariff> {
    let zone = (vec(select(PROVINCES.to_vec()), 0..4), any_rule()).prop_map(|(divisions, rule)| Zone {
        name: "区".to_owned(),
        divisions,
        rule,
    });
    let volume = (option::of(prop_oneof![1u32..10_000, any::<u32>()]), option::of(any_decimal()));
    (volume, any_grams(), option::of(any_grams()), any_grams(), vec(zone, 0..4), vec(any_surcharge(), 0..6)).prop_map(
        |((volumetric_divisor, volumetric_above), tolerance, rounding, default_weight, zones, surcharges)| Tariff {
            name: "价".to_owned(),
            valid_from: None,
            valid_to: None,
            volumetric_divisor,
            volumetric_above,
            tolerance,
            rounding,
            default_weight,
            zones,
            surcharges,
        },
    )
}

pub fn any_parcel() -> impl Strategy<Value = Parcel> {
    let destination =
        prop_oneof![select(PROVINCES.to_vec()).prop_map(|province| province * 10_000 + 101), any::<u32>()];
    let side = || prop_oneof![0u32..2_000, any::<u32>()].prop_map(Millimetres::new);
    let services = (option::of(any_money()), any::<[bool; 4]>()).prop_map(
        |(cod, [receiver_pays, signed_return, delivery_window, returned])| ParcelServices {
            cod,
            receiver_pays,
            signed_return,
            delivery_window,
            returned,
        },
    );
    // Most parcels need no service, or few tariffs would price them.
    let services = prop_oneof![3 => Just(ParcelServices::default()), 1 => services];
    let size = option::of([side(), side(), side()]);
    (destination, option::of(any_grams()), size, option::of(any_money()), services).prop_map(
        |(destination, weight, size, insured, services)| Parcel { destination, weight, size, insured, services },
    )
}

/// Prices that never fall with the weight.
pub fn rising_tariff() -> impl Strategy<Value = Tariff> {
    let bounds = vec((1u32..3_000, 0i64..500), 0..6);
    let last = (0i64..500, 21u32..2_000, 0i64..300, 0u32..3, any::<bool>());
    let fuel = (0i64..400, 0i64..200);
    let rounding = option::of(select(vec![100u32, 500, 1_000]).prop_map(Grams::new));
    (bounds, last, fuel, rounding, 0u32..20, any::<bool>()).prop_map(
        |(bounds, (more, step, price, min_steps, pro_rata), (percent, each), rounding, tolerance, is_raw)| {
            let (mut up_to, mut fen, mut segments) = (0, 100, Vec::new());
            for (width, rise) in bounds {
                (up_to, fen) = (up_to + width, fen + rise);
                segments.push(Segment::fixed(Grams::new(up_to), Money::from_fen(fen)));
            }
            let (beyond, base) = (Grams::new(up_to), Money::from_fen(fen + more));
            let continued = Continued::beyond(beyond, base, Grams::new(step), Money::from_fen(price));
            segments.push(Segment::above(Continued { min_steps, pro_rata, ..continued }));
            let lookup = if is_raw { Lookup::Raw } else { Lookup::Billed };
            let share = Share { percent: Decimal::new(percent, 1), min: None, max: None };
            let per = PerStep {
                price: Money::from_fen(each),
                step: Grams::new(1_000),
                beyond: Grams::new(500),
                min: None,
                max: None,
            };
            let rule = Rule { lookup, ..Rule::of(segments) };
            Tariff {
                tolerance: Grams::new(tolerance),
                rounding,
                surcharges: vec![
                    Surcharge::always("fuel", "燃油", "fuel", SurchargeAmount::OfFreight(share)),
                    Surcharge::always("handling", "操作", "handling", SurchargeAmount::OfWeight(per)),
                ],
                ..crate::common::tariff_of(rule)
            }
        },
    )
}

/// Zones whose rules are sound, as a table can hold them.
pub fn sound_zones() -> impl Strategy<Value = Vec<Zone>> {
    let rule =
        (vec((1u32..5_000, any_segment()), 1..5), any::<bool>(), 0i64..1_000).prop_map(|(parts, is_open, least)| {
            let (mut up_to, count) = (0, parts.len());
            let segment = |(at, (width, segment)): (usize, (u32, Segment))| {
                up_to += width;
                let end = (!is_open || at + 1 < count).then(|| Grams::new(up_to));
                Segment { up_to: end, ..segment }
            };
            let segments: Vec<Segment> = parts.into_iter().enumerate().map(segment).collect();
            let has_rates = |segment: &Segment| match &segment.price {
                tariff::SegmentPrice::Fixed { .. } => true,
                tariff::SegmentPrice::Continued(continued) => !continued.rates.is_empty(),
            };
            let sound = segments.iter().all(has_rates);
            let segments = if sound { segments } else { vec![Segment::fixed(Grams::new(1_000), Money::from_fen(240))] };
            Rule { lookup: Lookup::Raw, min_charge: Money::from_fen(least), segments }
        });
    vec((vec(select(PROVINCES.to_vec()), 1..4), rule), 1..5).prop_map(|zones| {
        let zone = |(at, (divisions, rule))| Zone { name: format!("{at} 区"), divisions, rule };
        zones.into_iter().enumerate().map(zone).collect()
    })
}
