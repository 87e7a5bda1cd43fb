//! Labels such as 收件人： in front of the parts.

use crate::region::{self, prefix};

/// What the labels of a text name outright.
#[derive(Debug, Default)]
pub(super) struct Labelled {
    pub name: Option<String>,
    pub postcode: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Name,
    Phone,
    /// Regions, streets, whole addresses.
    Place,
    Postcode,
}

/// Who: 收件人 with or without what. A longer label comes before the one that it begins with.
const OWNERS: &[&str] = &[
    "收件人",
    "收货人",
    "联系人",
    "聯絡人",
    "收件方",
    "收货方",
    "收方",
    "买家",
    "顾客",
    "客户",
    "收件",
    "收货",
    "联系",
    "邮寄",
    "送货",
    "寄送",
];
const WORDS: &[(&str, Label)] = &[
    ("手机号码", Label::Phone),
    ("电话号码", Label::Phone),
    ("手机电话", Label::Phone),
    ("手机号", Label::Phone),
    ("联系方式", Label::Phone),
    ("方式", Label::Phone),
    ("手机", Label::Phone),
    ("电话", Label::Phone),
    ("電話", Label::Phone),
    ("手機", Label::Phone),
    ("固话", Label::Phone),
    ("座机", Label::Phone),
    ("固定电话", Label::Phone),
    ("号码", Label::Phone),
    ("所在地区", Label::Place),
    ("所在省市区", Label::Place),
    ("所在区域", Label::Place),
    ("所在地", Label::Place),
    ("省市区县", Label::Place),
    ("省市区", Label::Place),
    ("地区", Label::Place),
    ("区域", Label::Place),
    ("详细地址", Label::Place),
    ("街道地址", Label::Place),
    ("具体地址", Label::Place),
    ("地址", Label::Place),
    ("省份", Label::Place),
    ("城市", Label::Place),
    ("区县", Label::Place),
    ("街道", Label::Place),
    ("乡镇", Label::Place),
    ("省", Label::Place),
    ("市", Label::Place),
    ("区", Label::Place),
    ("县", Label::Place),
    ("详址", Label::Place),
    ("备注", Label::Place),
    ("信息", Label::Place),
    ("寄到", Label::Place),
    ("寄往", Label::Place),
    ("发往", Label::Place),
    ("发到", Label::Place),
    ("送到", Label::Place),
    ("姓名", Label::Name),
    ("名字", Label::Name),
    ("名称", Label::Name),
    ("邮政编码", Label::Postcode),
    ("邮编", Label::Postcode),
];
/// In any case, with a colon behind them.
const ENGLISH: &[(&str, Label)] = &[
    ("receiver", Label::Name),
    ("recipient", Label::Name),
    ("consignee", Label::Name),
    ("name", Label::Name),
    ("telephone", Label::Phone),
    ("phone", Label::Phone),
    ("mobile", Label::Phone),
    ("tel", Label::Phone),
    ("address", Label::Place),
    ("addr", Label::Place),
    ("postcode", Label::Postcode),
    ("zip", Label::Postcode),
];
/// Labels that are hardly ever words of an address: they need neither colon nor blank behind them.
const OUTSPOKEN: usize = 3;
/// Marks that may stand between a label and its value.
const GAP_MAX: usize = 4;
const POSTCODE_DIGITS: usize = 6;
/// The longest labelled name.
const NAME_MAX: usize = crate::name::NAME_MAX;

/// A label in the text.
struct Found {
    label: Label,
    /// Where its value begins.
    value: usize,
}

/// Takes the labels out of the text, a break in place of each, with the names and postcodes that follow theirs.
pub(super) fn take(chars: &mut Vec<char>, mark: char) -> Labelled {
    let mut labelled = Labelled::default();
    let mut out: Vec<char> = Vec::with_capacity(chars.len());
    let mut at = 0;
    while at < chars.len() {
        let Some(found) = label_at(chars, at) else {
            out.push(chars[at]);
            at += 1;
            continue;
        };
        if out.last().is_some_and(|c| is_bracket(*c)) {
            out.pop();
        }
        out.push(mark);
        at = found.value;
        let end = match found.label {
            Label::Postcode => at + chars[at..].iter().take(POSTCODE_DIGITS).take_while(|c| c.is_ascii_digit()).count(),
            Label::Name => at + name_length(&chars[at..]),
            Label::Phone | Label::Place => at,
        };
        let value: String = chars[at..end].iter().collect();
        let slot = if found.label == Label::Name { &mut labelled.name } else { &mut labelled.postcode };
        if slot.is_none() && !value.trim().is_empty() {
            *slot = Some(value.trim().to_owned());
            at = end;
            out.push(mark);
        }
    }
    *chars = out;
    labelled
}

