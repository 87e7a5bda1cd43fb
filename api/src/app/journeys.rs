//! The way of one shipment: the provinces it comes through, and what comes next.

mod places;

use carrier::{Lang, ScanCode};
use shared::{ShipmentState, state::Phase, tracks::RouteStop};
use store::{ScanEventRecord, ShipmentRecord};

use crate::app::{Language, tracks};

pub use places::{Place, locate};

/// Stations of one way; whoever is sent round in circles is not drawn longer.
const STOPS_MAX: usize = 12;

/// Where the last departure goes, where it is the last thing that happened.
fn bound_for(last: Option<&ScanEventRecord>) -> &str {
    let departed = last.filter(|event| event.code == ScanCode::Departure.as_str());
    departed.map_or("", |event| event.next_place.as_str())
}

/// What is expected next, as a sentence.
pub fn next_step(state: ShipmentState, last: Option<&ScanEventRecord>, language: Language) -> Option<String> {
    let lang = language.pick(Lang::Zh, Lang::En);
    carrier::next_step(tracks::carrier_state(state), bound_for(last), lang)
}

/// The same, naming cities alone.
pub fn public_next_step(state: ShipmentState, last: Option<&ScanEventRecord>, language: Language) -> Option<String> {
    let lang = language.pick(Lang::Zh, Lang::En);
    let city = locate(bound_for(last)).map(|place| place.shown()).unwrap_or_default();
    carrier::next_step(tracks::carrier_state(state), &city, lang)
}

/// The provinces of a shipment's way, in order: where it was, then where it still has to go. `events` are oldest first.
pub fn route(record: &ShipmentRecord, events: &[ScanEventRecord]) -> Vec<RouteStop> {
    let mut stops: Vec<RouteStop> = Vec::new();
    for event in events {
        // What a carrier says of the city is surer than what its outlet is called.
        let Some(place) = locate(&event.city).or_else(|| locate(&event.place)) else { continue };
        if stops.last().is_none_or(|last| last.name != place.province) {
            stops.push(RouteStop { name: place.province, city: place.city, at: Some(event.at), is_reached: true });
        }
    }
    let was_anywhere = !stops.is_empty();
    let from = at(&record.sender_province, &record.sender_city);
    if let Some(from) = &from
        && stops.first().is_none_or(|first| first.name != from.name)
    {
        stops.insert(0, RouteStop { is_reached: was_anywhere, ..from.clone() });
    }
    if stops.len() > STOPS_MAX {
        stops.drain(1..stops.len() + 1 - STOPS_MAX);
    }
    let goes_to = match record.state.phase() {
        Phase::Returning => from,
        Phase::Delivered | Phase::Voided => None,
        _ => at(&record.place.province, &record.place.city),
    };
    let next = locate(bound_for(events.last())).map(|place| unreached(place.province, place.city));
    for stop in next.into_iter().chain(goes_to) {
        if stops.last().is_none_or(|last| last.name != stop.name) {
            stops.push(stop);
        }
    }
    stops
}

fn unreached(name: String, city: String) -> RouteStop {
    RouteStop { name, city, at: None, is_reached: false }
}

/// Where somebody is.
fn at(province: &str, city: &str) -> Option<RouteStop> {
    let found = locate(province)?;
    let city = locate(city).map(|place| place.city).unwrap_or_default();
    Some(unreached(found.province, city))
}
