//! Order rules of the service, asked through the page.

use shared::{
    OrderId, OrderRuleId, Page,
    orders::{Order, OrderIds, OrderState},
    rules::{
        OrderRule, OrderRuleSequence, OrderRuleWrite, RULE_TEST_MAX, RuleSample, RuleTest, RuleTestItem,
        RuleTestResult, RulesApplied,
    },
};

use crate::{
    api::{ApiError, IdempotencyKey},
    bridge::{
        Asked,
        asking::{nothing, read, with_body},
    },
    console::service::make,
};

pub async fn rules() -> Result<Vec<OrderRule>, ApiError> {
    read(Asked::plain("GET", "order-rules")).await
}

pub async fn create(rule: &OrderRuleWrite, key: IdempotencyKey) -> Result<OrderRule, ApiError> {
    make("order-rules", rule, key).await
}

pub async fn save(id: OrderRuleId, rule: &OrderRuleWrite) -> Result<OrderRule, ApiError> {
    read(with_body("PUT", format!("order-rules/{id}"), rule)?).await
}

pub async fn delete(id: OrderRuleId) -> Result<(), ApiError> {
    nothing(Asked::plain("DELETE", format!("order-rules/{id}"))).await
}

/// Has them asked in this order.
pub async fn arrange(rule_ids: Vec<OrderRuleId>) -> Result<Vec<OrderRule>, ApiError> {
    read(with_body("PUT", "order-rules/sequence", &OrderRuleSequence { rule_ids })?).await
}

/// Asks the rules about an order that may not exist.
pub async fn ask_about_sample(sample: RuleSample) -> Result<Vec<RuleTestItem>, ApiError> {
    ask(&RuleTest { sample: Some(sample), ..RuleTest::default() }).await
}

/// Asks the rules about orders of the pool; nothing is changed.
pub async fn ask_about(order_ids: Vec<OrderId>) -> Result<Vec<RuleTestItem>, ApiError> {
    let mut items = Vec::with_capacity(order_ids.len());
    for portion in order_ids.chunks(RULE_TEST_MAX) {
        items.extend(ask(&RuleTest { order_ids: portion.to_vec(), sample: None }).await?);
    }
    Ok(items)
}

async fn ask(test: &RuleTest) -> Result<Vec<RuleTestItem>, ApiError> {
    let result: RuleTestResult = read(with_body("POST", "order-rules/test", test)?).await?;
    Ok(result.items)
}

/// Changes orders of the pool as the rules say.
pub async fn apply(order_ids: Vec<OrderId>) -> Result<Vec<RuleTestItem>, ApiError> {
    let mut items = Vec::with_capacity(order_ids.len());
    for portion in order_ids.chunks(RULE_TEST_MAX) {
        let ids = OrderIds { order_ids: portion.to_vec() };
        let applied: RulesApplied = read(with_body("POST", "orders/apply-rules", &ids)?).await?;
        items.extend(applied.items);
    }
    Ok(items)
}

/// The newest orders that wait, as many as can be asked about at once.
pub async fn open_orders() -> Result<Page<Order>, ApiError> {
    read(Asked::plain("GET", format!("orders?state={}&limit={RULE_TEST_MAX}", OrderState::Open.as_str()))).await
}
