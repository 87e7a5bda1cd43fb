use futures_util::future::join_all;
use serde_json::{Value, json};
use shared::{
    Page, ShipmentState,
    shipments::{Shipment, ShipmentSummary},
};

use crate::support::{DETAIL, PHONE, RECEIVER, TestApp, samples::shipment};

fn with(pointer: &str, value: Value) -> Value {
    let mut body = shipment("SO-1");
    match pointer.rsplit_once('/') {
        Some((parent, field)) => body.pointer_mut(parent).unwrap()[field] = value,
        None => body = value,
    }
    body
}

#[actix_web::test]
async fn makes_a_shipment_with_number_route_and_price() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let answer = clerk.post("/shipments", &shipment("SO-1")).await.expect(201);
    for secret in [RECEIVER, PHONE, DETAIL] {
        assert!(!answer.text().contains(secret), "{}", answer.text());
    }
    let made: Shipment = answer.json();
    assert_eq!(made.state, ShipmentState::OrderCreated);
    assert_eq!(made.order_no.as_deref(), Some("SO-1"));
    assert!(made.waybill_no.parse::<carrier::embedded::WaybillNo>().is_ok(), "{}", made.waybill_no);
    assert!(!made.route_code.is_empty() && !made.bag_hub.is_empty());
    assert!(made.charge.total > units::Money::ZERO);
    assert_eq!(made.charge.billed_weight_g, 2_000);
    assert_eq!(made.created_by, "clerk");
    assert!(made.can_void);
    let shown: Shipment = clerk.read(&format!("/shipments/{}", made.id)).await;
    assert!(shown.delivery.is_some(), "whoever looks is told when it is there");
    assert_eq!(Shipment { delivery: None, ..shown }, made);
    let quote = json!({ "province": "浙江省", "city": "杭州市", "district": "余杭区", "weight_g": 1200 });
    let quote: shared::shipments::Quote = clerk.post("/quotes", &quote).await.expect(200).json();
    assert_eq!((quote.charge, quote.route_code), (made.charge, made.route_code));
}

#[actix_web::test]
async fn says_everything_that_is_wrong_at_once() {
    let app = TestApp::new().await;
    let body = json!({
        "receiver": { "name": "", "phone": "123", "province": "", "city": "", "district": "", "detail": "x" },
        "order_no": "x".repeat(65), "goods": " ", "quantity": 0, "weight_g": 1_000_001,
        "size_mm": [0, 100, 5_001], "insured": "-1.00", "remark": "a\u{0}b",
    });
    let answer = app.clerk().await.post("/shipments", &body).await;
    let problem = answer.problem(422, "invalid_fields");
    let pointers: Vec<&str> = problem.errors.iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(
        pointers,
        [
            "/receiver/name",
            "/receiver/phone",
            "/receiver/province",
            "/goods",
            "/remark",
            "/order_no",
            "/quantity",
            "/weight_g",
            "/size_mm/0",
            "/size_mm/2",
            "/insured"
        ],
        "{}",
        answer.text()
    );
    assert!(problem.errors.iter().all(|fault| !fault.detail.is_empty()));
    assert_eq!(app.db_count("orders", "source = 'api'").await, 0);
}

#[actix_web::test]
async fn each_field_has_its_rule() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    for (pointer, value, code) in [
        ("/goods", json!("字".repeat(201)), "too_long"),
        ("/goods", json!(""), "required"),
        ("/goods", json!("a\u{0}b"), "bad_characters"),
        ("/goods", json!(7), "wrong_type"),
        ("/order_no", json!(""), "required"),
        ("/quantity", json!(10_000), "out_of_range"),
        ("/quantity", json!(-1), "wrong_type"),
        ("/weight_g", json!(0), "out_of_range"),
        ("/weight_g", json!(1.5), "wrong_type"),
        ("/insured", json!("50000.01"), "out_of_range"),
        ("/insured", json!("1e3"), "wrong_type"),
        ("/insured", json!(12), "wrong_type"),
        ("/insured", json!("1.001"), "wrong_type"),
        ("/sender_contact_id", json!("x"), "wrong_type"),
        ("/colour", json!("red"), "unknown_field"),
        ("/receiver/colour", json!("red"), "unknown_field"),
    ] {
        let answer = clerk.post("/shipments", &with(pointer, value.clone())).await;
        let problem = answer.problem(422, "invalid_fields");
        let got: Vec<_> = problem.errors.iter().map(|fault| (fault.pointer.as_str(), fault.code.as_str())).collect();
        assert_eq!(got, [(pointer, code)], "{value}");
    }
    let mut missing = shipment("SO-1");
    missing.as_object_mut().unwrap().remove("goods");
    clerk.post("/shipments", &missing).await.faults(&[("/goods", "required")]);
}

#[actix_web::test]
async fn the_same_key_and_body_make_one_shipment() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let first = clerk.post_once("/shipments", "key-1", &shipment("SO-1")).await.expect(201);
    assert_eq!(first.header("idempotent-replayed"), "");
    let again = clerk.post_once("/shipments", "key-1", &shipment("SO-1")).await.expect(201);
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(first.value(), again.value());
    clerk.post_once("/shipments", "key-1", &shipment("SO-2")).await.problem(409, "idempotency_key_reused");
    // A key is the caller's own.
    app.owner().await.post_once("/shipments", "key-1", &shipment("SO-3")).await.expect(201);
    app.other_merchant().await.post_once("/shipments", "key-1", &shipment("SO-1")).await.expect(201);
    // A refusal is not kept: corrected, the same key goes through.
    clerk.post_once("/shipments", "key-2", &with("/goods", json!(""))).await.expect(422);
    clerk.post_once("/shipments", "key-2", &shipment("SO-4")).await.expect(201);
    let key = "k".repeat(256);
    clerk.post_once("/shipments", &key, &shipment("SO-5")).await.faults(&[("Idempotency-Key:", "out_of_range")]);
}

