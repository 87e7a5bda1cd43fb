//! Tariffs as outlets write them, to the fen.

use tariff::{
    Continued, Lookup, PerStep, Rule, Segment, Service, Share, StepRate, Surcharge, SurchargeAmount, Tariff, Window,
    Zone,
};
use units::Grams;

use crate::common::{SHANGHAI, cost, costs, date, kg, parcel, per_kg, tariff_of, yuan};

/// Fixed prices up to weights.
fn fixed(prices: &[(&str, &str)]) -> Vec<Segment> {
    prices.iter().map(|(up_to, price)| Segment::fixed(kg(up_to), yuan(price))).collect()
}

/// 首重 + 续重 with a minimum, and a province with a price of its own.
#[test]
fn first_weight_and_continued_with_a_province_of_its_own() {
    let mut tariff = tariff_of(Rule {
        min_charge: yuan("3.00"),
        ..Rule::first_and_continued(kg("1"), yuan("2.40"), kg("1"), yuan("0.80"))
    });
    tariff.zones[0].divisions = vec![31, 32];
    tariff.zones.push(Zone {
        name: "南通".to_owned(),
        divisions: vec![3206],
        rule: Rule::first_and_continued(kg("1"), yuan("4.00"), kg("1"), yuan("1.00")),
    });
    costs(&tariff, &[("0.3", "3.00"), ("1", "3.00"), ("1.001", "3.20"), ("2", "3.20"), ("2.001", "4.00")]);
    assert_eq!(cost(&tariff, &parcel(320_102, kg("2"))), "3.20");
    assert_eq!(cost(&tariff, &parcel(320_602, kg("2"))), "5.00");
}

/// 分段一口价.
#[test]
fn one_price_a_range() {
    let ranges = [("1", "3.00"), ("3", "4.50"), ("5", "6.00"), ("10", "9.00"), ("30", "25.00")];
    let tariff = tariff_of(Rule::of(fixed(&ranges)));
    costs(
        &tariff,
        &[("0.5", "3.00"), ("1", "3.00"), ("1.001", "4.50"), ("5", "6.00"), ("10.001", "25.00"), ("30", "25.00")],
    );
    let heavier = tariff::price(&tariff, &parcel(SHANGHAI, kg("30.001")), crate::common::day());
    assert_eq!(heavier, Err(tariff::TariffError::OutOfRange));
}

/// The zones of an outlet near Shanghai: four fixed prices, 3–30 kg continued beyond 3 kg, above 30 kg a base and the whole weight.
#[test]
fn mixed_segments_by_zone() {
    type Row = ([&'static str; 4], (&'static str, &'static str), (&'static str, &'static str), [&'static str; 9]);
    const WEIGHTS: [&str; 9] = ["0.5", "0.501", "1", "1.001", "3", "3.001", "29.9", "30", "30.001"];
    let rows: [Row; 6] = [
        (
            ["2.20", "2.40", "3.50", "4.70"],
            ("4.70", "0.80"),
            ("3.80", "0.80"),
            ["2.20", "2.40", "2.40", "3.50", "4.70", "5.50", "26.30", "26.30", "28.60"],
        ),
        (
            ["2.20", "2.40", "3.50", "4.70"],
            ("4.70", "1.10"),
            ("4.00", "1.20"),
            ["2.20", "2.40", "2.40", "3.50", "4.70", "5.80", "34.40", "34.40", "41.20"],
        ),
        (
            ["2.20", "2.40", "3.50", "4.70"],
            ("4.70", "1.40"),
            ("4.00", "1.50"),
            ["2.20", "2.40", "2.40", "3.50", "4.70", "6.10", "42.50", "42.50", "50.50"],
        ),
        (
            ["2.50", "3.50", "4.00", "5.00"],
            ("5.00", "2.40"),
            ("4.00", "4.00"),
            ["2.50", "3.50", "3.50", "4.00", "5.00", "7.40", "69.80", "69.80", "128.00"],
        ),
        (
            ["10.00", "13.00", "20.00", "25.00"],
            ("25.00", "14.00"),
            ("15.00", "14.00"),
            ["10.00", "13.00", "13.00", "20.00", "25.00", "39.00", "403.00", "403.00", "449.00"],
        ),
        (
            ["13.00", "15.00", "25.00", "30.00"],
            ("30.00", "14.00"),
            ("15.00", "14.00"),
            ["13.00", "15.00", "15.00", "25.00", "30.00", "44.00", "408.00", "408.00", "449.00"],
        ),
    ];
    for (light, middle, heavy, expected) in rows {
        let mut segments = fixed(&[("0.5", light[0]), ("1", light[1]), ("2", light[2]), ("3", light[3])]);
        segments.push(Segment::continued(kg("30"), per_kg("3", middle.0, middle.1)));
        segments.push(Segment::above(Continued::whole(yuan(heavy.0), kg("1"), yuan(heavy.1))));
        let tariff = tariff_of(Rule::of(segments));
        assert_eq!(tariff.validate(), Ok(()));
        costs(&tariff, &WEIGHTS.into_iter().zip(expected).collect::<Vec<_>>());
    }
}

