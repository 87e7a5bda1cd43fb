mod log;
mod queue;
mod races;
mod silence;
mod stations;

use serde_json::{Value, json};
use shared::{
    Page, ShipmentState,
    print_queue::PrintLease,
    printing::{PrintBatch, PrintJobRecord, PrintJobState, Printer},
    shipments::Shipment,
};

use crate::support::{Caller, TestApp, samples};

async fn reports(caller: &Caller<'_>, batch: &PrintBatch, seq: usize, result: Value) {
    let path = format!("/print-jobs/{}/result", batch.jobs[seq].id);
    caller.post(&path, &result).await.expect(204);
}

/// Every label of the batch is begun, as whoever prints does before the first byte.
async fn begins(caller: &Caller<'_>, batch: &PrintBatch) {
    let body = json!({ "holder": "page-0001", "max": 10, "begin": 10 });
    let lease: PrintLease =
        caller.post(&format!("/printers/{}/queue/lease", batch.printer_id), &body).await.expect(200).json();
    assert_eq!(lease.begun, batch.jobs.iter().map(|job| job.id).collect::<Vec<_>>());
}

async fn state(caller: &Caller<'_>, batch: &PrintBatch, seq: u32) -> PrintJobState {
    let page: Page<PrintJobRecord> = caller.read(&format!("/print-jobs?batch_id={}", batch.id)).await;
    page.items.iter().find(|job| job.seq == seq).unwrap().state
}

#[actix_web::test]
async fn printers_are_set_up_changed_and_taken_off() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let made = owner.sets_up_printer().await;
    let mut body = samples::printer();
    body["dpi"] = json!(300);
    body["name"] = json!("仓库打印机");
    let changed: Printer = owner.put(&format!("/printers/{}", made.id), &body).await.expect(200).json();
    assert_eq!((changed.id, changed.setup.dpi), (made.id, 300));
    assert_eq!(owner.read::<Vec<Printer>>("/printers").await, [changed]);
    assert_eq!(app.other_merchant().await.read::<Vec<Printer>>("/printers").await, []);
    owner.delete(&format!("/printers/{}", made.id)).await.expect(204);
    assert_eq!(owner.read::<Vec<Printer>>("/printers").await, []);
    owner.delete(&format!("/printers/{}", made.id)).await.problem(404, "not_found");
    for (field, value) in [("dpi", json!(250)), ("template_id", json!("none")), ("name", json!(""))] {
        let mut body = samples::printer();
        body[field] = value;
        let problem = owner.post("/printers", &body).await.problem(422, "invalid_fields");
        assert_eq!(problem.errors[0].pointer, format!("/{field}"));
    }
}

#[actix_web::test]
async fn a_batch_is_one_job_a_label_in_the_order_asked() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (a, b) = (owner.ships("SO-1").await, owner.ships("SO-2").await);
    let batch = owner.prints(&[&b, &a], None).await;
    let jobs: Vec<_> = batch.jobs.iter().map(|job| (job.seq, job.shipment_id, job.state, job.reprint)).collect();
    assert_eq!(jobs, [(1, b.id, PrintJobState::Queued, false), (2, a.id, PrintJobState::Queued, false)]);
    assert_eq!(batch.refused, []);
    let seen: Page<PrintJobRecord> = app.other_merchant().await.read("/print-jobs").await;
    assert_eq!(seen.items, []);
}

#[actix_web::test]
async fn what_came_out_waits_for_pickup_and_is_counted_once() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let made = owner.ships("SO-1").await;
    let batch = owner.prints(&[&made], None).await;
    begins(&owner, &batch).await;
    let sent = json!({ "state": "sent", "bytes": 9_959, "sha256": "ab".repeat(32) });
    for _ in 0..2 {
        reports(&owner, &batch, 0, sent.clone()).await;
    }
    app.work().await;
    let after: Shipment = owner.read(&format!("/shipments/{}", made.id)).await;
    assert_eq!((after.print_count, after.state), (1, ShipmentState::LabelPrinted));
    assert!(after.first_printed_at.is_some());
    // A report that comes late takes nothing back.
    reports(&owner, &batch, 0, json!({ "state": "failed", "error_code": "disconnected" })).await;
    assert_eq!(state(&owner, &batch, 1).await, PrintJobState::Sent);
    reports(&owner, &batch, 0, json!({ "state": "confirmed" })).await;
    let confirmed: Shipment = owner.read(&format!("/shipments/{}", made.id)).await;
    assert_eq!(confirmed.print_count, 1, "the same label is still one label");
}

