use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::{
    Role,
    auth::{AccessToken, Me},
};

use crate::support::{Caller, TestApp, samples};

async fn views<'a>(app: &'a TestApp, helper: &Caller<'a>, code: &str) -> Caller<'a> {
    let id = helper.merchant_id(code).await;
    let token: AccessToken = helper.post(&format!("/merchants/{id}/view"), &json!({})).await.expect(200).json();
    assert_eq!(token.expires_in_s, 1_800);
    Caller::new(app, Some(token.access_token))
}

async fn helper(app: &TestApp) -> Caller<'_> {
    let seat = app.default_outlet().await;
    app.hires("helper", seat, Role::StaffCustomerService).await;
    app.signed_in("helper").await
}

#[actix_web::test]
async fn staff_see_a_merchants_pages_and_change_nothing() {
    let app = TestApp::new().await;
    let made = app.owner().await.ships("SO-1").await;
    let helper = helper(&app).await;
    let view = views(&app, &helper, "K100001").await;
    let me: Me = view.read("/me").await;
    assert_eq!((me.role, me.staff_view), (Role::ReadOnly, true));
    assert_eq!(me.merchant.unwrap().code, "K100001");
    view.get(&format!("/shipments/{}", made.id)).await.expect(200);
    let reveal = json!({ "reason": "客户来电" });
    view.post(&format!("/shipments/{}/reveal", made.id), &reveal).await.problem(403, "forbidden");
    view.post("/shipments", &samples::shipment("SO-2")).await.problem(403, "forbidden");
    view.post(&format!("/shipments/{}/void", made.id), &json!({})).await.problem(403, "forbidden");
    // It is a seat at the merchant, not one at the network.
    view.get("/merchants").await.problem(403, "forbidden");
    assert_eq!(app.db_count("audit_log", "action = 'merchant.view'").await, 1);
    assert_eq!(app.db_count("network_audit_log", "action = 'merchant.view'").await, 1);
    // The other merchant's things are not there.
    let theirs = app.other_merchant().await.ships("SO-1").await;
    view.get(&format!("/shipments/{}", theirs.id)).await.problem(404, "not_found");
}

#[actix_web::test]
async fn a_look_ends_by_itself_and_by_hand() {
    let app = TestApp::new().await;
    let helper = helper(&app).await;
    let view = views(&app, &helper, "K100001").await;
    app.clock.advance(TimeDelta::minutes(14));
    view.get("/shipments").await.expect(200);
    app.clock.advance(TimeDelta::minutes(16));
    assert_eq!(view.get("/shipments").await.status, 401);

    let helper = app.signed_in("helper").await;
    let view = views(&app, &helper, "K100001").await;
    let sessions: Vec<Value> = helper.read("/me/sessions").await;
    let look = sessions.iter().find(|session| session["merchant_name"].is_string()).expect("the look is a session");
    helper.delete(&format!("/me/sessions/{}", look["id"].as_str().unwrap())).await.expect(204);
    view.get("/shipments").await.problem(401, "unauthenticated");
    helper.get("/me").await.expect(200);
}

#[actix_web::test]
async fn a_look_needs_the_permission_while_it_lasts() {
    let app = TestApp::new().await;
    let staff = app.staff().await;
    let id = staff.merchant_id("K100001").await;
    staff.post(&format!("/merchants/{id}/view"), &json!({})).await.problem(403, "forbidden");
    let helper = helper(&app).await;
    let view = views(&app, &helper, "K100001").await;
    view.get("/shipments").await.expect(200);
    let member = staff.member_id("helper").await;
    staff.patch(&format!("/staff/{member}"), &json!({ "role": "staff_finance" })).await.expect(200);
    view.get("/shipments").await.problem(401, "unauthenticated");
    let back = json!({ "role": "staff_customer_service" });
    staff.patch(&format!("/staff/{member}"), &back).await.expect(200);
    view.get("/shipments").await.expect(200);
    staff.sets(&id, "close").await.expect(200);
    assert_eq!(view.get("/shipments").await.status, 401);
    helper.post(&format!("/merchants/{id}/view"), &json!({})).await.problem(409, "merchant_closed");
}
