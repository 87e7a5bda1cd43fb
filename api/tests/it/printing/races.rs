//! Two who want to print from one queue at the same moment: one does.

use std::sync::Arc;

use shared::{print_queue::PrintLeaseRequest, printing::PrintBatchCreate};
use yundan::app::{AppError, printing};

use crate::support::TestApp;

fn ask(holder: &str) -> PrintLeaseRequest {
    PrintLeaseRequest { holder: holder.to_owned(), max: 5, begin: 5, ..PrintLeaseRequest::default() }
}

#[actix_web::test]
async fn of_many_who_ask_at_once_one_gets_the_queue_and_every_label_is_begun_once() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let printer = owner.sets_up_printer().await;
    let mut made = Vec::new();
    for n in 0..5 {
        made.push(owner.ships(&format!("SO-{n}")).await);
    }
    owner.prints_on(&printer, &made.iter().collect::<Vec<_>>()).await;
    // Two nodes over one database, each with connections of its own.
    let nodes = [Arc::new(app.app.clone()), Arc::new(app.second_node().await)];
    let worker = app.page_worker("K100001").await;
    let asked = (0..12).map(|n| {
        let (node, worker, printer) = (nodes[n % 2].clone(), worker.clone(), printer.id);
        async move { printing::lease(&node, &worker, printer, &ask(&format!("holder-{n:04}"))).await }
    });
    let answers = futures_util::future::join_all(asked).await;
    let winners: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().ok()).collect();
    assert_eq!(winners.len(), 1);
    assert_eq!(winners[0].begun.len(), 5);
    let losers = answers.iter().filter(|answer| matches!(answer, Err(AppError::Conflict { code: "queue_held", .. })));
    assert_eq!(losers.count(), 11);
    assert_eq!(app.db_count("print_jobs", "state = 'sending'").await, 5);
}

#[actix_web::test]
async fn batches_made_at_once_stand_behind_each_other() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let printer = owner.sets_up_printer().await;
    let mut made = Vec::new();
    for n in 0..12 {
        made.push(owner.ships(&format!("SO-{n}")).await.id);
    }
    let caller = app.caller("K100001").await;
    let batches = made.chunks(3).map(|chunk| {
        let request = PrintBatchCreate {
            shipment_ids: chunk.to_vec(),
            printer_id: printer.id,
            template_id: None,
            reprint_reason: None,
            lease: None,
        };
        let (app, caller) = (app.app.clone(), caller.clone());
        async move { printing::create_batch(&app, &caller, None, &request).await.unwrap() }
    });
    futures_util::future::join_all(batches).await;
    let lease = owner.leases(&printer, "page-0001", 12, 0).await;
    let order: Vec<_> = lease.jobs.iter().map(|job| (job.batch_id, job.seq)).collect();
    assert!(order.is_sorted());
    assert_eq!(lease.jobs.iter().map(|job| job.seq).collect::<Vec<_>>(), [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]);
}
