//! Parcels given to the carrier together.

use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::{
    Page, ShipmentState,
    contacts::Party,
    handovers::{Handover, HandoverDetail},
    pickups::{NetworkPickup, PickupState},
    shipments::Shipment,
    tracks::ScanOutcomes,
};

use crate::{
    support::{Caller, TestApp, samples},
    tracks,
};

#[actix_web::test]
async fn what_is_handed_over_is_on_paper_and_picked_up_by_one_scan() {
    let app = TestApp::new().await;
    let (clerk, staff) = (app.clerk().await, app.staff().await);
    let (one, two) = (clerk.ships("H-1").await, clerk.ships("H-2").await);
    let made = clerk.hands_over(&[&two, &one]).await;
    assert_eq!((made.handover.parcels, made.handover.weight_g, made.handover.unscanned), (2, 2400, 2));
    let numbers: Vec<&str> = made.parcels.iter().map(|parcel| parcel.waybill_no.as_str()).collect();
    assert_eq!(numbers, [two.waybill_no.as_str(), &one.waybill_no], "in the order they were given");
    let path = format!("/handovers/{}", made.handover.id);
    let paper = clerk.get(&format!("{path}/manifest")).await.expect(200);
    assert!(paper.body.starts_with(b"%PDF-") && paper.body.len() > 2_000, "{} bytes", paper.body.len());
    assert!(!paper.text().contains(samples::RECEIVER));

    let scan = json!({ "handover_no": made.handover.handover_no.to_lowercase(), "place": "上海青浦华新网点" });
    for duplicate in [false, true] {
        let outcomes: ScanOutcomes = staff.post("/handovers/scan", &scan).await.expect(200).json();
        assert!(outcomes.items.iter().all(|item| item.ok && item.duplicate == duplicate), "{outcomes:?}");
    }
    let after: HandoverDetail = clerk.read(&path).await;
    assert_eq!((after.handover.unscanned, after.parcels[0].state), (0, ShipmentState::PickedUp));
    assert!(after.handover.scanned_at.is_some());
    let shipment: Shipment = clerk.read(&format!("/shipments/{}", one.id)).await;
    assert!(!shipment.can_edit && !shipment.can_void);
    let unknown = json!({ "handover_no": "HJ000000000000", "place": "上海" });
    staff.post("/handovers/scan", &unknown).await.problem(404, "not_found");
    app.work().await;
}

#[actix_web::test]
async fn a_parcel_is_handed_over_once_and_printed_before() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let (given, bare) = (clerk.ships("H-1").await, clerk.ships("H-2").await);
    clerk.hands_over(&[&given]).await;
    let ids = json!({ "shipment_ids": [given.id, bare.id, samples::NOBODY] });
    clerk.post("/handovers", &ids).await.faults(&[
        ("/shipment_ids/0", "handed_over"),
        ("/shipment_ids/1", "not_ready"),
        ("/shipment_ids/2", "not_found"),
    ]);
    clerk.post("/handovers", &json!({ "shipment_ids": [] })).await.faults(&[("/shipment_ids", "wrong_count")]);
    let now = app.app.now();
    for (from, to) in
        [(Some(now), None), (Some(now), Some(now - TimeDelta::hours(1))), (Some(now), Some(now + TimeDelta::days(8)))]
    {
        let body = json!({ "shipment_ids": [bare.id], "pickup_from": from, "pickup_to": to });
        clerk.post("/handovers", &body).await.faults(&[("/pickup_to", "bad_window")]);
    }
    app.work().await;
}

#[actix_web::test]
async fn what_was_handed_over_and_never_scanned_is_a_problem() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let shipment = clerk.ships("H-1").await;
    clerk.hands_over(&[&shipment]).await;
    let listed = async || app.clerk().await.read::<Page<Handover>>("/handovers").await.items;
    assert!(!listed().await[0].is_problem);
    app.clock.advance(TimeDelta::hours(13));
    let late = listed().await;
    assert_eq!((late[0].is_problem, late[0].unscanned, late[0].created_by.as_str()), (true, 1, "clerk"));
    let other: Value = app.other_merchant().await.read("/handovers").await;
    assert_eq!(other["items"], json!([]));
    app.work().await;
}

