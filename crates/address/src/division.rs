//! The provinces, cities and counties of China, from `data/divisions.txt`.

use std::sync::OnceLock;

const DIVISIONS: &str = include_str!("../data/divisions.txt");

/// One county-level division (or a city that has none).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Division {
    /// Six digits as in GB/T 2260; Hong Kong, Macao and Taiwan under 81, 82 and 71.
    pub code: u32,
    pub province: &'static str,
    /// The province's name in municipalities; empty for counties directly under a province (济源市, 澄迈县 …).
    pub city: &'static str,
    /// Empty for cities that have no counties (东莞市, 中山市, 儋州市, 嘉峪关市).
    pub district: &'static str,
}

/// A city-level node: its counties are `first..end` of [`Divisions::counties`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct City {
    /// Four digits.
    pub code: u32,
    pub name: &'static str,
}

/// A county with the indexes of its city and province.
#[derive(Debug, Clone, Copy)]
pub(crate) struct County {
    pub city: u16,
    pub province: u16,
}

#[derive(Debug)]
pub(crate) struct Divisions {
    /// Two-digit code and name.
    pub provinces: Vec<(u32, &'static str)>,
    pub cities: Vec<City>,
    /// The province of each city.
    pub city_province: Vec<u16>,
    pub divisions: Vec<Division>,
    /// Parallel to `divisions`.
    pub counties: Vec<County>,
    /// Indexes into `divisions`, by code.
    by_code: Vec<u32>,
}

impl Divisions {
    fn read() -> Self {
        let mut all = Self {
            provinces: Vec::with_capacity(34),
            cities: Vec::with_capacity(380),
            city_province: Vec::with_capacity(380),
            divisions: Vec::with_capacity(3400),
            counties: Vec::with_capacity(3400),
            by_code: Vec::new(),
        };
        let mut last = 0;
        for line in DIVISIONS.lines() {
            last = all.add(line, last);
        }
        all.by_code = (0..all.divisions.len() as u32).collect();
        all.by_code.sort_by_key(|index| all.divisions[*index as usize].code);
        all
    }

    /// Takes up one line; `last` is the code of the county before, or 00 in the city. Gives the new one.
    fn add(&mut self, line: &'static str, last: u32) -> u32 {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let (number, name) = (line[..digits].parse::<u32>().unwrap_or(0), &line[digits..]);
        let (spaced, name) = name.strip_prefix(' ').map_or((false, name), |name| (true, name));
        let name = if name == "-" { "" } else { name };
        let code = match (digits, spaced) {
            (2, true) => {
                self.provinces.push((number, name));
                return last;
            }
            (4, _) => {
                self.cities.push(City { code: number, name });
                self.city_province.push(self.provinces.len().saturating_sub(1) as u16);
                return number * 100;
            }
            (0, _) => last + 1,
            (2, false) => last / 100 * 100 + number,
            _ => number,
        };
        let (city, province) = (self.cities.len().saturating_sub(1), self.provinces.len().saturating_sub(1));
        self.divisions.push(Division {
            code,
            province: self.provinces[province].1,
            city: self.cities[city].name,
            district: name,
        });
        self.counties.push(County { city: city as u16, province: province as u16 });
        code
    }

    pub fn index_of(&self, code: u32) -> Option<usize> {
        let at = self.by_code.binary_search_by_key(&code, |index| self.divisions[*index as usize].code).ok()?;
        Some(self.by_code[at] as usize)
    }
}

pub(crate) fn all() -> &'static Divisions {
    static ALL: OnceLock<Divisions> = OnceLock::new();
    ALL.get_or_init(Divisions::read)
}

/// Every county-level division, in the order of the source (by province).
pub fn divisions() -> &'static [Division] {
    &all().divisions
}

/// The division with this six-digit code.
pub fn division(code: u32) -> Option<&'static Division> {
    let all = all();
    all.index_of(code).map(|index| &all.divisions[index])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_is_complete() {
        let all = all();
        assert_eq!(all.provinces.len(), 34);
        assert_eq!(all.divisions.len(), 3370);
        let mut codes: Vec<u32> = all.divisions.iter().map(|d| d.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all.divisions.len(), "codes are unique");
        assert!(all.divisions.iter().all(|d| (100_000..1_000_000).contains(&d.code)));
        assert!(all.divisions.iter().all(|d| !d.city.is_empty() || !d.district.is_empty()));
    }

    #[test]
    fn by_code() {
        for (code, province, city, district) in [
            (110_101, "北京市", "北京市", "东城区"),
            (500_229, "重庆市", "重庆市", "城口县"),
            (440_305, "广东省", "深圳市", "南山区"),
            (441_900, "广东省", "东莞市", ""),
            (419_001, "河南省", "", "济源市"),
            (810_003, "香港特别行政区", "香港岛", "东区"),
            (820_001, "澳门特别行政区", "澳门半岛", "花地玛堂区"),
            (710_101, "台湾省", "台北市", "大安区"),
        ] {
            let found = division(code).expect("known");
            assert_eq!((found.province, found.city, found.district), (province, city, district));
        }
        assert_eq!(division(999_999), None);
        assert_eq!(division(0), None);
    }
}
