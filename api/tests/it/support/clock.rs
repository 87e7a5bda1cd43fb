//! A clock that stands still until it is moved.

use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use yundan::app::Clock;

pub struct TestClock(Mutex<DateTime<Utc>>);

impl Default for TestClock {
    /// Noon of 15 June 2026 in Shanghai.
    fn default() -> TestClock {
        TestClock(Mutex::new(Utc.with_ymd_and_hms(2026, 6, 15, 4, 0, 0).unwrap()))
    }
}

impl TestClock {
    pub fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}
