//! Parcels and tariffs that tests begin with.

use chrono::NaiveDate;
use tariff::{Continued, Parcel, ParcelServices, Rule, Tariff, Zone, demo, price, total};
use units::{Grams, Money};

pub const SHANGHAI: u32 = 310_112;
pub const URUMQI: u32 = 650_102;

pub fn day() -> NaiveDate {
    date(2026, 11, 24)
}

pub fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

pub fn kg(text: &str) -> Grams {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let grams = format!("{whole}{part:0<3}").parse().expect("kilograms");
    Grams::new(grams)
}

pub fn yuan(text: &str) -> Money {
    text.parse().expect("an amount")
}

pub fn parcel(destination: u32, weight: Grams) -> Parcel {
    Parcel { destination, weight: Some(weight), size: None, insured: None, services: ParcelServices::default() }
}

/// A base that covers a weight, and a price for each kilogram beyond.
pub fn per_kg(beyond: &str, base: &str, price: &str) -> Continued {
    Continued::beyond(kg(beyond), yuan(base), kg("1"), yuan(price))
}

/// One zone with one rule; nothing else.
pub fn tariff_of(rule: Rule) -> Tariff {
    let zone = Zone { name: "一区".to_owned(), divisions: vec![31], rule };
    Tariff { tolerance: Grams::ZERO, volumetric_divisor: None, zones: vec![zone], surcharges: Vec::new(), ..demo() }
}

/// The price, which is the same with and without its trace.
pub fn cost(tariff: &Tariff, parcel: &Parcel) -> String {
    let traced = price(tariff, parcel, day()).expect("a price");
    let bare = total(tariff, parcel, day()).expect("a total");
    assert_eq!(
        (bare.total, bare.from_receiver, bare.billed_weight),
        (traced.total, traced.from_receiver, traced.billed_weight)
    );
    let sum: i64 = traced.trace.iter().filter_map(|line| line.amount).map(Money::fen).sum();
    assert_eq!(sum, traced.total.fen(), "{:?}", traced.trace);
    traced.total.to_string()
}

/// Checks a table of weights and prices in Shanghai.
pub fn costs(tariff: &Tariff, table: &[(&str, &str)]) {
    for (weight, expected) in table {
        assert_eq!(cost(tariff, &parcel(SHANGHAI, kg(weight))), *expected, "{weight} kg");
    }
}