#[actix_web::test]
async fn ten_at_once_with_one_key_make_one_shipment() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let body = shipment("SO-1");
    let answers = join_all((0..10).map(|_| clerk.post_once("/shipments", "key", &body))).await;
    let ids: std::collections::BTreeSet<String> =
        answers.into_iter().map(|answer| answer.expect(201).json::<Shipment>().id.to_string()).collect();
    assert_eq!(ids.len(), 1);
    let page: Page<ShipmentSummary> = clerk.read("/shipments?order_no=SO-1").await;
    assert_eq!(page.items.len(), 1);
}

#[actix_web::test]
async fn an_order_number_ships_once_a_merchant() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let bodies: Vec<Value> = (0..5).map(|_| shipment("SO-1")).collect();
    let answers = join_all(bodies.iter().map(|body| clerk.post("/shipments", body))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409]);
    clerk.post("/shipments", &shipment("SO-1")).await.problem(409, "order_no_taken");
    app.other_merchant().await.ships("SO-1").await;
    let mut without = shipment("");
    without.as_object_mut().unwrap().remove("order_no");
    for _ in 0..2 {
        clerk.post("/shipments", &without).await.expect(201);
    }
}

#[actix_web::test]
async fn numbers_are_never_given_twice() {
    let app = TestApp::new().await;
    let (clerk, other) = (app.clerk().await, app.other_merchant().await);
    let bodies: Vec<Value> = (0..20).map(|n| shipment(&format!("SO-{n}"))).collect();
    let (ours, theirs) = futures_util::future::join(
        join_all(bodies.iter().map(|body| clerk.post("/shipments", body))),
        join_all(bodies.iter().map(|body| other.post("/shipments", body))),
    )
    .await;
    let mut numbers: Vec<String> =
        ours.into_iter().chain(theirs).map(|answer| answer.expect(201).json::<Shipment>().waybill_no).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 40);
}

#[actix_web::test]
async fn a_sender_is_the_merchants_own() {
    let app = TestApp::new().await;
    let foreign = app.other_merchant().await.adds_contact("sender").await;
    let receiver = app.owner().await.adds_contact("receiver").await;
    let clerk = app.clerk().await;
    for id in [foreign.id, receiver.id] {
        let answer = clerk.post("/shipments", &with("/sender_contact_id", json!(id))).await;
        assert!(matches!(answer.status, 404 | 422), "{}", answer.text());
    }
    let own = app.owner().await.adds_contact("sender").await;
    let made: Shipment = clerk.post("/shipments", &with("/sender_contact_id", json!(own.id))).await.expect(201).json();
    assert_eq!(made.sender.province, "浙江省");
}

/// What is asked for at the same time is written together; one that cannot be made keeps no other back, and each hears its own answer.
#[actix_web::test]
async fn made_together_each_has_its_own_answer() {
    let app = TestApp::new().await;
    let (clerk, owner) = (app.clerk().await, app.owner().await);
    clerk.post("/shipments", &shipment("TAKEN")).await.expect(201);
    clerk.post_once("/shipments", "known", &shipment("KNOWN")).await.expect(201);
    let before = app.db_count("shipments", "1 = 1").await;

    let mut nowhere = shipment("NOWHERE");
    nowhere["sender_contact_id"] = json!(uuid::Uuid::now_v7());
    let plain: Vec<Value> = (0..10).map(|n| shipment(&format!("SO-{n}"))).collect();
    let (taken, known, twice, owners) = (shipment("TAKEN"), shipment("KNOWN"), shipment("TWICE"), shipment("OWNER"));
    let (others, taken, known, nowhere, first, second, owners) = tokio::join!(
        join_all(plain.iter().map(|body| clerk.post("/shipments", body))),
        clerk.post("/shipments", &taken),
        clerk.post_once("/shipments", "known", &known),
        clerk.post_once("/shipments", "nowhere", &nowhere),
        clerk.post_once("/shipments", "twice", &twice),
        clerk.post_once("/shipments", "twice", &twice),
        owner.post("/shipments", &owners),
    );

    let mut numbers: Vec<String> =
        others.into_iter().map(|answer| answer.expect(201).json::<Shipment>().waybill_no).collect();
    taken.problem(409, "order_no_taken");
    assert_eq!(known.expect(201).header("idempotent-replayed"), "true");
    nowhere.faults(&[("/sender_contact_id", "unknown_sender")]);
    let (first, second) = (first.expect(201), second.expect(201));
    assert_eq!(first.value(), second.value());
    numbers.push(first.json::<Shipment>().waybill_no);
    let owners: Shipment = owners.expect(201).json();
    assert_ne!(owners.created_by, "clerk");
    numbers.push(owners.waybill_no);
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 12);
    assert_eq!(app.db_count("shipments", "1 = 1").await, before + 12);
    assert_eq!(app.db_count("idempotency_keys", "status IS NULL").await, 0);
}
