use serde_json::{Value, json};
use shared::{dashboard::Dashboard, state::Phase};

use super::joined;
use crate::support::TestApp;

/// Of a merchant's shipments, somebody narrowed to their own has those alone: in lists, counts, searches, labels, prints, by id and by number.
#[actix_web::test]
async fn who_is_narrowed_to_their_own_finds_nothing_else() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let theirs = owner.ships("O-1").await;
    let import = app.imports_csv(&owner, "orders.csv", &["O-2"]).await;
    app.work().await;
    owner.prints(&[&theirs], None).await;
    let narrow = joined(&app, &owner, "narrow", json!({ "role": "clerk", "data_scope": "own" })).await;
    let mine = narrow.ships("N-1").await;

    let list: Value = narrow.read("/shipments").await;
    let ids: Vec<&str> = list["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [mine.id.to_string()]);
    let numbers = json!({ "q": format!("{} {}", theirs.waybill_no, mine.waybill_no) });
    let found: Value = narrow.post("/shipments/search", &numbers).await.expect(200).json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    let found: Value = narrow.post("/shipments/search", &json!({ "q": "5670" })).await.expect(200).json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    let board: Dashboard = narrow.read("/dashboard").await;
    assert_eq!((board.created_today, board.recent_imports.len()), (1, 0));
    let all: u32 = board.phases.iter().filter(|count| count.phase != Phase::Voided).map(|count| count.count).sum();
    assert_eq!(all, 1);

    let path = format!("/shipments/{}", theirs.id);
    narrow.get(&path).await.problem(404, "not_found");
    narrow.get(&format!("{path}/label?format=zpl")).await.problem(404, "not_found");
    narrow.post(&format!("{path}/void"), &()).await.problem(404, "not_found");
    let bulk: Value = narrow.post("/shipments/void", &json!({ "shipment_ids": [theirs.id] })).await.expect(200).json();
    assert_eq!(bulk["items"][0]["code"], "not_found");
    narrow.get(&format!("/imports/{}", import.id)).await.problem(404, "not_found");
    narrow.get(&format!("/imports/{}/rows", import.id)).await.problem(404, "not_found");
    let tracks: Value =
        narrow.post("/tracks/query", &json!({ "waybill_nos": [theirs.waybill_no] })).await.expect(200).json();
    assert!(!tracks.to_string().contains("order_created"), "{tracks}");
    let jobs: Value = narrow.read("/print-jobs").await;
    assert_eq!(jobs["items"].as_array().unwrap().len(), 0);

    narrow.get(&format!("/shipments/{}", mine.id)).await.expect(200);
    owner.get(&format!("/shipments/{}", mine.id)).await.expect(200);
    narrow.post(&format!("/shipments/{}/void", mine.id), &()).await.expect(200);
}
