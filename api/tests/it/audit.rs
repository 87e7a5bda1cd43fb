//! The audit log: everything that is done stands in it, in one chain, for whoever may read it.

use serde_json::json;
use shared::{Page, Role, audit::AuditEntryView};
use store::{AuditEntry, Origin};
use yundan::app::audit::EXPORT_MAX;

use crate::support::{Caller, NETWORK_NAME, PHONE, RECEIVER, TestApp, samples};

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

#[actix_web::test]
async fn what_staff_do_at_a_merchant_stands_under_the_networks_name_and_theirs() {
    let app = TestApp::new().await;
    app.hires("helper", app.default_outlet().await, Role::StaffCustomerService).await;
    let helper = app.signed_in("helper").await;
    let id = helper.merchant_id("K100001").await;
    helper.post(&format!("/merchants/{id}/view"), &json!({})).await.expect(200);
    let owner = app.owner().await;
    let looks = log(&owner, "?action=merchant.view").await;
    let me: shared::auth::Me = helper.read("/me").await;
    let called = format!("{NETWORK_NAME} · {}", me.display_name);
    assert_eq!(looks.iter().map(|entry| entry.who.as_deref()).collect::<Vec<_>>(), [Some(&*called)]);
    let csv = owner.get("/audit-log/export?action=merchant.view").await.expect(200);
    assert!(csv.text().contains(&called), "{}", csv.text());
}

#[actix_web::test]
async fn a_key_stands_beside_the_person_who_made_it() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let issued = owner.makes_key(&["shipments_write"]).await;
    Caller::new(&app, Some(issued.secret)).ships("A-1").await;
    let made = log(&owner, "?action=shipment.create").await;
    assert_eq!((made[0].who.as_deref(), made[0].actor.as_str()), (Some("owner"), "key ERP"));
}

#[actix_web::test]
async fn the_networks_log_is_searched_by_person_and_taken_away_by_its_auditor() {
    let app = TestApp::new().await;
    app.hires("auditor", app.default_outlet().await, Role::StaffAuditor).await;
    let (staff, auditor) = (app.staff().await, app.signed_in("auditor").await);
    staff.post("/sign-in-locks/lift", &json!({ "account": "K100001/clerk" })).await.expect(204);
    let found = async |id: String| {
        let page: Page<AuditEntryView> = auditor.read(&format!("/network/audit-log?staff_id={id}")).await;
        page.items.into_iter().filter_map(|entry| entry.who).collect::<std::collections::BTreeSet<_>>()
    };
    let staffs = staff.member_id("staff").await;
    assert_eq!(found(staffs).await.into_iter().collect::<Vec<_>>(), ["周敏"]);
    assert!(found(samples::NOBODY.to_owned()).await.is_empty());
    auditor.get("/network/audit-log?staff_id=x").await.problem(422, "invalid_fields");
    let path = "/network/audit-log/export?action=account.unlock";
    let csv = auditor.get(path).await.expect(200);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!((csv.text().lines().count(), csv.header("x-rows-max")), (2, ""), "{}", csv.text());
    assert!(csv.text().contains("周敏"), "{}", csv.text());
    assert_eq!(app.db_count("network_audit_log", "action = 'audit.export'").await, 1);
    staff.get(path).await.problem(403, "forbidden");
    app.owner().await.get(path).await.problem(403, "forbidden");
}

#[actix_web::test]
async fn a_file_that_cannot_hold_everything_says_so() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let scope = app.caller_scope("K100001").await;
    let entry = AuditEntry {
        user: None,
        actor: "retention".to_owned(),
        action: "privacy.forget",
        subject: "person".to_owned(),
        detail: String::new(),
        origin: Origin::default(),
        at: app.app.now(),
    };
    let adds = async |count: usize| {
        let entries = vec![entry.clone(); count];
        let added: Result<(), store::StoreError> =
            app.app.store.write(scope, async |tx| tx.add_audit_entries(entries.clone()).await).await;
        added.unwrap();
    };
    for _ in 0..EXPORT_MAX / 1_000 {
        adds(1_000).await;
    }
    let rows = |text: &[u8]| text.iter().filter(|byte| **byte == b'\n').count() as u64 - 1;
    let path = "/audit-log/export?action=privacy.forget";
    let whole = owner.get(path).await.expect(200);
    assert_eq!((rows(&whole.body), whole.header("x-rows-max")), (EXPORT_MAX, ""));
    adds(1).await;
    let cut = owner.get(path).await.expect(200);
    assert_eq!((rows(&cut.body), cut.header("x-rows-max")), (EXPORT_MAX + 1, &*EXPORT_MAX.to_string()));
    let last = String::from_utf8_lossy(&cut.body).lines().last().unwrap_or_default().to_owned();
    assert!(last.contains("更早的请按日期分几次导出"), "{last}");
}
