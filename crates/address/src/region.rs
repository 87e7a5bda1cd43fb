//! Finds chains of province, city and county in a text.

mod index;
mod traditional;

use index::{Entry, Kind, Level, index};

use crate::division::{self, Division};
use crate::text::is_separator;

/// Points for a name in full; short names and functional areas count less, so that a chance match loses against a real address.
const FULL: [u32; 3] = [10, 8, 6];
const OLD: [u32; 3] = [9, 7, 5];
const SHORT: [u32; 3] = [5, 4, 2];
/// Points are compared first, characters matched second.
const POINT: u32 = 64;
/// A chain with this much is an address wherever it stands: the first one in the text wins.
const STRONG: u32 = 11 * POINT;
/// With this much it is named a second time on purpose, not as the beginning of a place's name.
const REPEATED: u32 = 13 * POINT;
/// Less than this is no region at all.
const WEAK: u32 = 4 * POINT;
/// Blanks and marks skipped between two parts.
const GAP_MAX: usize = 4;
/// What some systems write where there is no city.
const PLACEHOLDERS: &[&str] = &[
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
    "省直辖县级行政单位",
    "省直辖行政单位",
    "直辖县级",
    "省直辖县",
    "省直辖",
    "直辖县",
    "市辖区",
    "市辖县",
];
/// A short name before one of these names a road or a building, not a region.
const NOT_AFTER_SHORT: &[&str] = &[
    "路",
    "街",
    "巷",
    "弄",
    "大道",
    "大街",
    "东路",
    "西路",
    "南路",
    "北路",
    "中路",
    "大厦",
    "大酒店",
    "饭店",
    "镇",
    "乡",
    "村",
];

/// Counties that have come to another city since 2015, with the city they are still looked for in: 公主岭市, 寿县, 枞阳县, 简阳市.
const MOVED: &[(u32, u32)] = &[(2203, 220_184), (3415, 340_422), (3408, 340_722), (5120, 510_185)];

/// A chain of regions found in a text; indexes are those of [`division::all`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Chain {
    pub start: usize,
    /// After the last character that belongs to the chain.
    pub end: usize,
    pub province: Option<u16>,
    pub city: Option<u16>,
    pub county: Option<u32>,
    /// How many counties fit equally well; the chain holds the first.
    pub ways: u16,
    /// Levels named in the text, as bits: 1 province, 2 city, 4 county.
    pub named: u8,
    /// Named by a former name.
    pub renamed: bool,
    score: u32,
}

impl Chain {
    pub fn at(start: usize) -> Self {
        Self { start, end: start, ..Self::default() }
    }

    /// Nothing of it but the regions: for going on in another text.
    pub fn onward(self) -> Self {
        Self { start: 0, end: 0, ways: 0, named: 0, score: 0, ..self }
    }

    pub fn is_empty(&self) -> bool {
        self.named == 0
    }

    pub fn is_strong(&self) -> bool {
        self.score >= STRONG
    }

    pub fn is_repetition(&self, of: &Self) -> bool {
        self.score >= REPEATED && self.agrees(of)
    }

    pub fn is_weak(&self) -> bool {
        self.score < WEAK
    }

