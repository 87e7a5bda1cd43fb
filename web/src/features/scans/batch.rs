//! Scans from what is typed: single shipments, and handovers whose parcels are all picked up.

use chrono::{DateTime, Utc};
use shared::{
    handovers::HandoverScan,
    limits::BULK_MAX,
    tracks::{Scan, ScanBatch},
};

use crate::{i18n::Text, texts::scans};

/// The one scan that a whole handover can have.
const PICKED_UP: &str = "GOT";
/// The number of a handover: these letters, and so many digits.
const HANDOVER_LETTERS: &str = "HJ";
const HANDOVER_DIGITS: usize = 12;

fn is_handover(number: &str) -> bool {
    let digits = number.strip_prefix(HANDOVER_LETTERS).unwrap_or_default();
    digits.len() == HANDOVER_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Looking at a parcel: nothing is recorded of it but who looked.
pub const LOOK: &str = "LOOK";

/// Why a parcel is a problem, by the codes that the service knows.
pub const PROBLEMS: [(&str, Text); 16] = [
    ("unreachable", scans::WHY_UNREACHABLE),
    ("refused", scans::WHY_REFUSED),
    ("delivery_failed", scans::WHY_DELIVERY_FAILED),
    ("address_incomplete", scans::WHY_ADDRESS_INCOMPLETE),
    ("address_wrong", scans::WHY_ADDRESS_WRONG),
    ("address_change", scans::WHY_ADDRESS_CHANGE),
    ("out_of_area", scans::WHY_OUT_OF_AREA),
    ("damaged", scans::WHY_DAMAGED),
    ("lost", scans::WHY_LOST),
    ("customer_cancelled", scans::WHY_CANCELLED),
    ("held_at_outlet", scans::WHY_HELD),
    ("weather", scans::WHY_WEATHER),
    ("holiday", scans::WHY_HOLIDAY),
    ("control", scans::WHY_CONTROL),
    ("prohibited", scans::WHY_PROHIBITED),
    ("other", scans::WHY_OTHER),
];

/// The kinds of scans, with what people call them.
pub const CODES: [(&str, Text); 10] = [
    (PICKED_UP, scans::GOT),
    ("DEPARTURE", scans::DEPARTURE),
    ("ARRIVAL", scans::ARRIVAL),
    ("DISPATCH", scans::DISPATCH),
    ("INBOUND", scans::INBOUND),
    ("DEPARTURE_SIGNED", scans::DEPARTURE_SIGNED),
    ("SIGNED", scans::SIGNED),
    ("PROBLEM", scans::PROBLEM),
    ("RETURN_SCAN", scans::RETURN_SCAN),
    ("RETURN_SIGNED", scans::RETURN_SIGNED),
];

/// What is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScanText {
    pub numbers: String,
    pub code: String,
    pub place: String,
    pub next_place: String,
    pub problem_code: String,
}

/// What is sent.
#[derive(Clone, Debug)]
pub struct Scans {
    pub handovers: Vec<HandoverScan>,
    pub batch: ScanBatch,
}

/// A field of the form that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanField {
    Numbers,
    Place,
    NextPlace,
    ProblemCode,
}

impl ScanText {
    pub fn needs_next_place(&self) -> bool {
        self.code == "DEPARTURE"
    }

    pub fn needs_problem_code(&self) -> bool {
        self.code == "PROBLEM"
    }

    /// The numbers, each once, in the order they came; groups of one number may be apart by a single space.
    pub fn numbers(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for line in self.numbers.split(['\n', '\r', ',', '，', ';', '；', '\t']) {
            let number: String = line.split_whitespace().collect::<String>().to_ascii_uppercase();
            if !number.is_empty() && !found.contains(&number) {
                found.push(number);
            }
        }
        found
    }

