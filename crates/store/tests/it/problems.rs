//! Cases of problems, and the watch over shipments under way.

use chrono::TimeDelta;
use shared::{
    ProblemId, ProblemNoteId, ShipmentId, ShipmentState,
    problems::{NoteKind, ProblemKind, ProblemSettings, ProblemState},
};
use store::{CarrierWords, ProblemNoteRecord, ProblemQuery, ProblemRecord, StateChange, StoreError};
use uuid::Uuid;

use crate::support::{Made, World, now};

fn case(shipment: ShipmentId, kind: ProblemKind) -> ProblemRecord {
    let now = now();
    ProblemRecord {
        id: ProblemId(Uuid::now_v7()),
        shipment,
        kind,
        state: ProblemState::Open,
        reason: String::new(),
        since: now,
        found_at: now,
        due_at: now + TimeDelta::hours(1),
        escalate_at: Some(now + TimeDelta::hours(1)),
        level: 0,
        assignee: None,
        settled: None,
        updated_at: now,
    }
}

#[tokio::test]
async fn a_shipment_has_one_case_of_a_kind() {
    let world = World::new().await;
    let made = Made::new(1);
    world.add(world.a, std::slice::from_ref(&made)).await;
    let add = async |kind| {
        let case = case(made.record.id, kind);
        world.store.write(world.a, async |tx| tx.add_problems(std::slice::from_ref(&case)).await).await
    };
    add(ProblemKind::Lost).await.unwrap();
    add(ProblemKind::Late).await.unwrap();
    assert!(matches!(add(ProblemKind::Lost).await, Err(StoreError::UniqueViolation)));
    let query = ProblemQuery { limit: 10, ..ProblemQuery::default() };
    assert_eq!(world.store.read(world.a).problems(&query).await.unwrap().len(), 2);
    assert_eq!(world.store.read(world.b).problems(&query).await.unwrap(), []);
}

#[tokio::test]
async fn what_is_said_is_sealed_and_opened_for_its_merchant() {
    let world = World::new().await;
    let made = Made::new(1);
    world.add(world.a, std::slice::from_ref(&made)).await;
    let (case, text) = (case(made.record.id, ProblemKind::Refused), "电话 13812345670，明天再派");
    let note = ProblemNoteRecord {
        id: ProblemNoteId(Uuid::now_v7()),
        problem: case.id,
        kind: NoteKind::Comment,
        what: String::new(),
        text: Some(text.to_owned()),
        user: None,
        at: now(),
        words: CarrierWords::default(),
    };
    world
        .store
        .write(world.a, async |tx| {
            tx.add_problems(std::slice::from_ref(&case)).await?;
            tx.add_problem_notes(std::slice::from_ref(&note)).await
        })
        .await
        .unwrap_or_else(|error: StoreError| panic!("a note is added: {error}"));
    let notes = world.store.read(world.a).problem_notes(case.id).await.unwrap();
    assert_eq!(notes[0].text.as_deref(), Some(text));
    assert!(world.store.read(world.b).problem_notes(case.id).await.unwrap().is_empty());
}

#[tokio::test]
async fn thresholds_are_as_they_came_until_they_are_set() {
    let world = World::new().await;
    let before = world.store.read(world.a).problem_settings().await.unwrap();
    assert_eq!(before, ProblemSettings::default());
    for hours in [36, 12] {
        let set = ProblemSettings { no_pickup_h: hours, ..before };
        let written = world.store.write(world.a, async |tx| tx.set_problem_settings(set, now()).await).await;
        written.unwrap_or_else(|error: StoreError| panic!("thresholds are set: {error}"));
        assert_eq!(world.store.read(world.a).problem_settings().await.unwrap(), set);
    }
    assert_eq!(world.store.read(world.b).problem_settings().await.unwrap(), before);
}

/// Two workers share what is due, and what is over is never looked at.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_is_leased_once_and_comes_up_again() {
    let world = World::new().await;
    let made: Vec<Made> = (0..40).map(Made::new).collect();
    world.add(world.a, &made).await;
    let over = &made[0].record;
    let done = StateChange { from: over.state, to: ShipmentState::Delivered };
    let moved = world.store.write(world.a, async |tx| tx.change_states(&[(over, done)], now()).await).await;
    moved.unwrap_or_else(|error: StoreError| panic!("it is delivered: {error}"));
    let open = made[1..].iter().filter(|made| !store::is_over(made.record.state)).count();
    let at = now() + TimeDelta::hours(5);
    let lease = async |at| {
        let leased = world.store.system().lease_checks(15, at, at + TimeDelta::minutes(1)).await.unwrap();
        leased.into_iter().flat_map(|(scope, ids)| ids.into_iter().map(move |id| (scope, id))).collect::<Vec<_>>()
    };
    assert_eq!(lease(now()).await, [], "they are new");
    let mut seen = Vec::new();
    loop {
        let (one, two) = tokio::join!(lease(at), lease(at));
        if one.is_empty() && two.is_empty() {
            break;
        }
        seen.extend(one.into_iter().chain(two));
    }
    assert!(seen.iter().all(|(scope, id)| *scope == world.a && *id != over.id));
    let mut ids: Vec<ShipmentId> = seen.iter().map(|(_, id)| *id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), seen.len(), "each was leased once");
    assert!(ids.len() <= open && !ids.is_empty(), "{} of {open}", ids.len());
    assert_eq!(lease(at + TimeDelta::seconds(61)).await.len(), 15.min(ids.len()), "nobody looked at them");
}
