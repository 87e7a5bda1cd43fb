//! From readings to the weight of a parcel: one that stands still, and that is not the weight of the parcel before.

use super::scale::Said;

/// The heaviest parcel that is packed here.
pub const WEIGHT_MAX_G: u32 = 50_000;
/// Within this an empty scale shows nothing: a piece of tape, or its own unrest. What is lighter is typed.
const EMPTY_G: i32 = 10;
/// A scale that stands still moves by a division.
const STILL_G: i32 = 5;
/// Readings that agree, where the scale says itself that it is stable: one alone may have lost a digit on the line.
const STABLE_READINGS: u32 = 2;
/// Readings that agree, and for how long, where it does not say.
const STILL_READINGS: u32 = 4;
const STILL_MS: f64 = 400.0;
/// A scale swings through nothing while something is put on it.
const EMPTY_READINGS: u32 = 2;

/// Readings that agree.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Run {
    /// The first; what creeps away from it is no more the same.
    first_g: i32,
    last_g: i32,
    count: u32,
    since_ms: f64,
    last_ms: f64,
    /// The scale called all of them stable.
    is_stable: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Last {
    /// Nothing was said, or nothing for long.
    Silent,
    OutOfRange,
    Run(Run),
}

/// Why no weight can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    Silent,
    OutOfRange,
    TooHeavy,
    /// It must be set to zero.
    BelowZero,
    /// Nothing lies on it.
    Empty,
    /// It was not empty since the last parcel.
    NotEmptied,
    Moving,
}

#[derive(Clone, Copy, Debug)]
pub struct Weigher {
    last: Last,
    /// It was empty since a weight was taken.
    is_armed: bool,
    /// Empty readings in a row.
    empty: u32,
}

impl Weigher {
    /// What lies on the scale at the beginning may have been weighed before.
    pub fn new() -> Weigher {
        Weigher { last: Last::Silent, is_armed: false, empty: 0 }
    }

    pub fn hear(&mut self, said: Said, at_ms: f64) {
        let Said::Weight { grams, is_stable } = said else {
            self.last = Last::OutOfRange;
            self.empty = 0;
            return;
        };
        self.empty = if grams.abs() <= EMPTY_G { self.empty + 1 } else { 0 };
        if self.empty >= EMPTY_READINGS {
            self.is_armed = true;
        }
        let fresh = Run {
            first_g: grams,
            last_g: grams,
            count: u32::from(is_stable != Some(false)),
            since_ms: at_ms,
            last_ms: at_ms,
            is_stable: is_stable == Some(true),
        };
        self.last = Last::Run(match self.last {
            Last::Run(run) if is_stable != Some(false) && run.count > 0 && (grams - run.first_g).abs() <= STILL_G => {
                Run {
                    last_g: grams,
                    count: run.count.saturating_add(1),
                    last_ms: at_ms,
                    is_stable: run.is_stable && fresh.is_stable,
                    ..run
                }
            }
            _ => fresh,
        });
    }

    /// The cable was pulled, or nothing came for long. What was empty before and is not now was put on since, so that is remembered.
    pub fn lost(&mut self) {
        self.last = Last::Silent;
        self.empty = 0;
    }

    /// A weight belongs to a parcel now, read or typed: whatever lies on the scale is not the next one.
    pub fn take(&mut self) {
        self.is_armed = false;
        self.empty = 0;
    }

    /// What it shows.
    pub fn grams(&self) -> Option<i32> {
        match self.last {
            Last::Run(run) => Some(run.last_g),
            Last::Silent | Last::OutOfRange => None,
        }
    }

    pub fn is_steady(&self) -> bool {
        let Last::Run(run) = self.last else { return false };
        let is_called = run.is_stable && run.count >= STABLE_READINGS;
        is_called || (run.count >= STILL_READINGS && run.last_ms - run.since_ms >= STILL_MS)
    }

    /// The weight of the parcel that lies on it, in grams.
    pub fn ready(&self) -> Result<u32, Obstacle> {
        let grams = match self.last {
            Last::Silent => return Err(Obstacle::Silent),
            Last::OutOfRange => return Err(Obstacle::OutOfRange),
            Last::Run(run) => run.last_g,
        };
        if grams.abs() <= EMPTY_G {
            // Not called empty before that is sure: whoever puts the next one on then is not told to take it off.
            return Err(if self.is_armed { Obstacle::Empty } else { Obstacle::Moving });
        }
        let Ok(grams) = u32::try_from(grams) else {
            return Err(if self.is_steady() { Obstacle::BelowZero } else { Obstacle::Moving });
        };
        match grams {
            _ if grams > WEIGHT_MAX_G => Err(Obstacle::TooHeavy),
            _ if !self.is_armed => Err(Obstacle::NotEmptied),
            _ if !self.is_steady() => Err(Obstacle::Moving),
            _ => Ok(grams),
        }
    }

