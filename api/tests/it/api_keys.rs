//! Keys of programs: as much as they were given, from where they may come, until they are over.

use actix_web::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::api_keys::{ApiKey, ApiKeyIssued};

use crate::{
    operators::joined,
    support::{Caller, TestApp, samples},
};

fn program<'a>(app: &'a TestApp, issued: &ApiKeyIssued) -> Caller<'a> {
    Caller::new(app, Some(issued.secret.clone()))
}

async fn key(owner: &Caller<'_>, body: Value) -> ApiKeyIssued {
    owner.post("/api-keys", &body).await.expect(201).json()
}

#[actix_web::test]
async fn a_program_may_what_its_key_was_given_and_nothing_of_persons() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let issued = owner.makes_key(&["shipments_read", "shipments_write"]).await;
    let program = program(&app, &issued);
    program.get("/shipments").await.expect(200);
    program.post("/shipments", &samples::shipment("K-1")).await.expect(201);
    program.get("/contacts?kind=sender").await.problem(403, "forbidden");
    for path in ["/me", "/me/sessions", "/me/seats"] {
        program.get(path).await.problem(403, "forbidden");
    }
    let listed: Vec<ApiKey> = owner.read("/api-keys").await;
    assert_eq!((listed[0].created_by.as_str(), listed[0].last_used_at), ("owner", Some(app.app.now())));
    assert!(!owner.get("/api-keys").await.text().contains(&issued.secret));
}

#[actix_web::test]
async fn a_key_is_rotated_without_a_gap_and_taken_away_at_once() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let first = owner.makes_key(&["shipments_read"]).await;
    let path = format!("/api-keys/{}", first.key.id);
    let second: ApiKeyIssued = owner.post(&format!("{path}/rotate"), &()).await.expect(200).json();
    for issued in [&first, &second] {
        program(&app, issued).get("/shipments").await.expect(200);
    }
    app.clock.advance(TimeDelta::hours(24));
    program(&app, &first).get("/shipments").await.problem(401, "unauthenticated");
    program(&app, &second).get("/shipments").await.expect(200);
    let owner = app.owner().await;
    owner.delete(&path).await.expect(204);
    program(&app, &second).get("/shipments").await.problem(401, "unauthenticated");
    owner.delete(&path).await.problem(404, "not_found");
}

#[actix_web::test]
async fn a_key_ends_and_is_bound_to_its_networks() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let at = app.app.now() + TimeDelta::hours(1);
    let short = key(&owner, json!({ "name": "短", "scopes": ["shipments_read"], "expires_at": at })).await;
    let bound = key(&owner, json!({ "name": "内网", "scopes": ["shipments_read"], "networks": ["10.0.0.0/8"] })).await;
    program(&app, &short).get("/shipments").await.expect(200);
    let from = async |peer: &str, forwarded: Option<&str>| {
        let caller = program(&app, &bound);
        let request = caller.request(Method::GET, "/shipments").peer_addr(format!("{peer}:4000").parse().unwrap());
        let request = match forwarded {
            Some(value) => request.insert_header(("X-Forwarded-For", value.to_owned())),
            None => request,
        };
        caller.send(request).await
    };
    from("10.1.2.3", None).await.expect(200);
    from("203.0.113.7", None).await.problem(403, "address_not_allowed");
    // Only a proxy of ours is believed.
    from("203.0.113.7", Some("10.1.2.3")).await.problem(403, "address_not_allowed");
    from("192.0.2.1", Some("10.1.2.3")).await.expect(200);
    app.clock.advance(TimeDelta::hours(1));
    program(&app, &short).get("/shipments").await.problem(401, "key_expired");
}

#[actix_web::test]
async fn what_is_no_key_opens_nothing() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let issued = owner.makes_key(&["shipments_read"]).await;
    let other = app.other_merchant().await;
    other.delete(&format!("/api-keys/{}", issued.key.id)).await.problem(404, "not_found");
    let (head, tail) = issued.secret.split_at(issued.secret.len() - 1);
    let changed = format!("{head}{}", if tail == "A" { "B" } else { "A" });
    for secret in ["yd_live_", "yd_live_x", "yd_live__", &changed, &issued.secret.replace("live", "test")] {
        let caller = Caller::new(&app, Some(secret.to_owned()));
        caller.get("/shipments").await.problem(401, "unauthenticated");
    }
    let shipments: Value = program(&app, &issued).read("/shipments").await;
    let others: Value = other.read("/shipments").await;
    assert_ne!(shipments["items"], others["items"]);
}

#[actix_web::test]
async fn nobody_makes_a_key_that_may_more_than_they() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let make = async |body: Value| owner.post("/api-keys", &body).await;
    make(json!({ "name": "", "scopes": [] })).await.faults(&[("/name", "required"), ("/scopes", "wrong_count")]);
    make(json!({ "name": "x", "scopes": ["scans_write"] })).await.problem(403, "grants_more");
    let bad = json!({ "name": "x", "scopes": ["shipments_read"], "networks": ["10.0.0.0/99", "here"] });
    make(bad).await.faults(&[("/networks/0", "bad_network"), ("/networks/1", "bad_network")]);
    let past = json!({ "name": "x", "scopes": ["shipments_read"], "expires_at": "2020-01-01T00:00:00Z" });
    make(past).await.faults(&[("/expires_at", "in_the_past")]);
    let strong = owner.makes_key(&["api_keys_write", "shipments_read"]).await;
    let refused = program(&app, &strong).post("/api-keys", &samples::api_key()).await;
    refused.problem(401, "unauthenticated");
}

#[actix_web::test]
async fn a_key_may_no_more_than_its_maker_at_the_moment_and_nothing_while_they_are_disabled() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let role = owner.makes_role("接口", &["api_keys_write", "shipments_read", "shipments_write"]).await;
    let grant = json!({ "role_id": role.id });
    let maker = joined(&app, &owner, "maker", grant.clone()).await;
    let issued = maker.makes_key(&["shipments_read", "shipments_write"]).await;
    let program = program(&app, &issued);
    owner.ships("O-1").await;
    program.post("/shipments", &samples::shipment("K-1")).await.expect(201);
    let seen = async || program.read::<Value>("/shipments").await["items"].as_array().map_or(0, Vec::len);
    let all = seen().await;
    assert!(all >= 2, "{all}");

    let path = format!("/operators/{}", owner.operator("maker").await.id);
    let mut own = grant.clone();
    own["data_scope"] = json!("own");
    owner.patch(&path, &own).await.expect(200);
    assert_eq!(seen().await, 1, "what the maker does not see, their program does not see");

    owner.patch(&path, &json!({ "role": "read_only" })).await.expect(200);
    program.get("/shipments").await.expect(200);
    program.post("/shipments", &samples::shipment("K-2")).await.problem(403, "forbidden");

    owner.post(&format!("{path}/disable"), &()).await.expect(200);
    program.get("/shipments").await.problem(401, "key_maker_gone");
    let listed: Vec<ApiKey> = owner.read("/api-keys").await;
    assert_eq!(listed.iter().map(|key| key.maker_gone).collect::<Vec<_>>(), [true]);
    owner.post(&format!("{path}/enable"), &()).await.expect(200);
    program.get("/shipments").await.expect(200);
    assert!(!owner.read::<Vec<ApiKey>>("/api-keys").await[0].maker_gone);
}
