//! The way a parcel takes through a network that is played: hub by hub, with the faults that real networks have. The same parcel under the
//! same seed always goes the same way.

use chrono::TimeDelta;

use crate::{ProblemCode, Scan, ScanCode, ShipmentState, state_after};

/// What can go wrong with a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It leaves the first hub and is never seen again.
    Lost,
    /// It lies at a hub for two days.
    Late,
    /// A scanner was offline: what it saw is told after what happened next.
    OutOfOrder,
    /// Two guns scan it, and one sends its scan twice.
    Doubled,
    /// It comes off at a hub where it does not belong.
    WrongHub,
    Damaged,
    /// The receiver does not take it: it goes back.
    Refused,
    /// Nobody is there: it is tried again the next day.
    Unreachable,
}

impl Fault {
    pub const ALL: [Fault; 8] = [
        Fault::Lost,
        Fault::Late,
        Fault::OutOfOrder,
        Fault::Doubled,
        Fault::WrongHub,
        Fault::Damaged,
        Fault::Refused,
        Fault::Unreachable,
    ];
}

/// Where a parcel comes through.
#[derive(Clone, Debug)]
pub struct Way {
    pub from_outlet: String,
    pub from_hub: String,
    pub to_hub: String,
    pub to_outlet: String,
}

/// One scan of a journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When it happens, from when the parcel was ready.
    pub at: TimeDelta,
    /// When it is told; later than it happens where a scanner was offline.
    pub told_at: TimeDelta,
    pub scan: Scan,
    pub place: String,
    pub next_place: String,
}

/// Where a parcel lands that comes off at the wrong hub.
const WRONG_HUB: &str = "郑州转运中心";

/// What decides about one parcel, whatever happens to others.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64, parcel: u128) -> Dice {
        let mut dice = Dice(seed ^ (parcel as u64) ^ ((parcel >> 64) as u64).rotate_left(32));
        // Neighbouring numbers have little in common after a few throws.
        for _ in 0..4 {
            dice.next();
        }
        dice
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    fn minutes(&mut self, from: i64, to: i64) -> TimeDelta {
        let span = u64::try_from(to - from).unwrap_or(0);
        TimeDelta::minutes(from + i64::try_from(self.below(span)).unwrap_or(0))
    }

    /// Whether something goes wrong, and what.
    pub fn fault(&mut self, percent: u8) -> Option<Fault> {
        let goes_wrong = self.below(100) < u64::from(percent);
        let which = self.below(Fault::ALL.len() as u64) as usize;
        goes_wrong.then(|| Fault::ALL[which])
    }
}

struct Journey<'a> {
    dice: &'a mut Dice,
    now: TimeDelta,
    steps: Vec<Step>,
}

impl Journey<'_> {
    /// Something happens so many minutes after what was before.
    fn then(&mut self, (from, to): (i64, i64), code: ScanCode, place: &str, next_place: &str) {
        self.happens((from, to), Scan { code, problem: None }, place, next_place);
    }

    fn problem(&mut self, minutes: (i64, i64), problem: ProblemCode, place: &str) {
        self.happens(minutes, Scan { code: ScanCode::Problem, problem: Some(problem) }, place, "");
    }

    fn happens(&mut self, (from, to): (i64, i64), scan: Scan, place: &str, next_place: &str) {
        self.now += self.dice.minutes(from, to);
        self.steps.push(Step {
            at: self.now,
            told_at: self.now,
            scan,
            place: place.to_owned(),
            next_place: next_place.to_owned(),
        });
    }

    fn goes_back(&mut self, way: &Way) {
        self.then((600, 900), ScanCode::ReturnScan, &way.to_outlet, "");
        self.then((120, 240), ScanCode::Arrival, &way.to_hub, "");
        self.then((60, 180), ScanCode::Departure, &way.to_hub, &way.from_hub);
        self.then((900, 1_500), ScanCode::Arrival, &way.from_hub, "");
        self.then((240, 480), ScanCode::ReturnSigned, &way.from_outlet, "");
    }

    fn is_delivered(&mut self, way: &Way) {
        if self.dice.below(5) == 0 {
            self.then((60, 240), ScanCode::Inbound, &way.to_outlet, "");
            self.then((120, 600), ScanCode::DepartureSigned, &way.to_outlet, "");
        } else {
            self.then((60, 300), ScanCode::Signed, &way.to_outlet, "");
        }
    }
}

