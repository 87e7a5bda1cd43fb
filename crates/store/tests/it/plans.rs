//! Every list seeks an index and reads no more than its page: asked of the planners, with many rows behind them.

use sea_orm::ConnectionTrait;
use shared::{ImportId, ShipmentState, state::Phase};
use store::ShipmentQuery;
use uuid::Uuid;

use crate::support::{Made, PROVINCES, World};

const ROWS: usize = 4_000;

async fn world() -> (World, ImportId) {
    let world = World::new().await;
    let import = ImportId(Uuid::now_v7());
    for scope in [world.a, world.b] {
        let offset = if scope == world.a { 0 } else { ROWS };
        let mut made: Vec<Made> = (offset..offset + ROWS).map(Made::new).collect();
        for made in made.iter_mut().step_by(20) {
            made.record.import = Some(import);
        }
        world.add(scope, &made).await;
    }
    world.db.raw().await.execute_unprepared("ANALYZE").await.unwrap();
    (world, import)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_filter_seeks_an_index_and_sorts_nothing() {
    let (world, import) = world().await;
    let page = ShipmentQuery { limit: 50, ..ShipmentQuery::default() };
    let middle = world.store.read(world.a).list_shipment_ids(&ShipmentQuery { limit: 2_000, ..page.clone() }).await;
    let middle = *middle.unwrap().last().unwrap();
    let filters = [
        (ShipmentQuery { ..page.clone() }, "pk_shipments"),
        (ShipmentQuery { state: Some(ShipmentState::Delivered), ..page.clone() }, "ix_shipments_state"),
        (ShipmentQuery { phase: Some(Phase::Delivered), ..page.clone() }, "ix_shipments_phase"),
        (ShipmentQuery { import: Some(import), ..page.clone() }, "ix_shipments_import"),
        (ShipmentQuery { waybill_no: Some("YD0000000017".into()), ..page.clone() }, "ux_shipments_waybill_no"),
        (ShipmentQuery { order_no: Some("SO-000017".into()), ..page.clone() }, "ix_shipments_order_no"),
        (ShipmentQuery { printed: Some(true), ..page.clone() }, "ix_shipments_printed"),
        (ShipmentQuery { printed: Some(false), ..page.clone() }, "ix_shipments_unprinted"),
        (ShipmentQuery { province_code: Some(PROVINCES[0]), ..page.clone() }, "ix_shipments_province"),
        (ShipmentQuery { first_id: Some(middle.0), ..page.clone() }, "pk_shipments"),
        (ShipmentQuery { before_id: Some(middle.0), ..page.clone() }, "pk_shipments"),
    ];
    for (query, index) in filters {
        for after in [None, Some(middle)] {
            let query = ShipmentQuery { after, ..query.clone() };
            let plan = world.store.plan_of_shipments(world.a, &query).await.unwrap().join("\n");
            assert!(seeks(&plan, index), "{index} is not what the plan seeks:\n{plan}");
            assert!(!plan.contains("TEMP B-TREE"), "{index}: sorted\n{plan}");
            // At most one row can have the number, and sorting one row reads no table.
            assert!(!plan.contains("Sort") || query.waybill_no.is_some(), "{index}: sorted\n{plan}");
        }
    }
}

/// What is over costs the watch nothing, however many shipments there ever were.
#[tokio::test(flavor = "multi_thread")]
async fn the_watch_reads_what_is_due_and_sorts_nothing() {
    let (world, _) = world().await;
    let plan = world.store.plan_of_checks(crate::support::now()).await.unwrap().join("\n");
    assert!(seeks(&plan, "ix_shipments_check"), "{plan}");
    assert!(!plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "{plan}");
}

/// SQLite calls a primary key `sqlite_autoindex_…`.
fn seeks(plan: &str, index: &str) -> bool {
    let scanned = plan.contains("SCAN ") || plan.contains("Seq Scan");
    let named = plan.contains(index) || (index == "pk_shipments" && plan.contains("sqlite_autoindex_shipments_1"));
    // A partial index over all columns of the key serves as well as the key.
    !scanned && named
}
