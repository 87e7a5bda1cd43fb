//! Stops asking a carrier that does not answer, and tries again with one question.
//!
//! Time is passed in, so that its tests and the service's need no waiting. What counts as trouble is decided by the adapter: a refusal is an
//! answer, and the breaker stays closed.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

/// So many calls without an answer, one after the other, open the breaker.
pub const TROUBLES_MAX: u32 = 5;
/// So long nobody asks. Each failed probe doubles it …
pub const OPEN_S: u32 = 10;
/// … up to this.
pub const OPEN_S_MAX: u32 = 300;

#[derive(Debug, Default)]
struct State {
    troubles: u32,
    /// Not asked before.
    open_until: Option<DateTime<Utc>>,
    /// How long it was open last, in seconds.
    open_s: u32,
    /// The one question after the pause is on its way.
    probing: bool,
    /// What wants to be left alone, and until when. As many entries at most as the carrier has APIs.
    quiet: BTreeMap<&'static str, DateTime<Utc>>,
}

/// One a carrier and address; shared by everybody who asks there.
#[derive(Debug, Default)]
pub struct Breaker {
    state: Mutex<State>,
}

/// The right to ask once. Whoever drops it without a word (a caller that went away) leaves the breaker as it was.
#[derive(Debug)]
pub struct Permit<'a> {
    breaker: &'a Breaker,
    api: &'static str,
    probe: bool,
}

/// What a question came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// The carrier answered, be it with a refusal.
    Yes,
    /// It did not answer, or not in its language.
    No,
    /// It answered that this API wants to be left alone for so many seconds; quotas are counted for each.
    QuietFor(u32),
}

