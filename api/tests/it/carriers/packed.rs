//! Parcels of the pack station that go with a carrier: given to it as they weigh, and packed once its number is there.

use fake_zto::{Fault, FaultPlan};
use serde_json::json;
use shared::{
    carriers::PlacementState,
    orders::{Order, OrderState},
    packing::{Packing, PackingGiven, PackingOrder, PackingState},
    shipments::Shipment,
};

use super::{bound, network, placement};
use crate::support::{Caller, samples};

async fn with_account(owner: &Caller<'_>, number: &str, codes: &[&str]) -> Order {
    let known: Vec<shared::carriers::CarrierView> = owner.read("/carriers").await;
    let mut order = samples::order(number);
    order["carrier_account_id"] = json!(known[0].accounts[0].id);
    order["goods_codes"] = json!(codes);
    owner.post("/orders", &order).await.expect(201).json()
}

async fn found(owner: &Caller<'_>, code: &str) -> PackingOrder {
    owner.post("/packings/find", &json!({ "code": code })).await.expect(200).json()
}

#[actix_web::test]
async fn a_parcel_is_given_to_its_carrier_as_it_weighs_and_packed_with_the_carriers_number() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let order = with_account(&owner, "PK-1", &[]).await;
    assert_eq!(found(&owner, "PK-1").await.carrier_account_id, Some(account.id));
    let body = json!({ "order_id": order.id, "weight_g": 1_870, "from_scale": true });
    owner.post_once("/packings", "pk-1", &body).await.problem(409, "carrier_by_rule");
    let given: PackingGiven = owner.post_once("/packings/give", "pk-1", &body).await.expect(202).json();
    assert_eq!((given.order_id, given.carrier_account_id), (order.id, account.id));
    // Its answer was lost: it is the same again, and nobody gives it another time.
    let again: PackingGiven = owner.post_once("/packings/give", "pk-1", &body).await.expect(202).json();
    assert_eq!(again, given);
    owner.post_once("/packings/give", "pk-2", &body).await.problem(409, "order_not_open");
    assert_eq!(found(&owner, "PK-1").await.state, PackingState::Placing);
    owner.post("/packings", &body).await.problem(409, "order_not_open");

    app.work().await;
    let placed = placement(&owner, &order).await;
    assert_eq!(placed.state, PlacementState::Placed);
    let packed: Packing = owner.post_once("/packings", "pk-3", &body).await.expect(201).json();
    assert_eq!((Some(packed.shipment_id), packed.weight_g), (placed.shipment_id, 1_870));
    let shipment: Shipment = owner.read(&format!("/shipments/{}", packed.shipment_id)).await;
    assert_eq!((shipment.carrier.as_str(), shipment.weight_g), ("zto", Some(1_870)));
    owner.post("/packings/give", &body).await.problem(409, "pack_at_once");
    owner.post("/packings", &body).await.problem(409, "already_packed");
    assert_eq!(app.db_count("carrier_orders", "1 = 1").await, 1);
    fake.stop().await;
}

#[actix_web::test]
async fn a_code_that_is_sent_again_gives_no_second_order_of_the_same_goods() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    bound(&owner).await;
    let first = with_account(&owner, "PK-1", &["6901234567892"]).await;
    let second = with_account(&owner, "PK-2", &["6901234567892"]).await;
    let body = json!({ "code": "6901234567892", "weight_g": 900 });
    for _ in 0..2 {
        let given: PackingGiven = owner.post_once("/packings/give", "scan-1", &body).await.expect(202).json();
        assert_eq!(given.order_id, first.id);
    }
    assert_eq!(owner.read::<Order>(&format!("/orders/{}", second.id)).await.state, OrderState::Open);
    fake.stop().await;
}

#[actix_web::test]
async fn what_its_carrier_refuses_or_does_not_take_stays_in_the_pool() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    bound(&owner).await;
    let order = with_account(&owner, "PK-1", &[]).await;
    let body = json!({ "order_id": order.id, "weight_g": 900 });
    let services = json!({ "change": { "services": { "cod": "20.00" } } });
    owner.patch(&format!("/orders/{}", order.id), &services).await.expect(200);
    owner.post("/packings/give", &body).await.problem(409, "carrier_cannot");
    let kept: Order = owner.read(&format!("/orders/{}", order.id)).await;
    assert_eq!((kept.state, kept.weight_g), (OrderState::Open, order.weight_g), "nothing is half done");
    owner.patch(&format!("/orders/{}", order.id), &json!({ "change": { "services": {} } })).await.expect(200);
    fake.network(|network| network.set_password("test", "other"));
    owner.post("/packings/give", &body).await.expect(202);
    app.work().await;
    let refused = placement(&owner, &order).await;
    assert!(refused.state == PlacementState::Refused && refused.words.is_some_and(|words| !words.is_empty()));
    assert_eq!(refused.shipment_id, None);
    assert_eq!(found(&owner, "PK-1").await.state, PackingState::Held);
    // An order of the network is packed at once, and never given.
    let own = owner.keeps_order("PK-2").await;
    owner.post("/packings/give", &json!({ "order_id": own.id, "weight_g": 900 })).await.problem(409, "pack_at_once");
    owner.post("/packings/give", &json!({ "code": "PK-404", "weight_g": 900 })).await.problem(404, "not_found");
    let other = app.other_merchant().await;
    other.post("/packings/give", &body).await.problem(404, "not_found");
    fake.stop().await;
}

#[actix_web::test]
async fn a_carriers_parcel_that_weighs_something_else_is_packed_and_stays_as_it_was_ordered() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let order = owner.keeps_order("PK-1").await;
    // The carrier is slow at first.
    fake.set_faults(FaultPlan::next(None, &[Fault::NotFound; 4]));
    super::place(&owner, &account, std::slice::from_ref(&order)).await;
    app.work().await;
    assert_eq!(found(&owner, "PK-1").await.state, PackingState::Placing);
    fake.set_faults(FaultPlan::none());
    app.clock.advance(chrono::TimeDelta::minutes(2));
    app.work().await;
    let found = found(&owner, "PK-1").await;
    assert_eq!(found.state, PackingState::Ready);
    let body = json!({ "code": found.waybill_no, "weight_g": 3_300 });
    let packed: Packing = owner.post("/packings", &body).await.expect(201).json();
    assert_eq!(packed.weight_g, 3_300);
    let shipment: Shipment = owner.read(&format!("/shipments/{}", packed.shipment_id)).await;
    assert_eq!(shipment.weight_g, order.weight_g, "as the carrier was told");
    fake.stop().await;
}
