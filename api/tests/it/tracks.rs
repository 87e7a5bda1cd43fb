mod following;
mod proofs;
mod public;
mod timeliness;

use serde_json::{Value, json};
use shared::{ShipmentState, shipments::Shipment, tracks::ScanOutcomes};

use crate::support::TestApp;

/// A scan at the hub of Shanghai, so many minutes from now.
pub fn scan(app: &TestApp, waybill_no: &str, code: &str, minutes: i64) -> Value {
    let at = app.app.now() + chrono::TimeDelta::minutes(minutes);
    json!({ "waybill_no": waybill_no, "code": code, "at": at, "place": "上海转运中心" })
}

pub async fn record(app: &TestApp, scans: &[Value]) -> Vec<(bool, bool, Option<String>)> {
    let outcomes: ScanOutcomes = app.staff().await.post("/scans", &json!({ "scans": scans })).await.expect(200).json();
    app.work().await;
    outcomes.items.into_iter().map(|item| (item.ok, item.duplicate, item.code)).collect()
}

#[actix_web::test]
async fn scans_in_any_order_lead_to_the_same_state() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let codes = ["GOT", "DEPARTURE", "ARRIVAL", "DISPATCH", "SIGNED"];
    let mut seen = Vec::new();
    for (nth, backwards) in [false, true].into_iter().enumerate() {
        let made = clerk.ships(&format!("SO-{nth}")).await;
        let mut scans: Vec<Value> =
            codes.iter().zip(1..).map(|(code, minute)| scan(&app, &made.waybill_no, code, minute)).collect();
        if backwards {
            scans.reverse();
        }
        assert_eq!(record(&app, &scans).await, vec![(true, false, None); 5]);
        let after: Shipment = clerk.read(&format!("/shipments/{}", made.id)).await;
        assert_eq!(after.state, ShipmentState::Delivered);
        let track: Vec<_> = after.track.into_iter().map(|event| event.code).collect();
        seen.push(track);
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0].first().map(String::as_str), Some("SIGNED"), "newest first");
}

#[actix_web::test]
async fn a_scan_sent_again_changes_nothing() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let made = clerk.ships("SO-1").await;
    let got = scan(&app, &made.waybill_no, "GOT", 5);
    assert_eq!(record(&app, std::slice::from_ref(&got)).await, [(true, false, None)]);
    let before: Shipment = clerk.read(&format!("/shipments/{}", made.id)).await;
    assert_eq!(record(&app, &[got.clone(), got]).await, [(true, true, None), (true, true, None)]);
    assert_eq!(clerk.read::<Shipment>(&format!("/shipments/{}", made.id)).await, before);
}

#[actix_web::test]
async fn each_scan_is_judged_by_itself() {
    let app = TestApp::new().await;
    let made = app.clerk().await.ships("SO-1").await;
    let number = made.waybill_no.as_str();
    let mut problem = scan(&app, number, "PROBLEM", 3);
    let without_reason = problem.clone();
    problem["problem_code"] = json!("nonsense");
    let mut long_place = scan(&app, number, "GOT", 2);
    long_place["place"] = json!("字".repeat(61));
    let scans = [
        scan(&app, number, "GOT", 4),
        scan(&app, "YD000000000000", "GOT", 4),
        scan(&app, number, "TELEPORT", 4),
        without_reason,
        problem,
        long_place,
        scan(&app, number, "ARRIVAL", 11),
    ];
    let outcomes: Vec<_> = record(&app, &scans).await.into_iter().map(|(ok, _, code)| (ok, code)).collect();
    let refused = |code: &str| (false, Some(code.to_owned()));
    assert_eq!(
        outcomes,
        [
            (true, None),
            refused("unknown_waybill_no"),
            refused("unknown_scan_code"),
            refused("problem_code_required"),
            refused("unknown_problem_code"),
            refused("bad_place"),
            refused("in_the_future"),
        ]
    );
}

#[actix_web::test]
async fn a_number_is_read_however_a_scanner_has_it() {
    let app = TestApp::new().await;
    let made = app.clerk().await.ships("SO-1").await;
    let wide: String = made.waybill_no.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
    let letters: Vec<char> = made.waybill_no.to_lowercase().chars().collect();
    let grouped = letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    let link = format!("https://yundan.test/t/{}", made.waybill_no);
    let scans = [scan(&app, &wide, "GOT", 1), scan(&app, &grouped, "DEPARTURE", 2), scan(&app, &link, "ARRIVAL", 3)];
    assert_eq!(record(&app, &scans).await, vec![(true, false, None); 3]);
}

#[actix_web::test]
async fn what_cannot_follow_is_kept_and_flagged() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let made = clerk.ships("SO-1").await;
    let number = made.waybill_no.as_str();
    let scans: Vec<Value> =
        ["GOT", "SIGNED", "DISPATCH"].iter().zip(1..).map(|(code, minute)| scan(&app, number, code, minute)).collect();
    let outcomes: ScanOutcomes = app.staff().await.post("/scans", &json!({ "scans": scans })).await.expect(200).json();
    let flags: Vec<_> = outcomes.items.iter().map(|item| (item.ok, item.irregular)).collect();
    assert_eq!(flags, [(true, false), (true, true), (true, true)]);
    let after: Shipment = clerk.read(&format!("/shipments/{}", made.id)).await;
    assert_eq!(after.state, ShipmentState::Delivered);
    let track: Vec<_> = after.track.iter().rev().map(|event| (event.code.as_str(), event.is_irregular)).collect();
    assert_eq!(track, [("ORDERED", false), ("GOT", false), ("SIGNED", true), ("DISPATCH", true)]);
    // The scans that were missing are told late: nothing is out of order any more but the one after the end.
    let late: Vec<Value> = ["ARRIVAL", "DISPATCH"]
        .iter()
        .zip(61..)
        .map(|(code, second)| {
            let at = app.app.now() + chrono::TimeDelta::seconds(second);
            json!({ "waybill_no": number, "code": code, "at": at, "place": "上海转运中心" })
        })
        .collect();
    assert_eq!(record(&app, &late).await, vec![(true, false, None); 2]);
    let after: Shipment = clerk.read(&format!("/shipments/{}", made.id)).await;
    let flagged: Vec<_> =
        after.track.iter().filter(|event| event.is_irregular).map(|event| event.code.as_str()).collect();
    assert_eq!((after.state, flagged), (ShipmentState::Delivered, vec!["DISPATCH"]));
}

#[actix_web::test]
async fn a_mad_scanner_fills_one_track_and_nothing_else() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let made = clerk.ships("SO-1").await;
    let scans = |from: i64| -> Vec<Value> {
        let at = |nth: i64| app.app.now() - chrono::TimeDelta::seconds(5_000 - nth);
        let one =
            |nth| json!({ "waybill_no": made.waybill_no, "code": "ARRIVAL", "at": at(nth), "place": "上海转运中心" });
        (from..from + 1_000).map(one).collect()
    };
    assert!(record(&app, &scans(0)).await.iter().all(|(ok, duplicate, _)| *ok && !duplicate));
    let more = record(&app, &scans(1_000)).await;
    assert!(more.iter().all(|(ok, _, code)| !ok && code.as_deref() == Some("track_full")), "{:?}", more.first());
    // What it sends again is known, and its state is right.
    assert!(record(&app, &scans(0)).await.iter().all(|(ok, duplicate, _)| *ok && *duplicate));
    let after: Shipment = clerk.read(&format!("/shipments/{}", made.id)).await;
    assert_eq!((after.state, after.track.len()), (ShipmentState::ArrivedAtHub, 1_001));
}
