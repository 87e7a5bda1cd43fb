use chrono::TimeZone;
use shared::{OrderId, ProblemId, ScanEventId, ShipmentId, UserId, problems::ProblemState, services::Services};
use store::{PartyPii, PlaceRecord, SettledRecord, Timing};
use units::Money;
use uuid::Uuid;

use super::*;

fn at(hours: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 6, 1, 0, 0, 0).unwrap() + TimeDelta::hours(hours)
}

fn shipment() -> ShipmentRecord {
    ShipmentRecord {
        id: ShipmentId(Uuid::from_u128(1)),
        waybill_no: "XW1".into(),
        order: OrderId(Uuid::from_u128(2)),
        order_no: None,
        import: None,
        carrier: carrier::embedded::CODE.into(),
        state: ShipmentState::OrderCreated,
        route_code: String::new(),
        bag_hub: String::new(),
        sender_province: String::new(),
        sender_city: String::new(),
        sender_district: String::new(),
        sender: PartyPii::default(),
        place: PlaceRecord::default(),
        receiver: PartyPii::default(),
        goods: String::new(),
        quantity: 1,
        weight_g: None,
        size_mm: None,
        insured: None,
        remark: String::new(),
        owner: None,
        department: None,
        shop: String::new(),
        services: Services::default(),
        template: None,
        from_receiver: Money::ZERO,
        owner_price: None,
        sender_contact: None,
        price: Money::ZERO,
        billed_weight_g: 0,
        print_count: 0,
        first_printed_at: None,
        label_stale: false,
        edited_at: None,
        timing: Timing::default(),
        created_day: at(0).date_naive(),
        created_by: UserId(Uuid::from_u128(3)),
        created_at: at(0),
        updated_at: at(0),
    }
}

/// Scans with the hour they happened; a problem has its code.
fn track(scans: &[(&str, i64)]) -> Vec<ScanEventRecord> {
    let event = |(code, hour): &(&str, i64)| {
        let is_problem = ProblemCode::parse(code).is_some();
        ScanEventRecord {
            id: ScanEventId(Uuid::from_u128(u128::from(hour.unsigned_abs()))),
            shipment: ShipmentId(Uuid::from_u128(1)),
            code: if is_problem { "PROBLEM" } else { code }.to_string(),
            problem_code: if is_problem { code } else { "" }.to_string(),
            place: "杭州".into(),
            next_place: String::new(),
            at: at(*hour),
            recorded_at: at(*hour),
            city: String::new(),
            carrier_problem: String::new(),
            said: None,
        }
    };
    scans.iter().map(event).collect()
}

