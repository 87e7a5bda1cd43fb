//! The print log and the paper it took.

use serde_json::json;
use shared::{
    Page,
    printing::{PrintJobRecord, PrintStat},
};

use crate::support::TestApp;

#[actix_web::test]
async fn the_log_is_asked_by_printer_person_day_state_and_number() {
    let app = TestApp::new().await;
    let (owner, clerk) = (app.owner().await, app.clerk().await);
    let (one, two) = (owner.sets_up_printer().await, owner.sets_up_printer().await);
    let (a, b, c) = (owner.ships("SO-1").await, owner.ships("SO-2").await, owner.ships("SO-3").await);
    owner.prints_on(&one, &[&a]).await;
    let batch = clerk.prints_on(&two, &[&b, &c]).await;
    let path = format!("/print-jobs/{}/result", batch.jobs[0].id);
    clerk.post(&path, &json!({ "state": "failed", "error_code": "render_failed" })).await.expect(204);
    let found = async |query: &str| -> Vec<String> {
        let page: Page<PrintJobRecord> = owner.read(&format!("/print-jobs?{query}")).await;
        page.items.into_iter().map(|job| job.waybill_no).collect()
    };
    let (a, b, c) = (a.waybill_no, b.waybill_no, c.waybill_no);
    assert_eq!(found("").await, [c.clone(), b.clone(), a.clone()]);
    assert_eq!(found(&format!("printer_id={}", one.id)).await, std::slice::from_ref(&a));
    assert_eq!(found("person=clerk").await, [c.clone(), b.clone()]);
    assert_eq!(found("person=nobody").await, [""; 0]);
    assert_eq!(found("state=failed").await, std::slice::from_ref(&b));
    assert_eq!(found(&format!("waybill_no={}", b.to_lowercase())).await, std::slice::from_ref(&b));
    assert_eq!(found("waybill_no=YD0").await, [""; 0]);
    // Noon of 15 June in Shanghai.
    assert_eq!(found("from=2026-06-15&to=2026-06-15&limit=2").await, [c.clone(), b.clone()]);
    assert_eq!(found("from=2026-06-16").await, [""; 0]);
    assert_eq!(found("to=2026-06-14").await, [""; 0]);
    let first: Page<PrintJobRecord> = owner.read("/print-jobs?limit=2&person=clerk").await;
    assert_eq!(first.next_cursor, None);
    let first: Page<PrintJobRecord> = owner.read("/print-jobs?limit=2").await;
    assert_eq!(found(&format!("limit=2&cursor={}", first.next_cursor.unwrap())).await, [a]);
    let other: Page<PrintJobRecord> = app.other_merchant().await.read(&format!("/print-jobs?waybill_no={b}")).await;
    assert_eq!(other.items, []);
}

#[actix_web::test]
async fn paper_is_counted_by_printer_and_day_once_a_label() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let printer = owner.sets_up_printer().await;
    let (a, b) = (owner.ships("SO-1").await, owner.ships("SO-2").await);
    let batch = owner.prints_on(&printer, &[&a, &b]).await;
    for (job, states) in batch.jobs.iter().zip([["sent", "confirmed"], ["unknown", "sent"]]) {
        for state in states {
            let path = format!("/print-jobs/{}/result", job.id);
            owner.post(&path, &json!({ "state": state })).await.expect(204);
        }
    }
    app.work().await;
    let body = json!({ "shipment_ids": [a.id], "printer_id": printer.id, "reprint_reason": "面单破损" });
    let again: shared::printing::PrintBatch = owner.post("/print-batches", &body).await.expect(201).json();
    owner.post(&format!("/print-jobs/{}/result", again.jobs[0].id), &json!({ "state": "sent" })).await.expect(204);
    app.work().await;
    let stats: Vec<PrintStat> = owner.read("/print-stats").await;
    let seen: Vec<_> = stats.iter().map(|one| (one.day.to_string(), one.labels, one.reprints, one.length_mm)).collect();
    assert_eq!(seen, [("2026-06-15".to_owned(), 3, 1, 390)]);
    assert_eq!(owner.read::<Vec<PrintStat>>("/print-stats?to=2026-06-14").await, []);
    assert_eq!(app.other_merchant().await.read::<Vec<PrintStat>>("/print-stats").await, []);
    owner.get("/print-stats?from=2026-01-01&to=2026-06-15").await.faults(&[("?from", "out_of_range")]);
}