/// A label here: with a colon behind it; or at the beginning of a word with blanks behind it; or one that needs neither.
fn label_at(chars: &[char], at: usize) -> Option<Found> {
    let (label, length) = word_at(&chars[at..])?;
    let value = value_start(chars, at + length);
    let between = &chars[at + length..value];
    let before = at.checked_sub(1).map(|before| chars[before]);
    let fresh = before.is_none_or(|c| !c.is_alphanumeric());
    let colon = between.contains(&':') || between.iter().any(|c| is_bracket(*c));
    let spaced = fresh && length > 1 && !between.is_empty();
    let next = chars.get(value).copied();
    let named = at == 0 && chars.get(..2).is_some_and(|word| matches!(word, ['姓' | '名', '名' | '字']));
    let outspoken = (length >= OUTSPOKEN || named) && next.is_some_and(char::is_alphanumeric);
    let glued = match label {
        Label::Phone => length > 1 && next.is_some_and(|c| c.is_ascii_digit() || matches!(c, '+' | '(' | '（')),
        Label::Name => outspoken && (fresh || before.is_some_and(|c| c.is_ascii_digit())) && !chars[at].is_ascii(),
        Label::Place => {
            let after_digit = before.is_some_and(|c| c.is_ascii_digit());
            length > 1
                && (outspoken || fresh || after_digit)
                && !region::from(chars, region::Chain::at(value), value).is_empty()
        }
        Label::Postcode => next.is_some_and(|c| c.is_ascii_digit()),
    };
    let latin = chars[at].is_ascii();
    let told = if latin { colon && fresh } else { colon || spaced || glued };
    // 市：and the like are labels of forms only: 佛山市：… is a place with a mark behind it
    (told && (length > 1 || fresh)).then_some(Found { label, value })
}

/// The longest label that the text begins with, and its length.
fn word_at(rest: &[char]) -> Option<(Label, usize)> {
    let first = *rest.first().filter(|c| opens(**c))?;
    if first.is_ascii_alphabetic() {
        return ENGLISH.iter().find_map(|(word, label)| {
            let fits = word.chars().enumerate().all(|(at, c)| rest.get(at).is_some_and(|d| d.eq_ignore_ascii_case(&c)));
            fits.then_some((*label, word.len()))
        });
    }
    let owner = OWNERS.iter().find_map(|owner| Some((*owner, prefix(rest, owner)?)));
    let start = owner.map_or(0, |(_, length)| length);
    let skipped = start + usize::from(owner.is_some() && rest.get(start) == Some(&'的'));
    let word = WORDS.iter().find_map(|(word, label)| Some((*label, prefix(&rest[skipped..], word)?)));
    match (word, owner) {
        (Some((label, length)), _) => Some((label, skipped + length)),
        (None, Some((owner, length)))
            if owner.ends_with(['人', '方', '件']) || matches!(owner, "买家" | "顾客" | "客户") =>
        {
            Some((Label::Name, length))
        }
        _ => None,
    }
}

/// What labels begin with; asked of every character, so that few are compared with whole labels.
fn opens(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(
            c,
            '收' | '联'
                | '聯'
                | '電'
                | '固'
                | '座'
                | '信'
                | '发'
                | '买'
                | '顾'
                | '客'
                | '邮'
                | '送'
                | '寄'
                | '手'
                | '电'
                | '号'
                | '方'
                | '所'
                | '省'
                | '详'
                | '街'
                | '具'
                | '地'
                | '城'
                | '区'
                | '县'
                | '乡'
                | '市'
                | '备'
                | '姓'
                | '名'
        )
}

fn value_start(chars: &[char], mut at: usize) -> usize {
    let stop = chars.len().min(at + GAP_MAX);
    while at < stop && (matches!(chars[at], ':' | ' ' | '\n' | '=') || matches!(chars[at], '】' | ']' | '」')) {
        at += 1;
    }
    at
}

fn is_bracket(c: char) -> bool {
    matches!(c, '【' | '】' | '[' | ']' | '「' | '」')
}

/// Up to the next separator, digit or label.
fn name_length(rest: &[char]) -> usize {
    let mut length = 0;
    while length < rest.len().min(NAME_MAX) {
        let c = rest[length];
        let between_latin = c == ' '
            && length > 0
            && rest[length - 1].is_ascii_alphabetic()
            && rest.get(length + 1).is_some_and(char::is_ascii_alphabetic);
        let ends = !between_latin
            && (c.is_ascii_digit()
                || matches!(c, '+' | ',' | '，' | '、' | ';' | '；' | '。' | '\n' | ' ' | '/' | '|' | '【' | '['));
        if ends || length > 0 && names_another(&rest[length..]) {
            break;
        }
        length += 1;
    }
    length
}

/// No name holds a label: 张三电话…, 张三地址….
fn names_another(rest: &[char]) -> bool {
    word_at(rest).is_some_and(|(label, length)| label != Label::Name && length > 1 && !rest[0].is_ascii())
        || label_at(rest, 0).is_some()
}

#[cfg(test)]
mod tests {
    use super::{ENGLISH, OWNERS, WORDS, opens};

    #[test]
    fn every_label_is_looked_for() {
        let words = WORDS.iter().chain(ENGLISH).map(|(word, _)| word);
        assert!(OWNERS.iter().chain(words).all(|word| word.chars().next().is_some_and(opens)));
    }
}
