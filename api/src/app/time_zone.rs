//! A merchant's days.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::{Asia::Shanghai, Tz};

/// Where the network's own days are counted, and those of merchants who chose no other zone.
pub const NETWORK: &str = "Asia/Shanghai";

fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(Shanghai)
}

/// A moment as the network's people read it.
pub fn shown(at: DateTime<Utc>) -> String {
    at.with_timezone(&Shanghai).format("%Y-%m-%d %H:%M").to_string()
}

/// The day it is there at that moment.
pub fn day(time_zone: &str, at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&zone(time_zone)).date_naive()
}

/// The moment a day begins there; where clocks skip midnight, the first moment that exists.
pub fn start_of(time_zone: &str, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    let zone = zone(time_zone);
    let start =
        (0..24).find_map(|hour| zone.from_local_datetime(&(midnight + chrono::TimeDelta::hours(hour))).earliest());
    start.map_or_else(|| midnight.and_utc(), |start| start.with_timezone(&Utc))
}

/// The moment the next day begins.
pub fn end_of(time_zone: &str, day: NaiveDate) -> DateTime<Utc> {
    start_of(time_zone, day.checked_add_days(Days::new(1)).unwrap_or(day))
}

/// As people there write a moment: `2026-11-24 09:30`.
pub fn local_text(time_zone: &str, at: DateTime<Utc>) -> String {
    at.with_timezone(&zone(time_zone)).format("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_shanghai() {
        let at: DateTime<Utc> = "2026-11-23T16:00:00Z".parse().unwrap();
        let day = day("Asia/Shanghai", at);
        assert_eq!(day.to_string(), "2026-11-24");
        assert_eq!(start_of("Asia/Shanghai", day), at);
        assert_eq!(end_of("Asia/Shanghai", day), at + chrono::TimeDelta::days(1));
        assert_eq!(start_of("no such zone", day), at);
        assert_eq!(local_text("Asia/Shanghai", at), "2026-11-24 00:00");
    }
}
