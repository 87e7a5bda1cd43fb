//! Who may do what within a merchant: invited, changed, disabled, and never without an owner.

mod invitations;
mod own_scope;
mod roles;

use serde_json::{Value, json};
use shared::{
    auth::Me,
    operators::{Operator, SeatView, SessionView},
};

use crate::support::{Caller, PASSWORD, TestApp};

pub const JOINED: &str = "Joined-Password-26";
const OWNERS_PHONE: &str = "13900000021";

/// Somebody of this grant, invited and joined, signed in.
pub async fn joined<'a>(app: &'a TestApp, owner: &Caller<'a>, user_name: &str, grant: Value) -> Caller<'a> {
    let body = json!({ "user_name": user_name, "display_name": "新人", "grant": grant });
    let issued: shared::operators::InvitationIssued = owner.post("/invitations", &body).await.expect(201).json();
    let accept = json!({ "token": issued.token, "password": JOINED });
    app.anonymous().post("/invitation/accept", &accept).await.expect(200);
    app.signed_in_with(&format!("K100001/{user_name}"), JOINED).await
}

async fn change(caller: &Caller<'_>, id: &impl ToString, grant: Value) -> crate::support::Answer {
    caller.patch(&format!("/operators/{}", id.to_string()), &grant).await
}

#[actix_web::test]
async fn a_change_of_role_holds_at_the_next_request() {
    let app = TestApp::new().await;
    let (owner, clerk) = (app.owner().await, app.clerk().await);
    clerk.get("/shipments").await.expect(200);
    let operator = owner.operator("clerk").await;
    let changed: Operator = change(&owner, &operator.id, json!({ "role": "finance" })).await.expect(200).json();
    assert_eq!(changed.grant.role, Some(shared::Role::Finance));
    clerk.post("/shipments", &crate::support::samples::shipment("R-1")).await.problem(403, "forbidden");
    assert_eq!(clerk.read::<Me>("/me").await.role, shared::Role::Finance);
    clerk.get("/shipments").await.expect(200);
}

#[actix_web::test]
async fn whoever_is_disabled_is_out_at_once_and_can_come_back() {
    let app = TestApp::new().await;
    let (owner, clerk) = (app.owner().await, app.clerk().await);
    let id = owner.operator("clerk").await.id;
    let disabled: Operator = owner.post(&format!("/operators/{id}/disable"), &()).await.expect(200).json();
    assert!(disabled.disabled);
    clerk.get("/me").await.problem(401, "unauthenticated");
    let sign_in = json!({ "account": "K100001/clerk", "password": PASSWORD });
    app.anonymous().post("/auth/sign-in", &sign_in).await.problem(401, "wrong_credentials");
    owner.post(&format!("/operators/{id}/enable"), &()).await.expect(200);
    app.clerk().await.get("/me").await.expect(200);
}

#[actix_web::test]
async fn a_merchant_always_keeps_an_owner() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let me = owner.operator("owner").await.id;
    change(&owner, &me, json!({ "role": "clerk" })).await.problem(409, "last_owner");
    owner.post(&format!("/operators/{me}/disable"), &()).await.problem(409, "yourself");
    let second = joined(&app, &owner, "second", json!({ "role": "merchant_owner" })).await;
    second.post(&format!("/operators/{me}/disable"), &()).await.expect(200);
    let second_id = second.operator("second").await.id;
    change(&second, &second_id, json!({ "role": "read_only" })).await.problem(409, "last_owner");
}

#[actix_web::test]
async fn two_owners_who_remove_each_other_do_not_both_succeed() {
    let app = TestApp::new().await;
    let scope = app.caller_scope("K100001").await;
    for round in 0..5 {
        let owner = app.owner().await;
        let name = format!("rival{round}");
        let rival = joined(&app, &owner, &name, json!({ "role": "merchant_owner" })).await;
        let (a, b) = (owner.operator("owner").await.id, owner.operator(&name).await.id);
        let (disable_b, disable_a) = (format!("/operators/{b}/disable"), format!("/operators/{a}/disable"));
        let answers = futures_util::future::join(owner.post(&disable_b, &()), rival.post(&disable_a, &())).await;
        let mut statuses = [answers.0.status, answers.1.status];
        statuses.sort_unstable();
        assert!(statuses[0] == 200 && statuses[1] >= 400, "{statuses:?}");
        // The first one is put back for the next round, past the API.
        app.app
            .store
            .write(scope, async |tx| {
                for mut record in tx.operators().await? {
                    record.disabled_at = record.user_name.starts_with("rival").then(|| app.app.now());
                    tx.set_operator(&record).await?;
                }
                Ok::<(), store::StoreError>(())
            })
            .await
            .unwrap();
    }
}

