//! A whole pasted text, in any order, to name, phone and address.

mod labels;

use serde::Serialize;

use crate::names;
use crate::phone;
use crate::region::{self, Chain};
use crate::text::{self, is_separator};
use crate::{locate, name};
use labels::Label;

/// The longest text looked at, in characters; the rest is cut off.
pub const PARSE_MAX: usize = 1000;

/// What was understood of a text. Nothing is checked: hand the parts to `locate`, `name::check` and `phone::check`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Parsed {
    pub name: Option<String>,
    /// As [`phone::Phone`] prints it: `13800138000`, `18412345678-1234`, `0757-88886666`.
    pub phone: Option<String>,
    pub province: Option<String>,
    /// `None` also for counties directly under a province.
    pub city: Option<String>,
    /// `None` also for cities without counties.
    pub district: Option<String>,
    pub division_code: Option<u32>,
    pub detail: String,
    pub notes: Vec<Note>,
}

/// What the person who pasted the text should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// A level that the text does not name was completed.
    Completed,
    /// The text names a county or city by a former name.
    Renamed,
    /// Several counties of that name fit.
    Ambiguous,
    /// The name was glued to the address and was guessed.
    NameGuessed,
    /// A further phone number was left out.
    SecondPhone,
    /// The text was longer than [`PARSE_MAX`].
    Cut,
}

/// Marks where a phone or a label stood.
const BREAK: char = '\n';
/// Phones taken out of one text; more are left where they are.
const PHONES_MAX: usize = 4;

/// Understands a text that holds a name, a phone and an address in any order, with or without separators and labels.
pub fn parse(text: &str) -> Parsed {
    let mut parsed = Parsed::default();
    let mut chars: Vec<char> = text.chars().filter_map(text::normal).take(PARSE_MAX + 1).collect();
    if chars.len() > PARSE_MAX {
        chars.truncate(PARSE_MAX);
        parsed.notes.push(Note::Cut);
    }
    let labelled = labels::take(&mut chars, BREAK);
    take_phones(&mut chars, &mut parsed);
    let chain = region::find(&chars);
    let parts = Parts::split(&chars, chain.as_ref(), labelled);
    if let Some(chain) = &chain {
        place(&mut parsed, chain);
    }
    parts.fill(&mut parsed);
    parsed
}

fn take_phones(chars: &mut Vec<char>, parsed: &mut Parsed) {
    for _ in 0..PHONES_MAX {
        let Some(found) = phone::find(chars) else { return };
        chars.splice(found.range, [BREAK]);
        if parsed.phone.is_none() {
            drop_extension(chars, found.phone.ext());
            parsed.phone = Some(found.phone.to_string());
        } else if !parsed.notes.contains(&Note::SecondPhone) {
            parsed.notes.push(Note::SecondPhone);
        }
    }
}

