//! Every fault with its place.

use tariff::{
    Continued, Lang, Problem, Rule, Segment, SegmentPrice, StepRate, Surcharge, SurchargeAmount, Tariff, Window, demo,
};
use units::{Grams, Millimetres, Money};

use crate::common::{date, kg, per_kg, yuan};

/// Places and codes of what is wrong with the demo tariff after a change.
fn faults(change: impl FnOnce(&mut Tariff)) -> Vec<(String, &'static str)> {
    let mut tariff = demo();
    change(&mut tariff);
    let faults = tariff.validate().expect_err("a fault");
    for fault in &faults {
        assert_ne!(fault.words(Lang::Zh), fault.words(Lang::En));
        assert!(fault.words(Lang::Zh).starts_with(&fault.place));
    }
    faults.into_iter().map(|fault| (fault.place, fault.problem.code())).collect()
}

fn is_only(found: &[(String, &'static str)], place: &str, code: &str) {
    assert_eq!(found.iter().map(|(place, code)| (place.as_str(), *code)).collect::<Vec<_>>(), [(place, code)]);
}

fn with_segments(segments: Vec<Segment>) -> Vec<(String, &'static str)> {
    faults(|tariff| tariff.zones[2].rule = Rule::of(segments))
}

fn fixed(up_to: &str, price: &str) -> Segment {
    Segment::fixed(kg(up_to), yuan(price))
}

#[test]
fn the_demo_is_sound_and_zero_prices_are_allowed() {
    assert_eq!(demo().validate(), Ok(()));
    let mut free = demo();
    free.zones[0].rule = Rule::of(vec![Segment::above(per_kg("1", "0.00", "0.00"))]);
    assert_eq!(free.validate(), Ok(()));
}

#[test]
fn bounds_rise() {
    let place = "zones[2].rule.segments[1].up_to";
    is_only(&with_segments(vec![fixed("1", "2.00"), fixed("0.5", "3.00")]), place, "not_rising");
    is_only(&with_segments(vec![fixed("1", "2.00"), fixed("1", "3.00"), fixed("2", "3.00")]), place, "not_rising");
    is_only(&with_segments(vec![fixed("0", "2.00")]), "zones[2].rule.segments[0].up_to", "zero");
    let open = Segment::above(per_kg("0", "1.00", "1.00"));
    is_only(&with_segments(vec![open, fixed("1", "2.00")]), "zones[2].rule.segments[0].up_to", "open_before_last");
    is_only(&with_segments(Vec::new()), "zones[2].rule.segments", "empty");
    is_only(&with_segments(vec![fixed("60000", "2.00")]), "zones[2].rule.segments[0].up_to", "too_large");
}

#[test]
fn prices_of_segments() {
    is_only(&with_segments(vec![fixed("1", "-0.01")]), "zones[2].rule.segments[0].price", "negative");
    is_only(&with_segments(vec![fixed("1", "100000.01")]), "zones[2].rule.segments[0].price", "too_large");
    let with = |continued| with_segments(vec![Segment::above(continued)]);
    let sound = || per_kg("1", "2.00", "1.00");
    is_only(&with(Continued { base: yuan("-1"), ..sound() }), "zones[2].rule.segments[0].base", "negative");
    is_only(&with(Continued { step: Grams::ZERO, ..sound() }), "zones[2].rule.segments[0].step", "zero");
    let tolerated = Continued { step: Grams::new(20), ..sound() };
    is_only(&with(tolerated), "zones[2].rule.segments[0].step", "tolerance_reaches_step");
    is_only(&with(Continued { rates: Vec::new(), ..sound() }), "zones[2].rule.segments[0].rates", "empty");
    is_only(&with(Continued { min_steps: 10_001, ..sound() }), "zones[2].rule.segments[0].min_steps", "too_large");
    let rate = |up_to: Option<&str>, price| StepRate { up_to: up_to.map(kg), price: yuan(price) };
    let falling = vec![rate(Some("5"), "1.00"), rate(Some("4"), "1.00"), rate(None, "1.00")];
    is_only(&with(Continued { rates: falling, ..sound() }), "zones[2].rule.segments[0].rates[1].up_to", "not_rising");
    let negative = vec![rate(Some("5"), "1.00"), rate(None, "-1.00")];
    is_only(&with(Continued { rates: negative, ..sound() }), "zones[2].rule.segments[0].rates[1].price", "negative");
    is_only(&faults(|tariff| tariff.zones[0].rule.min_charge = yuan("-1")), "zones[0].rule.min_charge", "negative");
}

#[test]
fn zones_and_divisions() {
    is_only(&faults(|tariff| tariff.zones.clear()), "zones", "empty");
    is_only(&faults(|tariff| tariff.zones[2].divisions.clear()), "zones[2].divisions", "empty");
    is_only(&faults(|tariff| tariff.zones[2].name = " ".into()), "zones[2].name", "empty");
    for code in [0, 7, 99, 310, 9_901, 31_011, 3_101_121] {
        let found = faults(|tariff| tariff.zones[0].divisions.push(code));
        is_only(&found, "zones[0].divisions[4]", "not_a_division");
    }
    let twice = demo();
    let mut tariff = twice.clone();
    tariff.zones[1].divisions.push(31);
    let faults_found = tariff.validate().unwrap_err();
    assert_eq!(faults_found.len(), 1);
    assert_eq!(faults_found[0].place, "zones[1].divisions[10]");
    assert_eq!(faults_found[0].problem, Problem::Twice { first: "zones[0].divisions[0]".into() });
    assert_eq!(faults_found[0].pointer(), "/zones/1/divisions/10");
    assert_eq!(faults_found[0].words(Lang::Zh), "zones[1].divisions[10]：与 zones[0].divisions[0] 重复。");
    is_only(&faults(|tariff| tariff.zones = vec![tariff.zones[0].clone(); 201]), "zones", "too_many");
}

#[test]
fn weights_and_days() {
    is_only(&faults(|tariff| tariff.default_weight = Grams::ZERO), "default_weight", "zero");
    is_only(&faults(|tariff| tariff.rounding = Some(Grams::ZERO)), "rounding", "zero");
    is_only(&faults(|tariff| tariff.rounding = Some(Grams::new(20))), "tolerance", "tolerance_reaches_step");
    is_only(&faults(|tariff| tariff.volumetric_divisor = Some(0)), "volumetric_divisor", "zero");
    is_only(&faults(|tariff| tariff.volumetric_divisor = Some(u32::MAX)), "volumetric_divisor", "too_large");
    for (factor, code) in [("-1", "negative"), ("101", "too_large"), ("1.0000001", "too_many_decimals")] {
        let found = faults(|tariff| tariff.volumetric_above = Some(factor.parse().unwrap()));
        is_only(&found, "volumetric_above", code);
    }
    let ended = |tariff: &mut Tariff| {
        (tariff.valid_from, tariff.valid_to) = (Some(date(2026, 12, 1)), Some(date(2026, 11, 30)));
    };
    is_only(&faults(ended), "valid_to", "ends_before_it_begins");
    is_only(&faults(|tariff| tariff.name = "名".repeat(101)), "name", "too_long");
}

#[test]
fn surcharges() {
    let on = |change: fn(&mut Surcharge)| faults(|tariff| change(&mut tariff.surcharges[0]));
    is_only(&on(|surcharge| surcharge.code.clear()), "surcharges[0].code", "empty");
    is_only(&faults(|tariff| tariff.surcharges[3].code = "cod".into()), "surcharges[3].code", "twice");
    is_only(&on(|surcharge| surcharge.divisions = vec![7]), "surcharges[0].divisions[0]", "not_a_division");
    is_only(
        &on(|surcharge| surcharge.amount = SurchargeAmount::Fixed { amount: yuan("-1") }),
        "surcharges[0].amount.amount",
        "negative",
    );
    is_only(&on(|surcharge| surcharge.discount = true), "surcharges[0].amount.amount", "not_negative");
    let ended = |surcharge: &mut Surcharge| {
        (surcharge.from, surcharge.to) = (Some(date(2026, 12, 1)), Some(date(2026, 11, 30)));
    };
    is_only(&on(ended), "surcharges[0].to", "ends_before_it_begins");
    let none = |surcharge: &mut Surcharge| {
        surcharge.longest_side = Window { above: Some(Millimetres::new(5)), up_to: Some(Millimetres::new(5)) };
    };
    is_only(&on(none), "surcharges[0].longest_side.up_to", "empty_window");
    let share = |change: fn(&mut tariff::Share)| {
        faults(|tariff| {
            let SurchargeAmount::OfCollected(share) = &mut tariff.surcharges[2].amount else { unreachable!() };
            change(share);
        })
    };
    is_only(&share(|share| share.percent = "-1".parse().unwrap()), "surcharges[2].amount.percent", "negative");
    is_only(&share(|share| share.percent = "1001".parse().unwrap()), "surcharges[2].amount.percent", "too_large");
    is_only(
        &share(|share| share.percent = "0.1234567".parse().unwrap()),
        "surcharges[2].amount.percent",
        "too_many_decimals",
    );
    is_only(&share(|share| share.max = Some(yuan("2.99"))), "surcharges[2].amount.max", "most_below_least");
    is_only(&share(|share| share.min = Some(Money::from_fen(i64::MIN))), "surcharges[2].amount.min", "negative");
}

#[test]
fn every_fault_is_found_at_once() {
    let found = faults(|tariff| {
        tariff.default_weight = Grams::ZERO;
        tariff.zones[1].divisions.clear();
        let SegmentPrice::Continued(continued) = &mut tariff.zones[3].rule.segments[0].price else { unreachable!() };
        continued.step = Grams::ZERO;
        tariff.surcharges[1].en.clear();
    });
    let places: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["default_weight", "zones[1].divisions", "zones[3].rule.segments[0].step", "surcharges[1].en"]);
}
