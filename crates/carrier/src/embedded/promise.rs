//! In how many days the embedded network promises to deliver: its own terms, counted in days of the calendar after the day of pickup.

use crate::Lane;

/// Provinces (two digits of GB/T 2260) that trucks reach from each other overnight.
const REGIONS: [&[u32]; 7] = [
    &[11, 12, 13, 14, 15],
    &[21, 22, 23],
    &[31, 32, 33, 34, 35, 36, 37],
    &[41, 42, 43],
    &[44, 45, 46],
    &[50, 51, 52, 53],
    &[61, 62, 63, 64],
];
const SAME_CITY: u32 = 1;
const SAME_PROVINCE: u32 = 2;
const SAME_REGION: u32 = 3;
const ELSEWHERE: u32 = 4;
/// Xinjiang, Tibet, and beyond customs: whatever is in no region.
const FAR: u32 = 7;

pub fn promised_days(lane: &Lane<'_>) -> Option<u32> {
    let (from, to) = (lane.from_province, lane.to_province);
    let region = |province: u32| REGIONS.iter().position(|region| region.contains(&province));
    // A municipality is one city, whatever its districts are filed under.
    let is_one_city = matches!(from, 11 | 12 | 31 | 50) || lane.from_city == lane.to_city;
    Some(match (region(from), region(to)) {
        _ if from == to && is_one_city => SAME_CITY,
        _ if from == to => SAME_PROVINCE,
        (Some(a), Some(b)) if a == b => SAME_REGION,
        (Some(_), Some(_)) => ELSEWHERE,
        _ => FAR,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_farther_the_longer() {
        let days = |from_province, from_city, to_province, to_city| {
            promised_days(&Lane { from_province, from_city, to_province, to_city }).unwrap()
        };
        for (from, to, promised) in [
            ((33, "杭州市"), (33, "杭州市"), 1),
            ((31, "上海市"), (31, ""), 1),
            ((33, "杭州市"), (33, "宁波市"), 2),
            ((31, "上海市"), (33, "杭州市"), 3),
            ((33, "杭州市"), (44, "深圳市"), 4),
            ((33, "杭州市"), (65, "乌鲁木齐市"), 7),
            ((65, "喀什地区"), (65, "乌鲁木齐市"), 2),
            ((44, "深圳市"), (81, ""), 7),
        ] {
            assert_eq!(days(from.0, from.1, to.0, to.1), promised, "{from:?} → {to:?}");
        }
    }
}
