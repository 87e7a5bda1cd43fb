//! What the problem workbench calls things, and how hours are read.

use shared::problems::{
    CHECK_EVERY_H, InstructionKind, InstructionState, NoteKind, ProblemCase, ProblemKind, ProblemNote, ProblemState,
    SettledWhy, THRESHOLD_MAX_H,
};

use crate::{amount::halfwidth, i18n::Text, texts::problems as texts, ui::Tone};

/// Each threshold by its name, with what it is called and what the service points at.
pub const THRESHOLDS: [(&str, Text, &str); 6] = [
    ("not_printed_h", texts::S_NOT_PRINTED, "/not_printed_h"),
    ("no_pickup_h", texts::S_NO_PICKUP, "/no_pickup_h"),
    ("no_movement_h", texts::S_NO_MOVEMENT, "/no_movement_h"),
    ("promised_h", texts::S_PROMISED, "/promised_h"),
    ("not_signed_h", texts::S_NOT_SIGNED, "/not_signed_h"),
    ("not_collected_h", texts::S_NOT_COLLECTED, "/not_collected_h"),
];

/// The hours of a threshold as they are typed.
pub fn hours(text: &str) -> Option<u32> {
    let hours = halfwidth(text).trim().parse().ok()?;
    (CHECK_EVERY_H..=THRESHOLD_MAX_H).contains(&hours).then_some(hours)
}

pub const fn kind(kind: ProblemKind) -> Text {
    match kind {
        ProblemKind::NoPickup => texts::NO_PICKUP,
        ProblemKind::NoMovement => texts::NO_MOVEMENT,
        ProblemKind::Late => texts::LATE,
        ProblemKind::NotSigned => texts::NOT_SIGNED,
        ProblemKind::NotCollected => texts::NOT_COLLECTED,
        ProblemKind::FailedDelivery => texts::FAILED_DELIVERY,
        ProblemKind::Refused => texts::REFUSED,
        ProblemKind::Address => texts::ADDRESS,
        ProblemKind::Damaged => texts::DAMAGED,
        ProblemKind::Lost => texts::LOST,
        ProblemKind::Exception => texts::EXCEPTION,
        ProblemKind::Returning => texts::RETURNING,
        ProblemKind::OnRequest => texts::ON_REQUEST,
        ProblemKind::VoidedMoving => texts::VOIDED_MOVING,
    }
}

pub const fn why(why: SettledWhy) -> Text {
    match why {
        SettledWhy::Delivered => texts::WHY_DELIVERED,
        SettledWhy::Returned => texts::WHY_RETURNED,
        SettledWhy::ReturnBegun => texts::WHY_RETURN_BEGUN,
        SettledWhy::PickedUp => texts::WHY_PICKED_UP,
        SettledWhy::Moved => texts::WHY_MOVED,
        SettledWhy::Voided => texts::WHY_VOIDED,
        SettledWhy::Solved => texts::WHY_SOLVED,
        SettledWhy::Compensated => texts::WHY_COMPENSATED,
        SettledWhy::NoAction => texts::WHY_NO_ACTION,
        SettledWhy::GivenUp => texts::WHY_GIVEN_UP,
    }
}

pub const fn instruction(kind: InstructionKind) -> Text {
    match kind {
        InstructionKind::Redeliver => texts::REDELIVER,
        InstructionKind::ChangeAddress => texts::CHANGE_ADDRESS,
        InstructionKind::Return => texts::RETURN,
        InstructionKind::Hold => texts::HOLD,
        InstructionKind::Claim => texts::CLAIM,
    }
}

/// How far an instruction is.
pub const fn answer(state: InstructionState) -> (Tone, Text) {
    match state {
        InstructionState::Requested => (Tone::New, texts::I_REQUESTED),
        InstructionState::Accepted => (Tone::Move, texts::I_ACCEPTED),
        InstructionState::Refused => (Tone::Bad, texts::I_REFUSED),
        InstructionState::Done => (Tone::Ok, texts::I_DONE),
        InstructionState::Lapsed => (Tone::New, texts::I_LAPSED),
        InstructionState::Failed => (Tone::Bad, texts::I_FAILED),
        InstructionState::Withdrawn => (Tone::New, texts::I_WITHDRAWN),
    }
}

/// Whose turn it is; what should be over already stands out.
pub fn state(case: &ProblemCase) -> (Tone, String) {
    let (tone, words) = match case.state {
        ProblemState::Open => (Tone::Warn, texts::STATE_OPEN),
        ProblemState::Waiting => (Tone::Move, texts::STATE_WAITING),
        ProblemState::Settled => (Tone::Ok, texts::STATE_SETTLED),
    };
    if case.is_overdue { (Tone::Bad, texts::OVERDUE.t().to_owned()) } else { (tone, words.t().to_owned()) }
}