    pub fn province_name(&self) -> Option<&'static str> {
        self.province.map(|index| division::all().provinces[index as usize].1)
    }

    pub fn city_name(&self) -> Option<&'static str> {
        self.city.map(|index| division::all().cities[index as usize].name).filter(|name| !name.is_empty())
    }

    /// The county, when it is the only one that fits; the city's only row when it has no counties.
    pub fn division(&self) -> Option<&'static Division> {
        let all = division::all();
        match (self.county, self.ways) {
            (Some(county), 0 | 1) => Some(&all.divisions[county as usize]),
            (Some(_), _) => None,
            (None, _) => sole(self.city?).map(|county| &all.divisions[county as usize]),
        }
    }

    /// Two chains can speak of the same place: no level differs.
    pub fn agrees(&self, other: &Self) -> bool {
        fn same<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
            a.is_none() || b.is_none() || a == b
        }
        same(self.province, other.province) && same(self.city, other.city) && same(self.county, other.county)
    }

    fn with(self, entry: &Entry, at: usize, length: usize) -> Option<Self> {
        let all = division::all();
        let mut next = self;
        let level = entry.level as usize;
        match entry.level {
            Level::Province => {
                let province = entry.index as u16;
                if self.named & 0b110 != 0 || self.province.is_some_and(|known| known != province) {
                    return None;
                }
                next.province = Some(province);
            }
            Level::City => {
                let (city, province) = (entry.index as u16, all.city_province[entry.index as usize]);
                if self.province.is_some_and(|known| known != province) || self.named & 0b100 != 0 {
                    return None;
                }
                if self.city.is_some_and(|known| known != city && all.cities[known as usize].name != entry.name) {
                    return None;
                }
                (next.city, next.province) = (Some(city), Some(province));
            }
            Level::County => {
                let county = all.counties[entry.index as usize];
                if self.province.is_some_and(|known| known != county.province)
                    || self.county.is_some_and(|known| known != entry.index)
                {
                    return None;
                }
                let elsewhere = |known| !same_city(known, county.city) && !moved_from(known, entry.index);
                if self.city.is_some_and(elsewhere) {
                    return None;
                }
                if matches!(entry.kind, Kind::Zone | Kind::Host) && self.city.is_none() {
                    return None;
                }
                (next.county, next.city, next.province) = (Some(entry.index), Some(county.city), Some(county.province));
                next.ways = 1;
            }
        }
        if self.is_empty() {
            next.start = at;
        }
        next.renamed |= entry.kind == Kind::Old;
        // a host's zone stays in the detail: it is where the parcel goes
        next.end = if entry.kind == Kind::Host { at } else { at + length };
        let points = match entry.kind {
            Kind::Full => FULL[level],
            Kind::Old => OLD[level],
            Kind::Short | Kind::Zone | Kind::Host => SHORT[level],
        };
        if self.named & (1 << level) == 0 {
            next.score += points * POINT;
        }
        next.score += length as u32;
        next.named |= 1 << level;
        Some(next)
    }
}

/// Municipalities with two city codes (重庆: 5001, 5002) are one city.
fn same_city(a: u16, b: u16) -> bool {
    let all = division::all();
    a == b
        || (all.city_province[a as usize] == all.city_province[b as usize]
            && all.cities[a as usize].name == all.cities[b as usize].name)
}

/// The county was in this city once.
fn moved_from(city: u16, county: u32) -> bool {
    let all = division::all();
    let pair = (all.cities[city as usize].code, all.divisions[county as usize].code);
    MOVED.contains(&pair)
}

/// The only row of a city without counties.
fn sole(city: u16) -> Option<u32> {
    index().sole.get(city as usize).copied().flatten()
}

/// The best chain anywhere in the text.
pub(crate) fn find(text: &[char]) -> Option<Chain> {
    let mut best: Option<Chain> = None;
    let mut at = 0;
    while at < text.len() {
        if index().starts(text[at]) {
            let chain = from(text, Chain::at(at), at);
            if chain.is_strong() {
                return Some(better_start(text, chain));
            }
            if !chain.is_weak() && best.is_none_or(|known| chain.score > known.score) {
                best = Some(chain);
            }
        }
        at += 1;
    }
    best
}

/// A weak prefix must not hide the real start: a strong chain that begins inside it with more points wins.
fn better_start(text: &[char], chain: Chain) -> Chain {
    let last = chain.end.min(chain.start + 5);
    (chain.start + 1..last)
        .filter(|at| index().starts(text[*at]))
        .map(|at| from(text, Chain::at(at), at))
        .fold(chain, |best, other| if other.score > best.score { other } else { best })
}

/// The best chain that goes on from `known` at this place; `known` itself when nothing fits.
pub(crate) fn from(text: &[char], known: Chain, at: usize) -> Chain {
    let mut best = Chain { end: at, ..known };
    step(text, best, &mut best, 0);
    best
}

