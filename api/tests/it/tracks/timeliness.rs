//! How long parcels took, and when the next one is likely there.

use chrono::{NaiveDate, TimeDelta};
use serde_json::{Value, json};
use shared::{
    shipments::{Quote, Shipment},
    timeliness::{DaysCount, DeliveryEstimate, EstimateBasis, LaneTimes, Timeliness},
};

use super::record;
use crate::{
    operators::{JOINED, joined},
    support::{Caller, TestApp},
};

/// The test's clock begins on the 15th at noon.
fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, day).unwrap()
}

/// A scan so many hours before the clock's time.
fn ago(app: &TestApp, shipment: &Shipment, code: &str, hours: i64) -> Value {
    let at = app.app.now() - TimeDelta::hours(hours);
    json!({ "waybill_no": shipment.waybill_no, "code": code, "at": at, "place": "杭州余杭网点" })
}

async fn lanes(caller: &Caller<'_>) -> Vec<LaneTimes> {
    caller.read::<Timeliness>("/timeliness").await.lanes
}

/// Whoever was signed in before is not any more.
async fn two_days_later(app: &TestApp) -> Caller<'_> {
    app.clock.advance(TimeDelta::days(2));
    app.clerk().await
}

/// Picked up two days ago and delivered so many hours later.
async fn deliver(app: &TestApp, shipments: &[Shipment], took_h: i64) {
    let scans: Vec<Value> = shipments
        .iter()
        .flat_map(|shipment| [ago(app, shipment, "GOT", 48), ago(app, shipment, "SIGNED", 48 - took_h)])
        .collect();
    for some in scans.chunks(40) {
        assert!(record(app, some).await.iter().all(|(ok, ..)| *ok));
    }
}

async fn ships(caller: &Caller<'_>, prefix: &str, count: usize) -> Vec<Shipment> {
    let mut made = Vec::new();
    for nth in 0..count {
        made.push(caller.ships(&format!("{prefix}-{nth}")).await);
    }
    made
}

async fn quoted(caller: &Caller<'_>) -> DeliveryEstimate {
    let place = json!({ "province": "浙江省", "city": "杭州市", "district": "余杭区" });
    caller.post("/quotes", &place).await.expect(200).json::<Quote>().delivery.expect("the network promises something")
}

#[actix_web::test]
async fn what_was_delivered_is_told_by_lane_and_expected_of_the_next() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let before = quoted(&clerk).await;
    assert_eq!((before.likely, before.basis, before.deliveries), (None, EstimateBasis::Promise, 0));
    assert_eq!(before.promised_day, Some(day(18)), "Shanghai to Hangzhou is one region");

    let (quick, slow) = (ships(&clerk, "Q", 16).await, ships(&clerk, "S", 4).await);
    let clerk = two_days_later(&app).await;
    deliver(&app, &quick, 24).await;
    deliver(&app, &slow, 47).await;
    let report: Timeliness = clerk.read("/timeliness").await;
    assert_eq!((report.from.as_str(), report.to.as_str()), ("2026-04", "2026-06"));
    let lane = report.lanes.iter().find(|lane| lane.city == "杭州市").expect("it is a lane now");
    assert_eq!((lane.from_province.as_str(), lane.from_city.as_str()), ("上海市", "上海市"));
    assert_eq!(lane.carrier.name, crate::support::NETWORK_NAME);
    assert_eq!(lane.days, [(1, 16), (2, 4)].map(|(days, deliveries)| DaysCount { days, deliveries }));
    assert_eq!((lane.deliveries, lane.promised_days, lane.within_promise), (20, Some(3), Some(20)));
    assert_eq!(lane.average_minutes, Some((16 * 24 + 4 * 47) * 60 / 20));
    assert_eq!((lane.half_days, lane.most_days), (1, 2));

    // Ordered at noon of the 17th, so picked up the same day.
    let estimate = quoted(&clerk).await;
    let likely = estimate.likely.expect("twenty are enough");
    assert_eq!((likely.day, likely.percent), (day(18), 80));
    assert_eq!((estimate.basis, estimate.deliveries), (EstimateBasis::OwnLane, 20));
    let days: Vec<_> = estimate.chances.iter().map(|chance| (chance.day, chance.percent)).collect();
    assert_eq!(days, [(day(18), 80), (day(19), 100)]);

    // One that has been under way for a day is compared with those that took longer; too few did.
    let late = clerk.ships("L-1").await;
    record(&app, &[ago(&app, &late, "GOT", 0)]).await;
    let clerk = two_days_later(&app).await;
    let shown: Shipment = clerk.read(&format!("/shipments/{}", late.id)).await;
    let estimate = shown.delivery.expect("it is promised");
    assert_eq!((estimate.likely, estimate.promised_day), (None, Some(day(20))));
    let there: Shipment = clerk.read(&format!("/shipments/{}", quick[0].id)).await;
    assert_eq!(there.delivery, None, "it is there");
}

