//! Where parcels are that the carrier does not tell of: asked for now and then, and at once where somebody wants to know.

use fake_zto::{Ending, FakeZto, Fault, FaultPlan, PushStyle};
use serde_json::json;
use shared::{
    Page, ShipmentState,
    proofs::ReceivedBy,
    shipments::{Shipment, ShipmentSummary},
    tracks::PublicTrack,
};
use yundan::app::privacy;

use super::{TimeDelta, bound, listening, network, place, pooled};
use crate::support::TestApp;

const SUBSCRIBE: &str = "zto.merchant.waybill.track.subsrcibe";
const QUERY: &str = "zto.merchant.waybill.track.query";

/// Ships so many orders with the carrier.
pub async fn shipped(app: &TestApp, count: usize) -> Vec<ShipmentSummary> {
    let owner = app.owner().await;
    let account = bound(&owner).await;
    let orders = pooled(&owner, count).await;
    place(&owner, &account, &orders).await;
    app.work().await;
    owner.read::<Page<ShipmentSummary>>(&format!("/shipments?limit={count}")).await.items
}

async fn shown(app: &TestApp, shipment: &ShipmentSummary) -> Shipment {
    app.owner().await.read(&format!("/shipments/{}", shipment.id)).await
}

/// What stands in the track, without the order itself.
async fn codes(app: &TestApp, shipment: &ShipmentSummary) -> Vec<String> {
    let track = shown(app, shipment).await.track;
    track.into_iter().rev().map(|event| event.code).collect()
}

async fn asks(app: &TestApp, shipment: &ShipmentSummary) -> Shipment {
    app.owner().await.post(&format!("/shipments/{}/track", shipment.id), &json!({})).await.expect(200).json()
}

fn asked(fake: &FakeZto) -> u64 {
    fake.network(|network| network.calls(QUERY))
}

async fn passes(app: &TestApp, time: TimeDelta) {
    app.clock.advance(time);
    app.work().await;
}

#[actix_web::test]
async fn a_parcel_that_the_carrier_would_not_tell_of_is_asked_for_until_it_is_there() {
    let (fake, app) = network(FaultPlan::next(Some(SUBSCRIBE), &[Fault::BadSignature])).await;
    let shipment = shipped(&app, 1).await.remove(0);
    assert!(!fake.network(|network| network.is_subscribed(&shipment.waybill_no)));
    let track = shown(&app, &shipment).await.carrier_track.expect("a carrier has it");
    assert!(track.is_polled && track.asked_at.is_none() && track.carrier_name == "中通快递", "{track:?}");

    fake.network(|network| network.scan(&shipment.waybill_no, "GOT"));
    app.work().await;
    assert_eq!(asked(&fake), 0, "it was ordered just now");
    passes(&app, TimeDelta::minutes(61)).await;
    assert_eq!((asked(&fake), shown(&app, &shipment).await.state), (1, ShipmentState::PickedUp));
    app.work().await;
    assert_eq!(asked(&fake), 1, "not at each run");

    // Nobody answers, or not in time: it is tried again.
    fake.set_faults(FaultPlan::next(Some(QUERY), &[Fault::Html, Fault::Quota]));
    fake.journey(&shipment.waybill_no, Ending::Signed, PushStyle::default()).await.unwrap();
    for _ in 0..8 {
        passes(&app, TimeDelta::minutes(10)).await;
    }
    let after = shown(&app, &shipment).await;
    assert_eq!(after.state, ShipmentState::Delivered, "{:?}", after.track);
    assert!(after.carrier_track.is_some_and(|track| track.asked_at.is_some()));
    assert_eq!(app.db_count("carrier_orders", "track_at IS NOT NULL").await, 0);
    let until_there = asked(&fake);
    passes(&app, TimeDelta::days(3)).await;
    assert_eq!(asked(&fake), until_there, "it is over");
    fake.stop().await;
}

#[actix_web::test]
async fn a_parcel_that_is_quiet_is_asked_for_once_and_then_ever_more_seldom() {
    let (fake, app) = network(FaultPlan::none()).await;
    let shipment = shipped(&app, 1).await.remove(0);
    // The push of it is lost.
    fake.network(|network| network.scan(&shipment.waybill_no, "GOT"));
    passes(&app, TimeDelta::hours(2)).await;
    assert_eq!(asked(&fake), 0, "the carrier tells of it, and a day is nothing");
    passes(&app, TimeDelta::hours(23)).await;
    assert_eq!((asked(&fake), shown(&app, &shipment).await.state), (1, ShipmentState::PickedUp));
    assert!(shown(&app, &shipment).await.carrier_track.is_some_and(|track| !track.is_polled));
    for _ in 0..10 {
        passes(&app, TimeDelta::hours(1)).await;
    }
    assert_eq!(asked(&fake), 1, "not at each run");
    passes(&app, TimeDelta::hours(3)).await;
    assert_eq!(asked(&fake), 2);
    passes(&app, TimeDelta::hours(18)).await;
    assert_eq!(asked(&fake), 2, "the longer it is quiet, the longer nobody asks");
    passes(&app, TimeDelta::days(70)).await;
    let until_given_up = asked(&fake);
    assert_eq!(app.db_count("carrier_orders", "track_at IS NOT NULL").await, 0);
    passes(&app, TimeDelta::days(3)).await;
    assert_eq!(asked(&fake), until_given_up);
    fake.stop().await;
}

