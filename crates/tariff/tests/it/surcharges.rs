//! What is added, what is taken off, and who pays it.

use tariff::{
    Parcel, ParcelServices, PerStep, Rule, Service, Share, Surcharge, SurchargeAmount, Tariff, TariffError, Window,
    price,
};
use units::{Grams, Millimetres, Money};

use crate::common::{SHANGHAI, cost, date, day, kg, parcel, tariff_of, yuan};

fn with(surcharges: Vec<Surcharge>) -> Tariff {
    let rule = Rule::first_and_continued(kg("1"), yuan("10.00"), kg("1"), yuan("2.00"));
    Tariff { surcharges, ..tariff_of(rule) }
}

fn surcharge(amount: SurchargeAmount) -> Surcharge {
    Surcharge::always("x", "附加", "extra", amount)
}

fn fixed(amount: &str) -> SurchargeAmount {
    SurchargeAmount::Fixed { amount: yuan(amount) }
}

fn percent(percent: &str, min: Option<&str>, max: Option<&str>) -> Share {
    Share { percent: percent.parse().unwrap(), min: min.map(yuan), max: max.map(yuan) }
}

fn discount(amount: SurchargeAmount) -> Surcharge {
    Surcharge { discount: true, ..surcharge(amount) }
}

fn one_kilogram() -> Parcel {
    parcel(SHANGHAI, kg("1"))
}

#[test]
fn a_percentage_of_the_freight_leaves_surcharges_out() {
    let tariff = with(vec![
        surcharge(fixed("3.00")),
        Surcharge { code: "fuel".into(), ..surcharge(SurchargeAmount::OfFreight(percent("12.5", None, None))) },
    ]);
    assert_eq!(cost(&tariff, &one_kilogram()), "14.25"); // 10 + 3 + 1.25
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, kg("4"))), "21.00"); // 16 + 3 + 2
}

#[test]
fn a_percentage_is_held_between_its_amounts() {
    let tariff = with(vec![surcharge(SurchargeAmount::OfFreight(percent("10", Some("1.50"), Some("2.00"))))]);
    assert_eq!(cost(&tariff, &one_kilogram()), "11.50");
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, kg("5"))), "19.80");
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, kg("50"))), "110.00");
}

#[test]
fn steps_of_weight_are_held_between_their_amounts() {
    let per = PerStep {
        price: yuan("0.50"),
        step: kg("0.5"),
        beyond: kg("2"),
        min: Some(yuan("1.00")),
        max: Some(yuan("3.00")),
    };
    let tariff = with(vec![surcharge(SurchargeAmount::OfWeight(per))]);
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, kg("2"))), "12.00");
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, kg("3"))), "15.00"); // 14 + 2 × 0.50
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, kg("4"))), "18.00"); // 16 + 4 × 0.50
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, kg("9"))), "29.00"); // 26 + at most 3
}

#[test]
fn the_size_is_a_condition() {
    let long = Window::above(Millimetres::new(1_200));
    let wide = Window { above: Some(Millimetres::new(1_500)), up_to: Some(Millimetres::new(3_000)) };
    let tariff = with(vec![
        Surcharge { longest_side: long, ..surcharge(fixed("20.00")) },
        Surcharge { sides: wide, ..surcharge(fixed("5.00")) },
    ]);
    let sized = |sides: [u32; 3]| Parcel { size: Some(sides.map(Millimetres::new)), ..one_kilogram() };
    assert_eq!(cost(&tariff, &one_kilogram()), "10.00");
    assert_eq!(cost(&tariff, &sized([100, 1_200, 100])), "10.00");
    assert_eq!(cost(&tariff, &sized([100, 1_201, 100])), "30.00");
    assert_eq!(cost(&tariff, &sized([501, 500, 500])), "15.00");
    assert_eq!(cost(&tariff, &sized([1_500, 1_500, 1])), "30.00");
    assert_eq!(cost(&tariff, &sized([u32::MAX; 3])), "30.00");
}

#[test]
fn days_and_weights_are_conditions() {
    let mut rise = surcharge(fixed("1.00"));
    (rise.from, rise.to) = (Some(day()), Some(day()));
    rise.weight = Window { above: Some(kg("1")), up_to: Some(kg("3")) };
    let tariff = with(vec![rise]);
    assert_eq!(cost(&tariff, &one_kilogram()), "10.00");
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, kg("3"))), "15.00");
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, kg("4"))), "16.00");
    for other in [date(2026, 11, 23), date(2026, 11, 25)] {
        let price = price(&tariff, &parcel(SHANGHAI, kg("3")), other).unwrap();
        assert_eq!(price.total, yuan("14.00"));
    }
}

#[test]
fn a_return_is_a_service_of_its_own() {
    let returned =
        Parcel { services: ParcelServices { returned: true, ..ParcelServices::default() }, ..one_kilogram() };
    let half = SurchargeAmount::OfFreight(percent("-50", None, None));
    let tariff = with(vec![Surcharge { service: Some(Service::Return), ..discount(half) }]);
    assert_eq!(tariff.validate(), Ok(()));
    assert_eq!(cost(&tariff, &returned), "5.00");
    assert_eq!(cost(&tariff, &one_kilogram()), "10.00");
    let refused = price(&with(Vec::new()), &returned, day());
    assert_eq!(refused, Err(TariffError::NotOffered(Service::Return)));
}

#[test]
fn discounts_lower_the_price_but_never_below_zero() {
    let tariff = with(vec![discount(SurchargeAmount::OfFreight(percent("-10", Some("-1.50"), None)))]);
    assert_eq!(cost(&tariff, &one_kilogram()), "9.00");
    assert_eq!(cost(&tariff, &parcel(SHANGHAI, kg("11"))), "28.50"); // 30 − at most 1.50
    let tariff = with(vec![discount(fixed("-12.00"))]);
    assert_eq!(cost(&tariff, &one_kilogram()), "0.00");
    let price = price(&tariff, &one_kilogram(), day()).unwrap();
    let last = price.trace.last().unwrap();
    assert_eq!((last.code.as_str(), last.amount), ("not_below_zero", Some(yuan("2.00"))));
    let mut least = tariff;
    least.zones[0].rule.min_charge = yuan("1.00");
    assert_eq!(cost(&least, &one_kilogram()), "1.00");
}

#[test]
fn a_discount_never_makes_a_receiver_pay_less_than_nothing() {
    let service = |service, amount| Surcharge { service: Some(service), ..surcharge(fixed(amount)) };
    let tariff =
        with(vec![service(Service::Cod, "3.00"), service(Service::ReceiverPays, "0.00"), discount(fixed("-11.00"))]);
    let services = ParcelServices { cod: Some(yuan("100.00")), receiver_pays: true, ..ParcelServices::default() };
    // 10 + 3 − 11 = 2, all of it for collecting
    let price = price(&tariff, &Parcel { services, ..one_kilogram() }, day()).unwrap();
    assert_eq!((price.total, price.from_receiver), (yuan("2.00"), Money::ZERO));
}

#[test]
fn sums_that_do_not_fit_are_refused() {
    let tariff = with(vec![surcharge(SurchargeAmount::Fixed { amount: Money::from_fen(i64::MAX) })]);
    assert_eq!(price(&tariff, &one_kilogram(), day()), Err(TariffError::OutOfRange));
    let per = PerStep { price: yuan("1.00"), step: Grams::ZERO, beyond: Grams::ZERO, min: None, max: None };
    let tariff = with(vec![surcharge(SurchargeAmount::OfWeight(per))]);
    assert_eq!(price(&tariff, &one_kilogram(), day()), Err(TariffError::OutOfRange));
}
