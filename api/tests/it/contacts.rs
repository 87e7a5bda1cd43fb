use serde_json::json;
use shared::{
    Page,
    contacts::{Contact, ContactKind},
    shipments::Shipment,
};

use crate::support::{Caller, DETAIL, PHONE, RECEIVER, TestApp, samples};

async fn list(caller: &Caller<'_>, kind: &str) -> Vec<Contact> {
    caller.read::<Page<Contact>>(&format!("/contacts?kind={kind}")).await.items
}

#[actix_web::test]
async fn are_kept_by_kind_and_shown_masked() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let before = list(&owner, "sender").await.len();
    let answer = owner.post("/contacts", &samples::contact("receiver")).await.expect(201);
    for secret in [RECEIVER, PHONE, DETAIL] {
        assert!(!answer.text().contains(secret), "{}", answer.text());
    }
    let made: Contact = answer.json();
    assert_eq!((made.kind, made.is_default), (ContactKind::Receiver, false));
    assert_eq!(list(&owner, "receiver").await, [made]);
    assert_eq!(list(&owner, "sender").await.len(), before);
    assert_eq!(list(&app.other_merchant().await, "receiver").await, []);
    owner.get("/contacts").await.faults(&[("?kind", "required")]);
}

#[actix_web::test]
async fn one_sender_is_the_default() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let mut body = samples::contact("sender");
    body["is_default"] = json!(true);
    let made: Contact = owner.post("/contacts", &body).await.expect(201).json();
    let senders = list(&owner, "sender").await;
    let defaults: Vec<_> = senders.iter().filter(|contact| contact.is_default).map(|contact| contact.id).collect();
    assert_eq!(defaults, [made.id]);
    let shipped: Shipment = owner.ships("SO-1").await;
    assert_eq!(shipped.sender.city, "杭州市");
}

#[actix_web::test]
async fn say_what_is_wrong_with_them() {
    let app = TestApp::new().await;
    let mut body = samples::contact("sender");
    body["party"]["phone"] = json!("1234");
    body["party"]["name"] = json!("");
    let answer = app.owner().await.post("/contacts", &body).await;
    let problem = answer.problem(422, "invalid_fields");
    let pointers: Vec<_> = problem.errors.iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(pointers, ["/party/name", "/party/phone"]);
    assert!(!answer.text().contains(DETAIL));
}

#[actix_web::test]
async fn the_same_key_adds_one() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let body = samples::contact("receiver");
    let first: Contact = owner.post_once("/contacts", "key-1", &body).await.expect(201).json();
    let again = owner.post_once("/contacts", "key-1", &body).await.expect(201);
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(again.json::<Contact>(), first);
    assert_eq!(list(&owner, "receiver").await.len(), 1);
}
