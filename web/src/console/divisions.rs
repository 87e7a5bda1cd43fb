//! Cities and counties to choose as wholes, and what their codes are called.

use address::Division;

use super::party::region;
use crate::texts::rules as texts;

/// Stands for the counties directly under a province, which belong to no city.
pub const NO_CITY: &str = "-";

/// The cities of a province; [`NO_CITY`] where it has counties of its own.
pub fn cities(province: &str) -> Vec<&'static str> {
    region::cities(province).into_iter().map(|city| if city.is_empty() { NO_CITY } else { city }).collect()
}

/// The counties of a city; none for a city that has none.
pub fn districts(province: &str, city: &str) -> Vec<&'static str> {
    let city = if city == NO_CITY { "" } else { city };
    region::districts(province, city).into_iter().filter(|district| !district.is_empty()).collect()
}

/// The codes that hold exactly what is chosen: two digits for a province, four for a city, six for a county. An empty `city` or
/// `district` is the whole of what is above.
pub fn codes(province: &str, city: &str, district: &str) -> Vec<u32> {
    let of_province = || address::divisions().iter().filter(|one| one.province == province);
    if city.is_empty() {
        return of_province().take(1).map(|one| one.code / 10_000).collect();
    }
    let of_city: Vec<&Division> = of_province().filter(|one| is_of(one, city)).collect();
    let county = of_city.iter().find(|one| !district.is_empty() && one.district == district);
    if let Some(county) = county {
        return vec![county.code];
    }
    let Some(code) = of_city.first().map(|one| one.code / 100) else { return Vec::new() };
    // A municipality is its city.
    if of_city.len() == of_province().count() {
        return vec![code / 100];
    }
    // Cities of Hong Kong and Macao share their four digits.
    let holds_only_it = address::divisions().iter().all(|one| one.code / 100 != code || is_of(one, city));
    if holds_only_it && of_city.iter().all(|one| one.code / 100 == code) {
        vec![code]
    } else {
        of_city.iter().map(|one| one.code).collect()
    }
}

/// What a code of two, four or six digits is called; the code itself where nothing has it.
pub fn name(code: u32) -> String {
    let find = |divisor: u32| address::divisions().iter().find(|one| one.code / divisor == code);
    let parts = match code {
        0..100 => find(10_000).map(|one| [one.province, "", ""]),
        100..10_000 => find(100).map(|one| [one.province, one.city, ""]),
        _ => address::division(code).map(|one| [one.province, one.city, one.district]),
    };
    let Some([province, city, district]) = parts else { return code.to_string() };
    if code >= 100 && city.is_empty() && district.is_empty() {
        return texts::OF_NO_CITY.fill(&[("province", province)]);
    }
    let city = if city == province { "" } else { city };
    format!("{province}{city}{district}")
}

fn is_of(division: &Division, city: &str) -> bool {
    division.city == city || (city == NO_CITY && division.city.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_has_the_shortest_code_that_holds_it() {
        for (chosen, wanted, called) in [
            (("广东省", "", ""), 44, "广东省"),
            (("广东省", "深圳市", ""), 4403, "广东省深圳市"),
            (("广东省", "深圳市", "南山区"), 440_305, "广东省深圳市南山区"),
            (("广东省", "东莞市", ""), 4419, "广东省东莞市"),
            (("北京市", "北京市", "东城区"), 110_101, "北京市东城区"),
            (("重庆市", "重庆市", ""), 50, "重庆市"),
            (("河南省", NO_CITY, "济源市"), 419_001, "河南省济源市"),
            (("河南省", NO_CITY, ""), 4190, "河南省省直辖县级"),
        ] {
            assert_eq!(codes(chosen.0, chosen.1, chosen.2), [wanted], "{chosen:?}");
            assert_eq!(name(wanted), called);
        }
        assert_eq!(codes("无", "", ""), [0; 0]);
        assert_eq!(name(99), "99");
    }

    #[test]
    fn a_city_that_shares_its_digits_is_chosen_by_its_counties() {
        let island = codes("香港特别行政区", "香港岛", "");
        assert!(island.len() > 1 && island.iter().all(|code| code / 10_000 == 81));
        assert!(island.iter().all(|code| name(*code).starts_with("香港特别行政区香港岛")));
    }

    #[test]
    fn every_level_is_offered() {
        assert!(cities("河南省").contains(&NO_CITY) && !cities("浙江省").contains(&NO_CITY));
        assert!(districts("河南省", NO_CITY).contains(&"济源市"));
        assert!(districts("广东省", "东莞市").is_empty());
    }
}
