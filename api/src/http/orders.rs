//! The order pool.

use actix_web::{HttpResponse, get, patch, post, web};
use serde::Deserialize;
use shared::{
    DepartmentId, ImportId, OrderId, OwnerId, Page,
    carriers::Placement,
    orders::{
        Order, OrderBatchEdit, OrderCreate, OrderGroup, OrderIds, OrderOutcomes, OrderShip, OrderSplit, OrderState,
        OrderUpdate,
    },
};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{
        App, carriers,
        orders::{self, OrderFilter},
        paging::PageRequest,
    },
    http::{
        created,
        extract::{Body, IdempotencyHeader, Params, PathId},
        guard::{ShipmentsRead, ShipmentsWrite},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    // Fixed words before `{id}`: the first route that fits is taken.
    config
        .service(list_orders)
        .service(create_order)
        .service(list_mergeable_orders)
        .service(edit_orders)
        .service(merge_orders)
        .service(cancel_orders)
        .service(reopen_orders)
        .service(ship_orders)
        .service(list_placements)
        .service(get_order)
        .service(update_order)
        .service(split_order);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OrderParams {
    /// Without it those that are open. Shipped orders are found as shipments.
    state: Option<OrderState>,
    is_held: Option<bool>,
    flag: Option<String>,
    owner_id: Option<OwnerId>,
    department_id: Option<DepartmentId>,
    import_id: Option<ImportId>,
    order_no: Option<String>,
    /// 1 to 200, default 50.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Orders that wait to be shipped, newest first, masked.
#[utoipa::path(tag = "orders", operation_id = "list_orders", params(OrderParams), responses(
    (status = 200, body = Page<Order>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[get("/orders")]
pub async fn list_orders(
    caller: ShipmentsRead,
    app: web::Data<App>,
    params: Params<OrderParams>,
) -> Result<HttpResponse, ApiError> {
    let OrderParams { state, is_held, flag, owner_id, department_id, import_id, order_no, limit, cursor } = params.0;
    let filter =
        OrderFilter { state, is_held, flag, owner: owner_id, department: department_id, import: import_id, order_no };
    let page = PageRequest::new(limit, cursor.as_deref())?;
    Ok(HttpResponse::Ok().json(orders::list(&app, &caller.0, filter, page).await?))
}

/// Keep an order to be shipped later.
#[utoipa::path(tag = "orders", operation_id = "create_order", request_body = OrderCreate,
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = Order), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/orders")]
pub async fn create_order(
    caller: ShipmentsWrite,
    app: web::Data<App>,
    key: IdempotencyHeader,
    body: Body<OrderCreate>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "create_order", &body.bytes);
    Ok(created(orders::create(&app, &caller.0, key, &body.value).await?))
}

/// Open orders that could go in one parcel: same receiver, address, owner, department and sender.
#[utoipa::path(tag = "orders", operation_id = "list_mergeable_orders", responses(
    (status = 200, body = Vec<OrderGroup>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/orders/mergeable")]
pub async fn list_mergeable_orders(caller: ShipmentsRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(orders::mergeable(&app, &caller.0).await?))
}

/// Change many orders alike, or with `preview` tell how they would look. One that cannot be changed keeps all as they are.
#[utoipa::path(tag = "orders", operation_id = "edit_orders", request_body = OrderBatchEdit, responses(
    (status = 200, body = Vec<Order>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/orders/batch-edit")]
pub async fn edit_orders(
    caller: ShipmentsWrite,
    app: web::Data<App>,
    body: Body<OrderBatchEdit>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(orders::batch_edit(&app, &caller.0, &body.value).await?))
}

/// Put 2 to 50 orders of one parcel into the oldest of them.
#[utoipa::path(tag = "orders", operation_id = "merge_orders", request_body = OrderIds, responses(
    (status = 200, body = Order), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem), (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/orders/merge")]
pub async fn merge_orders(
    caller: ShipmentsWrite,
    app: web::Data<App>,
    body: Body<OrderIds>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(orders::merge(&app, &caller.0, &body.value).await?))
}

/// Take orders out of the pool without shipping them; each has its own outcome.
#[utoipa::path(tag = "orders", operation_id = "cancel_orders", request_body = OrderIds, responses(
    (status = 200, body = OrderOutcomes), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/orders/cancel")]
pub async fn cancel_orders(
    caller: ShipmentsWrite,
    app: web::Data<App>,
    body: Body<OrderIds>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(orders::cancel(&app, &caller.0, &body.value).await?))
}

/// Put cancelled orders back; each has its own outcome.
#[utoipa::path(tag = "orders", operation_id = "reopen_orders", request_body = OrderIds, responses(
    (status = 200, body = OrderOutcomes), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/orders/reopen")]
pub async fn reopen_orders(
    caller: ShipmentsWrite,
    app: web::Data<App>,
    body: Body<OrderIds>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(orders::reopen(&app, &caller.0, &body.value).await?))
}

/// Ship orders; each has its own outcome, and one that fails keeps no other back. An order is shipped once. With an account of a carrier,
/// an order that `is_placing` is on its way to the carrier: the shipment comes with its answer, and what it refuses is back in the pool, held.
#[utoipa::path(tag = "orders", operation_id = "ship_orders", request_body = OrderShip, responses(
    (status = 200, body = OrderOutcomes), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem), (status = 422, body = shared::Problem), (status = 503, body = shared::Problem)
))]
#[post("/orders/ship")]
pub async fn ship_orders(
    caller: ShipmentsWrite,
    app: web::Data<App>,
    body: Body<OrderShip>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(orders::ship(&app, &caller.0, &body.value).await?))
}

/// How orders stand with the carriers they were given to; those that were given to none are left out.
#[utoipa::path(tag = "orders", operation_id = "list_placements", request_body = OrderIds, responses(
    (status = 200, body = Vec<Placement>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/orders/placements")]
pub async fn list_placements(
    caller: ShipmentsRead,
    app: web::Data<App>,
    body: Body<OrderIds>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(carriers::placements(&app, &caller.0, &body.value).await?))
}

/// An order of the pool, masked.
#[utoipa::path(tag = "orders", operation_id = "get_order", params(("id" = OrderId, Path)), responses(
    (status = 200, body = Order), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem), (status = 404, body = shared::Problem)
))]
#[get("/orders/{id}")]
pub async fn get_order(caller: ShipmentsRead, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(orders::get(&app, &caller.0, OrderId(id.0)).await?))
}

/// Change an order that is open.
#[utoipa::path(tag = "orders", operation_id = "update_order", params(("id" = OrderId, Path)), request_body = OrderUpdate, responses(
    (status = 200, body = Order), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem), (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[patch("/orders/{id}")]
pub async fn update_order(
    caller: ShipmentsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<OrderUpdate>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(orders::update(&app, &caller.0, OrderId(id.0), &body.value).await?))
}

/// Make 2 to 20 parcels of one order: the first stays the order, the others are orders beside it.
#[utoipa::path(tag = "orders", operation_id = "split_order", params(("id" = OrderId, Path)), request_body = OrderSplit, responses(
    (status = 200, body = Vec<Order>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem), (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/orders/{id}/split")]
pub async fn split_order(
    caller: ShipmentsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<OrderSplit>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(orders::split(&app, &caller.0, OrderId(id.0), &body.value).await?))
}
