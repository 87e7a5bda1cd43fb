//! What parcels would cost under another tariff.

use tariff::{Comparison, ParcelServices, Service, compare, demo};
use units::Money;

use crate::common::{SHANGHAI, URUMQI, date, day, kg, parcel, yuan};

#[test]
fn parcels_are_dearer_cheaper_or_without_a_price() {
    let old = demo();
    let mut new = demo();
    // Only from next year on, which does not matter.
    new.valid_from = Some(date(2027, 1, 1));
    new.zones[0].rule = tariff::Rule::first_and_continued(kg("1"), yuan("2.00"), kg("1"), yuan("1.00"));
    new.zones.retain(|zone| zone.name != "港澳台");
    new.surcharges.retain(|surcharge| surcharge.service != Some(Service::SignedReturn));
    let mut signed = parcel(SHANGHAI, kg("1"));
    signed.services = ParcelServices { signed_return: true, ..ParcelServices::default() };
    let mut to_pay = parcel(SHANGHAI, kg("1"));
    to_pay.services.receiver_pays = true;
    let parcels = [
        parcel(SHANGHAI, kg("1")), // 2.40 → 2.00
        parcel(SHANGHAI, kg("4")), // 4.80 → 5.00
        parcel(SHANGHAI, kg("3")), // 4.00 → 4.00
        to_pay,                    // 4.40 → 4.00, whoever pays it
        parcel(URUMQI, kg("1")),   // 18.00
        parcel(810_101, kg("1")),  // no zone any more
        signed,                    // not offered any more
        parcel(990_000, kg("1")),  // never was
    ];
    let comparison = compare(&old, &new, parcels.map(|parcel| (parcel, day()))).unwrap();
    assert_eq!(
        comparison,
        Comparison {
            parcels: 8,
            dearer: 1,
            cheaper: 2,
            same: 2,
            lost: 2,
            gained: 0,
            unpriceable: 1,
            old: yuan("33.60"),
            new: yuan("33.00"),
            difference: yuan("-0.60"),
        }
    );
    let back = compare(&new, &old, parcels.map(|parcel| (parcel, day()))).unwrap();
    assert_eq!((back.gained, back.lost, back.difference), (2, 0, yuan("0.60")));
}

#[test]
fn parcels_are_taken_one_after_another() {
    let tariff = demo();
    let parcels = (1..=100_000u32).map(|grams| (parcel(SHANGHAI, units::Grams::new(grams)), day()));
    let comparison = compare(&tariff, &tariff, parcels).unwrap();
    assert_eq!((comparison.parcels, comparison.same, comparison.difference), (100_000, 100_000, Money::ZERO));
}
