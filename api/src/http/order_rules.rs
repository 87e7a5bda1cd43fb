//! The rules that say how new orders are sent.

use actix_web::{HttpResponse, delete, get, post, put, web};
use shared::{
    OrderRuleId,
    orders::OrderIds,
    rules::{OrderRule, OrderRuleSequence, OrderRuleWrite, RuleTest, RuleTestResult, RulesApplied},
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, rules},
    http::{
        created,
        extract::{Body, IdempotencyHeader, PathId},
        guard::{SettingsWrite, ShipmentsRead, ShipmentsWrite},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    // Fixed words before `{id}`: the first route that fits is taken.
    config
        .service(list_order_rules)
        .service(create_order_rule)
        .service(test_order_rules)
        .service(arrange_order_rules)
        .service(update_order_rule)
        .service(delete_order_rule)
        .service(apply_order_rules);
}

/// The rules, in the order in which they are asked about a new order: the first active one that fits takes it.
#[utoipa::path(tag = "order rules", operation_id = "list_order_rules", responses(
    (status = 200, body = Vec<OrderRule>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/order-rules")]
pub async fn list_order_rules(caller: ShipmentsRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(rules::list(&app, &caller.0).await?))
}

/// Add a rule behind the others; at most 200.
#[utoipa::path(tag = "order rules", operation_id = "create_order_rule", request_body = OrderRuleWrite,
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = OrderRule), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/order-rules")]
pub async fn create_order_rule(
    caller: SettingsWrite,
    app: web::Data<App>,
    key: IdempotencyHeader,
    body: Body<OrderRuleWrite>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "create_order_rule", &body.bytes);
    Ok(created(rules::create(&app, &caller.0, key, &body.value).await?))
}

/// Which rule takes orders of the pool, or an order that may not exist, and why those before it do not. Nothing is changed.
#[utoipa::path(tag = "order rules", operation_id = "test_order_rules", request_body = RuleTest, responses(
    (status = 200, body = RuleTestResult), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/order-rules/test")]
pub async fn test_order_rules(
    caller: ShipmentsRead,
    app: web::Data<App>,
    body: Body<RuleTest>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(rules::test(&app, &caller.0, &body.value).await?))
}

/// Put the rules in another order.
#[utoipa::path(tag = "order rules", operation_id = "arrange_order_rules", request_body = OrderRuleSequence, responses(
    (status = 200, body = Vec<OrderRule>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[put("/order-rules/sequence")]
pub async fn arrange_order_rules(
    caller: SettingsWrite,
    app: web::Data<App>,
    body: Body<OrderRuleSequence>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(rules::arrange(&app, &caller.0, &body.value).await?))
}

/// Change a rule. Orders it took stay as they are.
#[utoipa::path(tag = "order rules", operation_id = "update_order_rule", params(("id" = OrderRuleId, Path)),
    request_body = OrderRuleWrite, responses(
    (status = 200, body = OrderRule), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[put("/order-rules/{id}")]
pub async fn update_order_rule(
    caller: SettingsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<OrderRuleWrite>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(rules::update(&app, &caller.0, OrderRuleId(id.0), &body.value).await?))
}

/// Take a rule away. Orders it took stay as they are.
#[utoipa::path(tag = "order rules", operation_id = "delete_order_rule", params(("id" = OrderRuleId, Path)), responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[delete("/order-rules/{id}")]
pub async fn delete_order_rule(
    caller: SettingsWrite,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    rules::delete(&app, &caller.0, OrderRuleId(id.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ask the rules about open orders of the pool, at most 100, and do as they say: what an order has stays, what it lacks it gets.
#[utoipa::path(tag = "orders", operation_id = "apply_order_rules", request_body = OrderIds, responses(
    (status = 200, body = RulesApplied), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/orders/apply-rules")]
pub async fn apply_order_rules(
    caller: ShipmentsWrite,
    app: web::Data<App>,
    body: Body<OrderIds>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(rules::apply_to(&app, &caller.0, &body.value).await?))
}
