//! Tariffs that follow each other.

use chrono::NaiveDate;
use tariff::{Problem, Tariff, TariffError, Versions, demo, in_force};

use crate::common::date;

fn version(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Tariff {
    Tariff { valid_from: from, valid_to: to, ..demo() }
}

#[test]
fn a_day_has_the_tariff_that_is_in_force() {
    let versions = Versions::new(vec![
        version(Some(date(2026, 7, 1)), None),
        version(None, Some(date(2026, 3, 31))),
        version(Some(date(2026, 4, 1)), Some(date(2026, 5, 31))),
    ])
    .unwrap();
    let of = |day| versions.in_force(day).map(|tariff| tariff.valid_from);
    assert_eq!(of(date(2020, 1, 1)), Ok(None));
    assert_eq!(of(date(2026, 3, 31)), Ok(None));
    assert_eq!(of(date(2026, 4, 1)), Ok(Some(date(2026, 4, 1))));
    assert_eq!(of(date(2026, 5, 31)), Ok(Some(date(2026, 4, 1))));
    assert_eq!(of(date(2026, 6, 15)), Err(TariffError::NotInForce));
    assert_eq!(of(date(2026, 7, 1)), Ok(Some(date(2026, 7, 1))));
    assert_eq!(versions.all().len(), 3);
    assert_eq!(in_force(&[], date(2026, 7, 1)), Err(TariffError::NotInForce));
}

#[test]
fn two_tariffs_on_one_day_are_a_fault() {
    let overlapping = |first, second| {
        let faults = Versions::new(vec![first, second]).unwrap_err();
        faults.into_iter().map(|fault| (fault.place, fault.problem)).collect::<Vec<_>>()
    };
    let second_overlaps =
        vec![("versions[1].valid_from".to_owned(), Problem::Overlaps { other: "versions[0]".to_owned() })];
    let (april, may) = (date(2026, 4, 1), date(2026, 5, 1));
    for (first, second) in [
        (version(None, None), version(None, None)),
        (version(None, Some(may)), version(Some(may), None)),
        (version(None, None), version(Some(may), Some(may))),
        (version(Some(april), Some(date(2026, 12, 31))), version(Some(may), Some(may))),
    ] {
        assert_eq!(overlapping(first, second), second_overlaps);
    }
    // A short one within a long one does not hide what follows.
    let faults = Versions::new(vec![
        version(Some(april), Some(date(2026, 12, 31))),
        version(Some(may), Some(may)),
        version(Some(date(2026, 6, 1)), None),
    ])
    .unwrap_err();
    let places: Vec<&str> = faults.iter().map(|fault| fault.place.as_str()).collect();
    assert_eq!(places, ["versions[1].valid_from", "versions[2].valid_from"]);
}

#[test]
fn faults_of_a_version_name_it() {
    let mut broken = version(None, None);
    broken.zones[2].divisions.clear();
    let faults = Versions::new(vec![broken]).unwrap_err();
    assert_eq!(faults[0].place, "versions[0].zones[2].divisions");
    assert_eq!(faults[0].pointer(), "/versions/0/zones/2/divisions");
}
