//! Recognising where in an address the building, unit, floor or room begins.

/// What follows a number to make it a building, unit, floor or room. Longer words first.
const UNIT_WORDS: [&str; 26] = [
    "号楼", "號樓", "号房", "号铺", "号室", "单元", "單元", "房间", "栋", "棟", "幢", "座", "层", "層", "楼", "樓",
    "室", "户", "戶", "房", "铺", "档", "#", "＃", "/F", "F",
];
/// After a unit word these make a place name of it: 五楼村, 三座桥胡同, 百户街.
const PLACE_ENDINGS: &str = "村镇乡路街巷屯寨庄庙营岭山沟河桥坡湾港部";
/// Before a number these announce a room or floor in English.
const ROOM_WORDS: [&str; 11] =
    ["room", "rm", "unit", "apt", "apartment", "flat", "suite", "ste", "floor", "level", "tower"];
/// Numbers of three digits and more that stand alone are rooms: 翠苑小区1203.
const ROOM_DIGITS: usize = 3;

/// Whether a building, unit, floor or room starts exactly here.
pub(super) fn starts_at(text: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| narrow(text[before]));
    if continues(before, narrow(text[at])) {
        return false;
    }
    english_room(&text[at..]) || numbered_unit(&text[at..]) || number_chain(&text[at..]) || lone_number(&text[at..])
}

/// Full-width letters, digits and hyphens as their ASCII forms.
fn narrow(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        '—' | '–' | '‐' | '−' => '-',
        _ => character,
    }
}

fn is_hanzi_number(character: char) -> bool {
    "一二三四五六七八九十百零〇两甲乙丙丁东西南北中".contains(character)
}

/// Whether a number or word that began before goes on here, so that nothing starts here.
fn continues(before: Option<char>, here: char) -> bool {
    before.is_some_and(|before| {
        (before.is_ascii_alphanumeric() && here.is_ascii_alphanumeric())
            || (is_hanzi_number(before) && is_hanzi_number(here))
    })
}

/// How many characters from the start belong to one number: `12`, `B`, `A3`, `3A`, `十二`, `东`.
fn number_length(text: &[char]) -> usize {
    let ascii = text.iter().take_while(|character| narrow(**character).is_ascii_alphanumeric()).count();
    if ascii == 0 {
        return text.iter().take_while(|character| is_hanzi_number(**character)).count();
    }
    let letters = text[..ascii].iter().filter(|character| narrow(**character).is_ascii_alphabetic()).count();
    let digits = ascii - letters;
    // One or two letters beside digits are a number (B12, 3A); longer words are not.
    if letters <= 2 && (digits > 0 || letters == 1) { ascii } else { 0 }
}

fn skip_spaces(text: &[char]) -> &[char] {
    let spaces = text.iter().take_while(|character| character.is_whitespace()).count();
    &text[spaces..]
}

fn starts_with(text: &[char], word: &str) -> bool {
    let mut at = text.iter();
    word.chars()
        .all(|wanted| at.next().is_some_and(|character| narrow(*character).eq_ignore_ascii_case(&narrow(wanted))))
}

fn numbered_unit(text: &[char]) -> bool {
    let length = number_length(text);
    if length == 0 {
        return false;
    }
    // 12F is read as one number; its letter is the unit.
    if length > 1 && narrow(text[length - 1]).eq_ignore_ascii_case(&'f') && narrow(text[length - 2]).is_ascii_digit() {
        return true;
    }
    let rest = skip_spaces(&text[length..]);
    UNIT_WORDS.iter().any(|word| {
        let after = rest.get(word.chars().count());
        starts_with(rest, word)
            && after.is_none_or(|after| !PLACE_ENDINGS.contains(*after))
            && (*word != "F" || after.is_none_or(|after| !narrow(*after).is_ascii_alphabetic()))
    })
}

/// Numbers joined by hyphens: 3-2-501, 12-301. A single pair before 号 is a street number: 199-1号.
fn number_chain(text: &[char]) -> bool {
    let mut at = number_length(text);
    let mut groups = usize::from(at > 0 && narrow(text[at - 1]).is_ascii_alphanumeric());
    while groups > 0 && text.get(at).is_some_and(|character| matches!(narrow(*character), '-' | '/' | '_')) {
        let length = number_length(&text[at + 1..]);
        if length == 0 {
            break;
        }
        at += 1 + length;
        groups += 1;
    }
    let building = text.get(at + 1).is_some_and(|after| "楼樓房铺室".contains(*after));
    let street_number = groups == 2 && text.get(at) == Some(&'号') && !building;
    groups >= 2 && !street_number
}

/// A room number with nothing after it that says what it counts.
fn lone_number(text: &[char]) -> bool {
    let length = number_length(text);
    let digits = text[..length].iter().filter(|character| narrow(**character).is_ascii_digit()).count();
    let ends = text.get(length).is_none_or(|after| after.is_whitespace() || "，。,.;；（()）、".contains(*after));
    digits >= ROOM_DIGITS && ends
}

fn english_room(text: &[char]) -> bool {
    ROOM_WORDS.iter().any(|word| {
        let length = word.len();
        starts_with(text, word)
            && text.get(length).is_some_and(|after| !narrow(*after).is_ascii_alphabetic())
            && number_length(skip_separators(&text[length..])) > 0
    })
}

fn skip_separators(text: &[char]) -> &[char] {
    let separators =
        text.iter().take_while(|character| character.is_whitespace() || ".:#".contains(**character)).count();
    &text[separators..]
}
