//! Finds a phone number inside a longer text.

use std::ops::Range;

use super::{EXTENSION_MAX, MOBILE_DIGITS, Phone, PhoneKind, dial, is_mobile};

/// A phone and the characters it takes up.
#[derive(Debug)]
pub(crate) struct Found {
    pub phone: Phone,
    pub range: Range<usize>,
}

/// Digit groups taken together at most; a landline with country code and extension has six.
const GROUPS_MAX: usize = 6;
/// The longest run of digits that may hold a phone glued to a house number.
const RUN_MAX: usize = 17;

/// The first phone in the text: mobiles before everything else.
pub(crate) fn find(text: &[char]) -> Option<Found> {
    let groups = groups(text);
    groups
        .iter()
        .enumerate()
        .find_map(|(first, _)| mobile_at(text, &groups[first..]))
        .or_else(|| groups.iter().enumerate().find_map(|(first, _)| other_at(text, &groups[first..])))
}

fn groups(text: &[char]) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if text[at].is_ascii_digit() {
            let start = at;
            while at < text.len() && text[at].is_ascii_digit() {
                at += 1;
            }
            groups.push(start..at);
        } else {
            at += 1;
        }
    }
    groups
}

fn digits(text: &[char], range: Range<usize>) -> String {
    text[range].iter().collect()
}

/// Groups belong to one number when only a dash, blanks, dots or brackets stand between them.
fn joined(text: &[char], before: &Range<usize>, after: &Range<usize>) -> bool {
    let between = &text[before.end..after.start];
    between.len() <= 2 && between.iter().all(|c| matches!(c, '-' | ' ' | '.' | '(' | ')' | '（' | '）'))
}

fn mobile_at(text: &[char], groups: &[Range<usize>]) -> Option<Found> {
    let first = groups.first()?;
    if first.len() >= MOBILE_DIGITS {
        return glued(text, groups);
    }
    // 3-4-4 and the like: small groups that make up exactly eleven digits
    if !(3..=7).contains(&first.len()) || text[first.start] != '1' {
        return None;
    }
    let mut number = digits(text, first.clone());
    let mut taken = 1;
    while number.len() < MOBILE_DIGITS {
        let next = groups.get(taken)?;
        if taken > 4 || !joined(text, &groups[taken - 1], next) || next.len() < 2 {
            return None;
        }
        number.push_str(&digits(text, next.clone()));
        taken += 1;
    }
    is_mobile(number.as_bytes()).then(|| finish(text, number, first.start..groups[taken - 1].end, groups.get(taken)))
}

/// A run of eleven digits or more: the number alone, with 86 before it, or glued to a house number on one side.
fn glued(text: &[char], groups: &[Range<usize>]) -> Option<Found> {
    let run = groups.first()?;
    if run.len() > RUN_MAX {
        return None;
    }
    let all = digits(text, run.clone());
    let last = run.len() - MOBILE_DIGITS;
    let from = if is_mobile(&all.as_bytes()[last..]) {
        last
    } else if is_mobile(&all.as_bytes()[..MOBILE_DIGITS]) {
        0
    } else {
        return None;
    };
    let start = match &all[..from] {
        "86" | "0086" | "0" | "086" => run.start,
        _ => run.start + from,
    };
    let end = run.start + from + MOBILE_DIGITS;
    let next = if end == run.end { groups.get(1) } else { None };
    Some(finish(text, all[from..from + MOBILE_DIGITS].to_owned(), start..end, next))
}

/// Takes the country code before the number and the extension after it.
fn finish(text: &[char], number: String, mut range: Range<usize>, next: Option<&Range<usize>>) -> Found {
    range.start = country_start(text, range.start);
    if let Some(next) = next
        && let Some(end) = extension_end(text, range.end, next)
    {
        range.end = end;
        return Found { phone: Phone { number, kind: PhoneKind::Virtual { ext: digits(text, next.clone()) } }, range };
    }
    Found { phone: Phone { number, kind: PhoneKind::Mobile }, range }
}

/// Where `+86 `, `(86)`, `0086-` before the number begins.
fn country_start(text: &[char], number: usize) -> usize {
    let mut at = number;
    while at > 0 && number - at < 2 && matches!(text[at - 1], ' ' | '-' | ')' | '）') {
        at -= 1;
    }
    if at < 2 || text[at - 2..at] != ['8', '6'] {
        return if number > 0 && text[number - 1] == '+' { number - 1 } else { number };
    }
    at -= 2;
    if at >= 2 && text[at - 2..at] == ['0', '0'] {
        at -= 2;
    }
    if at > 0 && text[at - 1].is_ascii_digit() {
        return number;
    }
    while at > 0 && number - at < 8 && matches!(text[at - 1], '+' | '(' | '（') {
        at -= 1;
    }
    at
}

