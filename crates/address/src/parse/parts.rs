//! The text around the regions: which of it is the name, and what is left for the detail.

use super::{BREAK, Note, Parsed};
use crate::locate;
use crate::name;
use crate::names::{self, NameModel};
use crate::region::{self, Chain};
use crate::text::is_separator;

/// How sure a name is by where it was found, in percent; one glued to the address is as sure as the model says.
const LABELLED: u8 = 99;
const APART: u8 = 97;
const BEFORE: u8 = 95;
const WORD: u8 = 92;
/// A name glued to the beginning of an address.
const IN_FRONT: u8 = 50;
/// The shortest address behind such a name, in characters.
const ADDRESS_MIN: usize = 4;
/// However sure the model is: nothing but its reading sets the name off.
const GLUED_MAX: u8 = 90;
/// A name that stands apart but reads as none.
const UNLIKELY: u8 = 70;
/// A foreign name without marks around it.
const FOREIGN: u8 = 75;
/// Points of a text that reads as a name; less is only possible.
const CLEAR: u32 = 100;
/// The longest text that can be a name of its own without reading as one.
const PLAUSIBLE_MAX: usize = 15;

/// The text around the regions.
pub(super) struct Parts {
    /// After the label of a name.
    labelled: Option<String>,
    /// In the segment of the regions, before them.
    before: Vec<char>,
    /// In the segment of the regions, after them.
    detail: Vec<char>,
    /// Other segments, in order; `true` for those that stand before the regions.
    others: Vec<(bool, Vec<char>)>,
}

impl Parts {
    pub fn split(chars: &[char], chain: Option<&Chain>, labelled: Option<String>) -> Self {
        let mut parts = Self { labelled, before: Vec::new(), detail: Vec::new(), others: Vec::new() };
        // an ambiguous county stays in the detail: nothing of the text may get lost
        let (start, end) = chain.map_or((0, 0), |chain| match chain.division() {
            None if chain.county.is_some() => (chain.start, chain.start),
            _ => (chain.start, locate::repeated(chars, chain)),
        });
        let mut from = 0;
        for segment in chars.split(|c| *c == BREAK) {
            let to = from + segment.len();
            if chain.is_some() && from <= end && end <= to {
                let begin = start.max(from);
                parts.before = chars[from..begin.min(to)].to_vec();
                parts.detail = chars[end..to].to_vec();
            } else if chain.is_some() && from <= start && start < to {
                parts.others.push((true, chars[from..start].to_vec()));
            } else if chain.is_none() || to <= start || from >= end {
                parts.others.push((to <= start, segment.to_vec()));
            }
            from = to + 1;
        }
        parts.others.retain(|(_, text)| text.iter().any(|c| !is_separator(*c)));
        if chain.is_none() {
            parts.without_regions();
        }
        parts
    }

    /// The longest segment is the address then, unless it reads as a name.
    fn without_regions(&mut self) {
        let longest = (0..self.others.len()).max_by_key(|index| self.others[*index].1.len());
        if let Some(index) = longest
            && names::score(trimmed(&self.others[index].1)) == 0
        {
            self.detail = self.others.remove(index).1;
        }
    }

    pub fn fill(mut self, parsed: &mut Parsed, model: &NameModel) {
        strip_country(&mut self.before);
        let found = self
            .labelled
            .take()
            .map(|name| (name, LABELLED))
            .or_else(|| self.name_apart(CLEAR))
            .or_else(|| self.name_before())
            .or_else(|| self.name_word())
            .or_else(|| self.name_apart(1))
            .or_else(|| {
                let glued = self.name_glued(model);
                if glued.is_some() {
                    parsed.notes.push(Note::NameGuessed);
                }
                glued
            });
        let found = found.or_else(|| self.name_in_front());
        if let Some((name, confidence)) = found {
            parsed.name = Some(name);
            parsed.confidence.name = confidence;
        }
        let mut detail = std::mem::take(&mut self.before);
        for (_, other) in self.others.iter().filter(|(before, _)| *before) {
            append(&mut detail, other);
        }
        append(&mut detail, &self.detail);
        for (_, other) in self.others.iter().filter(|(before, _)| !*before) {
            append(&mut detail, other);
        }
        parsed.detail = locate::tidy(&detail);
    }

    /// A segment of its own with so many points: the one that reads most like a name.
    fn name_apart(&mut self, least: u32) -> Option<(String, u8)> {
        let (index, points) = self
            .others
            .iter()
            .enumerate()
            .map(|(index, (_, text))| (index, apart_points(trimmed(text))))
            .filter(|(_, points)| *points >= least)
            .max_by_key(|(index, points)| (*points, std::cmp::Reverse(*index)))?;
        let confidence = if points >= CLEAR { APART } else { UNLIKELY };
        Some((text_of(&self.others.remove(index).1), confidence))
    }

    /// What stands before the regions, when it can be a name.
    fn name_before(&mut self) -> Option<(String, u8)> {
        let found = trimmed(&self.before);
        if found.is_empty() || !names::is_plausible(found) {
            return None;
        }
        let confidence = if apart_points(found) >= CLEAR { BEFORE } else { UNLIKELY };
        let name = text_of(found);
        self.before.clear();
        Some((name, confidence))
    }

