//! Numbers as people read them: money, weights, counts.

use units::Money;

/// Thousands grouped by commas, as both languages write them.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// An amount with grouped thousands and two places, without the currency: `36,218.40`.
pub fn money(amount: Money) -> String {
    let fen = amount.fen().unsigned_abs();
    let sign = if amount.is_negative() { "-" } else { "" };
    format!("{sign}{}.{:02}", grouped(fen / 100), fen % 100)
}

/// An amount with its currency: `¥ 36,218.40`.
pub fn yuan(amount: Money) -> String {
    format!("¥ {}", money(amount))
}

/// A weight in kilograms without needless zeros: `0.3 kg`, `12 kg`, `1.25 kg`.
pub fn kilograms(grams: u32) -> String {
    format!("{} kg", kilogram_number(grams))
}

/// As [`kilograms`], without the unit.
pub fn kilogram_number(grams: u32) -> String {
    with_places(grams.into(), 3)
}

/// As [`kilograms`], for the weight of many parcels together.
pub fn kilograms_of_many(grams: u64) -> String {
    format!("{} kg", with_places(grams, 3))
}

/// A share in hundredths of a percent without needless zeros: `12.5`, `3`, `0.75`.
pub fn percent(basis_points: u32) -> String {
    with_places(basis_points.into(), 2).replace(',', "")
}

/// A number of thousandths or hundredths, by its `places`, without zeros at its end.
fn with_places(number: u64, places: u32) -> String {
    let unit = 10_u64.pow(places);
    let fraction = format!("{:0width$}", number % unit, width = places as usize);
    let fraction = fraction.trim_end_matches('0');
    let whole = grouped(number / unit);
    if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") }
}

/// Grams from what a person types as kilograms, to the gram; `None` where it is no weight.
pub fn parse_kilograms(text: &str) -> Option<u32> {
    let text = halfwidth(text);
    parse_places(text.trim().trim_end_matches("kg").trim_end(), 3)
}

/// Hundredths of a percent from what a person types as percent; `None` where it is none.
pub fn parse_percent(text: &str) -> Option<u32> {
    let text = halfwidth(text);
    parse_places(text.trim().trim_end_matches('%').trim_end(), 2)
}

/// A number with at most so many `places`, in units of the last one.
fn parse_places(text: &str, places: u32) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let width = places as usize;
    if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) || fraction.len() > width {
        return None;
    }
    let whole: u32 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let fraction: u32 = format!("{fraction:0<width$}").parse().ok()?;
    whole.checked_mul(10_u32.pow(places))?.checked_add(fraction)
}

/// A side in centimetres: `35` or `35.5`.
pub fn centimetres(millimetres: u32) -> String {
    if millimetres.is_multiple_of(10) {
        (millimetres / 10).to_string()
    } else {
        format!("{}.{}", millimetres / 10, millimetres % 10)
    }
}

/// An amount from what a person types, with or without the currency's sign; `None` where it is none, or below zero.
pub fn parse_money(text: &str) -> Option<Money> {
    let text = halfwidth(text);
    let text = text.trim().trim_start_matches(['¥', '￥']).trim_start();
    text.parse::<Money>().ok().filter(|amount| !amount.is_negative())
}

/// Fullwidth digits, letters and stops as an input method may leave them, made halfwidth.
pub fn halfwidth(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{3002}' => '.',
            '\u{3000}' => ' ',
            other => other,
        })
        .collect()
}

/// A waybill number in groups that the eye can follow: `XW2611 2400 1821 3`. Other numbers stay whole.
pub fn waybill(number: &str) -> String {
    if number.len() < 12 || !number.is_ascii() {
        return number.to_owned();
    }
    let letters = number.bytes().take_while(u8::is_ascii_alphabetic).count();
    let first = if letters == 0 { 4 } else { letters + 4 };
    let (head, mut rest) = number.split_at(first.min(number.len()));
    let mut text = head.to_owned();
    while !rest.is_empty() {
        let (group, after) = rest.split_at(4.min(rest.len()));
        text.push(' ');
        text.push_str(group);
        rest = after;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (12_486, "12,486"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
        assert_eq!(money(Money::from_fen(3_621_840)), "36,218.40");
        assert_eq!(money(Money::from_fen(-5)), "-0.05");
    }

    #[test]
    fn weights_are_read_as_written() {
        for grams in [0, 1, 300, 1250, 12_000, 1_000_000] {
            assert_eq!(parse_kilograms(&kilogram_number(grams).replace(',', "")), Some(grams));
        }
        assert_eq!(parse_kilograms("１．５ kg"), Some(1500));
        assert_eq!(parse_kilograms(".5"), Some(500));
        for text in ["", ".", "-1", "1.2345", "1,5", "a", "99999999999"] {
            assert_eq!(parse_kilograms(text), None, "{text}");
        }
    }

    #[test]
    fn shares_and_amounts_are_read_as_written() {
        for basis_points in [0, 1, 75, 1250, 100_000] {
            assert_eq!(parse_percent(&percent(basis_points)), Some(basis_points));
        }
        assert_eq!((percent(1250).as_str(), parse_percent("１２.5 ％")), ("12.5", Some(1250)));
        assert_eq!(parse_money("￥199"), Some(Money::from_fen(19_900)));
        assert_eq!(parse_money("0.3"), Some(Money::from_fen(30)));
        for text in ["", ".", "-1", "1.005", "1,5", "a"] {
            assert_eq!((parse_percent(text), parse_money(text)), (None, None), "{text}");
        }
        assert_eq!(kilograms_of_many(12_345_678_900), "12,345,678.9 kg");
    }

    #[test]
    fn waybills_are_grouped_and_never_cut() {
        assert_eq!(waybill("XW2611240018213"), "XW2611 2400 1821 3");
        assert_eq!(waybill("7312000012345"), "7312 0000 1234 5");
        assert_eq!(waybill("SF1"), "SF1");
        assert_eq!(waybill("单号单号单号单号"), "单号单号单号单号");
    }
}
