//! What can be chosen for province, city and district.

/// Every province, in the order of the codes.
pub fn provinces() -> Vec<&'static str> {
    distinct(address::divisions().iter().map(|division| division.province))
}

/// The cities of a province; an empty one stands for counties directly under it.
pub fn cities(province: &str) -> Vec<&'static str> {
    distinct(address::divisions().iter().filter(|d| d.province == province).map(|division| division.city))
}

/// The districts of a city; an empty one stands for a city that has none.
pub fn districts(province: &str, city: &str) -> Vec<&'static str> {
    distinct(address::divisions().iter().filter(|d| d.province == province && d.city == city).map(|d| d.district))
}

fn distinct(names: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut found: Vec<&'static str> = Vec::new();
    for name in names {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use shared::provinces::PROVINCES;

    use super::*;

    #[test]
    fn every_level_is_offered() {
        assert_eq!(provinces().len(), 34);
        assert_eq!(cities("上海市"), ["上海市"]);
        assert!(districts("浙江省", "杭州市").contains(&"余杭区"));
        assert_eq!(districts("广东省", "东莞市"), [""]);
        assert!(cities("河南省").contains(&""), "济源市 stands directly under the province");
    }

    #[test]
    fn the_list_of_shipments_is_filtered_by_the_same_provinces() {
        let mut found: Vec<(u32, &str)> = Vec::new();
        for division in address::divisions() {
            let province = (division.code / 10_000, division.province);
            if !found.contains(&province) {
                found.push(province);
            }
        }
        found.sort_unstable();
        assert_eq!(found, PROVINCES);
    }
}
