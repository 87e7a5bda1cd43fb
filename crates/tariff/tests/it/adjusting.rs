//! A price rise over a whole tariff.

use tariff::{Adjusted, Adjustment, Rule, Segment, TariffError, adjusted, demo};
use units::Grams;

use crate::common::{SHANGHAI, cost, costs, kg, parcel, per_kg, tariff_of, yuan};

#[test]
fn prices_rise_by_a_percentage_or_an_amount() {
    let segments = vec![Segment::fixed(kg("1"), yuan("2.45")), Segment::above(per_kg("1", "2.45", "0.80"))];
    let tariff = tariff_of(Rule { min_charge: yuan("1.00"), ..Rule::of(segments) });
    let percent = Adjustment::Percent("10".parse().unwrap());
    let changed = |which, by| adjusted(&tariff, &[], which, by).unwrap();
    // 2.45 + 0.245 → 2.70; 0.80 + 0.08 = 0.88
    costs(&changed(Adjusted::All, percent), &[("1", "2.70"), ("3", "4.46")]);
    costs(&changed(Adjusted::First, percent), &[("1", "2.70"), ("3", "4.30")]);
    costs(&changed(Adjusted::Continued, percent), &[("1", "2.45"), ("3", "4.21")]);
    costs(&changed(Adjusted::First, Adjustment::Amount(yuan("-0.45"))), &[("1", "2.00"), ("3", "3.60")]);
    assert_eq!(changed(Adjusted::All, percent).zones[0].rule.min_charge, yuan("1.00"));
    let fall = adjusted(&tariff, &[], Adjusted::All, Adjustment::Amount(yuan("-0.81")));
    assert_eq!(fall, Err(TariffError::OutOfRange));
}

#[test]
fn some_zones_rise_alone() {
    let dearer = adjusted(&demo(), &["五区", "二区"], Adjusted::First, Adjustment::Amount(yuan("1.00"))).unwrap();
    let of = |destination| cost(&dearer, &parcel(destination, Grams::new(500)));
    assert_eq!([of(SHANGHAI), of(440_309), of(650_102)], ["2.40", "4.20", "19.00"]);
}
