use serde_json::json;
use shared::{
    Page,
    imports::{Import, ImportAccepted, ImportRow, RowOutcome},
    jobs::{Job, JobState},
    shipments::ShipmentSummary,
};

use crate::support::{
    Caller, DETAIL, PHONE, RECEIVER, TestApp,
    workbooks::{csv, row},
};

fn counts(import: &Import) -> (u32, u32, u32, u32) {
    (import.total, import.accepted, import.rejected, import.duplicates)
}

async fn shipments_of(caller: &Caller<'_>, import: &Import) -> Vec<ShipmentSummary> {
    caller.read::<Page<ShipmentSummary>>(&format!("/shipments?limit=200&import_id={}", import.id)).await.items
}

fn mixed() -> Vec<u8> {
    csv(&[
        row("A-1"),
        format!("A-2,,{PHONE},浙江省,杭州市,余杭区,{DETAIL},茶叶,1.2"),
        format!("A-3,{RECEIVER},12345,浙江省,杭州市,余杭区,{DETAIL},茶叶,很重"),
        format!("A-4,张**,138****0001,浙江省,杭州市,余杭区,{DETAIL},茶叶,1"),
        format!("A-5,{RECEIVER},{PHONE},浙江省,杭州市,余杭区,##W1lN4y8kCqQ0Zq1m##,茶叶,1"),
        row("A-1"),
        format!("A-6,{RECEIVER},{PHONE},火星省,杭州市,余杭区,{DETAIL},茶叶,1"),
        row("A-7"),
    ])
}

#[actix_web::test]
async fn every_row_ends_as_one_of_three_with_all_its_problems() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let import = clerk.imports("混合.csv", &mixed()).await;
    assert_eq!(import.state, JobState::Succeeded);
    assert_eq!(import.file_name, "混合.csv");
    let rows = clerk.rows_of(&import).await;
    let told: Vec<(u32, RowOutcome, Vec<&str>)> = rows
        .iter()
        .map(|row| (row.row, row.outcome, row.problems.iter().map(|problem| problem.code.as_str()).collect()))
        .collect();
    assert_eq!(counts(&import), (8, 2, 5, 1), "{told:?}");
    let outcome = |number: u32| rows.iter().find(|row| row.row == number).unwrap();
    assert_eq!(outcome(2).outcome, RowOutcome::Accepted);
    assert_eq!(outcome(7).outcome, RowOutcome::Duplicate);
    assert_eq!(outcome(4).problems.len(), 2, "{told:?}");
    for (number, column) in [(3, "收件人"), (4, "手机"), (5, "收件人"), (5, "手机"), (6, "详细地址")] {
        let found = outcome(number).problems.iter().find(|problem| problem.column == column);
        assert!(found.is_some_and(|problem| !problem.detail.is_empty()), "row {number}, {column}: {told:?}");
    }
    assert!(outcome(5).problems.iter().all(|problem| problem.code == "masked"), "{told:?}");
    assert!(outcome(6).problems.iter().any(|problem| problem.code == "platform_encrypted"), "{told:?}");
    let shipped = shipments_of(&clerk, &import).await;
    assert_eq!(shipped.len(), 2);
    let sum: units::Money =
        shipped.iter().map(|item| item.price).fold(units::Money::ZERO, |sum, price| sum.checked_add(price).unwrap());
    assert_eq!(import.price_total, sum);
    assert_eq!(app.other_merchant().await.read::<Page<Import>>("/imports").await.items, []);
}

#[actix_web::test]
async fn rows_are_shown_masked_and_by_outcome() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let import = clerk.imports("a.csv", &mixed()).await;
    let answer = clerk.get(&format!("/imports/{}/rows?limit=200", import.id)).await.expect(200);
    for secret in [RECEIVER, PHONE, DETAIL] {
        assert!(!String::from_utf8_lossy(&answer.body).contains(secret), "{secret}");
    }
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/imports/{}/rows?outcome=rejected&limit=2{cursor}", import.id);
        let page: Page<ImportRow> = clerk.read(&path).await;
        seen.extend(page.items.iter().map(|row| row.row));
        match page.next_cursor {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, [3, 4, 5, 6, 8]);
}

