//! What a carrier says about a parcel before it is ordered: whether it delivers there, and its list price.

use std::time::Instant;

use chrono::TimeDelta;
use fake_zto::{Fault, FaultPlan};
use serde_json::{Value, json};
use shared::{
    Page,
    carriers::{CarrierAccount, CarrierCall, CarrierPreview, CarrierReach, CarrierView},
    limits::CARRIER_PREVIEWS_PER_MINUTE,
};

use super::{bound, network, place, pooled};
use crate::support::{Caller, samples};

fn to(detail: &str) -> Value {
    let place = samples::receiver();
    json!({ "province": place["province"], "city": place["city"], "district": place["district"], "detail": detail })
}

fn path(account: &CarrierAccount) -> String {
    format!("/carrier-accounts/{}/preview", account.id)
}

async fn asks(caller: &Caller<'_>, account: &CarrierAccount, body: &Value) -> CarrierPreview {
    caller.post(&path(account), body).await.expect(200).json()
}

#[actix_web::test]
async fn it_says_whether_it_delivers_there_and_what_it_charges() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let open = asks(&owner, &account, &json!({ "receiver": to("中山路1号"), "weight_g": 2_500 })).await;
    assert_eq!((open.reach, open.reason), (CarrierReach::Open, None));
    assert!(open.price.is_some() && open.first_weight_price.is_some());
    // Light parcels have the price of the first kilogram only; without a weight there is none.
    let light = asks(&owner, &account, &json!({ "receiver": to("中山路1号"), "weight_g": 500 })).await;
    assert!(light.price.is_none() && light.first_weight_price.is_some());
    let closed = asks(&owner, &account, &json!({ "receiver": to("停发路1号") })).await;
    assert_eq!((closed.reach, closed.reason.as_deref()), (CarrierReach::Closed, Some("网点停发")));
    assert_eq!((closed.price, closed.first_weight_price), (None, None));
    let known = owner.adds_contact("receiver").await;
    assert_eq!(asks(&owner, &account, &json!({ "receiver_contact_id": known.id })).await.reach, CarrierReach::Open);

    // The calls are kept as all others are: without the street.
    let calls: Page<CarrierCall> = app.staff().await.read("/network/carrier-calls").await;
    for api in ["zto.open.areaUnobstructed", "zto.open.obtainPicePrescription"] {
        assert!(calls.items.iter().any(|call| call.api == api && !call.request.contains("中山路")), "{api}");
    }
    fake.stop().await;
}

#[actix_web::test]
async fn a_carrier_that_is_away_is_unknown_and_orders_go_on() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let body = json!({ "receiver": to("中山路1号"), "weight_g": 2_500 });
    fake.set_faults(FaultPlan::next(None, &[Fault::NotFound; 40]));
    for _ in 0..8 {
        let begun = Instant::now();
        assert_eq!(asks(&owner, &account, &body).await, CarrierPreview::default());
        assert!(begun.elapsed().as_secs() < 3);
    }
    // Its troubles there are no reason not to give it orders.
    fake.set_faults(FaultPlan::none());
    let orders = pooled(&owner, 1).await;
    assert!(place(&owner, &account, &orders).await.items[0].is_placing);
    app.work().await;
    assert!(super::placement(&owner, &orders[0]).await.shipment_id.is_some());
    fake.stop().await;
}

#[actix_web::test]
async fn what_cannot_be_asked_is_refused_beside_its_field() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    owner.post(&path(&account), &json!({})).await.faults(&[("/receiver", "one_receiver")]);
    let both = json!({ "receiver": to("中山路1号"), "receiver_contact_id": owner.adds_contact("receiver").await.id });
    owner.post(&path(&account), &both).await.faults(&[("/receiver", "one_receiver")]);
    let heavy = json!({ "receiver": to("中山路1号"), "weight_g": 0 });
    owner.post(&path(&account), &heavy).await.faults(&[("/weight_g", "out_of_range")]);
    let body = json!({ "receiver": to("中山路1号") });
    app.other_merchant().await.post(&path(&account), &body).await.problem(404, "not_found");
    // One person asks so often a minute.
    let key = app.caller("K100001").await.throttle_key();
    while app.app.previews.check(key, app.app.now()).is_ok() {
        app.app.previews.count(key, app.app.now());
    }
    owner.post(&path(&account), &body).await.problem(429, "too_many_tries");
    app.clock.advance(TimeDelta::minutes(1));
    for _ in 1..CARRIER_PREVIEWS_PER_MINUTE {
        app.app.previews.admit(key, app.app.now()).unwrap();
    }
    owner.post(&path(&account), &body).await.expect(200);
    owner.post(&path(&account), &body).await.problem(429, "too_many_tries");
    fake.stop().await;
}

#[actix_web::test]
async fn pages_are_told_which_services_a_carrier_takes() {
    let (fake, app) = network(FaultPlan::none()).await;
    let carriers: Vec<CarrierView> = app.owner().await.read("/carriers").await;
    let has = |capability: &str| carriers[0].capabilities.iter().any(|one| one == capability);
    assert!(has("create") && has("serviceability") && has("quote") && has("cash_on_delivery"));
    for service in ["receiver_pays", "signed_return", "delivery_window"] {
        assert!(!has(service), "{service}");
    }
    fake.stop().await;
}