    /// The last or first word of the detail or of another segment, when it reads as a name.
    fn name_word(&mut self) -> Option<(String, u8)> {
        let alone = self.others.is_empty();
        if let Some((name, rest)) = last_word(&self.detail).or_else(|| first_word(&self.detail).filter(|_| !alone)) {
            self.detail = rest;
            return Some((name, WORD));
        }
        let others = self.others.iter_mut().map(|(_, text)| text);
        for text in std::iter::once(&mut self.before).chain(others) {
            if names::names_organisation(trimmed(text)) {
                continue;
            }
            if let Some((name, rest)) = first_word(text).or_else(|| last_word(text)) {
                *text = rest;
                return Some((name, WORD));
            }
        }
        None
    }

    /// At the beginning of a segment that the phone cut off from the regions: …南海区13800138000张三南海大道1号.
    fn name_in_front(&mut self) -> Option<(String, u8)> {
        self.others.iter_mut().find_map(|(_, text)| {
            let whole = trimmed(text);
            let length = front_length(whole)?;
            let (name, kept) = (text_of(&whole[..length]), whole[length..].to_vec());
            *text = kept;
            Some((name, IN_FRONT))
        })
    }

    /// At the end of the detail, or of another segment.
    fn name_glued(&mut self, model: &NameModel) -> Option<(String, u8)> {
        let others = self.others.iter_mut().map(|(_, text)| text);
        std::iter::once(&mut self.detail).chain(others).find_map(|text| {
            let whole = trimmed(text);
            let (start, confidence) = glued_start(whole, model)?;
            let (name, kept) = (text_of(&whole[start..]), whole[..start].to_vec());
            *text = kept;
            Some((name, confidence))
        })
    }
}

/// The length of a full name that the text begins with, when an address follows it.
fn front_length(text: &[char]) -> Option<usize> {
    let fits = |length: &usize| {
        // 张三|南海路: a name of a road has more than one character
        let torn = text.get(length + 1).is_some_and(|c| "镇乡街路村道".contains(*c));
        !torn && text.len() >= length + ADDRESS_MIN && names::reads_in_front(&text[..*length])
    };
    let length = [4, 3, 2].into_iter().find(fits)?;
    text[length..].iter().any(char::is_ascii_digit).then_some(length)
}

/// Where the name at the end begins, and how sure that is.
fn glued_start(text: &[char], model: &NameModel) -> Option<(usize, u8)> {
    if let Some(start) = names::foreign_start(text) {
        return Some((start, FOREIGN));
    }
    model.cut(text).map(|cut| (cut.start, cut.percent.min(GLUED_MAX)))
}

/// The last of several words or a word in brackets at the end, when it reads as a name; and the text without it.
fn last_word(text: &[char]) -> Option<(String, Vec<char>)> {
    let text = trimmed(text);
    if let Some((start, word)) = bracketed(text)
        && (names::score(word) > 0 || names::is_titled(word))
    {
        return Some((text_of(word), text[..start].to_vec()));
    }
    if let Some(start) = names::foreign_start(text).filter(|start| *start > 0 && is_break(text[start - 1])) {
        return Some((text_of(&text[start..]), text[..start].to_vec()));
    }
    let word = text.rsplit(|c| is_break(*c)).next().filter(|word| word.len() < text.len())?;
    let reads = names::score(word) > 0 || names::is_titled(word) || names::is_foreign(word) || names::is_given(word);
    reads.then(|| (text_of(word), text[..text.len() - word.len()].to_vec()))
}

/// What the last pair of brackets holds, and where it opens.
fn bracketed(text: &[char]) -> Option<(usize, &[char])> {
    let (last, before) = text.split_last()?;
    let open = before.iter().rposition(|c| matches!(c, '(' | '（' | '[' | '【'))?;
    matches!(last, ')' | '）' | ']' | '】').then(|| (open, &before[open + 1..]))
}

/// The first of several words, when it reads as a full name; and the text without it.
fn first_word(text: &[char]) -> Option<(String, Vec<char>)> {
    let text = trimmed(text);
    let word = text.split(|c| is_break(*c)).next().filter(|word| word.len() < text.len())?;
    let reads = names::score(word) > 0 || names::is_titled(word) || names::is_foreign(word);
    reads.then(|| (text_of(word), text[word.len()..].to_vec()))
}

/// Commas and blanks end a word; dashes belong to house numbers.
fn is_break(c: char) -> bool {
    is_separator(c) && !matches!(c, '-' | '_' | '/' | '·')
}

fn apart_points(text: &[char]) -> u32 {
    let score = names::score(text);
    if score > 0 {
        return CLEAR + score;
    }
    if names::is_titled(text) || names::is_foreign(text) {
        return CLEAR;
    }
    u32::from(text.len() <= PLAUSIBLE_MAX && names::is_plausible(text))
}

fn strip_country(before: &mut Vec<char>) {
    let blanks = before.iter().rev().take_while(|c| is_separator(**c)).count();
    before.truncate(before.len() - blanks);
    for country in ["中华人民共和国", "中国"] {
        let length = country.chars().count();
        if let Some(start) = before.len().checked_sub(length)
            && region::prefix(&before[start..], country).is_some()
        {
            before.truncate(start);
        }
    }
}

fn append(detail: &mut Vec<char>, more: &[char]) {
    let more = trimmed(more);
    if !more.is_empty() && !detail.is_empty() {
        detail.push(' ');
    }
    detail.extend_from_slice(more);
}

fn trimmed(text: &[char]) -> &[char] {
    let start = text.iter().take_while(|c| is_separator(**c)).count();
    let end = text.len() - text[start..].iter().rev().take_while(|c| is_separator(**c)).count();
    &text[start..end]
}

fn text_of(text: &[char]) -> String {
    trimmed(text).iter().take(name::NAME_MAX).collect()
}
