use chrono::TimeDelta;
use serde_json::json;
use shared::auth::{Me, RecoveryCodes, TotpSecret};
use totp_rs::{Builder, Secret};

use crate::support::{Answer, Caller, PASSWORD, TestApp};

/// What the person's authenticator shows now.
fn shown(app: &TestApp, secret: &str) -> String {
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    totp.generate(app.app.now().timestamp() as u64).to_string()
}

async fn sets_up(app: &TestApp, caller: &Caller<'_>) -> (String, Vec<String>) {
    let secret: TotpSecret = caller.post("/me/totp", &json!({ "password": PASSWORD })).await.expect(200).json();
    let codes: RecoveryCodes =
        caller.post("/me/totp/confirm", &json!({ "code": shown(app, &secret.secret) })).await.expect(200).json();
    (secret.secret, codes.codes)
}

async fn signs_in(app: &TestApp, account: &str, otp: Option<&str>) -> Answer {
    app.anonymous().post("/auth/sign-in", &json!({ "account": account, "password": PASSWORD, "otp": otp })).await
}

#[actix_web::test]
async fn with_a_second_factor_the_password_alone_does_not_sign_in() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let secret: TotpSecret = owner.post("/me/totp", &json!({ "password": PASSWORD })).await.expect(200).json();
    assert!(secret.uri.starts_with("otpauth://totp/"), "{}", secret.uri);
    assert!(secret.uri.contains(&format!("secret={}", secret.secret)));
    assert!(secret.qr.starts_with("data:image/svg+xml;base64,"));
    // Not before a code of it was given back.
    signs_in(&app, "K100001", None).await.expect(200);
    owner.post("/me/totp/confirm", &json!({ "code": "000000" })).await.faults(&[("/code", "wrong_otp")]);
    let codes: RecoveryCodes =
        owner.post("/me/totp/confirm", &json!({ "code": shown(&app, &secret.secret) })).await.expect(200).json();
    assert_eq!(codes.codes.len(), 10);
    assert!(owner.read::<Me>("/me").await.has_totp);
    signs_in(&app, "K100001", None).await.problem(401, "otp_required");
    signs_in(&app, "K100001", Some("000000")).await.problem(401, "wrong_otp");
    // The code that set it up was used.
    signs_in(&app, "K100001", Some(&shown(&app, &secret.secret))).await.problem(401, "wrong_otp");
    app.clock.advance(TimeDelta::minutes(16));
    let now = shown(&app, &secret.secret);
    let spaced = format!("{} {}", &now[..3], &now[3..]);
    signs_in(&app, "K100001", Some(&spaced)).await.expect(200);
    signs_in(&app, "K100001", Some(&now)).await.problem(401, "wrong_otp");
    assert_eq!(app.db_count("audit_log", "action = 'totp.on'").await, 1);
}

#[actix_web::test]
async fn a_recovery_code_signs_in_once() {
    let app = TestApp::new().await;
    let (_, codes) = sets_up(&app, &app.owner().await).await;
    let typed = codes[0].to_lowercase().replace('-', " ");
    signs_in(&app, "K100001", Some(&typed)).await.expect(200);
    signs_in(&app, "K100001", Some(&codes[0])).await.problem(401, "wrong_otp");
    signs_in(&app, "K100001", Some(&codes[1])).await.expect(200);
    // Nobody else's.
    let (_, others) = sets_up(&app, &app.other_merchant().await).await;
    signs_in(&app, "K100001", Some(&others[0])).await.problem(401, "wrong_otp");
}

#[actix_web::test]
async fn a_code_at_the_same_moment_signs_in_one() {
    let app = TestApp::new().await;
    let (secret, _) = sets_up(&app, &app.owner().await).await;
    app.clock.advance(TimeDelta::minutes(2));
    let code = shown(&app, &secret);
    let (first, second) =
        futures_util::join!(signs_in(&app, "K100001", Some(&code)), signs_in(&app, "K100001", Some(&code)));
    let mut both = [first.status, second.status];
    both.sort_unstable();
    assert_eq!(both, [200, 401]);
}

#[actix_web::test]
async fn guesses_of_the_second_factor_lock_as_passwords_do() {
    let app = TestApp::new().await;
    sets_up(&app, &app.owner().await).await;
    let mut body = json!({ "account": "K100001", "password": PASSWORD, "otp": "123456" });
    for at in 0..5 {
        if at >= 2 {
            body["captcha"] = app.db_captcha().await;
        }
        let answer = app.anonymous().post("/auth/sign-in", &body).await;
        if at < 4 {
            answer.problem(401, "wrong_otp")
        } else {
            answer.problem(429, "account_locked")
        };
    }
}

#[actix_web::test]
async fn it_ends_with_the_password_and_a_code() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (_, codes) = sets_up(&app, &owner).await;
    owner.post("/me/totp", &json!({ "password": PASSWORD })).await.problem(409, "totp_is_on");
    let end = async |password: &str, code: &str| {
        owner.post("/me/totp/end", &json!({ "password": password, "code": code })).await
    };
    end("Wrong-Password-1", &codes[0]).await.faults(&[("/password", "wrong_password")]);
    end(PASSWORD, "000000").await.faults(&[("/code", "wrong_otp")]);
    end(PASSWORD, &codes[0]).await.expect(204);
    signs_in(&app, "K100001", None).await.expect(200);
    assert_eq!(app.db_count("recovery_codes", "1 = 1").await, 0);
}

#[actix_web::test]
async fn a_merchant_that_asks_for_it_opens_nothing_else_before() {
    let app = TestApp::new().await;
    let (owner, clerk) = (app.owner().await, app.clerk().await);
    owner.put("/settings/security", &json!({ "require_totp": true })).await.expect(200);
    for caller in [&owner, &clerk] {
        caller.get("/shipments").await.problem(403, "totp_setup_required");
        assert!(caller.read::<Me>("/me").await.must_set_up_totp);
    }
    sets_up(&app, &clerk).await;
    clerk.get("/shipments").await.expect(200);
    assert!(!clerk.read::<Me>("/me").await.must_set_up_totp);
    // Another merchant decides for itself.
    app.other_merchant().await.get("/shipments").await.expect(200);
}

#[actix_web::test]
async fn a_network_may_ask_it_of_all_its_staff() {
    let app = TestApp::with(|settings| settings.staff_totp = true).await;
    let staff = app.staff().await;
    staff.get("/merchants").await.problem(403, "totp_setup_required");
    sets_up(&app, &staff).await;
    staff.get("/merchants").await.expect(200);
    app.owner().await.get("/shipments").await.expect(200);
}
