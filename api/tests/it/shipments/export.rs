use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use serde_json::json;
use shared::imports::Import;

use crate::support::{Caller, DETAIL, PHONE, RECEIVER, TestApp, samples};

/// More shipments than a page, of an import, and another.
async fn many(app: &TestApp, clerk: &Caller<'_>) -> (Import, Vec<String>) {
    let orders: Vec<String> = (0..1_200).map(|at| format!("X-{at:04}")).collect();
    let order_nos: Vec<&str> = orders.iter().map(String::as_str).collect();
    let import = app.imports_csv(clerk, "orders.csv", &order_nos).await;
    clerk.ships("Y-1").await;
    (import, orders)
}

#[actix_web::test]
async fn a_file_holds_what_the_filter_finds_masked() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let (import, orders) = many(&app, &clerk).await;
    let body = json!({ "format": "csv", "filter": { "import_id": import.id } });
    let file = clerk.post("/shipments/export", &body).await.expect(200);
    let text = String::from_utf8(file.body.to_vec()).unwrap();
    let lines: Vec<&str> = text.trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), 1_201, "more than a page, and a header");
    assert!(lines[0].starts_with("\u{feff}运单号,订单号,状态"), "{}", lines[0]);
    assert!(orders.iter().all(|order_no| text.contains(&format!(",{order_no},"))), "every order once");
    assert!(!text.contains(",Y-1,"));
    for secret in [RECEIVER, PHONE, DETAIL] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[actix_web::test]
async fn a_file_holds_all_that_a_search_finds() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let (import, _) = many(&app, &clerk).await;
    let lines = async |body: serde_json::Value| {
        let file = clerk.post("/shipments/export", &body).await.expect(200);
        String::from_utf8(file.body.to_vec()).unwrap().trim_end().split("\r\n").count()
    };
    let last4 = &PHONE[PHONE.len() - 4..];
    assert_eq!(lines(json!({ "format": "csv", "q": last4 })).await, 1_202, "two pages, another, and a header");
    let of_import = json!({ "import_id": import.id });
    assert_eq!(lines(json!({ "format": "csv", "q": RECEIVER, "filter": of_import })).await, 1_201);
    assert_eq!(lines(json!({ "format": "csv", "q": "Y-1 X-0007 X-1199" })).await, 4);
    assert_eq!(lines(json!({ "format": "csv", "q": "nobody" })).await, 1);
    // An order that bears the receiver's name hides those of the receiver, on the page and in the file.
    clerk.ships(RECEIVER).await;
    let page: shared::Page<shared::shipments::ShipmentSummary> =
        clerk.post("/shipments/search", &json!({ "q": RECEIVER })).await.expect(200).json();
    assert_eq!((page.items.len(), lines(json!({ "format": "csv", "q": RECEIVER })).await), (1, 2));
    let long = json!({ "format": "csv", "q": "1 ".repeat(1_001) });
    clerk.post("/shipments/export", &long).await.faults(&[("/q", "wrong_count")]);
    app.work().await;
}

#[actix_web::test]
async fn a_workbook_in_full_needs_a_reason_and_the_permission() {
    let app = TestApp::new().await;
    let (owner, clerk) = (app.owner().await, app.clerk().await);
    let mut body = samples::shipment("Z-1");
    body["remark"] = json!("=cmd|' /C calc'!A0");
    let made: shared::shipments::Shipment = owner.post("/shipments", &body).await.expect(201).json();
    let ask = json!({ "format": "xlsx", "shipment_ids": [made.id, samples::NOBODY], "reveal_reason": "对账" });
    clerk.post("/shipments/export", &ask).await.problem(403, "forbidden");
    let empty = json!({ "format": "xlsx", "reveal_reason": "  " });
    owner.post("/shipments/export", &empty).await.faults(&[("/reveal_reason", "required")]);
    let file = owner.post("/shipments/export", &ask).await.expect(200);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.body.to_vec())).unwrap();
    let range = book.worksheet_range("运单").unwrap();
    let rows: Vec<&[Data]> = range.rows().collect();
    assert_eq!(rows.len(), 2);
    let cells: Vec<String> = rows[1].iter().map(ToString::to_string).collect();
    assert_eq!(cells[0], made.waybill_no);
    assert_eq!(&cells[3..5], [RECEIVER, PHONE]);
    assert_eq!(rows[1][14], Data::Float(made.charge.total.fen() as f64 / 100.0));
    // Text, not a formula: a reader that looks at formulas finds none.
    assert_eq!(cells[16], "=cmd|' /C calc'!A0");
    assert_eq!(book.worksheet_formula("运单").unwrap().used_cells().count(), 0);
    let log: shared::Page<shared::audit::AuditEntryView> = owner.read("/audit-log").await;
    let entry = log.items.iter().find(|entry| entry.action == "shipment.export").unwrap();
    assert_eq!(entry.detail, "chosen, in full: 对账");
}
