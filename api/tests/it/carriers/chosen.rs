//! Which carrier an order is sent with: as a rule or a person says, or the network.

use fake_zto::{Fault, FaultPlan};
use serde_json::{Value, json};
use shared::{
    Page,
    contacts::Contact,
    orders::{Order, OrderOutcomes, OrderState},
    rules::RulesApplied,
    shipments::{Shipment, ShipmentSummary},
};

use super::{bound, network};
use crate::support::{Caller, TestApp, samples, workbooks};

const SHOP: &str = "SILK";

/// Orders of the shop go with the account.
async fn sends_with(owner: &Caller<'_>, account: &shared::CarrierAccountId) {
    let conditions = json!({ "shops": [SHOP] });
    let rule = json!({ "name": "中通", "conditions": conditions, "outcome": { "carrier_account_id": account } });
    owner.post("/order-rules", &rule).await.expect(201);
}

fn order(number: &str, shop: &str) -> Value {
    let mut order = samples::order(number);
    order["shop"] = json!(shop);
    order
}

async fn ships(caller: &Caller<'_>, orders: &[&Order], how: Value) -> OrderOutcomes {
    let mut body = how;
    body["order_ids"] = json!(orders.iter().map(|order| order.id).collect::<Vec<_>>());
    caller.post("/orders/ship", &body).await.expect(200).json()
}

async fn shipped(caller: &Caller<'_>) -> Vec<ShipmentSummary> {
    let all: Page<ShipmentSummary> = caller.read("/shipments?limit=200").await;
    // Those of before are the demo's.
    all.items.into_iter().filter(|one| !one.order_no.as_deref().unwrap_or_default().starts_with("DEMO")).collect()
}

#[actix_web::test]
async fn a_rule_says_which_carrier_takes_an_order_and_a_person_may_say_otherwise() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    sends_with(&owner, &account.id).await;
    let keep = async |number, shop| owner.post("/orders", &order(number, shop)).await.expect(201).json::<Order>();
    let (ruled, other, overruled) = (keep("R-1", SHOP).await, keep("R-2", "").await, keep("R-3", SHOP).await);
    assert_eq!((ruled.carrier_account_id, other.carrier_account_id), (Some(account.id), None));

    let outcomes = ships(&owner, &[&ruled, &other], json!({})).await;
    assert!(outcomes.items[0].is_placing && outcomes.items[0].waybill_no.is_none(), "{outcomes:?}");
    assert!(!outcomes.items[1].is_placing && outcomes.items[1].waybill_no.is_some(), "{outcomes:?}");
    let outcomes = ships(&owner, &[&overruled], json!({ "by_network": true })).await;
    assert!(outcomes.items[0].waybill_no.is_some(), "{outcomes:?}");
    app.work().await;
    let mut carriers: Vec<(String, String)> = Vec::new();
    for one in shipped(&owner).await {
        let shipment: Shipment = owner.read(&format!("/shipments/{}", one.id)).await;
        if shipment.carrier == "zto" {
            assert!(!shipment.can_edit);
            let path = format!("/shipments/{}", one.id);
            owner.patch(&path, &json!({ "goods": "茶具" })).await.problem(409, "sent_with_carrier");
            owner.patch(&path, &json!({ "goods": shipment.goods })).await.expect(200);
        }
        carriers.push((one.order_no.unwrap_or_default(), shipment.carrier));
    }
    for (number, carrier) in [("R-1", "zto"), ("R-2", "embedded"), ("R-3", "embedded")] {
        assert!(carriers.contains(&(number.to_owned(), carrier.to_owned())), "{carriers:?}");
    }

    let both = json!({ "order_ids": [ruled.id], "by_network": true, "carrier_account_id": account.id });
    owner.post("/orders/ship", &both).await.faults(&[("/by_network", "one_of_both")]);
    fake.stop().await;
}

