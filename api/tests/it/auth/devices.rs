use actix_web::{cookie::Cookie, http::Method};
use serde_json::json;

use crate::support::{PASSWORD, TestApp};

/// Signs in on a browser that brings this along; answers what it is known by from now on.
async fn signs_in(app: &TestApp, device: Option<&str>) -> Option<String> {
    let mut request = app.anonymous().request(Method::POST, "/auth/sign-in");
    if let Some(device) = device {
        request = request.cookie(Cookie::new("yundan_device", device.to_owned()));
    }
    let body = json!({ "account": "K100001/clerk", "password": PASSWORD });
    let answer = app.send(request.set_json(body)).await.expect(200);
    let cookies = answer.headers.get_all("set-cookie").filter_map(|value| value.to_str().ok());
    let mut device = cookies.filter_map(|cookie| cookie.strip_prefix("yundan_device="));
    let cookie = device.next()?;
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    cookie.split(';').next().map(str::to_owned)
}

#[actix_web::test]
async fn a_sign_in_on_a_new_device_is_told() {
    let app = TestApp::with_outbox().await;
    // The first device of a person is nobody else's.
    let first = signs_in(&app, None).await.expect("a device token");
    assert!(app.outbox().await.is_empty());
    assert_eq!(signs_in(&app, Some(&first)).await, None, "it is known already");
    assert!(app.outbox().await.is_empty());
    let second = signs_in(&app, Some("made up")).await.expect("a device token");
    let told = app.outbox().await;
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].kind.as_str(), told[0].channel.as_str()), ("new_device", "email"));
    assert_ne!(first, second);
    assert_eq!(signs_in(&app, Some(&second)).await, None);
    assert_eq!(app.outbox().await.len(), 1);
}

#[actix_web::test]
async fn a_person_has_at_most_fifty_known_devices() {
    let app = TestApp::new().await;
    let store = app.app.store.network();
    let user = app.caller("K100001/clerk").await.user;
    for at in 0..60u8 {
        store.meet_device(user, None, (app.app.id(), &[at; 32]), app.app.now()).await.unwrap();
    }
    assert_eq!(app.db_count("known_devices", "1 = 1").await, 50);
}
