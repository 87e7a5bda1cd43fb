//! Times of the providers: China has one offset the year round.

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};

const SHANGHAI_S: i32 = 8 * 3600;
const TIME: &str = "%Y-%m-%d %H:%M:%S";

fn shanghai() -> FixedOffset {
    FixedOffset::east_opt(SHANGHAI_S).expect("eight hours are an offset")
}

/// `2026-11-28 21:30:00`, as clocks in China show it.
pub(crate) fn written(at: DateTime<Utc>) -> String {
    at.with_timezone(&shanghai()).format(TIME).to_string()
}

/// `2026-11-28T21:30:00+08:00`.
pub(crate) fn rfc3339(at: DateTime<Utc>) -> String {
    at.with_timezone(&shanghai()).to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}

/// With an offset, or without one by Chinese clocks; fractions of a second are allowed.
pub(crate) fn read(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.to_utc());
    }
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").ok()?;
    local.and_local_timezone(shanghai()).single().map(|at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_chinese() {
        let at = DateTime::parse_from_rfc3339("2026-11-28T16:30:05Z").unwrap().to_utc();
        assert_eq!(written(at), "2026-11-29 00:30:05");
        assert_eq!(rfc3339(at), "2026-11-29T00:30:05+08:00");
        for text in ["2026-11-29 00:30:05", "2026-11-29 00:30:05.000", "2026-11-29T00:30:05+08:00"] {
            assert_eq!(read(text), Some(at), "{text}");
        }
        for text in ["", "2026-11-29", "2026-13-29 00:30:05", "yesterday"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
