use serde_json::json;
use shared::{
    Page,
    print_queue::PrintQueue,
    printing::{PrintBatch, PrintJobRecord, PrintJobState, Printer},
    shipments::Shipment,
};
use yundan::jobs::NetworkPrinting;

use crate::support::{
    Caller, TestApp,
    fake_printer::{FakePrinter, Manner},
    samples,
};

async fn set_up(owner: &Caller<'_>, port: u16) -> Printer {
    owner.post("/printers", &samples::network_printer("127.0.0.1", port)).await.expect(201).json()
}

async fn queue_up(owner: &Caller<'_>, printer: &Printer, count: usize) -> Vec<Shipment> {
    let mut made = Vec::new();
    for at in 0..count {
        made.push(owner.ships(&format!("NET-{at}")).await);
    }
    let ids: Vec<_> = made.iter().map(|shipment| shipment.id).collect();
    let body = json!({ "shipment_ids": ids, "printer_id": printer.id });
    let batch: PrintBatch = owner.post("/print-batches", &body).await.expect(201).json();
    assert_eq!(batch.jobs.len(), count);
    made
}

fn printing(app: &TestApp) -> NetworkPrinting {
    NetworkPrinting::new(app.app.clone(), tokio::sync::watch::channel(false).1)
}

/// States in print order.
async fn states(owner: &Caller<'_>) -> Vec<PrintJobState> {
    let mut page: Page<PrintJobRecord> = owner.read("/print-jobs").await;
    page.items.sort_by_key(|job| job.seq);
    page.items.iter().map(|job| job.state).collect()
}

async fn queue(owner: &Caller<'_>, printer: &Printer) -> PrintQueue {
    owner.read(&format!("/printers/{}/queue", printer.id)).await
}

/// The numbers of the labels that arrived, in order.
fn labels(printer: &FakePrinter) -> usize {
    String::from_utf8_lossy(&printer.received()).matches("^XZ").count()
}

#[actix_web::test]
async fn what_waits_for_a_network_printer_is_printed_in_order_and_confirmed() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let fake = FakePrinter::start(Manner::Zebra);
    let printer = set_up(&owner, fake.port).await;
    queue_up(&owner, &printer, 3).await;
    assert_eq!(printing(&app).work_once().await, 1);
    assert_eq!(states(&owner).await, [PrintJobState::Confirmed; 3]);
    assert_eq!(labels(&fake), 3);
    // Nothing waits, so nobody is bothered; and the queue is free for the next.
    assert_eq!(printing(&app).work_once().await, 0);
    assert!(queue(&owner, &printer).await.holder.is_none());
    app.work().await;
}

#[actix_web::test]
async fn a_printer_that_says_nothing_is_sent_to_and_not_confirmed() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    for manner in [Manner::Silent, Manner::Garbage, Manner::Half, Manner::Endless] {
        let fake = FakePrinter::start(manner);
        let printer = set_up(&owner, fake.port).await;
        let made = owner.ships(&format!("NET-{manner:?}")).await;
        let body = json!({ "shipment_ids": [made.id], "printer_id": printer.id });
        owner.post("/print-batches", &body).await.expect(201);
        printing(&app).work_once().await;
        assert_eq!(labels(&fake), 1, "{manner:?}");
        let page: Page<PrintJobRecord> = owner.read("/print-jobs").await;
        assert_eq!(page.items[0].state, PrintJobState::Sent, "{manner:?}");
    }
    app.work().await;
}

#[actix_web::test]
async fn a_printer_that_is_off_or_out_of_paper_costs_no_doubt_about_any_label() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let empty = FakePrinter::start(Manner::ZebraOutOfPaper);
    let printer = set_up(&owner, empty.port).await;
    queue_up(&owner, &printer, 2).await;
    printing(&app).work_once().await;
    assert_eq!(states(&owner).await, [PrintJobState::Queued; 2]);
    assert_eq!(queue(&owner, &printer).await.condition, "paper_out");
    assert_eq!(labels(&empty), 0);
    // There is paper in another.
    let fake = FakePrinter::start(Manner::Zebra);
    let there = samples::network_printer("127.0.0.1", fake.port);
    owner.put(&format!("/printers/{}", printer.id), &there).await.expect(200);
    printing(&app).work_once().await;
    assert_eq!(states(&owner).await, [PrintJobState::Confirmed; 2]);
    assert_eq!(labels(&fake), 2);
    app.work().await;
}

#[actix_web::test]
async fn what_was_cut_off_is_for_a_person_to_look_at_and_never_printed_again_by_itself() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let fake = FakePrinter::start(Manner::ClosesInLabel);
    let printer = set_up(&owner, fake.port).await;
    queue_up(&owner, &printer, 2).await;
    printing(&app).work_once().await;
    assert_eq!(states(&owner).await, [PrintJobState::Unknown, PrintJobState::Queued]);
    assert!(queue(&owner, &printer).await.pause.is_some(), "nothing goes on while somebody must look");
    for _ in 0..3 {
        assert_eq!(printing(&app).work_once().await, 0);
    }
    assert_eq!(states(&owner).await, [PrintJobState::Unknown, PrintJobState::Queued]);
}
