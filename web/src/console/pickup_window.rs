//! When a courier is to come: a day, a beginning and an end, as clocks show them.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

const HOURS: u32 = 2;
/// A proposal ends by then: later nobody comes, and midnight would be in it.
const LAST_END: u32 = 22;
const NEXT_MORNING: u32 = 9;

/// What is asked for where nobody says otherwise: from the next full hour on, late in the day the next morning.
pub fn proposed(now: NaiveDateTime) -> (NaiveDateTime, NaiveDateTime) {
    let next_hour = now.hour() + 1;
    let (day, hour) = if next_hour + HOURS <= LAST_END {
        (now.date(), next_hour)
    } else {
        (now.date().checked_add_days(Days::new(1)).unwrap_or(now.date()), NEXT_MORNING)
    };
    let from = day.and_time(NaiveTime::MIN) + TimeDelta::hours(hour.into());
    (from, from + TimeDelta::hours(HOURS.into()))
}

/// The window that is typed; nothing where it is none.
pub fn read(day: &str, from: &str, to: &str) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let day: NaiveDate = day.trim().parse().ok()?;
    let time = |text: &str| text.trim().parse::<NaiveTime>().ok();
    let (from, to) = (day.and_time(time(from)?), day.and_time(time(to)?));
    (from < to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().expect("a moment")
    }

    #[test]
    fn the_next_full_hour_is_proposed_and_in_the_evening_the_next_morning() {
        let proposals = [
            ("2026-11-24T14:05:00", "2026-11-24T15:00:00", "2026-11-24T17:00:00"),
            ("2026-11-24T19:59:59", "2026-11-24T20:00:00", "2026-11-24T22:00:00"),
            ("2026-11-24T20:00:00", "2026-11-25T09:00:00", "2026-11-25T11:00:00"),
            ("2026-12-31T23:30:00", "2027-01-01T09:00:00", "2027-01-01T11:00:00"),
        ];
        for (now, from, to) in proposals {
            assert_eq!(proposed(at(now)), (at(from), at(to)), "at {now}");
        }
    }

    #[test]
    fn a_window_has_a_day_and_an_end_after_its_beginning() {
        let window = (at("2026-11-24T15:00:00"), at("2026-11-24T17:30:00"));
        assert_eq!(read("2026-11-24", "15:00", "17:30"), Some(window));
        for (day, from, to) in [
            ("", "15:00", "17:00"),
            ("2026-11-24", "", "17:00"),
            ("2026-11-24", "17:00", "17:00"),
            ("24.11.", "1", "2"),
        ] {
            assert_eq!(read(day, from, to), None, "{day} {from} {to}");
        }
    }
}
