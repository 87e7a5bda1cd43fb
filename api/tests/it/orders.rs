//! The order pool.

use serde_json::{Value, json};
use shared::{
    Page,
    imports::{Import, ImportAccepted},
    orders::{Order, OrderGroup, OrderOutcome, OrderOutcomes, OrderState},
    shipments::Shipment,
};

use crate::{
    operators::joined,
    support::{Caller, TestApp, samples, workbooks},
};

async fn pool(caller: &Caller<'_>, query: &str) -> Vec<Order> {
    caller.read::<Page<Order>>(&format!("/orders{query}")).await.items
}

async fn ship(caller: &Caller<'_>, ids: &[&Order]) -> Vec<OrderOutcome> {
    let ids: Vec<_> = ids.iter().map(|order| order.id).collect();
    caller.post("/orders/ship", &json!({ "order_ids": ids })).await.expect(200).json::<OrderOutcomes>().items
}

fn codes(outcomes: &[OrderOutcome]) -> Vec<Option<&str>> {
    outcomes.iter().map(|outcome| outcome.code.as_deref()).collect()
}

#[actix_web::test]
async fn an_order_waits_and_is_shipped_once() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let order = clerk.keeps_order("P-1").await;
    assert_eq!((order.state, order.receiver.city.as_str()), (OrderState::Open, "杭州市"));
    assert_eq!(pool(&clerk, "").await, std::slice::from_ref(&order));
    clerk.post("/orders", &samples::order("P-1")).await.problem(409, "order_no_taken");
    let outcomes = ship(&clerk, &[&order]).await;
    let shipment: Shipment = clerk.read(&format!("/shipments/{}", outcomes[0].shipment_id.unwrap())).await;
    assert_eq!((shipment.order_id, shipment.quantity), (order.id, 2));
    assert_eq!(Some(shipment.waybill_no), outcomes[0].waybill_no);
    assert_eq!(pool(&clerk, "").await, []);
    assert_eq!(codes(&ship(&clerk, &[&order]).await), [Some("not_found")]);
    clerk.post("/shipments", &samples::shipment("P-1")).await.problem(409, "order_no_taken");
    app.work().await;
}

#[actix_web::test]
async fn imported_orders_wait_where_they_are_not_to_be_shipped() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let file = workbooks::csv(&[workbooks::row("I-1"), workbooks::row("I-2")]);
    let accepted: ImportAccepted = clerk.uploads("o.csv", &file, &[("ship", "false")]).await.expect(202).json();
    app.work().await;
    let import: Import = clerk.read(&format!("/imports/{}", accepted.id)).await;
    assert_eq!((import.accepted, import.ship), (2, false));
    let waiting = pool(&clerk, &format!("?import_id={}", import.id)).await;
    assert_eq!(waiting.len(), 2);
    let outcomes = ship(&clerk, &waiting.iter().collect::<Vec<_>>()).await;
    assert!(outcomes.iter().all(|outcome| outcome.ok), "{outcomes:?}");
    assert_eq!(pool(&clerk, "").await, []);
    app.work().await;
}

#[actix_web::test]
async fn what_is_held_or_cancelled_is_not_shipped_with_others() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let (good, held, gone) =
        (clerk.keeps_order("P-1").await, clerk.keeps_order("P-2").await, clerk.keeps_order("P-3").await);
    let path = format!("/orders/{}", held.id);
    let changed: Order =
        clerk.patch(&path, &json!({ "change": { "is_held": true, "flag": "red" } })).await.expect(200).json();
    assert!(changed.is_held && changed.flag == "red");
    clerk.post("/orders/cancel", &json!({ "order_ids": [gone.id] })).await.expect(200);
    let outcomes = ship(&clerk, &[&good, &held, &gone]).await;
    assert_eq!(codes(&outcomes), [None, Some("order_held"), Some("order_not_open")]);
    assert_eq!(pool(&clerk, "?is_held=true&flag=red").await.len(), 1);
    assert_eq!(pool(&clerk, "?state=cancelled").await.len(), 1);
    clerk.patch(&format!("/orders/{}", gone.id), &json!({ "change": {} })).await.problem(409, "order_not_open");
    clerk.post("/orders/reopen", &json!({ "order_ids": [gone.id, gone.id] })).await.expect(200);
    assert_eq!(codes(&ship(&clerk, &[&gone]).await), [None]);
    app.work().await;
}

