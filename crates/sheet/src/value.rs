//! Numbers as people write them: `2件`, `1.5kg`, `¥1,000.00`. No floating point.

use units::{Grams, Money};

use crate::limits::{AMOUNT_FEN, Limits};

/// What a value is not, as a problem's code, and the limit it breaks where there is one.
pub(crate) type Refused = (&'static str, Option<String>);

/// What a bare number in a weight column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WeightUnit {
    Kilogram,
    Jin,
    Gram,
}

impl WeightUnit {
    const fn grams(self) -> u32 {
        match self {
            WeightUnit::Kilogram => 1000,
            WeightUnit::Jin => 500,
            WeightUnit::Gram => 1,
        }
    }

    /// The unit that a column's header names; kilograms where it names none.
    pub fn of_header(header: &str) -> WeightUnit {
        let key: String =
            unicode_normalization::UnicodeNormalization::nfkc(header).flat_map(char::to_lowercase).collect();
        let ends = |marks: &[&str]| marks.iter().any(|mark| key.contains(mark));
        if ends(&["kg", "千克", "公斤"]) {
            WeightUnit::Kilogram
        } else if key.contains('斤') {
            WeightUnit::Jin
        } else if ends(&["克", "(g)", "_g", "重量g", "gram", "[g]", "【g】", "weight g"]) {
            WeightUnit::Gram
        } else {
            WeightUnit::Kilogram
        }
    }
}

/// A number in lower case and half width without spaces and thousands separators.
fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().filter(|c| !c.is_whitespace() && *c != ',').map(|c| c.to_ascii_lowercase()).collect();
    }
    unicode_normalization::UnicodeNormalization::nfkc(text)
        .flat_map(char::to_lowercase)
        .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '，'))
        .collect()
}

/// A whole number of goods; several joined by `;` are added, as exports that join sub-orders write them.
pub(crate) fn quantity(text: &str, limits: &Limits) -> Result<u32, Refused> {
    let mut sum = 0_u64;
    for part in text.split([';', '；', '\n']).filter(|part| !part.trim().is_empty()) {
        sum += one_quantity(part)?;
        if sum > u64::from(limits.quantity) {
            return Err(("quantity_over_limit", Some(limits.quantity.to_string())));
        }
    }
    u32::try_from(sum).ok().filter(|sum| *sum > 0).ok_or(("quantity_unreadable", None))
}

