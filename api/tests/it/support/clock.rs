//! A clock that stands still until it is moved.

use std::sync::Mutex;

use chrono::{DateTime, SubsecRound, TimeDelta, TimeZone, Utc};
use yundan::app::Clock;

pub struct TestClock(Mutex<DateTime<Utc>>);

impl Default for TestClock {
    /// Noon of 15 June 2026 in Shanghai.
    fn default() -> TestClock {
        TestClock(Mutex::new(Utc.with_ymd_and_hms(2026, 6, 15, 4, 0, 0).unwrap()))
    }
}

impl TestClock {
    /// To the microsecond, as the machine's clock is told.
    pub fn advance(&self, by: TimeDelta) {
        let mut now = self.0.lock().unwrap();
        *now = (*now + by).trunc_subsecs(6);
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}
