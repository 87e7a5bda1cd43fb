//! The queue of a printer: order, one holder, begin before the first byte, pause, resume, skip.

use serde_json::{Value, json};
use shared::{
    Page,
    print_queue::{PrintJobsChanged, PrintLease, PrintPauseCode, PrintQueue, PrintQueueJob},
    printing::{PrintBatch, PrintJobState, Printer},
};

use crate::support::{Caller, TestApp, samples::NOBODY};

const PAGE: &str = "page-0001";
const OTHER: &str = "page-0002";

async fn queue(caller: &Caller<'_>, printer: &Printer) -> PrintQueue {
    caller.read(&format!("/printers/{}/queue", printer.id)).await
}

async fn waiting(caller: &Caller<'_>, printer: &Printer) -> Vec<(String, PrintJobState)> {
    let page: Page<PrintQueueJob> = caller.read(&format!("/printers/{}/queue/jobs?limit=200", printer.id)).await;
    page.items.into_iter().map(|job| (job.waybill_no, job.state)).collect()
}

async fn two_batches(owner: &Caller<'_>) -> (Printer, PrintBatch, PrintBatch) {
    let printer = owner.sets_up_printer().await;
    let (a, b, c, d) =
        (owner.ships("SO-1").await, owner.ships("SO-2").await, owner.ships("SO-3").await, owner.ships("SO-4").await);
    let first = owner.prints_on(&printer, &[&b, &a]).await;
    let second = owner.prints_on(&printer, &[&c, &d]).await;
    (printer, first, second)
}

fn report(batch: &PrintBatch, at: usize, state: &str) -> Value {
    json!({ "print_job_id": batch.jobs[at].id, "result": { "state": state } })
}

#[actix_web::test]
async fn labels_come_in_order_batch_by_batch_and_with_their_contents() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (printer, first, second) = two_batches(&owner).await;
    let all: Vec<_> = first.jobs.iter().chain(&second.jobs).map(|job| job.id).collect();
    let lease = owner.leases(&printer, PAGE, 3, 1).await;
    assert_eq!(lease.jobs.iter().map(|job| job.id).collect::<Vec<_>>(), all[..3]);
    assert_eq!((lease.begun.clone(), lease.waiting, lease.pause.clone()), (vec![all[0]], 1, None));
    let content = lease.jobs[1].content.as_ref().unwrap();
    assert_eq!((content.waybill_no.as_str(), content.sequence.as_str()), (lease.jobs[1].waybill_no.as_str(), "2/2"));
    // What it says it knows is not told again; what it does not is, so that a lost answer loses no label.
    let body = json!({ "holder": PAGE, "max": 3, "begin": 1, "known": [all[1], all[2]] });
    let again: PrintLease =
        owner.post(&format!("/printers/{}/queue/lease", printer.id), &body).await.expect(200).json();
    assert_eq!(again.lease_no, lease.lease_no);
    assert_eq!(again.jobs.iter().map(|job| job.id).collect::<Vec<_>>(), [all[0], all[3]]);
    assert_eq!((again.begun, again.waiting), (vec![all[0], all[1]], 0));
    let states: Vec<_> = waiting(&owner, &printer).await.into_iter().map(|(_, state)| state).collect();
    use PrintJobState::{Leased, Sending};
    assert_eq!(states, [Sending, Sending, Leased, Leased]);
}

#[actix_web::test]
async fn one_prints_at_a_time_and_others_hear_who() {
    let app = TestApp::new().await;
    let (owner, clerk) = (app.owner().await, app.clerk().await);
    let (printer, ..) = two_batches(&owner).await;
    let path = format!("/printers/{}/queue/lease", printer.id);
    let body = |holder: &str| json!({ "holder": holder, "max": 1, "label": "打包台 1" });
    clerk.post(&path, &body(PAGE)).await.expect(200);
    // Another tab of the same person, another person under the same word.
    for (caller, holder) in [(&clerk, OTHER), (&owner, PAGE)] {
        let refused = caller.post(&path, &body(holder)).await.problem(409, "queue_held");
        assert!(refused.detail.contains("clerk") && refused.detail.contains("打包台 1"), "{}", refused.detail);
    }
    let seen = queue(&owner, &printer).await;
    let holder = seen.holder.unwrap();
    assert_eq!((holder.name.as_str(), holder.label.as_str(), seen.waiting), ("clerk", "打包台 1", 4));
    // Nobody lets go what another holds.
    owner.post(&format!("/printers/{}/queue/release", printer.id), &json!({ "holder": PAGE })).await.expect(204);
    assert!(queue(&owner, &printer).await.holder.is_some());
    clerk.post(&format!("/printers/{}/queue/release", printer.id), &json!({ "holder": PAGE })).await.expect(204);
    let left = queue(&owner, &printer).await;
    assert_eq!((left.holder, left.pause.unwrap().code), (None, PrintPauseCode::Left));
}