fn step(text: &[char], chain: Chain, best: &mut Chain, depth: u8) {
    if depth == 6 {
        return;
    }
    let at = skip(text, chain.end);
    for (entry, length) in index().at(text, at) {
        let Some(next) = chain.with(entry, at, length) else { continue };
        if entry.kind == Kind::Short && names_a_road(text, next.end) && !goes_on(text, &next) {
            continue;
        }
        // a level named again counts only when something follows it: 乌鲁木齐市乌鲁木齐市天山区
        if next.named != chain.named {
            consider(next, best);
        }
        if next.named & 0b100 == 0 {
            step(text, next, best, depth + 1);
        }
    }
}

fn consider(next: Chain, best: &mut Chain) {
    if next.score > best.score {
        *best = next;
    } else if next.score == best.score && next.county.is_some() && next.county != best.county && next.end == best.end {
        best.ways = best.ways.saturating_add(1);
    }
}

/// Over blanks, marks and placeholder names.
pub(crate) fn skip(text: &[char], from: usize) -> usize {
    let mut at = from;
    let mut gap = 0;
    loop {
        if at < text.len() && gap < GAP_MAX && is_separator(text[at]) {
            at += 1;
            gap += 1;
        } else if at > 0
            && let Some(length) = placeholder_at(text, at)
        {
            at += length;
            gap = 0;
        } else {
            return at;
        }
    }
}

/// The length of a placeholder name; 重庆市县云阳县 has 县 in place of a city.
fn placeholder_at(text: &[char], at: usize) -> Option<usize> {
    let rest = &text[at.min(text.len())..];
    let known = PLACEHOLDERS.iter().find_map(|name| prefix(rest, name));
    let after_city = at > 0 && text[at - 1] == '市' && rest.first() == Some(&'县');
    known.or_else(|| (after_city && full_name_at(text, at + 1)? > 2).then_some(1))
}

/// The length of `name` when the text begins with it.
pub(crate) fn prefix(text: &[char], name: &str) -> Option<usize> {
    let mut length = 0;
    for c in name.chars() {
        if text.get(length) != Some(&c) {
            return None;
        }
        length += 1;
    }
    Some(length)
}

fn names_a_road(text: &[char], at: usize) -> bool {
    let rest = &text[at.min(text.len())..];
    NOT_AFTER_SHORT.iter().any(|word| prefix(rest, word).is_some())
}

/// A region inside this one follows: 江苏镇江 is no town of 江苏.
fn goes_on(text: &[char], chain: &Chain) -> bool {
    index().at(text, chain.end).any(|(entry, length)| {
        (length > 2 || entry.level == Level::City) && chain.with(entry, chain.end, length).is_some()
    })
}

/// Text that stands for no region: empty, `-`, a placeholder, 其他区.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = text.trim_matches(is_separator);
    text.is_empty()
        || PLACEHOLDERS.contains(&text)
        || matches!(text, "其他" | "其它" | "其他区" | "其它区" | "无" | "县" | "null" | "暂不选择")
}

/// The full name of a county or city that the text begins with, wherever in the country.
pub(crate) fn full_name_at(text: &[char], at: usize) -> Option<usize> {
    index().at(text, at).filter(|(entry, _)| entry.kind == Kind::Full).map(|(_, length)| length).max()
}

/// Counties of this city named in full anywhere in the text; `None` unless exactly one.
pub(crate) fn county_within(text: &[char], known: &Chain) -> Option<Chain> {
    let mut found: Option<Chain> = None;
    for at in 0..text.len() {
        for (entry, length) in index().at(text, at) {
            if entry.level != Level::County || entry.kind != Kind::Full || length < 3 {
                continue;
            }
            let Some(next) = known.with(entry, at, length) else { continue };
            if found.is_some_and(|other| other.county != next.county) {
                return None;
            }
            found = Some(next);
        }
    }
    found
}
