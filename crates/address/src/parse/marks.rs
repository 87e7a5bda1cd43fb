//! What stands around the parts and belongs to none of them: pictures, repeated extensions, postcodes, 收.

use crate::names;
use crate::text::is_separator;

const POSTCODE_DIGITS: usize = 6;
/// Words that end in 收 and are no request to hand over.
const BEFORE_RECEIPT: &str = "签代丰征回查验接没吸创营税";

/// Pictures stand where people put blanks.
pub(super) fn plain(c: char) -> char {
    match c {
        '\u{2190}'..='\u{23FF}' | '\u{2500}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}' => ' ',
        c => c,
    }
}

/// Platforms repeat the extension as `[1234]` behind the name and the address.
pub(super) fn drop_extension(chars: &mut Vec<char>, ext: Option<&str>) {
    let Some(ext) = ext else { return };
    let ext: Vec<char> = ext.chars().collect();
    let mut at = 0;
    while at + ext.len() + 2 <= chars.len() {
        let end = at + ext.len() + 1;
        if matches!(chars[at], '[' | '【') && chars[at + 1..end] == ext[..] && matches!(chars[end], ']' | '】') {
            chars.drain(at..=end);
        } else {
            at += 1;
        }
    }
}

/// Takes the first six digits that stand alone, or open a text that goes on with Han characters.
pub(super) fn take_postcode(chars: &mut Vec<char>, mark: char) -> Option<String> {
    let mut at = 0;
    while at < chars.len() {
        let digits = chars[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        if digits != POSTCODE_DIGITS {
            at += digits.max(1);
            continue;
        }
        let (before, after) = (at.checked_sub(1).map(|at| chars[at]), chars.get(at + digits).copied());
        let opens = before.is_none_or(stands_off) && after.is_some_and(|c| !c.is_ascii_alphanumeric() && c != '-');
        let closes = before.is_none_or(stands_off) && after.is_none_or(stands_off);
        let counted = after.is_some_and(|c| "号室栋幢楼弄户".contains(c));
        if (opens || closes) && !counted {
            let postcode = chars[at..at + digits].iter().collect();
            let bracketed =
                before.is_some_and(|c| "((（[【".contains(c)) && after.is_some_and(|c| ")）]】".contains(c));
            let around = usize::from(bracketed);
            chars.splice(at - around..at + digits + around, [mark]);
            return Some(postcode);
        }
        at += digits;
    }
    None
}

fn stands_off(c: char) -> bool {
    c != '-' && (is_separator(c) || "(（)）[]【】".contains(c))
}

/// A whole name of three characters stands before: 张三丰收, but not 李丰收.
fn names_receiver(before: &[char]) -> bool {
    let start = before.iter().rposition(|c| !c.is_alphabetic()).map_or(0, |at| at + 1);
    before.len() - start == 3 && names::score(&before[start..]) > 0
}

/// Takes away the 收 behind the receiver: 张三收, 张三(收), 张三 收.
pub(super) fn drop_receipt(chars: &mut Vec<char>) {
    let mut at = chars.len();
    while at > 1 {
        at -= 1;
        if chars[at] != '收' {
            continue;
        }
        let (mut start, mut end) = (at, at + 1);
        if chars[at - 1] == '亲' || chars[at - 1] == '启' {
            start -= 1;
        }
        let bracketed = start > 0
            && matches!(chars[start - 1], '(' | '（' | '[' | '【')
            && chars.get(end).is_some_and(|c| matches!(c, ')' | '）' | ']' | '】'));
        if bracketed {
            (start, end) = (start - 1, end + 1);
        }
        let ends = chars.get(end).is_none_or(|c| is_separator(*c));
        let before = &chars[..start];
        let word = before.last().is_some_and(|c| BEFORE_RECEIPT.contains(*c)) && !names_receiver(before);
        if bracketed || ends && !word {
            chars.drain(start..end);
            at = start;
        }
    }
}