/// 顺丰 of the same outlet: four fixed prices, then continued.
#[test]
fn four_prices_and_continued() {
    let brackets = [("0.5", "12.00"), ("1", "14.00"), ("2", "18.00"), ("3", "22.00")];
    let brackets: Vec<_> = brackets.iter().map(|(up_to, price)| (kg(up_to), yuan(price))).collect();
    let tariff = tariff_of(Rule::brackets(&brackets, kg("1"), yuan("5.00")));
    costs(&tariff, &[("0.5", "12.00"), ("0.501", "14.00"), ("3", "22.00"), ("3.001", "27.00"), ("30", "157.00")]);
}

/// Up to a threshold a price by the raw weight, above it first kilogram and continued.
#[test]
fn above_a_threshold_all_is_counted_from_the_first_kilogram() {
    let mut segments = fixed(&[("0.5", "2.00"), ("1", "2.50"), ("2", "3.20"), ("3", "4.00")]);
    segments.push(Segment::above(per_kg("1", "2.80", "0.80")));
    let mut tariff = tariff_of(Rule { lookup: Lookup::Raw, ..Rule::of(segments) });
    // Rounded to whole kilograms, yet half a kilogram has the price of half a kilogram.
    tariff.rounding = Some(kg("1"));
    costs(
        &tariff,
        &[("0.5", "2.00"), ("0.501", "2.50"), ("2.3", "4.00"), ("3", "4.00"), ("3.001", "5.20"), ("4.1", "6.00")],
    );
    tariff.zones[0].rule.lookup = Lookup::Billed;
    costs(&tariff, &[("0.5", "2.50"), ("2.3", "4.00"), ("4.1", "6.00")]);
}

/// Fine brackets, above 3 kg first + add × max(ceil(w) − 3, 1).
#[test]
fn fine_brackets() {
    let prices = [
        ("0.3", "1.80"),
        ("0.5", "2.00"),
        ("1", "2.40"),
        ("1.5", "2.90"),
        ("2", "3.40"),
        ("2.5", "3.90"),
        ("3", "4.40"),
    ];
    let mut segments = fixed(&prices);
    segments.push(Segment::above(Continued { min_steps: 1, ..per_kg("3", "4.00", "1.00") }));
    let mut tariff = tariff_of(Rule::of(segments));
    costs(
        &tariff,
        &[
            ("0.3", "1.80"),
            ("0.301", "2.00"),
            ("1.5", "2.90"),
            ("1.501", "3.40"),
            ("2.501", "4.40"),
            ("3", "4.40"),
            ("3.001", "5.00"),
            ("4", "5.00"),
            ("4.001", "6.00"),
            ("10", "11.00"),
        ],
    );
    let tariff::SegmentPrice::Continued(last) = &mut tariff.zones[0].rule.segments[7].price else { unreachable!() };
    last.min_steps = 3;
    costs(&tariff, &[("3.001", "7.00"), ("6", "7.00"), ("6.001", "8.00")]);
}

/// From 30 kg on freight: the first 30 kg at one price, the continued price chosen by the continued part, and an overflow price.
#[test]
fn freight_from_thirty_kilograms() {
    let rate = |up_to: Option<&str>, price| StepRate { up_to: up_to.map(kg), price: yuan(price) };
    let rates = vec![rate(Some("70"), "1.20"), rate(Some("270"), "1.10"), rate(None, "1.00")];
    let freight = Continued { rates, ..per_kg("30", "45.00", "0.00") };
    let segments = vec![Segment::continued(Grams::new(29_999), per_kg("1", "2.40", "0.80")), Segment::above(freight)];
    let tariff = tariff_of(Rule::of(segments));
    costs(
        &tariff,
        &[
            ("29.999", "25.60"),
            ("30", "45.00"),
            ("30.001", "46.20"),
            ("100", "129.00"),
            ("100.001", "123.10"),
            ("300", "342.00"),
            ("300.001", "316.00"),
        ],
    );
}