#[actix_web::test]
async fn nobody_gives_or_touches_more_than_they_have() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let manager = joined(&app, &owner, "manager", json!({ "role": "manager" })).await;
    let (owner_id, clerk_id) = (owner.operator("owner").await.id, owner.operator("clerk").await.id);
    change(&manager, &clerk_id, json!({ "role": "merchant_owner" })).await.problem(403, "grants_more");
    change(&manager, &owner_id, json!({ "role": "clerk" })).await.problem(403, "grants_more");
    manager.post(&format!("/operators/{owner_id}/disable"), &()).await.problem(403, "grants_more");
    manager.post(&format!("/operators/{owner_id}/end-sessions"), &()).await.problem(403, "grants_more");
    manager.post(&format!("/operators/{clerk_id}/make-first"), &()).await.problem(403, "grants_more");
    let invitation = json!({ "user_name": "boss", "display_name": "新人", "grant": { "role": "merchant_owner" } });
    manager.post("/invitations", &invitation).await.problem(403, "grants_more");
    change(&manager, &clerk_id, json!({ "role": "read_only" })).await.expect(200);
    for grant in [json!({}), json!({ "role": "clerk", "role_id": clerk_id }), json!({ "role": "staff_admin" })] {
        assert_eq!(change(&owner, &clerk_id, grant).await.status, 422);
    }
}

#[actix_web::test]
async fn a_merchant_is_handed_over() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    joined(&app, &owner, "heir", json!({ "role": "clerk" })).await;
    let heir = owner.operator("heir").await.id;
    let first: Operator = owner.post(&format!("/operators/{heir}/make-first"), &()).await.expect(200).json();
    assert!(first.is_first && first.grant.role == Some(shared::Role::MerchantOwner));
    assert!(!owner.operator("owner").await.is_first);
    let bare: Me = app.signed_in_with("K100001", JOINED).await.read("/me").await;
    assert_eq!(bare.merchant.unwrap().operator_id, Some(heir));
}

#[actix_web::test]
async fn sessions_are_listed_and_ended_one_by_one() {
    let app = TestApp::new().await;
    let (here, there) = (app.owner().await, app.owner().await);
    let sessions: Vec<SessionView> = here.read("/me/sessions").await;
    assert_eq!(sessions.len(), 2);
    assert_eq!(sessions.iter().filter(|session| session.current).count(), 1);
    let other = sessions.iter().find(|session| !session.current).unwrap();
    let clerk = app.clerk().await;
    clerk.delete(&format!("/me/sessions/{}", other.id)).await.problem(404, "not_found");
    here.delete(&format!("/me/sessions/{}", other.id)).await.expect(204);
    there.get("/me").await.problem(401, "unauthenticated");
    here.get("/me").await.expect(200);
    let id = here.operator("clerk").await.id;
    here.post(&format!("/operators/{id}/end-sessions"), &()).await.expect(204);
    clerk.get("/me").await.problem(401, "unauthenticated");
}

#[actix_web::test]
async fn an_idle_session_ends_and_a_used_one_does_not() {
    let app = TestApp::new().await;
    let answer =
        app.anonymous().post("/auth/sign-in", &json!({ "account": "K100001", "password": PASSWORD })).await.expect(200);
    let cookie = super::auth::cookie(&answer);
    app.clock.advance(chrono::TimeDelta::minutes(29));
    let answer = app.anonymous().post_with_cookie("/auth/refresh", &cookie).await.expect(200);
    let cookie = super::auth::cookie(&answer);
    app.clock.advance(chrono::TimeDelta::minutes(30));
    app.anonymous().post_with_cookie("/auth/refresh", &cookie).await.problem(401, "unauthenticated");
}

#[actix_web::test]
async fn what_a_page_asks_by_itself_keeps_no_session() {
    let app = TestApp::new().await;
    let answer =
        app.anonymous().post("/auth/sign-in", &json!({ "account": "K100001", "password": PASSWORD })).await.expect(200);
    let refresh = |cookie: String| {
        let request = app.anonymous().request(actix_web::http::Method::POST, "/auth/refresh");
        request
            .cookie(actix_web::cookie::Cookie::new("yundan_refresh", cookie))
            .insert_header((shared::auth::UNATTENDED_HEADER, "1"))
    };
    let mut cookie = super::auth::cookie(&answer);
    for _ in 0..2 {
        app.clock.advance(chrono::TimeDelta::minutes(14));
        let answer = app.send(refresh(cookie)).await.expect(200);
        cookie = super::auth::cookie(&answer);
        let token = answer.value()["access_token"].as_str().unwrap().to_owned();
        let page = Caller::new(&app, Some(token));
        let events = page.request(actix_web::http::Method::GET, "/me");
        page.send(events.insert_header((shared::auth::UNATTENDED_HEADER, "1"))).await.expect(200);
    }
    app.clock.advance(chrono::TimeDelta::minutes(2));
    app.anonymous().post_with_cookie("/auth/refresh", &cookie).await.problem(401, "unauthenticated");
}

