//! In which city a hub or an outlet is, by its name: 杭州转运中心, 上海青浦华新网点, 浙江省杭州市余杭网点.

use std::{
    collections::{HashMap, HashSet},
    sync::OnceLock,
};

/// A city with its province, both as people say them: 杭州, 浙江.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub province: String,
    /// Empty where the name says the province alone.
    pub city: String,
}

impl Place {
    /// The city, or the province where the city is not known.
    pub fn shown(&self) -> String {
        if self.city.is_empty() { self.province.clone() } else { self.city.clone() }
    }
}

/// The longest name that is looked for.
const NAME_CHARS: usize = 8;
const NAME_MIN: usize = 2;

#[derive(Clone, Copy)]
struct Known {
    province: &'static str,
    city: &'static str,
}

/// The place that a name says: the first city, or town with the rank of a city, in it; the province where there is none.
pub fn locate(text: &str) -> Option<Place> {
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).take(60).collect();
    let (mut at, mut found) = (0, None::<Known>);
    while at < chars.len() {
        let Some((length, known)) = at_start(&chars[at..]) else {
            at += 1;
            continue;
        };
        match found {
            // What follows a province may say the city; a city of another province is a street's name.
            Some(before) if known.province == before.province && !known.city.is_empty() => return Some(place(known)),
            Some(before) => return Some(place(before)),
            None if !known.city.is_empty() => return Some(place(known)),
            None => found = Some(known),
        }
        at += length;
    }
    found.map(place)
}

fn place(known: Known) -> Place {
    Place { province: known.province.to_owned(), city: known.city.to_owned() }
}

/// The longest known name that the text begins with.
fn at_start(text: &[char]) -> Option<(usize, Known)> {
    let most = NAME_CHARS.min(text.len());
    (NAME_MIN..=most).rev().find_map(|length| {
        let name: String = text[..length].iter().collect();
        names().get(name.as_str()).map(|known| (length, *known))
    })
}

fn names() -> &'static HashMap<&'static str, Known> {
    static NAMES: OnceLock<HashMap<&'static str, Known>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names = HashMap::new();
        let (mut towns, mut twice) = (Vec::new(), HashSet::new());
        for division in address::divisions() {
            let province = province_stem(division.province);
            // A name that a province has too means the province.
            for name in [division.province, province] {
                names.insert(name, Known { province, city: municipality(division.province) });
            }
            let city = city_stem(division.city);
            if !division.city.is_empty() {
                for name in [division.city, city] {
                    names.entry(name).or_insert(Known { province, city });
                }
            }
            if let Some(town) = division.district.strip_suffix('市').filter(|town| town.chars().count() >= NAME_MIN) {
                towns.push((town, Known { province, city: if city.is_empty() { town } else { city } }));
            }
        }
        let mut seen = HashSet::new();
        twice.extend(towns.iter().filter(|(town, _)| !seen.insert(*town)).map(|(town, _)| *town));
        for (town, known) in towns.into_iter().filter(|(town, _)| !twice.contains(town)) {
            names.entry(town).or_insert(known);
        }
        names
    })
}

/// Municipalities are their own city.
fn municipality(province: &'static str) -> &'static str {
    if province.ends_with('市') { province_stem(province) } else { "" }
}

/// 浙江省 → 浙江, 广西壮族自治区 → 广西.
fn province_stem(province: &'static str) -> &'static str {
    for long in ["内蒙古", "黑龙江"] {
        if province.starts_with(long) {
            return long;
        }
    }
    first_chars(province, 2)
}

/// 杭州市 → 杭州, 喀什地区 → 喀什, 大理白族自治州 → 大理.
fn city_stem(city: &'static str) -> &'static str {
    if city.ends_with("自治州") {
        // Their names go on with the peoples'.
        for long in ["西双版纳", "黔东南", "黔西南", "博尔塔拉", "巴音郭楞", "克孜勒苏"] {
            if city.starts_with(long) {
                return long;
            }
        }
        return first_chars(city, 2);
    }
    ["市", "地区", "盟"].iter().find_map(|suffix| city.strip_suffix(suffix)).unwrap_or(city)
}

fn first_chars(text: &'static str, count: usize) -> &'static str {
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(String, String)> {
        locate(text).map(|place| (place.province, place.city))
    }

    #[test]
    fn hubs_and_outlets_are_placed_by_their_names() {
        for (text, province, city) in [
            ("杭州转运中心", "浙江", "杭州"),
            ("上海青浦华新网点", "上海", "上海"),
            ("浙江省杭州市余杭网点", "浙江", "杭州"),
            ("浙江杭州余杭网点", "浙江", "杭州"),
            ("【广州转运中心】", "广东", "广州"),
            ("乌鲁木齐转运中心", "新疆", "乌鲁木齐"),
            ("大理转运中心", "云南", "大理"),
            ("喀什转运中心", "新疆", "喀什"),
            ("香港转运中心", "香港", ""),
            ("义乌北苑网点", "浙江", "金华"),
            ("海南转运中心", "海南", ""),
            ("内蒙古赤峰网点", "内蒙古", "赤峰"),
            ("上海南京东路网点", "上海", "上海"),
            ("浙江省", "浙江", ""),
            ("重庆市", "重庆", "重庆"),
        ] {
            assert_eq!(found(text), Some((province.to_owned(), city.to_owned())), "{text}");
        }
        for text in ["", "转运中心", "3 号柜", "\u{0}"] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn every_hub_of_the_network_has_its_province() {
        use carrier::{RouteTable, embedded::EmbeddedRoutes};
        let routes = EmbeddedRoutes::default();
        for (code, name) in shared::provinces::PROVINCES {
            let hub = routes.route(code * 10_000 + 101).expect("the network goes everywhere").bag_hub;
            assert_eq!(locate(&hub).map(|place| place.province).as_deref(), Some(province_stem(name)), "{hub}");
        }
    }
}
