use chrono::TimeDelta;
use serde_json::json;

use super::locks::tries;
use crate::support::{Answer, PASSWORD, PUBLIC_URL, TestApp};

const CLERK: &str = "13900000031";
const EMAIL: &str = "linyue@qinghe.example";
const NEXT: &str = "Lighthouse-Meadow-27";

async fn forgets(app: &TestApp, account: &str) -> Answer {
    app.anonymous().post("/auth/password-resets", &json!({ "account": account })).await
}

async fn redeems(app: &TestApp, proof: serde_json::Value, password: &str) -> Answer {
    let mut body = proof;
    body["new_password"] = json!(password);
    app.anonymous().post("/auth/password-resets/redeem", &body).await
}

async fn link(app: &TestApp) -> String {
    let message = app.outbox().await.into_iter().next().expect("a mail");
    assert_eq!((message.channel.as_str(), message.recipient.as_str()), ("email", EMAIL));
    let link = message.text.lines().find(|line| line.starts_with(PUBLIC_URL)).expect("a link").to_owned();
    link.strip_prefix(&format!("{PUBLIC_URL}/reset#")).expect("the page of resets").to_owned()
}

#[actix_web::test]
async fn a_code_to_the_phone_sets_a_new_password_and_ends_every_session() {
    let app = TestApp::with_outbox().await;
    let clerk = app.clerk().await;
    for _ in 0..4 {
        tries(&app, CLERK, "Wrong-Password-1").await.problem(401, "wrong_credentials");
    }
    tries(&app, CLERK, "Wrong-Password-1").await.problem(429, "account_locked");
    forgets(&app, "139-0000-0031").await.expect(204);
    let proof = json!({ "account": CLERK, "code": app.last_code().await });
    // A password that cannot be is told before the code is used up.
    redeems(&app, proof.clone(), "short").await.faults(&[("/new_password", "password_length")]);
    redeems(&app, proof.clone(), "Password123!").await.faults(&[("/new_password", "password_common")]);
    redeems(&app, proof.clone(), PASSWORD).await.faults(&[("/new_password", "password_used_before")]);
    // Merchants' people have their names with their seats.
    redeems(&app, proof.clone(), "Clerk-Meadow-27").await.faults(&[("/new_password", "password_has_user_name")]);
    redeems(&app, proof.clone(), NEXT).await.expect(204);
    clerk.get("/me").await.problem(401, "unauthenticated");
    // The lock is gone with it; the old password is, too.
    app.signed_in_with("K100001/clerk", NEXT).await;
    tries(&app, CLERK, PASSWORD).await.problem(401, "wrong_credentials");
    redeems(&app, proof, "Another-Meadow-28").await.faults(&[("/code", "wrong_code")]);
    let told = app.outbox().await.into_iter().find(|message| message.kind == "password_changed").expect("it is told");
    assert_eq!(told.recipient, EMAIL);
    assert_eq!(app.db_count("audit_log", "action = 'password.reset'").await, 1);
}

#[actix_web::test]
async fn a_link_by_mail_works_once_for_half_an_hour() {
    let app = TestApp::with_outbox().await;
    forgets(&app, " LinYue@qinghe.example ").await.expect(204);
    let first = link(&app).await;
    app.clock.advance(TimeDelta::minutes(30));
    redeems(&app, json!({ "token": first }), NEXT).await.faults(&[("/token", "link_over")]);
    forgets(&app, EMAIL).await.expect(204);
    let second = link(&app).await;
    app.clock.advance(TimeDelta::minutes(2));
    forgets(&app, EMAIL).await.expect(204);
    let third = link(&app).await;
    redeems(&app, json!({ "token": second }), NEXT).await.faults(&[("/token", "link_over")]);
    redeems(&app, json!({ "token": third }), NEXT).await.expect(204);
    redeems(&app, json!({ "token": third }), "Another-Meadow-28").await.faults(&[("/token", "link_over")]);
    app.signed_in_with(CLERK, NEXT).await;
}

#[actix_web::test]
async fn two_who_use_one_link_at_once_set_one_password() {
    let app = TestApp::with_outbox().await;
    forgets(&app, EMAIL).await.expect(204);
    let token = json!({ "token": link(&app).await });
    let (first, second) =
        futures_util::join!(redeems(&app, token.clone(), NEXT), redeems(&app, token.clone(), "Another-Meadow-28"));
    let mut both = [first.status, second.status];
    both.sort_unstable();
    assert_eq!(both, [204, 422]);
}

#[actix_web::test]
async fn an_account_of_nobody_is_answered_the_same() {
    let app = TestApp::with_outbox().await;
    forgets(&app, "13900009999").await.expect(204);
    forgets(&app, "nobody@qinghe.example").await.expect(204);
    assert!(app.outbox().await.is_empty());
    redeems(&app, json!({ "account": "13900009999", "code": "123456" }), NEXT).await.faults(&[("/code", "wrong_code")]);
    forgets(&app, "K100001").await.faults(&[("/account", "no_phone_or_email")]);
    for proof in [json!({}), json!({ "account": CLERK }), json!({ "token": "x", "code": "1", "account": CLERK })] {
        redeems(&app, proof, NEXT).await.faults(&[("", "code_or_token")]);
    }
    for token in ["", "x", &"A".repeat(10_000), "\u{0}"] {
        redeems(&app, json!({ "token": token }), NEXT).await.faults(&[("/token", "link_over")]);
    }
}

#[actix_web::test]
async fn resets_are_sent_once_a_minute() {
    let app = TestApp::with_outbox().await;
    forgets(&app, EMAIL).await.expect(204);
    forgets(&app, EMAIL).await.problem(429, "too_many_tries");
    forgets(&app, CLERK).await.expect(204);
    forgets(&app, CLERK).await.problem(429, "too_many_tries");
}