impl Breaker {
    /// May `api` be asked now? Otherwise the seconds until it may.
    pub fn acquire(&self, api: &'static str, now: DateTime<Utc>) -> Result<Permit<'_>, u32> {
        let mut state = self.state();
        if let Some(until) = state.quiet.get(api).copied() {
            if now < until {
                return Err(seconds(until - now));
            }
            state.quiet.remove(api);
        }
        match state.open_until {
            None => Ok(Permit { breaker: self, api, probe: false }),
            Some(until) if now < until => Err(seconds(until - now)),
            Some(_) if state.probing => Err(1),
            Some(_) => {
                state.probing = true;
                Ok(Permit { breaker: self, api, probe: true })
            }
        }
    }

    /// How many questions make sense now: none while it is open, one to see whether the carrier is back, and otherwise `most`. Whoever has
    /// much to ask looks here first, so that what could not be asked does not count as tried.
    pub fn room(&self, most: u32, now: DateTime<Utc>) -> u32 {
        let state = self.state();
        match state.open_until {
            None => most,
            Some(until) if now < until || state.probing => 0,
            Some(_) => most.min(1),
        }
    }

    /// A poisoned state is a whole one: it is changed by assignments that cannot fail half-way.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit<'_> {
    pub fn report(self, answered: Answered, now: DateTime<Utc>) {
        let mut state = self.breaker.state();
        if let Answered::QuietFor(quiet_s) = answered {
            let until = now + TimeDelta::seconds(i64::from(quiet_s.min(OPEN_S_MAX)));
            let quiet = state.quiet.entry(self.api).or_insert(until);
            *quiet = until.max(*quiet);
        }
        let open = state.open_until.is_some();
        match answered {
            // An answer to a question from before the pause says nothing about the time after it.
            Answered::Yes | Answered::QuietFor(_) if open && !self.probe => {}
            Answered::Yes | Answered::QuietFor(_) => {
                state.troubles = 0;
                state.open_until = None;
            }
            Answered::No => {
                state.troubles = state.troubles.saturating_add(1);
                if self.probe || (!open && state.troubles >= TROUBLES_MAX) {
                    state.open_s = if open { (state.open_s * 2).min(OPEN_S_MAX) } else { OPEN_S };
                    state.open_until = Some(now + TimeDelta::seconds(i64::from(state.open_s)));
                }
            }
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if self.probe {
            self.breaker.state().probing = false;
        }
    }
}

/// Rounded up, at least one: whoever waits so long may ask.
fn seconds(wait: TimeDelta) -> u32 {
    let whole = wait.num_seconds() + i64::from(wait.subsec_nanos() > 0);
    u32::try_from(whole.max(1)).unwrap_or(OPEN_S_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const API: &str = "zto.open.createOrder";

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + second, 0).unwrap()
    }

    fn opened(breaker: &Breaker) {
        for _ in 0..TROUBLES_MAX {
            breaker.acquire(API, at(0)).unwrap().report(Answered::No, at(0));
        }
    }

    #[test]
    fn opens_after_troubles_in_a_row_only() {
        let breaker = Breaker::default();
        for _ in 0..20 {
            for _ in 1..TROUBLES_MAX {
                breaker.acquire(API, at(0)).unwrap().report(Answered::No, at(0));
            }
            breaker.acquire(API, at(0)).unwrap().report(Answered::Yes, at(0));
        }
        opened(&breaker);
        assert_eq!(breaker.acquire(API, at(0)).unwrap_err(), OPEN_S);
        assert_eq!(breaker.acquire(API, at(3)).unwrap_err(), OPEN_S - 3);
    }

    #[test]
    fn one_probe_closes_it_or_doubles_the_pause() {
        let breaker = Breaker::default();
        opened(&breaker);
        let probe = breaker.acquire(API, at(10)).unwrap();
        assert_eq!(breaker.acquire(API, at(10)).unwrap_err(), 1, "one at a time");
        probe.report(Answered::No, at(10));
        assert_eq!(breaker.acquire(API, at(10)).unwrap_err(), 2 * OPEN_S);
        breaker.acquire(API, at(30)).unwrap().report(Answered::Yes, at(30));
        assert!(breaker.acquire(API, at(30)).is_ok() && breaker.acquire(API, at(30)).is_ok());
        // The pause begins short again.
        opened(&breaker);
        assert_eq!(breaker.acquire(API, at(0)).unwrap_err(), OPEN_S);
    }

    #[test]
    fn there_is_room_for_one_after_the_pause_and_for_none_during_it() {
        let breaker = Breaker::default();
        assert_eq!(breaker.room(8, at(0)), 8);
        opened(&breaker);
        assert_eq!((breaker.room(8, at(9)), breaker.room(8, at(10))), (0, 1));
        let probe = breaker.acquire(API, at(10)).unwrap();
        assert_eq!(breaker.room(8, at(10)), 0);
        probe.report(Answered::Yes, at(10));
        assert_eq!(breaker.room(8, at(10)), 8);
    }

    #[test]
    fn the_pause_has_an_end() {
        let breaker = Breaker::default();
        opened(&breaker);
        let mut now = 0;
        for _ in 0..20 {
            now += i64::from(breaker.acquire(API, at(now)).unwrap_err());
            breaker.acquire(API, at(now)).unwrap().report(Answered::No, at(now));
        }
        assert_eq!(breaker.acquire(API, at(now)).unwrap_err(), OPEN_S_MAX);
    }

    #[test]
    fn a_probe_that_is_given_up_frees_its_place() {
        let breaker = Breaker::default();
        opened(&breaker);
        drop(breaker.acquire(API, at(10)).unwrap());
        assert!(breaker.acquire(API, at(10)).is_ok());
    }

    #[test]
    fn a_late_answer_does_not_end_the_pause() {
        let breaker = Breaker::default();
        let before = breaker.acquire(API, at(0)).unwrap();
        opened(&breaker);
        before.report(Answered::Yes, at(1));
        assert!(breaker.acquire(API, at(1)).is_err());
    }

    #[test]
    fn one_api_may_ask_for_quiet() {
        let breaker = Breaker::default();
        breaker.acquire(API, at(0)).unwrap().report(Answered::QuietFor(60), at(0));
        assert_eq!(breaker.acquire(API, at(1)).unwrap_err(), 59);
        assert!(breaker.acquire("another", at(1)).is_ok());
        assert!(breaker.acquire(API, at(60)).is_ok());
    }
}
