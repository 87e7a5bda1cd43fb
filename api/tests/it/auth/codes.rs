use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::auth::{CodeSent, Me};

use crate::support::{Answer, Caller, TestApp};

const CLERK: &str = "13900000031";

async fn asks(app: &TestApp, phone: &str) -> Answer {
    app.anonymous().post("/auth/codes", &json!({ "purpose": "sign_in", "phone": phone })).await
}

async fn signs_in(app: &TestApp, phone: &str, code: &str) -> Answer {
    app.anonymous().post("/auth/sign-in", &json!({ "account": phone, "code": code })).await
}

#[actix_web::test]
async fn a_code_signs_in_once() {
    let app = TestApp::with_outbox().await;
    let sent: CodeSent = asks(&app, "+86 139 0000 0031").await.expect(200).json();
    assert_eq!((sent.expires_in_s, sent.resend_in_s), (300, 60));
    let code = app.last_code().await;
    let token: shared::auth::AccessToken = signs_in(&app, CLERK, &format!(" {} ", code)).await.expect(200).json();
    let me: Me = Caller::new(&app, Some(token.access_token)).read("/me").await;
    assert_eq!(me.display_name, "林悦");
    signs_in(&app, CLERK, &code).await.problem(401, "wrong_credentials");
}

#[actix_web::test]
async fn a_code_is_dead_after_five_minutes_after_five_tries_and_after_the_next() {
    let app = TestApp::with_outbox().await;
    asks(&app, CLERK).await.expect(200);
    let old = app.last_code().await;
    app.clock.advance(TimeDelta::minutes(5));
    signs_in(&app, CLERK, &old).await.problem(401, "wrong_credentials");
    asks(&app, CLERK).await.expect(200);
    let first = app.last_code().await;
    app.clock.advance(TimeDelta::seconds(60));
    asks(&app, CLERK).await.expect(200);
    let second = app.last_code().await;
    if first != second {
        signs_in(&app, CLERK, &first).await.problem(401, "wrong_credentials");
    }
    // Wrong codes lock the account as wrong passwords do. Staff lift that, and still the code has had its five tries.
    let staff = app.staff().await;
    let lift = async || staff.post("/sign-in-locks/lift", &json!({ "account": CLERK })).await.expect(204);
    lift().await;
    for _ in 0..4 {
        signs_in(&app, CLERK, "not-it").await.problem(401, "wrong_credentials");
    }
    signs_in(&app, CLERK, "not-it").await.problem(429, "account_locked");
    lift().await;
    signs_in(&app, CLERK, &second).await.problem(401, "wrong_credentials");
}

#[actix_web::test]
async fn a_code_is_for_its_phone_and_its_purpose() {
    let app = TestApp::with_outbox().await;
    asks(&app, CLERK).await.expect(200);
    let code = app.last_code().await;
    signs_in(&app, "13900000021", &code).await.problem(401, "wrong_credentials");
    let reset = json!({ "account": CLERK, "code": code, "new_password": "Somewhere-Else-27" });
    app.anonymous().post("/auth/password-resets/redeem", &reset).await.faults(&[("/code", "wrong_code")]);
    // With a customer code there is no phone a code could have gone to.
    signs_in(&app, "K100001/clerk", &code).await.problem(401, "wrong_credentials");
    signs_in(&app, CLERK, &code).await.expect(200);
}

#[actix_web::test]
async fn a_phone_of_nobody_is_answered_the_same_and_gets_nothing() {
    let app = TestApp::with_outbox().await;
    let (known, unknown): (Value, Value) =
        (asks(&app, CLERK).await.expect(200).value(), asks(&app, "13900009999").await.expect(200).value());
    assert_eq!(known, unknown);
    assert_eq!(app.outbox().await.len(), 1);
    signs_in(&app, "13900009999", "000000").await.problem(401, "wrong_credentials");
}

#[actix_web::test]
async fn codes_are_sent_once_a_minute_and_five_an_hour() {
    let app = TestApp::with_outbox().await;
    for _ in 0..5 {
        asks(&app, CLERK).await.expect(200);
        let answer = asks(&app, CLERK).await;
        answer.problem(429, "too_many_tries");
        assert_eq!(answer.header("retry-after"), "60");
        app.clock.advance(TimeDelta::seconds(61));
    }
    let answer = asks(&app, CLERK).await;
    answer.problem(429, "too_many_tries");
    assert!(answer.header("retry-after").parse::<u32>().unwrap() > 3_000);
    assert_eq!(app.outbox().await.len(), 5);
    asks(&app, "12").await.problem(422, "invalid_fields");
}

#[actix_web::test]
async fn a_network_without_sms_says_so_and_shows_no_outbox() {
    let app = TestApp::new().await;
    asks(&app, CLERK).await.problem(503, "sms_not_set_up");
    app.anonymous().get("/messages").await.problem(404, "not_found");
    let facts: shared::auth::NetworkFacts = app.anonymous().read("/network").await;
    assert!(!facts.sends_sms && !facts.sends_email && !facts.is_demo);
    assert_eq!((facts.name.as_str(), facts.url.as_str()), (crate::support::NETWORK_NAME, crate::support::PUBLIC_URL));
}

#[actix_web::test]
async fn nothing_that_is_kept_of_a_message_can_be_read() {
    let app = TestApp::with_outbox().await;
    asks(&app, CLERK).await.expect(200);
    let code = app.last_code().await;
    for (table, column) in app.db_text_columns().await {
        let found = app.db_count(&table, &format!("CAST({column} AS TEXT) LIKE '%{CLERK}%'")).await
            + app.db_count(&table, &format!("CAST({column} AS TEXT) = '{code}'")).await;
        assert_eq!(found, 0, "{table}.{column}");
    }
}
