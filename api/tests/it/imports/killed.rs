//! A worker that dies anywhere leaves nothing half done, and its successor finishes the file.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll},
};

use chrono::TimeDelta;
use shared::{imports::Import, jobs::JobState};

use crate::support::{
    TestApp,
    workbooks::{csv, row},
};

const ROWS: usize = 1_300;

/// Lets the future go on `polls` times, then drops it where it stands. Answers whether it came to its end.
pub async fn dies_after(polls: usize, work: impl Future<Output = bool>) -> bool {
    let mut work = pin!(work);
    let mut left = polls;
    std::future::poll_fn(move |context: &mut Context<'_>| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        work.as_mut().poll(context).map(|_| true)
    })
    .await
}

#[actix_web::test]
async fn wherever_it_dies_every_row_is_settled_once() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let mut rows: Vec<String> = (0..ROWS - 2).map(|n| row(&format!("K-{n}"))).collect();
    rows.push(row("K-0"));
    rows.push("K-x,,,,,,,,".to_owned());
    let numbers_before = app.db_count("waybill_directory", "1 = 1").await;
    let accepted: shared::imports::ImportAccepted = clerk.uploads("k.csv", &csv(&rows), &[]).await.expect(202).json();
    let mut deaths = 0;
    for polls in [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377] {
        if !dies_after(polls, app.runner().work_once()).await {
            deaths += 1;
        }
        app.clock.advance(TimeDelta::seconds(31));
    }
    assert!(deaths >= 6, "{deaths}");
    app.work().await;
    // The attempts may be used up; then the import says so, and the file can be dropped again.
    let clerk = app.clerk().await;
    let import: Import = clerk.read(&format!("/imports/{}", accepted.id)).await;
    assert!(import.state.is_over(), "{:?}", import.state);
    if import.state == JobState::Succeeded {
        assert_eq!((import.accepted, import.rejected, import.duplicates), (ROWS as u32 - 2, 1, 1));
    }
    let made = app.db_count("shipments", "import_id IS NOT NULL").await;
    assert_eq!(made, i64::from(import.accepted));
    assert_eq!(app.db_count("waybill_directory", "1 = 1").await - numbers_before, made);
    let again = clerk.imports("k.csv", &csv(&rows)).await;
    assert_eq!(again.accepted, ROWS as u32 - 2 - import.accepted);
    assert_eq!(app.db_count("shipments", "import_id IS NOT NULL").await, (ROWS - 2) as i64);
}
