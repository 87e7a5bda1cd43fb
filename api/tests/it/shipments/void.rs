use serde_json::json;
use shared::{
    ShipmentState,
    shipments::{BulkOutcomes, Shipment},
};

use crate::support::{TestApp, samples::NOBODY};

#[actix_web::test]
async fn voids_before_pickup_and_twice_is_the_same() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let made = clerk.ships("SO-1").await;
    let path = format!("/shipments/{}/void", made.id);
    for _ in 0..2 {
        let voided: Shipment = clerk.post(&path, &()).await.expect(200).json();
        assert_eq!(voided.state, ShipmentState::OrderCancelled);
        assert!(!voided.can_void);
        assert_eq!(voided.track.iter().filter(|event| event.state == ShipmentState::OrderCancelled).count(), 1);
    }
    app.work().await;
}

#[actix_web::test]
async fn what_was_picked_up_travels_on() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let made = clerk.ships("SO-1").await;
    let scan =
        json!({ "waybill_no": made.waybill_no, "code": "GOT", "at": app.app.now(), "place": "上海青浦华新网点" });
    app.staff().await.post("/scans", &json!({ "scans": [scan] })).await.expect(200);
    clerk.post(&format!("/shipments/{}/void", made.id), &()).await.problem(409, "already_picked_up");
    let after: Shipment = clerk.read(&format!("/shipments/{}", made.id)).await;
    assert_eq!(after.state, ShipmentState::PickedUp);
}

#[actix_web::test]
async fn each_of_many_has_its_own_outcome() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let foreign = app.other_merchant().await.ships("SO-1").await;
    let (good, twice) = (clerk.ships("SO-1").await, clerk.ships("SO-2").await);
    let delivered: shared::Page<shared::shipments::ShipmentSummary> = clerk.read("/shipments?state=delivered").await;
    let ids = json!([good.id, NOBODY, foreign.id, delivered.items[0].id, twice.id, twice.id]);
    let outcomes: BulkOutcomes =
        clerk.post("/shipments/void", &json!({ "shipment_ids": ids })).await.expect(200).json();
    let got: Vec<(bool, Option<&str>)> = outcomes.items.iter().map(|item| (item.ok, item.code.as_deref())).collect();
    let not_found = (false, Some("not_found"));
    assert_eq!(
        got,
        [(true, None), not_found, not_found, (false, Some("already_picked_up")), (true, None), (true, None)]
    );
    let untouched: Shipment = app.other_merchant().await.read(&format!("/shipments/{}", foreign.id)).await;
    assert_eq!(untouched.state, ShipmentState::OrderCreated);
    for count in [0, 1_001] {
        let ids: Vec<&str> = vec![NOBODY; count];
        let answer = clerk.post("/shipments/void", &json!({ "shipment_ids": ids })).await;
        answer.faults(&[("/shipment_ids", "wrong_count")]);
    }
}