#[actix_web::test]
async fn what_is_voided_is_asked_for_no_more() {
    let (fake, app) = network(FaultPlan::none()).await;
    let shipment = shipped(&app, 1).await.remove(0);
    let void = json!({ "shipment_ids": [shipment.id] });
    app.owner().await.post("/shipments/void", &void).await.expect(200);
    passes(&app, TimeDelta::days(2)).await;
    assert_eq!((asked(&fake), app.db_count("carrier_orders", "track_at IS NOT NULL").await), (0, 0));
    fake.stop().await;
}

#[actix_web::test]
async fn what_is_pushed_and_told_is_kept_once_whichever_comes_first() {
    let (fake, app) = network(FaultPlan::none()).await;
    let shipments = shipped(&app, 2).await;
    let (told_first, pushed_first) = (&shipments[0], &shipments[1]);
    app.clock.advance(chrono::Utc::now() - app.app.now());
    // Nobody listens yet.
    fake.journey(&told_first.waybill_no, Ending::Locker, PushStyle::default()).await.unwrap();
    assert_eq!(asks(&app, told_first).await.state, ShipmentState::Delivered);
    let before = codes(&app, told_first).await;
    let handle = listening(&fake, &app);
    let style = PushStyle { twice: true, out_of_order: true, forged: false };
    for shipment in [told_first, pushed_first] {
        let pushed = fake.journey(&shipment.waybill_no, Ending::Locker, style).await.unwrap();
        assert!(pushed.taken > 10 && pushed.lost == 0, "{pushed:?}");
    }
    assert_eq!(codes(&app, told_first).await, before);
    let pushed = codes(&app, pushed_first).await;
    assert_eq!(pushed, before);
    assert_eq!(asks(&app, pushed_first).await.state, ShipmentState::Delivered);
    assert_eq!(codes(&app, pushed_first).await, pushed);
    let once = |code: &str| before.iter().filter(|known| *known == code).count();
    assert_eq!((once("INBOUND"), once("ARRIVAL"), once("DEPARTURE_SIGNED")), (1, 2, 1), "{before:?}");
    handle.stop(true).await;
    fake.stop().await;
}

#[actix_web::test]
async fn a_person_asks_at_once_but_not_again_and_again() {
    let (fake, app) = network(FaultPlan::none()).await;
    let shipment = shipped(&app, 1).await.remove(0);
    let path = format!("/shipments/{}/track", shipment.id);
    fake.network(|network| network.scan(&shipment.waybill_no, "GOT"));
    let answer = asks(&app, &shipment).await;
    assert_eq!(answer.state, ShipmentState::PickedUp);
    assert!(answer.carrier_track.is_some_and(|track| track.asked_at.is_some()));
    let clerk = app.clerk().await;
    let refused = clerk.post(&path, &json!({})).await;
    let wait = refused.headers.get("retry-after").and_then(|wait| wait.to_str().ok()?.parse::<u32>().ok());
    assert!(wait.is_some_and(|wait| (1..=60).contains(&wait)), "{wait:?}");
    refused.problem(429, "asked_just_now");
    assert_eq!(asked(&fake), 1);

    app.clock.advance(TimeDelta::seconds(61));
    fake.set_faults(FaultPlan::next(Some(QUERY), &[Fault::NotFound]));
    clerk.post(&path, &json!({})).await.problem(503, "carrier_unavailable");
    app.clock.advance(TimeDelta::seconds(61));
    asks(&app, &shipment).await;
    let own = app.owner().await.ships("OWN-1").await;
    clerk.post(&format!("/shipments/{}/track", own.id), &json!({})).await.problem(422, "own_network");
    assert_eq!(own.carrier_track, None);
    app.other_merchant().await.post(&path, &json!({})).await.problem(404, "not_found");
    app.work().await;
    fake.stop().await;
}

