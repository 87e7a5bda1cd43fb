//! Every name by which a region is written, found by its first character.

use std::sync::OnceLock;

use super::traditional;
use crate::division;

const RENAMES: &str = include_str!("../../data/renames.txt");
const ZONES: &str = include_str!("../../data/zones.txt");

/// Han characters have their own slot; regions begin with nothing else.
const HAN: std::ops::RangeInclusive<u32> = 0x4E00..=0x9FFF;
const SLOTS: usize = 0x9FFF - 0x4E00 + 2;

/// Last two digits of the Bureau's codes for functional areas; county-level cities begin at 81.
const ZONE_NUMBERS: std::ops::RangeInclusive<u32> = 71..=80;

/// Codes of Taiwan, Hong Kong and Macao, where traditional characters are written.
const OUTER: [u32; 3] = [71, 81, 82];

/// Peoples' names in the names of autonomous areas; longer ones first.
const PEOPLES: &[&str] = &[
    "柯尔克孜族",
    "柯尔克孜",
    "达斡尔族",
    "维吾尔族",
    "维吾尔",
    "哈萨克族",
    "哈萨克",
    "塔吉克族",
    "塔吉克",
    "鄂温克族",
    "布依族",
    "朝鲜族",
    "土家族",
    "哈尼族",
    "傈僳族",
    "拉祜族",
    "东乡族",
    "纳西族",
    "景颇族",
    "仫佬族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "普米族",
    "保安族",
    "裕固族",
    "独龙族",
    "锡伯族",
    "蒙古族",
    "蒙古",
    "锡伯",
    "各族",
    "回族",
    "藏族",
    "苗族",
    "彝族",
    "壮族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "傣族",
    "黎族",
    "佤族",
    "畲族",
    "水族",
    "土族",
    "羌族",
    "怒族",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Province = 0,
    City = 1,
    County = 2,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The name of today.
    Full,
    /// A former name, or the name with the suffix of another time (茌平县, now 茌平区).
    Old,
    /// Without its suffix.
    Short,
    /// A common name of a functional area that is in the data.
    Zone,
    /// A functional area that is in no list, lying in this county.
    Host,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub name: String,
    /// Most names fail here; it spares the comparison of the whole name.
    second: char,
    length: u8,
    pub level: Level,
    pub kind: Kind,
    /// Of the province, city or county in [`division::all`].
    pub index: u32,
}

#[derive(Debug)]
pub(super) struct Index {
    /// Sorted by first character.
    entries: Vec<Entry>,
    /// `entries[slots[c]..slots[c + 1]]` begin with character `c`.
    slots: Vec<u32>,
    /// Per city: its only row, when it has no counties.
    pub sole: Vec<Option<u32>>,
}

impl Index {
    pub fn starts(&self, c: char) -> bool {
        let (from, to) = self.bounds(c);
        from < to
    }

    fn bounds(&self, c: char) -> (usize, usize) {
        if !HAN.contains(&(c as u32)) {
            return (0, 0);
        }
        let slot = (c as u32 - HAN.start()) as usize;
        (self.slots[slot] as usize, self.slots[slot + 1] as usize)
    }

    /// Names that stand in the text at this place, with their lengths.
    pub fn at<'a>(&'a self, text: &'a [char], at: usize) -> impl Iterator<Item = (&'a Entry, usize)> {
        let (from, to) = text.get(at).map_or((0, 0), |c| self.bounds(*c));
        let second = text.get(at + 1).copied();
        self.entries[from..to].iter().filter(move |entry| Some(entry.second) == second).filter_map(move |entry| {
            let length = entry.length as usize;
            if text.len() < at + length {
                return None;
            }
            super::prefix(&text[at..], &entry.name).map(|length| (entry, length))
        })
    }

    fn build() -> Self {
        let mut names = Names::default();
        names.add_provinces();
        names.add_cities();
        names.add_counties();
        names.add_listed();
        names.add_other_suffixes();
        names.add_traditional();
        let mut entries = names.entries;
        entries.sort_by(|a, b| {
            (&a.name, a.level as u8, a.index, a.kind as u8).cmp(&(&b.name, b.level as u8, b.index, b.kind as u8))
        });
        entries.dedup_by(|a, b| a.name == b.name && a.level == b.level && a.index == b.index);
        let mut slots = vec![0u32; SLOTS];
        for entry in &entries {
            let slot = entry.name.chars().next().map_or(0, |c| c as u32).saturating_sub(*HAN.start()) as usize;
            slots[slot + 1] += 1;
        }
        for slot in 1..SLOTS {
            slots[slot] += slots[slot - 1];
        }
        Self { entries, slots, sole: names.sole }
    }
}

