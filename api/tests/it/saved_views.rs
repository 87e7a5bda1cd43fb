//! Filters kept under a name.

use serde_json::json;
use shared::saved_views::SavedView;

use crate::support::{Caller, TestApp};

async fn names(caller: &Caller<'_>, query: &str) -> Vec<String> {
    caller.read::<Vec<SavedView>>(&format!("/saved-views{query}")).await.into_iter().map(|view| view.name).collect()
}

#[actix_web::test]
async fn a_view_is_its_makers_unless_it_is_shared() {
    let app = TestApp::new().await;
    let (owner, clerk) = (app.owner().await, app.clerk().await);
    let body = json!({ "list": "shipments", "name": "广东 在途", "query": "phase=in_transit&province=44" });
    let own: SavedView = clerk.post("/saved-views", &body).await.expect(201).json();
    assert!(own.is_own && !own.is_shared);
    assert_eq!(names(&owner, "").await, Vec::<String>::new());
    let mut shared = body.clone();
    (shared["is_shared"], shared["name"]) = (json!(true), json!("大家的"));
    clerk.post("/saved-views", &shared).await.expect(403);
    let shared: SavedView = owner.post("/saved-views", &shared).await.expect(201).json();
    assert_eq!(names(&clerk, "?list=shipments").await, ["大家的", "广东 在途"]);
    assert_eq!(names(&clerk, "?list=orders").await, Vec::<String>::new());
    // What others made is seen, not changed.
    let theirs = format!("/saved-views/{}", shared.id);
    clerk.put(&theirs, &body).await.problem(404, "not_found");
    clerk.delete(&theirs).await.problem(404, "not_found");
    let path = format!("/saved-views/{}", own.id);
    let renamed = json!({ "list": "shipments", "name": "华南", "query": "province=44" });
    assert_eq!(clerk.put(&path, &renamed).await.expect(200).json::<SavedView>().name, "华南");
    clerk.delete(&path).await.expect(204);
    assert_eq!(names(&clerk, "").await, ["大家的"]);
    assert!(names(&app.other_merchant().await, "").await.is_empty());
}

#[actix_web::test]
async fn a_search_for_a_person_is_no_filter() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let body = json!({ "list": "orders", "name": "", "query": "q=张三" });
    clerk.post("/saved-views", &body).await.faults(&[("/name", "required"), ("/query", "bad_characters")]);
    for query in ["q=13800138000", "flag=red&search=%E5%BC%A0", "name=x"] {
        let body = json!({ "list": "orders", "name": "x", "query": query });
        clerk.post("/saved-views", &body).await.faults(&[("/query", "bad_characters")]);
    }
}

#[actix_web::test]
async fn there_are_at_most_fifty_a_person() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    for at in 0..50 {
        let body = json!({ "list": "orders", "name": format!("{at}"), "query": "" });
        clerk.post("/saved-views", &body).await.expect(201);
    }
    let body = json!({ "list": "orders", "name": "one more", "query": "" });
    clerk.post("/saved-views", &body).await.problem(409, "too_many");
}
