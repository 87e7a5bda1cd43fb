use actix_web::{http::Method, test::TestRequest};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, TestApp};

const WRONG: &str = "Wrong-Password-1";

/// Tries to sign in, with a captcha where it is asked for.
pub async fn tries(app: &TestApp, account: &str, password: &str) -> Answer {
    let mut body = json!({ "account": account, "password": password });
    let answer = app.anonymous().post("/auth/sign-in", &body).await;
    if answer.status != 422 {
        return answer;
    }
    answer.problem(422, "captcha_required");
    body["captcha"] = app.db_captcha().await;
    app.anonymous().post("/auth/sign-in", &body).await
}

#[actix_web::test]
async fn five_failures_lock_and_fifteen_minutes_unlock() {
    let app = TestApp::new().await;
    for _ in 0..4 {
        tries(&app, "K100001/clerk", WRONG).await.problem(401, "wrong_credentials");
    }
    let answer = tries(&app, "K100001/clerk", WRONG).await;
    answer.problem(429, "account_locked");
    assert_eq!(answer.header("retry-after"), "900");
    // In every form the account has, and with the right password.
    for account in ["K100001/clerk", "k100001/CLERK ", "13900000031"] {
        tries(&app, account, PASSWORD).await.problem(429, "account_locked");
    }
    // Nobody else is locked out by it.
    app.owner().await;
    app.clock.advance(TimeDelta::seconds(15 * 60 - 1));
    assert_eq!(tries(&app, "K100001/clerk", PASSWORD).await.header("retry-after"), "1");
    app.clock.advance(TimeDelta::seconds(1));
    // The count begins anew, and no captcha is asked for what is over.
    let body = json!({ "account": "K100001/clerk", "password": WRONG });
    app.anonymous().post("/auth/sign-in", &body).await.problem(401, "wrong_credentials");
    app.clerk().await;
}

#[actix_web::test]
async fn an_account_that_does_not_exist_is_asked_and_locked_like_one_that_does() {
    let app = TestApp::new().await;
    let mut seen: Vec<Vec<(u16, String)>> = Vec::new();
    for account in ["K100001/clerk", "K100001/nobody"] {
        let mut answers = Vec::new();
        for at in 0..7 {
            let mut body = json!({ "account": account, "password": WRONG });
            if at == 3 || at > 4 {
                body["captcha"] = app.db_captcha().await;
            }
            let answer = app.anonymous().post("/auth/sign-in", &body).await;
            let mut problem: Value = answer.value();
            problem["request_id"] = Value::Null;
            answers.push((answer.status, problem.to_string()));
        }
        seen.push(answers);
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0].iter().map(|(status, _)| *status).collect::<Vec<_>>(), [401, 401, 422, 401, 422, 401, 429]);
}

#[actix_web::test]
async fn failures_are_forgotten_by_a_success_and_by_time() {
    let app = TestApp::new().await;
    let four_failures = async || {
        for _ in 0..4 {
            tries(&app, "staff", WRONG).await.problem(401, "wrong_credentials");
        }
    };
    four_failures().await;
    tries(&app, "staff", PASSWORD).await.expect(200);
    four_failures().await;
    app.clock.advance(TimeDelta::minutes(16));
    four_failures().await;
}

#[actix_web::test]
async fn tries_at_the_same_moment_all_count() {
    let app = TestApp::new().await;
    let body = json!({ "account": "K100001/clerk", "password": WRONG });
    let anonymous = app.anonymous();
    let answers = futures_util::future::join_all((0..8).map(|_| anonymous.post("/auth/sign-in", &body))).await;
    assert!(answers.iter().all(|answer| [401, 422, 429].contains(&answer.status)));
    let locked = app.db_count("tries", "locked_until IS NOT NULL").await;
    let counted = answers.iter().filter(|answer| answer.status != 422).count();
    assert_eq!(locked, i64::from(counted >= 5), "{counted} of 8 were counted");
    assert!(counted >= 2);
}

#[actix_web::test]
async fn staff_and_the_merchants_owner_lift_a_lock_and_it_is_logged() {
    let app = TestApp::new().await;
    let (staff, owner) = (app.staff().await, app.owner().await);
    let lock = async || {
        for _ in 0..4 {
            tries(&app, "K100001/clerk", WRONG).await.problem(401, "wrong_credentials");
        }
        tries(&app, "K100001/clerk", WRONG).await.problem(429, "account_locked");
    };
    lock().await;
    staff.post("/sign-in-locks/lift", &json!({ "account": "K100001/clerk" })).await.expect(204);
    app.clerk().await;
    lock().await;
    let clerk = owner.operator("clerk").await;
    owner.post(&format!("/operators/{}/unlock", clerk.id), &json!({})).await.expect(204);
    app.clerk().await;
    // Whether there is such an account is not told.
    staff.post("/sign-in-locks/lift", &json!({ "account": "K999999/nobody" })).await.expect(204);
    assert_eq!(app.db_count("network_audit_log", "action = 'account.unlock'").await, 2);
    assert_eq!(app.db_count("audit_log", "action = 'operator.unlock'").await, 1);
}

#[actix_web::test]
async fn an_address_from_which_much_is_guessed_waits() {
    let app = TestApp::new().await;
    let from = async |ip: &str, account: &str, captcha: Option<Value>| {
        let mut body = json!({ "account": account, "password": WRONG });
        if let Some(captcha) = captcha {
            body["captcha"] = captcha;
        }
        let request = TestRequest::default()
            .method(Method::POST)
            .uri("/api/v1/auth/sign-in")
            .peer_addr(std::net::SocketAddr::new(ip.parse().unwrap(), 40_000))
            .set_json(body);
        app.send(request).await
    };
    // Each account is tried once; it is the address that is asked.
    from("203.0.113.7", "a1", None).await.problem(401, "wrong_credentials");
    from("203.0.113.7", "a2", None).await.problem(401, "wrong_credentials");
    from("203.0.113.7", "a3", None).await.problem(422, "captcha_required");
    from("203.0.113.8", "a3", None).await.problem(401, "wrong_credentials");
    for at in 0..98 {
        let made_up = json!({ "id": "x", "answer": at.to_string() });
        from("203.0.113.7", "a3", Some(made_up)).await.problem(422, "captcha_wrong");
    }
    let answer = from("203.0.113.7", "a4", Some(app.db_captcha().await)).await;
    answer.problem(429, "too_many_tries");
    assert!(!answer.header("retry-after").is_empty());
    // A network of IPv6 is one address.
    from("2001:db8:1:2::1", "b1", None).await.problem(401, "wrong_credentials");
    from("2001:db8:1:2:ffff::2", "b2", None).await.problem(401, "wrong_credentials");
    from("2001:db8:1:2:aaaa::3", "b3", None).await.problem(422, "captcha_required");
    from("2001:db8:1:3::3", "b3", None).await.problem(401, "wrong_credentials");
}
