//! Pools of waybill numbers, for the network's staff.

use actix_web::{HttpResponse, get, post, put, web};
use serde::Deserialize;
use shared::{
    NumberPoolId, Page,
    numbers::{
        NumberHolding, NumberIssue, NumberPool, NumberPoolCreate, NumberPoolPatch, NumberRangeWrite, NumberReturn,
        NumbersReturned,
    },
};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, number_pools, paging::PageRequest},
    http::{
        created,
        extract::{Body, IdempotencyHeader, Params, PathId},
        guard::{MerchantsRead, StaffWrite},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config
        .service(list_number_pools)
        .service(create_number_pool)
        .service(update_number_pool)
        .service(add_number_range)
        .service(list_number_holdings)
        .service(issue_numbers)
        .service(return_numbers);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PoolQuery {
    /// Only those that have fewer numbers left than their mark.
    #[serde(default)]
    low: bool,
}

/// Every pool of waybill numbers, the network's own first: what it was given, what is left, and what merchants hold and used.
#[utoipa::path(tag = "number pools", operation_id = "list_number_pools", params(PoolQuery), responses(
    (status = 200, body = Vec<NumberPool>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[get("/number-pools")]
pub async fn list_number_pools(
    _caller: MerchantsRead,
    app: web::Data<App>,
    query: Params<PoolQuery>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(number_pools::list(&app, query.0.low).await?))
}

/// A pool of an outlet, with its first range: the outlet's merchants take numbers of it before they take the network's. No retry makes a
/// second one: the outlet has a pool then (409), as has a range any number of which was given before.
#[utoipa::path(tag = "number pools", operation_id = "create_number_pool", request_body = NumberPoolCreate, responses(
    (status = 201, body = NumberPool), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/number-pools")]
pub async fn create_number_pool(
    caller: StaffWrite,
    app: web::Data<App>,
    body: Body<NumberPoolCreate>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(number_pools::create(&app, &caller.0, &body.value).await?))
}

/// Change how many numbers merchants take of a pool at once, and below how many it is low.
#[utoipa::path(tag = "number pools", operation_id = "update_number_pool", params(("id" = NumberPoolId, Path)),
    request_body = NumberPoolPatch, responses(
    (status = 200, body = NumberPool), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[put("/number-pools/{id}")]
pub async fn update_number_pool(
    caller: StaffWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<NumberPoolPatch>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(number_pools::update(&app, &caller.0, NumberPoolId(id.0), body.value).await?))
}

/// Give a pool more numbers; at most 500 ranges. A range that shares a number with any that a pool of the carrier was ever given is refused
/// (409, naming the other), so no retry adds it twice.
#[utoipa::path(tag = "number pools", operation_id = "add_number_range", params(("id" = NumberPoolId, Path)),
    request_body = NumberRangeWrite, responses(
    (status = 201, body = NumberPool), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/number-pools/{id}/ranges")]
pub async fn add_number_range(
    caller: StaffWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<NumberRangeWrite>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(number_pools::extend(&app, &caller.0, NumberPoolId(id.0), body.value).await?))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct HoldingQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// What each merchant got of a pool, and used; the latest merchants first.
#[utoipa::path(tag = "number pools", operation_id = "list_number_holdings",
    params(("id" = NumberPoolId, Path), HoldingQuery), responses(
    (status = 200, body = Page<NumberHolding>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/number-pools/{id}/blocks")]
pub async fn list_number_holdings(
    _caller: MerchantsRead,
    app: web::Data<App>,
    id: PathId,
    query: Params<HoldingQuery>,
) -> Result<HttpResponse, ApiError> {
    let page = PageRequest::new(query.0.limit, query.0.cursor.as_deref())?;
    Ok(HttpResponse::Ok().json(number_pools::holdings(&app, NumberPoolId(id.0), page).await?))
}

/// Hand a merchant up to 1 000 000 numbers of a pool before it takes them by itself. An outlet's are for its own merchants. Where fewer are
/// left, none is handed out (409).
#[utoipa::path(tag = "number pools", operation_id = "issue_numbers", request_body = NumberIssue,
    params(("id" = NumberPoolId, Path), ("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = NumberHolding), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/number-pools/{id}/blocks")]
pub async fn issue_numbers(
    caller: StaffWrite,
    app: web::Data<App>,
    id: PathId,
    key: IdempotencyHeader,
    body: Body<NumberIssue>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, &format!("issue_numbers {}", id.0), &body.bytes);
    Ok(created(number_pools::issue(&app, &caller.0, NumberPoolId(id.0), key, body.value).await?))
}

/// Take back what a merchant did not use of a pool: those numbers are the pool's again and are handed out first. The merchant may ship
/// meanwhile; it goes on with new numbers. 409 where it has none.
#[utoipa::path(tag = "number pools", operation_id = "return_numbers", request_body = NumberReturn,
    params(("id" = NumberPoolId, Path), ("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = NumbersReturned), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/number-pools/{id}/returns")]
pub async fn return_numbers(
    caller: StaffWrite,
    app: web::Data<App>,
    id: PathId,
    key: IdempotencyHeader,
    body: Body<NumberReturn>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, &format!("return_numbers {}", id.0), &body.bytes);
    Ok(created(number_pools::take_back(&app, &caller.0, NumberPoolId(id.0), key, body.value).await?))
}
