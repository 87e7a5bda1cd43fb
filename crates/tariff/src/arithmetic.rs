//! Fractions of money; nothing else in the crate rounds.

use units::{Grams, Money};

use crate::Share;

/// A share, rounded half away from zero to the fen and held between its amounts. `None` where it does not fit.
pub(crate) fn share(value: Money, share: Share) -> Option<Money> {
    let percent = share.percent;
    let exact = i128::from(value.fen()).checked_mul(percent.mantissa())?;
    let hundredths = 10i128.checked_pow(percent.scale().checked_add(2)?)?;
    Some(between(rounded(exact, hundredths)?, share.min, share.max))
}

/// The price of a part of a step, rounded half away from zero to the fen.
pub(crate) fn pro_rata(price: Money, part: Grams, step: Grams) -> Option<Money> {
    let exact = i128::from(price.fen()).checked_mul(i128::from(part.get()))?;
    rounded(exact, i128::from(step.get()))
}

pub(crate) fn between(amount: Money, min: Option<Money>, max: Option<Money>) -> Money {
    let amount = min.map_or(amount, |min| amount.max(min));
    max.map_or(amount, |max| amount.min(max))
}

fn rounded(numerator: i128, denominator: i128) -> Option<Money> {
    if denominator <= 0 {
        return None;
    }
    // Real amounts fit in half the width, which divides much faster.
    let (mut whole, rest) = match (i64::try_from(numerator), i64::try_from(denominator)) {
        (Ok(n), Ok(d)) => (i128::from(n.checked_div(d)?), i128::from(n.checked_rem(d)?)),
        _ => (numerator.checked_div(denominator)?, numerator.checked_rem(denominator)?),
    };
    if rest.unsigned_abs() >= denominator.unsigned_abs().div_ceil(2) {
        whole = whole.checked_add(numerator.signum())?;
    }
    i64::try_from(whole).ok().map(Money::from_fen)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn rounds_half_away_from_zero() {
        let of = |fen, percent: &str| {
            let percent: Decimal = percent.parse().expect("a decimal");
            share(Money::from_fen(fen), Share { percent, min: None, max: None }).map(Money::fen)
        };
        for (fen, percent, expected) in [
            (33_300, "0.5", 167), // 166.5
            (33_299, "0.5", 166),
            (100_050, "1", 1_001),
            (50, "-1", -1), // -0.5
            (49, "-1", 0),
            (1, "33.333333", 0),
            (0, "5", 0),
        ] {
            assert_eq!(of(fen, percent), Some(expected), "{fen} × {percent} %");
        }
        assert_eq!(of(i64::MAX, "79228162514264337593543950335"), None);
        assert_eq!(of(100, "0.0000000000000000000000000001"), Some(0));
    }

    #[test]
    fn is_held_between_its_amounts() {
        let money = Money::from_fen;
        let part = Share { percent: Decimal::ONE, min: Some(money(300)), max: Some(money(5_000)) };
        assert_eq!(share(money(100), part), Some(money(300)));
        assert_eq!(share(money(100_000), part), Some(money(1_000)));
        assert_eq!(share(money(10_000_000), part), Some(money(5_000)));
    }

    #[test]
    fn a_part_of_a_step_costs_its_share() {
        let price = Money::from_fen(80);
        assert_eq!(pro_rata(price, Grams::new(3_456), Grams::new(1_000)), Some(Money::from_fen(276))); // 276.48
        assert_eq!(pro_rata(price, Grams::new(1), Grams::ZERO), None);
    }
}
