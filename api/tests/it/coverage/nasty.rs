//! Values that break programs. No operation answers them with a fault of its own.

use actix_web::http::header::ContentType;
use serde_json::{Value, json};
use shared::Permission;

use super::{Operation, body_of, operations, things};
use crate::support::{Answer, Caller, TestApp};

/// In place of any value of a body.
fn values() -> Vec<Value> {
    let deep = (0..60).fold(json!("x"), |inner, _| json!([inner]));
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(0),
        json!(1.5),
        json!(4_294_967_295_u64),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1e300),
        json!(""),
        json!(" "),
        json!("\u{0}"),
        json!("a\u{0}b"),
        json!("\u{feff}\u{202e}\u{200b}"),
        json!("👩‍👩‍👧‍👦🧧"),
        json!("' OR '1'='1"),
        json!("%' _ \\"),
        json!("字".repeat(300)),
        json!("9".repeat(400)),
        json!("-0.00"),
        json!("99999999999999999999.99"),
        json!("+262142-12-31T23:59:59Z"),
        json!("0000-01-01T00:00:00Z"),
        json!([]),
        json!(vec![0; 1_001]),
        json!({}),
        json!({ "\u{0}": 1 }),
        deep,
    ]
}

/// In place of a whole body.
fn bodies() -> Vec<Vec<u8>> {
    let mut bodies: Vec<Vec<u8>> =
        ["", " ", "null", "[]", "{}", "\"x\"", "{", "{\"a\":}", "[1,2", "NaN", "{}{}", "\u{feff}{}", "1e999999"]
            .iter()
            .map(|text| text.as_bytes().to_vec())
            .collect();
    bodies.push(vec![0; 64]);
    bodies.push(vec![0xff, 0xfe, 0x7b, 0x00]);
    bodies.push(b"[".repeat(100_000));
    bodies.push(b"{\"a\":".repeat(100_000));
    bodies
}

const QUERIES: &[&str] = &[
    "?limit=0",
    "?limit=-1",
    "?limit=999999999999999999999",
    "?limit=%00",
    "?cursor=%00",
    "?cursor=AAAA",
    "?cursor=%F0%9F%92%A9",
    "?person=%00",
    "?from=0000-00-00",
    "?from=-262143-01-01&to=%2B262142-12-31",
    "?to=-262143-01-01",
    "?to=%2B262142-12-31",
    "?order_no=%00",
    "?waybill_no=%00%ff",
    "?kind=%00",
    "?kind=sender&kind=sender",
    "?created_from=0000-00-00",
    "?created_from=-262143-01-01&created_to=%2B262142-12-31",
    "?created_from=9999-12-31&created_to=0001-01-01",
    "?province=4294967295",
    "?province=-1",
    "?printed=maybe",
    "?state=%00",
    "?import_id=%00",
    "?format=exe",
    "?format=zpl&dpi=4294967295",
    "?format=zpl&template_id=%00",
    "?=&&=&%",
    "?a[b]=c",
];

fn survives(operation: &Operation, answer: &Answer, what: &dyn std::fmt::Display) {
    assert!(answer.status < 500, "{} answers {} to {what}: {}", operation.id, answer.status, answer.text());
    if answer.status >= 400 {
        assert_eq!(answer.header("content-type"), "application/problem+json", "{} to {what}", operation.id);
    }
}

/// Every place of a body, as JSON pointers.
fn places(body: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match body {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| places(value, &format!("{at}/{name}"), found)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| places(value, &format!("{at}/{index}"), found));
        }
        _ => {}
    }
}

async fn callers(app: &TestApp) -> [Caller<'_>; 3] {
    [app.owner().await, app.staff().await, app.reviewer().await]
}

/// The caller who gets as far as the body.
fn caller_of<'a, 'b>(operation: &Operation, callers: &'b [Caller<'a>; 3]) -> &'b Caller<'a> {
    match operation.access().permission() {
        Some(Permission::ApplicationsRead | Permission::ApplicationsReview) => &callers[2],
        Some(permission) if permission.is_networks() => &callers[1],
        _ => &callers[0],
    }
}

/// Signing in is slow on purpose, so that operation gets a test of its own.
fn takes_json(operation: &Operation) -> bool {
    body_of(&operation.id).is_some() && !matches!(operation.id.as_str(), "sign_in" | "change_password")
}

#[actix_web::test]
async fn no_value_of_a_body_breaks_the_service() {
    let app = TestApp::new().await;
    let callers = callers(&app).await;
    let things = things(&app).await;
    for operation in operations().iter().filter(|operation| takes_json(operation)) {
        let kind = operation.path.split('/').nth(1).unwrap_or_default();
        let path = operation.at(things.get(kind).map(String::as_str).unwrap_or_default());
        let caller = caller_of(operation, &callers);
        let body = body_of(&operation.id).unwrap();
        let mut found = Vec::new();
        places(&body, "", &mut found);
        for place in found {
            for value in values() {
                let mut spoiled = body.clone();
                *spoiled.pointer_mut(&place).unwrap() = value.clone();
                let request = caller.request(operation.method.clone(), &path).set_json(&spoiled);
                let shown: String = value.to_string().chars().take(60).collect();
                survives(operation, &caller.send(request).await, &format!("{place} = {shown}"));
            }
        }
    }
}

#[actix_web::test]
async fn no_body_breaks_the_service() {
    let app = TestApp::new().await;
    let callers = callers(&app).await;
    for operation in operations().iter().filter(|operation| operation.spec.get("requestBody").is_some()) {
        let caller = caller_of(operation, &callers);
        for (at, body) in bodies().into_iter().enumerate() {
            let request = caller.request(operation.method.clone(), &operation.at(crate::support::samples::NOBODY));
            let answer = caller.send(request.insert_header(ContentType::json()).set_payload(body)).await;
            survives(operation, &answer, &format!("body {at}"));
            assert!(answer.status >= 400, "{} takes body {at}: {}", operation.id, answer.text());
        }
    }
}

#[actix_web::test]
async fn no_query_breaks_the_service() {
    let app = TestApp::new().await;
    let callers = callers(&app).await;
    let things = things(&app).await;
    for operation in operations().iter().filter(|operation| operation.method == actix_web::http::Method::GET) {
        // A stream does not end by itself.
        if operation.id == "stream_events" {
            continue;
        }
        let caller = caller_of(operation, &callers);
        let path = if operation.has_id() && operation.path.contains("label") {
            let kind = operation.path.split('/').nth(1).unwrap_or_default();
            operation.at(things.get(kind).map(String::as_str).unwrap_or_default())
        } else {
            operation.at(crate::support::samples::NOBODY)
        };
        for query in QUERIES {
            survives(operation, &caller.get(&format!("{path}{query}")).await, query);
        }
    }
}

#[actix_web::test]
async fn a_million_items_are_refused_before_they_cost_anything() {
    let app = TestApp::new().await;
    let callers = callers(&app).await;
    let begin = std::time::Instant::now();
    for (path, field, item) in [
        ("/tracks/query", "waybill_nos", "\"\""),
        ("/shipments/void", "shipment_ids", "1"),
        ("/problems/settle", "problem_ids", "1"),
        ("/scans", "scans", "0"),
        ("/print-jobs/results", "results", "{}"),
    ] {
        let body = format!("{{\"{field}\":[{}{item}]}}", format!("{item},").repeat(999_999));
        let caller = if path == "/scans" { &callers[1] } else { &callers[0] };
        let answer = caller.post_raw(path, body).await;
        assert!(matches!(answer.status, 413 | 422), "{path}: {} {}", answer.status, answer.text());
    }
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}
