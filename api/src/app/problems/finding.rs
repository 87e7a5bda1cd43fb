//! What is wrong with a shipment, as far as its track and the clock say it. Nothing here asks the database.

use carrier::{ProblemCode, ScanCode, embedded};
use chrono::{DateTime, Days, TimeDelta, Utc};
use shared::{
    ShipmentState,
    problems::{InstructionKind, InstructionState, ProblemKind, ProblemSettings, SettledWhy},
    state::Phase,
};
use store::{InstructionRecord, ProblemRecord, ScanEventRecord, ShipmentRecord};

use crate::app::{time_zone, tracks};

/// A shipment that is late once more, after somebody said that it was taken care of.
const LATE_AGAIN_H: u32 = 48;

/// What is judged: the shipment with the state and the events it has now, oldest first.
pub struct Look<'a> {
    pub shipment: &'a ShipmentRecord,
    pub state: ShipmentState,
    pub events: &'a [ScanEventRecord],
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub kind: ProblemKind,
    /// The problem code of the scan; empty where no scan says it.
    pub code: String,
    pub since: DateTime<Utc>,
}

/// Something that is wrong once it lasted this long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence {
    pub kind: ProblemKind,
    pub since: DateTime<Utc>,
    pub hours: u32,
    /// The hours after which it is wrong again, from when a case of it was settled.
    pub again_h: u32,
}

impl Silence {
    /// When it is wrong. Who settled one of these cases has the time once more.
    pub fn wrong_after<'a>(&self, settled: impl Iterator<Item = &'a ProblemRecord>) -> DateTime<Utc> {
        let hours = |hours: u32| TimeDelta::hours(i64::from(hours));
        let wrong_at = self.since + hours(self.hours);
        let last = settled.filter_map(|case| case.settled).map(|settled| settled.at + hours(self.again_h)).max();
        last.map_or(wrong_at, |again| wrong_at.max(again))
    }
}

/// The case that a problem scan opens.
fn kind_of(code: ProblemCode) -> ProblemKind {
    match code {
        ProblemCode::Refused => ProblemKind::Refused,
        ProblemCode::Unreachable | ProblemCode::DeliveryFailed => ProblemKind::FailedDelivery,
        ProblemCode::AddressIncomplete
        | ProblemCode::AddressWrong
        | ProblemCode::AddressChange
        | ProblemCode::OutOfArea => ProblemKind::Address,
        ProblemCode::Damaged => ProblemKind::Damaged,
        ProblemCode::Lost => ProblemKind::Lost,
        ProblemCode::CustomerCancelled
        | ProblemCode::HeldAtOutlet
        | ProblemCode::Weather
        | ProblemCode::Holiday
        | ProblemCode::Control
        | ProblemCode::Prohibited
        | ProblemCode::Other => ProblemKind::Exception,
    }
}

fn is_ours(event: &ScanEventRecord) -> bool {
    ScanCode::parse(&event.code).is_none_or(ScanCode::is_ours)
}

/// A carrier saw it, and nobody knows what for: that ends no problem, and begins none.
fn is_unclear(event: &ScanEventRecord) -> bool {
    ScanCode::parse(&event.code) == Some(ScanCode::Other)
}

/// It is where it should be, or back.
pub fn is_over(state: ShipmentState) -> bool {
    state == ShipmentState::ReturnedToSender || store::is_over(state)
}

