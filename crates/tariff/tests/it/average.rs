//! 拉均重.

use tariff::{AverageWeight, TariffError, average_charge};
use units::{Grams, Money};

use crate::common::{kg, yuan};

const RULE: AverageWeight = AverageWeight {
    base: Grams::new(500),
    upper: Grams::new(1_000),
    step: Grams::new(100),
    price: Money::from_fen(10),
    parcels_up_to: None,
};

fn charge(weights: &[&str]) -> Money {
    let charge = average_charge(&RULE, weights.iter().map(|weight| kg(weight))).unwrap();
    let sum: i64 = charge.trace.iter().filter_map(|line| line.amount).map(Money::fen).sum();
    assert_eq!(sum, charge.total.fen());
    charge.total
}

#[test]
fn every_step_of_the_average_costs_every_parcel() {
    for (weights, expected) in [
        (&[][..], "0.00"),
        (&["0.2", "0.4"], "0.00"),
        (&["0.5", "0.5"], "0.00"),
        (&["0.5", "0.501"], "0.20"), // above 0.5 by half a gram: a step begun
        (&["0.6", "0.6"], "0.20"),
        (&["0.5", "0.7"], "0.20"),
        (&["0.601", "0.6", "0.6"], "0.60"), // a third of a gram above 0.6: 2 steps × 3
        (&["1", "1"], "1.00"),
        (&["3", "3"], "1.00"), // counted as 1 kg
    ] {
        assert_eq!(charge(weights), yuan(expected), "{weights:?}");
    }
}

#[test]
fn heavy_parcels_may_be_left_out() {
    let rule = AverageWeight { parcels_up_to: Some(kg("1")), ..RULE };
    let charge = average_charge(&rule, ["0.6", "0.7", "12"].map(kg)).unwrap();
    assert_eq!((charge.total, charge.parcels, charge.left_out), (yuan("0.40"), 2, 1));
    assert_eq!(charge.average, kg("0.65"));
    assert_eq!(charge.trace[0].zh, "2 票平均重量 0.65 kg（进到克），1 票超过 1 kg 不参与");
    assert_eq!(
        charge.trace[1].zh,
        "均重超过 0.5 kg 的部分 2 × 0.1 kg（每 0.1 kg 0.10 元，最多算到 1 kg）：每票 0.20 × 2"
    );
}

#[test]
fn what_cannot_be_charged_is_refused() {
    let no_step = AverageWeight { step: Grams::ZERO, ..RULE };
    assert_eq!(average_charge(&no_step, [kg("1")]), Err(TariffError::OutOfRange));
    let dear = AverageWeight { price: Money::from_fen(i64::MAX), ..RULE };
    assert_eq!(average_charge(&dear, [kg("1")]), Err(TariffError::OutOfRange));
}

#[test]
fn faults_of_the_rule_name_their_place() {
    assert_eq!(RULE.validate(), Ok(()));
    let wrong = AverageWeight { upper: RULE.base, step: Grams::ZERO, price: yuan("-0.10"), ..RULE };
    let places: Vec<String> = wrong.validate().unwrap_err().into_iter().map(|fault| fault.place).collect();
    assert_eq!(places, ["upper", "step", "price"]);
}