#[actix_web::test]
async fn what_may_lie_on_the_table_is_printed_again_only_with_a_reason() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (lost, fresh) = (owner.ships("SO-1").await, owner.ships("SO-2").await);
    let batch = owner.prints(&[&lost], None).await;
    begins(&owner, &batch).await;
    reports(&owner, &batch, 0, json!({ "state": "unknown", "error_code": "disconnected" })).await;
    let again = owner.prints(&[&lost, &fresh], None).await;
    assert_eq!(again.jobs.iter().map(|job| job.shipment_id).collect::<Vec<_>>(), [fresh.id]);
    assert_eq!(again.refused.len(), 1);
    assert_eq!(again.refused[0].code.as_deref(), Some("reprint_reason_required"));
    let reprint = owner.prints(&[&lost], Some("卡纸")).await;
    assert!(reprint.jobs[0].reprint);
    let page: Page<PrintJobRecord> = owner.read(&format!("/print-jobs?batch_id={}", reprint.id)).await;
    assert_eq!(page.items[0].reprint_reason.as_deref(), Some("卡纸"));
    // What failed before it left the page is no reprint.
    let failed = owner.ships("SO-3").await;
    let batch = owner.prints(&[&failed], None).await;
    reports(&owner, &batch, 0, json!({ "state": "failed", "error_code": "refused" })).await;
    assert!(!owner.prints(&[&failed], None).await.jobs[0].reprint);
}

#[actix_web::test]
async fn reports_of_many_labels_are_kept_all_or_none() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (a, b) = (owner.ships("SO-1").await, owner.ships("SO-2").await);
    let batch = owner.prints(&[&a, &b], None).await;
    let report = |id: &dyn std::fmt::Display| json!({ "print_job_id": id.to_string(), "result": { "state": "sent" } });
    let body = json!({ "results": [report(&batch.jobs[0].id), report(&samples::NOBODY)] });
    owner.post("/print-jobs/results", &body).await.problem(404, "not_found");
    assert_eq!(state(&owner, &batch, 1).await, PrintJobState::Queued);
    let body = json!({ "results": [report(&batch.jobs[0].id), report(&batch.jobs[1].id)] });
    owner.post("/print-jobs/results", &body).await.expect(204);
    for seq in [1, 2] {
        assert_eq!(state(&owner, &batch, seq).await, PrintJobState::Sent);
    }
    app.work().await;
}

#[actix_web::test]
async fn what_is_void_or_not_there_gets_no_job() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (void, good) = (owner.ships("SO-1").await, owner.ships("SO-2").await);
    owner.post(&format!("/shipments/{}/void", void.id), &()).await.expect(200);
    let foreign = app.other_merchant().await.ships("SO-1").await;
    let batch = owner.prints(&[&void, &good, &foreign], None).await;
    assert_eq!(batch.jobs.iter().map(|job| job.shipment_id).collect::<Vec<_>>(), [good.id]);
    let codes: Vec<_> = batch.refused.iter().map(|outcome| outcome.code.as_deref().unwrap()).collect();
    assert_eq!(codes, ["not_found", "shipment_voided"]);
    let printer = owner.sets_up_printer().await;
    for count in [0, 1_001] {
        let ids = vec![samples::NOBODY; count];
        let body = json!({ "shipment_ids": ids, "printer_id": printer.id });
        owner.post("/print-batches", &body).await.faults(&[("/shipment_ids", "wrong_count")]);
    }
}