/// What couriers are to fetch.
async fn to_fetch(staff: &Caller<'_>, query: &str) -> Vec<NetworkPickup> {
    staff.read::<Page<NetworkPickup>>(&format!("/network/pickups{query}")).await.items
}

#[actix_web::test]
async fn a_courier_is_asked_for_answered_asked_for_again_and_comes() {
    let app = TestApp::new().await;
    let (clerk, staff) = (app.clerk().await, app.staff().await);
    let shipment = clerk.ships("H-1").await;
    clerk.labels(&[&shipment]).await;
    let now = app.app.now();
    let (from, to) = (now + TimeDelta::hours(2), now + TimeDelta::hours(4));
    let body = json!({ "shipment_ids": [shipment.id], "pickup_from": from, "pickup_to": to, "remark": "3 号门" });
    let made: HandoverDetail = clerk.post("/handovers", &body).await.expect(201).json();
    let (id, number) = (made.handover.id, made.handover.handover_no.clone());
    assert_eq!(made.handover.pickup.map(|pickup| pickup.state), Some(PickupState::Asked));

    let listed = to_fetch(&staff, "?state=asked").await;
    let [row] = listed.as_slice() else { panic!("{listed:?}") };
    assert_eq!((row.handover_no.as_str(), row.remark.as_str(), row.parcels), (number.as_str(), "3 号门", 1));
    assert_eq!((row.merchant_code.as_str(), row.pickup.from, row.pickup.is_late), ("K100001", from, false));
    let at = format!("/network/pickups/{number}");
    let shown: Party = staff.post(&format!("{at}/reveal"), &json!({ "reason": "安排取件" })).await.expect(200).json();
    assert!(shown.name != row.sender.name && shown.phone.len() >= 11, "the list masks them");
    assert_eq!(app.db_count("audit_log", "action = 'personal_data_revealed' AND detail LIKE 'pickup:%'").await, 1);

    let answer = format!("{at}/answer");
    staff.post(&answer, &json!({ "from": from, "state": "refused" })).await.faults(&[("/text", "required")]);
    staff.post(&answer, &json!({ "from": from, "state": "asked" })).await.faults(&[("/state", "out_of_range")]);
    let accepted = json!({ "from": from, "state": "accepted", "text": "王师傅 021-12345678" });
    staff.post(&answer, &accepted).await.expect(200);
    let told = async || clerk.read::<HandoverDetail>(&format!("/handovers/{id}")).await.handover.pickup;
    let seen = told().await.expect("a pickup");
    assert_eq!((seen.state, seen.said.as_str()), (PickupState::Accepted, "王师傅 021-12345678"));

    // Asked for at another time, it is to be answered again, and an answer to the first window is none.
    let pickup = format!("/handovers/{id}/pickup");
    let other = json!({ "from": from + TimeDelta::days(1), "to": to + TimeDelta::days(1) });
    let changed: Handover = clerk.put(&pickup, &other).await.expect(200).json();
    assert_eq!(changed.pickup.map(|pickup| (pickup.state, pickup.said)), Some((PickupState::Asked, String::new())));
    staff.post(&answer, &accepted).await.problem(409, "asked_otherwise");
    clerk.put(&pickup, &json!({ "from": to, "to": from })).await.faults(&[("/to", "bad_window")]);

    clerk.delete(&pickup).await.expect(200);
    assert_eq!((told().await, to_fetch(&staff, "").await), (None, vec![]));
    staff.post(&answer, &accepted).await.problem(404, "not_found");
    clerk.put(&pickup, &json!({ "from": from, "to": to })).await.expect(200);
    app.clock.advance(TimeDelta::hours(5));
    assert!(to_fetch(&app.staff().await, "").await[0].pickup.is_late);
    let scan = json!({ "handover_no": number, "place": "上海青浦华新网点" });
    app.staff().await.post("/handovers/scan", &scan).await.expect(200);
    assert_eq!(to_fetch(&app.staff().await, "").await, []);
    app.clerk().await.delete(&pickup).await.problem(409, "picked_up");
    app.work().await;
}

