//! Services of an order: asked for, priced, printed, changed.

use serde_json::{Value, json};
use shared::{
    Page,
    imports::RowOutcome,
    labels::LabelContent,
    orders::Order,
    shipments::{Quote, Shipment},
};
use units::Money;

use crate::support::{Caller, TestApp, samples, workbooks};

fn with(order_no: &str, services: Value) -> Value {
    let mut body = samples::shipment(order_no);
    body["services"] = services;
    body
}

async fn makes(caller: &Caller<'_>, order_no: &str, services: Value) -> Shipment {
    caller.post("/shipments", &with(order_no, services)).await.expect(201).json()
}

#[actix_web::test]
async fn services_are_priced_before_and_when_it_is_shipped() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let services = json!({ "cod": "199.00", "signed_return": true, "delivery": { "day": "2026-06-20", "from_hour": 18, "to_hour": 21 } });
    let plain = makes(&clerk, "S-0", json!({})).await;
    let made = makes(&clerk, "S-1", services.clone()).await;
    let quote = json!({ "province": "浙江省", "city": "杭州市", "district": "余杭区", "weight_g": made.weight_g, "services": services });
    let quote: Quote = clerk.post("/quotes", &quote).await.expect(200).json();
    assert_eq!(quote.charge, made.charge);
    let codes: Vec<&str> = made.charge.lines.iter().map(|line| line.code.as_str()).collect();
    for code in ["cod", "signed_return", "delivery_window"] {
        assert!(codes.contains(&code), "{code} in {codes:?}");
    }
    // At least 3.00 for the money, 6.00 for the paper, 3.00 for the window.
    assert_eq!(made.charge.total.fen() - plain.charge.total.fen(), 1_200);
    let read: Shipment = clerk.read(&format!("/shipments/{}", made.id)).await;
    assert_eq!(read.services, made.services);
}

#[actix_web::test]
async fn the_receiver_pays_the_freight_and_the_label_says_so() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let made = makes(&clerk, "S-1", json!({ "receiver_pays": true, "cod": "88.50" })).await;
    assert_eq!(made.charge.total, Money::from_fen(300), "only what the money costs is the sender's");
    assert!(made.charge.from_receiver > Money::ZERO);
    let label: LabelContent = clerk.read(&format!("/shipments/{}/label-content", made.id)).await;
    assert_eq!(
        label.service,
        format!("代收¥88.50 到付¥{}", made.charge.from_receiver.to_string().trim_end_matches(".00"))
    );
    let plain = makes(&clerk, "S-2", json!({})).await;
    let label: LabelContent = clerk.read(&format!("/shipments/{}/label-content", plain.id)).await;
    assert_eq!(label.service, "标准快递");
}

#[actix_web::test]
async fn what_no_service_can_be_is_refused_beside_its_field() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    for (services, pointer) in [
        (json!({ "cod": "0.00" }), "/services/cod"),
        (json!({ "cod": "-1.00" }), "/services/cod"),
        (json!({ "cod": "10000.01" }), "/services/cod"),
        (json!({ "delivery": { "from_hour": 21, "to_hour": 18 } }), "/services/delivery"),
        (json!({ "delivery": { "from_hour": 7, "to_hour": 18 } }), "/services/delivery"),
        (json!({ "delivery": { "from_hour": 20, "to_hour": 23 } }), "/services/delivery"),
    ] {
        clerk.post("/shipments", &with("S-1", services)).await.faults(&[(pointer, "out_of_range")]);
    }
}

#[actix_web::test]
async fn a_change_of_services_prices_anew_and_makes_a_printed_label_stale() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let made = makes(&clerk, "S-1", json!({ "signed_return": true })).await;
    clerk.prints(&[&made], None).await;
    let printer_has_it = clerk.patch(&format!("/shipments/{}", made.id), &json!({ "services": {} })).await;
    let changed: Shipment = printer_has_it.expect(200).json();
    assert!(changed.services.is_empty());
    assert_eq!(made.charge.total.fen() - changed.charge.total.fen(), 600);
}

#[actix_web::test]
async fn an_order_of_the_pool_keeps_its_services_until_it_is_shipped() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let mut body = samples::order("P-1");
    body["services"] = json!({ "receiver_pays": true });
    let order: Order = clerk.post("/orders", &body).await.expect(201).json();
    let change = json!({ "change": { "services": { "receiver_pays": true, "cod": "20.00" } } });
    let order: Order = clerk.patch(&format!("/orders/{}", order.id), &change).await.expect(200).json();
    assert_eq!(order.services.cod, Some(Money::from_fen(2_000)));
    clerk.post("/orders/ship", &json!({ "order_ids": [order.id] })).await.expect(200);
    let list: Page<shared::shipments::ShipmentSummary> = clerk.read("/shipments?order_no=P-1").await;
    let shipment: Shipment = clerk.read(&format!("/shipments/{}", list.items[0].id)).await;
    assert_eq!(shipment.services, order.services);
}

#[actix_web::test]
async fn an_order_file_says_what_is_collected_and_who_pays() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let row = |no: &str, cod: &str, pays: &str| format!("{},{cod},{pays},丝绸旗舰店,SKU-1", workbooks::row(no));
    let file = format!(
        "{},代收货款,到付,店铺名称,商家编码\n{}\n{}\n{}\n",
        workbooks::HEADER,
        row("I-1", "199", "是"),
        row("I-2", "", "否"),
        row("I-3", "10000.5", "否")
    );
    let import = clerk.imports("cod.csv", file.as_bytes()).await;
    assert_eq!((import.accepted, import.rejected), (2, 1));
    let rows = clerk.rows_of(&import).await;
    let refused = rows.iter().find(|row| row.outcome == RowOutcome::Rejected).unwrap();
    assert_eq!(refused.problems[0].code, "amount_over_limit");
    let list: Page<shared::shipments::ShipmentSummary> = clerk.read("/shipments?order_no=I-1").await;
    let shipment: Shipment = clerk.read(&format!("/shipments/{}", list.items[0].id)).await;
    assert_eq!((shipment.services.cod, shipment.services.receiver_pays), (Some(Money::from_fen(19_900)), true));
    assert_eq!(shipment.shop, "丝绸旗舰店");
}
