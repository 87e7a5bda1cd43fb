//! Shipping with a carrier over the network: the stand-in of ZTO, over the loopback with the real transport.

mod calls;
mod chosen;
mod groups;
mod intercepts;
mod packed;
mod previews;
mod routes;
mod settlements;
mod tracks;

use std::{collections::HashSet, time::Duration};

use actix_web::{HttpServer, dev::ServerHandle, web};
use carrier::{
    http::HttpLimits,
    zto::{Signing, ZtoApp},
};
use chrono::TimeDelta;
use fake_zto::{Ending, FakeZto, Fault, FaultPlan, PushStyle, Settings};
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::{
    Page, ShipmentState,
    carriers::{CarrierAccount, CarrierAccountState, CarrierCall, CarrierView, Placement, PlacementState},
    orders::{Order, OrderOutcomes, OrderState},
    shipments::{BulkOutcomes, Shipment, ShipmentSummary},
};
use yundan::{app::carriers::Carriers, startup};

use crate::{
    imports::killed::dies_after,
    support::{Caller, RECEIVER, TestApp, samples},
};

/// Longer than anything but the fault `slow`.
const PATIENCE: Duration = Duration::from_millis(300);
const SLOW: Duration = Duration::from_millis(500);

async fn network(faults: FaultPlan) -> (FakeZto, TestApp) {
    let fake = FakeZto::start(Settings { faults, slow: SLOW, ..Settings::default() }).await.unwrap();
    let signing = Signing::new("kfpttestCode", SecretString::from("kfpttestkey=="));
    let limits = HttpLimits { total: PATIENCE, ..HttpLimits::default() };
    let carriers = Carriers::with_zto(ZtoApp { base_url: fake.base_url(), signing }, limits).unwrap();
    let app = TestApp::with(|settings| settings.carriers = carriers).await;
    // The fake's orders and scans are of now, by the machine's clock; ours stands still from here on.
    app.clock.advance(chrono::Utc::now() - app.app.now());
    (fake, app)
}

fn account() -> Value {
    json!({ "carrier": "zto", "name": "中通一号", "account": "test", "password": "ZTO123", "low_at": 9_990 })
}

async fn bound(owner: &Caller<'_>) -> CarrierAccount {
    owner.post("/carrier-accounts", &account()).await.expect(201).json()
}

async fn pooled(caller: &Caller<'_>, count: usize) -> Vec<Order> {
    let mut orders = Vec::new();
    for nth in 0..count {
        orders.push(caller.keeps_order(&format!("Z-{nth}")).await);
    }
    orders
}

async fn place(caller: &Caller<'_>, account: &CarrierAccount, orders: &[Order]) -> OrderOutcomes {
    let ids: Vec<_> = orders.iter().map(|order| order.id).collect();
    let body = json!({ "order_ids": ids, "carrier_account_id": account.id });
    caller.post("/orders/ship", &body).await.expect(200).json()
}

async fn placement(caller: &Caller<'_>, order: &Order) -> Placement {
    let body = json!({ "order_ids": [order.id] });
    let found: Vec<Placement> = caller.post("/orders/placements", &body).await.expect(200).json();
    found.into_iter().next().expect("it was given to a carrier")
}

/// Has the carrier push to the service.
fn listening(fake: &FakeZto, app: &TestApp) -> ServerHandle {
    let data = web::Data::new(app.app.clone());
    let server = HttpServer::new(move || startup::service(data.clone())).workers(1).disable_signals();
    let server = server.bind(("127.0.0.1", 0)).unwrap();
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    fake.set_push_url(format!("http://{address}/api/v1/carriers/zto/push"));
    handle
}

#[actix_web::test]
async fn an_account_is_checked_before_it_is_kept_and_never_told_again() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let mut wrong = account();
    wrong["password"] = json!("nonsense");
    owner.post("/carrier-accounts", &wrong).await.problem(422, "carrier_refused");
    let made = bound(&owner).await;
    assert_eq!((made.state, made.balance, made.is_low), (CarrierAccountState::Bound, Some(10_000), false));
    owner.post("/carrier-accounts", &account()).await.problem(409, "account_taken");
    let listed = owner.get("/carriers").await.expect(200);
    assert!(!String::from_utf8_lossy(&listed.body).contains("ZTO123"));
    let carriers: Vec<CarrierView> = listed.json();
    assert!(carriers[0].is_available && carriers[0].accounts == [made.clone()]);
    let other: Vec<CarrierView> = app.other_merchant().await.read("/carriers").await;
    assert!(other[0].accounts.is_empty());
    app.other_merchant()
        .await
        .post(&format!("/carrier-accounts/{}/check", made.id), &json!({}))
        .await
        .problem(404, "not_found");
    // The carrier is away: nothing is said about the account.
    fake.set_faults(FaultPlan::next(None, &[Fault::NotFound; 4]));
    owner.post(&format!("/carrier-accounts/{}/check", made.id), &json!({})).await.problem(503, "carrier_unavailable");
    let calls: Page<CarrierCall> = app.staff().await.read("/network/carrier-calls").await;
    assert!(calls.items.len() >= 4, "{}", calls.items.len());
    assert!(calls.items.iter().all(|call| !call.request.contains("ZTO123") && !call.request.contains("nonsense")));
    owner.delete(&format!("/carrier-accounts/{}", made.id)).await.expect(204);
    fake.stop().await;
}

