//! Goods that must not be sent.

use serde_json::{Value, json};
use shared::{
    goods::{ForbiddenGoodsGroup, GoodsCheck, GoodsLevel},
    orders::Order,
    shipments::Shipment,
};

use crate::support::{TestApp, samples, workbooks};

fn of_goods(mut body: Value, goods: &str) -> Value {
    body["goods"] = json!(goods);
    body
}

#[actix_web::test]
async fn what_must_not_be_sent_is_refused_wherever_it_comes_from() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let refused = clerk.post("/shipments", &of_goods(samples::shipment("G-1"), "95号汽油")).await;
    let problem = refused.problem(422, "forbidden_goods");
    assert!(problem.detail.unwrap_or_default().contains("汽油"));
    // An order is kept, since it may be corrected, and not shipped.
    let order: Order = clerk.post("/orders", &of_goods(samples::order("G-2"), "打火机")).await.expect(201).json();
    assert_eq!(order.goods_findings.iter().map(|found| found.level).collect::<Vec<_>>(), [GoodsLevel::Block]);
    let shipped = clerk.post("/orders/ship", &json!({ "order_ids": [order.id] })).await.expect(200).value();
    assert_eq!(shipped["items"][0]["code"], "forbidden_goods");
    let file = workbooks::csv(&[workbooks::row("G-3"), workbooks::row("G-4").replace("茶叶", "烟花")]);
    let import = app.imports("goods.csv", &file).await;
    assert_eq!((import.accepted, import.rejected), (1, 1));
    let rows = app.rows_of(&import).await;
    let problem = rows.iter().flat_map(|row| &row.problems).next().unwrap();
    assert_eq!((problem.code.as_str(), problem.field.as_str()), ("forbidden_goods", "goods"));
    assert!(problem.detail.contains("烟花"), "{}", problem.detail);
    let made = clerk.ships("G-5").await;
    let changed = clerk.patch(&format!("/shipments/{}", made.id), &json!({ "goods": "雷管" })).await;
    changed.problem(422, "forbidden_goods");
}

#[actix_web::test]
async fn what_is_only_warned_of_is_shipped() {
    let app = TestApp::new().await;
    let clerk = app.clerk().await;
    let body = of_goods(samples::shipment("G-1"), "充电宝");
    let made: Shipment = clerk.post("/shipments", &body).await.expect(201).json();
    assert_eq!((made.goods_findings[0].group, made.goods_findings[0].level), (19, GoodsLevel::Warn));
    let check: GoodsCheck = clerk.post("/goods-check", &json!({ "goods": "茶叶" })).await.expect(200).json();
    assert_eq!(check.findings, []);
}

#[actix_web::test]
async fn staff_change_a_group_for_every_merchant() {
    let app = TestApp::new().await;
    let (clerk, staff) = (app.clerk().await, app.reviewer().await);
    let groups: Vec<ForbiddenGoodsGroup> = app.staff().await.read("/forbidden-goods").await;
    assert_eq!(groups.len(), 19);
    let words = json!({ "level": "warn", "words": [" 月饼 ", "月饼"], "exceptions": ["月饼模具"] });
    app.staff()
        .await
        .put("/forbidden-goods/5", &json!({ "level": "warn", "words": [""] }))
        .await
        .faults(&[("/words/0", "required")]);
    app.staff().await.put("/forbidden-goods/20", &words).await.problem(404, "not_found");
    let changed: ForbiddenGoodsGroup = app.staff().await.put("/forbidden-goods/5", &words).await.expect(200).json();
    assert_eq!(changed.words, ["月饼"]);
    let found = async |goods: &str| -> Vec<String> {
        let check: GoodsCheck = clerk.post("/goods-check", &json!({ "goods": goods })).await.expect(200).json();
        check.findings.into_iter().map(|found| found.word).collect()
    };
    assert_eq!(
        (found("中秋月饼").await, found("月饼模具").await, found("汽油").await),
        (vec!["月饼".to_owned()], vec![], vec![])
    );
    drop(staff);
    // The other group is as it came.
    clerk.post("/shipments", &of_goods(samples::shipment("G-9"), "匕首")).await.problem(422, "forbidden_goods");
}
