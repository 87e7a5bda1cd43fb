//! Values as they stand in the platform's JSON. Units differ by field, so each has a type of its own.

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use units::{Grams, Money};

/// Times without an offset are Chinese ones.
const SHANGHAI_S: i32 = 8 * 3600;
const TIME: &str = "%Y-%m-%d %H:%M:%S";

/// 分: `vasAmount`, sums of `getOrderInfo`, `settlementAmount`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fen(pub Money);

/// 元, with a fraction where there is one: `summaryInfo`, quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Yuan(pub Money);

/// `orderItems[].weight`, `parcelWeight`, `settlementWeight`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WireGrams(pub Grams);

/// `weight` of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kilograms(pub Grams);

impl Serialize for Fen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0.fen())
    }
}

impl Serialize for Yuan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        fraction(serializer, self.0.fen(), 100)
    }
}

impl Serialize for WireGrams {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.0.get())
    }
}

impl Serialize for Kilograms {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        fraction(serializer, i64::from(self.0.get()), 1000)
    }
}

/// A whole number where it is one. Otherwise the nearest double, which is written with its shortest digits: those of the decimal it stands
/// for.
fn fraction<S: Serializer>(serializer: S, value: i64, one: i64) -> Result<S::Ok, S::Error> {
    if value % one == 0 {
        serializer.serialize_i64(value / one)
    } else {
        serializer.serialize_f64(value as f64 / one as f64)
    }
}

/// A number, or a text that is one.
fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    let text = match Value::deserialize(deserializer)? {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text,
        _ => return Err(serde::de::Error::custom("not a number")),
    };
    let text = text.trim();
    text.parse().or_else(|_| Decimal::from_scientific(text)).map_err(|_| serde::de::Error::custom("not a number"))
}

fn whole<E: serde::de::Error>(value: Decimal) -> Result<i64, E> {
    let whole = value.is_integer().then(|| i64::try_from(value).ok()).flatten();
    whole.ok_or_else(|| E::custom("not a whole number"))
}

fn grams<E: serde::de::Error>(value: i64) -> Result<Grams, E> {
    u32::try_from(value).map(Grams::new).map_err(|_| E::custom("not a weight"))
}

impl<'de> Deserialize<'de> for Fen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fen, D::Error> {
        Ok(Fen(Money::from_fen(whole(decimal(deserializer)?)?)))
    }
}

impl<'de> Deserialize<'de> for Yuan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Yuan, D::Error> {
        let amount = Money::from_yuan_rounded(decimal(deserializer)?);
        amount.map(Yuan).ok_or_else(|| serde::de::Error::custom("not an amount"))
    }
}

impl<'de> Deserialize<'de> for WireGrams {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<WireGrams, D::Error> {
        grams(whole(decimal(deserializer)?.round())?).map(WireGrams)
    }
}

/// A code that comes as text or as a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Code(pub String);

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Code, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Null => Ok(Code::default()),
            Value::String(text) => Ok(Code(text.trim().to_owned())),
            Value::Number(number) => Ok(Code(number.to_string())),
            _ => Err(serde::de::Error::custom("not a code")),
        }
    }
}

impl Code {
    pub(super) fn some(self) -> Option<String> {
        Some(self.0).filter(|text| !text.is_empty())
    }
}

/// Null and absent are the same here.
pub(super) fn some_text(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A count that comes as a number or as text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count(pub u64);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Count, D::Error> {
        let whole: i64 = whole(decimal(deserializer)?)?;
        u64::try_from(whole).map(Count).map_err(|_| serde::de::Error::custom("not a count"))
    }
}

/// `yyyy-MM-dd HH:mm:ss` in China, or milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time(pub DateTime<Utc>);

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Time, D::Error> {
        let time = match Value::deserialize(deserializer)? {
            Value::Number(number) => number.as_i64().and_then(DateTime::from_timestamp_millis),
            Value::String(text) => from_text(text.trim()),
            _ => None,
        };
        time.map(Time).ok_or_else(|| serde::de::Error::custom("not a time"))
    }
}

fn from_text(text: &str) -> Option<DateTime<Utc>> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return DateTime::from_timestamp_millis(text.parse().ok()?);
    }
    let local = NaiveDateTime::parse_from_str(text, TIME).ok()?;
    local.and_local_timezone(FixedOffset::east_opt(SHANGHAI_S)?).single().map(|time| time.to_utc())
}

pub(super) fn to_text(time: DateTime<Utc>) -> String {
    let china = FixedOffset::east_opt(SHANGHAI_S).map(|offset| time.with_timezone(&offset).naive_local());
    china.unwrap_or(time.naive_utc()).format(TIME).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_by_its_unit() {
        let amount = Money::from_fen(1_029);
        assert_eq!(serde_json::to_string(&Fen(amount)).unwrap(), "1029");
        assert_eq!(serde_json::to_string(&Yuan(amount)).unwrap(), "10.29");
        assert_eq!(serde_json::to_string(&Yuan(Money::from_fen(1_000))).unwrap(), "10");
        for fen in 0..20_000 {
            let text = serde_json::to_string(&Yuan(Money::from_fen(fen))).unwrap();
            assert_eq!(serde_json::from_str::<Yuan>(&text).unwrap().0.fen(), fen, "{text}");
            assert!(text.split('.').nth(1).is_none_or(|fraction| fraction.len() <= 2), "{text}");
        }
        assert_eq!(serde_json::from_str::<Fen>("\"1029\"").unwrap(), Fen(amount));
        for bad in ["10.5", "\"x\"", "null", "[]", "1e40"] {
            assert!(serde_json::from_str::<Fen>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn weight_by_its_unit() {
        let weight = Grams::new(1_250);
        assert_eq!(serde_json::to_string(&WireGrams(weight)).unwrap(), "1250");
        assert_eq!(serde_json::to_string(&Kilograms(weight)).unwrap(), "1.25");
        assert_eq!(serde_json::to_string(&Kilograms(Grams::new(2_000))).unwrap(), "2");
        assert_eq!(serde_json::from_str::<WireGrams>("1250.0").unwrap(), WireGrams(weight));
        assert!(serde_json::from_str::<WireGrams>("-1").is_err());
    }

    #[test]
    fn times_of_both_forms_are_the_same_moment() {
        let text: Time = serde_json::from_str("\"2025-05-22 15:09:54\"").unwrap();
        assert_eq!(text.0.to_rfc3339(), "2025-05-22T07:09:54+00:00");
        let number: Time = serde_json::from_str("1747897794000").unwrap();
        assert_eq!(text, number);
        assert_eq!(serde_json::from_str::<Time>("\"1747897794000\"").unwrap(), number);
        assert_eq!(to_text(text.0), "2025-05-22 15:09:54");
        for bad in ["\"\"", "\"yesterday\"", "null", "9e30", "\"2025-02-30 00:00:00\""] {
            assert!(serde_json::from_str::<Time>(bad).is_err(), "{bad}");
        }
    }
}