#[actix_web::test]
async fn an_order_of_the_pool_is_shipped_with_the_carriers_number() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let orders = pooled(&owner, 2).await;
    let outcomes = place(&owner, &account, &orders).await;
    assert!(outcomes.items.iter().all(|item| item.ok && item.is_placing && item.waybill_no.is_none()));
    // Meanwhile nobody changes it, or places it again.
    let waiting: Order = owner.read(&format!("/orders/{}", orders[0].id)).await;
    assert_eq!(waiting.state, OrderState::Placing);
    let again = place(&owner, &account, &orders).await;
    assert!(again.items.iter().all(|item| !item.ok && item.code.as_deref() == Some("order_not_open")));
    app.work().await;
    let shipped: Page<ShipmentSummary> = owner.read("/shipments?limit=2").await;
    let numbers: HashSet<String> = shipped.items.iter().map(|one| one.waybill_no.clone()).collect();
    let given: HashSet<String> =
        fake.network(|network| network.orders().filter_map(|order| order.bill_code.clone()).collect());
    assert_eq!(numbers, given);
    let shipment: Shipment = owner.read(&format!("/shipments/{}", shipped.items[0].id)).await;
    assert_eq!((shipment.carrier.as_str(), shipment.state), ("zto", ShipmentState::OrderCreated));
    assert!(!shipment.route_code.is_empty());
    assert_eq!(placement(&owner, &orders[0]).await.state, PlacementState::Placed);
    assert!(numbers.iter().all(|number| fake.network(|network| network.is_subscribed(number))));
    // Nothing personal is kept of the calls.
    let calls: Page<CarrierCall> = app.staff().await.read("/network/carrier-calls").await;
    assert!(calls.items.iter().any(|call| call.api == "zto.open.createOrder"));
    assert!(calls.items.iter().all(|call| !call.request.contains(RECEIVER) && !call.request.contains(samples::PHONE)));
    owner.delete(&format!("/carrier-accounts/{}", account.id)).await.problem(409, "account_used");
    // A number that was given is not taken back, and whoever voids hears so.
    let void = json!({ "shipment_ids": [shipment.id] });
    let voided: BulkOutcomes = owner.post("/shipments/void", &void).await.expect(200).json();
    assert!(voided.items[0].ok && voided.items[0].code.as_deref() == Some("void_here_only"), "{voided:?}");
    let own = owner.ships("Z-own").await;
    let voided: BulkOutcomes =
        owner.post("/shipments/void", &json!({ "shipment_ids": [own.id] })).await.expect(200).json();
    assert!(voided.items[0].ok && voided.items[0].code.is_none(), "{voided:?}");
    fake.stop().await;
}

#[actix_web::test]
async fn what_the_carrier_refuses_is_back_in_the_pool_held_and_says_why() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let mut asked = samples::order("Z-cod");
    asked["services"] = json!({ "cod": "20.00" });
    let cod: Order = owner.post("/orders", &asked).await.expect(201).json();
    let outcomes = place(&owner, &account, std::slice::from_ref(&cod)).await;
    assert_eq!(outcomes.items[0].code.as_deref(), Some("carrier_cannot"), "nobody said where it is paid out to");
    let orders = pooled(&owner, 1).await;
    // The account's password was changed at the carrier.
    fake.network(|network| network.set_password("test", "other"));
    assert!(place(&owner, &account, &orders).await.items[0].ok);
    app.work().await;
    let order: Order = owner.read(&format!("/orders/{}", orders[0].id)).await;
    assert_eq!((order.state, order.is_held), (OrderState::Open, true));
    let placement = placement(&owner, &order).await;
    assert!(placement.state == PlacementState::Refused && placement.words.is_some(), "{placement:?}");
    assert_eq!(app.db_count("shipments", "carrier = 'zto'").await, 0);
    fake.stop().await;
}

