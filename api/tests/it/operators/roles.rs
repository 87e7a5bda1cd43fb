use serde_json::json;
use shared::{Permission, auth::Me, operators::RoleView};

use super::joined;
use crate::support::{TestApp, samples};

#[actix_web::test]
async fn an_own_role_gives_what_it_holds_and_its_changes_hold_at_once() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let role = owner.makes_role("打单", &["shipments_read", "labels_print"]).await;
    let id = role.id.unwrap();
    let packer = joined(&app, &owner, "packer", json!({ "role_id": id })).await;
    let me: Me = packer.read("/me").await;
    assert_eq!(me.own_role_name.as_deref(), Some("打单"));
    assert_eq!(me.permissions, [Permission::LabelsPrint, Permission::ShipmentsRead]);
    packer.get("/shipments").await.expect(200);
    packer.post("/shipments", &samples::shipment("P-1")).await.problem(403, "forbidden");
    let more = json!({ "name": "打单", "permissions": ["shipments_read", "shipments_write", "labels_print"] });
    owner.put(&format!("/roles/{id}"), &more).await.expect(200);
    packer.post("/shipments", &samples::shipment("P-1")).await.expect(201);
    owner.delete(&format!("/roles/{id}")).await.problem(409, "role_in_use");
    let roles: Vec<RoleView> = owner.read("/roles").await;
    assert_eq!(roles.iter().map(|role| role.operators).sum::<u32>(), 3);
    assert_eq!(roles.len(), 7);
}

#[actix_web::test]
async fn a_role_is_refused_that_is_empty_taken_or_the_networks() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let role = owner.makes_role("打单", &["shipments_read"]).await;
    let make = async |name: &str, permissions: &[&str]| {
        owner.post("/roles", &json!({ "name": name, "permissions": permissions })).await
    };
    make("打单", &["shipments_read"]).await.faults(&[("/name", "taken")]);
    make("", &["shipments_read"]).await.faults(&[("/name", "required")]);
    make("空", &[]).await.faults(&[("/permissions", "wrong_count")]);
    make("扫描", &["scans_write"]).await.faults(&[("/permissions", "not_a_merchants")]);
    make("无", &["no_such"]).await.problem(422, "invalid_fields");
    let manager = joined(&app, &owner, "manager", json!({ "role": "manager" })).await;
    let more = json!({ "name": "全", "permissions": ["api_keys_write"] });
    manager.post("/roles", &more).await.problem(403, "grants_more");
    owner.delete(&format!("/roles/{}", role.id.unwrap())).await.expect(204);
    make("打单", &["shipments_read"]).await.expect(201);
}

#[actix_web::test]
async fn a_change_of_a_role_and_requests_of_its_people_do_not_meet_half_way() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let id = owner.makes_role("打单", &["shipments_read"]).await.id.unwrap();
    let packer = joined(&app, &owner, "packer", json!({ "role_id": id })).await;
    let path = format!("/roles/{id}");
    for round in 0..20 {
        let permissions = if round % 2 == 0 { ["shipments_write"] } else { ["shipments_read"] };
        let change = json!({ "name": "打单", "permissions": permissions });
        let (changed, asked) = futures_util::future::join(owner.put(&path, &change), packer.get("/shipments")).await;
        changed.expect(200);
        assert!(matches!(asked.status, 200 | 403), "{}", asked.status);
        let after = packer.get("/shipments").await.status;
        assert_eq!(after, if round % 2 == 0 { 403 } else { 200 });
    }
}