pub(super) fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(Index::build)
}

#[derive(Default)]
struct Names {
    entries: Vec<Entry>,
    sole: Vec<Option<u32>>,
}

impl Names {
    fn add(&mut self, name: &str, level: Level, kind: Kind, index: usize) {
        let length = name.chars().count();
        let Some(second) = name.chars().nth(1) else { return };
        if name.chars().any(|c| !HAN.contains(&(c as u32))) {
            return;
        }
        self.entries.push(Entry {
            name: name.to_owned(),
            second,
            length: length as u8,
            level,
            kind,
            index: index as u32,
        });
    }

    fn add_provinces(&mut self) {
        for (index, (code, name)) in division::all().provinces.iter().enumerate() {
            self.add(name, Level::Province, Kind::Full, index);
            let short = match code {
                15 => "内蒙古",
                45 => "广西",
                54 => "西藏",
                64 => "宁夏",
                65 => "新疆",
                81 => "香港",
                82 => "澳门",
                _ => name.trim_end_matches(['省', '市']),
            };
            self.add(short, Level::Province, Kind::Short, index);
            if matches!(code, 15 | 45 | 54 | 64 | 65) {
                self.add(&format!("{short}自治区"), Level::Province, Kind::Old, index);
                self.add(&format!("{short}省"), Level::Province, Kind::Old, index);
            }
            if *code == 15 {
                self.add("内蒙", Level::Province, Kind::Short, index);
            }
            if matches!(code, 81 | 82) {
                self.add(&format!("{short}特区"), Level::Province, Kind::Old, index);
            }
        }
    }

    fn add_cities(&mut self) {
        for (index, city) in division::all().cities.iter().enumerate() {
            self.add(city.name, Level::City, Kind::Full, index);
            for suffix in ["市", "地区", "盟"] {
                if let Some(short) = city.name.strip_suffix(suffix) {
                    self.add(short, Level::City, Kind::Short, index);
                }
            }
            if let Some(stem) = city.name.strip_suffix("自治州").map(without_peoples) {
                self.add(stem, Level::City, Kind::Short, index);
                self.add(&format!("{stem}州"), Level::City, Kind::Full, index);
                self.add(&format!("{stem}自治州"), Level::City, Kind::Full, index);
            }
            if matches!(city.code, 1101 | 1201 | 3101 | 5001) {
                let stem = city.name.trim_end_matches('市');
                self.add(&format!("{stem}城区"), Level::City, Kind::Old, index);
                self.add(&format!("{stem}郊县"), Level::City, Kind::Old, index);
            }
        }
    }

    fn add_counties(&mut self) {
        let all = division::all();
        self.sole = vec![None; all.cities.len()];
        for (index, found) in all.divisions.iter().enumerate() {
            if found.district.is_empty() {
                self.sole[all.counties[index].city as usize] = Some(index as u32);
                continue;
            }
            self.add(found.district, Level::County, Kind::Full, index);
            if ZONE_NUMBERS.contains(&(found.code % 100)) && found.code < 700_000 {
                self.add_zone(found, index);
                continue;
            }
            let Some((stem, suffix)) = split_suffix(found.district) else { continue };
            let bare = without_peoples(stem);
            self.add(bare, Level::County, Kind::Short, index);
            if bare != stem {
                let end = suffix.trim_start_matches("自治");
                self.add(&format!("{bare}{end}"), Level::County, Kind::Old, index);
                self.add(&format!("{bare}{suffix}"), Level::County, Kind::Old, index);
            }
        }
    }

    /// 石家庄高新技术产业开发区 is written 高新区 after the city.
    fn add_zone(&mut self, zone: &division::Division, index: usize) {
        let province = zone.province.trim_end_matches(['省', '市']);
        let city = zone.city.trim_end_matches('市');
        let mut stem = zone.district;
        for prefix in [province, zone.city, city, "市"] {
            stem = stem.strip_prefix(prefix).unwrap_or(stem);
        }
        self.add(stem, Level::County, Kind::Zone, index);
        let technology = ["高新技术产业开发区", "高新技术产业园区", "高新技术开发区", "高新区"];
        let airport = ["航空港经济综合实验区", "航空港区", "航空港"];
        let economy = ["经济技术开发区", "经济开发区", "经开区", "开发区"];
        for family in [&technology[..], &economy, &airport] {
            let Some(before) = family.iter().find_map(|name| stem.strip_suffix(name)) else { continue };
            for name in family {
                self.add(&format!("{before}{name}"), Level::County, Kind::Zone, index);
            }
            return;
        }
    }

