//! Chinese yuan, counted in fen.

use std::{fmt, str::FromStr};

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An amount of yuan as whole fen. Written and read as a decimal string with two places: `"12.50"`, `"-0.05"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

/// The text is not an amount with at most two decimal places.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an amount of yuan with at most two decimal places")]
pub struct ParseMoneyError;

impl Money {
    pub const ZERO: Money = Money(0);

    pub const fn from_fen(fen: i64) -> Money {
        Money(fen)
    }

    pub const fn fen(self) -> i64 {
        self.0
    }

    /// Rounds half away from zero to the fen (四舍五入). `None` where it does not fit.
    pub fn from_yuan_rounded(yuan: Decimal) -> Option<Money> {
        let fen = yuan.checked_mul(Decimal::ONE_HUNDRED)?;
        fen.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64().map(Money)
    }

    pub fn yuan(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    pub fn checked_add(self, other: Money) -> Option<Money> {
        self.0.checked_add(other.0).map(Money)
    }

    pub fn checked_sub(self, other: Money) -> Option<Money> {
        self.0.checked_sub(other.0).map(Money)
    }

    pub fn checked_mul(self, times: i64) -> Option<Money> {
        self.0.checked_mul(times).map(Money)
    }

    pub fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

impl FromStr for Money {
    type Err = ParseMoneyError;

    fn from_str(text: &str) -> Result<Money, ParseMoneyError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (yuan, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if yuan.is_empty() || !all_digits(yuan) || !all_digits(fraction) || fraction.len() > 2 || digits.ends_with('.')
        {
            return Err(ParseMoneyError);
        }
        let yuan: i64 = yuan.parse().map_err(|_| ParseMoneyError)?;
        let fraction: i64 = format!("{fraction:0<2}").parse().map_err(|_| ParseMoneyError)?;
        let fen = yuan.checked_mul(100).and_then(|f| f.checked_add(fraction)).ok_or(ParseMoneyError)?;
        Ok(Money(if negative { -fen } else { fen }))
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_fen_agree() {
        for (text, fen) in [("0.00", 0), ("12.50", 1250), ("-0.05", -5), ("100.00", 10_000)] {
            assert_eq!(text.parse(), Ok(Money::from_fen(fen)));
            assert_eq!(Money::from_fen(fen).to_string(), text);
        }
        assert_eq!("3".parse(), Ok(Money::from_fen(300)));
        assert_eq!("3.5".parse(), Ok(Money::from_fen(350)));
    }

    #[test]
    fn refuses_what_is_no_amount() {
        for text in ["", ".", "1.", ".5", "1.005", "1e3", "+1", "--1", "1,000", "９", "99999999999999999999"] {
            assert_eq!(text.parse::<Money>(), Err(ParseMoneyError), "{text}");
        }
    }

    #[test]
    fn rounds_half_away_from_zero() {
        for (yuan, fen) in [("1.005", 101), ("1.004", 100), ("-1.005", -101)] {
            let yuan: Decimal = yuan.parse().expect("a decimal");
            assert_eq!(Money::from_yuan_rounded(yuan), Some(Money::from_fen(fen)));
        }
        assert_eq!(Money::from_yuan_rounded(Decimal::MAX), None);
    }

    #[test]
    fn times_what_does_not_fit_is_nothing() {
        assert_eq!(Money::from_fen(-80).checked_mul(3), Some(Money::from_fen(-240)));
        assert_eq!(Money::from_fen(i64::MAX).checked_mul(2), None);
    }
}
