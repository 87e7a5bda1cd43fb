//! How long parcels take: measured from their scans, told by lane, and expected of the next one.

mod estimate;
mod experience;
mod measure;

use std::collections::BTreeMap;

use carrier::{CarrierGateway, Lang, embedded, reading::KnownCarrier};
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use shared::{
    provinces::PROVINCES,
    timeliness::{DaysCount, LANES_MAX, LaneTimes, MONTHS_MAX, Timeliness, TimelinessQuery},
    tracks::TrackCarrier,
};
use store::{LANE_ROWS_MAX, Lane, LaneDays};

use crate::app::{App, AppError, Caller, Language, Words, time_zone, tracking};

pub use estimate::{of_shipment, to_place};
pub use experience::LaneExperience;
pub use measure::{after, changed, is_untimed, of_track};

/// Months of a report nobody chose months for.
const MONTHS_SHOWN: u32 = 3;
/// So many of a hundred are nearly all.
const MOST_PERCENT: u64 = 90;

/// Promised and actual time by lane. Whoever sees a part of the shipments sees that part's times.
pub async fn report(app: &App, caller: &Caller, query: &TimelinessQuery) -> Result<Timeliness, AppError> {
    let (first, last) = months(query, time_zone::day(time_zone::NETWORK, app.now()))?;
    let (scope, reader) = (caller.scope()?, app.store.read(caller.scope()?));
    let is_part = scope.part().is_some();
    let rows = if is_part {
        let end = last.checked_add_months(Months::new(1)).unwrap_or(last);
        let from = time_zone::start_of(time_zone::NETWORK, first);
        reader.lane_days_of_part(from, time_zone::start_of(time_zone::NETWORK, end)).await?
    } else {
        reader.lane_days(&month(first), &month(last)).await?
    };
    let is_cut = rows.len() as u64 >= LANE_ROWS_MAX;
    let mut by_lane: BTreeMap<Lane, Vec<LaneDays>> = BTreeMap::new();
    for row in rows {
        by_lane.entry(row.lane.clone()).or_default().push(row);
    }
    let mut lanes: Vec<LaneTimes> =
        by_lane.into_iter().map(|(lane, rows)| lane_times(app, caller.language, lane, rows, is_part)).collect();
    lanes.sort_by_key(|lane| std::cmp::Reverse(lane.deliveries));
    let with_promise = || lanes.iter().filter(|lane| lane.promised_days.is_some());
    Ok(Timeliness {
        from: month(first),
        to: month(last),
        deliveries: lanes.iter().map(|lane| lane.deliveries).sum(),
        promised: with_promise().map(|lane| lane.deliveries).sum(),
        within_promise: with_promise().filter_map(|lane| lane.within_promise).sum(),
        has_more: is_cut || lanes.len() > LANES_MAX,
        lanes: {
            lanes.truncate(LANES_MAX);
            lanes
        },
    })
}

fn lane_times(app: &App, language: Language, lane: Lane, rows: Vec<LaneDays>, is_part: bool) -> LaneTimes {
    let mut days: Vec<DaysCount> =
        rows.iter().map(|row| DaysCount { days: row.days, deliveries: row.deliveries }).collect();
    days.sort_by_key(|count| count.days);
    let deliveries: u64 = days.iter().map(|count| count.deliveries).sum();
    let minutes: u64 = rows.iter().map(|row| row.minutes).sum();
    let promised_days = promised_days(app, &lane);
    let within = |promised: u32| days.iter().filter(|count| count.days <= promised).map(|count| count.deliveries).sum();
    LaneTimes {
        promised_days,
        within_promise: promised_days.map(within),
        average_minutes: (!is_part && deliveries > 0).then(|| minutes / deliveries),
        half_days: days_for(&days, deliveries, 50),
        most_days: days_for(&days, deliveries, MOST_PERCENT),
        carrier: named(app, lane.carrier, language),
        from_province: lane.from_province,
        from_city: lane.from_city,
        province: lane.province,
        city: lane.city,
        deliveries,
        days,
    }
}

