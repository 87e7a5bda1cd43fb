//! Group customers (集团客户) of a carrier: bound without a password, and checked by the carrier with each order.

use fake_zto::{Fault, FaultPlan};
use serde_json::{Value, json};
use shared::{
    carriers::{CarrierAccount, CarrierAccountKind, CarrierAccountState, CarrierView, PlacementState},
    shipments::ShipmentSummary,
};

use super::{network, place, placement, pooled};
use crate::support::Caller;

const CUSTOMER: &str = "KH-20260401";

fn group() -> Value {
    json!({ "carrier": "zto", "kind": "group", "name": "中通集团", "account": CUSTOMER })
}

async fn account(owner: &Caller<'_>) -> CarrierAccount {
    owner.read::<Vec<CarrierView>>("/carriers").await.remove(0).accounts.remove(0)
}

#[actix_web::test]
async fn a_group_customer_ships_without_a_password_and_without_numbers_of_its_own() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let mut wrong = group();
    wrong["password"] = json!("ZTO123");
    owner.post("/carrier-accounts", &wrong).await.problem(422, "invalid_fields");
    let unnamed = json!({ "carrier": "zto", "kind": "waybill", "name": "中通", "account": "test" });
    owner.post("/carrier-accounts", &unnamed).await.problem(422, "invalid_fields");
    let made: CarrierAccount = owner.post("/carrier-accounts", &group()).await.expect(201).json();
    assert_eq!((made.kind, made.state), (CarrierAccountKind::Group, CarrierAccountState::Bound));
    assert!(made.balance.is_none() && !made.is_low);
    let path = format!("/carrier-accounts/{}", made.id);
    owner.post(&format!("{path}/check"), &json!({})).await.problem(409, "cannot_check");
    owner.patch(&path, &json!({ "password": "x" })).await.problem(422, "invalid_fields");
    owner.post("/carrier-accounts", &group()).await.problem(409, "account_taken");

    let orders = pooled(&owner, 1).await;
    fake.set_faults(FaultPlan::next(Some("zto.open.createOrder"), &[Fault::DropAfter, Fault::TimeoutBefore]));
    place(&owner, &made, &orders).await;
    for _ in 0..4 {
        app.work().await;
        app.clock.advance(chrono::TimeDelta::seconds(61));
    }
    let owner = app.owner().await;
    assert_eq!(placement(&owner, &orders[0]).await.state, PlacementState::Placed);
    let kinds: Vec<(String, String)> = fake.network(|network| {
        network.orders().map(|order| (order.partner_type.clone(), order.order_type.clone())).collect()
    });
    assert_eq!(kinds, [("1".to_owned(), "1".to_owned())], "ordered once, as a group customer");
    assert_eq!(fake.network(|network| network.available("test")), Some(10_000));
    let shipped: shared::Page<ShipmentSummary> = owner.read("/shipments?limit=1").await;
    assert!(shipped.items[0].waybill_no.starts_with('7'));
    fake.stop().await;
}

#[actix_web::test]
async fn a_customer_the_carrier_does_not_take_is_failing_until_an_order_goes_through() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let made: CarrierAccount = owner.post("/carrier-accounts", &group()).await.expect(201).json();
    let orders = pooled(&owner, 2).await;
    fake.network(|network| network.set_customer_open(CUSTOMER, false));
    place(&owner, &made, &orders[..1]).await;
    app.work().await;
    assert_eq!(placement(&owner, &orders[0]).await.state, PlacementState::Refused);
    let failing = account(&owner).await;
    assert!(failing.state == CarrierAccountState::Failing && failing.problem.is_some(), "{failing:?}");
    fake.network(|network| network.set_customer_open(CUSTOMER, true));
    place(&owner, &made, &orders[1..]).await;
    app.work().await;
    let mended = account(&owner).await;
    assert!(mended.state == CarrierAccountState::Bound && mended.problem.is_none(), "{mended:?}");
    fake.stop().await;
}
