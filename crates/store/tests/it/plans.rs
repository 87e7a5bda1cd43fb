//! Every list seeks an index and reads no more than its page: asked of the planners, with many rows behind them.

use sea_orm::ConnectionTrait;
use shared::{CarrierCallId, ImportId, ShipmentState, state::Phase};
use store::{CarrierCallQuery, CarrierCallRecord, ShipmentQuery};
use uuid::Uuid;

use crate::support::{Made, PROVINCES, World, now};

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
    let plan = world.store.plan_of_checks(now()).await.unwrap().join("\n");
    assert!(seeks(&plan, "ix_shipments_check"), "{plan}");
    assert!(!plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "{plan}");
}

/// However many calls there were, those about one parcel or order are found at once.
#[tokio::test(flavor = "multi_thread")]
async fn calls_to_carriers_are_found_by_what_they_are_about() {
    let world = World::new().await;
    let call = |nth: usize| CarrierCallRecord {
        id: CarrierCallId(Uuid::now_v7()),
        carrier: "zto".to_owned(),
        api: "zto.open.createOrder".to_owned(),
        at: now(),
        took_ms: 12,
        http_status: Some(200),
        carrier_code: "SYS000".to_owned(),
        outcome: "done".to_owned(),
        request: "{}".to_owned(),
        answer: "{}".to_owned(),
        waybill_no: format!("73{nth:012}"),
        partner_code: format!("{nth:032x}"),
    };
    let calls: Vec<CarrierCallRecord> = (0..ROWS).map(call).collect();
    for some in calls.chunks(500) {
        world.store.write(world.a, async |tx| tx.add_carrier_calls(some).await).await.unwrap();
    }
    world.db.raw().await.execute_unprepared("ANALYZE").await.unwrap();
    let page = CarrierCallQuery { limit: 50, ..CarrierCallQuery::default() };
    let (one, after) = (&calls[17], Some(calls[ROWS - 1].id));
    let by_number = CarrierCallQuery { waybill_no: Some(one.waybill_no.clone()), ..page.clone() };
    let by_code = CarrierCallQuery { partner_code: Some(one.partner_code.clone()), ..page };
    for (query, index) in [(by_number, "ix_carrier_calls_waybill"), (by_code, "ix_carrier_calls_partner")] {
        let found = world.store.network().carrier_calls(&query).await.unwrap();
        assert_eq!(found, [(world.a, one.clone())]);
        for after in [None, after] {
            let query = CarrierCallQuery { after, ..query.clone() };
            let plan = world.store.plan_of_carrier_calls(&query).await.unwrap().join("\n");
            assert!(seeks(&plan, index), "{index} is not what the plan seeks:\n{plan}");
        }
    }
}

/// SQLite calls a primary key `sqlite_autoindex_…`.
fn seeks(plan: &str, index: &str) -> bool {
    let scanned = plan.contains("SCAN ") || plan.contains("Seq Scan");
    let named = plan.contains(index) || (index == "pk_shipments" && plan.contains("sqlite_autoindex_shipments_1"));
    // A partial index over all columns of the key serves as well as the key.
    !scanned && named
}
