//! Characters: full width to half width, separators, masks.

/// Full-width letters, digits and `＋－＃＊（） ` to ASCII, every kind of space to one, invisible marks away.
pub(crate) fn normal(c: char) -> Option<char> {
    match c {
        'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '０'..='９'
        | '＋'
        | '－'
        | '＃'
        | '＊'
        | '＝'
        | '＇'
        | '［'
        | '］'
        | '：'
        | '／' => char::from_u32(c as u32 - 0xFEE0),
        '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}'
        | '\u{AD}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{20E3}' => None,
        '‐' | '‑' | '–' | '—' | '−' => Some('-'),
        c if c.is_whitespace() => Some(if c == '\n' || c == '\r' { '\n' } else { ' ' }),
        c if c.is_control() => None,
        c => Some(c),
    }
}

pub(crate) fn normalised(text: &str) -> String {
    text.chars().filter_map(normal).collect()
}

/// What an export wraps around a cell: blanks, a leading `'`, `="…"`.
pub(crate) fn unwrapped(text: &str) -> &str {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let text = text.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"')).unwrap_or(text);
    text.trim_start_matches('\'').trim()
}

/// Characters that may stand between the parts of an address.
pub(crate) fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, ',' | '，' | '、' | '。' | ';' | '；' | '|' | '｜' | '/' | '>' | '·' | '-' | '_' | ':' | '：')
}

/// Cells that a platform has masked (`****`) or encrypted (`##…`, `$$…`).
pub(crate) fn is_masked(text: &str) -> bool {
    text.starts_with("##") || text.starts_with("$$") || text.contains("**") || text.contains("＊＊")
}
