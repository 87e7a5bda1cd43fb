//! The demo network's tariff, and what every tariff does alike.

use chrono::NaiveDate;
use tariff::{Parcel, ParcelServices, Rule, SegmentPrice, Service, TariffError, demo, price};
use units::{Grams, Millimetres, Money};

use crate::common::{self, cost, day};

fn parcel(destination: u32, grams: u32) -> Parcel {
    common::parcel(destination, Grams::new(grams))
}

#[test]
fn first_and_continued_weight() {
    let tariff = demo();
    for (destination, grams, expected) in [
        (310_112, 1, "2.40"),
        (310_112, 1_000, "2.40"),
        (310_112, 1_020, "2.40"), // forgiven
        (310_112, 1_021, "3.20"),
        (440_309, 2_000, "4.40"),
        (440_309, 2_500, "5.60"),
        (650_102, 2_400, "38.00"), // 13 + 2 × 10 + 5 remote
        (810_101, 500, "30.00"),
    ] {
        assert_eq!(cost(&tariff, &parcel(destination, grams)), expected, "{destination} {grams}");
    }
}

fn brackets(prices: &[(u32, i64)]) -> Rule {
    let prices: Vec<_> = prices.iter().map(|(up_to, fen)| (Grams::new(*up_to), Money::from_fen(*fen))).collect();
    Rule::brackets(&prices, Grams::new(1_000), Money::from_fen(80))
}

#[test]
fn a_threshold_is_closed_above() {
    let mut tariff = demo();
    tariff.tolerance = Grams::ZERO;
    tariff.zones[0].rule = brackets(&[(500, 220), (1_000, 240), (2_000, 350), (3_000, 470)]);
    for (grams, expected) in
        [(500, "2.20"), (501, "2.40"), (1_000, "2.40"), (3_000, "4.70"), (3_001, "5.50"), (4_100, "6.30")]
    {
        assert_eq!(cost(&tariff, &parcel(310_112, grams)), expected, "{grams}");
    }
}

#[test]
fn tolerance_holds_at_every_bound() {
    let mut tariff = demo();
    tariff.zones[0].rule = brackets(&[(500, 220), (1_000, 240)]);
    for (grams, billed, expected) in [
        (519, 500, "2.20"),
        (520, 500, "2.20"),
        (521, 521, "2.40"),
        (1_020, 1_000, "2.40"),
        (1_021, 2_000, "3.20"),
        (2_020, 2_000, "3.20"),
        (2_021, 3_000, "4.00"),
    ] {
        let price = price(&tariff, &parcel(310_112, grams), day()).unwrap();
        assert_eq!((price.billed_weight, price.total.to_string().as_str()), (Grams::new(billed), expected), "{grams}");
    }
}

#[test]
fn the_minimum_counts_surcharges_in() {
    let mut tariff = demo();
    tariff.zones[4].rule.min_charge = Money::from_fen(2_000);
    // 13.00 + 5.00 remote = 18.00, raised to 20.00; with 5 kg it is above the minimum by itself.
    let raised = price(&tariff, &parcel(650_102, 500), day()).unwrap();
    assert_eq!(raised.total.to_string(), "20.00");
    let last = raised.trace.last().unwrap();
    assert_eq!((last.code.as_str(), last.amount), ("min_charge", Some(Money::from_fen(200))));
    assert_eq!(cost(&tariff, &parcel(650_102, 5_000)), "58.00");
}

#[test]
fn the_demo_serves_every_province() {
    assert_eq!(demo().unserved_provinces(), Vec::<u32>::new());
    let mut tariff = demo();
    tariff.zones.pop();
    assert_eq!(tariff.unserved_provinces(), [71, 81, 82]);
}

#[test]
fn a_step_of_zero_is_refused_not_divided_by() {
    let mut tariff = demo();
    let SegmentPrice::Continued(continued) = &mut tariff.zones[0].rule.segments[0].price else { unreachable!() };
    continued.step = Grams::ZERO;
    assert_eq!(price(&tariff, &parcel(310_112, 5_000), day()), Err(TariffError::OutOfRange));
    let faults = tariff.validate().unwrap_err();
    assert_eq!(faults[0].place, "zones[0].rule.segments[0].step");
}

