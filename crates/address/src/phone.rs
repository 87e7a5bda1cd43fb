//! Phone numbers of mainland China, Hong Kong, Macao and Taiwan: checked in a column, found in a text.

mod scan;

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::text;
pub(crate) use scan::find;

/// What is wrong with a phone number: [`Problem`] with a `phone_…` code.
pub type PhoneProblem = Problem;

/// The longest extension, in digits.
pub const EXTENSION_MAX: usize = 6;
/// The longest text looked at, in characters; no phone cell is longer.
const CELL_MAX: usize = 64;
const MOBILE_DIGITS: usize = 11;

/// A valid phone number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// Half-width, without country code 86: `13800138000`, `0757-88886666`, `4008001234`, `+85291234567`. Without extension.
    pub number: String,
    pub kind: PhoneKind,
}

/// Whose number it is and how it is dialled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PhoneKind {
    Mobile,
    /// A platform's number that leads to the receiver only with the extension.
    Virtual {
        ext: String,
    },
    Landline {
        ext: Option<String>,
    },
    /// 400 and 800 numbers.
    Service {
        ext: Option<String>,
    },
    HongKong,
    Macao,
    Taiwan,
}

impl Phone {
    /// The extension that must be dialled, if any.
    pub fn ext(&self) -> Option<&str> {
        match &self.kind {
            PhoneKind::Virtual { ext } => Some(ext),
            PhoneKind::Landline { ext } | PhoneKind::Service { ext } => ext.as_deref(),
            _ => None,
        }
    }
}

/// As printed on a label: the number, and `-` with the extension.
impl std::fmt::Display for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.number)?;
        self.ext().map_or(Ok(()), |ext| write!(f, "-{ext}"))
    }
}

/// The number in a phone cell, or why it is none. Of several numbers (`a/b`) the first valid one counts.
pub fn check(cell: &str) -> Result<Phone, PhoneProblem> {
    let cell = text::unwrapped(cell);
    if cell.is_empty() {
        return Err(Problem::new("phone_empty", &[]));
    }
    if text::is_masked(cell) || cell.contains(['*', '＊']) {
        return Err(Problem::new("phone_masked", &[cell]));
    }
    if cell.chars().count() > CELL_MAX {
        return Err(Problem::new("phone_unknown", &[cell]));
    }
    let cell = text::normalised(cell);
    let whole = one(&cell);
    if whole.is_ok() || !cell.contains(is_list_mark) {
        return whole;
    }
    cell.split(is_list_mark).find_map(|part| one(part).ok()).map_or(whole, Ok)
}

fn is_list_mark(c: char) -> bool {
    matches!(c, '/' | '、' | ';' | '；' | ',' | '，' | '\n')
}

fn one(cell: &str) -> Result<Phone, PhoneProblem> {
    let cell = cell.trim();
    let cell = cell.strip_suffix(".0").filter(|whole| whole.bytes().all(|b| b.is_ascii_digit())).unwrap_or(cell);
    let (head, ext) = split_extension(cell);
    if head.chars().any(|c| !is_dialled(c)) {
        return Err(Problem::new("phone_bad_characters", &[cell]));
    }
    let ext = match ext {
        None => None,
        Some(ext) if (1..=EXTENSION_MAX).contains(&ext.len()) && ext.bytes().all(|b| b.is_ascii_digit()) => Some(ext),
        Some(ext) => return Err(Problem::new("phone_bad_extension", &[ext])),
    };
    let groups: Vec<&str> = head.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let abroad = head.starts_with(['+', '(', '（']) && head.contains('+');
    if let Some(phone) = dial(&groups, abroad, ext) {
        return Ok(phone);
    }
    let digits: usize = groups.iter().map(|group| group.len()).sum();
    let first = groups.first().and_then(|group| group.bytes().next());
    Err(match (digits, first) {
        (0, _) => Problem::new("phone_bad_characters", &[cell]),
        (7 | 8, Some(b'2'..=b'9')) => Problem::new("phone_no_area_code", &[cell]),
        (MOBILE_DIGITS, _) => Problem::new("phone_unknown", &[cell]),
        _ => Problem::new("phone_wrong_length", &[cell, &digits.to_string()]),
    })
}

fn is_dialled(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')' | '（' | '）' | '.')
}