#[actix_web::test]
async fn with_every_fault_and_killed_ten_times_no_order_is_placed_twice_and_none_is_lost() {
    const ORDERS: usize = 120;
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let orders = pooled(&owner, ORDERS).await;
    fake.set_faults(FaultPlan::chance(Fault::ALL, 500, 2, 9));
    assert!(place(&owner, &account, &orders).await.items.iter().all(|item| item.is_placing));
    for polls in [2, 5, 9, 14, 20, 30, 45, 70, 100, 150] {
        dies_after(polls, app.runner().work_once()).await;
        app.clock.advance(TimeDelta::seconds(61));
    }
    for _ in 0..600 {
        if app.db_count("carrier_orders", "state = 'placed'").await == ORDERS as i64 {
            break;
        }
        app.runner().work_once().await;
        app.clock.advance(TimeDelta::seconds(61));
        // What was refused because of the settings (the platform calls a right signature wrong now and then) a person ships again.
        let owner = app.owner().await;
        let held: Page<Order> = owner.read("/orders?is_held=true&limit=200").await;
        if !held.items.is_empty() {
            let ids: Vec<_> = held.items.iter().map(|order| order.id).collect();
            let release = json!({ "order_ids": ids, "change": { "is_held": false } });
            owner.post("/orders/batch-edit", &release).await.expect(200);
            assert!(place(&owner, &account, &held.items).await.items.iter().all(|item| item.is_placing));
        }
    }
    let placing = app.db_count("carrier_orders", "state = 'placing'").await;
    let placed = app.db_count("carrier_orders", "state = 'placed'").await;
    assert_eq!((placed, placing), (ORDERS as i64, 0));
    assert_eq!(app.db_count("shipments", "carrier = 'zto'").await, ORDERS as i64);
    assert_eq!(app.db_count("orders", "state = 'placing'").await, 0);
    let at_carrier: Vec<Option<String>> =
        fake.network(|network| network.orders().map(|order| order.bill_code.clone()).collect());
    assert_eq!(at_carrier.len(), ORDERS, "the carrier has as many orders as we have");
    let numbers: HashSet<String> = at_carrier.into_iter().flatten().collect();
    assert_eq!(numbers.len(), ORDERS);
    fake.set_faults(FaultPlan::none());
    app.work().await;
    fake.stop().await;
}

#[actix_web::test]
async fn what_the_carrier_pushes_moves_the_parcel_and_forgeries_do_not() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let orders = pooled(&owner, 2).await;
    place(&owner, &account, &orders).await;
    app.work().await;
    let handle = listening(&fake, &app);
    let shipped: Page<ShipmentSummary> = owner.read("/shipments?limit=2").await;
    let style = PushStyle { twice: true, out_of_order: true, forged: true };
    let (delivered, returned) = (&shipped.items[0], &shipped.items[1]);
    // Their scans are of now, by the machine's clock; ours stands still.
    app.clock.advance(chrono::Utc::now() - app.app.now());
    for (one, ending) in [(delivered, Ending::Signed), (returned, Ending::Returned)] {
        let pushed = fake.journey(&one.waybill_no, ending, style).await.unwrap();
        assert!(pushed.taken > 3 && pushed.lost == 0 && pushed.refused_forgeries == 1, "{pushed:?}");
    }
    app.work().await;
    let owner = app.owner().await;
    let state = async |one: &ShipmentSummary| owner.read::<Shipment>(&format!("/shipments/{}", one.id)).await;
    let after = state(delivered).await;
    assert_eq!(after.state, ShipmentState::Delivered, "{:?}", after.track);
    let codes: HashSet<(String, chrono::DateTime<chrono::Utc>)> =
        after.track.iter().map(|event| (event.code.clone(), event.at)).collect();
    assert_eq!(codes.len(), after.track.len(), "nothing twice");
    assert_eq!(state(returned).await.state, ShipmentState::ReturnedToSender);
    // What is not signed at all is refused, too.
    app.anonymous()
        .post("/carriers/zto/push", &json!({ "data": "{}", "data_digest": "x", "msg_type": "Traces" }))
        .await
        .problem(403, "wrong_signature");
    app.anonymous().post("/carriers/none/push", &json!({})).await.problem(404, "not_found");
    handle.stop(true).await;
    fake.stop().await;
}

