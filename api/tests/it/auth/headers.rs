use actix_web::http::Method;
use serde_json::json;

use super::cookie;
use crate::support::{PASSWORD, TestApp};

#[actix_web::test]
async fn pages_of_others_cannot_use_the_cookie() {
    let app = TestApp::new().await;
    let answer = app.anonymous().post("/auth/sign-in", &json!({ "account": "K100001", "password": PASSWORD })).await;
    let token = cookie(&answer);
    let send = async |path: &str, headers: &[(&'static str, &'static str)]| {
        let mut request = app.anonymous().request(Method::POST, path);
        request = request.cookie(actix_web::cookie::Cookie::new("yundan_refresh", token.clone()));
        request = request.insert_header(("host", "ship.example"));
        for header in headers {
            request = request.insert_header(*header);
        }
        app.send(request.set_json(json!({ "account": "K100001", "password": PASSWORD }))).await
    };
    for path in ["/auth/sign-in", "/auth/refresh", "/auth/sign-out"] {
        for headers in [
            [("origin", "https://evil.example")],
            [("origin", "null")],
            [("sec-fetch-site", "cross-site")],
            [("sec-fetch-site", "same-site")],
        ] {
            send(path, &headers).await.problem(403, "foreign_page");
        }
    }
    // Our own page, at the address it was opened by or at the official one.
    send("/auth/refresh", &[("origin", "http://ship.example"), ("sec-fetch-site", "same-origin")]).await.expect(200);
    send("/auth/sign-in", &[("origin", crate::support::PUBLIC_URL)]).await.expect(200);
}

#[actix_web::test]
async fn every_answer_tells_the_browser_what_the_page_may_do() {
    let app = TestApp::new().await;
    for path in ["/network", "/me", "/nothing-here"] {
        let answer = app.anonymous().get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
        assert!(answer.header("strict-transport-security").is_empty(), "over plain http there is nothing to hold to");
    }
    let request = app.anonymous().request(Method::GET, "/network").insert_header(("x-forwarded-proto", "https"));
    assert_eq!(app.send(request).await.header("strict-transport-security"), "max-age=31536000");
}
