//! What holds for every answer.

use actix_web::http::Method;

use crate::support::{TestApp, samples};

#[actix_web::test]
async fn every_answer_carries_its_request_id_and_safe_headers() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let mut ids = std::collections::BTreeSet::new();
    for (path, status) in [("/me", 200), ("/shipments", 200), ("/shipments/x", 404), ("/nowhere", 404)] {
        let answer = clerk.get(path).await.expect(status);
        ids.insert(answer.header("x-request-id").to_owned());
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert!(answer.header("cache-control").contains("no-store"), "{path}: {}", answer.header("cache-control"));
    }
    assert_eq!(ids.len(), 4);
}

#[actix_web::test]
async fn what_the_service_does_not_have_is_a_problem_document() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    clerk.get("/nowhere").await.problem(404, "not_found");
    let answer = clerk.delete("/shipments").await;
    answer.problem(405, "method_not_allowed");
    assert_eq!(answer.header("allow"), "GET, POST");
    clerk.put(&format!("/shipments/{}/void", samples::NOBODY), &()).await.problem(405, "method_not_allowed");
    let text = clerk.request(Method::POST, "/shipments").insert_header(("Content-Type", "text/plain"));
    clerk.send(text.set_payload("{}")).await.problem(400, "not_json");
    let long = clerk.post_raw("/shipments", vec![b' '; 2 * 1024 * 1024 + 1]).await;
    long.problem(413, "body_too_large");
}

#[actix_web::test]
async fn problems_speak_the_callers_language() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let ask = async |language: &str| {
        let request = clerk.request(Method::GET, "/shipments/x").insert_header(("Accept-Language", language));
        clerk.send(request).await.problem(404, "not_found").detail
    };
    let (zh, en) = (ask("zh-CN,zh;q=0.9").await, ask("en-GB,en;q=0.8").await);
    assert!(zh.contains("没有找到"), "{zh}");
    assert!(en.contains("Not found"), "{en}");
    assert_eq!(ask("").await, zh, "Chinese comes first");
    assert_eq!(ask("fr").await, zh);
}

#[actix_web::test]
async fn a_creating_post_that_is_repeated_answers_the_same() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let shipment = owner.ships("SO-1").await;
    let printer = owner.sets_up_printer().await;
    let batch = serde_json::json!({ "shipment_ids": [shipment.id], "printer_id": printer.id });
    for (path, body) in [
        ("/contacts", samples::contact("receiver")),
        ("/shipments", samples::shipment("SO-2")),
        ("/printers", samples::printer()),
        ("/print-batches", batch),
    ] {
        let first = owner.post_once(path, "key", &body).await.expect(201);
        let again = owner.post_once(path, "key", &body).await.expect(201);
        assert_eq!(first.value(), again.value(), "{path}");
        assert_eq!(again.header("idempotent-replayed"), "true", "{path}");
    }
    assert_eq!(app.db_count("print_batches", "1 = 1").await, 1);
}

#[actix_web::test]
async fn sums_and_weights_are_exact_text_and_whole_numbers() {
    let app = TestApp::new().await;
    let value = app.owner().await.post("/shipments", &samples::shipment("SO-1")).await.expect(201).value();
    let total = value["charge"]["total"].as_str().unwrap();
    assert_eq!(total.split_once('.').map(|(_, fen)| fen.len()), Some(2), "{total}");
    assert!(value["weight_g"].is_u64());
    assert!(value["created_at"].as_str().unwrap().ends_with('Z'));
}
