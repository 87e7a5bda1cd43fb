//! Which lanes are shown, and in which order.

use chrono::{Months, NaiveDate};
use shared::timeliness::{DaysCount, LaneTimes, Timeliness};

use crate::{i18n::Text, texts::timeliness as texts};

/// In which months it was delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    Month,
    #[default]
    Quarter,
    Year,
}

impl Period {
    pub const ALL: [Period; 3] = [Period::Month, Period::Quarter, Period::Year];

    pub const fn key(self) -> &'static str {
        match self {
            Period::Month => "month",
            Period::Quarter => "quarter",
            Period::Year => "year",
        }
    }

    pub fn parse(key: &str) -> Period {
        Period::ALL.into_iter().find(|one| one.key() == key).unwrap_or_default()
    }

    pub const fn words(self) -> Text {
        match self {
            Period::Month => texts::THIS_MONTH,
            Period::Quarter => texts::THREE_MONTHS,
            Period::Year => texts::YEAR,
        }
    }

    /// The first and the last month, as the service writes them.
    pub fn months(self, today: NaiveDate) -> (String, String) {
        let back = match self {
            Period::Month => 0,
            Period::Quarter => 2,
            Period::Year => 11,
        };
        let first = today.checked_sub_months(Months::new(back)).unwrap_or(today);
        (first.format("%Y-%m").to_string(), today.format("%Y-%m").to_string())
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Most,
    Late,
    Slow,
}

impl Sort {
    pub const ALL: [Sort; 3] = [Sort::Most, Sort::Late, Sort::Slow];

    pub const fn key(self) -> &'static str {
        match self {
            Sort::Most => "most",
            Sort::Late => "late",
            Sort::Slow => "slow",
        }
    }

    pub fn parse(key: &str) -> Sort {
        Sort::ALL.into_iter().find(|one| one.key() == key).unwrap_or_default()
    }

    pub const fn words(self) -> Text {
        match self {
            Sort::Most => texts::SORT_MOST,
            Sort::Late => texts::SORT_LATE,
            Sort::Slow => texts::SORT_SLOW,
        }
    }
}

/// The lanes with every one of these words in them; what is equal stays in the order of its parcels.
pub fn shown(report: &Timeliness, words: &str, sort: Sort) -> Vec<LaneTimes> {
    let has = |lane: &LaneTimes| {
        let places = [&lane.from_province, &lane.from_city, &lane.province, &lane.city, &lane.carrier.name];
        words.split_whitespace().all(|word| places.iter().any(|place| place.contains(word)))
    };
    let mut lanes: Vec<LaneTimes> = report.lanes.iter().filter(|lane| has(lane)).cloned().collect();
    match sort {
        Sort::Most => {}
        Sort::Late => lanes.sort_by_key(|lane| std::cmp::Reverse(late(lane))),
        Sort::Slow => lanes.sort_by_key(|lane| std::cmp::Reverse((lane.most_days, lane.average_minutes))),
    }
    lanes
}

/// Parcels that came later than promised.
pub fn late(lane: &LaneTimes) -> u64 {
    lane.within_promise.map_or(0, |within| lane.deliveries - within)
}

/// So many of so many, in percent; nothing of nothing. Rounded down: only what was always kept is 100 %.
pub fn share(part: u64, whole: u64) -> Option<String> {
    let tenths = (part * 1_000).checked_div(whole)?;
    Some(format!("{}.{}%", tenths / 10, tenths % 10))
}

/// Days with a bar of their own; the last bar holds everything later.
pub const BARS: u32 = 10;

/// The parcels of each bar.
pub fn bars(days: &[DaysCount]) -> Vec<u64> {
    let mut bars = vec![0; BARS as usize];
    for count in days {
        bars[count.days.min(BARS - 1) as usize] += count.deliveries;
    }
    bars
}

#[cfg(test)]
mod tests {
    use shared::tracks::TrackCarrier;

    use super::*;

    fn lane(city: &str, deliveries: u64, within: Option<u64>, most_days: u32) -> LaneTimes {
        LaneTimes {
            carrier: TrackCarrier { code: "embedded".into(), name: "运单网络".into() },
            from_province: "浙江省".into(),
            from_city: "杭州市".into(),
            province: "广东省".into(),
            city: city.into(),
            deliveries,
            promised_days: within.map(|_| 4),
            within_promise: within,
            average_minutes: None,
            half_days: 1,
            most_days,
            days: Vec::new(),
        }
    }

    #[test]
    fn lanes_are_found_by_their_places_and_sorted() {
        let lanes = vec![lane("深圳市", 90, Some(89), 3), lane("广州市", 20, None, 9), lane("珠海市", 9, Some(1), 6)];
        let report = Timeliness {
            from: String::new(),
            to: String::new(),
            deliveries: 119,
            promised: 99,
            within_promise: 90,
            lanes,
            has_more: false,
        };
        let cities = |words: &str, sort| -> Vec<String> {
            shown(&report, words, sort).into_iter().map(|lane| lane.city).collect()
        };
        assert_eq!(cities("", Sort::Most), ["深圳市", "广州市", "珠海市"]);
        assert_eq!(cities("", Sort::Late), ["珠海市", "深圳市", "广州市"]);
        assert_eq!(cities("", Sort::Slow), ["广州市", "珠海市", "深圳市"]);
        assert_eq!(cities("杭州 珠海", Sort::Most), ["珠海市"]);
        assert_eq!(share(999, 1_000).as_deref(), Some("99.9%"));
        assert_eq!(share(0, 0), None);
    }

    #[test]
    fn periods_are_whole_months() {
        let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
        assert_eq!(Period::Quarter.months(today), ("2025-11".to_owned(), "2026-01".to_owned()));
        assert_eq!(Period::parse("year").months(today).0, "2025-02");
    }

    #[test]
    fn what_is_late_beyond_the_last_bar_is_in_it() {
        let days = [(0, 3), (2, 5), (9, 1), (40, 2)].map(|(days, deliveries)| DaysCount { days, deliveries });
        assert_eq!(bars(&days), [3, 0, 5, 0, 0, 0, 0, 0, 0, 3]);
    }
}
