//! Tracks: what scanners saw, and the state that follows from it.

use carrier::{Lang, ProblemCode, Scan, ScanCode};
use shared::{ShipmentState, tracks::TrackEvent};
use store::ScanEventRecord;

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

/// The track, newest first, each event with the state the shipment had after it. `events` are oldest first.
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
        });
    }
    track.reverse();
    track
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