    /// Whether a parcel of this weight may still lie on it. A scale that says nothing tells nothing.
    pub fn may_hold(&self, grams: u32) -> bool {
        match self.last {
            Last::Silent => true,
            Last::OutOfRange => false,
            Last::Run(run) => i64::from(run.last_g).abs_diff(i64::from(grams)) <= u64::from(STILL_G.unsigned_abs()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A scale that says how it stands, ten times a second.
    struct Bench {
        weigher: Weigher,
        at_ms: f64,
    }

    impl Bench {
        fn new() -> Bench {
            Bench { weigher: Weigher::new(), at_ms: 0.0 }
        }

        fn shows(&mut self, grams: &[i32], is_stable: Option<bool>) -> Result<u32, Obstacle> {
            for grams in grams {
                self.at_ms += 100.0;
                self.weigher.hear(Said::Weight { grams: *grams, is_stable }, self.at_ms);
            }
            self.weigher.ready()
        }
    }

    #[test]
    fn a_weight_is_taken_when_the_scale_calls_it_stable_twice() {
        let mut bench = Bench::new();
        assert_eq!(bench.weigher.ready(), Err(Obstacle::Silent));
        assert_eq!(bench.shows(&[0, 0], Some(true)), Err(Obstacle::Empty));
        assert_eq!(bench.shows(&[700, 1100, 1236], Some(false)), Err(Obstacle::Moving));
        assert_eq!(bench.shows(&[1234], Some(true)), Err(Obstacle::Moving));
        assert_eq!(bench.shows(&[1234], Some(true)), Ok(1234));
        // A digit that was lost on the line is seen once.
        let mut bench = Bench::new();
        bench.shows(&[0, 0], Some(true)).unwrap_err();
        assert_eq!(bench.shows(&[234], Some(true)), Err(Obstacle::Moving));
        assert_eq!(bench.shows(&[1234, 1235], Some(true)), Ok(1235));
    }

    #[test]
    fn without_a_flag_it_stands_still_for_a_while() {
        let mut bench = Bench::new();
        bench.shows(&[0, 0, 0], None).unwrap_err();
        assert_eq!(bench.shows(&[800, 1230, 1234, 1232, 1234], None), Err(Obstacle::Moving));
        assert_eq!(bench.shows(&[1234], None), Ok(1234));
        // A slow creep is no standing still.
        let creep: Vec<i32> = (0..40).map(|step| 1300 + 3 * step).collect();
        assert_eq!(bench.shows(&creep, None), Err(Obstacle::Moving));
        // Quick readings that agree come too early.
        let mut weigher = Weigher { is_armed: true, ..Weigher::new() };
        for at in 0..10 {
            weigher.hear(Said::Weight { grams: 500, is_stable: None }, f64::from(at) * 10.0);
        }
        assert_eq!(weigher.ready(), Err(Obstacle::Moving));
    }

    #[test]
    fn the_same_parcel_is_never_taken_twice() {
        let mut bench = Bench::new();
        assert_eq!(bench.shows(&[1234; 9], Some(true)), Err(Obstacle::NotEmptied), "it lay there at the beginning");
        bench.shows(&[0, 0], Some(true)).unwrap_err();
        assert_eq!(bench.shows(&[1234; 9], Some(true)), Ok(1234));
        bench.weigher.take();
        assert_eq!(bench.shows(&[1234; 9], Some(true)), Err(Obstacle::NotEmptied));
        assert_eq!(bench.shows(&[2400; 9], Some(true)), Err(Obstacle::NotEmptied), "something was put on top");
        assert_eq!(bench.shows(&[4], Some(false)), Err(Obstacle::Moving));
        assert_eq!(bench.shows(&[1234; 9], Some(true)), Err(Obstacle::NotEmptied), "it swung through nothing");
        bench.weigher.lost();
        assert_eq!(bench.shows(&[1234; 9], Some(true)), Err(Obstacle::NotEmptied), "the cable was pulled meanwhile");
        bench.shows(&[6, -2], Some(true)).unwrap_err();
        assert_eq!(bench.shows(&[800; 2], Some(true)), Ok(800));
    }

    #[test]
    fn what_no_parcel_weighs_is_not_taken() {
        let mut bench = Bench::new();
        bench.shows(&[0, 0], Some(true)).unwrap_err();
        assert_eq!(bench.shows(&[50_000; 2], Some(true)), Ok(50_000));
        assert_eq!(bench.shows(&[50_001; 2], Some(true)), Err(Obstacle::TooHeavy));
        assert_eq!(bench.shows(&[-300; 2], Some(true)), Err(Obstacle::BelowZero));
        assert_eq!(bench.shows(&[10; 2], Some(true)), Err(Obstacle::Empty));
        bench.weigher.hear(Said::OutOfRange, 0.0);
        assert_eq!((bench.weigher.ready(), bench.weigher.grams()), (Err(Obstacle::OutOfRange), None));
    }

    #[test]
    fn a_parcel_that_was_taken_off_is_noticed() {
        let mut bench = Bench::new();
        bench.shows(&[0, 0, 1234, 1234], Some(true)).unwrap();
        assert!(bench.weigher.may_hold(1234) && bench.weigher.may_hold(1230));
        bench.shows(&[600], Some(false)).unwrap_err();
        assert!(!bench.weigher.may_hold(1234));
        bench.weigher.lost();
        assert!(bench.weigher.may_hold(1234));
    }
}
