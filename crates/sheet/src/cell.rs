//! One cell's text: what exports put around a value, and what they hide inside it.

use std::borrow::Cow;

/// The shortest run of cipher text that is told from a code that a person wrote.
const CIPHER_CHARS: usize = 16;

/// The value without what exporters wrap around it: byte order marks, zero-width and non-breaking spaces, tabs, full-width
/// spaces, a leading `'`, `="…"`. Line breaks inside stay.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let mut value = if text.bytes().all(|b| (b' '..0x7f).contains(&b)) || !text.chars().any(is_odd) {
        Cow::Borrowed(text.trim())
    } else {
        let plain: String = text.chars().filter_map(replace_odd).collect();
        Cow::Owned(plain.trim().to_owned())
    };
    if let Some(inner) = value.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        value = Cow::Owned(inner.replace("\"\"", "\"").trim().to_owned());
    }
    if value.starts_with('\'') {
        value = Cow::Owned(value.trim_start_matches('\'').trim().to_owned());
    }
    value
}

fn is_odd(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{a0}' | '\u{ad}' | '\u{3000}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn replace_odd(c: char) -> Option<char> {
    match c {
        '\n' => Some('\n'),
        '\t' | '\u{a0}' | '\u{3000}' => Some(' '),
        c if is_odd(c) => None,
        c => Some(c),
    }
}

/// The value on one line.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains('\n') {
        Cow::Owned(text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(text)
    }
}

/// What a platform did to a person's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hidden {
    Encrypted,
    Masked,
}

/// What a cell about a person holds: what may stand in one differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Personal {
    Name,
    Phone,
    Address,
}

/// Whether a name, phone or address is cipher text or has been masked.
pub(crate) fn hidden(text: &str, kind: Personal) -> Option<Hidden> {
    if may_be_encrypted(text) && is_encrypted(text) {
        Some(Hidden::Encrypted)
    } else if is_masked(text, kind) {
        Some(Hidden::Masked)
    } else {
        None
    }
}

/// One pass that lets nearly every plain cell go.
fn may_be_encrypted(text: &str) -> bool {
    let mut run = 0;
    text.bytes().any(|byte| {
        run = if is_cipher_byte(byte) { run + 1 } else { 0 };
        run >= CIPHER_CHARS || matches!(byte, b'#' | b'$' | b'~')
    })
}

fn is_encrypted(text: &str) -> bool {
    if text.starts_with("##") || text.starts_with("$$") {
        return true;
    }
    // Taobao and PDD: `~cipher~version~`; Douyin: `#cipher#cipher#1#`, also behind a readable province and city.
    text.split_whitespace().any(|token| {
        let delimited = |mark: char| {
            token.len() >= CIPHER_CHARS && token.starts_with(mark) && token.ends_with(mark) && token.is_ascii()
        };
        delimited('~') || delimited('#') || delimited('$') || has_marked_run(token) || looks_like_base64(token)
    })
}

/// `##` or `$$` followed by cipher text anywhere in the token.
fn has_marked_run(token: &str) -> bool {
    ["##", "$$", "~"].iter().any(|mark| {
        token.match_indices(mark).any(|(at, _)| {
            let run = token[at + mark.len()..].bytes().take_while(|b| is_cipher_byte(*b)).count();
            run >= CIPHER_CHARS || (mark.len() == 2 && run >= 8)
        })
    })
}

fn is_cipher_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'_' | b'-')
}

fn looks_like_base64(token: &str) -> bool {
    let bytes = token.as_bytes();
    let body = token.trim_end_matches('=').len();
    if bytes.len() < CIPHER_CHARS || !bytes.iter().all(|b| is_cipher_byte(*b)) || bytes.len() - body > 2 {
        return false;
    }
    let has = |test: fn(&u8) -> bool| bytes.iter().any(test);
    let letters_both = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    let padded = body < bytes.len();
    let hexadecimal = bytes.len() >= 32 && bytes.iter().all(u8::is_ascii_hexdigit) && has(u8::is_ascii_alphabetic);
    hexadecimal || (letters_both && (has(u8::is_ascii_digit) || padded || bytes.len() >= 40))
}

fn is_masked(text: &str, kind: Personal) -> bool {
    let is_star = |c: char| matches!(c, '*' | '＊' | '∗' | '﹡' | '●' | '•' | '■' | '█' | '×');
    let is_cross = |c: char| kind == Personal::Phone && matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ');
    let (mut before, mut after) = (None, text.chars());
    while let Some(c) = after.next() {
        let next = after.clone().next();
        if is_cross(c) && next.is_some_and(is_cross) {
            return true;
        }
        if is_star(c) {
            // `3*5` between figures is a size or a number of a house; beside anything else a star hides something.
            let figure = |side: Option<char>| side.is_some_and(|c| c.is_ascii_alphanumeric());
            let size = kind == Personal::Address && figure(before) && figure(next);
            let dot = kind != Personal::Phone && matches!(c, '●' | '•' | '■' | '×') && next != Some(c);
            if !size && !dot {
                return true;
            }
        }
        before = Some(c);
    }
    false
}

