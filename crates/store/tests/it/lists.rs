//! Pages by cursor: every row once, in order, whatever is filtered and whatever arrives meanwhile.

use std::collections::BTreeSet;

use shared::{ImportId, ShipmentId, ShipmentState, state::Phase};
use store::{ShipmentQuery, ShipmentRecord};
use uuid::Uuid;

use crate::support::{Made, PROVINCES, World};

const ROWS: usize = 2_000;

struct Listed {
    world: World,
    /// Newest first.
    all: Vec<ShipmentRecord>,
    import: ImportId,
}

async fn listed() -> Listed {
    let world = World::new().await;
    let import = ImportId(Uuid::now_v7());
    let mut made: Vec<Made> = (0..ROWS).map(Made::new).collect();
    for made in made.iter_mut().skip(1).step_by(5) {
        made.record.import = Some(import);
        made.order.import = Some(import);
    }
    world.add(world.a, &made).await;
    let theirs: Vec<Made> = (ROWS..ROWS + 50).map(Made::new).collect();
    world.add(world.b, &theirs).await;
    let all = made.into_iter().rev().map(|made| made.record).collect();
    Listed { world, all, import }
}

async fn pages(world: &World, query: &ShipmentQuery) -> Vec<ShipmentId> {
    let mut query = query.clone();
    let mut found = Vec::new();
    loop {
        let page = world.store.read(world.a).list_shipments(&query).await.unwrap();
        let ids = world.store.read(world.a).list_shipment_ids(&query).await.unwrap();
        assert_eq!(page.iter().map(|row| row.id).collect::<Vec<_>>(), ids);
        assert!(page.len() <= query.limit as usize);
        let Some(last) = page.last() else { return found };
        query.after = Some(last.id);
        found.extend(ids);
    }
}

/// What the query means, said a second time without a database.
fn shows(query: &ShipmentQuery, row: &ShipmentRecord) -> bool {
    let province = row.place.division_code / 10_000;
    query.state.is_none_or(|state| row.state == state)
        && query.phase.is_none_or(|phase| row.state.phase() == phase)
        && query.import.is_none_or(|import| row.import == Some(import))
        && query.waybill_no.as_ref().is_none_or(|number| row.waybill_no == *number)
        && query.order_no.as_ref().is_none_or(|number| row.order_no.as_ref() == Some(number))
        && query.printed.is_none_or(|printed| row.first_printed_at.is_some() == printed)
        && query.province_code.is_none_or(|code| province == code)
        && query.first_id.is_none_or(|id| row.id.0 >= id)
        && query.before_id.is_none_or(|id| row.id.0 < id)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_combination_of_filters_lists_what_it_says_in_order() {
    let Listed { world, all, import } = listed().await;
    let middle = &all[ROWS / 2];
    // Bit by bit, each filter on or off: all 512 combinations.
    for bits in 0..512_u32 {
        let on = |bit: u32| bits & (1 << bit) != 0;
        let query = ShipmentQuery {
            state: on(0).then_some(middle.state),
            phase: on(1).then_some(middle.state.phase()),
            import: on(2).then_some(import),
            waybill_no: on(3).then(|| middle.waybill_no.clone()),
            order_no: on(4).then(|| middle.order_no.clone()).flatten(),
            printed: on(5).then_some(middle.first_printed_at.is_some()),
            province_code: on(6).then_some(middle.place.division_code / 10_000),
            first_id: on(7).then_some(all[ROWS * 3 / 4].id.0),
            before_id: on(8).then_some(all[ROWS / 4].id.0),
            after: None,
            limit: 700,
            ..ShipmentQuery::default()
        };
        let wanted: Vec<_> = all.iter().filter(|row| shows(&query, row)).map(|row| row.id).collect();
        let ids = world.store.read(world.a).list_shipment_ids(&query).await.unwrap();
        assert_eq!(ids, wanted[..wanted.len().min(700)], "filters {bits:09b}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_join_without_a_gap() {
    let Listed { world, all, import } = listed().await;
    let queries = [
        ShipmentQuery { limit: 333, ..ShipmentQuery::default() },
        ShipmentQuery { limit: 7, state: Some(ShipmentState::Delivered), ..ShipmentQuery::default() },
        ShipmentQuery { limit: 150, phase: Some(Phase::InTransit), ..ShipmentQuery::default() },
        ShipmentQuery { limit: 100, import: Some(import), ..ShipmentQuery::default() },
        ShipmentQuery { limit: 400, printed: Some(false), ..ShipmentQuery::default() },
        ShipmentQuery { limit: 200, printed: Some(true), ..ShipmentQuery::default() },
        ShipmentQuery { limit: 123, province_code: Some(PROVINCES[1]), ..ShipmentQuery::default() },
    ];
    for (nth, query) in queries.iter().enumerate() {
        let wanted: Vec<_> = all.iter().filter(|row| shows(query, row)).map(|row| row.id).collect();
        assert!(wanted.len() > query.limit as usize, "query {nth} needs more than one page");
        assert_eq!(pages(&world, query).await, wanted, "query {nth}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_added_between_pages_move_nothing() {
    let Listed { world, all, .. } = listed().await;
    let mut query = ShipmentQuery { limit: 100, ..ShipmentQuery::default() };
    let mut found = Vec::new();
    for n in 0.. {
        let page = world.store.read(world.a).list_shipment_ids(&query).await.unwrap();
        let Some(last) = page.last() else { break };
        query.after = Some(*last);
        found.extend(page);
        world.add(world.a, &[Made::new(10_000 + n)]).await;
    }
    assert_eq!(found, all.iter().map(|row| row.id).collect::<Vec<_>>());
    assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), ROWS);
}
