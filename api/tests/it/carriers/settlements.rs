//! What a carrier weighed and charges: kept once, the last of it counts, and a weight far from the stated one is flagged.

use fake_zto::FaultPlan;
use serde_json::json;
use shared::{
    Page,
    carriers::{CarrierSettlement, SETTLED_WEIGHT_APART_G},
    shipments::{Shipment, ShipmentSummary},
};

use super::{bound, listening, network, place, pooled};
use crate::support::{Caller, TestApp};

async fn settled(app: &TestApp, shipment: &ShipmentSummary) -> Option<CarrierSettlement> {
    let owner = app.owner().await;
    owner.read::<Shipment>(&format!("/shipments/{}", shipment.id)).await.settlement
}

async fn shipped(owner: &Caller<'_>, app: &TestApp) -> ShipmentSummary {
    let account = bound(owner).await;
    let orders = pooled(owner, 1).await;
    place(owner, &account, &orders).await;
    app.work().await;
    owner.read::<Page<ShipmentSummary>>("/shipments?limit=1").await.items.remove(0)
}

#[actix_web::test]
async fn the_last_settlement_counts_and_a_push_that_comes_again_changes_nothing() {
    let (fake, app) = network(FaultPlan::none()).await;
    let owner = app.owner().await;
    let shipment = shipped(&owner, &app).await;
    let handle = listening(&fake, &app);
    let stated = shipment.weight_g.expect("the sample states one");
    assert_eq!(settled(&app, &shipment).await, None);

    let close = stated + SETTLED_WEIGHT_APART_G;
    for (weight, fen) in [(close, 420), (close, 420), (close + 1, 480), (close, 420)] {
        assert_eq!(fake.push_settlement(&shipment.waybill_no, weight, fen).await.unwrap().taken, 1);
    }
    let last = settled(&app, &shipment).await.expect("it was told");
    assert_eq!((last.weight_g, last.fee.fen(), last.is_weight_apart), (Some(close + 1), 480, true));
    assert_eq!(last.carrier_name, "中通快递");
    assert_eq!(app.db_count("carrier_settlements", "1 = 1").await, 2);
    fake.push_settlement(&shipment.waybill_no, close, 430).await.unwrap();
    let corrected = settled(&app, &shipment).await.expect("it was told");
    assert_eq!((corrected.weight_g, corrected.is_weight_apart), (Some(close), false));

    // As many as are kept, and one that is too many.
    for fen in 0..30 {
        assert_eq!(fake.push_settlement(&shipment.waybill_no, stated, fen).await.unwrap().taken, 1);
    }
    assert_eq!(app.db_count("carrier_settlements", "1 = 1").await, 20);
    handle.stop(true).await;
    fake.stop().await;
}

#[actix_web::test]
async fn settlements_of_parcels_that_are_not_the_carriers_or_nobodys_are_left_alone() {
    let (fake, app) = network(FaultPlan::none()).await;
    let own = app.owner().await.ships("OWN-1").await;
    let handle = listening(&fake, &app);
    for number in [own.waybill_no.as_str(), "73100000000000"] {
        assert_eq!(fake.push_settlement(number, 900, 300).await.unwrap().taken, 1);
    }
    assert_eq!(app.db_count("carrier_settlements", "1 = 1").await, 0);
    let forged = json!({ "data": "{}", "data_digest": "x", "msg_type": "expPrice" });
    app.anonymous().post("/carriers/zto/push", &forged).await.problem(403, "wrong_signature");
    handle.stop(true).await;
    fake.stop().await;
}
