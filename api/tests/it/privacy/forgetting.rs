use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::{
    ShipmentState,
    contacts::Contact,
    privacy::{PersonData, PersonErased, PrivacySettings},
    shipments::Shipment,
};
use yundan::app::{
    AppError,
    ledger::{self, Moved},
    privacy,
};

use crate::support::{Caller, DETAIL, PHONE, RECEIVER, TestApp, samples};

const SENDERS_PHONE: &str = "13911112222";

async fn names_anybody(owner: &Caller<'_>, id: &impl ToString) -> bool {
    let path = format!("/shipments/{}/reveal", id.to_string());
    let shown = owner.post(&path, &json!({ "reason": "核对" })).await.expect(200).text();
    [RECEIVER, PHONE, DETAIL].iter().any(|word| shown.contains(word))
}

/// As if it had been scanned there.
async fn ends_as(app: &TestApp, shipment: &Shipment, state: ShipmentState) {
    let scope = app.caller_scope("K100001").await;
    let changed: Result<(), AppError> = app
        .app
        .store
        .write(scope, async |tx| {
            let record = tx.shipment_for_update(shipment.id).await?.expect("there is such a shipment");
            let change = store::StateChange { from: record.state, to: state };
            tx.change_states(&[(&record, change)], app.app.now()).await?;
            let moved = Moved { shipment: &record, state };
            ledger::settle(&app.app, &tx, &[moved]).await
        })
        .await;
    changed.unwrap();
}

fn person(phone: &str) -> Value {
    json!({ "phone": phone, "reason": "本人来电请求" })
}

#[actix_web::test]
async fn what_is_over_is_forgotten_after_the_merchants_time() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (void, open) = (owner.ships("F-1").await, owner.ships("F-2").await);
    owner.post(&format!("/shipments/{}/void", void.id), &()).await.expect(200);
    app.imports_csv(&owner, "orders.csv", &["F-3"]).await;
    app.work().await;
    owner
        .put("/settings/privacy", &json!({ "retention_days": 29 }))
        .await
        .faults(&[("/retention_days", "out_of_range")]);
    owner.put("/settings/privacy", &json!({ "retention_days": 90 })).await.expect(200);
    assert_eq!(owner.read::<PrivacySettings>("/settings/privacy").await.retention_days, 90);
    app.clock.advance(TimeDelta::days(90) - TimeDelta::minutes(1));
    // The demo's own history is a day or two older.
    privacy::forget_old(&app.app).await.unwrap();
    assert!(names_anybody(&app.owner().await, &void.id).await);
    app.clock.advance(TimeDelta::minutes(2));
    assert_eq!(privacy::forget_old(&app.app).await.unwrap(), 1);
    let owner = app.owner().await;
    assert!(!names_anybody(&owner, &void.id).await);
    assert!(names_anybody(&owner, &open.id).await, "what is not over is kept");
    let shown: Value = owner.read(&format!("/shipments/{}", void.id)).await;
    assert_eq!(shown["waybill_no"], json!(void.waybill_no), "the books keep number and place");
    assert!(shown.to_string().contains("余杭区"), "{shown}");
    assert_eq!(app.db_count("imports", "file_sealed IS NOT NULL").await, 0);
    assert_eq!(privacy::forget_old(&app.app).await.unwrap(), 0);
    assert_eq!(app.app.store.system().verify_audit_log().await.unwrap().faults, []);
}

#[actix_web::test]
async fn a_person_is_handed_what_is_kept_of_them_and_erased_from_what_is_over() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (void, open) = (owner.ships("P-1").await, owner.ships("P-2").await);
    owner.post(&format!("/shipments/{}/void", void.id), &()).await.expect(200);
    owner.post("/contacts", &samples::contact("receiver")).await.expect(201);
    let data: PersonData = owner.post("/privacy/export", &person(PHONE)).await.expect(200).json();
    assert_eq!((data.shipments.len(), data.contacts.len()), (2, 1));
    assert!(data.shipments.iter().all(|shipment| shipment.receiver.name == RECEIVER));
    let other: PersonErased =
        app.other_merchant().await.post("/privacy/erase", &person(PHONE)).await.expect(200).json();
    assert_eq!((other.shipments, other.contacts), (0, 0));
    let erased: PersonErased = owner.post("/privacy/erase", &person(PHONE)).await.expect(200).json();
    assert_eq!((erased.shipments, erased.contacts), (1, 1));
    assert_eq!(erased.kept, std::slice::from_ref(&open.waybill_no));
    assert!(!names_anybody(&owner, &void.id).await);
    let found: Value = owner.post("/shipments/search", &json!({ "q": PHONE })).await.expect(200).json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1, "nothing finds what was erased");
    let again: PersonErased = owner.post("/privacy/erase", &person(PHONE)).await.expect(200).json();
    assert_eq!((again.shipments, again.contacts, again.kept.len()), (0, 0, 1));
    owner.post("/privacy/erase", &person("12")).await.problem(422, "invalid_fields");
    app.clerk().await.post("/privacy/export", &person(PHONE)).await.problem(403, "forbidden");
    let log = owner.get("/audit-log?limit=50").await.text();
    assert!(log.contains("privacy.erase") && !log.contains(PHONE), "{log}");
}