/// A number that a program wrote as text in its scientific form (`1.38123E+10`): the digits, or an error where some are lost.
///
/// Without the plus, as others than Excel write it, only a number that is whole counts: `2E5` may be an article.
pub(crate) fn scientific(text: &str) -> Option<Result<String, ()>> {
    let (mantissa, exponent) = text.split_once(['E', 'e'])?;
    let (exponent, has_plus) = exponent.strip_prefix('+').map_or((exponent, false), |exponent| (exponent, true));
    let exponent: usize = exponent.parse().ok().filter(|e| *e <= 40)?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.len() != 1 || !digits(whole) || !digits(fraction) {
        return None;
    }
    // Shown with fewer digits than the number has, the rest is gone: Excel shows at most this many.
    let Some((rest, beyond)) = fraction.split_at_checked(exponent) else {
        return has_plus.then_some(Err(()));
    };
    // What has a fraction is a measure, and no number of a thing.
    let is_whole = beyond.bytes().all(|digit| digit == b'0');
    (is_whole && (has_plus || !rest.is_empty())).then(|| Ok(format!("{whole}{rest}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_what_exports_wrap_around_values() {
        for (raw, value) in [
            ("\t广东省 深圳市\t", "广东省 深圳市"),
            ("=\"2026112400001\"", "2026112400001"),
            ("'13800000001", "13800000001"),
            ("\u{feff}订单号", "订单号"),
            ("\u{3000}张\u{200b}三\u{a0}", "张三"),
            ("一\r\n二", "一\n二"),
            ("=\"\"", ""),
            ("'", ""),
            ("O'Neil", "O'Neil"),
        ] {
            assert_eq!(clean(raw), value, "{raw:?}");
        }
    }

    #[test]
    fn finds_cipher_text() {
        for text in [
            "##Zm9vYmFyYmF6",
            "$$1f8a$Zm9v$1$$",
            "~AgAAAAI3kQEHFZ0PMgBp~v1~",
            "#h3DbXgwE9VLkqXc2#Zm9vYmFy#1#",
            "广东省 深圳市 南山区 ##kJH8s7dfKJHkjh",
            "北京市朝阳区$$a8sdf7ASDF8asdf",
            "Zm9vYmFyYmF6cXV4MTIz",
            "dGhpcyBpcyBjaXBoZXIgdGV4dA==",
            "9f86d081884c7d659a2feaa0c55ad015",
        ] {
            assert_eq!(hidden(text, Personal::Address), Some(Hidden::Encrypted), "{text}");
        }
    }

    #[test]
    fn finds_masks() {
        for (text, kind) in [
            ("张*", Personal::Name),
            ("张**", Personal::Name),
            ("138****0001", Personal::Phone),
            ("138xxxx0001", Personal::Phone),
            ("J*n", Personal::Name),
            ("138XXXX0001", Personal::Phone),
            ("１３８＊＊＊＊０００１", Personal::Phone),
            ("幸福路**号", Personal::Address),
            ("阳光小区*号楼", Personal::Address),
            ("138●●●●0001", Personal::Phone),
        ] {
            assert_eq!(hidden(text, kind), Some(Hidden::Masked), "{text}");
        }
    }

    #[test]
    fn leaves_plain_data_alone() {
        for (text, kind) in [
            ("张三", Personal::Name),
            ("Christopher Featherstonehaugh", Personal::Name),
            ("13800000001", Personal::Phone),
            ("0755-26000001转8001", Personal::Phone),
            ("+86 138 0000 0001", Personal::Phone),
            ("广东省深圳市南山区科技园路1#2栋301", Personal::Address),
            ("A区3*5号铺", Personal::Address),
            ("买买提•阿不都", Personal::Name),
            ("Xiaoxiaoxiao", Personal::Name),
            ("13800000001-1234", Personal::Phone),
            ("LongAddressWithoutSpaces", Personal::Address),
            ("12#34#56号", Personal::Address),
        ] {
            assert_eq!(hidden(text, kind), None, "{text}");
        }
    }

    #[test]
    fn expands_scientific_numbers_only_when_complete() {
        assert_eq!(scientific("1.3812345678E+10"), Some(Ok("13812345678".to_owned())));
        assert_eq!(scientific("1.38123E+10"), Some(Err(())));
        assert_eq!(scientific("1.3812345678E10"), Some(Ok("13812345678".to_owned())));
        assert_eq!(scientific("1.38E10"), None);
        assert_eq!(scientific("2E5"), None);
        assert_eq!(scientific("2E0"), None);
        assert_eq!(scientific("1.2345E+2"), None);
        assert_eq!(scientific("1.5E+-1"), None);
        assert_eq!(scientific("13812345678"), None);
        assert_eq!(scientific("张E+10"), None);
    }
}
