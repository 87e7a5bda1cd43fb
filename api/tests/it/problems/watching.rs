//! What is found by time, and what becomes of it.

use chrono::TimeDelta;
use serde_json::json;
use shared::{
    problems::{NoteKind, ProblemKind, ProblemSettings, ProblemState, SettledWhy},
    shipments::Shipment,
};
use yundan::app::problems;

use super::{cases, detail, made_since, quiet, scanned};
use crate::support::TestApp;

/// Time passes as it does for the service: it looks again and again.
async fn passes(app: &TestApp, hours: i64) {
    for _ in 0..hours {
        app.clock.advance(TimeDelta::hours(1));
        app.work().await;
    }
}

async fn kinds(app: &TestApp, shipment: &Shipment) -> Vec<ProblemKind> {
    let listed = cases(&app.clerk().await, &format!("?shipment_id={}", shipment.id)).await;
    listed.into_iter().map(|case| case.kind).collect()
}

#[actix_web::test]
async fn what_nobody_picks_up_is_found_once_and_settled_by_the_courier() {
    let app = quiet().await;
    let clerk = app.clerk().await;
    let (bare, printed) = (clerk.ships("P-1").await, clerk.ships("P-2").await);
    let batch = clerk.prints(&[&printed], None).await;
    let came_out = json!({ "results": [{ "print_job_id": batch.jobs[0].id, "result": { "state": "sent" } }] });
    clerk.post("/print-jobs/results", &came_out).await.expect(204);
    passes(&app, 23).await;
    assert_eq!(kinds(&app, &printed).await, []);
    passes(&app, 2).await;
    assert_eq!(kinds(&app, &printed).await, [ProblemKind::NoPickup]);
    assert_eq!(kinds(&app, &bare).await, [], "what is not printed has three days");
    passes(&app, 48).await;
    assert_eq!(kinds(&app, &bare).await, [ProblemKind::NoPickup]);
    assert_eq!(made_since(&app, bare.created_at).await.len(), 2);
    let case = cases(&app.clerk().await, &format!("?shipment_id={}", printed.id)).await.remove(0);
    assert!(case.is_overdue && case.level > 0);
    scanned(&app, &printed, "GOT", None).await;
    let after = detail(&app.clerk().await, &case).await;
    assert_eq!(after.case.settled.map(|settled| settled.why), Some(SettledWhy::PickedUp));
    let voided = format!("/shipments/{}/void", bare.id);
    app.clerk().await.post(&voided, &()).await.expect(200);
    let settled = cases(&app.clerk().await, &format!("?state=settled&shipment_id={}", bare.id)).await;
    assert_eq!(settled[0].settled.as_ref().map(|settled| settled.why), Some(SettledWhy::Voided));
    app.work().await;
}

#[actix_web::test]
async fn silence_on_the_way_and_at_the_door_is_found() {
    let app = quiet().await;
    let clerk = app.clerk().await;
    let (moving, out, locker) = (clerk.ships("P-1").await, clerk.ships("P-2").await, clerk.ships("P-3").await);
    for shipment in [&moving, &out, &locker] {
        scanned(&app, shipment, "GOT", None).await;
    }
    scanned(&app, &out, "DISPATCH", None).await;
    scanned(&app, &locker, "INBOUND", None).await;
    passes(&app, 25).await;
    assert_eq!(kinds(&app, &out).await, [ProblemKind::NotSigned]);
    assert_eq!(kinds(&app, &moving).await, []);
    passes(&app, 24).await;
    assert_eq!(kinds(&app, &moving).await, [ProblemKind::NoMovement]);
    assert_eq!(kinds(&app, &locker).await, []);
    passes(&app, 24).await;
    assert_eq!(kinds(&app, &locker).await, [ProblemKind::NotCollected]);
    scanned(&app, &moving, "ARRIVAL", None).await;
    assert_eq!(kinds(&app, &moving).await, []);
    // Four days after pickup everything is late, whatever else it is.
    passes(&app, 24).await;
    assert_eq!(kinds(&app, &moving).await, [ProblemKind::Late]);
    let late = cases(&app.clerk().await, "?kind=late").await;
    assert_eq!(late.len(), 3);
    scanned(&app, &moving, "SIGNED", None).await;
    assert_eq!(kinds(&app, &moving).await, []);
}

#[actix_web::test]
async fn who_settles_a_silence_is_asked_again_when_it_lasts() {
    let app = quiet().await;
    let shipment = app.clerk().await.ships("P-1").await;
    scanned(&app, &shipment, "GOT", None).await;
    passes(&app, 49).await;
    let clerk = app.clerk().await;
    let case = cases(&clerk, "").await.remove(0);
    let settle = json!({ "why": "no_action", "text": "承运商说明天有车" });
    clerk.post(&format!("/problems/{}/settle", case.id), &settle).await.expect(200);
    passes(&app, 40).await;
    assert_eq!(cases(&app.clerk().await, "?kind=no_movement").await, []);
    passes(&app, 9).await;
    let again = detail(&app.clerk().await, &case).await;
    assert_eq!((again.case.state, again.notes[0].kind), (ProblemState::Open, NoteKind::FoundAgain));
}