fn look<T>(shipment: &ShipmentRecord, scans: &[(&str, i64)], ask: impl FnOnce(Look<'_>) -> T) -> T {
    let events = track(scans);
    ask(Look { shipment, state: tracks::state_after_all(&events), events: &events })
}

fn kinds(scans: &[(&str, i64)]) -> Vec<ProblemKind> {
    look(&shipment(), scans, |look| look.reasons().into_iter().map(|reason| reason.kind).collect())
}

#[test]
fn the_last_scan_says_what_is_wrong() {
    for code in ProblemCode::ALL {
        let (of_it, got) = (kind_of(*code), kinds(&[("GOT", 1), (code.as_str(), 2)]));
        assert_eq!(got, [of_it], "{code:?}");
    }
    assert_eq!(kinds(&[("GOT", 1), ("unreachable", 2), ("DISPATCH", 3)]), []);
    assert_eq!(kinds(&[("GOT", 1), ("DISPATCH", 2), ("SIGNED", 3)]), []);
    assert_eq!(kinds(&[("GOT", 1), ("SIGNED", 2), ("other", 3)]), [ProblemKind::Exception], "a complaint afterwards");
}

#[test]
fn damage_and_the_way_back_stay() {
    let damaged = [("GOT", 1), ("damaged", 2), ("DISPATCH", 3), ("SIGNED", 4)];
    assert_eq!(kinds(&damaged), [ProblemKind::Damaged]);
    let back = [("GOT", 1), ("refused", 2), ("RETURN_SCAN", 3), ("ARRIVAL", 4)];
    assert_eq!(kinds(&back), [ProblemKind::Returning]);
    let since = look(&shipment(), &back, |look| look.reasons()[0].since);
    assert_eq!(since, at(3));
    assert_eq!(
        kinds(&[("GOT", 1), ("RETURN_SCAN", 2), ("weather", 3)]),
        [ProblemKind::Exception, ProblemKind::Returning]
    );
    assert_eq!(kinds(&[("GOT", 1), ("RETURN_SCAN", 2), ("RETURN_SIGNED", 3)]), []);
}

#[test]
fn every_silence_has_its_threshold() {
    let settings = ProblemSettings::default();
    let silences = |shipment: &ShipmentRecord, scans: &[(&str, i64)]| {
        look(shipment, scans, |look| {
            let when = |silence: &Silence| (silence.kind, silence.wrong_after(std::iter::empty()));
            look.silences(settings, None).iter().map(when).collect::<Vec<_>>()
        })
    };
    let mut printed = shipment();
    assert_eq!(silences(&printed, &[]), [(ProblemKind::NoPickup, at(72))]);
    printed.first_printed_at = Some(at(5));
    assert_eq!(silences(&printed, &[]), [(ProblemKind::NoPickup, at(29))]);
    let late = (ProblemKind::Late, at(97));
    assert_eq!(silences(&printed, &[("GOT", 1), ("ARRIVAL", 9)]), [(ProblemKind::NoMovement, at(57)), late]);
    assert_eq!(silences(&printed, &[("GOT", 1), ("DISPATCH", 9)]), [(ProblemKind::NotSigned, at(33)), late]);
    assert_eq!(silences(&printed, &[("GOT", 1), ("INBOUND", 9)]), [(ProblemKind::NotCollected, at(81)), late]);
    assert_eq!(silences(&printed, &[("GOT", 1), ("RETURN_SCAN", 9)]), [(ProblemKind::NoMovement, at(57))]);
    for over in ["SIGNED", "RETURN_SIGNED", "lost"] {
        assert_eq!(silences(&printed, &[("GOT", 1), (over, 9)]), [], "{over}");
    }
    // The day that was agreed is in the receiver's time: 20:00 in Shanghai is noon.
    let day = at(48).date_naive();
    printed.services.delivery = Some(shared::services::DeliveryWindow { day: Some(day), from_hour: 18, to_hour: 20 });
    assert_eq!(silences(&printed, &[("GOT", 1)])[1], (ProblemKind::Late, at(48 + 12)));
}

#[test]
fn what_the_carrier_promises_on_the_lane_comes_before_the_merchants_hours() {
    let events = track(&[("GOT", 1), ("ARRIVAL", 9)]);
    let (state, shipment) = (tracks::state_after_all(&events), shipment());
    for (promised_days, hour) in [(Some(1), 40), (Some(7), 184), (None, 97)] {
        let look = Look { shipment: &shipment, state, events: &events };
        let late = look.silences(ProblemSettings::default(), promised_days).pop().unwrap();
        // Picked up at nine in Shanghai: the day ends there at 16 o'clock of UTC.
        assert_eq!((late.kind, late.wrong_after(std::iter::empty())), (ProblemKind::Late, at(hour)));
    }
}

#[test]
fn who_settled_has_the_time_once_more() {
    let silence = Silence { kind: ProblemKind::NoMovement, since: at(0), hours: 48, again_h: 48 };
    let case = |settled: Option<i64>| ProblemRecord {
        id: ProblemId(Uuid::from_u128(9)),
        shipment: ShipmentId(Uuid::from_u128(1)),
        kind: ProblemKind::NoMovement,
        state: ProblemState::Open,
        reason: String::new(),
        since: at(0),
        found_at: at(48),
        due_at: at(72),
        escalate_at: None,
        level: 0,
        assignee: None,
        settled: settled.map(|hour| SettledRecord { at: at(hour), by: None, why: SettledWhy::NoAction }),
        updated_at: at(48),
    };
    assert_eq!(silence.wrong_after([case(Some(50)), case(None), case(Some(49))].iter()), at(98));
    assert_eq!(silence.wrong_after([case(None)].iter()), at(48));
}

#[test]
fn a_case_is_over_for_what_happened_since() {
    use SettledWhy::{Delivered, Moved, PickedUp, ReturnBegun, Returned};
    let over = |kind: ProblemKind, scans: &[(&str, i64)]| look(&shipment(), scans, |look| look.why_over(kind, at(2)));
    assert_eq!(over(ProblemKind::NoPickup, &[]), None);
    assert_eq!(over(ProblemKind::NoPickup, &[("GOT", 3)]), Some(PickedUp));
    assert_eq!(over(ProblemKind::NoMovement, &[("GOT", 1), ("ARRIVAL", 2)]), None);
    assert_eq!(over(ProblemKind::NoMovement, &[("GOT", 1), ("ARRIVAL", 3)]), Some(Moved));
    assert_eq!(over(ProblemKind::NotSigned, &[("GOT", 1), ("DISPATCH", 2), ("SIGNED", 3)]), Some(Delivered));
    assert_eq!(over(ProblemKind::Late, &[("GOT", 1), ("ARRIVAL", 3)]), None);
    assert_eq!(over(ProblemKind::Late, &[("GOT", 1), ("SIGNED", 1)]), Some(Delivered), "it never was late");
    assert_eq!(over(ProblemKind::Refused, &[("GOT", 1), ("refused", 2)]), None);
    assert_eq!(over(ProblemKind::Refused, &[("GOT", 1), ("refused", 2), ("RETURN_SCAN", 3)]), Some(ReturnBegun));
    assert_eq!(over(ProblemKind::Returning, &[("RETURN_SCAN", 2), ("RETURN_SIGNED", 3)]), Some(Returned));
    assert_eq!(over(ProblemKind::Damaged, &[("GOT", 1), ("damaged", 2), ("SIGNED", 3)]), None);
    // What a person opened again waits for something new.
    assert_eq!(over(ProblemKind::FailedDelivery, &[("GOT", 1), ("SIGNED", 1)]), None);
    assert_eq!(over(ProblemKind::NoPickup, &[("GOT", 1)]), None);
    // A problem and its end of the same minute.
    assert_eq!(over(ProblemKind::FailedDelivery, &[("unreachable", 2), ("SIGNED", 2)]), Some(Delivered));
}
