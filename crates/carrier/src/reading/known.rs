//! Whose a number is, by its form. `data/foreign-numbers.json` lists the forms; a test holds this file to it.

use crate::{
    Lang,
    embedded::{self, WaybillNo},
};

macro_rules! carriers {
    ($($variant:ident = $code:expr, $zh:literal, $en:literal;)*) => {
        /// A carrier whose numbers can be told by their form.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum KnownCarrier { $($variant),* }

        impl KnownCarrier {
            pub const ALL: &'static [KnownCarrier] = &[$(KnownCarrier::$variant),*];

            /// The stable code.
            pub const fn as_str(self) -> &'static str {
                match self { $(KnownCarrier::$variant => $code),* }
            }

            pub const fn words(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((KnownCarrier::$variant, Lang::Zh) => $zh, (KnownCarrier::$variant, Lang::En) => $en,)*
                }
            }
        }
    };
}

carriers! {
    Embedded = embedded::CODE, "本网络", "this network";
    Zto = "zto", "中通快递", "ZTO Express";
    Sto = "sto", "申通快递", "STO Express";
    Yto = "yto", "圆通速递", "YTO Express";
    Yunda = "yunda", "韵达快递", "Yunda Express";
    Sf = "sf", "顺丰速运", "SF Express";
    Jt = "jt", "极兔速递", "J&T Express";
    Jd = "jd", "京东快递", "JD Logistics";
    Ems = "ems", "邮政 EMS", "China Post EMS";
    Dpk = "dpk", "德邦快递", "Deppon Express";
    Cn = "cn", "菜鸟速递", "Cainiao Express";
}

/// The only carrier that has numbers of this form.
pub fn carrier_of(number: &str) -> Option<KnownCarrier> {
    let mut carriers = KnownCarrier::ALL.iter().copied().filter(|carrier| carrier.has_form(number));
    match (carriers.next(), carriers.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

fn are_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn are_capitals(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn are_capitals_or_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

impl KnownCarrier {
    fn has_form(self, number: &str) -> bool {
        let after = |prefix: &str, digits| number.strip_prefix(prefix).is_some_and(|rest| are_digits(rest, digits));
        let begins = |first: &[u8]| number.bytes().next().is_some_and(|byte| first.contains(&byte));
        match self {
            KnownCarrier::Embedded => after("XW", 13),
            KnownCarrier::Zto => are_digits(number, 14) && matches!(number.as_bytes(), [b'7', b'3'..=b'6' | b'8', ..]),
            KnownCarrier::Sto => (12..=15).any(|digits| after("77", digits) || after("43", digits)),
            KnownCarrier::Yto => after("YT", 13),
            KnownCarrier::Yunda => are_digits(number, 15) && begins(b"34") || are_digits(number, 13) && begins(b"5"),
            KnownCarrier::Sf => sorted_then_digits(number, "SF", 1, 12),
            KnownCarrier::Jt => after("JT", 13),
            KnownCarrier::Jd => sorted_then_digits(number, "JD", 2, 11),
            KnownCarrier::Ems => {
                are_digits(number, 13) && begins(b"981")
                    || is_postal(number)
                    || number.starts_with('P')
                        && number
                            .split_at_checked(2)
                            .is_some_and(|(letters, rest)| are_capitals(letters, 2) && are_digits(rest, 11))
            }
            KnownCarrier::Dpk => after("DPK", 12),
            KnownCarrier::Cn => after("621", 12),
        }
    }

    /// Whether the check digit is right, where numbers of this carrier have one.
    pub fn has_right_check_digit(self, number: &str) -> bool {
        match self {
            KnownCarrier::Embedded => number.parse::<WaybillNo>().is_ok(),
            KnownCarrier::Ems if is_postal(number) => postal_check(number),
            _ => true,
        }
    }
}

/// A prefix, so many capitals or digits that say the kind, then digits.
fn sorted_then_digits(number: &str, prefix: &str, sort: usize, digits: usize) -> bool {
    let rest = number.strip_prefix(prefix).and_then(|rest| rest.split_at_checked(sort));
    rest.is_some_and(|(kind, rest)| are_capitals_or_digits(kind) && are_digits(rest, digits))
}

/// Of the Universal Postal Union (S10): two letters, nine digits, the country.
fn is_postal(number: &str) -> bool {
    number.len() == 13
        && number.is_ascii()
        && are_capitals(&number[..2], 2)
        && are_digits(&number[2..11], 9)
        && are_capitals(&number[11..], 2)
}

/// The ninth digit follows from the eight before it.
fn postal_check(number: &str) -> bool {
    const WEIGHTS: [u32; 8] = [8, 6, 4, 2, 3, 5, 9, 7];
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = match 11 - sum % 11 {
        10 => 0,
        11 => 5,
        check => check,
    };
    digits.get(8) == Some(&check)
}