/// 百克续.
#[test]
fn continued_by_the_hundred_grams() {
    let by_hundred_grams = Continued::beyond(kg("1"), yuan("2.40"), kg("0.1"), yuan("0.09"));
    let tariff = tariff_of(Rule::of(vec![Segment::above(by_hundred_grams)]));
    costs(&tariff, &[("1", "2.40"), ("1.001", "2.49"), ("1.1", "2.49"), ("1.101", "2.58"), ("2", "3.30")]);
}

/// Without any rounding of the weight, the money is rounded.
#[test]
fn continued_in_proportion() {
    let exact = Continued { pro_rata: true, ..per_kg("1", "2.40", "0.85") };
    let tariff = tariff_of(Rule::of(vec![Segment::above(exact)]));
    // 0.85 × 0.1 = 0.085 → 0.09; 0.85 × 2.456 = 2.0876 → 2.09
    costs(&tariff, &[("0.9", "2.40"), ("1", "2.40"), ("1.1", "2.49"), ("2", "3.25"), ("3.456", "4.49")]);
}

fn outlets_surcharges() -> Tariff {
    let fixed = |amount| SurchargeAmount::Fixed { amount: yuan(amount) };
    let share = |percent: &str, min: Option<&str>| Share {
        percent: percent.parse().expect("a percentage"),
        min: min.map(yuan),
        max: None,
    };
    let mut tariff = tariff_of(Rule::first_and_continued(kg("1"), yuan("2.40"), kg("1"), yuan("0.80")));
    tariff.zones[0].divisions = vec![15, 31, 54, 65];
    tariff.surcharges = vec![
        Surcharge { divisions: vec![54, 65], ..Surcharge::always("remote", "偏远", "remote area", fixed("5.00")) },
        Surcharge { divisions: vec![15], ..Surcharge::always("remote_15", "偏远", "remote area", fixed("2.00")) },
        Surcharge {
            weight: Window::above(kg("100")),
            ..Surcharge::always(
                "overweight",
                "超重",
                "overweight",
                SurchargeAmount::OfWeight(PerStep {
                    price: yuan("0.50"),
                    step: kg("1"),
                    beyond: kg("100"),
                    min: None,
                    max: None,
                }),
            )
        },
        Surcharge {
            from: Some(date(2026, 11, 20)),
            to: Some(date(2026, 11, 24)),
            ..Surcharge::always("holiday", "节假日", "holiday", fixed("10.00"))
        },
        Surcharge {
            service: Some(Service::SignedReturn),
            ..Surcharge::always("signed_return", "签回单", "signed return", fixed("2.00"))
        },
        Surcharge {
            service: Some(Service::Cod),
            ..Surcharge::always(
                "cod",
                "代收货款",
                "cash on delivery",
                SurchargeAmount::OfCollected(share("1", Some("5.00"))),
            )
        },
        Surcharge::always("insurance", "保价", "insurance", SurchargeAmount::OfDeclaredValue(share("0.5", None))),
    ];
    tariff
}

#[test]
fn an_outlets_surcharges() {
    let tariff = outlets_surcharges();
    assert_eq!(tariff.validate(), Ok(()));
    let cost_on = |parcel, on| tariff::total(&tariff, &parcel, on).expect("a price").total.to_string();
    let after = date(2026, 11, 25);
    let in_shanghai = parcel(SHANGHAI, kg("1"));
    assert_eq!(cost_on(in_shanghai, date(2026, 11, 19)), "2.40");
    assert_eq!(cost_on(in_shanghai, date(2026, 11, 20)), "12.40");
    assert_eq!(cost_on(in_shanghai, date(2026, 11, 24)), "12.40");
    assert_eq!(cost_on(in_shanghai, after), "2.40");
    assert_eq!(cost_on(parcel(650_102, kg("1")), after), "7.40");
    assert_eq!(cost_on(parcel(540_102, kg("1")), after), "7.40");
    assert_eq!(cost_on(parcel(150_102, kg("1")), after), "4.40");
    // 2.40 + 99 × 0.80 = 81.60; 2.40 + 100 × 0.80 + 0.50 = 82.90
    assert_eq!(cost_on(parcel(SHANGHAI, kg("100")), after), "81.60");
    assert_eq!(cost_on(parcel(SHANGHAI, kg("100.001")), after), "82.90");
    let mut with = in_shanghai;
    with.services.signed_return = true;
    with.services.cod = Some(yuan("499.00"));
    with.insured = Some(yuan("333.00"));
    // 2.40 + 2.00 + at least 5.00 + 1.665 → 1.67
    assert_eq!(cost_on(with, after), "11.07");
    with.services.cod = Some(yuan("600.00"));
    assert_eq!(cost_on(with, after), "12.07");
}