    /// What is sent, or what is wrong.
    pub fn scans(&self, at: DateTime<Utc>) -> Result<Scans, Vec<(ScanField, Text)>> {
        let (handovers, waybills): (Vec<_>, Vec<_>) = self.numbers().into_iter().partition(|one| is_handover(one));
        let mut wrong = Vec::new();
        let count = handovers.len() + waybills.len();
        if count == 0 {
            wrong.push((ScanField::Numbers, scans::NUMBERS_MISSING));
        } else if count > BULK_MAX {
            wrong.push((ScanField::Numbers, scans::NUMBERS_TOO_MANY));
        } else if !handovers.is_empty() && self.code != PICKED_UP {
            wrong.push((ScanField::Numbers, scans::HANDOVER_PICKED_UP));
        }
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        if text(&self.place).is_none() {
            wrong.push((ScanField::Place, scans::PLACE_MISSING));
        }
        if self.needs_next_place() && text(&self.next_place).is_none() {
            wrong.push((ScanField::NextPlace, scans::NEXT_MISSING));
        }
        if self.needs_problem_code() && text(&self.problem_code).is_none() {
            wrong.push((ScanField::ProblemCode, scans::PROBLEM_MISSING));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let scan = |waybill_no: String| Scan {
            waybill_no,
            code: self.code.clone(),
            at,
            place: self.place.trim().to_owned(),
            next_place: text(&self.next_place).filter(|_| self.needs_next_place()),
            problem_code: text(&self.problem_code).filter(|_| self.needs_problem_code()),
            weight_g: None,
        };
        let handover = |handover_no: String| HandoverScan { handover_no, place: self.place.trim().to_owned() };
        let batch = ScanBatch { scans: waybills.into_iter().map(scan).collect() };
        Ok(Scans { handovers: handovers.into_iter().map(handover).collect(), batch })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(numbers: &str, code: &str) -> ScanText {
        ScanText {
            numbers: numbers.to_owned(), code: code.to_owned(), place: "上海".to_owned(), ..ScanText::default()
        }
    }

    #[test]
    fn numbers_come_in_any_shape_and_once() {
        let found = text("XW2611 2400 1821 3\nxw26112400182200\n\nXW26112400182200,A1；A2", "GOT").numbers();
        assert_eq!(found, ["XW2611240018213", "XW26112400182200", "A1", "A2"]);
    }

    #[test]
    fn what_a_kind_needs_is_asked_for_and_nothing_else_is_sent() {
        let at = DateTime::<Utc>::default();
        assert_eq!(text("A1", "DEPARTURE").scans(at).unwrap_err(), [(ScanField::NextPlace, scans::NEXT_MISSING)]);
        assert_eq!(text("", "PROBLEM").scans(at).unwrap_err().len(), 2);
        let mut arrival = text("A1", "ARRIVAL");
        arrival.next_place = "杭州".to_owned();
        let batch = arrival.scans(at).unwrap().batch;
        assert_eq!((batch.scans.len(), batch.scans[0].next_place.clone()), (1, None));
        let many = (0..=BULK_MAX).map(|n| format!("N{n}\n")).collect::<String>();
        assert_eq!(text(&many, "GOT").scans(at).unwrap_err(), [(ScanField::Numbers, scans::NUMBERS_TOO_MANY)]);
    }

    #[test]
    fn handovers_are_told_from_waybills_and_only_picked_up() {
        let at = DateTime::<Utc>::default();
        let typed = "hj2611 2401 8213\nXW26112400182200\nHJ26112401821";
        let scans = text(typed, "GOT").scans(at).unwrap();
        let handovers: Vec<&str> = scans.handovers.iter().map(|one| one.handover_no.as_str()).collect();
        assert_eq!((handovers, scans.batch.scans.len()), (vec!["HJ261124018213"], 2));
        let wrong = text(typed, "ARRIVAL").scans(at).unwrap_err();
        assert_eq!(wrong, [(ScanField::Numbers, scans::HANDOVER_PICKED_UP)]);
    }
}