#[actix_web::test]
async fn orders_of_one_receiver_go_in_one_parcel() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let (first, second) = (clerk.keeps_order("M-1").await, clerk.keeps_order("M-2").await);
    let mut elsewhere = samples::order("M-3");
    elsewhere["receiver"]["detail"] = json!("西溪路570号");
    let third: Order = clerk.post("/orders", &elsewhere).await.expect(201).json();
    let groups: Vec<OrderGroup> = clerk.read("/orders/mergeable").await;
    let ids: Vec<Vec<_>> = groups.iter().map(|group| group.orders.iter().map(|order| order.id).collect()).collect();
    assert_eq!(ids, [vec![first.id, second.id]]);
    let all = json!({ "order_ids": [first.id, second.id, third.id] });
    clerk.post("/orders/merge", &all).await.problem(422, "different_parcels");
    clerk.post("/orders/merge", &json!({ "order_ids": [first.id] })).await.faults(&[("/order_ids", "wrong_count")]);
    let merged: Order =
        clerk.post("/orders/merge", &json!({ "order_ids": [second.id, first.id] })).await.expect(200).json();
    assert_eq!((merged.id, merged.quantity, merged.weight_g), (first.id, 4, Some(2400)));
    assert_eq!(merged.goods, "茶叶×2");
    let gone: Order = clerk.read(&format!("/orders/{}", second.id)).await;
    assert_eq!((gone.state, gone.parent_id), (OrderState::Merged, Some(first.id)));
    assert_eq!(pool(&clerk, "").await.len(), 2);
}

#[actix_web::test]
async fn one_order_goes_in_several_parcels() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let order = clerk.keeps_order("S-1").await;
    let path = format!("/orders/{}/split", order.id);
    clerk.post(&path, &json!({ "parcels": [{ "quantity": 1 }] })).await.faults(&[("/parcels", "wrong_count")]);
    let parcels = json!({ "parcels": [{ "quantity": 1, "weight_g": 700 }, { "quantity": 1, "goods": "茶杯" }] });
    let made: Vec<Order> = clerk.post(&path, &parcels).await.expect(200).json();
    let shown: Vec<(Option<&str>, &str, Option<u32>)> =
        made.iter().map(|order| (order.order_no.as_deref(), order.goods.as_str(), order.weight_g)).collect();
    assert_eq!(shown, [(Some("S-1"), "茶叶", Some(700)), (Some("S-1-2"), "茶杯", None)]);
    // Once more: the numbers that are taken are passed over.
    let again: Vec<Order> = clerk.post(&path, &parcels).await.expect(200).json();
    let numbers: Vec<_> = again.iter().map(|order| order.order_no.as_deref()).collect();
    assert_eq!(numbers, [Some("S-1"), Some("S-1-3")]);
    let outcomes = ship(&clerk, &made.iter().chain(&again[1..]).collect::<Vec<_>>()).await;
    assert_eq!(codes(&outcomes), [None, None, None]);
    app.work().await;
}

#[actix_web::test]
async fn many_are_changed_alike_or_looked_at_first() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let shop = owner.adds_owner("TEA").await;
    let (first, second) = (owner.keeps_order("B-1").await, owner.keeps_order("B-2").await);
    let mut edit = json!({ "order_ids": [first.id, second.id], "preview": true,
        "change": { "owner_id": shop.id, "weight_g": 5000 } });
    let seen: Vec<Order> = owner.post("/orders/batch-edit", &edit).await.expect(200).json();
    assert!(seen.iter().all(|order| order.owner_id == Some(shop.id) && order.weight_g == Some(5000)));
    assert_eq!(owner.read::<Order>(&format!("/orders/{}", first.id)).await, first, "a look changes nothing");
    edit["preview"] = json!(false);
    owner.post("/orders/batch-edit", &edit).await.expect(200);
    assert_eq!(pool(&owner, &format!("?owner_id={}", shop.id)).await.len(), 2);
    edit["change"] = json!({ "owner_id": samples::NOBODY, "goods": " " });
    owner.post("/orders/batch-edit", &edit).await.faults(&[("/change/goods", "required")]);

    // Who works for one owner has that owner's pool.
    let grant = json!({ "role": "clerk", "data_scope": "owners", "scope_ids": [shop.id] });
    let narrow = joined(&app, &owner, "tea", grant).await;
    let other = owner.keeps_order("B-3").await;
    assert_eq!(pool(&narrow, "").await.len(), 2);
    narrow.get(&format!("/orders/{}", other.id)).await.problem(404, "not_found");
    assert_eq!(codes(&ship(&narrow, &[&other]).await), [Some("not_found")]);
    let outcomes: Value = narrow.post("/orders/ship", &json!({ "order_ids": [first.id] })).await.expect(200).json();
    assert_eq!(outcomes["items"][0]["ok"], true);
    app.work().await;
}
