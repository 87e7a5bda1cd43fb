use std::collections::BTreeSet;

use shared::{
    Page, ShipmentId,
    dashboard::{Dashboard, PhaseCount},
    shipments::ShipmentSummary,
};

use crate::support::{Caller, TestApp};

async fn walk(caller: &Caller<'_>, query: &str) -> Vec<ShipmentSummary> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    loop {
        let page: Page<ShipmentSummary> = caller.read(&format!("/shipments?limit=3{query}{cursor}")).await;
        assert!(page.items.len() <= 3);
        items.extend(page.items);
        match page.next_cursor {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return items,
        }
    }
}

#[actix_web::test]
async fn a_walk_by_cursor_sees_every_shipment_once_newest_first() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    for n in 0..7 {
        clerk.ships(&format!("SO-{n}")).await;
    }
    let items = walk(&clerk, "").await;
    assert_eq!(items.len(), 17);
    let ids: Vec<ShipmentId> = items.iter().map(|item| item.id).collect();
    assert!(ids.windows(2).all(|pair| pair[0] > pair[1]));
    // What comes in while somebody walks moves nothing.
    let page: Page<ShipmentSummary> = clerk.read("/shipments?limit=3").await;
    clerk.ships("SO-late").await;
    let next = page.next_cursor.unwrap();
    let second: Page<ShipmentSummary> = clerk.read(&format!("/shipments?limit=3&cursor={next}")).await;
    let seen: Vec<ShipmentId> = second.items.iter().map(|item| item.id).collect();
    assert_eq!(seen, ids[3..6]);
    assert_eq!(walk(&app.other_merchant().await, "").await, []);
}

#[actix_web::test]
async fn every_filter_leaves_out_the_rest() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let made = clerk.ships("SO-1").await;
    app.owner().await.prints(&[&made], None).await;
    for (query, count) in [
        ("&order_no=SO-1".to_owned(), 1),
        ("&order_no=so-9".to_owned(), 0),
        (format!("&waybill_no={}", made.waybill_no), 1),
        ("&phase=to_print".to_owned(), 5),
        ("&state=delivered".to_owned(), 1),
        ("&phase=problem".to_owned(), 1),
        ("&phase=problem&state=delivered".to_owned(), 0),
        ("&province=31".to_owned(), 1),
        ("&province=33".to_owned(), 2),
        ("&printed=true".to_owned(), 0),
        ("&printed=false".to_owned(), 11),
        ("&created_from=2026-06-15&created_to=2026-06-15".to_owned(), 5),
        ("&created_from=2026-06-16".to_owned(), 0),
        ("&created_to=2026-06-14".to_owned(), 6),
        ("&import_id=00000000-0000-7000-8000-000000000000".to_owned(), 0),
    ] {
        assert_eq!(walk(&clerk, &query).await.len(), count, "{query}");
    }
    for (query, pointer, code) in [
        ("?colour=red", "?colour", "unknown_parameter"),
        ("?limit=0", "?limit", "out_of_range"),
        ("?limit=201", "?limit", "out_of_range"),
        ("?limit=x", "?limit", "wrong_type"),
        ("?cursor=x", "?cursor", "invalid_cursor"),
        ("?state=lost_in_space", "?state", "wrong_type"),
        ("?created_from=2026-02-30", "?created_from", "wrong_type"),
        ("?printed=1", "?printed", "wrong_type"),
    ] {
        clerk.get(&format!("/shipments{query}")).await.faults(&[(pointer, code)]);
    }
}

#[actix_web::test]
async fn a_day_is_a_day_of_the_merchant() {
    let app = TestApp::new().await;
    // 23:59:59 and 00:00:00 in Shanghai.
    app.clock.advance(chrono::TimeDelta::seconds(12 * 3_600 - 1));
    app.clerk().await.ships("SO-before").await;
    app.clock.advance(chrono::TimeDelta::seconds(1));
    let clerk = app.clerk().await;
    clerk.ships("SO-after").await;
    let of_day = async |day: &str| {
        let items = walk(&clerk, &format!("&created_from={day}&created_to={day}")).await;
        items.into_iter().filter_map(|item| item.order_no).filter(|no| no.starts_with("SO")).collect::<Vec<_>>()
    };
    assert_eq!(of_day("2026-06-15").await, ["SO-before"]);
    assert_eq!(of_day("2026-06-16").await, ["SO-after"]);
    assert_eq!(clerk.read::<Dashboard>("/dashboard").await.created_today, 1);
}

#[actix_web::test]
async fn counts_dashboard_and_lists_agree() {
    let app = TestApp::new().await;
    let (clerk, owner) = (app.clerk().await, app.owner().await);
    let (first, second, third) = (clerk.ships("SO-1").await, clerk.ships("SO-2").await, clerk.ships("SO-3").await);
    let batch = owner.prints(&[&first, &second], None).await;
    let path = format!("/print-jobs/{}/result", batch.jobs[0].id);
    clerk.post(&path, &serde_json::json!({ "state": "sent" })).await.expect(204);
    clerk.post(&format!("/shipments/{}/void", third.id), &()).await.expect(200);
    let counts: Vec<PhaseCount> = clerk.read("/shipments/counts").await;
    let dashboard: Dashboard = clerk.read("/dashboard").await;
    assert_eq!(counts, dashboard.phases);
    for PhaseCount { phase, count } in counts {
        let listed = walk(&clerk, &format!("&phase={}", phase.as_str())).await;
        assert_eq!(listed.len(), count as usize, "{phase:?}");
    }
    assert_eq!(dashboard.printed_today, 1);
    assert!(dashboard.has_sender);
    let today = walk(&clerk, "&created_from=2026-06-15").await;
    assert!(today.len() >= dashboard.created_today as usize);
    let none: Dashboard = app.other_merchant().await.read("/dashboard").await;
    assert_eq!((none.created_today, none.printed_today), (0, 0));
}

#[actix_web::test]
async fn ids_are_the_lists_ids() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let page: Page<ShipmentId> = clerk.read("/shipments/ids?phase=to_print&limit=1000").await;
    let listed: BTreeSet<ShipmentId> = walk(&clerk, "&phase=to_print").await.iter().map(|item| item.id).collect();
    assert_eq!(page.items.iter().copied().collect::<BTreeSet<_>>(), listed);
    assert_eq!(page.items.len(), listed.len());
    clerk.get("/shipments/ids?limit=1001").await.faults(&[("?limit", "out_of_range")]);
}
