//! Misbehaviour by name.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use crate::numbers::{mixed, number_of};

/// Attempts are counted for so many calls; then counting begins again.
const COUNTED_MAX: usize = 100_000;

macro_rules! faults {
    ($($variant:ident = $name:literal, $about:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Fault { $(#[doc = $about] #[serde(rename = $name)] $variant),* }

        impl Fault {
            pub const ALL: &'static [Fault] = &[$(Fault::$variant),*];

            pub const fn name(self) -> &'static str {
                match self { $(Fault::$variant => $name),* }
            }

            pub const fn about(self) -> &'static str {
                match self { $(Fault::$variant => $about),* }
            }
        }
    };
}

faults! {
    Slow = "slow", "does the work and answers late";
    TimeoutAfter = "timeout-after", "does the work and answers S200 (back end timeout)";
    TimeoutBefore = "timeout-before", "answers S200 and has done nothing";
    Backend = "backend", "does the work and answers S202 (back end failed)";
    Unavailable = "unavailable", "answers S203 and has done nothing";
    Quota = "quota", "answers S206 (quota used up) and has done nothing";
    Flow = "flow", "answers S221 (too fast) and has done nothing";
    BadSignature = "bad-signature", "answers S211 to a right signature";
    Html = "html", "does the work and answers with a page of a gateway";
    HalfBody = "half-body", "does the work, sends half of the answer and closes";
    CutJson = "cut-json", "does the work and answers with half a document as if it were whole";
    Empty = "empty", "does the work and answers with nothing";
    NotFound = "not-found", "answers 404 and has done nothing, as the sandbox does for some APIs";
    OddStatus = "odd-status", "does the work and answers with a status that is no boolean";
    DropBefore = "drop-before", "closes the connection and has done nothing";
    DropAfter = "drop-after", "does the work and closes the connection";
}

impl Fault {
    pub fn parse(name: &str) -> Option<Fault> {
        Fault::ALL.iter().copied().find(|fault| fault.name() == name)
    }

    /// The work is done before it goes wrong.
    pub const fn works(self) -> bool {
        !matches!(
            self,
            Fault::TimeoutBefore
                | Fault::Unavailable
                | Fault::Quota
                | Fault::Flow
                | Fault::BadSignature
                | Fault::NotFound
                | Fault::DropBefore
        )
    }
}

/// When which fault happens. By chance, but the chance of a call follows from the seed, its subject and how often it was tried, so a run can be
/// repeated whatever else goes on at the same time.
#[derive(Clone, Debug, Default)]
pub struct FaultPlan {
    faults: Vec<Fault>,
    per_mille: u64,
    attempts_max: u64,
    seed: u64,
    /// Faults for the next calls, before any chance; for one API or for any.
    next: VecDeque<(Option<String>, Fault)>,
    attempts: BTreeMap<(String, String), u64>,
}

impl FaultPlan {
    pub fn none() -> FaultPlan {
        FaultPlan::default()
    }

    /// Of a thousand first attempts, `per_mille` go wrong by one of the faults. What was tried `attempts_max` times goes right.
    pub fn chance(faults: &[Fault], per_mille: u32, attempts_max: u32, seed: u64) -> FaultPlan {
        FaultPlan {
            faults: faults.to_vec(),
            per_mille: u64::from(per_mille),
            attempts_max: u64::from(attempts_max),
            seed,
            ..FaultPlan::default()
        }
    }

    /// Exactly these, one a call, then nothing more.
    pub fn next(api: Option<&str>, faults: &[Fault]) -> FaultPlan {
        let mut plan = FaultPlan::none();
        plan.add_next(api, faults);
        plan
    }

    pub fn add_next(&mut self, api: Option<&str>, faults: &[Fault]) {
        self.next.extend(faults.iter().map(|fault| (api.map(str::to_owned), *fault)));
    }

    pub(crate) fn choose(&mut self, api: &str, subject: &str) -> Option<Fault> {
        let planned = self.next.iter().position(|(of, _)| of.as_deref().is_none_or(|of| of == api));
        if let Some(at) = planned {
            return self.next.remove(at).map(|(_, fault)| fault);
        }
        if self.faults.is_empty() {
            return None;
        }
        if self.attempts.len() >= COUNTED_MAX {
            self.attempts.clear();
        }
        let attempt = self.attempts.entry((api.to_owned(), subject.to_owned())).or_default();
        *attempt += 1;
        let draw = mixed(&[self.seed, number_of(api), number_of(subject), *attempt]);
        if *attempt > self.attempts_max || draw % 1000 >= self.per_mille {
            return None;
        }
        let which = (draw / 1000) % self.faults.len() as u64;
        usize::try_from(which).ok().and_then(|at| self.faults.get(at).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_is_repeatable_and_ends() {
        let draw = |seed| {
            let mut plan = FaultPlan::chance(Fault::ALL, 500, 3, seed);
            let subjects = (0..200).flat_map(|n| std::iter::repeat_n(n.to_string(), 5));
            subjects.map(|subject| plan.choose("zto.open.createOrder", &subject)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        let drawn = draw(1);
        assert!(drawn.chunks(5).all(|attempts| attempts[3..].iter().all(Option::is_none)));
        let wrong = drawn.iter().flatten().count();
        assert!((200..400).contains(&wrong), "{wrong} of 600");
        assert!(Fault::ALL.iter().all(|fault| drawn.contains(&Some(*fault))), "each of them comes");
    }

    #[test]
    fn what_is_planned_comes_first_and_once() {
        let mut plan = FaultPlan::next(Some("a"), &[Fault::Html, Fault::Empty]);
        assert_eq!(plan.choose("b", ""), None);
        assert_eq!(plan.choose("a", ""), Some(Fault::Html));
        assert_eq!(plan.choose("a", ""), Some(Fault::Empty));
        assert_eq!(plan.choose("a", ""), None);
    }

    #[test]
    fn names_are_found_again() {
        for fault in Fault::ALL {
            assert_eq!(Fault::parse(fault.name()), Some(*fault));
            assert_eq!(serde_json::to_value(fault).unwrap(), fault.name());
        }
    }
}