#[actix_web::test]
async fn numbers_that_are_used_are_counted_and_asked_for_again_after_a_while() {
    const BALANCE: &str = "zto.open.queryAvailableBalanceNew";
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let before = account.balance.expect("an e-waybill account has numbers");
    let orders = pooled(&owner, 3).await;
    let asked = fake.network(|network| network.calls(BALANCE));
    place(&owner, &account, &orders[..2]).await;
    app.work().await;
    let left = async || app.owner().await.read::<Vec<CarrierView>>("/carriers").await[0].accounts[0].balance;
    assert_eq!(left().await, Some(before - 2));
    assert_eq!(fake.network(|network| network.calls(BALANCE)), asked, "it was told just now");
    app.clock.advance(TimeDelta::hours(2));
    place(&app.owner().await, &account, &orders[2..]).await;
    app.work().await;
    assert_eq!(fake.network(|network| network.calls(BALANCE)), asked + 1);
    let told = fake.network(|network| network.available("test"));
    assert_eq!(left().await, told);
    fake.stop().await;
}

#[actix_web::test]
async fn the_carrier_is_told_what_is_in_the_parcel_and_a_time_of_delivery_is_refused() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let orders = pooled(&owner, 1).await;
    place(&owner, &account, &orders).await;
    app.work().await;
    let calls: Page<shared::carriers::CarrierCall> = app.staff().await.read("/network/carrier-calls").await;
    let sent = calls.items.iter().find(|call| call.api == "zto.open.createOrder").expect("the order");
    // Names are masked in what is kept.
    let told = format!("\"orderItems\":[{{\"name\":\"***\",\"quantity\":{}", orders[0].quantity);
    assert!(sent.request.contains(&told), "{}", sent.request);
    let day = (app.app.now() + TimeDelta::days(2)).date_naive();
    let mut body = crate::support::samples::order("Z-9");
    body["services"] = json!({ "delivery": { "day": day, "from_hour": 9, "to_hour": 12 } });
    let later: Order = owner.post("/orders", &body).await.expect(201).json();
    let outcome = place(&owner, &account, &[later]).await;
    assert!(!outcome.items[0].ok, "{outcome:?}");
    fake.stop().await;
}

#[actix_web::test]
async fn what_a_third_party_signs_for_is_delivered_and_what_nobody_understands_is_kept() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let account = bound(&owner).await;
    place(&owner, &account, &pooled(&owner, 1).await).await;
    app.work().await;
    let handle = listening(&fake, &app);
    let shipped: Page<ShipmentSummary> = owner.read("/shipments?limit=1").await;
    let style = PushStyle { twice: true, ..PushStyle::default() };
    let pushed = fake.journey(&shipped.items[0].waybill_no, Ending::ThirdParty, style).await.unwrap();
    assert_eq!(pushed.lost, 0);
    app.work().await;
    let after: Shipment = app.owner().await.read(&format!("/shipments/{}", shipped.items[0].id)).await;
    assert_eq!(after.state, ShipmentState::SignedByThirdParty, "{:?}", after.track);
    let kept = |code: &str| after.track.iter().filter(|event| event.code == code).count();
    assert_eq!((kept("OTHER"), kept("HANDOVERSCAN_SIGNED")), (1, 1));
    handle.stop(true).await;
    fake.stop().await;
}

#[actix_web::test]
async fn what_is_collected_is_paid_out_to_the_accounts_own_collection_account() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let made = bound(&owner).await;
    assert_eq!(made.cod_account, None);
    let at = format!("/carrier-accounts/{}", made.id);
    owner.patch(&at, &json!({ "cod_account": "6222 0000" })).await.faults(&[("/cod_account", "bad_characters")]);
    let account: CarrierAccount =
        owner.patch(&at, &json!({ "cod_account": "6222021234567890" })).await.expect(200).json();
    assert_eq!(account.cod_account.as_deref(), Some("…7890"));
    let mut asked = samples::order("Z-cod");
    asked["services"] = json!({ "cod": "1000.50" });
    let order: Order = owner.post("/orders", &asked).await.expect(201).json();
    assert!(place(&owner, &account, std::slice::from_ref(&order)).await.items[0].ok);
    app.work().await;
    assert_eq!(placement(&owner, &order).await.state, PlacementState::Placed);
    let services = fake.network(|network| network.orders().map(|order| order.services.clone()).collect::<Vec<_>>());
    let cod = json!({ "vasType": "COD", "vasAmount": 100_050, "accountNo": "6222021234567890" });
    assert!(services.len() == 1 && services[0].as_array().is_some_and(|list| list.contains(&cod)), "{services:?}");
    // It is sealed at rest, and hidden in what is kept of the calls.
    assert_eq!(app.db_count("carrier_calls", "request LIKE '%6222021234567890%'").await, 0);
    let without: CarrierAccount = owner.patch(&at, &json!({ "cod_account": "" })).await.expect(200).json();
    assert_eq!(without.cod_account, None);
    fake.stop().await;
}
