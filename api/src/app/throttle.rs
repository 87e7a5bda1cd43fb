//! Limits on what callers without a session may try. They are kept in memory: a limit that a restart forgets still stops guessing, and
//! nothing is written for requests that come to nothing.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::{AppError, door::too_often};

/// Keys one limit remembers. Past it nobody is let in until some are forgotten: memory is bounded whatever is tried.
const KEYS_MAX: usize = 50_000;

/// How often each key tried, and since when.
type Seen = HashMap<i64, (u32, DateTime<Utc>)>;

/// At most `most` in each window, for each key.
#[derive(Debug)]
pub struct Throttle {
    most: u32,
    window: TimeDelta,
    seen: Mutex<Seen>,
}

impl Throttle {
    pub fn new(most: u32, window: TimeDelta) -> Throttle {
        Throttle { most, window, seen: Mutex::default() }
    }

    /// Takes one more try of this key, or says how long to wait. Of tries at the same moment no more get in than one after another.
    pub fn admit(&self, key: i64, now: DateTime<Utc>) -> Result<(), AppError> {
        let mut seen = self.seen();
        self.require_below(&mut seen, key, now)?;
        self.add(&mut seen, key, now);
        Ok(())
    }

    /// A try that was taken turned out to be none.
    pub fn give_back(&self, key: i64) {
        if let Some((count, _)) = self.seen().get_mut(&key) {
            *count = count.saturating_sub(1);
        }
    }

    /// May this key try once more? It does not count the try.
    pub fn check(&self, key: i64, now: DateTime<Utc>) -> Result<(), AppError> {
        self.require_below(&mut self.seen(), key, now)
    }

    pub fn count(&self, key: i64, now: DateTime<Utc>) {
        self.add(&mut self.seen(), key, now);
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn require_below(&self, seen: &mut Seen, key: i64, now: DateTime<Utc>) -> Result<(), AppError> {
        if seen.len() >= KEYS_MAX {
            seen.retain(|_, (_, since)| *since + self.window > now);
        }
        let full = seen.len() >= KEYS_MAX;
        match seen.get(&key) {
            Some((count, since)) if *since + self.window > now && *count >= self.most => {
                Err(too_often(*since + self.window - now))
            }
            Some(_) => Ok(()),
            None if full => Err(too_often(self.window)),
            None => Ok(()),
        }
    }

    fn add(&self, seen: &mut Seen, key: i64, now: DateTime<Utc>) {
        let entry = seen.entry(key).or_insert((0, now));
        if entry.1 + self.window <= now {
            *entry = (0, now);
        }
        entry.0 += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_window_opens_again() {
        let (throttle, now) = (Throttle::new(2, TimeDelta::minutes(10)), Utc::now());
        for _ in 0..2 {
            throttle.check(1, now).unwrap();
            throttle.count(1, now);
        }
        assert!(matches!(throttle.check(1, now), Err(AppError::TooMany { retry_after_s: 600, .. })));
        throttle.check(2, now).unwrap();
        let later = now + TimeDelta::minutes(10);
        throttle.check(1, later).unwrap();
        throttle.count(1, later);
        throttle.check(1, later).unwrap();
    }

    #[test]
    fn memory_is_bounded() {
        let (throttle, now) = (Throttle::new(2, TimeDelta::minutes(10)), Utc::now());
        for key in 0..KEYS_MAX {
            throttle.count(i64::try_from(key).unwrap(), now);
        }
        assert!(throttle.check(-1, now).is_err());
        throttle.check(1, now).unwrap();
        throttle.check(-1, now + TimeDelta::minutes(10)).unwrap();
        assert!(throttle.seen.lock().unwrap().is_empty());
    }
}