#[test]
fn volume_insurance_and_missing_weight() {
    let tariff = demo();
    let bulky = Parcel { size: Some([400, 300, 200].map(Millimetres::new)), ..parcel(310_112, 500) };
    assert_eq!(cost(&tariff, &bulky), "4.00"); // 24 000 cm³ ÷ 8 000 = 3 kg
    let insured = Parcel { insured: Some(Money::from_fen(33_300)), ..parcel(310_112, 500) };
    assert_eq!(cost(&tariff, &insured), "4.07"); // 333.00 × 0.5 % = 1.665 → 1.67
    let cheap = Parcel { insured: Some(Money::from_fen(100)), ..parcel(310_112, 500) };
    assert_eq!(cost(&tariff, &cheap), "3.40"); // at least 1.00
    let unknown = Parcel { weight: None, ..parcel(310_112, 0) };
    let priced = price(&tariff, &unknown, day()).unwrap();
    assert_eq!(priced.trace[0].code, "weight_assumed");
}

#[test]
fn services_are_priced_and_the_receiver_pays_the_freight_alone() {
    let tariff = demo();
    let with = |services| Parcel { services, ..parcel(310_112, 500) };
    let cod = |fen| ParcelServices { cod: Some(Money::from_fen(fen)), ..ParcelServices::default() };
    assert_eq!(cost(&tariff, &with(cod(10_000))), "5.40"); // 2.40 + at least 3.00
    assert_eq!(cost(&tariff, &with(cod(100_050))), "12.41"); // 1 000.50 × 1 % = 10.005 → 10.01
    assert_eq!(cost(&tariff, &with(cod(1_000_000))), "52.40"); // at most 50.00
    let both = ParcelServices { signed_return: true, delivery_window: true, ..ParcelServices::default() };
    assert_eq!(cost(&tariff, &with(both)), "11.40");
    let collected = ParcelServices { receiver_pays: true, ..cod(10_000) };
    let price = price(&tariff, &with(collected), day()).unwrap();
    assert_eq!((price.total.to_string(), price.from_receiver.to_string()), ("3.00".into(), "4.40".into()));
    let sum: i64 = price.trace.iter().filter_map(|line| line.amount).map(Money::fen).sum();
    assert_eq!(sum, price.total.fen());
}

#[test]
fn a_service_the_tariff_does_not_name_is_not_offered() {
    let mut tariff = demo();
    tariff.surcharges.retain(|surcharge| surcharge.service != Some(Service::SignedReturn));
    let services = ParcelServices { signed_return: true, ..ParcelServices::default() };
    let refused = price(&tariff, &Parcel { services, ..parcel(310_112, 500) }, day());
    assert_eq!(refused, Err(TariffError::NotOffered(Service::SignedReturn)));
    assert_eq!(cost(&tariff, &parcel(310_112, 500)), "2.40");
}

#[test]
fn the_longest_code_wins() {
    let mut tariff = demo();
    let mut island = tariff.zones[4].clone();
    island.divisions = vec![310_151];
    tariff.zones.push(island);
    assert_eq!(cost(&tariff, &parcel(310_151, 500)), "13.00");
    assert_eq!(cost(&tariff, &parcel(310_112, 500)), "2.40");
}

#[test]
fn refuses_what_has_no_price() {
    let mut tariff = demo();
    assert_eq!(price(&tariff, &parcel(990_000, 500), day()), Err(TariffError::NoZone));
    assert_eq!(price(&tariff, &parcel(310_112, u32::MAX), day()), Err(TariffError::OutOfRange));
    tariff.valid_to = NaiveDate::from_ymd_opt(2026, 11, 23);
    assert_eq!(price(&tariff, &parcel(310_112, 500), day()), Err(TariffError::NotInForce));
}
