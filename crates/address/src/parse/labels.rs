//! Labels such as 收件人： in front of the parts.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Name,
    Postcode,
    Other,
}

/// Longer labels first, so that 收件人姓名 is not read as 收件人.
const LABELS: &[(&str, Label)] = &[
    ("收件人姓名", Label::Name),
    ("收货人姓名", Label::Name),
    ("联系人姓名", Label::Name),
    ("客户姓名", Label::Name),
    ("收件人手机号码", Label::Other),
    ("收件人手机号", Label::Other),
    ("收件人手机", Label::Other),
    ("收件人电话", Label::Other),
    ("收货人手机号", Label::Other),
    ("收货人手机", Label::Other),
    ("收货人电话", Label::Other),
    ("收件人详细地址", Label::Other),
    ("收件人地址", Label::Other),
    ("收货人地址", Label::Other),
    ("收件人", Label::Name),
    ("收货人", Label::Name),
    ("联系人", Label::Name),
    ("收件方", Label::Name),
    ("姓名", Label::Name),
    ("名字", Label::Name),
    ("手机号码", Label::Other),
    ("电话号码", Label::Other),
    ("联系电话", Label::Other),
    ("联系方式", Label::Other),
    ("联系手机", Label::Other),
    ("收件电话", Label::Other),
    ("收货电话", Label::Other),
    ("手机号", Label::Other),
    ("手机", Label::Other),
    ("电话", Label::Other),
    ("所在地区", Label::Other),
    ("所在省市区", Label::Other),
    ("所在区域", Label::Other),
    ("省市区", Label::Other),
    ("地区", Label::Other),
    ("详细地址", Label::Other),
    ("收货地址", Label::Other),
    ("收件地址", Label::Other),
    ("邮寄地址", Label::Other),
    ("街道地址", Label::Other),
    ("联系地址", Label::Other),
    ("地址", Label::Other),
    ("邮政编码", Label::Postcode),
    ("邮编", Label::Postcode),
];
/// Marks that may stand between a label and its value.
const GAP_MAX: usize = 4;
const POSTCODE_DIGITS: usize = 6;
/// The longest labelled name.
const NAME_MAX: usize = crate::name::NAME_MAX;

/// Takes the labels out of the text, a break in place of each; names that follow theirs come back.
pub(super) fn take(chars: &mut Vec<char>, mark: char) -> Vec<(Label, String)> {
    let mut found = Vec::new();
    let has_colon = chars.contains(&':');
    let mut out: Vec<char> = Vec::new();
    if !has_colon
        && !chars
            .windows(2)
            .any(|pair| matches!(pair, ['收', '件' | '货'] | ['姓', '名'] | ['电', '话'] | ['手', '机'] | ['地', '址']))
    {
        return found;
    }
    let mut at = 0;
    while at < chars.len() {
        let fresh = at == 0 || !is_word(chars[at - 1]);
        let Some((label, after)) = label_at(chars, at, fresh) else {
            out.push(chars[at]);
            at += 1;
            continue;
        };
        out.push(mark);
        at = after;
        if label == Label::Postcode {
            at += chars[at..].iter().take(POSTCODE_DIGITS).take_while(|c| c.is_ascii_digit()).count();
        }
        if label == Label::Name {
            let end = at + name_length(&chars[at..]);
            let name: String = chars[at..end].iter().collect();
            found.push((label, name.trim().to_owned()));
            if !name.trim().is_empty() {
                at = end;
                out.push(mark);
            }
        }
    }
    *chars = out;
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// A label here and where its value begins: a colon follows it, or blanks do and it begins a word.
fn label_at(chars: &[char], at: usize, fresh: bool) -> Option<(Label, usize)> {
    let rest = &chars[at..];
    let (label, length) = LABELS.iter().find_map(|(word, label)| Some((*label, crate::region::prefix(rest, word)?)))?;
    let mut end = at + length;
    let mut colon = false;
    while end < chars.len() && end < at + length + GAP_MAX && matches!(chars[end], ':' | ' ' | '\n' | '=') {
        colon |= chars[end] == ':';
        end += 1;
    }
    let spaced = fresh && end > at + length;
    (colon || spaced).then_some((label, end))
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
                || c == '+'
                || matches!(c, ',' | '，' | '、' | ';' | '；' | '。' | '\n' | ' ' | '/' | '|'));
        if ends || label_at(rest, length, true).is_some() {
            break;
        }
        length += 1;
    }
    length
}
