//! A name glued to the end of an address: where it may begin, and what speaks for each place.

use super::shape::{self, Shape};
use super::tables::{ENDINGS, PLACE, PLACE_ENDS, is_han, tables};

/// The longest glued name, with a title (诸葛孔明先生).
pub(super) const NAME_MAX: usize = 6;
/// Levels of given-name characters are summed; this brings the sum near the other features.
const LEVEL_SCALE: f32 = 0.5;

/// Everything that a place to cut can show, apart from the single characters of [`ENDINGS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Sign {
    // what stands before the name
    AfterNothing,
    AfterDigit,
    AfterLatin,
    AfterMark,
    AfterOther,
    AfterNumbered,
    AfterPlaceWord,
    AfterDirection,
    // how the name is built
    Single2,
    Single3,
    Compound3,
    Compound4,
    Double,
    Titled,
    Nick,
    Unknown2,
    Unknown3,
    // what it is built of
    Rank10,
    Rank30,
    Rank100,
    Rank200,
    Rank300,
    Rank400,
    RankLast,
    GivenOne,
    GivenTwo,
    GivenLast,
    PlaceLast,
    PlaceInside,
    Numeral,
    SurnameLevel,
    // what would be torn apart
    TornWord,
    TornDirection,
    TornNumber,
    WordFirst,
    WordLast,
    FamilyPlace,
    EndingSurname,
    // no name at all
    NoneDigit,
    NoneLatin,
    NoneMark,
    NoneOther,
    NoneNumbered,
    NonePlaceWord,
    NoneDirection,
    None,
}

pub(super) const SIGNS: usize = Sign::None as usize + 1;
/// Feature numbers: the signs, then two for every character of [`ENDINGS`]: before a name, at the end of a text without one.
pub(super) fn feature_count() -> usize {
    SIGNS + 2 * ENDINGS.chars().count()
}

/// Features and their values of one place to cut.
pub(super) type Features = Vec<(usize, f32)>;

/// One way to read the end of a text: a name of so many characters; 0 for none.
pub(super) struct Reading {
    pub length: usize,
    pub features: Features,
}

/// Every reading of the text's end; the one without a name first.
pub(super) fn readings(text: &[char]) -> Vec<Reading> {
    let mut all = vec![Reading { length: 0, features: without_name(text) }];
    for length in 2..=NAME_MAX.min(text.len()) {
        let start = text.len() - length;
        if !is_han(text[start]) {
            break;
        }
        let name = &text[start..];
        // nothing but a name is left: then it must read as one by itself
        let alone = start == 0 && super::score(name) == 0 && !shape::is_titled(name);
        if let Some(shape) = shape::of(name).filter(|_| !alone) {
            all.push(Reading { length, features: with_name(text, start, shape) });
        }
    }
    all
}

fn without_name(text: &[char]) -> Features {
    let mut features = vec![(Sign::None as usize, 1.0)];
    let signs = [Sign::NoneDigit, Sign::NoneLatin, Sign::NoneMark, Sign::NoneOther];
    add_end(&mut features, text, signs, 1);
    let places = [Sign::NoneNumbered, Sign::NonePlaceWord, Sign::NoneDirection];
    add_place(&mut features, text, places);
    features
}

fn with_name(text: &[char], start: usize, shape: Shape) -> Features {
    let (before, name) = text.split_at(start);
    let mut features = Features::with_capacity(16);
    let mut add = |sign: Sign, value: f32| features.push((sign as usize, value));
    add(shape_sign(shape), 1.0);
    let surname = shape.surname_length();
    if matches!(shape, Shape::Single2 | Shape::Single3 | Shape::Double | Shape::Titled) {
        add(rank_sign(name[0]), 1.0);
        add(Sign::SurnameLevel, f32::from(tables().level(name[0])));
    }
    let given = &name[surname.min(name.len())..shape.given_end(name)];
    add_given(&mut features, given);
    add_torn(&mut features, before, name);
    if before.is_empty() {
        features.push((Sign::AfterNothing as usize, 1.0));
    }
    add_end(&mut features, before, [Sign::AfterDigit, Sign::AfterLatin, Sign::AfterMark, Sign::AfterOther], 0);
    add_place(&mut features, before, [Sign::AfterNumbered, Sign::AfterPlaceWord, Sign::AfterDirection]);
    features
}

