//! Time and ids. Both are passed in, so that tests decide what time it is.

use std::sync::Mutex;

use chrono::{DateTime, SubsecRound, Utc};
use uuid::{ContextV7, Timestamp, Uuid};

/// Digits of a second the databases keep: PostgreSQL has microseconds.
const SUBSECOND_DIGITS: u16 = 6;

pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(SUBSECOND_DIGITS)
    }
}

/// Makes UUIDv7 that rise in the order they were made.
pub struct Ids(Mutex<ContextV7>);

impl Default for Ids {
    fn default() -> Self {
        Ids(Mutex::new(ContextV7::new().with_additional_precision()))
    }
}

impl Ids {
    pub fn next(&self, now: DateTime<Utc>) -> Uuid {
        let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
        // A thread that panicked cannot have left the counter half written.
        let context = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Uuid::new_v7(Timestamp::from_unix(&*context, seconds, now.timestamp_subsec_nanos()))
    }
}

/// The smallest id of that moment: ids made from then on are not below it.
pub fn first_id_at(moment: DateTime<Utc>) -> Uuid {
    let millis = u64::try_from(moment.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_within_one_moment() {
        let (ids, now) = (Ids::default(), SystemClock.now());
        let made: Vec<Uuid> = (0..5_000).map(|_| ids.next(now)).collect();
        assert!(made.is_sorted());
        assert!(made.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(made[0] >= first_id_at(now));
        assert!(made[4_999] < first_id_at(now + chrono::TimeDelta::seconds(1)));
    }
}