#[actix_web::test]
async fn a_batch_can_begin_at_once() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let printer = owner.sets_up_printer().await;
    let (a, b) = (owner.ships("SO-1").await, owner.ships("SO-2").await);
    let body = json!({
        "shipment_ids": [a.id, b.id], "printer_id": printer.id, "lease": { "holder": PAGE, "max": 2, "begin": 1 },
    });
    let first = owner.post_once("/print-batches", "key-1", &body).await.expect(201);
    let batch: PrintBatch = first.json();
    let lease = batch.lease.unwrap();
    assert_eq!((lease.begun.len(), lease.jobs.len(), lease.waiting), (1, 2, 0));
    assert!(lease.jobs.iter().all(|job| job.content.is_some()));
    // The same answer once more carries no lease: it may be over by then.
    let replayed: PrintBatch = owner.post_once("/print-batches", "key-1", &body).await.expect(201).json();
    assert_eq!((replayed.id, replayed.lease), (batch.id, None));
    // Somebody else's batch waits behind it.
    let other = json!({
        "shipment_ids": [owner.ships("SO-3").await.id], "printer_id": printer.id,
        "lease": { "holder": OTHER, "max": 2, "begin": 1 },
    });
    let other: PrintBatch = owner.post("/print-batches", &other).await.expect(201).json();
    assert_eq!((other.jobs.len(), other.lease), (1, None));
}

#[actix_web::test]
async fn no_label_begins_without_a_live_lease() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (printer, first, _) = two_batches(&owner).await;
    let path = format!("/print-jobs/{}/result", first.jobs[0].id);
    owner.post(&path, &json!({ "state": "sending" })).await.problem(409, "lease_needed");
    owner.post(&path, &json!({ "state": "leased" })).await.faults(&[("/state", "not_reportable")]);
    let lease = owner.leases(&printer, PAGE, 2, 0).await;
    let begin = |holder: &str, lease_no: u32| {
        json!({
            "results": [report(&first, 0, "sending")],
            "lease": { "printer_id": printer.id, "holder": holder, "lease_no": lease_no },
        })
    };
    owner.post("/print-jobs/results", &begin(OTHER, lease.lease_no)).await.problem(409, "lease_needed");
    owner.post("/print-jobs/results", &begin(PAGE, lease.lease_no + 1)).await.problem(409, "lease_needed");
    owner.post("/print-jobs/results", &begin(PAGE, lease.lease_no)).await.expect(204);
    owner.post("/print-jobs/results", &begin(PAGE, lease.lease_no)).await.expect(204);
    assert_eq!(waiting(&owner, &printer).await[0].1, PrintJobState::Sending);
}

#[actix_web::test]
async fn what_was_begun_and_not_sent_waits_again() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (printer, first, _) = two_batches(&owner).await;
    let lease = owner.leases(&printer, PAGE, 4, 2).await;
    let body = json!({
        "results": [report(&first, 1, "queued")],
        "lease": { "printer_id": printer.id, "holder": PAGE, "lease_no": lease.lease_no },
    });
    for _ in 0..2 {
        owner.post("/print-jobs/results", &body).await.expect(204);
    }
    let states: Vec<_> = waiting(&owner, &printer).await.into_iter().map(|(_, state)| state).collect();
    assert_eq!(states[..2], [PrintJobState::Sending, PrintJobState::Leased]);
    // Without the lease the word counts for nothing.
    owner.post("/print-jobs/results", &json!({ "results": [report(&first, 0, "queued")] })).await.expect(204);
    assert_eq!(waiting(&owner, &printer).await[0].1, PrintJobState::Sending);
}

