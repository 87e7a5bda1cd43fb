//! How the phases of a shipment are named and coloured.

use shared::{ShipmentState, state::Phase};

use crate::{
    i18n::{self, Language, Text},
    texts::common,
    ui::Tone,
};

/// The name of a phase.
pub const fn name(phase: Phase) -> Text {
    match phase {
        Phase::ToPrint => common::PHASE_TO_PRINT,
        Phase::ToPickUp => common::PHASE_TO_PICK_UP,
        Phase::InTransit => common::PHASE_IN_TRANSIT,
        Phase::OutForDelivery => common::PHASE_OUT_FOR_DELIVERY,
        Phase::Delivered => common::PHASE_DELIVERED,
        Phase::Problem => common::PHASE_PROBLEM,
        Phase::Returning => common::PHASE_RETURNING,
        Phase::Voided => common::PHASE_VOIDED,
    }
}

pub const fn tone(phase: Phase) -> Tone {
    match phase {
        Phase::ToPrint | Phase::ToPickUp | Phase::Voided => Tone::New,
        Phase::InTransit | Phase::OutForDelivery => Tone::Move,
        Phase::Delivered => Tone::Ok,
        Phase::Problem => Tone::Bad,
        Phase::Returning => Tone::Warn,
    }
}

/// The words of a state in the page's language.
pub fn state_words(state: ShipmentState) -> &'static str {
    match i18n::current() {
        Language::Zh => state.zh(),
        Language::En => state.en(),
    }
}
