//! The rules that say how new orders are sent.

use serde_json::{Value, json};
use shared::{
    OrderRuleId, Page,
    orders::Order,
    parts::Owner,
    rules::{OrderRule, RuleTestResult},
    shipments::{Shipment, ShipmentSummary},
};

use crate::support::{Caller, TestApp, samples, workbooks};

async fn makes(caller: &Caller<'_>, rule: &Value) -> OrderRule {
    caller.post("/order-rules", rule).await.expect(201).json()
}

async fn names(caller: &Caller<'_>) -> Vec<String> {
    caller.read::<Vec<OrderRule>>("/order-rules").await.into_iter().map(|rule| rule.name).collect()
}

#[actix_web::test]
async fn rules_are_kept_arranged_changed_and_taken_away() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (first, second) = (makes(&owner, &samples::rule("北京")).await, makes(&owner, &samples::rule("广东")).await);
    assert_eq!(names(&owner).await, ["北京", "广东"]);
    let sequence = json!({ "rule_ids": [second.id, first.id] });
    owner.put("/order-rules/sequence", &sequence).await.expect(200);
    assert_eq!(names(&owner).await, ["广东", "北京"]);
    for wrong in [json!([first.id]), json!([first.id, first.id]), json!([first.id, second.id, samples::NOBODY])] {
        let refused = owner.put("/order-rules/sequence", &json!({ "rule_ids": wrong })).await;
        refused.faults(&[("/rule_ids", "not_every_rule")]);
    }
    let mut changed = samples::rule("广东");
    changed["is_active"] = json!(false);
    let path = format!("/order-rules/{}", second.id);
    assert!(!owner.put(&path, &changed).await.expect(200).json::<OrderRule>().is_active);
    owner.delete(&path).await.expect(204);
    owner.delete(&path).await.problem(404, "not_found");
    assert_eq!(names(&owner).await, ["北京"]);
    assert!(names(&app.other_merchant().await).await.is_empty());
}

#[actix_web::test]
async fn a_rule_that_makes_no_sense_is_refused_with_every_field() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let rule = json!({
        "name": " ",
        "conditions": { "divisions": [99], "shops": [""], "weight_from_g": 500, "weight_below_g": 500 },
        "outcome": { "services": { "cod": "5.00" } },
    });
    owner.post("/order-rules", &rule).await.faults(&[
        ("/name", "required"),
        ("/conditions/shops/0", "required"),
        ("/conditions/divisions/0", "unknown_division"),
        ("/conditions/weight_below_g", "out_of_range"),
        ("/outcome/services/cod", "not_in_a_rule"),
    ]);
    owner.post("/order-rules", &json!({ "name": "x", "outcome": {} })).await.faults(&[("/outcome", "required")]);
    for (outcome, pointer, code) in [
        (json!({ "owner_id": samples::NOBODY }), "/outcome/owner_id", "unknown_owner"),
        (json!({ "sender_contact_id": samples::NOBODY }), "/outcome/sender_contact_id", "unknown_sender"),
        (json!({ "template_id": "nothing" }), "/outcome/template_id", "unknown_template"),
    ] {
        owner.post("/order-rules", &json!({ "name": "x", "outcome": outcome })).await.faults(&[(pointer, code)]);
    }
}

/// A rule for a shop: an owner, their address, a paper that comes back, and a flag.
async fn silk_rule(caller: &Caller<'_>) -> (OrderRule, Owner) {
    let shop = caller.adds_owner("SILK").await;
    let rule = json!({
        "name": "丝绸店",
        "conditions": { "shops": ["丝绸旗舰店"], "divisions": [33] },
        "outcome": {
            "owner_id": shop.id, "services": { "signed_return": true }, "flag": "red", "template_id": "standard-100x180",
        },
    });
    (makes(caller, &rule).await, shop)
}

