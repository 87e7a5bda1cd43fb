//! The address of an import row: columns that may be short, wrong or empty are completed and checked.

use serde::{Deserialize, Serialize};

use crate::division::Division;
use crate::problem::{AddressProblem, Problem};
use crate::region::{self, Chain};
use crate::text::{self, is_separator};

/// The longest detail, in characters.
pub const DETAIL_MAX: usize = 200;
/// The longest region column and address cell looked at, in characters.
const CELL_MAX: usize = 1000;

/// A complete address inside China.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub province: String,
    /// Empty for counties directly under a province.
    pub city: String,
    /// Empty for cities without counties.
    pub district: String,
    /// As [`Division::code`].
    pub division_code: u32,
    /// Street, number and whatever follows the district; 1 to [`DETAIL_MAX`] characters.
    pub detail: String,
}

/// The address of a row whose province, city and district may each be empty, abbreviated or part of the detail.
///
/// With all three empty, `detail` holds the whole address. What is missing is completed where only one county fits;
/// contradictions and doubts are problems, never guesses.
pub fn locate(province: &str, city: &str, district: &str, detail: &str) -> Result<Address, AddressProblem> {
    let columns = [cell(province)?, cell(city)?, cell(district)?];
    let detail: Vec<char> = cell(detail)?.chars().collect();
    let header = Header::read(&columns)?;
    let (chain, rest) = join(&header, &detail)?;
    let found = resolve(&chain, &header, &rest)?;
    let text = detail_text(&header.township, &rest);
    let length = text.chars().count();
    if length == 0 {
        return Err(Problem::new("address_no_detail", &[]));
    }
    if length > DETAIL_MAX {
        return Err(Problem::new("address_too_long", &[&length.to_string(), &DETAIL_MAX.to_string()]));
    }
    Ok(Address {
        province: found.province.to_owned(),
        city: found.city.to_owned(),
        district: found.district.to_owned(),
        division_code: found.code,
        detail: text,
    })
}

fn cell(text: &str) -> Result<String, Problem> {
    let text = text::unwrapped(text);
    if text::is_masked(text) {
        return Err(Problem::new("address_masked", &[]));
    }
    if text.contains('\u{FFFD}') {
        return Err(Problem::new("address_bad_characters", &[]));
    }
    let length = text.chars().count();
    if length > CELL_MAX {
        return Err(Problem::new("address_too_long", &[&length.to_string(), &DETAIL_MAX.to_string()]));
    }
    Ok(text::normalised(text))
}

/// What the three region columns say.
struct Header {
    chain: Chain,
    /// What stands in the columns, for words.
    text: String,
    /// A township or area in the district column of a city without counties.
    township: String,
}

impl Header {
    fn read(columns: &[String; 3]) -> Result<Self, Problem> {
        let named: Vec<&str> = columns
            .iter()
            .map(|column| column.trim_matches(is_separator))
            .filter(|text| !region::is_placeholder(text))
            .collect();
        let text = named.join(" ");
        let chars: Vec<char> = text.chars().collect();
        let mut header = Self { chain: region::from(&chars, Chain::default(), 0), text, township: String::new() };
        let left = trimmed(&chars[header.chain.end.min(chars.len())..]);
        if left.is_empty() {
            return Ok(header);
        }
        header.leftover(left)?;
        Ok(header)
    }

    /// A region that the chain could not take up: elsewhere, a township, or unknown.
    fn leftover(&mut self, left: &[char]) -> Result<(), Problem> {
        let words: String = left.iter().collect();
        if let Some(place) = self.chain.division() {
            // the county is known already, or there is none: what follows is a township
            let again = region::from(left, self.chain.onward(), 0);
            let named_again = again.end == left.len() && !again.is_empty();
            let township =
                ["镇", "乡", "街道", "办事处", "村", "社区", "区", "园", "农场"].iter().any(|end| words.ends_with(end));
            if region::full_name_at(left, 0) == Some(left.len()) && !named_again && !place.district.is_empty() {
                return Err(Problem::new("address_contradicts", &[&words, &region_words(place)]));
            }
            if place.district.is_empty() || township || named_again {
                self.township = if named_again { String::new() } else { clean(left) };
                return Ok(());
            }
            return Err(Problem::new("address_unknown_region", &[&words]));
        }
        let elsewhere = region::from(left, Chain::default(), 0);
        if elsewhere.is_empty() {
            if self.chain.city.is_some() {
                // an area of the city that is no county: the detail may name the county
                self.township = clean(left);
                return Ok(());
            }
            return Err(Problem::new("address_unknown_region", &[&words]));
        }
        let part: String = left[elsewhere.start..elsewhere.end].iter().collect();
        if self.chain.is_empty() {
            return Err(Problem::new("address_unknown_region", &[&words]));
        }
        let inside = self.chain.city_name().or(self.chain.province_name()).unwrap_or("");
        Err(Problem::new("address_contradicts", &[&part, inside]))
    }
}