/// Cuts at the first mark that announces an extension.
fn split_extension(cell: &str) -> (&str, Option<&str>) {
    for mark in ["转分机", "分机号", "分机", "转", "ext.", "ext", "EXT", "#", ",", "，", "["] {
        if let Some((head, tail)) = cell.split_once(mark) {
            return (head.trim(), Some(tail.trim_matches(|c: char| matches!(c, ' ' | ':' | '-' | ']' | '：' | '号'))));
        }
    }
    (cell, None)
}

/// The phone that these groups of digits dial, whole; `ext` was announced by a mark.
fn dial(groups: &[&str], abroad: bool, ext: Option<&str>) -> Option<Phone> {
    let mut digits = [0u8; CELL_MAX];
    let mut ends = [0usize; CELL_MAX];
    let mut length = 0;
    for (index, group) in groups.iter().enumerate() {
        digits.get_mut(length..length + group.len())?.copy_from_slice(group.as_bytes());
        length += group.len();
        *ends.get_mut(index)? = length;
    }
    let digits = std::str::from_utf8(digits.get(..length)?).ok()?;
    let ends = ends.get(..groups.len())?;
    let skip = |count: usize| (digits.get(count..).unwrap_or(""), count);
    let (national, cut) = match digits {
        d if d.starts_with("0086") => skip(4),
        d if abroad && d.starts_with("86") => skip(2),
        d if d.starts_with("86") && (ends.first() == Some(&2) || length == MOBILE_DIGITS + 2) => skip(2),
        d if d.starts_with("00852") || d.starts_with("00853") || d.starts_with("00886") => return outer(&d[2..], ext),
        d if d.starts_with("852") || d.starts_with("853") || d.starts_with("886") => return outer(d, ext),
        _ if abroad => return None,
        d if d.starts_with("01") && length == MOBILE_DIGITS + 1 && !d.starts_with("010") => skip(1),
        d => (d, 0),
    };
    let at_end = |count: usize| ends.contains(&(cut + count));
    inland(national, &at_end, ext).or_else(|| {
        // dialled from abroad, an area code has lost its 0
        let area = format!("0{national}");
        (cut >= 2).then(|| inland(&area, &|count| count > 0 && at_end(count - 1), ext)).flatten()
    })
}

/// A number of the mainland; groups after it are its extension when they end where a group ends.
fn inland(digits: &str, group_ends: &dyn Fn(usize) -> bool, ext: Option<&str>) -> Option<Phone> {
    let split = |count: usize| -> Option<Option<String>> {
        let tail = digits.get(count..)?;
        match (tail.is_empty(), ext) {
            (true, ext) => Some(ext.map(str::to_owned)),
            (false, None) if group_ends(count) && tail.len() <= EXTENSION_MAX => Some(Some(tail.to_owned())),
            _ => None,
        }
    };
    if is_mobile(digits.as_bytes().get(..MOBILE_DIGITS).unwrap_or(&[])) {
        let kind = split(MOBILE_DIGITS)?.map_or(PhoneKind::Mobile, |ext| PhoneKind::Virtual { ext });
        return Some(Phone { number: digits[..MOBILE_DIGITS].to_owned(), kind });
    }
    if digits.starts_with("400") || digits.starts_with("800") {
        let ext = split(10)?;
        return Some(Phone { number: digits[..10].to_owned(), kind: PhoneKind::Service { ext } });
    }
    if digits.len() == 10 && digits.starts_with("09") && ext.is_none() {
        return Some(Phone { number: format!("+886{}", &digits[1..]), kind: PhoneKind::Taiwan });
    }
    let area = area_code(digits)?;
    let lengths: &[usize] = if area == 3 { &[8] } else { &[8, 7] };
    for local in lengths {
        let end = area + local;
        if let Some(ext) = split(end)
            && matches!(digits.as_bytes().get(area), Some(b'2'..=b'9'))
        {
            let number = format!("{}-{}", &digits[..area], &digits[area..end]);
            return Some(Phone { number, kind: PhoneKind::Landline { ext } });
        }
    }
    None
}

/// Digits of the area code with its 0: three for 010 and 02x, else four.
fn area_code(digits: &str) -> Option<usize> {
    match digits.as_bytes() {
        [b'0', b'1', b'0', ..] => Some(3),
        [b'0', b'2', b'0' | b'1' | b'2' | b'3' | b'4' | b'5' | b'7' | b'8' | b'9', ..] => Some(3),
        [b'0', b'3'..=b'9', _, _, ..] => Some(4),
        _ => None,
    }
}