fn shape_sign(shape: Shape) -> Sign {
    match shape {
        Shape::Single2 => Sign::Single2,
        Shape::Single3 => Sign::Single3,
        Shape::Compound3 => Sign::Compound3,
        Shape::Compound4 => Sign::Compound4,
        Shape::Double => Sign::Double,
        Shape::Titled => Sign::Titled,
        Shape::Nick => Sign::Nick,
        Shape::Unknown2 => Sign::Unknown2,
        Shape::Unknown3 => Sign::Unknown3,
    }
}

fn rank_sign(surname: char) -> Sign {
    match tables().rank(surname) {
        Some(0..10) => Sign::Rank10,
        Some(10..30) => Sign::Rank30,
        Some(30..100) => Sign::Rank100,
        Some(100..200) => Sign::Rank200,
        Some(200..300) => Sign::Rank300,
        Some(300..400) => Sign::Rank400,
        _ => Sign::RankLast,
    }
}

fn add_given(features: &mut Features, given: &[char]) {
    let Some(last) = given.last() else { return };
    let level: f32 = given.iter().map(|c| f32::from(tables().level(*c))).sum();
    let sign = if given.len() == 1 { Sign::GivenOne } else { Sign::GivenTwo };
    let mut add = |sign: Sign, value: f32| features.push((sign as usize, value));
    add(sign, level * LEVEL_SCALE);
    add(Sign::GivenLast, f32::from(tables().level(*last)) * LEVEL_SCALE);
    if PLACE_ENDS.contains(*last) {
        add(Sign::PlaceLast, 1.0);
    }
    let inside = given.iter().filter(|c| PLACE.contains(**c)).count();
    if inside > 0 {
        add(Sign::PlaceInside, inside as f32);
    }
    if given.iter().any(|c| is_numeral(*c)) {
        add(Sign::Numeral, 1.0);
    }
}

/// Words that a cut before `name` would tear apart, and words of places inside it.
fn add_torn(features: &mut Features, before: &[char], name: &[char]) {
    let mut add = |sign: Sign| features.push((sign as usize, 1.0));
    let words = tables();
    if let Some(last) = before.last() {
        if words.is_place(*last, name[0]) {
            add(Sign::TornWord);
        }
        if is_direction(name[0]) && "路街道口侧向往米村门楼区院".contains(*last) {
            add(Sign::TornDirection);
        }
        let measures = "路街巷段期区院楼组队村号米里层栋幢";
        if measures.contains(name[0]) && (last.is_ascii_digit() || is_numeral(*last) || is_direction(*last)) {
            add(Sign::TornNumber);
        }
    }
    if ENDINGS.contains(name[0]) {
        add(Sign::EndingSurname);
    }
    if words.is_place(name[0], name[1]) {
        add(Sign::WordFirst);
    }
    if words.is_place(name[name.len() - 2], name[name.len() - 1]) {
        add(Sign::WordLast);
    }
    // 王家湾, 李家庄: a village of that family
    if name.len() > 2 && name[name.len() - 2] == '家' {
        add(Sign::FamilyPlace);
    }
}

/// The last character, by itself or by its class: digit, Latin letter, mark, other.
fn add_end(features: &mut Features, text: &[char], classes: [Sign; 4], side: usize) {
    let Some(last) = text.last() else { return };
    let feature = if let Some(slot) = tables().ending(*last) {
        SIGNS + 2 * slot + side
    } else {
        let class = match last {
            c if c.is_ascii_digit() => 0,
            c if c.is_ascii_alphabetic() => 1,
            c if !c.is_alphanumeric() => 2,
            _ => 3,
        };
        classes[class] as usize
    };
    features.push((feature, 1.0));
}

/// Whether the text ends as places do: 502室, 花园, 路东.
fn add_place(features: &mut Features, text: &[char], [numbered, word, direction]: [Sign; 3]) {
    let [.., before, last] = text else { return };
    let mut add = |sign: Sign| features.push((sign as usize, 1.0));
    let counted = before.is_ascii_alphanumeric() || is_numeral(*before);
    if counted && "号楼室栋幢座层组队户区期单元铺村米社店弄巷库门".contains(*last) {
        add(numbered);
    }
    if tables().is_place(*before, *last) {
        add(word);
    }
    if is_direction(*last) && "路街口道米以".contains(*before) {
        add(direction);
    }
}

fn is_direction(c: char) -> bool {
    matches!(c, '东' | '南' | '西' | '北' | '中')
}

fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十百两".contains(c)
}
