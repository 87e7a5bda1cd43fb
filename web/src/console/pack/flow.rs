//! What happens at the table, one parcel after another: scanned, shown, weighed, packed. It knows no browser: what is to be done is told as
//! [`Act`]s, and what came of it is told back.

pub mod target;
#[cfg(test)]
mod tests;

use shared::{
    OrderId, ShipmentId,
    packing::{PACKING_CODE_CHARS, Packing, PackingCreate, PackingOrder, PackingState},
};

pub use self::target::{Doubt, Target, Weight};
use super::weigher::WEIGHT_MAX_G;
pub use crate::browser::tones::Tone;

/// Barcodes that say what to do; they hang at the table.
pub const NEXT: &str = "NEXT";
pub const CANCEL: &str = "CANCEL";
pub const REPRINT: &str = "REPRINT";

#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Scanning,
    Finding {
        code: String,
    },
    Weighing(Target),
    Asking {
        target: Target,
        weight: Weight,
        doubt: Doubt,
    },
    /// Where it was given to a carrier, the carrier's number is waited for.
    Packing {
        target: Target,
        weight: Weight,
        is_given: bool,
    },
}

/// What became of the last scan, shown until the next.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Packed(Box<Packing>),
    /// It waits to be sent.
    Kept {
        name: String,
        grams: u32,
    },
    /// It is on its way to its carrier, which did not answer in time.
    Given {
        name: String,
    },
    /// It cannot be packed as it stands.
    Refused(Box<PackingOrder>),
    /// It is among those that wait to be sent.
    Waits {
        name: String,
    },
    Missing {
        code: String,
    },
    /// The service says why not.
    Failed {
        name: String,
        words: String,
    },
    Skipped {
        name: String,
    },
    NothingToReprint,
    Reprinted {
        waybill_no: String,
    },
}

/// What finding came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    Order {
        order: Box<PackingOrder>,
        /// It is among the parcels that wait to be sent.
        is_waiting: bool,
    },
    Missing,
    Failed {
        words: String,
    },
    /// The service does not answer.
    Silence {
        /// A parcel that was scanned by the same waits to be sent.
        is_again: bool,
    },
}

/// What packing came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    Packed(Box<Packing>),
    /// The service does not answer; the parcel waits.
    Kept,
    /// Its carrier has not given a number in time; the order waits in the pool.
    Given,
    Failed {
        words: String,
    },
}

/// What is to be done.
#[derive(Clone, Debug)]
pub enum Act {
    Find {
        code: String,
        turn: u32,
    },
    Pack {
        create: Box<PackingCreate>,
        name: String,
        /// Its order names an account at a carrier, so far as is known.
        is_for_carrier: bool,
        turn: u32,
    },
    Print(ShipmentId),
    PrintAgain(ShipmentId),
    /// Whatever lies on the scale belongs to this parcel, not to the next.
    TakeWeight,
    Sound(Tone),
}

/// The table. Every answer names the turn it was asked in; what was overtaken is dropped.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    pub step: Step,
    pub outcome: Option<Outcome>,
    turn: u32,
    /// Scanned while the parcel before was being packed.
    next: Option<String>,
    /// The label that is printed again on demand.
    last: Option<(ShipmentId, String)>,
}

impl Flow {
    pub fn new() -> Flow {
        Flow { step: Step::Scanning, outcome: None, turn: 0, next: None, last: None }
    }

    /// What is on the table, until it is packed.
    pub fn target(&self) -> Option<&Target> {
        match &self.step {
            Step::Weighing(target) | Step::Asking { target, .. } | Step::Packing { target, .. } => Some(target),
            Step::Scanning | Step::Finding { .. } => None,
        }
    }

    pub fn scanned(&mut self, text: &str) -> Vec<Act> {
        let code = text.trim();
        match code.to_ascii_uppercase().as_str() {
            "" => return Vec::new(),
            NEXT => return self.skip(),
            CANCEL => return self.cancel(),
            REPRINT => return self.reprint(),
            _ => {}
        }
        if code.chars().count() > PACKING_CODE_CHARS {
            return self.end(Outcome::Missing { code: code.chars().take(PACKING_CODE_CHARS).collect() }, Tone::Bad);
        }
        match &self.step {
            // Scanners stutter.
            Step::Finding { code: same } if same == code => return Vec::new(),
            Step::Weighing(target) | Step::Asking { target, .. } if target.is_meant_by(code) => {
                return vec![Act::Sound(Tone::Heard)];
            }
            Step::Packing { target, .. } => {
                if !target.is_meant_by(code) {
                    self.next = Some(code.to_owned());
                }
                return vec![Act::Sound(Tone::Heard)];
            }
            _ => {}
        }
        self.turn += 1;
        self.outcome = None;
        self.step = Step::Finding { code: code.to_owned() };
        vec![Act::Sound(Tone::Heard), Act::Find { code: code.to_owned(), turn: self.turn }]
    }

    pub fn found(&mut self, turn: u32, found: Found) -> Vec<Act> {
        let Step::Finding { code } = &self.step else { return Vec::new() };
        if turn != self.turn {
            return Vec::new();
        }
        let code = code.clone();
        match found {
            Found::Order { order, is_waiting } if order.state == PackingState::Ready => {
                let target = Target::Order { code, order };
                if is_waiting {
                    let name = target.name().to_owned();
                    return self.end(Outcome::Waits { name }, Tone::Bad);
                }
                self.step = Step::Weighing(target);
                Vec::new()
            }
            Found::Order { order, .. } => {
                let shipment = order.shipment_id.zip(order.waybill_no.clone());
                if order.state == PackingState::Packed && shipment.is_some() {
                    self.last = shipment;
                }
                self.end(Outcome::Refused(order), Tone::Bad)
            }
            Found::Missing => self.end(Outcome::Missing { code }, Tone::Bad),
            Found::Failed { words } => self.end(Outcome::Failed { name: code, words }, Tone::Bad),
            Found::Silence { is_again } => {
                self.step = Step::Weighing(Target::Unknown { code, is_again });
                vec![Act::Sound(Tone::Ask)]
            }
        }
    }

