use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::operators::{Invitation, InvitationAccepted, InvitationIssued, InvitationShown};

use super::JOINED;
use crate::support::{Answer, Caller, TestApp, samples};

async fn show(app: &TestApp, token: &str) -> Answer {
    app.anonymous().post("/invitation/show", &json!({ "token": token })).await
}

async fn accept(app: &TestApp, token: &str, password: &str) -> Answer {
    app.anonymous().post("/invitation/accept", &json!({ "token": token, "password": password })).await
}

async fn open(owner: &Caller<'_>) -> usize {
    owner.read::<Vec<Invitation>>("/invitations").await.len()
}

#[actix_web::test]
async fn a_link_gives_one_seat_once() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let issued = owner.invites("picker").await;
    let shown: InvitationShown = show(&app, &issued.token).await.expect(200).json();
    assert_eq!((shown.account.as_str(), shown.merchant_name.as_str()), ("K100001/picker", "青禾服饰"));
    assert!(!shown.has_password);
    accept(&app, &issued.token, "weak").await.faults(&[("/password", "password_length")]);
    let accepted: InvitationAccepted = accept(&app, &issued.token, JOINED).await.expect(200).json();
    let picker = app.signed_in_with(&accepted.account, JOINED).await;
    picker.get("/shipments").await.expect(200);
    picker.get("/operators").await.problem(403, "forbidden");
    accept(&app, &issued.token, JOINED).await.problem(404, "not_found");
    show(&app, &issued.token).await.problem(404, "not_found");
    assert_eq!(open(&owner).await, 0);
}

#[actix_web::test]
async fn a_link_is_over_after_three_days_and_can_be_renewed() {
    let app = TestApp::new().await;
    let issued = app.owner().await.invites("picker").await;
    app.clock.advance(TimeDelta::hours(72));
    accept(&app, &issued.token, JOINED).await.problem(404, "not_found");
    let owner = app.owner().await;
    let path = format!("/invitations/{}/renew", issued.invitation.id);
    let renewed: InvitationIssued = owner.post(&path, &()).await.expect(200).json();
    show(&app, &issued.token).await.problem(404, "not_found");
    accept(&app, &renewed.token, JOINED).await.expect(200);
}

#[actix_web::test]
async fn a_link_that_was_taken_back_opens_nothing() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let issued = owner.invites("picker").await;
    let path = format!("/invitations/{}", issued.invitation.id);
    app.other_merchant().await.delete(&path).await.problem(404, "not_found");
    owner.delete(&path).await.expect(204);
    accept(&app, &issued.token, JOINED).await.problem(404, "not_found");
    owner.delete(&path).await.problem(404, "not_found");
    owner.invites("picker").await;
}

#[actix_web::test]
async fn of_two_who_follow_one_link_one_gets_in() {
    let app = TestApp::new().await;
    let issued = app.owner().await.invites("picker").await;
    let both =
        futures_util::future::join(accept(&app, &issued.token, JOINED), accept(&app, &issued.token, JOINED)).await;
    let mut statuses = [both.0.status, both.1.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 404]);
    assert_eq!(app.db_count("operators", "user_name = 'picker'").await, 1);
}

#[actix_web::test]
async fn a_secret_is_kept_as_a_hash_and_a_wrong_one_leads_nowhere() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let issued = owner.invites("picker").await;
    assert_eq!(issued.token.len(), 43, "256 bits");
    for wrong in ["", "x", &issued.token[1..], &issued.token.to_uppercase(), &format!("{}x", issued.token), "\u{0}"] {
        show(&app, wrong).await.problem(404, "not_found");
    }
    for (table, column) in app.db_text_columns().await {
        let hits = app.db_count(&table, &format!("{column} LIKE '%{}%'", issued.token)).await;
        assert_eq!(hits, 0, "{table}.{column}");
    }
}

#[actix_web::test]
async fn user_names_are_plain_and_taken_once() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let invite = async |name: &str, phone: Value| {
        let mut body = samples::invitation(name);
        body["phone"] = phone;
        owner.post("/invitations", &body).await
    };
    // Letters of other scripts that look the same, spaces within, signs.
    for name in ["", "a", "сlerk", "ｃｌｅｒｋ", "cl erk", "clerk/x", "clerk\u{200b}", &"a".repeat(33), "张三"]
    {
        invite(name, Value::Null).await.faults(&[("/user_name", "bad_user_name")]);
    }
    invite(" CLERK ", Value::Null).await.faults(&[("/user_name", "taken")]);
    invite("picker", Value::Null).await.expect(201);
    invite("Picker", Value::Null).await.faults(&[("/user_name", "taken")]);
    invite("other", json!("0571-88886666")).await.faults(&[("/phone", "not_mobile")]);
    invite("other", json!("12345")).await.problem(422, "invalid_fields");
    let issued: InvitationIssued = invite("other", json!("138 1234 5670")).await.expect(201).json();
    assert_eq!(issued.invitation.phone.as_deref().map(|phone| phone.contains("1234567")), Some(false));
}