/// The journey of a parcel, in the order of what happens.
pub fn journey(way: &Way, dice: &mut Dice, fault: Option<Fault>) -> Vec<Step> {
    let mut journey = Journey { dice, now: TimeDelta::zero(), steps: Vec::new() };
    journey.then((30, 180), ScanCode::Got, &way.from_outlet, "");
    journey.then((60, 120), ScanCode::Departure, &way.from_outlet, &way.from_hub);
    journey.then((60, 120), ScanCode::Arrival, &way.from_hub, "");
    journey.then((60, 180), ScanCode::Departure, &way.from_hub, &way.to_hub);
    if fault == Some(Fault::Lost) {
        return journey.steps;
    }
    if fault == Some(Fault::WrongHub) {
        journey.then((300, 600), ScanCode::Arrival, WRONG_HUB, "");
        journey.then((120, 300), ScanCode::Departure, WRONG_HUB, &way.to_hub);
    }
    journey.then((480, 1_440), ScanCode::Arrival, &way.to_hub, "");
    if fault == Some(Fault::Damaged) {
        journey.problem((10, 30), ProblemCode::Damaged, &way.to_hub);
    }
    let resting = if fault == Some(Fault::Late) { (2_880, 3_600) } else { (60, 240) };
    journey.then(resting, ScanCode::Departure, &way.to_hub, &way.to_outlet);
    journey.then((60, 180), ScanCode::Arrival, &way.to_outlet, "");
    journey.then((60, 180), ScanCode::Dispatch, &way.to_outlet, "");
    match fault {
        Some(Fault::Refused) => {
            journey.problem((60, 240), ProblemCode::Refused, &way.to_outlet);
            journey.goes_back(way);
        }
        Some(Fault::Unreachable) => {
            journey.problem((120, 300), ProblemCode::Unreachable, &way.to_outlet);
            journey.then((900, 1_080), ScanCode::Dispatch, &way.to_outlet, "");
            journey.is_delivered(way);
        }
        _ => journey.is_delivered(way),
    }
    let mut steps = journey.steps;
    match fault {
        Some(Fault::OutOfOrder) => {
            // The arrival at the second hub is told after the departure from it.
            let (arrival, departure) = (4, 5);
            steps[arrival].told_at = steps[departure].told_at + TimeDelta::minutes(15);
        }
        Some(Fault::Doubled) => {
            let (first, mut second) = (steps[2].clone(), steps[2].clone());
            second.at += TimeDelta::minutes(1);
            second.told_at = second.at;
            steps.splice(3..3, [first, second]);
        }
        _ => {}
    }
    steps
}

/// How many steps of a journey lie behind a parcel: by its last scan, or else by its state. None where no step of it leads there.
pub fn steps_behind(steps: &[Step], last: Option<(ScanCode, &str)>, state: ShipmentState) -> Option<usize> {
    if state.is_voidable() {
        return Some(0);
    }
    let is_last = |step: &Step| last.is_some_and(|(code, place)| step.scan.code == code && step.place == place);
    if let Some(index) = steps.iter().rposition(is_last) {
        return Some(index + 1);
    }
    let mut at = ShipmentState::LabelPrinted;
    let leads_there = |step: &Step| {
        at = state_after(at, step.scan);
        at == state
    };
    steps.iter().position(leads_there).map(|index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{current_state, follows};

    fn way() -> Way {
        let name = |name: &str| name.to_owned();
        Way {
            from_outlet: name("上海网点"),
            from_hub: name("上海转运中心"),
            to_hub: name("广州转运中心"),
            to_outlet: name("白云网点"),
        }
    }

    fn steps(parcel: u128, fault: Option<Fault>) -> Vec<Step> {
        journey(&way(), &mut Dice::new(7, parcel), fault)
    }

    fn end(steps: &[Step]) -> ShipmentState {
        current_state(steps.iter().map(|step| step.scan))
    }

    #[test]
    fn a_parcel_goes_the_same_way_again_and_is_delivered_without_a_flag() {
        for parcel in 0..200 {
            let journey = steps(parcel, None);
            assert_eq!(journey, steps(parcel, None));
            assert!(journey.windows(2).all(|pair| pair[0].at < pair[1].at));
            assert_eq!(end(&journey), ShipmentState::Delivered);
            let mut state = ShipmentState::LabelPrinted;
            for step in &journey {
                assert!(follows(state, step.scan), "{state:?} {step:?}");
                state = state_after(state, step.scan);
            }
        }
        assert_ne!(steps(1, None), steps(2, None));
    }

    #[test]
    fn each_fault_ends_as_it_should() {
        use ShipmentState as S;
        for fault in Fault::ALL {
            let journey = steps(3, Some(fault));
            let expected = match fault {
                Fault::Lost => S::DepartedFromHub,
                Fault::Refused => S::ReturnedToSender,
                _ => S::Delivered,
            };
            assert_eq!(end(&journey), expected, "{fault:?}");
            let told_in_order = journey.windows(2).all(|pair| pair[0].told_at <= pair[1].told_at);
            assert_eq!(told_in_order, fault != Fault::OutOfOrder, "{fault:?}");
        }
    }

    #[test]
    fn faults_come_as_often_as_they_should_and_all_of_them() {
        let found: Vec<Fault> = (0..4_000).filter_map(|parcel| Dice::new(1, parcel).fault(10)).collect();
        assert!((300..500).contains(&found.len()), "{}", found.len());
        assert!(Fault::ALL.iter().all(|fault| found.contains(fault)));
        assert_eq!((0..4_000).filter_map(|parcel| Dice::new(1, parcel).fault(0)).count(), 0);
    }

    #[test]
    fn a_parcel_goes_on_from_where_it_is() {
        let journey = steps(5, None);
        let last = (ScanCode::Arrival, "广州转运中心");
        let behind = steps_behind(&journey, Some(last), ShipmentState::ArrivedAtHub);
        assert_eq!(behind, Some(5));
        assert_eq!(steps_behind(&journey, None, ShipmentState::LabelPrinted), Some(0));
        let elsewhere = Some((ScanCode::Got, "某网点"));
        assert_eq!(steps_behind(&journey, elsewhere, ShipmentState::PickedUp), Some(1));
        assert_eq!(steps_behind(&journey, None, ShipmentState::Damaged), None);
    }
}