fn one_quantity(part: &str) -> Result<u64, Refused> {
    let mut value = plain(part);
    const UNITS: &[&str] = &["件", "个", "盒", "箱", "袋", "瓶", "套", "双", "包", "pcs", "pc", "ea"];
    if let Some(rest) = UNITS.iter().find_map(|unit| value.strip_suffix(unit)) {
        value = rest.to_owned();
    }
    let value = value.strip_prefix(['x', '*', '×']).unwrap_or(&value);
    let unreadable = ("quantity_unreadable", None);
    let (negative, digits) = value.strip_prefix('-').map_or((false, value), |rest| (true, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if !is_digits(whole) || fraction.bytes().any(|b| b != b'0') {
        return Err(unreadable);
    }
    let number: u64 = if whole.len() > 12 { u64::from(u32::MAX) } else { whole.parse().map_err(|_| unreadable)? };
    if negative || number == 0 { Err(("quantity_not_positive", None)) } else { Ok(number) }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A weight, rounded up to the gram. A unit in the cell goes before the column's.
pub(crate) fn weight(text: &str, unit: WeightUnit, limits: &Limits) -> Result<Grams, Refused> {
    const UNITS: &[(&str, WeightUnit)] = &[
        ("kgs", WeightUnit::Kilogram),
        ("kg", WeightUnit::Kilogram),
        ("千克", WeightUnit::Kilogram),
        ("公斤", WeightUnit::Kilogram),
        ("市斤", WeightUnit::Jin),
        ("斤", WeightUnit::Jin),
        ("克", WeightUnit::Gram),
        ("g", WeightUnit::Gram),
    ];
    let value = plain(text);
    let (number, unit) = UNITS
        .iter()
        .find_map(|(suffix, unit)| value.strip_suffix(suffix).map(|number| (number, *unit)))
        .unwrap_or((value.as_str(), unit));
    let (negative, digits) = number.strip_prefix('-').map_or((false, number), |rest| (true, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if !is_digits(whole) || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return Err(("weight_unreadable", None));
    }
    if negative || digits.bytes().all(|b| matches!(b, b'0' | b'.')) {
        return Err(("weight_not_positive", None));
    }
    let over = ("weight_over_limit", Some((limits.weight_g / 1000).to_string()));
    let whole: u64 = if whole.len() > 12 { return Err(over) } else { whole.parse().map_err(|_| over.clone())? };
    // Six places are a milligram of a kilogram: what follows cannot change the gram except by rounding up.
    let places: u64 = format!("{:0<6}", &fraction[..fraction.len().min(6)]).parse().map_err(|_| over.clone())?;
    let micro = (whole * 1_000_000 + places) * u64::from(unit.grams());
    let grams = micro.div_ceil(1_000_000).max(1);
    u32::try_from(grams).ok().filter(|grams| *grams <= limits.weight_g).map(Grams::new).ok_or(over)
}

/// An amount of yuan; more than two places are refused unless they are zeros.
pub(crate) fn amount(text: &str) -> Result<Money, Refused> {
    let mut value = plain(text);
    for sign in ["¥", "rmb", "cny", "元"] {
        value = value.replace(sign, "");
    }
    if let Some((whole, fraction)) = value.split_once('.')
        && fraction.len() > 2
        && fraction.bytes().skip(2).all(|b| b == b'0')
    {
        value = format!("{whole}.{}", &fraction[..2]);
    }
    let money: Money = value.parse().map_err(|_| ("amount_unreadable", None))?;
    if money.is_negative() {
        return Err(("amount_negative", None));
    }
    if money.fen() > AMOUNT_FEN {
        return Err(("amount_over_limit", Some((AMOUNT_FEN / 100).to_string())));
    }
    Ok(money)
}

/// Whether the receiver pays the freight: yes or no, the way of paying, or an amount.
pub(crate) fn to_pay(text: &str) -> Result<bool, Refused> {
    let value = plain(text);
    match value.as_str() {
        "是" | "y" | "yes" | "true" | "1" | "√" | "✓" | "collect" | "receiver" => return Ok(true),
        "" | "否" | "不" | "无" | "n" | "no" | "false" | "0" | "-" | "/" | "prepaid" | "sender" => return Ok(false),
        _ => {}
    }
    if value.contains("到付") || value.contains("收方付") || value.contains("收件人付") {
        return Ok(!value.starts_with('非') && !value.starts_with('不'));
    }
    if let Ok(money) = amount(&value) {
        return Ok(money > Money::ZERO);
    }
    // The other ways of paying (寄付, 月结, 现付 …) are words of some length in Chinese.
    if value.chars().any(|c| c == '付' || c == '结' || c == '款') {
        Ok(false)
    } else {
        Err(("to_pay_unreadable", None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_quantities() {
        let limits = Limits::default();
        for (text, expected) in [
            ("2", Ok(2)),
            ("2.0", Ok(2)),
            ("３件", Ok(3)),
            ("x4", Ok(4)),
            ("1;2；3", Ok(6)),
            ("1,000", Ok(1000)),
            ("0", Err("quantity_not_positive")),
            ("-1", Err("quantity_not_positive")),
            ("1.5", Err("quantity_unreadable")),
            ("两件", Err("quantity_unreadable")),
            ("10000", Err("quantity_over_limit")),
            ("99999999999999999999", Err("quantity_over_limit")),
        ] {
            assert_eq!(quantity(text, &limits).map_err(|(code, _)| code), expected, "{text}");
        }
    }

    #[test]
    fn reads_weights() {
        let limits = Limits::default();
        let kg = WeightUnit::Kilogram;
        for (text, unit, expected) in [
            ("1.5", kg, Ok(1500)),
            ("0.0001", kg, Ok(1)),
            ("1.0001", kg, Ok(1001)),
            ("500g", kg, Ok(500)),
            ("500 克", kg, Ok(500)),
            ("3斤", kg, Ok(1500)),
            ("２公斤", kg, Ok(2000)),
            ("2.5KG", WeightUnit::Gram, Ok(2500)),
            ("750", WeightUnit::Gram, Ok(750)),
            ("0.10000000000000001", kg, Ok(100)),
            ("0", kg, Err("weight_not_positive")),
            ("-1", kg, Err("weight_not_positive")),
            ("约2", kg, Err("weight_unreadable")),
            ("1001", kg, Err("weight_over_limit")),
            ("9999999999999999", kg, Err("weight_over_limit")),
        ] {
            assert_eq!(weight(text, unit, &limits).map(Grams::get).map_err(|(code, _)| code), expected, "{text}");
        }
        for (header, unit) in [
            ("重量(g)", WeightUnit::Gram),
            ("重量（克）", WeightUnit::Gram),
            ("重量", kg),
            ("重量（千克）", kg),
            ("重量(斤)", WeightUnit::Jin),
        ] {
            assert_eq!(WeightUnit::of_header(header), unit, "{header}");
        }
    }

    #[test]
    fn reads_amounts_and_who_pays() {
        for (text, expected) in [
            ("100", Ok(10_000)),
            ("¥1,000.50", Ok(100_050)),
            ("12.5元", Ok(1250)),
            ("12.500", Ok(1250)),
            ("-1", Err("amount_negative")),
            ("1.005", Err("amount_unreadable")),
            ("免费", Err("amount_unreadable")),
            ("10000000.01", Err("amount_over_limit")),
        ] {
            assert_eq!(amount(text).map(Money::fen).map_err(|(code, _)| code), expected, "{text}");
        }
        for (text, expected) in [
            ("是", Some(true)),
            ("到付", Some(true)),
            ("12", Some(true)),
            ("否", Some(false)),
            ("月结", Some(false)),
            ("寄付", Some(false)),
            ("也许", None),
        ] {
            assert_eq!(to_pay(text).ok(), expected, "{text}");
        }
    }
}
