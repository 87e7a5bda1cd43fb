//! A whole pasted text, in any order, to name, phone and address.

mod labels;
mod marks;
mod parts;
mod town;

use serde::Serialize;

use crate::names::NameModel;
use crate::phone;
use crate::region::{self, Chain};
use crate::text;
use parts::Parts;

/// The longest text looked at, in characters; the rest is cut off.
pub const PARSE_MAX: usize = 1000;

/// What was understood of a text. Nothing is checked: hand the parts to `locate`, `name::check` and `phone::check`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Parsed {
    pub name: Option<String>,
    /// As [`phone::Phone`] prints it: `13800138000`, `18412345678-1234`, `0757-88886666`.
    pub phone: Option<String>,
    /// What must be dialled after the number; `phone` ends with it too.
    pub extension: Option<String>,
    /// Further numbers, in the order of the text, printed as `phone`.
    pub other_phones: Vec<String>,
    pub province: Option<String>,
    /// `None` also for counties directly under a province.
    pub city: Option<String>,
    /// `None` also for cities without counties.
    pub district: Option<String>,
    pub division_code: Option<u32>,
    /// A township or 街道 at the beginning of `detail`, which holds it too.
    pub town: Option<String>,
    pub detail: String,
    /// Six digits.
    pub postcode: Option<String>,
    /// Levels that the text does not name, completed from those that it does.
    pub inferred: Vec<Level>,
    pub confidence: Confidence,
    pub notes: Vec<Note>,
}

/// A level of [`Parsed`]'s region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Province,
    City,
    District,
}

/// How sure each part is, in percent; 0 for a part that was not found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Confidence {
    pub name: u8,
    pub phone: u8,
    pub province: u8,
    pub city: u8,
    pub district: u8,
    pub detail: u8,
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
    /// A further phone number is in `other_phones`.
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
    parse_with(text, NameModel::shipped())
}

/// As [`parse`], with another model of names at the end of addresses.
pub fn parse_with(text: &str, model: &NameModel) -> Parsed {
    let mut parsed = Parsed::default();
    let mut chars: Vec<char> = text.chars().filter_map(text::normal).map(marks::plain).take(PARSE_MAX + 1).collect();
    if chars.len() > PARSE_MAX {
        chars.truncate(PARSE_MAX);
        parsed.notes.push(Note::Cut);
    }
    let labelled = labels::take(&mut chars, BREAK);
    take_phones(&mut chars, &mut parsed);
    parsed.postcode = labelled.postcode.or_else(|| marks::take_postcode(&mut chars, BREAK));
    marks::drop_receipt(&mut chars);
    let chain = region::find(&chars);
    let parts = Parts::split(&chars, chain.as_ref(), labelled.name);
    if let Some(chain) = &chain {
        place(&mut parsed, chain);
    }
    parts.fill(&mut parsed, model);
    parsed.town = town::at_start(&parsed.detail).map(str::to_owned);
    parsed.confidence.detail = detail_confidence(&parsed);
    parsed
}

fn take_phones(chars: &mut Vec<char>, parsed: &mut Parsed) {
    for _ in 0..PHONES_MAX {
        let Some(found) = phone::find(chars) else { break };
        chars.splice(found.range, [BREAK]);
        let printed = found.phone.to_string();
        if parsed.phone.is_none() {
            marks::drop_extension(chars, found.phone.ext());
            parsed.extension = found.phone.ext().map(str::to_owned);
            parsed.confidence.phone = 100;
            parsed.phone = Some(printed);
        } else if parsed.phone.as_ref() != Some(&printed) && !parsed.other_phones.contains(&printed) {
            parsed.other_phones.push(printed);
        }
    }
    if !parsed.other_phones.is_empty() {
        parsed.notes.push(Note::SecondPhone);
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
        // what the text names is known, which county it is is not
        parsed.province = chain.province_name().filter(|_| chain.named & 0b001 != 0).map(str::to_owned);
    } else {
        parsed.city = chain.city_name().map(str::to_owned);
        parsed.province = chain.province_name().map(str::to_owned);
    }
    if chain.renamed {
        parsed.notes.push(Note::Renamed);
    }
    judge_levels(parsed, chain);
}

/// Which levels were completed, and how sure each is: a name that stands in the text is surer than one that follows from another.
fn judge_levels(parsed: &mut Parsed, chain: &Chain) {
    let sure = if chain.renamed {
        93
    } else if chain.is_strong() {
        99
    } else {
        90
    };
    let same = parsed.city == parsed.province;
    let levels = [
        (Level::Province, &parsed.province, &mut parsed.confidence.province),
        (Level::City, &parsed.city, &mut parsed.confidence.city),
        (Level::District, &parsed.district, &mut parsed.confidence.district),
    ];
    for (level, value, confidence) in levels {
        if value.is_none() {
            continue;
        }
        // 北京市 is its own city: naming one names both
        let bits = if same && level != Level::District { 0b011 } else { 1 << level as u8 };
        let named = chain.named & bits != 0;
        *confidence = if named { sure } else { sure - 5 };
        if !named {
            parsed.inferred.push(level);
        }
    }
}

/// The detail is what the other parts leave: as sure as the least sure of them.
fn detail_confidence(parsed: &Parsed) -> u8 {
    if parsed.detail.is_empty() {
        return 0;
    }
    let Confidence { name, district, city, .. } = parsed.confidence;
    let region = if parsed.district.is_some() { district } else { city.max(50) };
    if parsed.name.is_some() { region.min(name) } else { region.min(70) }
}

#[cfg(test)]
#[path = "parse/tests.rs"]
mod tests;
