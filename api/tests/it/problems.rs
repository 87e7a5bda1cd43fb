//! The problem workbench: every problem is found once, leaves the list for a reason, and is taken care of.

mod handling;
mod instructions;
mod watching;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use shared::{
    Page, ShipmentState,
    problems::{NoteKind, ProblemCase, ProblemCounts, ProblemDetail, ProblemKind, ProblemState, SettledWhy},
    shipments::{Shipment, ShipmentSummary},
    tracks::ScanOutcomes,
};

use crate::support::{Caller, TestApp};

/// The application, with everything delivered or voided that the demo network begins with.
pub async fn quiet() -> TestApp {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let begun: Page<ShipmentSummary> = owner.read("/shipments?limit=200").await;
    for shipment in &begun.items {
        if shipment.state == ShipmentState::OrderCreated {
            owner.post(&format!("/shipments/{}/void", shipment.id), &()).await.expect(200);
        } else {
            let scan = json!({
                "waybill_no": shipment.waybill_no, "code": "SIGNED", "at": app.app.now(), "place": "杭州余杭网点",
            });
            app.staff().await.post("/scans", &json!({ "scans": [scan] })).await.expect(200);
        }
    }
    app.work().await;
    assert_eq!(cases(&owner, "").await, []);
    app
}

/// Cases there are and were, and what their history holds, beside those the demo network began with.
pub async fn made_since(app: &TestApp, begun: DateTime<Utc>) -> Vec<ProblemCase> {
    let mut all = cases(&app.owner().await, "?limit=200").await;
    all.extend(cases(&app.owner().await, "?limit=200&state=settled").await);
    all.retain(|case| case.shipment.created_at >= begun);
    all
}

pub fn scan(app: &TestApp, shipment: &Shipment, code: &str, problem: Option<&str>) -> Value {
    json!({
        "waybill_no": shipment.waybill_no, "code": code, "problem_code": problem, "at": app.app.now(),
        "place": "杭州余杭网点",
    })
}

/// A minute later the network scans it; the jobs that follow are done.
pub async fn scanned(app: &TestApp, shipment: &Shipment, code: &str, problem: Option<&str>) {
    app.clock.advance(TimeDelta::minutes(1));
    let scans = json!({ "scans": [scan(app, shipment, code, problem)] });
    let outcomes: ScanOutcomes = app.staff().await.post("/scans", &scans).await.expect(200).json();
    assert!(outcomes.items.iter().all(|item| item.ok), "{outcomes:?}");
    app.work().await;
}

pub async fn cases(caller: &Caller<'_>, query: &str) -> Vec<ProblemCase> {
    caller.read::<Page<ProblemCase>>(&format!("/problems{query}")).await.items
}

pub async fn detail(caller: &Caller<'_>, case: &ProblemCase) -> ProblemDetail {
    caller.read(&format!("/problems/{}", case.id)).await
}

/// A shipment on its way that gets a problem scan, and the case of it.
pub async fn found(app: &TestApp, shipment: &Shipment, problem: &str) -> ProblemCase {
    scanned(app, shipment, "GOT", None).await;
    scanned(app, shipment, "PROBLEM", Some(problem)).await;
    let listed = cases(&app.owner().await, &format!("?shipment_id={}", shipment.id)).await;
    let [case] = listed.as_slice() else { panic!("one case: {listed:?}") };
    case.clone()
}

#[actix_web::test]
async fn a_problem_scan_opens_one_case_and_a_repeated_one_no_second() {
    let app = quiet().await;
    for (at, (code, kind)) in [
        ("refused", ProblemKind::Refused),
        ("unreachable", ProblemKind::FailedDelivery),
        ("out_of_area", ProblemKind::Address),
        ("damaged", ProblemKind::Damaged),
        ("lost", ProblemKind::Lost),
        ("weather", ProblemKind::Exception),
    ]
    .into_iter()
    .enumerate()
    {
        // Each scan is a minute later, and a token does not last for all of them.
        let clerk = app.clerk().await;
        let shipment = clerk.ships(&format!("P-{at}")).await;
        let case = found(&app, &shipment, code).await;
        assert_eq!((case.kind, case.state, case.level, case.is_overdue), (kind, ProblemState::Open, 0, false));
        assert!(!case.reason.is_empty() && case.due_at > case.found_at);
        assert_eq!(case.shipment.waybill_no, shipment.waybill_no);
        assert!(!case.shipment.receiver.name.contains(crate::support::RECEIVER));
        scanned(&app, &shipment, "PROBLEM", Some(code)).await;
        let listed = cases(&clerk, &format!("?shipment_id={}", shipment.id)).await;
        assert_eq!(listed.iter().map(|one| one.id).collect::<Vec<_>>(), [case.id], "{code}");
        assert!(listed[0].since > case.since, "it happened again");
        let shown: Shipment = clerk.read(&format!("/shipments/{}", shipment.id)).await;
        assert_eq!(shown.problem_id, Some(case.id));
    }
    let clerk = app.clerk().await;
    let counts: ProblemCounts = clerk.read("/problems/counts").await;
    assert_eq!((counts.open, counts.overdue, counts.mine, counts.unassigned), (6, 0, 0, 6));
    assert_eq!(counts.kinds.len(), 6);
    assert_eq!(cases(&clerk, "?kind=damaged").await.len(), 1);
    assert_eq!(cases(&clerk, "?overdue=true").await, []);
    assert_eq!(cases(&app.other_merchant().await, "").await, []);
}