/// Platforms repeat the extension as `[1234]` behind the name and the address.
fn drop_extension(chars: &mut Vec<char>, ext: Option<&str>) {
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

fn place(parsed: &mut Parsed, chain: &Chain) {
    let found = chain.division();
    if let Some(found) = found {
        parsed.division_code = Some(found.code);
        parsed.district = Some(found.district.to_owned()).filter(|name| !name.is_empty());
        parsed.city = Some(found.city.to_owned()).filter(|name| !name.is_empty());
        parsed.province = Some(found.province.to_owned());
        if chain.named & 0b011 != 0b011 && !found.city.is_empty() && found.city != found.province {
            parsed.notes.push(Note::Completed);
        }
    } else if chain.county.is_some() {
        parsed.notes.push(Note::Ambiguous);
    } else {
        parsed.city = chain.city_name().map(str::to_owned);
        parsed.province = chain.province_name().map(str::to_owned);
    }
    if chain.renamed {
        parsed.notes.push(Note::Renamed);
    }
}

/// The text around the regions.
struct Parts {
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
    fn split(chars: &[char], chain: Option<&Chain>, labelled: Vec<(Label, String)>) -> Self {
        let mut parts = Self { labelled: None, before: Vec::new(), detail: Vec::new(), others: Vec::new() };
        for (label, text) in labelled {
            if label == Label::Name && parts.labelled.is_none() && !text.is_empty() {
                parts.labelled = Some(text);
            }
        }
        // an ambiguous county stays in the detail: nothing of the text may get lost
        let (start, end) = chain.map_or((0, 0), |chain| match chain.division().or(chain.province_name().and(None)) {
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

    fn fill(mut self, parsed: &mut Parsed) {
        strip_country(&mut self.before);
        let name = self
            .labelled
            .take()
            .or_else(|| self.name_apart())
            .or_else(|| self.name_before())
            .or_else(|| self.name_token())
            .or_else(|| {
                let glued = self.name_glued();
                if glued.is_some() {
                    parsed.notes.push(Note::NameGuessed);
                }
                glued
            });
        parsed.name = name;
        let mut detail = std::mem::take(&mut self.before);
        for (_, other) in self.others.iter().filter(|(before, _)| *before) {
            append(&mut detail, other);
        }
        append(&mut detail, &self.detail);
        for (_, other) in self.others.iter().filter(|(before, _)| !*before) {
            append(&mut detail, other);
        }
        parsed.detail = locate::clean(&detail);
    }

    /// A segment of its own: the one that reads most like a name.
    fn name_apart(&mut self) -> Option<String> {
        let (index, _) = self
            .others
            .iter()
            .enumerate()
            .map(|(index, (_, text))| (index, apart_points(trimmed(text))))
            .filter(|(_, points)| *points > 0)
            .max_by_key(|(index, points)| (*points, std::cmp::Reverse(*index)))?;
        Some(text_of(&self.others.remove(index).1))
    }

    /// What stands before the regions, when it can be a name.
    fn name_before(&mut self) -> Option<String> {
        let found = trimmed(&self.before);
        if found.is_empty() || !names::is_plausible(found) {
            return None;
        }
        let name = text_of(found);
        self.before.clear();
        Some(name)
    }

    /// The last or first word of the detail or of another segment, when it reads as a name.
    fn name_token(&mut self) -> Option<String> {
        let alone = self.others.is_empty();
        if let Some((name, rest)) = last_word(&self.detail).or_else(|| first_word(&self.detail).filter(|_| !alone)) {
            self.detail = rest;
            return Some(name);
        }
        for (_, other) in &mut self.others {
            if let Some((name, rest)) = first_word(other).or_else(|| last_word(other)) {
                *other = rest;
                return Some(name);
            }
        }
        None
    }

    /// The end of the detail.
    fn name_glued(&mut self) -> Option<String> {
        let detail = trimmed(&self.detail);
        let start = names::glued_start(detail)?;
        let (name, kept) = (text_of(&detail[start..]), detail[..start].to_vec());
        self.detail = kept;
        Some(name)
    }
}

/// The last of several words, when it reads as a name; and the text without it.
fn last_word(text: &[char]) -> Option<(String, Vec<char>)> {
    let text = trimmed(text);
    let word = text.rsplit(|c| is_break(*c)).next().filter(|word| word.len() < text.len())?;
    let reads = names::score(word) > 0 || names::is_given(word);
    reads.then(|| (text_of(word), text[..text.len() - word.len()].to_vec()))
}

/// The first of several words, when it reads as a full name; and the text without it.
fn first_word(text: &[char]) -> Option<(String, Vec<char>)> {
    let text = trimmed(text);
    let word = text.split(|c| is_break(*c)).next().filter(|word| word.len() < text.len())?;
    (names::score(word) > 0).then(|| (text_of(word), text[word.len()..].to_vec()))
}

/// Commas and blanks end a word; dashes belong to house numbers.
fn is_break(c: char) -> bool {
    is_separator(c) && !matches!(c, '-' | '_' | '/' | '·')
}

fn apart_points(text: &[char]) -> u32 {
    let score = names::score(text);
    if score > 0 {
        return 100 + score;
    }
    u32::from(text.len() <= 15 && names::is_plausible(text))
}

fn strip_country(before: &mut Vec<char>) {
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

#[cfg(test)]
#[path = "parse/tests.rs"]
mod tests;
