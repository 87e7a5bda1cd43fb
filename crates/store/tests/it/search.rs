//! Finding by what people remember: numbers, phones, names.

use store::ShipmentQuery;

use crate::support::{Made, World};

async fn world() -> World {
    let world = World::new().await;
    let made: Vec<Made> = (0..400).map(Made::new).collect();
    world.add(world.a, &made).await;
    world.add(world.b, &[Made::new(400)]).await;
    world
}

fn query(limit: u32) -> ShipmentQuery {
    ShipmentQuery { limit, ..ShipmentQuery::default() }
}

#[tokio::test]
async fn people_are_found_by_all_their_words() {
    let world = world().await;
    let read = world.store.read(world.a);
    for (text, found) in [
        ("13800000123", 1),
        ("+86 138-0000-0123", 1),
        ("0123", 1),
        ("王小明", 100),
        ("wangxiaoming", 100),
        ("WXM", 100),
        ("韩梅梅", 100),
        ("hmm", 100),
        ("anna lee", 100),
        ("AnnaLee", 100),
        ("王小", 0),
        ("1380000012", 0),
        ("0400", 0),
        ("", 0),
        ("   ", 0),
        ("'; DROP TABLE shipments; --", 0),
    ] {
        let rows = read.search_by_person(text, &query(1_000)).await.unwrap();
        assert_eq!(rows.len(), found, "{text}");
        assert!(rows.is_sorted_by(|one, next| one.id > next.id), "{text}");
    }
}

#[tokio::test]
async fn people_found_are_paged_and_filtered_as_lists_are() {
    let world = world().await;
    let read = world.store.read(world.a);
    let mut page = query(30);
    let mut found = Vec::new();
    loop {
        let rows = read.search_by_person("王小明", &page).await.unwrap();
        let Some(last) = rows.last() else { break };
        page.after = Some(last.id);
        assert!(rows.iter().all(|row| row.receiver.name == "王小明"));
        found.extend(rows.into_iter().map(|row| row.id));
    }
    assert_eq!(found.len(), 100);
    assert!(found.is_sorted_by(|one, next| one > next));
    let printed = ShipmentQuery { printed: Some(false), ..query(1_000) };
    // 王小明 receives every fourth shipment, and the even ones are printed.
    assert_eq!(read.search_by_person("王小明", &printed).await.unwrap().len(), 0);
    assert_eq!(read.search_by_person("李雷", &printed).await.unwrap().len(), 100);
}

#[tokio::test]
async fn many_numbers_are_found_at_once_whatever_kind_they_are() {
    let world = world().await;
    let read = world.store.read(world.a);
    let numbers: Vec<String> = (0..100)
        .map(|n| format!("YD{n:010}"))
        .chain((90..200).map(|n| format!("SO-{n:06}")))
        .chain(["YD0000000400".to_owned(), "nothing".to_owned()])
        .collect();
    let rows = read.search_by_numbers(&numbers, &query(1_000)).await.unwrap();
    assert_eq!(rows.len(), 200, "each once, none of another merchant");
    assert!(rows.is_sorted_by(|one, next| one.id > next.id));
    assert_eq!(read.search_by_numbers(&numbers, &query(50)).await.unwrap().len(), 50);
    assert!(read.search_by_numbers(&[], &query(50)).await.unwrap().is_empty());
}