/// A step of the history in words. A code that this page does not know is said as it is.
pub fn step(note: &ProblemNote) -> String {
    let asked = |code: &str| {
        InstructionKind::parse(code).map_or_else(|| code.to_owned(), |one| instruction(one).t().to_owned())
    };
    match note.kind {
        NoteKind::Found => texts::NOTE_FOUND.t().to_owned(),
        NoteKind::FoundAgain => texts::NOTE_FOUND_AGAIN.t().to_owned(),
        NoteKind::Comment => texts::NOTE_COMMENT.t().to_owned(),
        NoteKind::Assigned if note.text.is_empty() => texts::NOTE_UNASSIGNED.t().to_owned(),
        NoteKind::Assigned => texts::NOTE_ASSIGNED.fill(&[("who", &note.text)]),
        NoteKind::Escalated => texts::NOTE_ESCALATED.fill(&[("n", &note.what)]),
        NoteKind::Asked => texts::NOTE_ASKED.fill(&[("what", &asked(&note.what))]),
        NoteKind::Withdrawn => texts::NOTE_WITHDRAWN.fill(&[("what", &asked(&note.what))]),
        NoteKind::CarrierCancelled => texts::NOTE_CARRIER_CANCELLED.t().to_owned(),
        NoteKind::Answered => {
            let (what, state) = note.what.split_once(':').unwrap_or((note.what.as_str(), ""));
            let state =
                InstructionState::parse(state).map_or_else(|| state.to_owned(), |one| answer(one).1.t().to_owned());
            texts::NOTE_ANSWERED.fill(&[("what", &asked(what)), ("answer", &state)])
        }
        NoteKind::Settled => {
            let words = SettledWhy::parse(&note.what).map_or_else(|| note.what.clone(), |one| why(one).t().to_owned());
            texts::NOTE_SETTLED.fill(&[("why", &words)])
        }
        NoteKind::Reopened => texts::NOTE_REOPENED.t().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use shared::ProblemNoteId;
    use uuid::Uuid;

    use super::*;
    use crate::i18n::{Language, set_current};

    fn said(kind: NoteKind, what: &str, text: &str) -> String {
        let (id, at) = (ProblemNoteId(Uuid::nil()), DateTime::UNIX_EPOCH);
        step(&ProblemNote { id, at, kind, what: what.to_owned(), text: text.to_owned(), by: None })
    }

    #[test]
    fn every_threshold_has_its_field() {
        let named = shared::problems::ProblemSettings::default().named().map(|(name, _)| name);
        assert_eq!(THRESHOLDS.map(|(name, _, _)| name), named);
        assert!(THRESHOLDS.iter().all(|(name, _, pointer)| pointer.strip_prefix('/') == Some(*name)));
    }

    #[test]
    fn hours_are_whole_and_within_their_limits() {
        assert_eq!(hours(" ４８ "), Some(48));
        assert_eq!(hours("4"), Some(4));
        for wrong in ["3", "721", "", "1.5", "x", "-4"] {
            assert_eq!(hours(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_step_is_a_sentence() {
        set_current(Language::En);
        assert_eq!(said(NoteKind::Answered, "return:accepted", ""), "Stop and return: Accepted");
        assert_eq!(said(NoteKind::Settled, "return_begun", ""), "Settled: Being returned");
        assert_eq!(said(NoteKind::Assigned, "", "clerk"), "Assigned to clerk");
        assert_eq!(said(NoteKind::Assigned, "", ""), "Assigned to nobody");
        assert_eq!(said(NoteKind::Asked, "moon", ""), "Carrier asked: moon");
    }

    #[test]
    fn no_two_kinds_and_no_two_reasons_have_the_same_words() {
        for language in Language::ALL {
            set_current(language);
            let mut kinds: Vec<&str> = ProblemKind::ALL.iter().map(|one| kind(*one).t()).collect();
            kinds.sort_unstable();
            kinds.dedup();
            assert_eq!(kinds.len(), ProblemKind::ALL.len(), "{language:?}");
            let mut reasons: Vec<&str> = SettledWhy::ALL.iter().map(|one| why(*one).t()).collect();
            reasons.sort_unstable();
            reasons.dedup();
            assert_eq!(reasons.len(), SettledWhy::ALL.len(), "{language:?}");
        }
    }
}
