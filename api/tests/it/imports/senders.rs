//! Rows that say who sends them.

use serde_json::json;
use shared::{
    Page,
    contacts::Contact,
    imports::{ImportAccepted, RowOutcome},
    orders::Order,
    parts::Owner,
    shipments::{Shipment, ShipmentSummary},
};

use crate::{
    operators::joined,
    support::{Caller, TestApp},
};

const HEADER: &str = "订单号,收件人,手机,地址,寄件人,寄件手机,寄件地址";
const RECEIVED: &str = "欧阳春晓,13812345670,浙江省杭州市余杭区西溪路569号";
const SENT: &str = "城南仓库,13700000001,广东省深圳市南山区科技园路1号";

fn file(rows: &[(&str, &str)]) -> Vec<u8> {
    let line = |(order_no, sender): &(&str, &str)| format!("{order_no},{RECEIVED},{sender}\n");
    format!("{HEADER}\n{}", rows.iter().map(line).collect::<String>()).into_bytes()
}

async fn senders(caller: &Caller<'_>) -> Vec<Contact> {
    caller.read::<Page<Contact>>("/contacts?kind=sender").await.items
}

async fn city_of(caller: &Caller<'_>, order_no: &str) -> String {
    let made: Page<ShipmentSummary> = caller.read("/shipments?limit=200").await;
    let made = made.items.into_iter().find(|one| one.order_no.as_deref() == Some(order_no)).expect("a shipment");
    caller.read::<Shipment>(&format!("/shipments/{}", made.id)).await.sender.city
}

#[actix_web::test]
async fn a_row_that_names_its_sender_is_sent_from_there() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let before = senders(&clerk).await.len();
    let named = file(&[("S-1", SENT), ("S-2", ",,"), ("S-3", SENT)]);
    let import = clerk.imports("a.csv", &named).await;
    assert_eq!((import.accepted, import.rejected), (3, 0), "{:?}", clerk.rows_of(&import).await);
    assert_eq!(city_of(&clerk, "S-1").await, "深圳市");
    assert_eq!(city_of(&clerk, "S-3").await, "深圳市");
    assert_ne!(city_of(&clerk, "S-2").await, "深圳市", "the default stays for rows that say nothing");
    let book = senders(&clerk).await;
    assert_eq!(book.len(), before + 1, "one address, however many rows name it");
    let warehouse = book.iter().find(|contact| contact.party.city == "深圳市").expect("the new one");
    assert!(!warehouse.is_default, "the default stays");

    // The next file finds it there, and the same file adds nothing.
    let next = clerk.imports("b.csv", &file(&[("S-4", SENT)])).await;
    assert_eq!(next.accepted, 1);
    let again = clerk.imports("a.csv", &named).await;
    assert_eq!((again.accepted, again.duplicates), (0, 3));
    assert_eq!(senders(&clerk).await.len(), before + 1);

    // Orders that wait keep their sender.
    let file = file(&[("S-5", SENT)]);
    let accepted: ImportAccepted = clerk.uploads("c.csv", &file, &[("ship", "false")]).await.expect(202).json();
    app.work().await;
    let rows = clerk.rows_of(&clerk.read(&format!("/imports/{}", accepted.id)).await).await;
    let order: Order = clerk.read(&format!("/orders/{}", rows[0].order_id.expect("an order"))).await;
    assert_eq!(order.sender_contact_id, Some(warehouse.id));
}

#[actix_web::test]
async fn a_sender_is_named_whole_or_not_at_all() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let before = senders(&clerk).await.len();
    let import = clerk
        .imports(
            "a.csv",
            &file(&[
                ("P-1", "城南仓库,,"),
                ("P-2", ",13700000001,广东省深圳市南山区科技园路1号"),
                ("P-3", "城南仓库,123,广东省深圳市南山区科技园路1号"),
                ("P-4", "城南仓库,13700000001,火星省火星市"),
                ("P-5", "城**,13700000001,广东省深圳市南山区科技园路1号"),
            ]),
        )
        .await;
    assert_eq!((import.accepted, import.rejected), (0, 5));
    let rows = clerk.rows_of(&import).await;
    let told: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| {
            assert_eq!((row.outcome, row.problems.len()), (RowOutcome::Rejected, 1), "{row:?}");
            (row.problems[0].field.as_str(), row.problems[0].column.as_str())
        })
        .collect();
    assert_eq!(
        told,
        [
            ("sender_mobile", "寄件手机"),
            ("sender_name", "寄件人"),
            ("sender_mobile", "寄件手机"),
            ("sender_address", "寄件地址"),
            ("sender_name", "寄件人")
        ]
    );
    assert_eq!(rows[0].problems[0].code, "sender_incomplete");
    assert!(rows[0].problems[0].detail.contains("寄件手机、寄件详细地址"), "{}", rows[0].problems[0].detail);
    assert_eq!(senders(&clerk).await.len(), before, "nothing is sent from there");
}

#[actix_web::test]
async fn whoever_sees_a_part_only_adds_no_sender() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let tea: Owner = owner.post("/owners", &json!({ "code": "TEA", "name": "茶叶店" })).await.expect(201).json();
    let grant = json!({ "role": "clerk", "data_scope": "owners", "scope_ids": [tea.id] });
    let seller = joined(&app, &owner, "seller", grant).await;
    let before = senders(&owner).await.len();
    let import = seller.imports("a.csv", &file(&[("O-1", SENT)])).await;
    let rows = seller.rows_of(&import).await;
    assert_eq!((import.rejected, rows[0].problems[0].code.as_str()), (1, "sender_not_added"), "{rows:?}");
    assert_eq!(senders(&owner).await.len(), before);
}