#[actix_web::test]
async fn an_order_is_taken_wherever_it_comes_from() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (rule, silk) = silk_rule(&owner).await;
    makes(&owner, &samples::rule("浙江")).await;

    let mut kept = samples::order("R-1");
    kept["shop"] = json!("丝绸旗舰店");
    let kept: Order = owner.post("/orders", &kept).await.expect(201).json();
    assert_eq!((kept.rule_id, kept.owner_id, kept.flag.as_str()), (Some(rule.id), Some(silk.id), "red"));
    assert!(kept.services.signed_return);
    assert_eq!(kept.template_id.as_deref(), Some("standard-100x180"));
    // Another shop's order is the second rule's.
    let other: Order = owner.post("/orders", &samples::order("R-2")).await.expect(201).json();
    assert_eq!((other.owner_id, other.flag.as_str()), (None, "浙江"));

    let mut shipped = samples::shipment("R-3");
    shipped["shop"] = json!("丝绸旗舰店");
    let shipped: Shipment = owner.post("/shipments", &shipped).await.expect(201).json();
    assert_eq!((shipped.owner_id, shipped.services.signed_return), (Some(silk.id), true));
    let batch = owner.prints(&[&shipped], None).await;
    assert_eq!(batch.jobs.len(), 1);

    let file =
        format!("{},店铺\n{},丝绸旗舰店\n{},别的店\n", workbooks::HEADER, workbooks::row("R-4"), workbooks::row("R-5"));
    let import = app.imports("shops.csv", file.as_bytes()).await;
    assert_eq!(import.accepted, 2);
    let list: Page<ShipmentSummary> = owner.read(&format!("/shipments?owner_id={}", silk.id)).await;
    let numbers: Vec<_> = list.items.iter().map(|item| item.order_no.clone().unwrap_or_default()).collect();
    assert_eq!(numbers, ["R-4", "R-3"]);
}

#[actix_web::test]
async fn what_an_order_says_itself_stays() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (rule, _) = silk_rule(&owner).await;
    let tea = owner.adds_owner("TEA").await;
    let mut body = samples::order("R-1");
    (body["shop"], body["owner_id"]) = (json!("丝绸旗舰店"), json!(tea.id));
    let kept: Order = owner.post("/orders", &body).await.expect(201).json();
    assert_eq!((kept.rule_id, kept.owner_id), (Some(rule.id), Some(tea.id)));
}

#[actix_web::test]
async fn a_rule_that_holds_keeps_an_imported_order_in_the_pool() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let rule = json!({ "name": "重货", "conditions": { "weight_from_g": 10_000 }, "outcome": { "hold": true } });
    makes(&owner, &rule).await;
    let heavy = workbooks::row("H-2").replace(",1.2", ",12");
    let import = app.imports("heavy.csv", &workbooks::csv(&[workbooks::row("H-1"), heavy])).await;
    assert_eq!(import.accepted, 2);
    let pool: Page<Order> = owner.read("/orders").await;
    assert_eq!(
        pool.items.iter().map(|order| (order.order_no.as_deref(), order.is_held)).collect::<Vec<_>>(),
        [(Some("H-2"), true)]
    );
    let list: Page<ShipmentSummary> = owner.read("/shipments?order_no=H-1").await;
    assert_eq!(list.items.len(), 1);
}

#[actix_web::test]
async fn the_bench_says_which_rule_takes_an_order_and_why_the_others_do_not() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let (silk, _) = silk_rule(&owner).await;
    let zhejiang = makes(&owner, &samples::rule("浙江")).await;
    let order = owner.keeps_order("B-1").await;
    let test = json!({ "order_ids": [order.id], "sample": { "shop": "丝绸旗舰店", "province": "浙江省", "city": "杭州市", "district": "余杭区" } });
    let result: RuleTestResult = owner.post("/order-rules/test", &test).await.expect(200).json();
    assert_eq!(result.items.iter().map(|item| item.taken_by).collect::<Vec<_>>(), [Some(zhejiang.id), Some(silk.id)]);
    let asked = &result.items[0].asked;
    assert_eq!(asked.iter().map(|answer| answer.fits).collect::<Vec<_>>(), [false, true]);
    let shop = &asked[0].conditions[0];
    assert_eq!((shop.condition.as_str(), shop.holds), ("shops", false));
    assert!(shop.text.contains("丝绸旗舰店"), "{}", shop.text);
    let unknown = owner.post("/order-rules/test", &json!({ "order_ids": [samples::NOBODY] })).await;
    unknown.faults(&[("/order_ids", "unknown_order")]);
    let nowhere = json!({ "sample": { "province": "月球" } });
    assert_eq!(owner.post("/order-rules/test", &nowhere).await.expect(422).value()["code"], "invalid_fields");
}

#[actix_web::test]
async fn rules_are_asked_again_about_orders_that_wait() {
    let app = TestApp::new().await;
    let owner = app.owner().await;
    let order = owner.keeps_order("A-1").await;
    assert_eq!(order.rule_id, None);
    let rule = makes(&owner, &samples::rule("浙江")).await;
    let applied = owner.post("/orders/apply-rules", &json!({ "order_ids": [order.id] })).await.expect(200).value();
    assert_eq!(applied["items"][0]["taken_by"], json!(rule.id));
    let after: Order = owner.read(&format!("/orders/{}", order.id)).await;
    assert_eq!((after.rule_id, after.flag.as_str()), (Some(rule.id), "浙江"));
    let _: OrderRuleId = rule.id;
}
