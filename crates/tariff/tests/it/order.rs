//! The order of operations: volumetric → the heavier → tolerance → rounding up → segment → surcharges → minimum → the fen.

use tariff::{Lang, Parcel, PerStep, Rule, Segment, Surcharge, SurchargeAmount, Tariff, Window, price};
use units::{Grams, Millimetres};

use crate::common::{SHANGHAI, cost, day, kg, parcel, per_kg, tariff_of, yuan};

fn tariff() -> Tariff {
    let segments = vec![
        Segment::fixed(kg("0.5"), yuan("2.20")),
        Segment::fixed(kg("1"), yuan("2.40")),
        Segment::above(per_kg("1", "2.40", "0.80")),
    ];
    tariff_of(Rule::of(segments))
}

fn billed(tariff: &Tariff, weight: &str) -> Grams {
    price(tariff, &parcel(SHANGHAI, kg(weight)), day()).expect("a price").billed_weight
}

fn box_of(sides: [u32; 3], weight: &str) -> Parcel {
    Parcel { size: Some(sides.map(Millimetres::new)), ..parcel(SHANGHAI, kg(weight)) }
}

#[test]
fn every_unit_rounds_up() {
    let mut tariff = tariff();
    for (unit, weight, expected) in [
        (Some("1"), "0.2", "1"),
        (Some("1"), "1", "1"),
        (Some("1"), "1.001", "2"),
        (Some("0.5"), "0.2", "0.5"),
        (Some("0.5"), "1.501", "2"),
        (Some("0.1"), "1.201", "1.3"),
        (None, "0.2", "0.2"),
        (None, "0.777", "0.777"),
        (None, "1.2", "2"), // as the segment's steps do
    ] {
        tariff.rounding = unit.map(kg);
        assert_eq!(billed(&tariff, weight), kg(expected), "{unit:?} {weight}");
    }
}

#[test]
fn tolerance_comes_before_rounding() {
    let mut tariff = tariff();
    (tariff.rounding, tariff.tolerance) = (Some(kg("0.5")), kg("0.05"));
    for (weight, expected) in [("0.04", "0.5"), ("0.55", "0.5"), ("0.551", "1"), ("1.05", "1"), ("1.051", "1.5")] {
        assert_eq!(billed(&tariff, weight), kg(expected), "{weight}");
    }
}

#[test]
fn the_segment_is_looked_up_after_rounding() {
    let mut tariff = tariff();
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, kg("0.3"))), "2.20");
    tariff.rounding = Some(kg("1"));
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, kg("0.3"))), "2.40");
}

#[test]
fn volume_is_weighed_before_tolerance_and_rounding() {
    let mut tariff = tariff();
    (tariff.volumetric_divisor, tariff.rounding, tariff.tolerance) = (Some(6_000), Some(kg("1")), kg("0.02"));
    // 30 × 20 × 20.2 cm ÷ 6000 = 2.02 kg, forgiven to 2 kg; a millimetre more is 3 kg
    assert_eq!(cost(&tariff, &box_of([300, 200, 202], "0.5")), "3.20");
    assert_eq!(cost(&tariff, &box_of([300, 200, 203], "0.5")), "4.00");
    assert_eq!(cost(&tariff, &box_of([300, 200, 203], "2.5")), "4.00");
    let priced = price(&tariff, &box_of([300, 200, 203], "0.5"), day()).expect("a price");
    assert_eq!(priced.trace[0].zh, "体积重 2.03 kg（体积 ÷ 6000，进到克）大于实重");
}

#[test]
fn volume_may_count_only_far_above_the_weight() {
    let mut tariff = tariff();
    (tariff.volumetric_divisor, tariff.volumetric_above) = (Some(6_000), Some("1.5".parse().expect("a factor")));
    // 3 kg by volume
    assert_eq!(cost(&tariff, &box_of([300, 300, 200], "2")), "3.20"); // not above 3
    assert_eq!(cost(&tariff, &box_of([300, 300, 200], "1.999")), "4.00");
    let ignored = price(&tariff, &box_of([300, 300, 200], "2"), day()).expect("a price");
    assert_eq!(ignored.trace[0].zh, "体积重 3 kg 未超过实重的 1.5 倍，按实重");
}

#[test]
fn surcharges_look_at_the_billed_weight_and_the_minimum_counts_them_in() {
    let mut tariff = tariff();
    tariff.rounding = Some(kg("1"));
    tariff.zones[0].rule.min_charge = yuan("4.00");
    let per_kilogram = PerStep { price: yuan("0.50"), step: kg("1"), beyond: Grams::ZERO, min: None, max: None };
    tariff.surcharges = vec![Surcharge {
        weight: Window::above(kg("1")),
        ..Surcharge::always("fuel", "燃油", "fuel", SurchargeAmount::OfWeight(per_kilogram))
    }];
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, kg("0.9"))), "4.00");
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, kg("1.1"))), "4.20"); // 3.20 + 2 × 0.50
}

#[test]
fn an_unknown_weight_is_the_tariffs_default() {
    let mut tariff = tariff();
    tariff.default_weight = kg("0.4");
    assert_eq!(cost(&tariff, &Parcel { weight: None, ..parcel(SHANGHAI, Grams::ZERO) }), "2.20");
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, Grams::ZERO)), "2.20");
}

#[test]
fn the_whole_weight_has_at_least_a_step() {
    let whole = tariff::Continued::whole(yuan("0.00"), kg("1"), yuan("0.80"));
    let mut tariff = tariff_of(Rule::of(vec![Segment::above(whole)]));
    tariff.tolerance = kg("0.02");
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, kg("0.01"))), "0.80");
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, kg("1.02"))), "0.80");
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, kg("1.021"))), "1.60");
}

#[test]
fn the_trace_names_the_rule_the_row_and_the_rounding() {
    let mut tariff = tariff();
    let words = |tariff: &Tariff, weight, lang| -> Vec<String> {
        let price = price(tariff, &parcel(SHANGHAI, kg(weight)), day()).expect("a price");
        price.trace.iter().map(|line| line.words(lang).to_owned()).collect()
    };
    assert_eq!(
        words(&tariff, "2.3", Lang::Zh),
        [
            "计费重量 3 kg（2.3 kg 向上取整到续重单位）",
            "一区 第 3 段（1 kg 以上）首重 1 kg",
            "一区 第 3 段（1 kg 以上）续重 2 × 1 kg（每 1 kg 0.80 元）",
        ]
    );
    assert_eq!(
        words(&tariff, "2.3", Lang::En),
        [
            "billed weight 3 kg (2.3 kg rounded up to the step of its segment)",
            "一区, segment 3 (above 1 kg): first 1 kg",
            "一区, segment 3 (above 1 kg): 2 × 1 kg continued at 0.80",
        ]
    );
    tariff.rounding = Some(kg("0.5"));
    assert_eq!(
        words(&tariff, "0.6", Lang::Zh),
        ["计费重量 1 kg（0.6 kg 按 0.5 kg 向上进位）", "一区 第 2 段（0.5–1 kg）一口价"]
    );
    tariff.tolerance = kg("0.1");
    assert_eq!(
        words(&tariff, "0.6", Lang::En),
        [
            "billed weight 0.5 kg (0.6 kg, of which up to 0.1 kg are forgiven)",
            "一区, segment 1 (0–0.5 kg): fixed price"
        ]
    );
}