#[actix_web::test]
async fn couriers_go_by_the_window_and_old_windows_are_given_up() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let now = app.app.now();
    // Asked for in this order, and to be fetched in another.
    for (order_no, hours) in [("H-1", 30), ("H-2", 3), ("H-3", 30), ("H-4", 9)] {
        let shipment = clerk.ships(order_no).await;
        clerk.labels(&[&shipment]).await;
        let (from, to) = (now + TimeDelta::hours(hours), now + TimeDelta::hours(hours + 2));
        let body = json!({ "shipment_ids": [shipment.id], "pickup_from": from, "pickup_to": to, "remark": order_no });
        clerk.post("/handovers", &body).await.expect(201);
    }
    let staff = app.staff().await;
    let mut remarks = Vec::new();
    let mut query = "?limit=1".to_owned();
    loop {
        let page: Page<NetworkPickup> = staff.read(&format!("/network/pickups{query}")).await;
        remarks.extend(page.items.into_iter().map(|row| row.remark));
        let Some(cursor) = page.next_cursor else { break };
        query = format!("?limit=1&cursor={cursor}");
    }
    assert_eq!(remarks, ["H-2", "H-4", "H-1", "H-3"]);
    app.clock.advance(TimeDelta::days(3) + TimeDelta::hours(20));
    let left: Vec<String> = to_fetch(&app.staff().await, "").await.into_iter().map(|row| row.remark).collect();
    assert_eq!(left, ["H-1", "H-3"]);
    app.work().await;
}

#[actix_web::test]
async fn nobody_is_to_come_for_what_was_fetched_one_by_one_or_voided() {
    let app = TestApp::new().await;
    let (clerk, staff) = (app.clerk().await, app.staff().await);
    let (fetched, voided) = (clerk.ships("H-1").await, clerk.ships("H-2").await);
    clerk.labels(&[&fetched, &voided]).await;
    let now = app.app.now();
    let (from, to) = (now + TimeDelta::hours(2), now + TimeDelta::hours(4));
    let body = json!({ "shipment_ids": [fetched.id, voided.id], "pickup_from": from, "pickup_to": to });
    let made: HandoverDetail = clerk.post("/handovers", &body).await.expect(201).json();
    let at = format!("/network/pickups/{}", made.handover.handover_no);

    let got = tracks::scan(&app, &fetched.waybill_no, "GOT", 0);
    assert_eq!(tracks::record(&app, &[got]).await, [(true, false, None)]);
    assert_eq!(to_fetch(&staff, "").await.len(), 1, "the other parcel waits");
    clerk.post("/shipments/void", &json!({ "shipment_ids": [voided.id] })).await.expect(200);
    assert_eq!(to_fetch(&staff, "").await, []);
    let accepted = json!({ "from": from, "state": "accepted" });
    staff.post(&format!("{at}/answer"), &accepted).await.problem(409, "picked_up");
    staff.post(&format!("{at}/reveal"), &json!({ "reason": "安排取件" })).await.problem(409, "picked_up");
    let pickup = format!("/handovers/{}/pickup", made.handover.id);
    let other = json!({ "from": from, "to": to + TimeDelta::hours(1) });
    clerk.put(&pickup, &other).await.problem(409, "picked_up");
    app.clock.advance(TimeDelta::hours(5));
    let late: HandoverDetail = app.clerk().await.read(&format!("/handovers/{}", made.handover.id)).await;
    assert_eq!(late.handover.pickup.map(|pickup| pickup.is_late), Some(false), "nothing waits");
    app.work().await;
}
