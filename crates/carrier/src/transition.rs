//! Which scan may follow which state, by the transitions of OLTS (CC BY 4.0, `data/transitions.csv`).

use std::{collections::HashSet, sync::LazyLock};

use crate::{Category, Scan, ScanCode, ShipmentState, state_after};

/// From and to, as codes.
static LAWFUL: LazyLock<HashSet<(&str, &str)>> = LazyLock::new(|| {
    let lines = include_str!("../data/transitions.csv").lines();
    lines
        .filter_map(|line| {
            let mut cells = line.split(',');
            Some((cells.next()?, cells.next()?))
        })
        .collect()
});

/// False where a scanner says what this point of the journey cannot have, or where a scan before it is missing. Such scans are kept, and
/// shown as what they are: the parcel was seen there all the same.
pub fn follows(current: ShipmentState, scan: Scan) -> bool {
    let after = state_after(current, scan);
    match scan.code {
        // The service's own: a label that is printed again is nothing to wonder about.
        ScanCode::Ordered | ScanCode::LabelPrinted | ScanCode::Cancelled => true,
        // Nobody knows what it means, so nobody can say that it is out of order.
        ScanCode::Other => true,
        // Whatever comes after a problem is its solution; what was lost is found.
        _ if current.category() == Category::Exception => true,
        ScanCode::Problem => !current.is_terminal(),
        // Every hub on the way back scans it as its scanner is set.
        _ if current.is_returning() && !current.is_terminal() => scan.code != ScanCode::Got,
        _ => current != after && may_follow(current, after),
    }
}

fn may_follow(from: ShipmentState, to: ShipmentState) -> bool {
    use ShipmentState as S;
    let is_listed = |from: ShipmentState| LAWFUL.contains(&(from.as_str(), to.as_str()));
    // Scans do not tell the destination from a hub, nor a failed attempt from the way there.
    let also = match from {
        S::ArrivedAtHub => Some(S::ArrivedAtDestination),
        S::OutForDelivery => Some(S::DeliveryAttempted),
        S::PickedUp | S::DepartedFromHub | S::InTransit => Some(S::Exception).filter(|_| to == S::ReturnInitiated),
        S::DeliveryToLocker => Some(S::AwaitingPickup),
        _ => None,
    };
    is_listed(from) || also.is_some_and(is_listed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ProblemCode;

    /// Whether each scan of a journey follows the ones before it.
    fn flags(codes: &[ScanCode]) -> Vec<bool> {
        let mut state = ShipmentState::OrderCreated;
        let step = |code: &ScanCode| {
            let problem = (*code == ScanCode::Problem).then_some(ProblemCode::Refused);
            let scan = Scan { code: *code, problem };
            let follows = follows(state, scan);
            state = state_after(state, scan);
            follows
        };
        codes.iter().map(step).collect()
    }

    #[test]
    fn an_ordinary_journey_has_no_flag() {
        use ScanCode::*;
        let journeys: [&[ScanCode]; 4] = [
            &[Ordered, LabelPrinted, Got, Departure, Arrival, Departure, Arrival, Dispatch, Signed],
            &[Ordered, Got, Arrival, Dispatch, Inbound, DepartureSigned],
            &[
                Ordered,
                LabelPrinted,
                LabelPrinted,
                Got,
                Departure,
                Arrival,
                Dispatch,
                Problem,
                ReturnScan,
                Departure,
                Arrival,
                ReturnSigned,
            ],
            &[Ordered, LabelPrinted, Got, Departure, Arrival, Dispatch, Problem, Dispatch, Signed],
        ];
        for journey in journeys {
            assert!(flags(journey).iter().all(|follows| *follows), "{journey:?}: {:?}", flags(journey));
        }
    }

    #[test]
    fn what_cannot_be_and_what_is_missing_is_flagged() {
        use ScanCode::*;
        let last = |codes: &[ScanCode]| flags(codes).pop();
        assert_eq!(last(&[Ordered, LabelPrinted, Signed]), Some(false), "nobody picked it up");
        assert_eq!(last(&[Ordered, LabelPrinted, Got, Got]), Some(false), "picked up twice");
        assert_eq!(last(&[Ordered, Got, Departure, Departure]), Some(false), "it never arrived");
        assert_eq!(
            last(&[Ordered, Got, Departure, Arrival, Dispatch, Signed, Dispatch]),
            Some(false),
            "it is delivered"
        );
        assert_eq!(
            last(&[Ordered, Got, Departure, Arrival, Dispatch, Signed, Problem]),
            Some(false),
            "it is delivered"
        );
        assert_eq!(
            last(&[Ordered, Got, Departure, Arrival, Dispatch, Signed, ReturnScan]),
            Some(true),
            "it comes back"
        );
        assert_eq!(last(&[Ordered, Cancelled, Got]), Some(false), "it is voided");
    }
}