#[actix_web::test]
async fn what_is_answered_at_once_is_not_sent_with_another_carrier_unseen() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    sends_with(&owner, &account.id).await;
    let mut single = samples::shipment("S-1");
    single["shop"] = json!(SHOP);
    owner.post("/shipments", &single).await.problem(409, "carrier_by_rule");
    single["by_network"] = json!(true);
    owner.post("/shipments", &single).await.expect(201);
    // A receiver of the address book goes through the pool as well.
    let known = owner.adds_contact("receiver").await;
    let mut of_contact = order("S-3", SHOP);
    of_contact.as_object_mut().unwrap().remove("receiver");
    of_contact["receiver_contact_id"] = json!(known.id);
    let kept: Order = owner.post("/orders", &of_contact).await.expect(201).json();
    assert_eq!((kept.receiver.city, kept.carrier_account_id), (known.party.city, Some(account.id)));
    of_contact["receiver"] = samples::receiver();
    owner.post("/orders", &of_contact).await.faults(&[("/receiver_contact_id", "one_receiver")]);
    // The pack station ships while it waits, too.
    let kept: Order = owner.post("/orders", &order("S-2", SHOP)).await.expect(201).json();
    let packing = json!({ "order_id": kept.id, "weight_g": 900, "from_scale": false });
    owner.post("/packings", &packing).await.problem(409, "carrier_by_rule");
    assert_eq!(
        owner.read::<Order>(&format!("/orders/{}", kept.id)).await.weight_g,
        kept.weight_g,
        "nothing is half done"
    );
    fake.stop().await;
}

#[actix_web::test]
async fn the_account_of_an_order_is_changed_and_taken_off() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let kept = owner.keeps_order("E-1").await;
    let edit = async |change: Value| {
        let body = json!({ "order_ids": [kept.id], "change": change });
        owner.post("/orders/batch-edit", &body).await.expect(200).json::<Vec<Order>>()[0].carrier_account_id
    };
    assert_eq!(edit(json!({ "carrier_account_id": account.id })).await, Some(account.id));
    assert_eq!(edit(json!({ "remark": "轻放" })).await, Some(account.id));
    assert_eq!(edit(json!({ "by_network": true })).await, None);
    // The rules give it back, since the order says nothing itself.
    sends_with(&owner, &account.id).await;
    let ruled: Order = owner.post("/orders", &order("E-2", "")).await.expect(201).json();
    let everything = json!({ "name": "所有", "outcome": { "carrier_account_id": account.id } });
    owner.post("/order-rules", &everything).await.expect(201);
    let applied: RulesApplied =
        owner.post("/orders/apply-rules", &json!({ "order_ids": [ruled.id] })).await.expect(200).json();
    assert!(applied.items[0].taken_by.is_some());
    assert_eq!(owner.read::<Order>(&format!("/orders/{}", ruled.id)).await.carrier_account_id, Some(account.id));
    fake.stop().await;
}

#[actix_web::test]
async fn nobody_sends_with_the_account_of_somebody_else() {
    let (fake, app) = network(FaultPlan::none()).await;
    let account = bound(&app.owner().await).await;
    let other = app.other_merchant().await;
    let rule = json!({ "name": "中通", "outcome": { "carrier_account_id": account.id } });
    other.post("/order-rules", &rule).await.faults(&[("/outcome/carrier_account_id", "unknown_account")]);
    let mut theirs = samples::order("O-1");
    theirs["carrier_account_id"] = json!(account.id);
    other.post("/orders", &theirs).await.faults(&[("/carrier_account_id", "unknown_account")]);
    let kept = other.keeps_order("O-2").await;
    let change = json!({ "order_ids": [kept.id], "change": { "carrier_account_id": account.id } });
    other.post("/orders/batch-edit", &change).await.faults(&[("/carrier_account_id", "unknown_account")]);
    let ship = json!({ "order_ids": [kept.id], "carrier_account_id": account.id });
    other.post("/orders/ship", &ship).await.faults(&[("/carrier_account_id", "unknown_account")]);
    fake.stop().await;
}

#[actix_web::test]
async fn an_order_file_is_shipped_with_the_carrier_its_rows_rules_name() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let conditions = json!({ "goods": ["茶"] });
    let rule = json!({ "name": "茶", "conditions": conditions, "outcome": { "carrier_account_id": account.id } });
    owner.post("/order-rules", &rule).await.expect(201);
    let tea = workbooks::row("I-1");
    let silk = workbooks::row("I-2").replace("茶叶", "丝巾");
    owner.imports("两种.csv", &workbooks::csv(&[tea, silk])).await;
    app.work().await;
    let mut made: Vec<(String, bool)> = Vec::new();
    for one in shipped(&owner).await {
        let shipment: Shipment = owner.read(&format!("/shipments/{}", one.id)).await;
        made.push((one.order_no.unwrap_or_default(), shipment.carrier == "zto"));
    }
    made.sort();
    assert_eq!(made, [("I-1".to_owned(), true), ("I-2".to_owned(), false)]);
    fake.stop().await;
}