#[actix_web::test]
async fn a_case_leaves_the_list_for_a_reason_that_the_track_says() {
    let app = quiet().await;
    let clerk = app.clerk().await;
    for (at, (code, then, why)) in [
        ("unreachable", "DISPATCH", SettledWhy::Moved),
        ("delivery_failed", "SIGNED", SettledWhy::Delivered),
        ("address_wrong", "RETURN_SCAN", SettledWhy::ReturnBegun),
        ("lost", "ARRIVAL", SettledWhy::Moved),
    ]
    .into_iter()
    .enumerate()
    {
        let shipment = clerk.ships(&format!("P-{at}")).await;
        let case = found(&app, &shipment, code).await;
        scanned(&app, &shipment, then, None).await;
        let after = detail(&clerk, &case).await;
        let settled = after.case.settled.clone().expect("settled");
        assert_eq!((after.case.state, settled.why, settled.by), (ProblemState::Settled, why, None), "{code}");
        let last = &after.notes[0];
        assert_eq!((last.kind, last.what.as_str(), last.by.as_deref()), (NoteKind::Settled, why.as_str(), None));
        assert!(after.can_ask.is_empty());
        if then == "RETURN_SCAN" {
            let open = cases(&clerk, &format!("?shipment_id={}", shipment.id)).await;
            assert_eq!(open.iter().map(|one| one.kind).collect::<Vec<_>>(), [ProblemKind::Returning]);
            scanned(&app, &shipment, "RETURN_SIGNED", None).await;
            let settled = cases(&clerk, &format!("?state=settled&kind=returning&shipment_id={}", shipment.id)).await;
            assert_eq!(settled[0].settled.as_ref().map(|settled| settled.why), Some(SettledWhy::Returned));
        }
    }
    assert_eq!(cases(&clerk, "").await, []);
}

#[actix_web::test]
async fn what_comes_back_opens_the_same_case_again() {
    let app = quiet().await;
    let clerk = app.clerk().await;
    let shipment = clerk.ships("P-1").await;
    let case = found(&app, &shipment, "unreachable").await;
    scanned(&app, &shipment, "DISPATCH", None).await;
    scanned(&app, &shipment, "PROBLEM", Some("delivery_failed")).await;
    let again = detail(&clerk, &case).await;
    assert_eq!((again.case.state, again.case.settled), (ProblemState::Open, None));
    let kinds: Vec<NoteKind> = again.notes.iter().map(|note| note.kind).collect();
    assert_eq!(kinds, [NoteKind::FoundAgain, NoteKind::Settled, NoteKind::Found]);
    assert_eq!(made_since(&app, shipment.created_at).await.len(), 1);
}

#[actix_web::test]
async fn damage_stays_wherever_the_parcel_goes() {
    let app = quiet().await;
    let clerk = app.clerk().await;
    let shipment = clerk.ships("P-1").await;
    found(&app, &shipment, "damaged").await;
    scanned(&app, &shipment, "DISPATCH", None).await;
    scanned(&app, &shipment, "SIGNED", None).await;
    let open = cases(&clerk, "").await;
    assert_eq!(open.iter().map(|one| one.kind).collect::<Vec<_>>(), [ProblemKind::Damaged]);
}

#[actix_web::test]
async fn a_problem_that_was_over_before_it_was_heard_of_opens_nothing() {
    let app = quiet().await;
    let clerk = app.clerk().await;
    let shipment = clerk.ships("P-1").await;
    let at = |minutes| app.app.now() + TimeDelta::minutes(minutes);
    let scan = |code: &str, problem: Option<&str>, minutes| {
        json!({ "waybill_no": shipment.waybill_no, "code": code, "problem_code": problem, "at": at(minutes),
            "place": "杭州" })
    };
    // Out of order, too.
    let scans = [scan("SIGNED", None, 4), scan("PROBLEM", Some("unreachable"), 3), scan("GOT", None, 1)];
    app.staff().await.post("/scans", &json!({ "scans": scans })).await.expect(200);
    app.work().await;
    assert_eq!(made_since(&app, shipment.created_at).await, []);
}
