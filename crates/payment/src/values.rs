//! Numbers and amounts that every provider takes.

use std::{fmt, str::FromStr};

use units::Money;

/// What both providers take for a payment: WeChat Pay has 6 to 32 characters, Alipay letters, digits and underscores.
const PAYMENT_CHARS: std::ops::RangeInclusive<usize> = 6..=32;
const REFUND_CHARS: std::ops::RangeInclusive<usize> = 6..=64;
/// The most that Alipay takes at once: a hundred million yuan.
const FEN_MAX: i64 = 10_000_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number of ours: letters, digits and underscores of the length that providers take")]
pub struct NotANumber;

macro_rules! numbers {
    ($($(#[$about:meta])* $name:ident($chars:expr);)*) => {$(
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NotANumber;

            fn from_str(text: &str) -> Result<$name, NotANumber> {
                let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                let is_number = is_plain && $chars.contains(&text.len());
                is_number.then(|| $name(text.to_owned())).ok_or(NotANumber)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

numbers! {
    /// Our number of a payment (`out_trade_no`). One number is one payment for ever: a second try of the payer has a new one.
    PaymentNo(PAYMENT_CHARS);
    /// Our number of a refund (`out_refund_no`, `out_request_no`). The same number again refunds nothing a second time.
    RefundNo(REFUND_CHARS);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an amount that can be paid: more than nothing, a hundred million yuan at most")]
pub struct NotAnAmount;

/// What can be asked for or given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(Money);

impl Amount {
    pub const fn money(self) -> Money {
        self.0
    }

    pub const fn fen(self) -> i64 {
        self.0.fen()
    }
}

impl TryFrom<Money> for Amount {
    type Error = NotAnAmount;

    fn try_from(money: Money) -> Result<Amount, NotAnAmount> {
        (1..=FEN_MAX).contains(&money.fen()).then_some(Amount(money)).ok_or(NotAnAmount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_both_providers_take() {
        for text in ["YD2026112800001", "abc_12", &"9".repeat(32)] {
            assert_eq!(text.parse::<PaymentNo>().unwrap().as_str(), text);
        }
        for text in ["", "abc12", "a-b-c-d", "a b c d", "订单号码一二三", "a/../b", &"9".repeat(33)] {
            assert_eq!(text.parse::<PaymentNo>(), Err(NotANumber), "{text}");
        }
        assert!("9".repeat(64).parse::<RefundNo>().is_ok());
        assert!("9".repeat(65).parse::<RefundNo>().is_err());
    }

    #[test]
    fn amounts_are_more_than_nothing() {
        for fen in [1, 1_250, FEN_MAX] {
            assert_eq!(Amount::try_from(Money::from_fen(fen)).unwrap().fen(), fen);
        }
        for fen in [0, -1, FEN_MAX + 1, i64::MAX, i64::MIN] {
            assert_eq!(Amount::try_from(Money::from_fen(fen)), Err(NotAnAmount), "{fen}");
        }
    }
}