#[actix_web::test]
async fn the_same_file_again_makes_nothing_twice() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let first = clerk.imports("a.csv", &mixed()).await;
    let again = clerk.imports("a-copy.csv", &mixed()).await;
    assert_eq!(counts(&again), (8, 0, 5, 3));
    assert_eq!(shipments_of(&clerk, &again).await, []);
    assert_eq!(shipments_of(&clerk, &first).await.len(), 2);
    // Rows without an order number are told apart by their file and place.
    let nameless = csv(&[row(""), row("")]);
    assert_eq!(counts(&clerk.imports("n.csv", &nameless).await), (2, 2, 0, 0));
    assert_eq!(counts(&clerk.imports("n.csv", &nameless).await), (2, 0, 0, 2));
    // Another merchant's numbers are its own.
    assert_eq!(counts(&app.other_merchant().await.imports("a.csv", &mixed()).await), (8, 2, 5, 1));
}

#[actix_web::test]
async fn rejected_rows_come_back_as_a_workbook_that_can_be_dropped_again() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let import = clerk.imports("a.csv", &mixed()).await;
    let answer = clerk.get(&format!("/imports/{}/rejected", import.id)).await.expect(200);
    assert!(answer.header("content-disposition").contains("attachment"));
    let table = sheet::open(&answer.body, "退回.xlsx", None, &sheet::Limits::default()).unwrap();
    assert_eq!(table.order_count(), 5);
    assert_eq!(table.rows().next().unwrap().order_no, "A-2");
    assert!(table.header().iter().any(|name| name == "收件人"));
    let again = clerk.imports("退回.xlsx", &answer.body).await;
    assert_eq!(counts(&again), (5, 0, 5, 0), "nothing was corrected, so nothing is accepted");
    // Corrected, only what was rejected before is made.
    let corrected = clerk.imports("b.csv", &csv(&["A-1", "A-2", "A-3", "A-4"].map(row))).await;
    assert_eq!(counts(&corrected), (4, 3, 0, 1));
}

#[actix_web::test]
async fn orders_without_shipping_and_with_a_corrected_mapping() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let file = format!("单号,谁,电话,哪里\nM-1,{RECEIVER},{PHONE},浙江省杭州市余杭区{DETAIL}\n");
    let mapping = json!({ "单号": "order_no", "谁": "recv_name", "电话": "recv_mobile", "哪里": "address" });
    let fields = [("mapping", mapping.to_string()), ("ship", "false".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let accepted: ImportAccepted = clerk.uploads("m.csv", file.as_bytes(), &fields).await.expect(202).json();
    app.work().await;
    let import: Import = clerk.read(&format!("/imports/{}", accepted.id)).await;
    assert_eq!(counts(&import), (1, 1, 0, 0));
    let rows = clerk.rows_of(&import).await;
    assert!(rows[0].order_id.is_some() && rows[0].shipment_id.is_none());
    assert_eq!(shipments_of(&clerk, &import).await, []);
}

#[actix_web::test]
async fn the_same_key_and_file_are_one_import() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let file = csv(&[row("A-1")]);
    let first: ImportAccepted = clerk.uploads_once(Some("key"), "a.csv", &file, &[]).await.expect(202).json();
    let again = clerk.uploads_once(Some("key"), "a.csv", &file, &[]).await.expect(202);
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(again.json::<ImportAccepted>(), first);
    let other = clerk.uploads_once(Some("key"), "a.csv", &csv(&[row("A-2")]), &[]).await;
    other.problem(409, "idempotency_key_reused");
    let other = clerk.uploads_once(Some("key"), "a.csv", &file, &[("ship", "false")]).await;
    other.problem(409, "idempotency_key_reused");
    app.work().await;
}

#[actix_web::test]
async fn a_job_that_is_cancelled_keeps_what_is_made() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let rows: Vec<String> = (0..700).map(|n| row(&format!("C-{n}"))).collect();
    let accepted: ImportAccepted = clerk.uploads("c.csv", &csv(&rows), &[]).await.expect(202).json();
    let job: Job = clerk.read(&format!("/jobs/{}", accepted.job_id)).await;
    assert_eq!(job.state, JobState::Queued);
    clerk.post(&format!("/jobs/{}/cancel", accepted.job_id), &()).await.expect(200);
    app.work().await;
    let import: Import = clerk.read(&format!("/imports/{}", accepted.id)).await;
    assert_eq!(import.state, JobState::Cancelled);
    assert!(import.problem.is_some());
    assert!(import.accepted < 700, "{}", import.accepted);
    assert_eq!(app.db_count("shipments", "import_id IS NOT NULL").await, i64::from(import.accepted));
    let page: Page<ImportRow> = clerk.read(&format!("/imports/{}/rows?limit=1", import.id)).await;
    assert!(page.items.len() <= 1);
}
