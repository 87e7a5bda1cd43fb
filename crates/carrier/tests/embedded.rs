//! Numbers, routes and states of the embedded network.

use carrier::{
    ProblemCode, RouteTable, Scan, ScanCode, ShipmentState, current_state,
    embedded::{EmbeddedRoutes, RouteChange, RouteChanges, SERIAL_MAX, WaybillNo},
    state_after,
};
use proptest::prelude::*;

#[derive(serde::Deserialize)]
struct Foreign {
    carrier: String,
    regex: String,
}

fn foreign_forms() -> Vec<(String, regex::Regex)> {
    let rules: Vec<Foreign> = serde_json::from_str(include_str!("../data/foreign-numbers.json")).expect("the file");
    rules.into_iter().map(|rule| (rule.carrier, regex::Regex::new(&rule.regex).expect("a form"))).collect()
}

#[test]
fn the_form() {
    let number = WaybillNo::from_serial(261_124_001_821).unwrap();
    assert_eq!(number.to_string().len(), 15);
    assert_eq!(number.grouped().replace(' ', ""), number.to_string());
    assert!(WaybillNo::from_serial(SERIAL_MAX + 1).is_err());
    for text in ["", "XW", "xw2611240018210", "XW26112400182", "YT2611240018210", "XW２６１１２４００１８２１０"]
    {
        assert!(text.parse::<WaybillNo>().is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn survives_text_and_matches_no_other_carrier(serial in 0..=SERIAL_MAX) {
        let number = WaybillNo::from_serial(serial).unwrap();
        let text = number.to_string();
        prop_assert_eq!(text.parse::<WaybillNo>(), Ok(number));
        static FORMS: std::sync::LazyLock<Vec<(String, regex::Regex)>> = std::sync::LazyLock::new(foreign_forms);
        for (carrier, form) in FORMS.iter() {
            prop_assert!(!form.is_match(&text), "{} looks like {}", text, carrier);
        }
    }

    #[test]
    fn a_wrong_digit_is_found(serial in 0..=SERIAL_MAX, at in 2usize..15, digit in 0u8..10) {
        let text = WaybillNo::from_serial(serial).unwrap().to_string();
        let mut wrong = text.clone().into_bytes();
        wrong[at] = b'0' + digit;
        let wrong = String::from_utf8(wrong).unwrap();
        prop_assume!(wrong != text);
        prop_assert!(wrong.parse::<WaybillNo>().is_err());
    }

    #[test]
    fn every_county_code_has_a_route(code in 110_000u32..830_000) {
        static ROUTES: std::sync::LazyLock<EmbeddedRoutes> = std::sync::LazyLock::new(EmbeddedRoutes::default);
        let routes = &*ROUTES;
        let province = code / 10_000;
        let served = [11,12,13,14,15,21,22,23,31,32,33,34,35,36,37,41,42,43,44,45,46,50,51,52,53,54,61,62,63,64,65,71,81,82].contains(&province);
        let route = routes.route(code);
        prop_assert_eq!(route.is_some(), served, "{}", code);
        if let Some(route) = route {
            prop_assert!(route.route_code.len() <= 32 && route.route_code.split('-').count() == 3);
            prop_assert!(!route.bag_hub.is_empty());
        }
    }
}

#[test]
fn swapped_neighbours_are_found() {
    let (mut swapped, mut missed) = (0, 0);
    for serial in (0..SERIAL_MAX).step_by(9_999_999_967) {
        let text = WaybillNo::from_serial(serial).unwrap().to_string();
        for at in 2..14 {
            let mut bytes = text.clone().into_bytes();
            bytes.swap(at, at + 1);
            let other = String::from_utf8(bytes).unwrap();
            if other != text {
                swapped += 1;
                missed += usize::from(other.parse::<WaybillNo>().is_ok());
            }
        }
    }
    assert!(swapped > 500);
    assert_eq!(missed, 0, "of {swapped} swaps");
}

#[test]
fn counties_of_a_province_have_routes_of_their_own() {
    let routes = EmbeddedRoutes::default();
    let codes: std::collections::BTreeSet<String> =
        (440_103..440_120).map(|code| routes.route(code).unwrap().route_code).collect();
    assert_eq!(codes.len(), 17);
    assert_eq!(routes.route(440_309).unwrap().bag_hub, "深圳转运中心");
}

#[test]
fn the_longest_change_that_holds_a_place_counts() {
    let by = |hub: &str, route: Option<&str>| RouteChange::By {
        hub_code: hub.to_owned(),
        bag_hub: format!("{hub} 中心"),
        route_code: route.map(str::to_owned),
    };
    let changes = RouteChanges::from_iter([
        (44, RouteChange::NotServed),
        (4403, by("A75", None)),
        (440_305, by("A75", Some("A75-B02-007"))),
    ]);
    let built_in = EmbeddedRoutes::default();
    let route = |code| changes.route(&built_in, code);
    assert_eq!(route(440_103), None);
    let changed = route(440_309).unwrap();
    assert_eq!(changed.bag_hub, "A75 中心");
    // All but the hub stays.
    assert_eq!(
        changed.route_code.split_once('-'),
        built_in.route(440_309).unwrap().route_code.split_once('-').map(|(_, rest)| ("A75", rest))
    );
    assert_eq!(route(440_305).unwrap().route_code, "A75-B02-007");
    assert_eq!(route(330_106), built_in.route(330_106));
    assert_eq!(changes.of(440_309).map(|(code, _)| code), Some(4403));
    assert_eq!((route(4403), route(0), route(u32::MAX)), (None, None, None));
}

#[test]
fn states_are_those_of_the_file() {
    let file = include_str!("../data/states.csv");
    let rows: Vec<&str> = file.lines().filter(|line| !line.starts_with('#') && !line.starts_with("code,")).collect();
    assert_eq!(rows.len(), ShipmentState::ALL.len());
    for row in rows {
        let cells: Vec<&str> = row.split(',').collect();
        let state = ShipmentState::parse(cells[0]).unwrap();
        assert_eq!((state.zh(), state.en()), (cells[2], cells[3]));
    }
}

fn scan(code: ScanCode) -> Scan {
    Scan { code, problem: None }
}

fn problem(problem: ProblemCode) -> Scan {
    Scan { code: ScanCode::Problem, problem: Some(problem) }
}

#[test]
fn ordinary_journeys_walk_legal_transitions() {
    let legal: Vec<(&str, &str)> = include_str!("../data/transitions.csv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.starts_with("from_code"))
        .filter_map(|line| {
            let mut cells = line.split(',');
            Some((cells.next()?, cells.next()?))
        })
        .collect();
    use ScanCode::*;
    // The network's own hub arrival at the destination has no event of its own, so a delivery begins right after a hub.
    let named = [("arrived_at_hub", "out_for_delivery")];
    let journeys = [
        vec![
            scan(Ordered),
            scan(LabelPrinted),
            scan(Got),
            scan(Arrival),
            scan(Departure),
            scan(Arrival),
            scan(Dispatch),
            scan(Signed),
        ],
        vec![
            scan(Ordered),
            scan(LabelPrinted),
            scan(Got),
            scan(Arrival),
            scan(Dispatch),
            scan(Inbound),
            scan(DepartureSigned),
        ],
        // The outlet reports its departure and no hub in between, and the parcel comes to rest once.
        vec![
            scan(Ordered),
            scan(LabelPrinted),
            scan(Got),
            scan(Departure),
            scan(Arrival),
            problem(ProblemCode::Weather),
            scan(Departure),
            scan(Arrival),
            scan(Dispatch),
            scan(Signed),
        ],
        vec![
            scan(Ordered),
            scan(Got),
            scan(Arrival),
            scan(Dispatch),
            problem(ProblemCode::Refused),
            scan(ReturnScan),
            scan(Departure),
            scan(ReturnSigned),
        ],
    ];
    for journey in journeys {
        let mut state = ShipmentState::OrderCreated;
        for step in journey {
            let next = state_after(state, step);
            let pair = (state.as_str(), next.as_str());
            let anywhere = legal.contains(&("*", next.as_str()));
            assert!(state == next || anywhere || legal.contains(&pair) || named.contains(&pair), "{pair:?}");
            state = next;
        }
        assert!(state.is_terminal());
    }
}

#[test]
fn late_and_impossible_events_do_not_move_a_shipment_back() {
    use ScanCode::*;
    let track = [Ordered, Got, Arrival, Dispatch, Signed].map(scan);
    assert_eq!(current_state(track), ShipmentState::Delivered);
    assert_eq!(state_after(ShipmentState::Delivered, scan(Arrival)), ShipmentState::Delivered);
    assert_eq!(state_after(ShipmentState::PickedUp, scan(Cancelled)), ShipmentState::PickedUp);
    assert_eq!(state_after(ShipmentState::PickedUp, scan(LabelPrinted)), ShipmentState::PickedUp);
    assert_eq!(state_after(ShipmentState::OrderCancelled, scan(Got)), ShipmentState::OrderCancelled);
    assert_eq!(state_after(ShipmentState::ReturnInitiated, scan(Arrival)), ShipmentState::InReturnTransit);
    assert_eq!(state_after(ShipmentState::Delivered, scan(ReturnScan)), ShipmentState::ReturnInitiated);
}

#[test]
fn printing_again_and_reporting_twice_changes_nothing() {
    use ScanCode::*;
    for (current, again) in [
        (ShipmentState::LabelPrinted, Ordered),
        (ShipmentState::LabelPrinted, LabelPrinted),
        (ShipmentState::PickupScheduled, LabelPrinted),
        (ShipmentState::ArrivedAtHub, Got),
        (ShipmentState::OutForDelivery, Got),
        (ShipmentState::Delivered, Signed),
        (ShipmentState::ReturnInitiated, Cancelled),
    ] {
        assert_eq!(state_after(current, scan(again)), current, "{again:?}");
    }
}

#[test]
fn a_problem_on_the_way_back_does_not_turn_the_parcel_round() {
    use ScanCode::*;
    for &reason in ProblemCode::ALL.iter().filter(|reason| **reason != ProblemCode::Lost) {
        let back = [scan(Ordered), scan(Got), scan(ReturnScan), problem(reason), scan(Arrival), scan(Signed)];
        assert_eq!(current_state(back), ShipmentState::ReturnedToSender, "{reason:?}");
    }
}

#[test]
fn from_the_end_only_a_return_leads_on() {
    for &state in ShipmentState::ALL.iter().filter(|state| state.is_terminal() && **state != ShipmentState::Lost) {
        for &code in ScanCode::ALL {
            let next = state_after(state, scan(code));
            assert!(next == state || next.is_returning(), "{state:?} {code:?} {next:?}");
        }
    }
}
