//! The pack station.

use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::{
    Page,
    orders::Order,
    packing::{Packing, PackingOrder, PackingState},
    shipments::Shipment,
};

use crate::support::{Caller, TestApp, samples};

async fn scans(caller: &Caller<'_>, code: &str) -> PackingOrder {
    caller.post("/packings/find", &json!({ "code": code })).await.expect(200).json()
}

fn weighed(order: &PackingOrder, grams: u32) -> Value {
    json!({ "order_id": order.order_id, "weight_g": grams, "from_scale": true })
}

#[actix_web::test]
async fn an_order_is_scanned_weighed_and_shipped_as_it_weighs() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    clerk.keeps_order("P-1").await;
    let found = scans(&clerk, "P-1").await;
    assert_eq!((found.state, found.waybill_no.as_deref()), (PackingState::Ready, None));
    let packed: Packing = clerk.post("/packings", &weighed(&found, 3_210)).await.expect(201).json();
    let shipment: Shipment = clerk.read(&format!("/shipments/{}", packed.shipment_id)).await;
    assert_eq!((shipment.weight_g, shipment.charge.total), (Some(3_210), packed.price));
    assert_eq!(shipment.charge.billed_weight_g, 4_000);
    // By its waybill, too, and no second time.
    let again = scans(&clerk, &packed.waybill_no.to_lowercase()).await;
    assert_eq!((again.state, again.packed.map(|packed| packed.weight_g)), (PackingState::Packed, Some(3_210)));
    clerk.post("/packings", &weighed(&found, 3_210)).await.problem(409, "already_packed");
    let list: Page<Packing> = clerk.read("/packings").await;
    assert_eq!(list.items, [packed]);
    assert!(app.other_merchant().await.read::<Page<Packing>>("/packings").await.items.is_empty());
}

#[actix_web::test]
async fn a_request_that_is_sent_again_ships_nothing_twice() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    clerk.keeps_order("P-1").await;
    let body = json!({ "code": "P-1", "weight_g": 800 });
    let first: Packing = clerk.post_once("/packings", "scan-1", &body).await.expect(201).json();
    let second: Packing = clerk.post_once("/packings", "scan-1", &body).await.expect(201).json();
    assert_eq!(first, second);
    clerk.post_once("/packings", "scan-2", &body).await.problem(409, "already_packed");
    assert_eq!(app.db_count("packings", "1 = 1").await, 1);
}

#[actix_web::test]
async fn what_is_shipped_already_gets_the_weight_it_has() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let shipment = clerk.ships("P-1").await;
    let body = json!({ "code": "P-1", "weight_g": 5_000, "size_mm": [300, 200, 100] });
    let packed: Packing = clerk.post("/packings", &body).await.expect(201).json();
    assert_eq!(packed.shipment_id, shipment.id);
    let after: Shipment = clerk.read(&format!("/shipments/{}", shipment.id)).await;
    assert_eq!((after.weight_g, after.size_mm), (Some(5_000), Some([300, 200, 100])));
    assert!(after.charge.total > shipment.charge.total);
}

#[actix_web::test]
async fn goods_are_scanned_and_the_oldest_order_of_them_is_packed() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let keeps = async |no: &str, codes: Value| -> Order {
        let mut body = samples::order(no);
        body["goods_codes"] = codes;
        clerk.post("/orders", &body).await.expect(201).json()
    };
    let both = keeps("P-1", json!(["6901234567892", "TEA-2"])).await;
    let alone = keeps("P-2", json!(["6901234567892"])).await;
    keeps("P-3", json!(["6901234567892"])).await;
    let found = scans(&clerk, "6901234567892").await;
    assert_eq!((found.order_id, found.others), (alone.id, 1), "an order of these goods alone comes first");
    assert_eq!(scans(&clerk, "TEA-2").await.order_id, both.id);
    clerk.post("/packings/find", &json!({ "code": "TEA" })).await.problem(404, "not_found");
    clerk
        .post("/orders", &json!({ "goods_codes": ["A B"], "receiver": samples::receiver(), "goods": "茶" }))
        .await
        .faults(&[("/goods_codes/0", "has_blanks")]);
}

#[actix_web::test]
async fn what_must_not_leave_is_refused() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let held = clerk.keeps_order("P-1").await;
    clerk.patch(&format!("/orders/{}", held.id), &json!({ "change": { "is_held": true } })).await.expect(200);
    let found = scans(&clerk, "P-1").await;
    assert_eq!(found.state, PackingState::Held);
    clerk.post("/packings", &weighed(&found, 100)).await.problem(409, "order_held");
    let shipment = clerk.ships("P-2").await;
    app.owner().await.post(&format!("/shipments/{}/void", shipment.id), &json!({})).await.expect(200);
    let found = scans(&clerk, "P-2").await;
    assert_eq!(found.state, PackingState::Cancelled);
    clerk.post("/packings", &weighed(&found, 100)).await.problem(409, "already_picked_up");
    assert_eq!(app.db_count("packings", "1 = 1").await, 0);
}

#[actix_web::test]
async fn a_weight_that_cannot_be_is_refused_beside_its_field() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let order = clerk.keeps_order("P-1").await;
    let now = app.app.now();
    for (body, pointer, code) in [
        (json!({ "weight_g": 100 }), "/order_id", "one_of_both"),
        (json!({ "order_id": order.id, "code": "P-1", "weight_g": 100 }), "/order_id", "one_of_both"),
        (json!({ "code": "P-1", "weight_g": 0 }), "/weight_g", "out_of_range"),
        (
            json!({ "code": "P-1", "weight_g": 1, "weighed_at": now + TimeDelta::hours(1) }),
            "/weighed_at",
            "out_of_range",
        ),
        (
            json!({ "code": "P-1", "weight_g": 1, "weighed_at": now - TimeDelta::hours(24) }),
            "/weighed_at",
            "out_of_range",
        ),
    ] {
        clerk.post("/packings", &body).await.faults(&[(pointer, code)]);
    }
    let late = json!({ "code": "P-1", "weight_g": 1_000, "weighed_at": now - TimeDelta::hours(2) });
    let packed: Packing = clerk.post("/packings", &late).await.expect(201).json();
    assert_eq!(packed.weighed_at, now - TimeDelta::hours(2));
}
