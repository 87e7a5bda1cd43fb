//! Whoever prints goes silent: what was only at hand waits again, what was begun is for a person, and late words still count.

use chrono::TimeDelta;
use serde_json::json;
use shared::{
    Page, PrintJobId,
    limits::PRINT_LEASE_S,
    print_queue::{PrintJobsChanged, PrintPauseCode, PrintQueue},
    printing::{PrintBatch, PrintJobRecord, PrintJobState, Printer},
};

use crate::support::{Caller, TestApp};

const PAGE: &str = "page-0001";
const OTHER: &str = "page-0002";

struct Desk<'a> {
    app: &'a TestApp,
    owner: Caller<'a>,
    printer: Printer,
    batch: PrintBatch,
    lease_no: u32,
}

impl<'a> Desk<'a> {
    /// Four labels: two begun, one at hand, one in the queue.
    async fn new(app: &'a TestApp) -> Desk<'a> {
        let owner = app.owner().await;
        let printer = owner.sets_up_printer().await;
        let mut made = Vec::new();
        for n in 0..4 {
            made.push(owner.ships(&format!("SO-{n}")).await);
        }
        let batch = owner.prints_on(&printer, &made.iter().collect::<Vec<_>>()).await;
        let lease = owner.leases(&printer, PAGE, 3, 2).await;
        owner.leases(&printer, PAGE, 1, 0).await;
        Desk { app, owner, printer, batch, lease_no: lease.lease_no }
    }

    fn id(&self, at: usize) -> PrintJobId {
        self.batch.jobs[at].id
    }

    async fn states(&self) -> Vec<PrintJobState> {
        let page: Page<PrintJobRecord> = self.owner.read(&format!("/print-jobs?batch_id={}", self.batch.id)).await;
        page.items.iter().rev().map(|job| job.state).collect()
    }

    async fn queue(&self) -> PrintQueue {
        self.owner.read(&format!("/printers/{}/queue", self.printer.id)).await
    }

    async fn reports(&self, at: usize, state: &str, attempt: u32) {
        let body = json!({
            "results": [{ "print_job_id": self.id(at), "result": { "state": state, "attempt": attempt } }],
            "lease": { "printer_id": self.printer.id, "holder": PAGE, "lease_no": self.lease_no },
        });
        self.owner.post("/print-jobs/results", &body).await.expect(204);
    }

    async fn settles(&self, at: &[usize], outcome: &str) -> u32 {
        let ids: Vec<_> = at.iter().map(|at| self.id(*at)).collect();
        let body = json!({ "print_job_ids": ids, "outcome": outcome });
        let changed: PrintJobsChanged = self.owner.post("/print-jobs/settle", &body).await.expect(200).json();
        changed.changed
    }

    fn silence(&self) {
        self.app.clock.advance(TimeDelta::seconds(i64::from(PRINT_LEASE_S)));
    }
}

use PrintJobState::{Confirmed, Failed, Leased, Queued, Sending, Sent, Unknown};

#[actix_web::test]
async fn a_lapsed_lease_is_swept() {
    let app = TestApp::new().await;
    let desk = Desk::new(&app).await;
    assert_eq!(desk.states().await, [Sending, Sending, Leased, Queued]);
    app.clock.advance(TimeDelta::seconds(i64::from(PRINT_LEASE_S) - 1));
    app.work().await;
    assert_eq!(desk.states().await, [Sending, Sending, Leased, Queued], "it has a second left");
    app.clock.advance(TimeDelta::seconds(1));
    assert_eq!(desk.queue().await.holder, None, "nobody holds it, swept or not");
    app.work().await;
    assert_eq!(desk.states().await, [Unknown, Unknown, Queued, Queued]);
    let queue = desk.queue().await;
    assert_eq!((queue.pause.unwrap().code, queue.unsure, queue.waiting), (PrintPauseCode::Left, 2, 2));
}

#[actix_web::test]
async fn renewing_and_reporting_keep_a_lease() {
    let app = TestApp::new().await;
    let desk = Desk::new(&app).await;
    for _ in 0..3 {
        app.clock.advance(TimeDelta::seconds(i64::from(PRINT_LEASE_S) - 5));
        desk.reports(0, "confirmed", 1).await;
        app.clock.advance(TimeDelta::seconds(i64::from(PRINT_LEASE_S) - 5));
        assert_eq!(desk.owner.leases(&desk.printer, PAGE, 1, 0).await.lease_no, desk.lease_no);
        app.work().await;
    }
    assert_eq!(desk.states().await, [Confirmed, Sending, Leased, Queued]);
}

#[actix_web::test]
async fn the_next_who_prints_ends_a_lapsed_lease_and_prints_nothing_unsure() {
    let app = TestApp::new().await;
    let desk = Desk::new(&app).await;
    desk.silence();
    let clerk = app.clerk().await;
    let lease = clerk.leases(&desk.printer, OTHER, 4, 4).await;
    assert!(lease.lease_no > desk.lease_no);
    assert_eq!((lease.begun.len(), lease.jobs.len()), (0, 0), "it stands still until a person looked");
    assert_eq!(desk.states().await, [Unknown, Unknown, Queued, Queued]);
    // The one of before cannot begin anything now.
    let begin = json!({
        "results": [{ "print_job_id": desk.id(2), "result": { "state": "sending" } }],
        "lease": { "printer_id": desk.printer.id, "holder": PAGE, "lease_no": desk.lease_no },
    });
    desk.owner.post("/print-jobs/results", &begin).await.problem(409, "lease_needed");
    let asked = json!({ "holder": PAGE, "max": 1, "begin": 1 });
    desk.owner.post(&format!("/printers/{}/queue/lease", desk.printer.id), &asked).await.problem(409, "queue_held");
}

#[actix_web::test]
async fn a_late_word_of_the_printer_still_counts() {
    let app = TestApp::new().await;
    let desk = Desk::new(&app).await;
    desk.silence();
    app.work().await;
    desk.reports(0, "confirmed", 1).await;
    // Nothing of the second was sent after all; only the lease of then may say so.
    desk.reports(1, "queued", 1).await;
    assert_eq!(desk.states().await, [Confirmed, Queued, Queued, Queued]);
    // A page that went leaves the queue to a person, also when nothing is unsure any more.
    assert_eq!(desk.queue().await.pause.unwrap().code, PrintPauseCode::Left);
    // What came later than that takes nothing back.
    desk.reports(0, "unknown", 1).await;
    desk.reports(0, "failed", 1).await;
    desk.reports(0, "sending", 1).await;
    assert_eq!(desk.states().await[0], Confirmed);
}

#[actix_web::test]
async fn the_same_page_after_its_own_lapse_gets_a_new_number_and_its_labels_back() {
    let app = TestApp::new().await;
    let desk = Desk::new(&app).await;
    desk.silence();
    let lease = desk.owner.leases(&desk.printer, PAGE, 4, 4).await;
    assert!(lease.lease_no > desk.lease_no);
    assert_eq!(desk.states().await, [Unknown, Unknown, Queued, Queued]);
    assert_eq!(desk.settles(&[0, 1], "came_out").await, 2);
    desk.owner.post(&format!("/printers/{}/queue/resume", desk.printer.id), &json!({})).await.expect(200);
    let lease = desk.owner.leases(&desk.printer, PAGE, 4, 4).await;
    assert_eq!(lease.begun, [desk.id(2), desk.id(3)]);
    app.work().await;
}

#[actix_web::test]
async fn a_person_settles_what_is_unsure_and_the_queue_goes_on_by_itself() {
    let app = TestApp::new().await;
    let desk = Desk::new(&app).await;
    for at in [0, 1] {
        desk.reports(at, "unknown", 1).await;
    }
    let queue = desk.queue().await;
    assert_eq!((queue.pause.unwrap().code, queue.unsure), (PrintPauseCode::Unsure, 2));
    let resume = format!("/printers/{}/queue/resume", desk.printer.id);
    desk.owner.post(&resume, &json!({})).await.problem(409, "labels_unsure");
    assert_eq!(desk.owner.leases(&desk.printer, PAGE, 4, 4).await.begun.len(), 0);
    assert_eq!(desk.settles(&[0], "came_out").await, 1);
    assert_eq!(desk.settles(&[0, 1], "print_again").await, 1, "the first was settled before");
    assert_eq!(desk.queue().await.pause, None);
    // The one that did not come out is printed at its old place, before what waited behind it.
    let lease = desk.owner.leases(&desk.printer, PAGE, 4, 1).await;
    assert_eq!(lease.begun, [desk.id(1)]);
    assert_eq!(lease.jobs[0].attempt, 2);
    assert!(!lease.jobs[0].reprint, "it never came out, so it is no reprint");
    // A word about the first attempt does not make the second unsure.
    desk.reports(1, "unknown", 1).await;
    desk.reports(1, "failed", 1).await;
    assert_eq!(desk.states().await[..2], [Sent, Sending]);
    desk.reports(1, "confirmed", 2).await;
    assert_eq!(desk.states().await[1], Confirmed);
    let entries = "action IN ('print.came_out', 'print.again')";
    assert_eq!(app.db_count("audit_log", entries).await, 2);
    app.work().await;
}

#[actix_web::test]
async fn what_is_printed_again_goes_before_what_is_at_hand_already() {
    let app = TestApp::new().await;
    let desk = Desk::new(&app).await;
    desk.reports(0, "confirmed", 1).await;
    desk.reports(1, "unknown", 1).await;
    assert_eq!(desk.states().await, [Confirmed, Unknown, Leased, Queued]);
    assert_eq!(desk.settles(&[1], "print_again").await, 1);
    // It asks for no more than it holds already: still the oldest comes first.
    let lease = desk.owner.leases(&desk.printer, PAGE, 1, 1).await;
    assert_eq!((lease.begun, lease.at_hand), (vec![desk.id(1)], vec![]));
    assert_eq!(desk.states().await, [Confirmed, Sending, Queued, Queued]);
    app.work().await;
}

#[actix_web::test]
async fn given_up_is_not_printed_and_needs_no_reason_later() {
    let app = TestApp::new().await;
    let desk = Desk::new(&app).await;
    desk.reports(0, "unknown", 1).await;
    assert_eq!(desk.settles(&[0], "give_up").await, 1);
    assert_eq!(desk.states().await[0], Failed);
    assert_eq!(desk.queue().await.pause, None);
    // The printer says later that it came out after all.
    desk.reports(0, "confirmed", 1).await;
    assert_eq!(desk.states().await[0], Confirmed);
    app.work().await;
}

#[actix_web::test]
async fn letting_go_is_like_going_silent_but_at_once() {
    let app = TestApp::new().await;
    let desk = Desk::new(&app).await;
    let release = format!("/printers/{}/queue/release", desk.printer.id);
    desk.owner.post(&release, &json!({ "holder": PAGE })).await.expect(204);
    assert_eq!(desk.states().await, [Unknown, Unknown, Queued, Queued]);
    assert_eq!(desk.queue().await.holder, None);
    // Somebody who was done leaves nothing half-way: what waits came since.
    let after = app.owner().await;
    let other = after.sets_up_printer().await;
    after.leases(&other, PAGE, 1, 0).await;
    after.prints_on(&other, &[&after.ships("SO-9").await]).await;
    let done = json!({ "holder": PAGE, "done": true });
    after.post(&format!("/printers/{}/queue/release", other.id), &done).await.expect(204);
    assert_eq!(after.leases(&other, OTHER, 1, 1).await.begun.len(), 1);
    // Skipping what is left frees the queue for the next batch.
    desk.settles(&[0, 1], "came_out").await;
    let skip = format!("/printers/{}/queue/skip", desk.printer.id);
    desk.owner.post(&skip, &json!({ "all": true })).await.expect(200);
    assert_eq!(desk.queue().await.pause, None);
    app.work().await;
}
