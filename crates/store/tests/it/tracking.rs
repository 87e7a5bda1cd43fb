//! Following many shipments: the newest event of each, whenever it was recorded.

use chrono::TimeDelta;
use shared::ScanEventId;
use store::{CarrierSaid, Forgettable, ScanEventRecord};
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
        city: String::new(),
        carrier_problem: String::new(),
        said: None,
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

#[tokio::test]
async fn what_a_carrier_says_is_read_again_and_forgotten_with_the_people() {
    let world = World::new().await;
    let made = [Made::new(0), Made::new(1)];
    world.add(world.a, &made).await;
    let said = |signer: &str| CarrierSaid {
        sentence: format!("快件已由【{signer}】签收"),
        signer: Some(signer.to_owned()),
        courier: None,
    };
    let signed = |nth: usize, signer: &str| ScanEventRecord {
        city: "郑州市".to_owned(),
        carrier_problem: "7".to_owned(),
        said: Some(said(signer)),
        ..event(&made[nth], "SIGNED", 9)
    };
    let events = [signed(0, "王小明"), signed(1, "李娜"), event(&made[1], "GOT", 1)];
    world.store.write(world.a, async |tx| tx.add_scan_events(&events).await).await.unwrap();
    let reader = world.store.read(world.a);
    assert_eq!(reader.scan_events(made[0].record.id).await.unwrap(), events[..1]);
    let both: Vec<_> = made.iter().map(|made| made.record.id).collect();
    assert_eq!(reader.scan_events_of(&both).await.unwrap().len(), 3);
    assert_eq!(world.db.count("scan_events", "said_sealed IS NOT NULL").await, 2);

    let first = Forgettable { shipment: made[0].record.id, order: made[0].record.order.0 };
    world.store.write(world.a, async |tx| tx.forget_people(&[first], now()).await).await.unwrap();
    let kept = reader.scan_events(made[0].record.id).await.unwrap();
    assert_eq!(kept, [ScanEventRecord { said: None, ..events[0].clone() }]);
    assert!(reader.scan_events(made[1].record.id).await.unwrap().iter().any(|event| event.said.is_some()));
    // Whoever sent it may have signed for it when it came back.
    world.store.write(world.a, async |tx| tx.forget_senders(&both[1..]).await).await.unwrap();
    assert_eq!(world.db.count("scan_events", "said_sealed IS NOT NULL").await, 0);
}
