use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::auth::Captcha;

use crate::support::{PASSWORD, TestApp};

async fn asked(app: &TestApp) {
    let wrong = json!({ "account": "K100001", "password": "Wrong-Password-1" });
    for _ in 0..2 {
        app.anonymous().post("/auth/sign-in", &wrong).await.problem(401, "wrong_credentials");
    }
    app.anonymous().post("/auth/sign-in", &wrong).await.problem(422, "captcha_required");
}

fn right(captcha: &Value) -> Value {
    json!({ "account": "K100001", "password": PASSWORD, "captcha": captcha })
}

#[actix_web::test]
async fn a_captcha_is_a_picture_and_says_nothing_in_words() {
    let app = TestApp::new().await;
    let captcha: Captcha = app.anonymous().post("/auth/captchas", &json!({})).await.expect(200).json();
    let png = STANDARD.decode(captcha.image.strip_prefix("data:image/png;base64,").unwrap()).unwrap();
    let picture = image::load_from_memory(&png).unwrap();
    assert!(picture.width() > 150 && picture.height() > 50);
    assert_eq!(captcha.expires_in_s, 300);
    // Nothing is kept of it, so asking for many costs nothing.
    assert_eq!(app.db_count("spent_tokens", "1 = 1").await, 0);
}

#[actix_web::test]
async fn after_two_failures_a_captcha_lets_in_whatever_the_case() {
    let app = TestApp::new().await;
    asked(&app).await;
    let mut captcha = app.db_captcha().await;
    captcha["answer"] = json!(captcha["answer"].as_str().unwrap().to_lowercase());
    app.anonymous().post("/auth/sign-in", &right(&captcha)).await.expect(200);
    // Whoever got in is not asked the next time.
    app.owner().await;
}

#[actix_web::test]
async fn a_captcha_is_good_once_and_for_five_minutes() {
    let app = TestApp::new().await;
    asked(&app).await;
    let anonymous = app.anonymous();
    // A wrong answer uses it up, too.
    let captcha = app.db_captcha().await;
    let mistyped = json!({ "id": captcha["id"], "answer": "----" });
    anonymous.post("/auth/sign-in", &right(&mistyped)).await.problem(422, "captcha_wrong");
    anonymous.post("/auth/sign-in", &right(&captcha)).await.problem(422, "captcha_wrong");
    // One that was used for a wrong password is no good for a second.
    let used = app.db_captcha().await;
    let mut wrong = right(&used);
    wrong["password"] = json!("Wrong-Password-1");
    anonymous.post("/auth/sign-in", &wrong).await.problem(401, "wrong_credentials");
    anonymous.post("/auth/sign-in", &right(&used)).await.problem(422, "captcha_wrong");
    let old = app.db_captcha().await;
    app.clock.advance(TimeDelta::minutes(5));
    anonymous.post("/auth/sign-in", &right(&old)).await.problem(422, "captcha_wrong");
    for made_up in ["", "x", "AAAA", &"A".repeat(5_000)] {
        let captcha = json!({ "id": made_up, "answer": "AAAA" });
        anonymous.post("/auth/sign-in", &right(&captcha)).await.problem(422, "captcha_wrong");
    }
    anonymous.post("/auth/sign-in", &right(&app.db_captcha().await)).await.expect(200);
}
