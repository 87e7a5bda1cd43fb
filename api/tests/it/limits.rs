//! How often one person searches and imports: enough for work, and too little for a script that empties the service.

use chrono::TimeDelta;
use serde_json::json;
use shared::limits::{IMPORTS_PER_HOUR, SEARCHES_PER_MINUTE};

use crate::support::{
    PHONE, TestApp,
    workbooks::{csv, row},
};

#[actix_web::test]
async fn searches_have_a_limit_of_a_minute_for_each_person() {
    let app = TestApp::new().await;
    let (owner, clerk) = (app.owner().await, app.clerk().await);
    let key = app.caller("K100001").await.throttle_key();
    for _ in 1..SEARCHES_PER_MINUTE {
        app.app.searches.admit(key, app.app.now()).unwrap();
    }
    let search = json!({ "q": PHONE });
    owner.post("/shipments/search", &search).await.expect(200);
    for path in ["/shipments/search", "/contacts/search"] {
        let answer = owner.post(path, &search).await;
        let wait = answer.header("retry-after").to_owned();
        answer.problem(429, "too_many_tries");
        assert_eq!(wait, "60", "{path}");
    }
    clerk.post("/shipments/search", &search).await.expect(200);
    app.clock.advance(TimeDelta::minutes(1));
    owner.post("/shipments/search", &search).await.expect(200);
}

#[actix_web::test]
async fn imports_have_a_limit_of_an_hour_for_each_person() {
    let app = TestApp::new().await;
    let (owner, clerk) = (app.owner().await, app.clerk().await);
    let key = app.caller("K100001").await.throttle_key();
    for _ in 1..IMPORTS_PER_HOUR {
        app.app.imports.admit(key, app.app.now()).unwrap();
    }
    let file = |order_no: &str| csv(&[row(order_no)]);
    owner.uploads("a.csv", &file("L-1"), &[]).await.expect(202);
    let before = app.db_count("imports", "1=1").await;
    owner.uploads("b.csv", &file("L-2"), &[]).await.problem(429, "too_many_tries");
    assert_eq!(app.db_count("imports", "1=1").await, before);
    clerk.uploads("c.csv", &file("L-3"), &[]).await.expect(202);
    app.clock.advance(TimeDelta::hours(1));
    app.owner().await.uploads("d.csv", &file("L-4"), &[]).await.expect(202);
    app.work().await;
}