impl Look<'_> {
    /// The last thing a scanner said that means something.
    fn last(&self) -> Option<&ScanEventRecord> {
        self.events.iter().rev().find(|event| !is_ours(event) && !is_unclear(event))
    }

    /// Since when nothing happened.
    fn quiet_since(&self) -> DateTime<Utc> {
        self.last().map_or(self.shipment.created_at, |event| event.at)
    }

    fn is_over(&self) -> bool {
        is_over(self.state)
    }

    /// A problem is what keeps it from moving.
    pub fn is_stuck(&self) -> bool {
        self.state.phase() == Phase::Problem
    }

    fn is_going_back(&self) -> bool {
        self.state.phase() == Phase::Returning && !self.is_over()
    }

    /// What the track says is wrong now. Damage stays, wherever the parcel goes.
    pub fn reasons(&self) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if self.state == ShipmentState::OrderCancelled {
            // It was not picked up when it was voided, so whoever saw it since has it.
            let seen = self.events.iter().find(|event| !is_ours(event) && !is_unclear(event));
            let reason = |event: &ScanEventRecord| Reason {
                kind: ProblemKind::VoidedMoving,
                code: String::new(),
                since: event.at,
            };
            return seen.map(reason).into_iter().collect();
        }
        let problem = |event: &ScanEventRecord| {
            let is_problem = ScanCode::parse(&event.code) == Some(ScanCode::Problem);
            is_problem.then(|| ProblemCode::parse(&event.problem_code).unwrap_or(ProblemCode::Other))
        };
        let mut add = |event: &ScanEventRecord, kind: ProblemKind, code: &str| {
            if !reasons.iter().any(|known: &Reason| known.kind == kind) {
                reasons.push(Reason { kind, code: code.to_owned(), since: event.at });
            }
        };
        if let Some((event, code)) = self.last().and_then(|event| Some((event, problem(event)?))) {
            add(event, kind_of(code), code.as_str());
        }
        let damaged = self.events.iter().rev().find(|event| problem(event) == Some(ProblemCode::Damaged));
        if let Some(event) = damaged {
            add(event, ProblemKind::Damaged, ProblemCode::Damaged.as_str());
        }
        if self.is_going_back() {
            // Where it began: every hub on the way back scans it so again.
            let begun = self.events.iter().find(|event| ScanCode::parse(&event.code) == Some(ScanCode::ReturnScan));
            if let Some(event) = begun.or_else(|| self.last()) {
                add(event, ProblemKind::Returning, "");
            }
        }
        reasons
    }

    /// What becomes wrong where nothing happens. `promised_days` are its carrier's on its lane, from the day of pickup.
    pub fn silences(&self, settings: ProblemSettings, promised_days: Option<u32>) -> Vec<Silence> {
        let mut silences = Vec::new();
        let mut add = |kind, since, hours, again_h| silences.push(Silence { kind, since, hours, again_h });
        if tracks::is_voidable(self.state) {
            let (since, hours) = match self.shipment.first_printed_at {
                Some(printed) => (printed, settings.no_pickup_h),
                None => (self.shipment.created_at, settings.not_printed_h),
            };
            add(ProblemKind::NoPickup, since, hours, hours);
            return silences;
        }
        if self.is_over() || self.state == ShipmentState::Lost {
            return silences;
        }
        let quiet = self.quiet_since();
        let (kind, hours) = match self.state {
            ShipmentState::OutForDelivery => (ProblemKind::NotSigned, settings.not_signed_h),
            ShipmentState::DeliveryToLocker | ShipmentState::AwaitingPickup => {
                (ProblemKind::NotCollected, settings.not_collected_h)
            }
            _ => (ProblemKind::NoMovement, settings.no_movement_h),
        };
        add(kind, quiet, hours, hours);
        if !self.is_going_back() {
            add(ProblemKind::Late, self.promised_at(settings, promised_days), 0, LATE_AGAIN_H);
        }
        silences
    }

    /// When it should be with the receiver: by the day that was agreed, else by the day that its carrier promises on this lane, else so long
    /// after it was picked up.
    fn promised_at(&self, settings: ProblemSettings, promised_days: Option<u32>) -> DateTime<Utc> {
        let agreed = self.shipment.services.delivery.and_then(|window| {
            let day = time_zone::start_of(time_zone::NETWORK, window.day?);
            Some(day + TimeDelta::hours(i64::from(window.to_hour)))
        });
        let first = self.events.iter().find(|event| !is_ours(event));
        let picked_up = first.map_or(self.shipment.created_at, |event| event.at);
        let promised = promised_days.map(|days| {
            let picked_up = time_zone::day(time_zone::NETWORK, picked_up);
            time_zone::end_of(time_zone::NETWORK, picked_up + Days::new(u64::from(days)))
        });
        agreed.or(promised).unwrap_or_else(|| picked_up + TimeDelta::hours(i64::from(settings.promised_h)))
    }

    /// Why a case of this kind, that began then, is over; nothing where it is not.
    pub fn why_over(&self, kind: ProblemKind, since: DateTime<Utc>) -> Option<SettledWhy> {
        let went_on = self.quiet_since() > since || self.state == ShipmentState::OrderCancelled;
        let is_over = match kind {
            // Somebody has to look at it, whatever the track says.
            ProblemKind::Damaged => self.state == ShipmentState::OrderCancelled,
            // One that waited for its label waits for the courier from then on.
            ProblemKind::NoPickup => {
                (!tracks::is_voidable(self.state) && went_on)
                    || self.shipment.first_printed_at.is_some_and(|printed| printed > since)
            }
            ProblemKind::Late => self.is_over() || self.is_going_back(),
            // Nobody pays for it and nobody expects it: people find out what to do.
            ProblemKind::VoidedMoving => false,
            // It moves all the while; somebody wants something else of it.
            ProblemKind::OnRequest => {
                self.is_over() || self.is_going_back() || self.state == ShipmentState::OrderCancelled
            }
            ProblemKind::NoMovement | ProblemKind::NotSigned | ProblemKind::NotCollected => self.is_over() || went_on,
            // What somebody opened again waits for something new.
            // The end may bear the minute of the problem: scanners know no seconds.
            _ => (went_on || self.quiet_since() == since) && !self.reasons().iter().any(|reason| reason.kind == kind),
        };
        is_over.then(|| match self.state {
            ShipmentState::OrderCancelled => SettledWhy::Voided,
            ShipmentState::ReturnedToSender => SettledWhy::Returned,
            state if store::is_over(state) => SettledWhy::Delivered,
            _ if self.is_going_back() => SettledWhy::ReturnBegun,
            state if kind == ProblemKind::NoPickup && !tracks::is_voidable(state) => SettledWhy::PickedUp,
            _ => SettledWhy::Moved,
        })
    }

    /// What the track answers to an instruction that is not done yet. Claims are answered by people only.
    pub fn answer_to(&self, instruction: &InstructionRecord) -> Option<InstructionState> {
        let went_on = self.last().is_some_and(|event| event.at > instruction.asked_at);
        let is_delivered = self.is_over() && self.state != ShipmentState::ReturnedToSender;
        let is_done = match instruction.kind {
            InstructionKind::Claim => return None,
            InstructionKind::Return => self.is_going_back() || self.state == ShipmentState::ReturnedToSender,
            // Such a carrier says itself whether the parcel goes elsewhere; its way to the old door looks the same.
            InstructionKind::ChangeAddress if instruction.carrier != embedded::CODE => false,
            InstructionKind::Redeliver | InstructionKind::ChangeAddress => {
                went_on && (self.state == ShipmentState::OutForDelivery || is_delivered)
            }
            InstructionKind::Hold => false,
        };
        if is_done {
            return Some(InstructionState::Done);
        }
        (self.is_over() || self.is_going_back()).then_some(InstructionState::Lapsed)
    }
}

#[cfg(test)]
mod tests;