#[actix_web::test]
async fn orders_that_were_never_shipped_are_forgotten_too() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (waits, cancelled) = (owner.keeps_order("W-1").await.id, owner.keeps_order("W-2").await.id);
    owner.post("/orders/cancel", &json!({ "order_ids": [cancelled] })).await.expect(200);
    let data: PersonData = owner.post("/privacy/export", &person(PHONE)).await.expect(200).json();
    let states: Vec<&str> = data.orders.iter().map(|order| order.state.as_str()).collect();
    assert_eq!((states, data.orders[0].receiver.name.as_str()), (vec!["cancelled", "open"], RECEIVER));
    let erased: PersonErased = owner.post("/privacy/erase", &person(PHONE)).await.expect(200).json();
    assert_eq!((erased.orders, erased.kept_orders), (1, vec![waits]));
    let data: PersonData = owner.post("/privacy/export", &person(PHONE)).await.expect(200).json();
    assert_eq!(data.orders.iter().map(|order| order.id).collect::<Vec<_>>(), [waits]);
    // Nobody is sent to whom nobody is.
    let outcome: Value = owner.post("/orders/reopen", &json!({ "order_ids": [cancelled] })).await.expect(200).json();
    assert_eq!(outcome["items"][0]["code"], "receiver_forgotten", "{outcome}");
    // By time as well.
    owner.post("/orders/cancel", &json!({ "order_ids": [waits] })).await.expect(200);
    app.clock.advance(TimeDelta::days(181));
    assert!(privacy::forget_old(&app.app).await.unwrap() >= 1);
    let data: PersonData = app.owner().await.post("/privacy/export", &person(PHONE)).await.expect(200).json();
    assert_eq!(data.orders.len(), 0);
    assert_eq!(privacy::forget_old(&app.app).await.unwrap(), 0);
}

#[actix_web::test]
async fn orders_that_wait_too_long_are_given_up() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let waits = owner.keeps_order("W-3").await.id;
    app.clock.advance(TimeDelta::days(180) - TimeDelta::minutes(1));
    privacy::forget_old(&app.app).await.unwrap();
    let owner = app.owner().await;
    assert_eq!(owner.read::<Value>(&format!("/orders/{waits}")).await["state"], "open");
    app.clock.advance(TimeDelta::minutes(2));
    assert_eq!(privacy::forget_old(&app.app).await.unwrap(), 1);
    let owner = app.owner().await;
    let shown: Value = owner.read(&format!("/orders/{waits}")).await;
    assert_eq!(shown["state"], "cancelled", "{shown}");
    let data: PersonData = owner.post("/privacy/export", &person(PHONE)).await.expect(200).json();
    assert_eq!(data.orders.len(), 0);
    assert_eq!(privacy::forget_old(&app.app).await.unwrap(), 0);
}

#[actix_web::test]
async fn what_came_back_or_was_lost_is_forgotten_and_erased_as_what_arrived() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (back, lost) = (owner.ships("E-1").await, owner.ships("E-2").await);
    ends_as(&app, &back, ShipmentState::ReturnedToSender).await;
    ends_as(&app, &lost, ShipmentState::Lost).await;
    let erased: PersonErased = owner.post("/privacy/erase", &person(PHONE)).await.expect(200).json();
    assert_eq!((erased.shipments, erased.kept.len()), (2, 0));
    let later = owner.ships("E-3").await;
    ends_as(&app, &later, ShipmentState::Lost).await;
    app.clock.advance(TimeDelta::days(181));
    assert!(privacy::forget_old(&app.app).await.unwrap() >= 1);
    assert!(!names_anybody(&app.owner().await, &later.id).await);
}

#[actix_web::test]
async fn a_person_who_sends_is_handed_out_and_erased_as_the_sender_alone() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let mut sender = samples::contact("sender");
    sender["party"]["phone"] = json!(SENDERS_PHONE);
    sender["is_default"] = json!(true);
    let contact: Contact = owner.post("/contacts", &sender).await.expect(201).json();
    let sends = async |order_no: &str| -> Shipment {
        let mut request = samples::shipment(order_no);
        request["sender_contact_id"] = json!(contact.id);
        owner.post("/shipments", &request).await.expect(201).json()
    };
    let (void, open) = (sends("S-1").await, sends("S-2").await);
    owner.post(&format!("/shipments/{}/void", void.id), &()).await.expect(200);
    let data: PersonData = owner.post("/privacy/export", &person(SENDERS_PHONE)).await.expect(200).json();
    let numbers: Vec<&str> = data.sent.iter().map(|sent| sent.waybill_no.as_str()).collect();
    assert_eq!(numbers.len(), 2, "{numbers:?}");
    assert!(data.sent.iter().all(|sent| sent.sender.phone == SENDERS_PHONE));
    assert_eq!((data.shipments.len(), data.contacts.len()), (0, 1));
    assert!(!serde_json::to_string(&data).unwrap().contains(PHONE), "who got them is somebody else");

    let erased: PersonErased = owner.post("/privacy/erase", &person(SENDERS_PHONE)).await.expect(200).json();
    assert_eq!((erased.shipments, erased.sent, erased.contacts), (0, 1, 1));
    assert_eq!(erased.kept, std::slice::from_ref(&open.waybill_no));
    let shown = owner.post(&format!("/shipments/{}/reveal", void.id), &json!({ "reason": "核对" })).await.expect(200);
    assert!(!shown.text().contains(SENDERS_PHONE) && shown.text().contains(PHONE), "{}", shown.text());
    let data: PersonData = owner.post("/privacy/export", &person(SENDERS_PHONE)).await.expect(200).json();
    assert_eq!((data.sent.len(), data.contacts.len()), (1, 0));
    // Another address takes the place of the one that is gone.
    owner.post("/shipments", &samples::shipment("S-3")).await.expect(201);
}
