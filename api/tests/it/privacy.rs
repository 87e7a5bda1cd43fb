//! Personal data stays where it belongs: sealed in the database, masked in answers, and nowhere in the log.

mod forgetting;

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use serde_json::json;
use tracing::subscriber::set_default;

use crate::support::{DETAIL, PHONE, RECEIVER, TestApp, samples, workbooks};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A day's work, with the mistakes people make.
async fn work(app: &TestApp) {
    let owner = app.owner().await;
    let made = owner.ships("SO-1").await;
    owner.post("/shipments", &samples::shipment("SO-1")).await.expect(409);
    let mut wrong = samples::shipment("SO-2");
    wrong["goods"] = json!(7);
    owner.post("/shipments", &wrong).await.expect(422);
    let mut wrong = samples::shipment("SO-3");
    wrong["receiver"]["phone"] = json!(format!("{PHONE}{PHONE}{PHONE}"));
    owner.post("/shipments", &wrong).await.expect(422);
    owner.post_raw("/shipments", format!("{{\"goods\": \"{RECEIVER} {PHONE}\",}}")).await.expect(400);
    for q in [RECEIVER, PHONE, DETAIL] {
        owner.post("/shipments/search", &json!({ "q": q })).await.expect(200);
    }
    owner.adds_contact("receiver").await;
    owner.post(&format!("/shipments/{}/reveal", made.id), &json!({ "reason": "客户来电" })).await.expect(200);
    let bad = format!("B-2,{RECEIVER},{PHONE}9,浙江省,杭州市,余杭区,{DETAIL},茶叶,-1");
    owner.imports("orders.csv", &workbooks::csv(&[workbooks::row("B-1"), bad])).await;
    owner.prints(&[&made], None).await;
    owner.get(&format!("/shipments/{}/label?format=zpl", made.id)).await.expect(200);
}

#[actix_web::test]
async fn nothing_personal_reaches_the_log() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    // With one subscriber alone, tracing asks whichever thread meets an event first, and other tests' threads have none. Two make it ask
    // the subscribers.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let app = TestApp::new().await;
    {
        let _guard = set_default(subscriber);
        work(&app).await;
        tracing::error!("the log is watched");
    }
    let text = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(text.contains("the log is watched") && text.contains("/api/v1/shipments"), "{text}");
    for secret in [RECEIVER, PHONE, DETAIL, crate::support::PASSWORD] {
        let line = text.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret}");
    }
}

#[actix_web::test]
async fn nothing_personal_lies_open_in_the_database() {
    let app = TestApp::new().await;
    work(&app).await;
    for (table, column) in app.db_text_columns().await {
        for secret in [RECEIVER, PHONE, DETAIL] {
            let found = app.db_count(&table, &format!("{column} LIKE '%{secret}%'")).await;
            assert_eq!(found, 0, "{table}.{column} holds {secret}");
        }
    }
}
