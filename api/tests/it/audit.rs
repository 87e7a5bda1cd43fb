//! The audit log: everything that is done stands in it, in one chain, for whoever may read it.

use serde_json::json;
use shared::{Page, audit::AuditEntryView};

use crate::support::{Caller, PHONE, RECEIVER, TestApp, samples};

async fn log(owner: &Caller<'_>, query: &str) -> Vec<AuditEntryView> {
    owner.read::<Page<AuditEntryView>>(&format!("/audit-log{query}")).await.items
}

#[actix_web::test]
async fn what_is_done_is_written_down_without_anybodys_name_or_phone() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let shipment = owner.ships("A-1").await;
    let path = format!("/shipments/{}", shipment.id);
    owner.post(&format!("{path}/reveal"), &json!({ "reason": "核对" })).await.expect(200);
    owner.post(&format!("{path}/void"), &()).await.expect(200);
    owner.post("/contacts", &samples::contact("receiver")).await.expect(201);
    owner.makes_role("打单", &["shipments_read"]).await;
    owner.invites("picker").await;
    let wrong = json!({ "account": "K100001", "password": "Wrong-Password-1" });
    app.anonymous().post("/auth/sign-in", &wrong).await.problem(401, "wrong_credentials");
    let entries = log(&owner, "").await;
    let actions: Vec<&str> = entries.iter().map(|entry| entry.action.as_str()).collect();
    let expected = [
        "sign_in.failed",
        "invitation.create",
        "role.create",
        "contact.create",
        "shipment.void",
        "personal_data_revealed",
        "shipment.create",
        "sign_in",
    ];
    assert_eq!(actions[..8], expected);
    assert!(entries.iter().all(|entry| entry.hash.as_ref().is_some_and(|hash| hash.len() == 64)));
    assert_eq!(entries[6].who.as_deref(), Some("owner"));
    assert_eq!(entries[6].subject, format!("shipment {}", shipment.id));
    let text = serde_json::to_string(&entries).unwrap();
    assert!(!text.contains(PHONE) && !text.contains(RECEIVER), "{text}");
    let report = app.app.store.system().verify_audit_log().await.unwrap();
    assert_eq!(report.faults, []);
}

#[actix_web::test]
async fn shipments_made_at_once_are_all_in_the_chain() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let names: Vec<String> = (0..12).map(|at| format!("M-{at}")).collect();
    futures_util::future::join_all(names.iter().map(|name| owner.ships(name))).await;
    assert_eq!(log(&owner, "?action=shipment.create").await.len(), 12);
    assert_eq!(app.app.store.system().verify_audit_log().await.unwrap().faults, []);
}

#[actix_web::test]
async fn it_is_searched_paged_and_taken_away_by_its_merchant_alone() {
    let app = TestApp::new().await;
    let (owner, clerk) = (app.owner().await, app.clerk().await);
    owner.ships("A-1").await;
    clerk.ships("A-2").await;
    clerk.get("/audit-log").await.problem(403, "forbidden");
    let clerk_id = owner.operator("clerk").await.id;
    let by_clerk = log(&owner, &format!("?operator_id={clerk_id}&action=shipment.create")).await;
    assert_eq!(by_clerk.iter().map(|entry| entry.who.as_deref()).collect::<Vec<_>>(), [Some("clerk")]);
    let first: Page<AuditEntryView> = owner.read("/audit-log?limit=2").await;
    let cursor = first.next_cursor.clone().unwrap();
    let second: Page<AuditEntryView> = owner.read(&format!("/audit-log?limit=2&cursor={cursor}")).await;
    assert_eq!(second.items[0].seq + 1, first.items[1].seq);
    let csv = owner.get("/audit-log/export?action=shipment.create").await.expect(200);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(csv.text().lines().count(), 3, "{}", csv.text());
    assert_eq!(log(&owner, "?action=audit.export").await.len(), 1);
    let other = app.other_merchant().await;
    assert_eq!(log(&other, "?action=shipment.create").await, []);
    owner.get("/audit-log?limit=0").await.problem(422, "invalid_fields");
    owner.get("/audit-log?cursor=x").await.problem(422, "invalid_fields");
}

#[actix_web::test]
async fn a_thing_is_found_by_what_people_call_it() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (shipment, other) = (owner.ships("A-1").await, owner.ships("A-2").await);
    for called in [
        shipment.waybill_no.clone(),
        shipment.waybill_no.to_lowercase(),
        "A-1".to_owned(),
        format!("shipment%20{}", shipment.id),
    ] {
        let found = log(&owner, &format!("?subject={called}")).await;
        let subjects: Vec<&str> = found.iter().map(|entry| entry.subject.as_str()).collect();
        assert_eq!(subjects, [format!("shipment {}", shipment.id)], "{called}");
    }
    assert_eq!(log(&owner, "?subject=A-3").await, []);
    let stranger = app.other_merchant().await;
    assert_eq!(log(&stranger, &format!("?subject={}", other.waybill_no)).await, []);
}
