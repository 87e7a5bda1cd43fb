//! Tracks: what scanners saw, and the state that follows from it.

mod said;

use carrier::{Lang, ProblemCode, Scan, ScanCode};
use shared::{ShipmentState, tracks::TrackEvent};
use store::ScanEventRecord;

pub use said::received;

use crate::app::Language;

pub fn state_of(state: carrier::ShipmentState) -> ShipmentState {
    // Both lists are the same codes, one for each side of the API; a test compares them.
    ShipmentState::parse(state.as_str()).unwrap_or(ShipmentState::Exception)
}

pub fn carrier_state(state: ShipmentState) -> carrier::ShipmentState {
    carrier::ShipmentState::parse(state.as_str()).unwrap_or(carrier::ShipmentState::Exception)
}

pub fn is_voidable(state: ShipmentState) -> bool {
    carrier_state(state).is_voidable()
}

pub fn scan(event: &ScanEventRecord) -> Option<Scan> {
    Some(Scan { code: ScanCode::parse(&event.code)?, problem: ProblemCode::parse(&event.problem_code) })
}

/// The track as its merchant sees it, newest first, each event with the state the shipment had after it. `events` are oldest first.
pub fn track(events: &[ScanEventRecord], language: Language) -> Vec<TrackEvent> {
    let lang = language.pick(Lang::Zh, Lang::En);
    let mut state = carrier::ShipmentState::OrderCreated;
    let mut track = Vec::with_capacity(events.len());
    for event in events {
        let Some(scan) = scan(event) else { continue };
        let is_irregular = !carrier::follows(state, scan);
        state = carrier::state_after(state, scan);
        track.push(TrackEvent {
            at: event.at,
            code: event.code.clone(),
            state: state_of(state),
            text: scan.code.words(&event.place, &event.next_place, scan.problem, lang),
            place: event.place.clone(),
            is_irregular,
            city: event.city.clone(),
            said: event.said.as_ref().and_then(said::sentence),
            signer: event.said.as_ref().and_then(said::signer),
            carrier_problem: Some(event.carrier_problem.clone()).filter(|code| !code.is_empty()),
        });
    }
    track.reverse();
    track
}

/// The event as everybody may see it: nothing of what a carrier says in its own words.
pub fn without_words(event: ScanEventRecord) -> ScanEventRecord {
    ScanEventRecord { city: String::new(), carrier_problem: String::new(), said: None, ..event }
}

/// The state after all events; they are oldest first.
pub fn state_after_all(events: &[ScanEventRecord]) -> ShipmentState {
    state_of(carrier::current_state(events.iter().filter_map(scan)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_the_api_know_the_same_states() {
        let ours: Vec<&str> = ShipmentState::ALL.iter().map(|state| state.as_str()).collect();
        let carriers: Vec<&str> = carrier::ShipmentState::ALL.iter().map(|state| state.as_str()).collect();
        assert_eq!(ours, carriers);
    }
}