fn region_words(place: &Division) -> String {
    let city = if place.city == place.province { "" } else { place.city };
    format!("{}{}{}", place.province, city, place.district)
}

/// The chain of the columns completed by the detail, and the detail without its regions.
fn join(header: &Header, detail: &[char]) -> Result<(Chain, Vec<char>), Problem> {
    let start = lead(detail);
    let onward = header.chain.onward();
    if header.chain.is_empty() {
        let chain = region::from(detail, Chain::at(start), start);
        if chain.is_empty() || chain.is_weak() && chain.division().is_none() {
            return region::find(detail).map_or_else(
                || Ok((Chain::default(), detail.to_vec())),
                |found| Ok((found, without(detail, found.start, repeated(detail, &found)))),
            );
        }
        return Ok((chain, detail[repeated(detail, &chain)..].to_vec()));
    }
    let independent = region::from(detail, Chain::at(start), start);
    if independent.is_strong() && !independent.agrees(&header.chain) {
        let said: String = detail[independent.start..independent.end].iter().collect();
        let place = header.chain.division().map_or_else(|| header.text.clone(), region_words);
        return Err(Problem::new("address_contradicts", &[&said, &place]));
    }
    if let Some(place) = header.chain.division() {
        if let Some(other) = other_district(&detail[start..], &header.chain) {
            return Err(Problem::new("address_contradicts", &[&other, &region_words(place)]));
        }
        let same = independent.county == header.chain.county && independent.named.count_ones() > 1;
        let end = if independent.is_strong() || same { repeated(detail, &independent) } else { start };
        let end = own_district(detail, end, &header.chain);
        return Ok((header.chain, detail[end..].to_vec()));
    }
    let mut ahead = onward;
    ahead.county = None;
    let ambiguous = header.chain.county.is_some();
    if ambiguous {
        (ahead.city, ahead.province) = (None, None);
    }
    let chain = region::from(detail, ahead, start);
    if ambiguous && chain.county.is_none() {
        return Ok((header.chain, detail.to_vec()));
    }
    let end = if chain.is_empty() { start } else { repeated(detail, &chain) };
    Ok((chain, detail[end..].to_vec()))
}

/// Past blanks, a postcode and the name of the country.
fn lead(detail: &[char]) -> usize {
    let mut at = 0;
    loop {
        let before = at;
        while at < detail.len() && is_separator(detail[at]) {
            at += 1;
        }
        for country in ["中华人民共和国", "中国"] {
            at += region::prefix(&detail[at..], country).unwrap_or(0);
        }
        at = postcode_end(detail, at).unwrap_or(at);
        if at == before {
            return at;
        }
    }
}

/// Six digits that stand alone.
fn postcode_end(text: &[char], at: usize) -> Option<usize> {
    let end = at + 6;
    let digits = text.get(at..end)?.iter().all(char::is_ascii_digit);
    let alone = text.get(end).is_none_or(|c| is_separator(*c) && *c != '-');
    (digits && alone).then_some(end)
}

fn without(text: &[char], start: usize, end: usize) -> Vec<char> {
    text[..start].iter().chain(&text[end..]).copied().collect()
}

/// Past repetitions of the same regions: 浙江省 杭州市 余杭区 浙江省杭州市余杭区五常街道.
pub(crate) fn repeated(text: &[char], chain: &Chain) -> usize {
    let mut end = chain.end;
    for _ in 0..3 {
        let again = region::from(text, Chain::at(end), end);
        // a city without counties may stand twice; elsewhere a region's name may open the name of a place in it
        let sole = chain.county.is_none() && chain.division().is_some();
        let start = region::skip(text, end);
        let city = sole && region::full_name_at(text, start).is_some_and(|length| start + length == again.end);
        let repeats = again.is_repetition(chain) || city && again.agrees(chain);
        if !repeats {
            break;
        }
        end = again.end;
    }
    end
}