#[actix_web::test]
async fn what_the_carrier_says_is_shown_with_people_hidden_and_forgotten_with_them() {
    const SIGNER: &str = "诸葛明月";
    const COURIERS_PHONE: &str = "13800000000";
    let (fake, app) = network(FaultPlan::none()).await;
    let shipments = shipped(&app, 2).await;
    let (told, pushed) = (&shipments[0], &shipments[1]);
    app.clock.advance(chrono::Utc::now() - app.app.now());
    fake.network(|network| shipments.iter().for_each(|one| network.set_signer(&one.waybill_no, SIGNER)));
    fake.journey(&told.waybill_no, Ending::Signed, PushStyle::default()).await.unwrap();
    asks(&app, told).await;
    let handle = listening(&fake, &app);
    fake.journey(&pushed.waybill_no, Ending::Signed, PushStyle::default()).await.unwrap();

    for shipment in &shipments {
        let answer = app.owner().await.get(&format!("/shipments/{}", shipment.id)).await.expect(200);
        let text = String::from_utf8_lossy(&answer.body);
        assert!(!text.contains(SIGNER) && !text.contains(COURIERS_PHONE) && !text.contains("王五"), "{text}");
        let shown: Shipment = answer.json();
        let signed = &shown.track[0];
        assert_eq!((signed.code.as_str(), signed.signer.as_deref()), ("SIGNED", Some("诸***")));
        assert_eq!(signed.said.as_deref(), Some("【郑州市】快件已由【诸***】签收，签收网点：【郑州高新区】"));
        assert_eq!(signed.city, "郑州市");
        let got = shown.track.iter().find(|event| event.code == "GOT").expect("it was picked up");
        assert_eq!(got.said.as_deref(), Some("【上海市】【青浦华新】的业务员王*,138******00已揽收"));
        let proof = shown.proof.expect("the carrier said who signed");
        assert_eq!((proof.received_by, proof.signer.as_deref()), (ReceivedBy::Other, Some("诸***")));
        assert_eq!((proof.place.as_str(), proof.has_picture), ("郑州高新区", false));

        // Whoever follows it without signing in sees cities, and nobody.
        let token = shown.tracking_link.split_once('#').expect("a secret behind the #").1.to_owned();
        let public = app.anonymous().post("/public/tracks", &json!({ "token": token })).await.expect(200);
        let text = String::from_utf8_lossy(&public.body);
        for person in ["诸", "王*", "138*", COURIERS_PHONE, "业务员", "青浦", "高新区"] {
            assert!(!text.contains(person), "{person}: {text}");
        }
        let public: PublicTrack = public.json();
        assert!(public.track.iter().all(|event| event.said.is_none() && event.signer.is_none()));
        assert_eq!(public.track[0].place, "郑州");
        assert_eq!(public.proof.map(|proof| (proof.received_by, proof.signer)), Some((ReceivedBy::Other, None)));
    }
    assert!(app.db_count("scan_events", "said_sealed IS NOT NULL").await > 10);

    app.clock.advance(TimeDelta::days(181));
    assert!(privacy::forget_old(&app.app).await.unwrap() >= 2);
    assert_eq!(app.db_count("scan_events", "said_sealed IS NOT NULL").await, 0);
    // What the carrier tells late brings nobody back.
    fake.network(|network| network.scan(&told.waybill_no, "PROBLEM"));
    let after = asks(&app, told).await;
    assert!(after.proof.is_none() && after.track.iter().all(|event| event.said.is_none() && event.signer.is_none()));
    assert!(after.track.iter().any(|event| event.code == "PROBLEM" && event.city == "上海市"));
    assert_eq!(app.db_count("scan_events", "said_sealed IS NOT NULL").await, 0);
    app.work().await;
    handle.stop(true).await;
    fake.stop().await;
}

#[actix_web::test]
async fn the_carriers_code_and_reason_of_a_problem_stand_in_the_case() {
    let (fake, app) = network(FaultPlan::none()).await;
    let shipment = shipped(&app, 1).await.remove(0);
    let handle = listening(&fake, &app);
    fake.journey(&shipment.waybill_no, Ending::Held, PushStyle::default()).await.unwrap();
    app.work().await;
    let problem = shown(&app, &shipment).await.problem_id.expect("something is wrong with it");
    let case: shared::problems::ProblemDetail = app.owner().await.read(&format!("/problems/{problem}")).await;
    let event = &case.track[0];
    assert_eq!((event.code.as_str(), event.carrier_problem.as_deref()), ("PROBLEM", Some("7")));
    assert_eq!(event.said.as_deref(), Some("【郑州市】【郑州高新区】收件人电话无人接听，请联系138******00"));
    handle.stop(true).await;
    fake.stop().await;
}
