use serde_json::json;
use shared::{Page, shipments::ShipmentSummary};

use crate::support::{PHONE, RECEIVER, TestApp};

#[actix_web::test]
async fn finds_by_anything_a_person_types() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let made = clerk.ships("SO-77").await;
    let two = clerk.ships("SO-78").await;
    let grouped: String =
        made.waybill_no.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part) + " ").collect();
    let both = format!("{}，{}\n", made.waybill_no, two.waybill_no);
    for (q, count) in [
        (made.waybill_no.as_str(), 1),
        (&made.waybill_no.to_lowercase(), 1),
        (grouped.as_str(), 1),
        ("SO-77", 1),
        (both.as_str(), 2),
        ("SO-77 SO-78 SO-79", 2),
        (PHONE, 2),
        ("138 1234 5670", 2),
        ("5670", 2),
        (RECEIVER, 2),
        ("ouyangchunxiao", 2),
        ("oycx", 2),
        ("王丽娟", 1),
        ("1867", 1),
        ("nobody at all", 0),
        ("' OR 1=1 --", 0),
        ("%", 0),
        ("_", 0),
        ("\u{0}", 0),
        ("👻", 0),
        ("", 12),
        ("   ", 12),
    ] {
        let answer = clerk.post("/shipments/search", &json!({ "q": q })).await.expect(200);
        let page: Page<ShipmentSummary> = answer.json();
        assert_eq!(page.items.len(), count, "{q:?}");
    }
    for q in [PHONE, RECEIVER, "SO-77", &made.waybill_no] {
        let page: Page<ShipmentSummary> =
            app.other_merchant().await.post("/shipments/search", &json!({ "q": q })).await.expect(200).json();
        assert_eq!(page.items, [], "{q}");
    }
}

#[actix_web::test]
async fn is_narrowed_by_the_lists_filters_and_continued_by_its_cursor() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    for n in 0..5 {
        clerk.ships(&format!("SO-{n}")).await;
    }
    let mut seen = Vec::new();
    let mut cursor = None::<String>;
    loop {
        let body = json!({ "q": RECEIVER, "filter": { "limit": 2, "cursor": cursor, "phase": "to_print" } });
        let page: Page<ShipmentSummary> = clerk.post("/shipments/search", &body).await.expect(200).json();
        seen.extend(page.items.into_iter().map(|item| item.id));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 5);
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]));
    let body = json!({ "q": RECEIVER, "filter": { "phase": "delivered" } });
    assert_eq!(clerk.post("/shipments/search", &body).await.expect(200).json::<Page<ShipmentSummary>>().items, []);
    let long = json!({ "q": "字".repeat(20_001) });
    clerk.post("/shipments/search", &long).await.faults(&[("/q", "out_of_range")]);
    let many = json!({ "q": "a ".repeat(1_001) });
    clerk.post("/shipments/search", &many).await.faults(&[("/q", "wrong_count")]);
}