/// The end of the extension that `next` is, if the characters before it announce one and none after it speaks of a house.
fn extension_end(text: &[char], number_end: usize, next: &Range<usize>) -> Option<usize> {
    let marks: String = text[number_end..next.start].iter().filter(|c| **c != ' ').collect();
    let sure =
        matches!(marks.as_str(), "转" | "分机" | "转分机" | "分机号" | "#" | "ext" | "ext." | "转:" | "[" | "[转");
    let maybe = matches!(marks.as_str(), "-" | ",");
    let after = text.get(next.end);
    let fits = (1..=EXTENSION_MAX).contains(&next.len());
    let bracketed = marks.starts_with('[') && after == Some(&']');
    if sure && fits {
        return Some(if bracketed { next.end + 1 } else { next.end });
    }
    let house = after.is_some_and(|c| {
        c.is_ascii_alphabetic() || matches!(c, '号' | '栋' | '幢' | '楼' | '室' | '座' | '单' | '-' | '米')
    });
    (maybe && (3..=4).contains(&next.len()) && !house).then_some(next.end)
}

/// Landlines, 400 numbers and numbers with the codes of Hong Kong, Macao and Taiwan.
fn other_at(text: &[char], groups: &[Range<usize>]) -> Option<Found> {
    let first = groups.first()?;
    let plus = first.start > 0 && text[first.start - 1] == '+';
    let opened = first.start > 0 && matches!(text[first.start - 1], '(' | '（');
    let zero = text[first.start] == '0' && first.len() >= 3;
    let code = opened && matches!(text[first.clone()], ['8', '5', '2' | '3'] | ['8', '8', '6'])
        || matches!(text[first.clone()], ['0', '0', '8', '5', '2' | '3', ..]);
    let service = first.len() >= 3 && matches!(text[first.start..first.start + 3], ['4' | '8', '0', '0']);
    if !plus && !zero && !service && !code || (first.start > 0 && text[first.start - 1].is_ascii_alphabetic()) {
        return None;
    }
    let mut strings = vec![digits(text, first.clone())];
    let mut best: Option<(Phone, usize)> = None;
    for count in 1..=GROUPS_MAX {
        let slices: Vec<&str> = strings.iter().map(String::as_str).collect();
        if slices.iter().map(|s| s.len()).sum::<usize>() <= RUN_MAX
            && let Some(phone) = dial(&slices, plus, None)
            && (plus || code || !matches!(phone.kind, PhoneKind::HongKong | PhoneKind::Macao))
        {
            best = Some((phone, groups[count - 1].end));
        }
        match groups.get(count) {
            Some(next) if joined(text, &groups[count - 1], next) => strings.push(digits(text, next.clone())),
            _ => break,
        }
    }
    let (phone, mut end) = best?;
    if let Some(marked) = groups.iter().find(|group| group.start > end)
        && phone.ext().is_none()
        && text[end..marked.start].iter().any(|c| matches!(c, '转' | '机'))
        && let Some(ext_end) = extension_end(text, end, marked)
    {
        let ext = Some(digits(text, marked.clone()));
        let kind = match phone.kind {
            PhoneKind::Service { .. } => PhoneKind::Service { ext },
            _ => PhoneKind::Landline { ext },
        };
        return Some(Found {
            phone: Phone { number: phone.number, kind },
            range: bracket(opened, plus, first.start)..ext_end,
        });
    }
    if text.get(end).is_some_and(|c| *c == '号') {
        return None;
    }
    if opened && text.get(end).is_some_and(|c| matches!(c, ')' | '）')) {
        end += 1;
    }
    Some(Found { phone, range: bracket(opened, plus, first.start)..end })
}

fn bracket(opened: bool, plus: bool, start: usize) -> usize {
    if opened || plus { start - 1 } else { start }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_in_texts() {
        for (text, phone, rest) in [
            ("张三13800138000广东省", "13800138000", "张三广东省"),
            ("方向10013800138000", "13800138000", "方向100"),
            ("李四+86 138 0013 8000佛山", "13800138000", "李四佛山"),
            ("李四(+86)13800138000佛山", "13800138000", "李四佛山"),
            ("李四8613800138000佛山", "13800138000", "李四佛山"),
            ("赵18412345678转1234广东", "18412345678-1234", "赵广东"),
            ("赵18412345678-1234 广东", "18412345678-1234", "赵 广东"),
            ("赵18412345678[1234]广东", "18412345678-1234", "赵广东"),
            ("18412345678-12号楼", "18412345678", "-12号楼"),
            ("王0757-88886666佛山", "0757-88886666", "王佛山"),
            ("王(0757)88886666-801佛山", "0757-88886666-801", "王佛山"),
            ("王400-800-1234佛山", "4008001234", "王佛山"),
            ("陈+852 9123 4567香港", "+85291234567", "陈香港"),
            ("陈(852) 91234567香港", "+85291234567", "陈香港"),
            ("A座1-113800138000", "13800138000", "A座1-1"),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let found = find(&chars).expect(text);
            let left: String = chars[..found.range.start].iter().chain(&chars[found.range.end..]).collect();
            assert_eq!((found.phone.to_string().as_str(), left.as_str()), (phone, rest), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_phones() {
        for text in ["人民路100号", "订单2606011234567890123456", "(528000)", "318国道4008号", "0号", ""] {
            assert!(find(&text.chars().collect::<Vec<_>>()).is_none(), "{text}");
        }
    }
}