    /// The hand-made tables of renames and zones.
    fn add_listed(&mut self) {
        let all = division::all();
        for (table, kind) in [(RENAMES, Kind::Old), (ZONES, Kind::Host)] {
            for line in table.lines() {
                let mut words = line.split(' ');
                let Some(code) = words.next().and_then(|code| code.parse::<u32>().ok()) else { continue };
                let city = all.cities.iter().position(|city| city.code == code).map(|index| (Level::City, index));
                let county = all.index_of(code).map(|index| (Level::County, index));
                let Some((level, index)) = city.or(county) else { continue };
                for name in words.skip(1) {
                    self.add(name, level, kind, index);
                }
            }
        }
    }

    /// 茌平县 for 茌平区: the suffix of another time, where the province has no county of that name.
    fn add_other_suffixes(&mut self) {
        let all = division::all();
        let known: std::collections::HashSet<(u32, String)> =
            self.entries.iter().filter_map(|entry| Some((self.province_of(entry)?, entry.name.clone()))).collect();
        for (index, found) in all.divisions.iter().enumerate() {
            let Some((stem, suffix)) = split_suffix(found.district) else { continue };
            if stem.chars().count() < 2 || suffix.len() > 3 {
                continue;
            }
            for other in ["县", "市", "区"] {
                let name = format!("{stem}{other}");
                if other != suffix && !known.contains(&(found.code / 10_000, name.clone())) {
                    self.add(&name, Level::County, Kind::Old, index);
                }
            }
        }
    }

    fn add_traditional(&mut self) {
        let outer = |entry: &&Entry| self.province_of(entry).is_some_and(|province| OUTER.contains(&province));
        let spelled: Vec<(String, Level, Kind, u32)> = (self.entries.iter().filter(outer))
            .flat_map(|entry| {
                let spellings = traditional::spellings(&entry.name);
                spellings.into_iter().map(|name| (name, entry.level, entry.kind, entry.index))
            })
            .collect();
        for (name, level, kind, index) in spelled {
            self.add(&name, level, kind, index as usize);
        }
    }

    /// The two-digit province of a region.
    fn province_of(&self, entry: &Entry) -> Option<u32> {
        let all = division::all();
        match entry.level {
            Level::Province => Some(all.provinces[entry.index as usize].0),
            Level::City => Some(all.cities[entry.index as usize].code / 100),
            Level::County => Some(all.divisions[entry.index as usize].code / 10_000),
        }
    }
}

fn split_suffix(name: &str) -> Option<(&str, &str)> {
    ["自治县", "自治旗", "新区", "县", "市", "区", "旗", "镇", "乡"]
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix).map(|stem| (stem, *suffix)))
}

/// The stem without the names of peoples, unless nothing usable would be left.
fn without_peoples(stem: &str) -> &str {
    let mut bare = stem;
    while let Some(shorter) = PEOPLES.iter().find_map(|people| bare.strip_suffix(people)) {
        if shorter.chars().count() < 2 {
            break;
        }
        bare = shorter;
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems() {
        assert_eq!(without_peoples("双江拉祜族佤族布朗族傣族"), "双江");
        assert_eq!(without_peoples("鄂温克族"), "鄂温克族");
        assert_eq!(without_peoples("会宁"), "会宁");
        assert_eq!(split_suffix("秀山土家族苗族自治县"), Some(("秀山土家族苗族", "自治县")));
    }

    #[test]
    fn hand_made_tables_name_what_they_mean() {
        let all = division::all();
        for line in RENAMES.lines().chain(ZONES.lines()) {
            let mut words = line.split(' ');
            let code: u32 = words.next().and_then(|c| c.parse().ok()).expect(line);
            let today = words.next();
            let county = all.index_of(code).map(|index| all.divisions[index].district);
            let city = all.cities.iter().find(|city| city.code == code).map(|city| city.name);
            assert_eq!(county.or(city), today, "{line}");
            assert!(words.next().is_some(), "{line}");
        }
    }
}