#[actix_web::test]
async fn others_learn_from_a_lane_without_seeing_whose_it_is() {
    let app = TestApp::new().await;
    let made = ships(&app.clerk().await, "Q", 20).await;
    two_days_later(&app).await;
    let other = app.other_merchant().await;
    deliver(&app, &made, 24).await;
    assert!(lanes(&other).await.is_empty());
    let estimate = quoted(&other).await;
    assert_eq!((estimate.basis, estimate.deliveries), (EstimateBasis::Lane, 20));
}

#[actix_web::test]
async fn what_comes_back_or_is_told_late_is_counted_as_it_was() {
    let app = TestApp::new().await;
    let made = ships(&app.clerk().await, "Q", 3).await;
    let clerk = two_days_later(&app).await;
    let counted = |lanes: Vec<LaneTimes>| -> Vec<(u32, u64)> {
        lanes
            .iter()
            .filter(|lane| lane.city == "杭州市")
            .flat_map(|lane| lane.days.iter().map(|count| (count.days, count.deliveries)))
            .collect()
    };
    // The last first: until the pickup is told, the parcel was first seen when it was signed for.
    record(&app, &[ago(&app, &made[0], "SIGNED", 1)]).await;
    assert_eq!(counted(lanes(&clerk).await), [(0, 1)]);
    record(&app, &[ago(&app, &made[0], "GOT", 48)]).await;
    assert_eq!(counted(lanes(&clerk).await), [(2, 1)]);
    // Waiting in a locker is there; fetched a day later changes nothing.
    let scans = [ago(&app, &made[1], "GOT", 48), ago(&app, &made[1], "INBOUND", 24)];
    record(&app, &scans).await;
    record(&app, &[ago(&app, &made[1], "DEPARTURE_SIGNED", 0)]).await;
    assert_eq!(counted(lanes(&clerk).await), [(1, 1), (2, 1)]);
    deliver(&app, &made[2..], 47).await;
    assert_eq!(counted(lanes(&clerk).await), [(1, 1), (2, 2)]);
    record(&app, &[ago(&app, &made[2], "RETURN_SCAN", 0)]).await;
    assert_eq!(counted(lanes(&clerk).await), [(1, 1), (2, 1)]);
    let back: Shipment = clerk.read(&format!("/shipments/{}", made[2].id)).await;
    assert_eq!(back.delivery, None, "it will not be delivered");
}

#[actix_web::test]
async fn whoever_sees_a_part_sees_the_times_of_that_part() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let narrow = joined(&app, &owner, "narrow", json!({ "role": "clerk", "data_scope": "own" })).await;
    let (theirs, mine) = (ships(&owner, "T", 2).await, ships(&narrow, "M", 1).await);
    two_days_later(&app).await;
    let (owner, narrow) = (app.owner().await, app.signed_in_with("K100001/narrow", JOINED).await);
    deliver(&app, &theirs, 24).await;
    deliver(&app, &mine, 47).await;
    let seen = lanes(&narrow).await;
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].days, [DaysCount { days: 2, deliveries: 1 }]);
    assert_eq!(seen[0].average_minutes, None);
    let all = lanes(&owner).await;
    let all = all.iter().find(|lane| lane.city == "杭州市").unwrap();
    assert_eq!(all.deliveries, 3);
}

#[actix_web::test]
async fn months_that_cannot_be_are_refused() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    for (query, at, code) in [
        ("?from=2026-13", "/from", "bad_month"),
        ("?to=june", "/to", "bad_month"),
        ("?from=2026-05&to=2026-04", "/from", "out_of_range"),
        ("?from=2024-01&to=2026-04", "/from", "out_of_range"),
    ] {
        clerk.get(&format!("/timeliness{query}")).await.faults(&[(at, code)]);
    }
}
