use chrono::TimeDelta;
use serde_json::json;
use shared::auth::{AccessToken, Me};

use crate::support::{PASSWORD, TestApp};

#[actix_web::test]
async fn every_form_of_an_account_leads_to_its_person() {
    let app = TestApp::new().await;
    for (account, person, merchant) in [
        ("K100001", "陈晓", Some("K100001")),
        ("k100001", "陈晓", Some("K100001")),
        (" K100001/owner ", "陈晓", Some("K100001")),
        ("K100001/clerk", "林悦", Some("K100001")),
        ("13900000021", "陈晓", Some("K100001")),
        ("+86 139 0000 0022", "赵磊", Some("K100002")),
        ("staff", "周敏", None),
    ] {
        let me: Me = app.signed_in(account).await.read("/me").await;
        assert_eq!(me.display_name, person, "{account}");
        assert_eq!(me.merchant.map(|merchant| merchant.code).as_deref(), merchant, "{account}");
        let granted: shared::Permissions = me.permissions.iter().copied().collect();
        assert_eq!(granted, me.role.permissions().iter().copied().collect(), "{account}");
    }
}

#[actix_web::test]
async fn an_unknown_account_and_a_wrong_password_look_the_same() {
    let app = TestApp::new().await;
    for (account, password) in [
        ("K100001", "Wrong-Password-1"),
        ("K999999", PASSWORD),
        ("K100001/nobody", PASSWORD),
        ("K100001/", PASSWORD),
        ("/", PASSWORD),
        ("", PASSWORD),
        ("clerk", PASSWORD),
        ("K100002/clerk", PASSWORD),
        ("13900000099", PASSWORD),
        ("' OR 1=1 --", ""),
        ("\u{0}", "\u{0}"),
        ("👩‍💻", "🔑"),
    ] {
        let answer = app.anonymous().post("/auth/sign-in", &json!({ "account": account, "password": password })).await;
        answer.problem(401, "wrong_credentials");
        assert!(answer.header("set-cookie").is_empty());
    }
}

#[actix_web::test]
async fn an_access_token_ends_after_fifteen_minutes() {
    let app = TestApp::new().await;
    let answer = app.anonymous().post("/auth/sign-in", &json!({ "account": "K100001", "password": PASSWORD })).await;
    let token: AccessToken = answer.json();
    assert_eq!((token.expires_in_s, token.must_change_password), (900, false));
    let cookie = answer.header("set-cookie");
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/api/v1/auth"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert_eq!(answer.header("cache-control"), "no-store");
    let owner = app.owner().await;
    app.clock.advance(TimeDelta::seconds(899));
    owner.get("/me").await.expect(200);
    app.clock.advance(TimeDelta::seconds(1));
    let answer = owner.get("/me").await;
    answer.problem(401, "token_expired");
    assert_eq!(answer.header("www-authenticate"), "Bearer");
}

#[actix_web::test]
async fn a_made_up_token_is_nobodys() {
    let app = TestApp::new().await;
    for token in ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "Bearer", &"A".repeat(20_000)] {
        let caller = crate::support::Caller::new(&app, Some(token.to_owned()));
        caller.get("/me").await.problem(401, "unauthenticated");
    }
}
