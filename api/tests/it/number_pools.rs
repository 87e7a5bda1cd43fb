//! Pools of waybill numbers, as the network's staff look after them.

use std::collections::BTreeSet;

use carrier::embedded::WaybillNo;
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared::{
    OutletId, Page, Role,
    numbers::{NumberHolding, NumberPool, NumbersReturned},
    shipments::Shipment,
};

use crate::support::{Caller, TestApp, samples};

fn serial(shipment: &Shipment) -> u64 {
    shipment.waybill_no.parse::<WaybillNo>().unwrap().serial()
}

fn pool_of(outlet: OutletId, first: u64, last: u64) -> Value {
    let range = json!({ "first_serial": first, "last_serial": last });
    json!({ "outlet_id": outlet, "range": range, "block_size": 10, "low_water": 20 })
}

/// A pool of the outlet of both demo merchants: 1 to 100, in blocks of ten.
async fn makes_pool(app: &TestApp, staff: &Caller<'_>) -> NumberPool {
    staff.post("/number-pools", &pool_of(app.default_outlet().await, 1, 100)).await.expect(201).json()
}

async fn pool(staff: &Caller<'_>, id: shared::NumberPoolId) -> NumberPool {
    let pools: Vec<NumberPool> = staff.read("/number-pools").await;
    pools.into_iter().find(|pool| pool.id == id).unwrap()
}

#[actix_web::test]
async fn an_outlets_merchants_ship_with_its_numbers() {
    let app = TestApp::new().await;
    let (staff, owner) = (app.staff().await, app.owner().await);
    let before: Vec<NumberPool> = staff.read("/number-pools").await;
    assert_eq!((before.len(), before[0].outlet_id, before[0].is_low), (1, None, false));
    let networks = owner.ships("N-1").await;
    let made = makes_pool(&app, &staff).await;
    assert_eq!((made.outlet_name.as_deref(), made.left, made.block_size), (Some("上海青浦华新网点"), 100, 10));
    // What is left of the network's block is used up first; another merchant has none of it.
    assert_eq!(serial(&owner.ships("N-2").await), serial(&networks) + 1);
    assert_eq!(serial(&app.other_merchant().await.ships("N-3").await), 1);
    let now = pool(&staff, made.id).await;
    assert_eq!((now.left, now.handed_out, now.used, now.unused), (90, 10, 1, 9));
    assert_eq!(app.db_count("network_audit_log", "action = 'number_pool.create'").await, 1);
}

#[actix_web::test]
async fn no_serial_is_given_twice() {
    let app = TestApp::new().await;
    let staff = app.staff().await;
    let made = makes_pool(&app, &staff).await;
    let outlets: Vec<shared::merchants::Outlet> = staff.read("/outlets").await;
    let other = outlets.iter().find(|outlet| !outlet.is_default).unwrap().id;
    staff.post("/number-pools", &pool_of(app.default_outlet().await, 201, 300)).await.problem(409, "pool_exists");
    let problem = staff.post("/number-pools", &pool_of(other, 100, 200)).await.problem(409, "range_overlaps");
    assert!(problem.detail.contains("1–100"), "{}", problem.detail);
    let ranges = format!("/number-pools/{}/ranges", made.id);
    let range = |first: u64, last: u64| json!({ "first_serial": first, "last_serial": last });
    staff.post(&ranges, &range(0, 1)).await.problem(409, "range_overlaps");
    staff.post(&ranges, &range(300_000_000_000, 300_000_000_001)).await.problem(409, "range_overlaps");
    staff.post(&ranges, &range(9, 8)).await.faults(&[("/last_serial", "out_of_range")]);
    staff.post(&ranges, &range(1, 1_000_000_000_000)).await.faults(&[("/last_serial", "out_of_range")]);
    let more: NumberPool = staff.post(&ranges, &range(101, 150)).await.expect(201).json();
    assert_eq!((more.left, more.ranges.len(), more.ranges[1].left), (150, 2, 50));
    staff.post(&ranges, &range(101, 150)).await.problem(409, "range_overlaps");
    let wrong = json!({
        "outlet_id": samples::NOBODY, "range": range(5, 4), "block_size": 0, "low_water": 4_000_000_000_u32,
    });
    staff.post("/number-pools", &wrong).await.faults(&[
        ("/block_size", "out_of_range"),
        ("/low_water", "out_of_range"),
        ("/range/last_serial", "out_of_range"),
        ("/outlet_id", "unknown_outlet"),
    ]);
}

#[actix_web::test]
async fn a_pool_below_its_mark_is_low() {
    let app = TestApp::new().await;
    let staff = app.staff().await;
    let made = makes_pool(&app, &staff).await;
    let low = async || -> Vec<NumberPool> { staff.read("/number-pools?low=true").await };
    assert_eq!(low().await, []);
    let path = format!("/number-pools/{}", made.id);
    let marked = json!({ "block_size": 5, "low_water": 101 });
    let changed: NumberPool = staff.put(&path, &marked).await.expect(200).json();
    assert_eq!((changed.is_low, changed.block_size), (true, 5));
    // Whoever dispatches sees it, and changes nothing.
    app.hires("driver", app.default_outlet().await, Role::StaffDispatcher).await;
    let driver = app.signed_in("driver").await;
    let seen: Vec<NumberPool> = driver.read("/number-pools?low=true").await;
    assert_eq!(seen, [changed]);
    driver.put(&path, &marked).await.problem(403, "forbidden");
    staff
        .put(&path, &json!({ "block_size": 100_001, "low_water": 0 }))
        .await
        .faults(&[("/block_size", "out_of_range")]);
    let quiet: NumberPool = staff.put(&path, &json!({ "block_size": 5, "low_water": 0 })).await.expect(200).json();
    assert!(!quiet.is_low);
}

