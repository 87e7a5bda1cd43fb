//! Lines of text.

use super::{Number, Protocol, Reading, Said, Unit};

/// More digits no scale of parcels shows.
const DIGITS_MAX: usize = 8;
/// A number without a unit that is shorter may be anything.
const BARE_DIGITS_MIN: usize = 3;

/// What a line says; nothing where it is no scale's, or says something else than the weight.
pub(super) fn read(line: &[u8], unit: Unit) -> Option<Reading> {
    let text = std::str::from_utf8(line).ok()?.trim().to_ascii_uppercase();
    flagged(&text, unit).or_else(|| answer(&text, unit)).or_else(|| plain(&text, unit))
}

/// `ST,GS,+  1.234kg`, with or without the second word, with a lamp and a number of the scale between, with the unit behind a comma.
fn flagged(text: &str, unit: Unit) -> Option<Reading> {
    let reading = |said| Some(Reading { protocol: Protocol::Flagged, said });
    let (flag, rest) = text.split_once(',')?;
    let is_stable = match flag.trim() {
        "ST" => true,
        "US" => false,
        "OL" | "UL" | "TL" => return reading(Said::OutOfRange),
        _ => return None,
    };
    // The weight of the box, not of what is in it.
    if rest.split(',').any(|field| field.trim() == "TR") {
        return None;
    }
    let mut fields = rest.rsplit(',');
    let last = fields.next()?;
    let value = match unit_of(last.trim()) {
        Some(_) => format!("{} {last}", fields.next()?),
        None => last.to_owned(),
    };
    let quantity = quantity(&value)?;
    quantity.marker.is_empty().then_some(())?;
    reading(quantity.number.said(quantity.unit.unwrap_or(unit), Some(is_stable))?)
}

/// `S S     1.234 kg`, as scales answer that were asked; `D` is moving, `+` and `-` are out of range.
fn answer(text: &str, unit: Unit) -> Option<Reading> {
    let reading = |said| Some(Reading { protocol: Protocol::Answer, said });
    let rest = text.strip_prefix("S ")?.trim_start();
    if matches!(rest, "+" | "-") {
        return reading(Said::OutOfRange);
    }
    let (flag, value) = rest.split_once(' ')?;
    let is_stable = match flag {
        "S" => true,
        "D" => false,
        _ => return None,
    };
    let quantity = quantity(value)?;
    quantity.marker.is_empty().then_some(())?;
    reading(quantity.number.said(quantity.unit.unwrap_or(unit), Some(is_stable))?)
}

/// A weight with hardly anything around it: `wn01.234kg`, `G + 1.234 kg`, `1.234 kg ?`.
fn plain(text: &str, unit: Unit) -> Option<Reading> {
    let reading = |said| Some(Reading { protocol: Protocol::Plain, said });
    if matches!(text, "OL" | "OVER" | "OVERLOAD") {
        return reading(Said::OutOfRange);
    }
    let value = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let what = text.strip_suffix(value)?;
    // Other words are of other things, such as `wt`, the weight of the box.
    if !matches!(what, "" | "W" | "WN" | "WW" | "WG" | "G" | "GS" | "GROSS" | "N" | "NT" | "NET") {
        return None;
    }
    let quantity = quantity(value.trim_start_matches([':', ' ']))?;
    let is_stable = match quantity.marker {
        "" => None,
        "S" | "ST" => Some(true),
        "?" | "U" | "US" | "D" => Some(false),
        _ => return None,
    };
    if quantity.unit.is_none() && (quantity.digits < BARE_DIGITS_MIN || is_stable.is_some()) {
        return None;
    }
    reading(quantity.number.said(quantity.unit.unwrap_or(unit), is_stable)?)
}

struct Quantity<'a> {
    number: Number,
    /// How many digits it was written with.
    digits: usize,
    unit: Option<Unit>,
    /// What stands behind.
    marker: &'a str,
}

/// `+  1.234kg` and what stands behind it.
fn quantity(text: &str) -> Option<Quantity<'_>> {
    let text = text.trim();
    let (is_negative, unsigned) = match text.strip_prefix(['+', '-']) {
        Some(rest) => (text.starts_with('-'), rest.trim_start()),
        None => (false, text),
    };
    let behind = unsigned.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let written = unsigned.strip_suffix(behind)?;
    let number = number(written.as_bytes(), is_negative)?;
    let behind = behind.trim_start();
    let after_unit = behind.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let word = behind.strip_suffix(after_unit)?;
    let unit = unit_of(word);
    let marker = if unit.is_some() { after_unit.trim() } else { behind };
    Some(Quantity { number, digits: written.bytes().filter(u8::is_ascii_digit).count(), unit, marker })
}

fn unit_of(word: &str) -> Option<Unit> {
    Some(match word {
        "KG" | "KGS" => Unit::Kilogram,
        "G" => Unit::Gram,
        "LB" | "LBS" => Unit::Pound,
        "OZ" => Unit::Ounce,
        _ => return None,
    })
}

/// Digits with at most one point among them.
pub(super) fn number(written: &[u8], is_negative: bool) -> Option<Number> {
    let (mut digits, mut count, mut decimals) = (0u32, 0, None::<i8>);
    for byte in written {
        match byte {
            b'0'..=b'9' if count < DIGITS_MAX => {
                digits = digits.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?;
                count += 1;
                decimals = decimals.map(|decimals| decimals + 1);
            }
            b'.' if decimals.is_none() => decimals = Some(0),
            _ => return None,
        }
    }
    (count > 0).then(|| Number { is_negative, digits, decimals: decimals.unwrap_or_default() })
}