#[actix_web::test]
async fn thresholds_are_the_merchants_own() {
    let app = quiet().await;
    let owner = app.owner().await;
    let before: ProblemSettings = owner.read("/settings/problems").await;
    assert_eq!(before, ProblemSettings::default());
    let short = ProblemSettings { no_movement_h: 4, ..before };
    for _ in 0..2 {
        let set: ProblemSettings = owner.put("/settings/problems", &short).await.expect(200).json();
        assert_eq!(set, short);
    }
    let wrong = ProblemSettings { no_pickup_h: 3, promised_h: 721, ..before };
    let fields = [("/no_pickup_h", "out_of_range"), ("/promised_h", "out_of_range")];
    owner.put("/settings/problems", &wrong).await.faults(&fields);
    assert_eq!(owner.read::<ProblemSettings>("/settings/problems").await, short);
    let others: ProblemSettings = app.other_merchant().await.read("/settings/problems").await;
    assert_eq!(others, before);
    let shipment = owner.ships("P-1").await;
    scanned(&app, &shipment, "GOT", None).await;
    passes(&app, 5).await;
    assert_eq!(kinds(&app, &shipment).await, [ProblemKind::NoMovement]);
}

#[actix_web::test]
async fn what_is_overdue_is_escalated_step_by_step() {
    let app = quiet().await;
    let shipment = app.clerk().await.ships("P-1").await;
    let case = super::found(&app, &shipment, "lost").await;
    passes(&app, 11).await;
    assert_eq!(detail(&app.clerk().await, &case).await.case.level, 0);
    passes(&app, 2).await;
    let late = detail(&app.clerk().await, &case).await;
    assert_eq!((late.case.level, late.case.is_overdue), (1, true));
    assert_eq!((late.notes[0].kind, late.notes[0].what.as_str()), (NoteKind::Escalated, "1"));
    passes(&app, 120).await;
    let latest = detail(&app.clerk().await, &case).await;
    assert_eq!(latest.case.level, 3);
    assert_eq!(latest.notes.iter().filter(|note| note.kind == NoteKind::Escalated).count(), 3);
    let push = json!({ "text": "再催" });
    let clerk = app.clerk().await;
    clerk.post(&format!("/problems/{}/escalate", case.id), &push).await.problem(409, "highest_level");
}

/// Several nodes look at the same moment: each case is found once, and each is escalated once.
#[actix_web::test]
async fn nodes_that_look_together_find_each_case_once() {
    let app = quiet().await;
    let clerk = app.clerk().await;
    let mut shipments = Vec::new();
    for at in 0..12 {
        shipments.push(clerk.ships(&format!("P-{at}")).await);
    }
    let second = app.second_node().await;
    let before = app.db_count("problem_notes", "kind = 'found'").await;
    for _ in 0..8 {
        app.clock.advance(TimeDelta::hours(12));
        let (one, two) = futures_util::future::join(problems::watch(&app.app), problems::watch(&second)).await;
        one.expect("the first node looks");
        two.expect("the second node looks");
    }
    app.work().await;
    assert_eq!(app.db_count("problems", "kind = 'no_pickup'").await, 12);
    assert_eq!(app.db_count("problem_notes", "kind = 'found'").await - before, 12);
}

/// A worker that was killed after it took shipments and before it looked: they come up again.
#[actix_web::test]
async fn what_a_killed_worker_took_is_looked_at_again() {
    let app = quiet().await;
    let shipment = app.clerk().await.ships("P-1").await;
    app.clock.advance(TimeDelta::hours(80));
    let now = app.app.now();
    let taken = app.app.store.system().lease_checks(200, now, now + TimeDelta::seconds(60)).await.unwrap();
    assert_eq!(taken.iter().map(|(_, ids)| ids.len()).sum::<usize>(), 1);
    app.work().await;
    assert_eq!(kinds(&app, &shipment).await, []);
    app.clock.advance(TimeDelta::seconds(61));
    app.work().await;
    assert_eq!(kinds(&app, &shipment).await, [ProblemKind::NoPickup]);
}

#[actix_web::test]
async fn what_is_voided_and_carried_all_the_same_is_found() {
    let app = quiet().await;
    let clerk = app.clerk().await;
    let shipment = clerk.ships("P-1").await;
    app.owner().await.post(&format!("/shipments/{}/void", shipment.id), &()).await.expect(200);
    passes(&app, 1).await;
    assert_eq!(kinds(&app, &shipment).await, []);
    scanned(&app, &shipment, "GOT", None).await;
    assert_eq!(kinds(&app, &shipment).await, [ProblemKind::VoidedMoving]);
    scanned(&app, &shipment, "SIGNED", None).await;
    assert_eq!(kinds(&app, &shipment).await, [ProblemKind::VoidedMoving], "nobody has found out yet");
    let after: Shipment = app.clerk().await.read(&format!("/shipments/{}", shipment.id)).await;
    assert_eq!(after.state, shared::ShipmentState::OrderCancelled);
}
