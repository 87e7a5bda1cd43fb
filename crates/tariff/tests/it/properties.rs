//! What holds for every tariff and every parcel.

use proptest::prelude::*;
use tariff::{AverageWeight, Lang, Tariff, average_charge, compare, grid_rows, price, total, zones_of_rows};
use units::{Grams, Money};

use crate::{
    common::{SHANGHAI, day, parcel},
    strategies::{any_grams, any_parcel, any_tariff, rising_tariff, sound_zones},
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_trace_adds_up_and_changes_nothing(tariff in any_tariff(), parcel in any_parcel()) {
        let traced = price(&tariff, &parcel, day());
        let bare = total(&tariff, &parcel, day());
        prop_assert_eq!(bare, traced.clone().map(|price| tariff::Total {
            total: price.total, from_receiver: price.from_receiver, billed_weight: price.billed_weight,
        }));
        if let Ok(price) = traced {
            let sum: i128 = price.trace.iter().filter_map(|line| line.amount).map(|amount| i128::from(amount.fen())).sum();
            prop_assert_eq!(sum, i128::from(price.total.fen()));
            prop_assert!(price.total >= Money::ZERO && price.from_receiver >= Money::ZERO);
            prop_assert!(price.trace.iter().all(|line| !line.zh.is_empty() && !line.en.is_empty()));
        }
    }

    #[test]
    fn json_changes_no_price(tariff in any_tariff(), parcel in any_parcel()) {
        let json = serde_json::to_string(&tariff).unwrap();
        let read: Tariff = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&read, &tariff);
        prop_assert_eq!(price(&read, &parcel, day()), price(&tariff, &parcel, day()));
    }

    #[test]
    fn nothing_panics(tariff in any_tariff(), other in any_tariff(), parcel in any_parcel(), weights in prop::collection::vec(any_grams(), 0..4)) {
        if let Err(faults) = tariff.validate() {
            prop_assert!(faults.iter().all(|fault| fault.pointer().starts_with('/') && !fault.words(Lang::En).is_empty()));
        }
        let _ = tariff.unserved_provinces();
        let _ = compare(&tariff, &other, [(parcel, day())]);
        let _ = zones_of_rows(&grid_rows(&tariff.zones, Lang::Zh));
        let rule = AverageWeight {
            base: tariff.tolerance,
            upper: tariff.default_weight,
            step: other.tolerance,
            price: Money::from_fen(i64::from(other.default_weight.get())),
            parcels_up_to: tariff.rounding,
        };
        let _ = average_charge(&rule, weights);
    }

    #[test]
    fn rising_prices_rise(tariff in rising_tariff(), a in 1u32..40_000, b in 1u32..40_000) {
        prop_assert_eq!(tariff.validate(), Ok(()));
        let cost = |grams| total(&tariff, &parcel(SHANGHAI, Grams::new(grams)), day()).unwrap();
        let (light, heavy) = (cost(a.min(b)), cost(a.max(b)));
        prop_assert!(light.total <= heavy.total, "{light:?} {heavy:?}");
        prop_assert!(light.billed_weight <= heavy.billed_weight);
        prop_assert!(heavy.billed_weight.get() + tariff.tolerance.get() >= a.max(b));
    }

    #[test]
    fn a_table_holds_every_zone(zones in sound_zones()) {
        prop_assert_eq!(zones_of_rows(&grid_rows(&zones, Lang::Zh)), Ok(zones.clone()));
        prop_assert_eq!(zones_of_rows(&grid_rows(&zones, Lang::En)), Ok(zones));
    }

    #[test]
    fn any_text_is_read_or_refused(rows in prop::collection::vec(prop::collection::vec("[分区目的地0-9.+/;>≤–→—kgmin ]{0,12}", 0..6), 0..5)) {
        let _ = zones_of_rows(&rows);
        let mut table = vec![["分区", "目的地", "0–1", "1 以上"].map(str::to_owned).to_vec()];
        table.extend(rows);
        let _ = zones_of_rows(&table);
    }
}