#[actix_web::test]
async fn a_paused_queue_begins_nothing_until_somebody_has_it_go_on() {
    let app = TestApp::new().await;
    let (owner, clerk) = (app.owner().await, app.clerk().await);
    let (printer, first, second) = two_batches(&owner).await;
    owner.leases(&printer, PAGE, 1, 1).await;
    let path = format!("/printers/{}/queue", printer.id);
    let paused: PrintQueue =
        clerk.post(&format!("{path}/pause"), &json!({ "reason": "换一卷纸" })).await.expect(200).json();
    let pause = paused.pause.unwrap();
    assert_eq!(
        (pause.code, pause.reason.as_str(), pause.by.as_deref()),
        (PrintPauseCode::Person, "换一卷纸", Some("clerk"))
    );
    let lease = owner.leases(&printer, PAGE, 4, 4).await;
    assert_eq!((lease.begun.len(), lease.jobs.len(), lease.waiting), (1, 1, 3));
    assert_eq!(lease.pause.unwrap().code, PrintPauseCode::Person);
    // From the second batch on: what waits before it is skipped, what is under way comes out.
    let from = json!({ "from": second.jobs[0].id });
    let resumed: PrintQueue = owner.post(&format!("{path}/resume"), &from).await.expect(200).json();
    assert_eq!((resumed.pause, resumed.waiting, resumed.under_way), (None, 2, 1));
    let lease = owner.leases(&printer, PAGE, 4, 1).await;
    assert_eq!(lease.begun, [first.jobs[0].id, second.jobs[0].id]);
    owner.post(&format!("{path}/resume"), &json!({ "from": NOBODY })).await.faults(&[("/from", "unknown_job")]);
    assert_eq!(app.db_count("audit_log", "action IN ('print.pause', 'print.resume')").await, 2);
}

#[actix_web::test]
async fn waiting_labels_are_taken_out_one_by_one_by_batch_or_all() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (printer, first, second) = two_batches(&owner).await;
    owner.leases(&printer, PAGE, 1, 1).await;
    let skip = async |body: Value| -> u32 {
        let changed: PrintJobsChanged =
            owner.post(&format!("/printers/{}/queue/skip", printer.id), &body).await.expect(200).json();
        changed.changed
    };
    assert_eq!(skip(json!({ "print_job_ids": [first.jobs[0].id, first.jobs[1].id] })).await, 1, "one is under way");
    assert_eq!(skip(json!({ "batch_id": first.id })).await, 0);
    assert_eq!(skip(json!({ "batch_id": second.id })).await, 2);
    assert_eq!(skip(json!({ "all": true })).await, 0);
    assert_eq!(waiting(&owner, &printer).await.len(), 1);
    for body in [json!({}), json!({ "all": false }), json!({ "all": true, "batch_id": second.id })] {
        let path = format!("/printers/{}/queue/skip", printer.id);
        owner.post(&path, &body).await.faults(&[("", "one_of")]);
    }
}

#[actix_web::test]
async fn a_label_voided_while_it_waited_is_not_printed() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let printer = owner.sets_up_printer().await;
    let (void, good) = (owner.ships("SO-1").await, owner.ships("SO-2").await);
    let batch = owner.prints_on(&printer, &[&void, &good]).await;
    owner.post(&format!("/shipments/{}/void", void.id), &()).await.expect(200);
    let lease = owner.leases(&printer, PAGE, 1, 1).await;
    assert_eq!((lease.begun, lease.waiting), (vec![batch.jobs[1].id], 0));
}

#[actix_web::test]
async fn a_printer_taken_off_leaves_nothing_waiting() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (printer, ..) = two_batches(&owner).await;
    owner.leases(&printer, PAGE, 1, 0).await;
    owner.delete(&format!("/printers/{}", printer.id)).await.expect(204);
    assert_eq!(app.db_count("print_jobs", "state = 'skipped' AND error_code = 'printer_removed'").await, 4);
    let body = json!({ "holder": PAGE, "max": 1 });
    owner.post(&format!("/printers/{}/queue/lease", printer.id), &body).await.problem(404, "not_found");
}

#[actix_web::test]
async fn what_cannot_be_asked_is_refused_by_name() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let printer = owner.sets_up_printer().await;
    let path = format!("/printers/{}/queue/lease", printer.id);
    let bad = json!({ "holder": PAGE, "max": 51, "begin": 51, "label": "字".repeat(61), "condition": "x".repeat(41) });
    let faults =
        [("/label", "too_long"), ("/max", "out_of_range"), ("/begin", "out_of_range"), ("/condition", "too_long")];
    owner.post(&path, &bad).await.faults(&faults);
    for holder in ["short", "with space in it", "中文中文中文中文", &"x".repeat(65)] {
        owner.post(&path, &json!({ "holder": holder, "max": 1 })).await.faults(&[("/holder", "out_of_range")]);
    }
}
