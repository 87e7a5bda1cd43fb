use chrono::TimeDelta;
use serde_json::json;

use crate::{
    auth::cookie,
    support::{Caller, PASSWORD, TestApp},
};

async fn sign_in(app: &TestApp) -> (String, Caller<'_>) {
    let answer = app.anonymous().post("/auth/sign-in", &json!({ "account": "K100001", "password": PASSWORD })).await;
    let token = answer.value()["access_token"].as_str().unwrap().to_owned();
    (cookie(&answer), Caller::new(app, Some(token)))
}

#[actix_web::test]
async fn every_refresh_gives_the_next_token() {
    let app = TestApp::new().await;
    let (mut token, _) = sign_in(&app).await;
    for _ in 0..5 {
        app.clock.advance(TimeDelta::minutes(14));
        let answer = app.anonymous().post_with_cookie("/auth/refresh", &token).await.expect(200);
        let next = cookie(&answer);
        assert!(!next.is_empty() && next != token);
        token = next;
    }
}

#[actix_web::test]
async fn a_second_tab_is_forgiven_for_ten_seconds() {
    let app = TestApp::new().await;
    let (first, _) = sign_in(&app).await;
    let second = cookie(&app.anonymous().post_with_cookie("/auth/refresh", &first).await.expect(200));
    app.clock.advance(TimeDelta::seconds(10));
    let slower = app.anonymous().post_with_cookie("/auth/refresh", &first).await.expect(200);
    assert_eq!(cookie(&slower), "", "the slower tab gets no refresh token of its own");
    app.anonymous().post_with_cookie("/auth/refresh", &second).await.expect(200);
}

#[actix_web::test]
async fn a_token_that_comes_back_ends_the_session() {
    let app = TestApp::new().await;
    let (first, caller) = sign_in(&app).await;
    let second = cookie(&app.anonymous().post_with_cookie("/auth/refresh", &first).await.expect(200));
    app.clock.advance(TimeDelta::seconds(11));
    app.anonymous().post_with_cookie("/auth/refresh", &first).await.problem(401, "unauthenticated");
    app.anonymous().post_with_cookie("/auth/refresh", &second).await.problem(401, "unauthenticated");
    caller.get("/me").await.problem(401, "unauthenticated");
}

#[actix_web::test]
async fn a_made_up_refresh_token_ends_nobody() {
    let app = TestApp::new().await;
    let (token, caller) = sign_in(&app).await;
    let id = token.split('.').next().unwrap();
    for made_up in ["x".to_owned(), format!("{id}.AAAA.0000000000000000"), format!("{token}0"), format!(" {token}")] {
        app.anonymous().post_with_cookie("/auth/refresh", &made_up).await.problem(401, "unauthenticated");
    }
    app.anonymous().post("/auth/refresh", &json!({})).await.problem(401, "unauthenticated");
    caller.get("/me").await.expect(200);
    app.anonymous().post_with_cookie("/auth/refresh", &token).await.expect(200);
}

#[actix_web::test]
async fn signing_out_ends_the_session_at_once() {
    let app = TestApp::new().await;
    let (token, caller) = sign_in(&app).await;
    let answer = app.anonymous().post_with_cookie("/auth/sign-out", &token).await.expect(204);
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    caller.get("/me").await.problem(401, "unauthenticated");
    app.anonymous().post_with_cookie("/auth/refresh", &token).await.problem(401, "unauthenticated");
    app.anonymous().post_with_cookie("/auth/sign-out", &token).await.expect(204);
    app.anonymous().post("/auth/sign-out", &json!({})).await.expect(204);
}

#[actix_web::test]
async fn a_session_ends_after_twelve_hours() {
    let app = TestApp::new().await;
    let (token, _) = sign_in(&app).await;
    app.clock.advance(TimeDelta::hours(12));
    app.anonymous().post_with_cookie("/auth/refresh", &token).await.problem(401, "unauthenticated");
}
