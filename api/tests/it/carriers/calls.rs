//! The list of calls: found by merchant, operation, number and outcome, page by page.

use fake_zto::{Fault, FaultPlan};
use shared::{Page, carriers::CarrierCall};

use super::{network, tracks::shipped};
use crate::support::TestApp;

async fn found(app: &TestApp, query: &str) -> Page<CarrierCall> {
    app.staff().await.read(&format!("/network/carrier-calls?{query}")).await
}

#[actix_web::test]
async fn calls_are_found_by_whom_what_and_which_parcel() {
    let (fake, app) = network(FaultPlan::none()).await;
    let shipments = shipped(&app, 2).await;
    let number = &shipments[0].waybill_no;
    let code = fake.network(|network| {
        let order = network.orders().find(|order| order.bill_code.as_ref() == Some(number));
        order.expect("the carrier knows it").partner_order_code.clone()
    });
    let all = found(&app, "limit=200").await.items;
    assert!(all.len() >= 5 && all.iter().all(|call| call.merchant_code == "K100001"), "{}", all.len());

    // The number is in the answer of the order, and in the question that follows it.
    let of_parcel = found(&app, &format!("number={number}")).await.items;
    let apis: Vec<&str> = of_parcel.iter().map(|call| call.api.as_str()).collect();
    assert_eq!(apis, ["zto.merchant.waybill.track.subsrcibe", "zto.open.createOrder"]);
    let of_order = found(&app, &format!("number={}", code.to_uppercase())).await.items;
    assert!(!of_order.is_empty() && of_order.iter().all(|call| call.request.contains(&code)));

    let created = found(&app, "api=zto.open.createOrder&merchant_code=k100001").await.items;
    assert_eq!(created.len(), 2);
    for nothing in
        ["merchant_code=K100002", "merchant_code=K999999", "number=73100000000000", "api=none", "outcome=config"]
    {
        assert_eq!(found(&app, nothing).await.items, [], "{nothing}");
    }

    // Page by page, the filter stays.
    let first = found(&app, "api=zto.open.createOrder&limit=1").await;
    let cursor = first.next_cursor.expect("there is another");
    let second = found(&app, &format!("api=zto.open.createOrder&limit=1&cursor={cursor}")).await;
    assert_eq!([&first.items[..], &second.items[..]].concat(), created);
    assert_eq!(second.next_cursor, None);

    let long = "x".repeat(201);
    let staff = app.staff().await;
    staff.get(&format!("/network/carrier-calls?number={long}")).await.faults(&[("?number", "too_long")]);
    fake.set_faults(FaultPlan::next(None, &[Fault::NotFound]));
    app.owner().await.post(&format!("/shipments/{}/track", shipments[1].id), &serde_json::json!({})).await.expect(503);
    let lost = found(&app, &format!("outcome=unavailable&number={}", shipments[1].waybill_no)).await.items;
    assert_eq!(lost.len(), 1);
    fake.stop().await;
}
