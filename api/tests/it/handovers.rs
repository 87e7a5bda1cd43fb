//! Parcels given to the carrier together.

use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::{
    Page, ShipmentState,
    handovers::{Handover, HandoverDetail},
    shipments::Shipment,
    tracks::ScanOutcomes,
};

use crate::support::{TestApp, samples};

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
