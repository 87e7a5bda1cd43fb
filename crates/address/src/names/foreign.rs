//! Names of other peoples: with a dot between their parts, or in Latin letters.

use super::tables::{ENDINGS, is_han};

/// Between the parts of a name.
const DOTS: &str = "·•・‧∙";
/// The longest first part of a dotted name, in characters.
const PART_MAX: usize = 6;
const LATIN_MIN: usize = 2;

/// A name as a whole: 阿依古丽·买买提, Tom Smith.
pub(crate) fn is_foreign(text: &[char]) -> bool {
    let dotted = text.iter().filter(|c| DOTS.contains(**c)).count();
    if dotted > 0 {
        return text.len() > 2 && text.iter().all(|c| is_han(*c) || DOTS.contains(*c));
    }
    is_latin_name(text)
}

/// Where a foreign name begins that is glued to the end of an address.
pub(crate) fn foreign_start(text: &[char]) -> Option<usize> {
    let tail = text.iter().rev().take_while(|c| is_han(**c) || DOTS.contains(**c)).count();
    let han = text.len() - tail;
    if let Some(dot) = text[han..].iter().position(|c| DOTS.contains(*c)) {
        let first = text[han..han + dot].iter().rev().take(PART_MAX).take_while(|c| !ends_place(**c)).count();
        return (first > 0 && dot + 1 < tail).then_some(han + dot - first);
    }
    let latin = text.iter().rev().take_while(|c| c.is_ascii_alphabetic() || **c == ' ').count();
    let run = text.len() - latin;
    let blanks = text[run..].iter().take_while(|c| **c == ' ').count();
    let start = run + blanks;
    let after_place = run.checked_sub(1).is_some_and(|before| blanks > 0 || !text[before].is_ascii());
    (after_place && is_latin_name(&text[start..])).then_some(start)
}

/// Two letters at least and not all of them large: KFC and B are signs of places.
fn is_latin_name(text: &[char]) -> bool {
    text.len() >= LATIN_MIN
        && text.iter().all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '.' | '\''))
        && text[0].is_ascii_alphabetic()
        && text.iter().any(char::is_ascii_lowercase)
}

/// The characters of transliterated names that also end places (里, 巴, 山 …) are left to the name.
fn ends_place(c: char) -> bool {
    ENDINGS.contains(c) && !"里西东南北中米库房山河沟多古前后上下心洼汇会".contains(c)
}
