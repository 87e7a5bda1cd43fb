//! Routes that the carrier was not there to tell: asked for again until there is one, or nobody needs it any more.

use fake_zto::{FakeZto, Fault, FaultPlan};
use serde_json::json;
use shared::{
    Page,
    shipments::{Shipment, ShipmentSummary},
};

use super::{TimeDelta, bound, network, place, pooled};
use crate::{
    support::TestApp,
    tracks::{record, scan},
};

const ROUTE: &str = "zto.innovate.bagAddrMark";

/// Ships `count` orders while the carrier tells no route.
async fn shipped(fake: &FakeZto, app: &TestApp, count: usize) -> Vec<ShipmentSummary> {
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let orders = pooled(&owner, count).await;
    fake.network(|network| network.set_tells_marks(false));
    place(&owner, &account, &orders).await;
    app.work().await;
    owner.read::<Page<ShipmentSummary>>(&format!("/shipments?limit={count}")).await.items
}

async fn shown(app: &TestApp, id: shared::ShipmentId) -> Shipment {
    app.owner().await.read(&format!("/shipments/{id}")).await
}

async fn minutes(app: &TestApp, count: usize) {
    for _ in 0..count {
        app.clock.advance(TimeDelta::seconds(61));
        app.work().await;
    }
}

#[actix_web::test]
async fn a_route_the_carrier_could_not_tell_is_asked_for_until_it_is_there() {
    let (fake, app) = network(FaultPlan::next(Some(ROUTE), &[Fault::Quota, Fault::Html, Fault::TimeoutBefore])).await;
    let first = shipped(&fake, &app, 1).await.remove(0);
    assert_eq!((first.route_code.as_str(), fake.network(|network| network.calls(ROUTE))), ("", 1));
    assert!(fake.network(|network| network.is_subscribed(&first.waybill_no)), "one does not wait for the other");
    // The carrier wants to be left alone for a minute.
    app.work().await;
    assert_eq!(fake.network(|network| network.calls(ROUTE)), 1);
    // Its label comes out without a route, and is worth nothing once there is one.
    let shipment = shown(&app, first.id).await;
    app.owner().await.labels(&[&shipment]).await;

    minutes(&app, 6).await;
    let after = shown(&app, first.id).await;
    let told = fake.network(|network| network.orders().map(|order| order.mark.clone()).next());
    assert_eq!(Some(&after.route_code), told.as_ref());
    assert!(!after.bag_hub.is_empty() && after.label_stale);
    assert!(fake.network(|network| network.calls(ROUTE)) >= 4);
    assert_eq!(app.db_count("carrier_orders", "route_at IS NOT NULL").await, 0);
    let owner = app.owner().await;
    let again = owner.prints(&[&after], Some("三段码补上了")).await;
    let sent = json!({ "results": [{ "print_job_id": again.jobs[0].id, "result": { "state": "confirmed" } }] });
    owner.post("/print-jobs/results", &sent).await.expect(204);
    assert!(!shown(&app, first.id).await.label_stale, "the new one says it");
    fake.stop().await;
}

#[actix_web::test]
async fn nobody_asks_for_the_route_of_a_parcel_that_is_on_its_way_or_voided() {
    let (fake, app) = network(FaultPlan::next(Some(ROUTE), &[Fault::Unavailable, Fault::Unavailable])).await;
    let shipments = shipped(&fake, &app, 2).await;
    assert_eq!(app.db_count("carrier_orders", "route_at IS NOT NULL").await, 2);
    let asked = fake.network(|network| network.calls(ROUTE));
    let void = json!({ "shipment_ids": [shipments[0].id] });
    app.owner().await.post("/shipments/void", &void).await.expect(200);
    let picked_up = scan(&app, &shipments[1].waybill_no, "GOT", 0);
    assert_eq!(record(&app, &[picked_up]).await, [(true, false, None)]);
    minutes(&app, 3).await;
    assert_eq!(fake.network(|network| network.calls(ROUTE)), asked);
    assert_eq!(app.db_count("carrier_orders", "route_at IS NOT NULL").await, 0);
    fake.stop().await;
}
