//! The network's routes, as its staff change them.

use carrier::RouteTable;
use serde_json::{Value, json};
use shared::{
    routes::{PlaceRoute, RouteChange, RouteSource},
    shipments::{Quote, Shipment},
};

use crate::support::{Caller, TestApp, samples};

/// Where samples go: 浙江省杭州市余杭区.
const PLACE: u32 = 330_110;
const CITY: u32 = 3301;

fn by(hub: &str, name: &str) -> Value {
    json!({ "is_served": true, "hub_code": hub, "bag_hub": name })
}

async fn quote(caller: &Caller<'_>) -> Quote {
    let asked = json!({ "province": "浙江省", "city": "杭州市", "district": "余杭区", "weight_g": 900 });
    caller.post("/quotes", &asked).await.expect(200).json()
}

async fn change(staff: &Caller<'_>, code: u32, body: &Value) -> PlaceRoute {
    staff.put(&format!("/route-changes/{code}"), body).await.expect(200).json()
}

#[actix_web::test]
async fn a_changed_route_is_on_what_is_made_from_then_on() {
    let app = TestApp::new().await;
    let (staff, clerk) = (app.staff().await, app.clerk().await);
    let found: PlaceRoute = staff.read(&format!("/routes/{PLACE}")).await;
    assert_eq!(
        (found.source, found.is_served, found.name.as_str()),
        (RouteSource::BuiltIn, true, "浙江省杭州市余杭区")
    );
    let before = clerk.ships("R-1").await;
    assert_eq!((&before.route_code, &before.bag_hub), (&found.route_code, &found.bag_hub));

    let city = change(&staff, CITY, &by("A75", "杭州下沙分拨")).await;
    assert_eq!((city.source, city.changed_at, city.route_code.as_str()), (RouteSource::Change, Some(CITY), ""));
    let quoted = quote(&clerk).await;
    assert_eq!(quoted.bag_hub, "杭州下沙分拨");
    assert_eq!(quoted.route_code, format!("A75{}", &found.route_code[3..]));
    let after = clerk.ships("R-2").await;
    assert_eq!((&after.route_code, &after.bag_hub), (&quoted.route_code, &quoted.bag_hub));
    // What is made already keeps its route.
    let kept: Shipment = clerk.read(&format!("/shipments/{}", before.id)).await;
    assert_eq!(kept.route_code, found.route_code);

    // The narrower place counts.
    let own = json!({ "is_served": true, "hub_code": "A75", "bag_hub": "余杭直发", "route_code": "A75-Z00-01 X" });
    let county = change(&staff, PLACE, &own).await;
    assert_eq!((county.changed_at, county.route_code.as_str()), (Some(PLACE), "A75-Z00-01 X"));
    assert_eq!(clerk.ships("R-3").await.route_code, "A75-Z00-01 X");
    let listed: Vec<RouteChange> = staff.read("/route-changes").await;
    assert_eq!(listed.iter().map(|one| one.code).collect::<Vec<_>>(), [CITY, PLACE]);

    for code in [PLACE, CITY] {
        staff.delete(&format!("/route-changes/{code}")).await.expect(204);
        staff.delete(&format!("/route-changes/{code}")).await.problem(404, "not_found");
    }
    assert_eq!(quote(&clerk).await.route_code, found.route_code);
    assert_eq!(app.db_count("network_audit_log", "action = 'route.change'").await, 2);
    assert_eq!(app.db_count("network_audit_log", "action = 'route.restore'").await, 2);
}

#[actix_web::test]
async fn nothing_is_shipped_where_the_network_does_not_go() {
    let app = TestApp::new().await;
    let (staff, clerk) = (app.staff().await, app.clerk().await);
    let gone = change(&staff, 33, &json!({ "is_served": false })).await;
    assert!(!gone.is_served && gone.hub_code.is_empty());
    clerk.post("/shipments", &samples::shipment("R-1")).await.problem(422, "no_route");
    let asked = json!({ "province": "浙江省", "city": "杭州市", "district": "余杭区", "weight_g": 900 });
    clerk.post("/quotes", &asked).await.problem(422, "no_route");
    // But for one city.
    change(&staff, CITY, &by("571", "杭州转运中心")).await;
    clerk.ships("R-2").await;
}

#[actix_web::test]
async fn a_change_is_looked_at_before_it_counts() {
    let app = TestApp::new().await;
    let staff = app.staff().await;
    let put = async |code: u32, body: Value| staff.put(&format!("/route-changes/{code}"), &body).await;
    for nowhere in [0, 1, 99, 123, 4_499, 440_399, u32::MAX] {
        put(nowhere, by("755", "x")).await.problem(404, "not_found");
        staff.get(&format!("/routes/{nowhere}")).await.problem(404, "not_found");
    }
    staff.get("/routes/044").await.problem(404, "not_found");
    put(44, json!({ "is_served": true })).await.faults(&[("/hub_code", "required"), ("/bag_hub", "required")]);
    for hub in ["75", "7a5", "75-", "深圳市"] {
        put(44, by(hub, "x")).await.faults(&[("/hub_code", "wrong_form")]);
    }
    put(44, by("7555", &"长".repeat(21))).await.faults(&[("/hub_code", "too_long"), ("/bag_hub", "too_long")]);
    let route = |text: &str| {
        let mut body = by("755", "深圳");
        body["route_code"] = json!(text);
        body
    };
    put(44, route("755-1")).await.faults(&[("/route_code", "county_only")]);
    put(PLACE, route("七五五")).await.faults(&[("/route_code", "bad_characters")]);
    put(PLACE, route(&"7".repeat(33))).await.faults(&[("/route_code", "too_long")]);
    let none = json!({ "is_served": false, "hub_code": "755", "bag_hub": "", "route_code": "" });
    put(44, none).await.faults(&[("/hub_code", "not_served")]);
    let listed: Vec<RouteChange> = staff.read("/route-changes").await;
    assert_eq!(listed, []);
    app.reviewer().await.put("/route-changes/44", &by("755", "x")).await.problem(403, "forbidden");
}

#[actix_web::test]
async fn another_node_learns_of_a_change_within_seconds() {
    let app = TestApp::new().await;
    let (staff, node) = (app.staff().await, app.second_node().await);
    let route = async || {
        node.routes.refresh(&node.store, node.now()).await.unwrap();
        node.routes.route(PLACE).unwrap().bag_hub
    };
    let before = route().await;
    change(&staff, CITY, &by("A75", "杭州下沙分拨")).await;
    assert_eq!(route().await, before);
    app.clock.advance(chrono::TimeDelta::seconds(6));
    assert_eq!(route().await, "杭州下沙分拨");
    staff.delete("/route-changes/3301").await.expect(204);
    app.clock.advance(chrono::TimeDelta::seconds(6));
    assert_eq!(route().await, before);
}