    /// A weight, from the scale or typed.
    pub fn weighed(&mut self, weight: Weight) -> Vec<Act> {
        let (Step::Weighing(target) | Step::Asking { target, .. }) = &self.step else { return Vec::new() };
        if weight.grams == 0 || weight.grams > WEIGHT_MAX_G {
            return vec![Act::Sound(Tone::Bad)];
        }
        let target = target.clone();
        let Some(doubt) = target.doubt(weight.grams) else { return self.pack(target, weight) };
        self.step = Step::Asking { target, weight, doubt };
        vec![Act::Sound(Tone::Ask)]
    }

    /// Enter: what is asked is confirmed, and what the scale shows is taken.
    pub fn confirm(&mut self, on_scale: Option<u32>) -> Vec<Act> {
        match (&self.step, on_scale) {
            (Step::Asking { target, weight, .. }, _) => {
                let (target, weight) = (target.clone(), *weight);
                self.pack(target, weight)
            }
            (Step::Weighing(_), Some(grams)) => self.weighed(Weight { grams, from_scale: true }),
            (Step::Weighing(_), None) => vec![Act::Sound(Tone::Bad)],
            _ => Vec::new(),
        }
    }

    /// What lies on the scale changed; a weight that is asked about is none any more when its parcel is gone.
    pub fn scale_moved(&mut self, may_hold: impl Fn(u32) -> bool) {
        if let Step::Asking { target, weight: Weight { grams, from_scale: true }, .. } = &self.step
            && !may_hold(*grams)
        {
            self.step = Step::Weighing(target.clone());
        }
    }

    /// Takes the scan back; what is being packed can no more be taken back.
    pub fn cancel(&mut self) -> Vec<Act> {
        self.next = None;
        if matches!(self.step, Step::Packing { .. }) {
            return vec![Act::Sound(Tone::Bad)];
        }
        self.turn += 1;
        self.step = Step::Scanning;
        self.outcome = None;
        vec![Act::Sound(Tone::Heard)]
    }

    /// Leaves this parcel and waits for the next.
    pub fn skip(&mut self) -> Vec<Act> {
        if matches!(self.step, Step::Packing { .. }) {
            return vec![Act::Sound(Tone::Bad)];
        }
        let name = self.target().map(|target| target.name().to_owned());
        self.turn += 1;
        self.step = Step::Scanning;
        self.outcome = name.clone().map(|name| Outcome::Skipped { name });
        let mut acts = vec![Act::Sound(Tone::Heard)];
        acts.extend(name.map(|_| Act::TakeWeight));
        acts
    }

    pub fn reprint(&mut self) -> Vec<Act> {
        let (outcome, acts) = match self.last.clone() {
            Some((id, waybill_no)) => {
                (Outcome::Reprinted { waybill_no }, vec![Act::Sound(Tone::Heard), Act::PrintAgain(id)])
            }
            None => (Outcome::NothingToReprint, vec![Act::Sound(Tone::Bad)]),
        };
        // What is on the table stays there.
        if self.step == Step::Scanning {
            self.outcome = Some(outcome);
        }
        acts
    }

    /// It was given to its carrier, whose number is waited for.
    pub fn given(&mut self, turn: u32) {
        if let Step::Packing { is_given, .. } = &mut self.step
            && turn == self.turn
        {
            *is_given = true;
        }
    }

    pub fn packed(&mut self, turn: u32, ended: Ended) -> Vec<Act> {
        let Step::Packing { target, weight, .. } = &self.step else { return Vec::new() };
        if turn != self.turn {
            return Vec::new();
        }
        let (target, grams) = (target.clone(), weight.grams);
        let name = target.name().to_owned();
        let mut acts = match ended {
            Ended::Packed(packing) => {
                self.last = Some((packing.shipment_id, packing.waybill_no.clone()));
                let print = (!target.has_label()).then_some(Act::Print(packing.shipment_id));
                let mut acts = self.end(Outcome::Packed(packing), Tone::Good);
                acts.extend(print);
                acts
            }
            Ended::Kept => self.end(Outcome::Kept { name, grams }, Tone::Ask),
            Ended::Given => self.end(Outcome::Given { name }, Tone::Ask),
            Ended::Failed { words } => self.end(Outcome::Failed { name, words }, Tone::Bad),
        };
        if let Some(code) = self.next.take() {
            acts.extend(self.scanned(&code));
        }
        acts
    }

    fn pack(&mut self, target: Target, weight: Weight) -> Vec<Act> {
        self.turn += 1;
        let order_id: Option<OrderId> = target.order().map(|order| order.order_id);
        let create = PackingCreate {
            order_id,
            code: order_id.is_none().then(|| target.code().to_owned()),
            weight_g: weight.grams,
            size_mm: None,
            from_scale: weight.from_scale,
            weighed_at: None,
        };
        let pack = Act::Pack {
            create: Box::new(create),
            name: target.name().to_owned(),
            is_for_carrier: target.order().is_some_and(|order| order.carrier_account_id.is_some()),
            turn: self.turn,
        };
        self.step = Step::Packing { target, weight, is_given: false };
        vec![Act::TakeWeight, pack]
    }

    fn end(&mut self, outcome: Outcome, tone: Tone) -> Vec<Act> {
        self.turn += 1;
        self.step = Step::Scanning;
        self.outcome = Some(outcome);
        vec![Act::Sound(tone)]
    }
}