#[actix_web::test]
async fn numbers_are_handed_out_and_taken_back() {
    let app = TestApp::new().await;
    let (staff, other) = (app.staff().await, app.other_merchant().await);
    let made = makes_pool(&app, &staff).await;
    let merchant = app.caller_scope("K100002").await.merchant_id();
    let (blocks, returns) = (format!("/number-pools/{}/blocks", made.id), format!("/number-pools/{}/returns", made.id));
    let issue = json!({ "merchant_id": merchant, "count": 25 });
    let held: NumberHolding = staff.post_once(&blocks, "k1", &issue).await.expect(201).json();
    assert_eq!((held.merchant_code.as_str(), held.handed_out, held.unused), ("K100002", 25, 25));
    // A repetition hands out nothing more.
    let again = staff.post_once(&blocks, "k1", &issue).await.expect(201);
    assert_eq!((again.json::<NumberHolding>(), again.header("idempotent-replayed")), (held, "true"));
    assert_eq!(serial(&other.ships("N-1").await), 1);
    let page: Page<NumberHolding> = staff.read(&blocks).await;
    assert_eq!(page.items.iter().map(|one| (one.handed_out, one.used)).collect::<Vec<_>>(), [(25, 1)]);
    let back: NumbersReturned = staff.post(&returns, &json!({ "merchant_id": merchant })).await.expect(201).json();
    assert_eq!((back.count, back.holding.handed_out, back.holding.unused), (24, 1, 0));
    staff.post(&returns, &json!({ "merchant_id": merchant })).await.problem(409, "nothing_unused");
    let now = pool(&staff, made.id).await;
    assert_eq!((now.left, now.handed_out, now.used), (99, 1, 1));
    assert!(now.ranges.iter().any(|range| range.is_returned && (range.first_serial, range.left) == (2, 24)));
    // What came back goes out first.
    assert_eq!(serial(&other.ships("N-2").await), 2);
    let too_many = json!({ "merchant_id": merchant, "count": 90 });
    let problem = staff.post(&blocks, &too_many).await.problem(409, "too_few_numbers");
    assert!(problem.detail.contains("89"), "{}", problem.detail);
    assert_eq!(pool(&staff, made.id).await.left, 89, "nothing of it is kept");
    let nobody = json!({ "merchant_id": samples::NOBODY, "count": 1 });
    staff.post(&blocks, &nobody).await.faults(&[("/merchant_id", "unknown_merchant")]);
    staff.post(&blocks, &json!({ "merchant_id": merchant, "count": 0 })).await.faults(&[("/count", "out_of_range")]);
    for action in ["number_pool.issue", "number_pool.return"] {
        assert_eq!(app.db_count("network_audit_log", &format!("action = '{action}'")).await, 1, "{action}");
    }
}

#[actix_web::test]
async fn an_outlets_numbers_are_for_its_own_merchants() {
    let app = TestApp::new().await;
    let staff = app.staff().await;
    let outlets: Vec<shared::merchants::Outlet> = staff.read("/outlets").await;
    let other = outlets.iter().find(|outlet| !outlet.is_default).unwrap().id;
    let made: NumberPool = staff.post("/number-pools", &pool_of(other, 1, 100)).await.expect(201).json();
    let merchant = app.caller_scope("K100001").await.merchant_id();
    let issue = json!({ "merchant_id": merchant, "count": 1 });
    let blocks = format!("/number-pools/{}/blocks", made.id);
    staff.post(&blocks, &issue).await.faults(&[("/merchant_id", "other_outlet")]);
    // The network's are for everybody who may still ship.
    let pools: Vec<NumberPool> = staff.read("/number-pools").await;
    let blocks = format!("/number-pools/{}/blocks", pools[0].id);
    staff.post(&blocks, &issue).await.expect(201);
    staff.post(&format!("/merchants/{merchant}/close"), &json!({ "reason": "不再合作" })).await.expect(200);
    staff.post(&blocks, &issue).await.problem(409, "merchant_closed");
}

#[actix_web::test]
async fn a_merchant_ships_on_while_its_numbers_are_taken_back() {
    let app = TestApp::new().await;
    let (staff, other) = (app.staff().await, app.other_merchant().await);
    let made = makes_pool(&app, &staff).await;
    let merchant = app.caller_scope("K100002").await.merchant_id();
    let returns = format!("/number-pools/{}/returns", made.id);
    let body = json!({ "merchant_id": merchant });
    let ships = async {
        let made = (0..24).map(|n| {
            let other = &other;
            async move { serial(&other.ships(&format!("N-{n}")).await) }
        });
        join_all(made).await
    };
    let back = async {
        for _ in 0..12 {
            let answer = staff.post(&returns, &body).await;
            assert!(matches!(answer.status, 201 | 409), "{}", answer.text());
        }
    };
    let (serials, ()) = futures_util::future::join(ships, back).await;
    let distinct: BTreeSet<u64> = serials.iter().copied().collect();
    assert_eq!(distinct.len(), 24);
    let now = pool(&staff, made.id).await;
    assert_eq!((now.used, now.left + now.handed_out), (24, 100));
    assert!(distinct.iter().all(|serial| *serial <= 100));
}