fn named(app: &App, code: String, language: Language) -> TrackCarrier {
    let known = KnownCarrier::ALL.iter().copied().find(|known| known.as_str() == code);
    let name = known.map(|known| tracking::carrier_name(app, known, language.pick(Lang::Zh, Lang::En)));
    TrackCarrier { name: name.unwrap_or_else(|| code.clone()), code }
}

/// The fewest days in which so many of a hundred are there.
fn days_for(days: &[DaysCount], deliveries: u64, percent: u64) -> u32 {
    let mut there = 0;
    let enough = days.iter().find(|count| {
        there += count.deliveries;
        there * 100 >= deliveries * percent
    });
    enough.map_or(0, |count| count.days)
}

/// What the carrier of a lane promises; carriers of merchants' own accounts tell no promise of theirs.
pub fn promised_days(app: &App, lane: &Lane) -> Option<u32> {
    let code = |name: &str| PROVINCES.iter().find(|(_, known)| *known == name).map(|(code, _)| *code);
    let named = carrier::Lane {
        from_province: code(&lane.from_province)?,
        from_city: &lane.from_city,
        to_province: code(&lane.province)?,
        to_city: &lane.city,
    };
    (lane.carrier == embedded::CODE).then(|| app.carrier.promised_days(&named)).flatten()
}

fn month(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

/// The first days of the first and the last month.
fn months(query: &TimelinessQuery, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), AppError> {
    let asked = |pointer: &str, text: &Option<String>| text.as_ref().map(|text| month_of(pointer, text)).transpose();
    let last = asked("/to", &query.to)?.unwrap_or_else(|| today.with_day(1).unwrap_or(today));
    let before = |months: u32| last.checked_sub_months(Months::new(months - 1)).unwrap_or(last);
    let first = asked("/from", &query.from)?.unwrap_or_else(|| before(MONTHS_SHOWN));
    if first > last || first < before(MONTHS_MAX) {
        let words = Words::new(
            "请选择最多十二个月，开始不晚于结束。",
            "Choose twelve months at most, the first not after the last.",
        );
        return Err(AppError::invalid("/from", "out_of_range", words));
    }
    Ok((first, last))
}

fn month_of(pointer: &str, text: &str) -> Result<NaiveDate, AppError> {
    let is_month = text.len() == "2026-11".len();
    is_month.then(|| format!("{text}-01").parse().ok()).flatten().ok_or_else(|| {
        AppError::invalid(pointer, "bad_month", Words::new("月份写作 2026-11。", "A month is written 2026-11."))
    })
}

/// The month of a moment, in the network's zone.
fn month_at(at: DateTime<Utc>) -> String {
    month(time_zone::day(time_zone::NETWORK, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(from: &str, to: &str) -> TimelinessQuery {
        let named = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        TimelinessQuery { from: named(from), to: named(to) }
    }

    #[test]
    fn months_are_three_or_those_asked_for() {
        let today = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
        let read = |from: &str, to: &str| {
            months(&query(from, to), today).map(|(first, last)| (month(first), month(last))).ok()
        };
        let named = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
        assert_eq!(read("", ""), named("2025-11", "2026-01"));
        assert_eq!(read("", "2025-06"), named("2025-04", "2025-06"));
        assert_eq!(read("2025-02", "2026-01"), named("2025-02", "2026-01"));
        for (from, to) in [("2025-01", "2026-01"), ("2026-02", "2026-01"), ("2026-13", ""), ("", "2026-1"), ("x", "")] {
            assert_eq!(read(from, to), None, "{from} to {to}");
        }
    }

    #[test]
    fn shares_are_counted_from_the_quickest() {
        let days = [(1, 5), (2, 4), (6, 1)].map(|(days, deliveries)| DaysCount { days, deliveries });
        assert_eq!(days_for(&days, 10, 50), 1);
        assert_eq!(days_for(&days, 10, 90), 2);
        assert_eq!(days_for(&days, 10, 91), 6);
        assert_eq!(days_for(&[], 0, 50), 0);
    }
}