#[actix_web::test]
async fn an_import_keeps_what_its_carrier_cannot_be_given() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let rule = json!({ "name": "所有", "outcome": { "carrier_account_id": account.id, "services": { "signed_return": true } } });
    owner.post("/order-rules", &rule).await.expect(201);
    owner.imports("签单.csv", &workbooks::csv(&[workbooks::row("W-1")])).await;
    app.work().await;
    let waiting: Page<Order> = owner.read("/orders").await;
    assert_eq!(waiting.items.len(), 1);
    assert_eq!((waiting.items[0].state, waiting.items[0].carrier_account_id), (OrderState::Open, Some(account.id)));
    assert!(shipped(&owner).await.is_empty());
    fake.stop().await;
}

#[actix_web::test]
async fn an_order_is_sent_from_where_it_was_when_it_was_given_to_the_carrier() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let order = owner.keeps_order("F-1").await;
    // The carrier is away at first.
    fake.set_faults(FaultPlan::next(None, &[Fault::NotFound; 4]));
    let given = ships(&owner, &[&order], json!({ "carrier_account_id": account.id })).await;
    assert!(given.items[0].is_placing);
    app.work().await;
    let senders: Page<Contact> = owner.read("/contacts?kind=sender").await;
    let before = &senders.items[0];
    moves_away(&app, before).await;
    fake.set_faults(FaultPlan::none());
    app.clock.advance(chrono::TimeDelta::minutes(2));
    app.work().await;
    let made = shipped(&owner).await;
    let shipment: Shipment = owner.read(&format!("/shipments/{}", made[0].id)).await;
    assert_eq!(shipment.sender.city, before.party.city);
    assert_eq!(app.db_count("carrier_orders", "sender_sealed IS NOT NULL").await, 0, "it is forgotten once it is used");
    fake.stop().await;
}

#[actix_web::test]
async fn an_order_whose_sender_left_the_address_book_is_sent_as_it_was_given() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let sender = owner.adds_contact("sender").await;
    let mut asked = samples::order("G-1");
    (asked["sender_contact_id"], asked["carrier_account_id"]) = (json!(sender.id), json!(account.id));
    let order: Order = owner.post("/orders", &asked).await.expect(201).json();
    assert!(ships(&owner, &[&order], json!({})).await.items[0].is_placing);
    owner.delete(&format!("/contacts/{}", sender.id)).await.expect(204);
    app.work().await;
    let made = shipped(&owner).await;
    assert_eq!(made.len(), 1);
    let shipment: Shipment = owner.read(&format!("/shipments/{}", made[0].id)).await;
    assert_eq!(shipment.sender.city, sender.party.city);
    fake.stop().await;
}

#[actix_web::test]
async fn an_account_that_is_named_is_not_unbound() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let path = format!("/carrier-accounts/{}", account.id);
    let mut asked = samples::order("U-1");
    asked["carrier_account_id"] = json!(account.id);
    let order: Order = owner.post("/orders", &asked).await.expect(201).json();
    owner.delete(&path).await.problem(409, "account_named");
    owner.post("/orders/cancel", &json!({ "order_ids": [order.id] })).await.expect(200);
    sends_with(&owner, &account.id).await;
    owner.delete(&path).await.problem(409, "account_named");
    let both = json!({ "carrier_account_id": account.id, "by_network": true });
    let change = json!({ "order_ids": [order.id], "change": both });
    owner.post("/orders/batch-edit", &change).await.faults(&[("/change/by_network", "one_of_both")]);
    fake.stop().await;
}

async fn moves_away(app: &TestApp, sender: &Contact) {
    let mut party = samples::receiver();
    (party["province"], party["city"], party["district"]) = (json!("广东省"), json!("深圳市"), json!("南山区"));
    let body = json!({ "party": party });
    app.owner().await.put(&format!("/contacts/{}", sender.id), &body).await.expect(200);
}