/// The other merchant invites whoever owns the first one.
async fn invites_the_owner(app: &TestApp) -> shared::operators::InvitationIssued {
    let body = json!({
        "user_name": "guest", "display_name": "陈晓", "phone": OWNERS_PHONE, "grant": { "role": "clerk" },
    });
    app.other_merchant().await.post("/invitations", &body).await.expect(201).json()
}

#[actix_web::test]
async fn one_person_works_for_two_merchants_and_goes_from_one_to_the_other() {
    let app = TestApp::new().await;
    let issued = invites_the_owner(&app).await;
    let shown: shared::operators::InvitationShown =
        app.anonymous().post("/invitation/show", &json!({ "token": issued.token })).await.expect(200).json();
    assert!(shown.has_password);
    let accept = |password: &str| json!({ "token": issued.token, "password": password });
    let wrong = app.anonymous().post("/invitation/accept", &accept("Some-Other-Password-1")).await;
    wrong.faults(&[("/password", "wrong_password")]);
    app.anonymous().post("/invitation/accept", &accept(PASSWORD)).await.expect(200);
    let person = app.owner().await;
    let seats: Vec<SeatView> = person.read("/me/seats").await;
    assert_eq!(seats.iter().map(|seat| seat.current).collect::<Vec<_>>(), [true, false]);
    let answer = person.post("/auth/switch-seat", &json!({ "id": seats[1].id })).await.expect(200);
    let token: shared::auth::AccessToken = answer.json();
    let there = Caller::new(&app, Some(token.access_token));
    let me: Me = there.read("/me").await;
    assert_eq!((me.merchant.unwrap().code.as_str(), me.role), ("K100002", shared::Role::Clerk));
    person.get("/me").await.problem(401, "unauthenticated");
    let clerks: Vec<SeatView> = app.clerk().await.read("/me/seats").await;
    there.post("/auth/switch-seat", &json!({ "id": clerks[0].id })).await.problem(404, "not_found");
}

#[actix_web::test]
async fn whose_oldest_merchant_is_closed_comes_in_by_phone_to_another_that_is_open() {
    let app = TestApp::new().await;
    let issued = invites_the_owner(&app).await;
    let accept = json!({ "token": issued.token, "password": PASSWORD });
    app.anonymous().post("/invitation/accept", &accept).await.expect(200);
    let at = async || app.signed_in(OWNERS_PHONE).await.read::<Me>("/me").await.merchant.unwrap().code;
    assert_eq!(at().await, "K100001");
    let staff = app.staff().await;
    let closes = async |code: &str| {
        let id = staff.merchant_id(code).await;
        staff.post(&format!("/merchants/{id}/close"), &json!({ "reason": "停止合作" })).await.expect(200);
    };
    closes("K100001").await;
    assert_eq!(at().await, "K100002");
    // A name of any seat is no password.
    let guest = app.signed_in(OWNERS_PHONE).await;
    for name in ["Owner", "Guest"] {
        let change = json!({ "current_password": PASSWORD, "new_password": format!("Meadow-{name}-27") });
        let answer = guest.post("/auth/change-password", &change).await;
        answer.faults(&[("/new_password", "password_has_user_name")]);
    }
    closes("K100002").await;
    let sign_in = json!({ "account": OWNERS_PHONE, "password": PASSWORD });
    app.anonymous().post("/auth/sign-in", &sign_in).await.problem(401, "merchant_closed");
}

#[actix_web::test]
async fn one_changes_what_one_is_called() {
    let app = TestApp::new().await;
    let (owner, clerk) = (app.owner().await, app.clerk().await);
    let me: Me = clerk.patch("/me", &json!({ "display_name": " 林悦然 " })).await.expect(200).json();
    assert_eq!(me.display_name, "林悦然");
    assert_eq!(owner.operator("clerk").await.display_name, "林悦然");
    let log: shared::Page<shared::audit::AuditEntryView> = owner.read("/audit-log?action=profile.change").await;
    assert_eq!(log.items.iter().map(|entry| entry.who.as_deref()).collect::<Vec<_>>(), [Some("clerk")]);
    assert!(!serde_json::to_string(&log).unwrap().contains("林悦然"));
    clerk.patch("/me", &json!({ "display_name": " " })).await.faults(&[("/display_name", "required")]);
    clerk.patch("/me", &json!({ "display_name": "名".repeat(31) })).await.faults(&[("/display_name", "too_long")]);
}