pub(crate) fn is_mobile(digits: &[u8]) -> bool {
    matches!(digits, [b'1', b'3'..=b'9', rest @ ..] if rest.len() == MOBILE_DIGITS - 2 && rest.iter().all(u8::is_ascii_digit))
}

/// Hong Kong, Macao and Taiwan, with the country code.
fn outer(digits: &str, ext: Option<&str>) -> Option<Phone> {
    if ext.is_some() {
        return None;
    }
    let (country, mut local) = (digits.get(..3)?, digits.get(3..)?);
    let kind = match country {
        "852" => PhoneKind::HongKong,
        "853" => PhoneKind::Macao,
        _ => {
            local = local.strip_prefix('0').unwrap_or(local);
            PhoneKind::Taiwan
        }
    };
    let valid = matches!(
        (&kind, local.len(), local.bytes().next()?),
        (PhoneKind::HongKong, 8, b'2'..=b'9')
            | (PhoneKind::Macao, 8, b'2' | b'6' | b'8')
            | (PhoneKind::Taiwan, 9, b'9')
            | (PhoneKind::Taiwan, 8 | 9, b'2'..=b'8')
    );
    valid.then(|| Phone { number: format!("+{country}{local}"), kind })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_numbers() {
        for (text, expected) in [
            ("13800138000", "13800138000"),
            ("１３８００１３８０００", "13800138000"),
            (" +86 138-0013-8000 ", "13800138000"),
            ("+8613800138000", "13800138000"),
            ("(+86)13800138000", "13800138000"),
            ("86-13800138000", "13800138000"),
            ("8613800138000", "13800138000"),
            ("0086 13800138000", "13800138000"),
            ("013800138000", "13800138000"),
            ("'13800138000", "13800138000"),
            ("=\"13800138000\"", "13800138000"),
            ("13800138000.0", "13800138000"),
            ("18412345678转1234", "18412345678-1234"),
            ("18412345678-1234", "18412345678-1234"),
            ("18412345678 转 1234", "18412345678-1234"),
            ("18412345678,1234", "18412345678-1234"),
            ("18412345678#1234", "18412345678-1234"),
            ("18412345678[1234]", "18412345678-1234"),
            ("0757-88886666", "0757-88886666"),
            ("075788886666", "0757-88886666"),
            ("(0757)8888 6666", "0757-88886666"),
            ("010-88886666-801", "010-88886666-801"),
            ("+86 757 88886666", "0757-88886666"),
            ("0717-6543210", "0717-6543210"),
            ("0717-6543210转8", "0717-6543210-8"),
            ("400-800-1234", "4008001234"),
            ("4008001234转2", "4008001234-2"),
            ("+852 9123 4567", "+85291234567"),
            ("85291234567", "+85291234567"),
            ("00853-66123456", "+85366123456"),
            ("+886 0912 345 678", "+886912345678"),
            ("0912345678", "+886912345678"),
            ("13800138000/0757-88886666", "13800138000"),
            ("12345、13800138000", "13800138000"),
        ] {
            assert_eq!(check(text).map(|p| p.to_string()).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn kinds() {
        assert_eq!(check("18412345678-1234").map(|p| p.kind), Ok(PhoneKind::Virtual { ext: "1234".into() }));
        assert_eq!(check("13800138000").map(|p| p.kind), Ok(PhoneKind::Mobile));
        assert_eq!(check("400-800-1234").map(|p| p.kind), Ok(PhoneKind::Service { ext: None }));
        assert_eq!(check("+853 28123456").map(|p| p.kind), Ok(PhoneKind::Macao));
    }

    #[test]
    fn refused() {
        for (text, code) in [
            ("", "phone_empty"),
            ("  ", "phone_empty"),
            ("138****8000", "phone_masked"),
            ("138*0013800", "phone_masked"),
            ("##abc", "phone_masked"),
            ("88886666", "phone_no_area_code"),
            ("1380013800", "phone_wrong_length"),
            ("138001380000", "phone_wrong_length"),
            ("12345678901", "phone_unknown"),
            ("1.38001E+10", "phone_bad_characters"),
            ("abc", "phone_bad_characters"),
            ("13800138000转1234567", "phone_bad_extension"),
            ("13800138000转", "phone_bad_extension"),
            ("+1 650 253 0000", "phone_unknown"),
            ("+85212345678", "phone_unknown"),
            ("0260-1234567", "phone_unknown"),
        ] {
            assert_eq!(check(text).map_err(|p| p.code), Err(code), "{text}");
        }
    }
}
