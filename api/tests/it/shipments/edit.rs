use serde_json::{Value, json};
use shared::{
    Page,
    dashboard::Dashboard,
    shipments::{Shipment, ShipmentSummary},
};
use units::Money;

use crate::support::{TestApp, samples};

fn far_away() -> Value {
    json!({ "name": "阿依古丽", "phone": "13812349999", "province": "新疆维吾尔自治区", "city": "乌鲁木齐市",
        "district": "天山区", "detail": "解放北路 1 号" })
}

async fn finds(caller: &crate::support::Caller<'_>, q: &str) -> usize {
    let page: Page<ShipmentSummary> = caller.post("/shipments/search", &json!({ "q": q })).await.expect(200).json();
    page.items.len()
}

#[actix_web::test]
async fn a_new_address_routes_and_prices_anew_and_makes_the_printed_label_stale() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let made = clerk.ships("E-1").await;
    assert!(made.can_edit && !made.label_stale);
    let path = format!("/shipments/{}", made.id);
    let printed = clerk.prints(&[&made], None).await;
    let sent = json!({ "results": [{ "print_job_id": printed.jobs[0].id, "result": { "state": "confirmed" } }] });
    clerk.post("/print-jobs/results", &sent).await.expect(204);

    let before: Dashboard = clerk.read("/dashboard").await;
    let changed: Shipment = clerk.patch(&path, &json!({ "receiver": far_away() })).await.expect(200).json();
    assert_eq!(changed.waybill_no, made.waybill_no);
    assert_ne!(changed.route_code, made.route_code);
    assert!(changed.charge.total > made.charge.total, "{:?}", changed.charge);
    assert_eq!(changed.receiver.city, "乌鲁木齐市");
    assert!(changed.label_stale);
    let after: Dashboard = clerk.read("/dashboard").await;
    let grown = after.price_today.fen() - before.price_today.fen();
    assert_eq!(grown, changed.charge.total.fen() - made.charge.total.fen(), "the day's freight follows");
    assert_eq!((finds(&clerk, "ayigl").await, finds(&clerk, "aygl").await), (0, 1));
    assert_eq!(finds(&clerk, "13812349999").await, 1);
    let stale: Page<ShipmentSummary> = clerk.read("/shipments?label_stale=true").await;
    assert_eq!(stale.items.iter().map(|item| item.id).collect::<Vec<_>>(), [made.id]);

    // Printed again it says what the shipment says.
    app.clock.advance(chrono::TimeDelta::seconds(1));
    let again = clerk.prints(&[&made], Some("地址改了")).await;
    let sent = json!({ "results": [{ "print_job_id": again.jobs[0].id, "result": { "state": "confirmed" } }] });
    clerk.post("/print-jobs/results", &sent).await.expect(204);
    let fresh: Shipment = clerk.read(&path).await;
    assert!(!fresh.label_stale);
    app.work().await;
}

#[actix_web::test]
async fn what_is_left_out_stays() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let made = clerk.ships("E-1").await;
    let path = format!("/shipments/{}", made.id);
    let changed: Shipment = clerk.patch(&path, &json!({ "goods": "茶具", "remark": "轻放" })).await.expect(200).json();
    assert_eq!((changed.goods.as_str(), changed.remark.as_str()), ("茶具", "轻放"));
    assert_eq!((changed.charge.clone(), changed.receiver.clone()), (made.charge, made.receiver));
    assert!(!changed.label_stale, "nothing was printed");
    let heavier: Shipment = clerk.patch(&path, &json!({ "weight_g": 9000, "insured": "500" })).await.expect(200).json();
    assert!(heavier.charge.total > changed.charge.total);
    let none: Shipment = clerk.patch(&path, &json!({ "insured": "0" })).await.expect(200).json();
    assert_eq!(none.insured, None);
    assert!(none.charge.total < heavier.charge.total);
    let same: Shipment = clerk.patch(&path, &json!({})).await.expect(200).json();
    assert_eq!(same.updated_at, none.updated_at, "nothing was changed");
    app.work().await;
}

#[actix_web::test]
async fn says_what_is_wrong_and_changes_nothing_then() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let made = clerk.ships("E-1").await;
    let path = format!("/shipments/{}", made.id);
    let mut receiver = samples::receiver();
    receiver["phone"] = json!("12");
    let wrong = json!({ "receiver": receiver, "goods": "", "quantity": 0, "weight_g": 0 });
    clerk.patch(&path, &wrong).await.faults(&[
        ("/receiver/phone", "phone_wrong_length"),
        ("/goods", "required"),
        ("/quantity", "out_of_range"),
        ("/weight_g", "out_of_range"),
    ]);
    let after: Shipment = clerk.read(&path).await;
    assert_eq!(Shipment { delivery: None, ..after }, made);
    clerk.patch(&path, &json!({ "waybill_no": "YD1" })).await.faults(&[("/waybill_no", "unknown_field")]);
}

#[actix_web::test]
async fn what_was_picked_up_stays_as_it_is() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let made = clerk.ships("E-1").await;
    let scan = json!({ "waybill_no": made.waybill_no, "code": "GOT", "at": app.app.now(), "place": "上海青浦" });
    app.staff().await.post("/scans", &json!({ "scans": [scan] })).await.expect(200);
    let path = format!("/shipments/{}", made.id);
    clerk.patch(&path, &json!({ "goods": "茶具" })).await.problem(409, "already_picked_up");
    let after: Shipment = clerk.read(&path).await;
    assert!(!after.can_edit);
    assert_eq!(after.goods, made.goods);
    assert!(after.charge.total > Money::ZERO);
}
