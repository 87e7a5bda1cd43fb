//! Following many shipments: the newest event of each, whenever it was recorded.

use chrono::TimeDelta;
use shared::ScanEventId;
use store::ScanEventRecord;
use uuid::Uuid;

use crate::support::{Made, World, now};

/// More than one statement asks for.
const SHIPMENTS: usize = 620;

fn event(made: &Made, code: &str, minutes: i64) -> ScanEventRecord {
    let at = made.record.created_at + TimeDelta::minutes(minutes);
    ScanEventRecord {
        id: ScanEventId(Uuid::now_v7()),
        shipment: made.record.id,
        code: code.to_owned(),
        problem_code: String::new(),
        place: "上海转运中心".to_owned(),
        next_place: String::new(),
        at,
        recorded_at: now(),
    }
}

#[tokio::test]
async fn each_has_its_newest_event_however_many_are_asked_for() {
    let world = World::new().await;
    let made: Vec<Made> = (0..SHIPMENTS).map(Made::new).collect();
    world.add(world.a, &made).await;
    // What comes late is older; of two at the same moment the one that was recorded later counts.
    let mut events = vec![event(&made[0], "DEPARTURE", 9), event(&made[0], "GOT", 5)];
    events.extend([event(&made[1], "ARRIVAL", 7), event(&made[1], "DISPATCH", 7)]);
    events.extend(made[2..SHIPMENTS - 1].iter().map(|made| event(made, "GOT", 1)));
    world.store.write(world.a, async |tx| tx.add_scan_events(&events).await).await.unwrap();

    let numbers: Vec<String> =
        made.iter().map(|made| made.record.waybill_no.clone()).chain(["nobody's".to_owned()]).collect();
    let found = world.store.read(world.a).tracked(&numbers).await.unwrap();
    assert_eq!(found.len(), SHIPMENTS);
    let last = |nth: usize| {
        let record = found.iter().find(|record| record.id == made[nth].record.id).expect("it is found");
        record.last.as_ref().map(|event| event.code.as_str())
    };
    assert_eq!((last(0), last(1), last(2)), (Some("DEPARTURE"), Some("DISPATCH"), Some("GOT")));
    assert_eq!(last(SHIPMENTS - 1), None);
    assert!(found.iter().all(|record| made.iter().any(|made| made.record.receiver == record.receiver)));
    assert!(world.store.read(world.b).tracked(&numbers).await.unwrap().is_empty());
}
