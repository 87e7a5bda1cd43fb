//! The times of a parcel, from what scanners say.

use carrier::ShipmentState;
use chrono::{DateTime, Utc};
use store::{ScanEventRecord, ShipmentRecord, TimedShipment, Timing, Transit};

use super::month_at;
use crate::app::{time_zone, tracks};

/// The longest time that is told from others; a parcel found again after months says nothing of its lane.
const DAYS_MAX: i64 = 60;

/// The timing after one more scan, which led from one state to the next.
pub fn after(timing: Timing, from: ShipmentState, to: ShipmentState, at: DateTime<Utc>) -> Timing {
    let delivered_at = match (is_there(from), is_there(to)) {
        // Signed for after it had waited in a locker: it was there from then on.
        (true, true) => timing.delivered_at.or(Some(at)),
        (false, true) => Some(at),
        (_, false) => None,
    };
    Timing { picked_up_at: timing.picked_up_at.or(is_carried(to).then_some(at)), delivered_at }
}

fn is_carried(state: ShipmentState) -> bool {
    !state.is_voidable() && state != ShipmentState::OrderCancelled
}

/// It was under way before times were kept: only its whole track tells when it was picked up.
pub fn is_untimed(shipment: &ShipmentRecord) -> bool {
    shipment.timing.picked_up_at.is_none() && is_carried(tracks::carrier_state(shipment.state))
}

/// The timing that a whole track tells; its events are oldest first.
pub fn of_track(events: &[ScanEventRecord]) -> Timing {
    let begin = (ShipmentState::OrderCreated, Timing::default());
    let step = |(state, timing), (scan, at)| {
        let next = carrier::state_after(state, scan);
        (next, after(timing, state, next, at))
    };
    events.iter().filter_map(|event| Some((tracks::scan(event)?, event.at))).fold(begin, step).1
}

/// The receiver has it, or can fetch it.
const fn is_there(state: ShipmentState) -> bool {
    use ShipmentState as S;
    matches!(state, S::Delivered | S::SignedByThirdParty | S::DeliveryToLocker | S::AwaitingPickup)
}

/// What is to be written where a shipment's timing is now another.
pub fn changed(shipment: &ShipmentRecord, timing: Timing) -> Option<TimedShipment<'_>> {
    (timing != shipment.timing).then(|| TimedShipment {
        shipment,
        timing,
        before: transit(shipment.timing),
        after: transit(timing),
    })
}

fn transit(timing: Timing) -> Option<Transit> {
    let (from, to) = (timing.picked_up_at?, timing.delivered_at?);
    let day = |at| time_zone::day(time_zone::NETWORK, at);
    let days = (day(to) - day(from)).num_days();
    let minutes = (to - from).num_minutes();
    // What scans put in the wrong order took no time that could be told.
    (0..=DAYS_MAX).contains(&days).then(|| Transit {
        month: month_at(to),
        days: u32::try_from(days).unwrap_or_default(),
        minutes: u32::try_from(minutes).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone};

    use super::*;

    fn at(hours: i64) -> DateTime<Utc> {
        // Midnight in Shanghai.
        Utc.with_ymd_and_hms(2026, 6, 29, 16, 0, 0).unwrap() + TimeDelta::hours(hours)
    }

    fn played(steps: &[(ShipmentState, i64)]) -> Timing {
        let mut state = ShipmentState::OrderCreated;
        steps.iter().fold(Timing::default(), |timing, (to, hours)| {
            let next = after(timing, state, *to, at(*hours));
            state = *to;
            next
        })
    }

    #[test]
    fn the_way_is_timed_from_the_first_scan_of_the_carrier_to_where_it_can_be_had() {
        use ShipmentState as S;
        let delivered = [(S::LabelPrinted, 0), (S::PickedUp, 18), (S::InTransit, 20), (S::Delivered, 44)];
        assert_eq!(played(&delivered), Timing { picked_up_at: Some(at(18)), delivered_at: Some(at(44)) });
        let transit = transit(played(&delivered)).unwrap();
        assert_eq!((transit.month.as_str(), transit.days, transit.minutes), ("2026-07", 1, 26 * 60));
        let fetched = [(S::InTransit, 3), (S::DeliveryToLocker, 30), (S::Delivered, 80)];
        assert_eq!(played(&fetched), Timing { picked_up_at: Some(at(3)), delivered_at: Some(at(30)) });
        let back = [(S::PickedUp, 3), (S::Delivered, 30), (S::ReturnInitiated, 80)];
        assert_eq!(played(&back).delivered_at, None);
        let voided = [(S::LabelPrinted, 0), (S::OrderCancelled, 3)];
        assert_eq!(played(&voided), Timing::default());
    }

    #[test]
    fn a_wrong_clock_adds_nothing_to_a_lane() {
        use ShipmentState as S;
        assert_eq!(transit(played(&[(S::PickedUp, 60), (S::Delivered, 3)])), None);
        assert_eq!(transit(played(&[(S::PickedUp, 0), (S::Delivered, 24 * 61)])), None);
        assert!(transit(played(&[(S::PickedUp, 0), (S::Delivered, 24 * 60)])).is_some());
    }
}