/// Another county of the same city at the beginning, named in full.
fn other_district(detail: &[char], chain: &Chain) -> Option<String> {
    let length = region::full_name_at(detail, 0).filter(|length| *length > 2)?;
    let mut inside = chain.onward();
    inside.county = None;
    let found = region::from(detail, inside, 0);
    let differs = found.end == length && found.county.is_some() && found.county != chain.county;
    differs.then(|| detail[..length].iter().collect())
}

/// Past the name of the district when a column has it already; two characters may be part of a road's name.
fn own_district(text: &[char], at: usize, chain: &Chain) -> usize {
    let district = chain.division().map_or("", |found| found.district);
    let start = at + text[at..].iter().take_while(|c| is_separator(**c)).count();
    match region::prefix(&text[start..], district) {
        Some(length) if length > 2 => start + length,
        _ => at,
    }
}

/// The one county, or what keeps it from being known.
fn resolve(chain: &Chain, header: &Header, rest: &[char]) -> Result<&'static Division, Problem> {
    if let Some(found) = chain.division() {
        return Ok(found);
    }
    let words: String = trimmed(rest).iter().collect();
    if let Some(county) = chain.county {
        let name = crate::divisions()[county as usize].district;
        return Err(Problem::new("address_ambiguous", &[name, &chain.ways.to_string()]));
    }
    let Some(province) = chain.province_name() else {
        return Err(if words.is_empty() && header.text.is_empty() {
            Problem::new("address_empty", &[])
        } else {
            Problem::new("address_missing_province", &[&words])
        });
    };
    if let Some(found) = region::county_within(rest, &chain.onward()).and_then(|found| found.division()) {
        return Ok(found);
    }
    let Some(city) = chain.city_name() else {
        return Err(Problem::new("address_missing_city", &[province]));
    };
    let inside = if city == province { city.to_owned() } else { format!("{province}{city}") };
    if let Some(length) = region::full_name_at(rest, 0).filter(|length| *length > 2) {
        let said: String = rest[..length].iter().collect();
        return Err(Problem::new("address_contradicts", &[&said, &inside]));
    }
    Err(Problem::new("address_missing_district", &[&inside]))
}

fn trimmed(text: &[char]) -> &[char] {
    let start = text.iter().take_while(|c| is_separator(**c)).count();
    let end = text.len() - text[start..].iter().rev().take_while(|c| is_separator(**c)).count();
    &text[start..end]
}

/// The detail as it is printed: township first, blanks single, no postcode at the end.
fn detail_text(township: &str, rest: &[char]) -> String {
    let rest = clean(rest);
    if township.is_empty() || rest.starts_with(township) { rest } else { format!("{township}{rest}") }
}

/// Without a postcode at either end, tidy.
fn clean(text: &[char]) -> String {
    let mut text = trimmed(text);
    if let Some(end) = postcode_end(text, 0) {
        text = trimmed(&text[end..]);
    }
    for open in ["(", "（", "[", "邮编:", "邮编：", "邮编", "邮政编码:", "邮政编码", " ", ",", "，"] {
        let length = open.chars().count() + 6;
        let close = usize::from(text.last().is_some_and(|c| matches!(c, ')' | '）' | ']')));
        let Some(start) = text.len().checked_sub(length + close) else { continue };
        let tail = &text[start..];
        if let Some(mark) = region::prefix(tail, open)
            && tail[mark..mark + 6].iter().all(char::is_ascii_digit)
        {
            text = trimmed(&text[..start]);
            text = text.strip_suffix(&['(']).or(text.strip_suffix(&['（'])).unwrap_or(text);
        }
    }
    tidy(text)
}

/// With single blanks, without separators at the ends.
pub(crate) fn tidy(text: &[char]) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for c in trimmed(text) {
        let blank = c.is_whitespace();
        if !blank {
            out.push(*c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
#[path = "locate/tests.rs"]
mod tests;
