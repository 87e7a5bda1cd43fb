//! The network's routes, for its staff.

use actix_web::{HttpResponse, delete, get, put, web};
use shared::routes::{PlaceRoute, RouteChange, RouteChangeWrite};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, routes},
    http::{
        extract::{Body, PathDivision},
        guard::{MerchantsRead, StaffWrite},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(get_route).service(list_route_changes).service(set_route_change).service(delete_route_change);
}

/// How parcels to a province, a city or a county go now, and whether staff changed that. 404 for a code that is no division's.
#[utoipa::path(tag = "routes", operation_id = "get_route",
    params(("code" = u32, Path, description = "GB/T 2260 code of two, four or six digits")), responses(
    (status = 200, body = PlaceRoute), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[get("/routes/{code}")]
pub async fn get_route(
    _caller: MerchantsRead,
    app: web::Data<App>,
    code: PathDivision,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(routes::look_up(&app, code.0).await?))
}

/// Every place that staff changed, in the order of the codes; at most 2 000.
#[utoipa::path(tag = "routes", operation_id = "list_route_changes", responses(
    (status = 200, body = Vec<RouteChange>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/route-changes")]
pub async fn list_route_changes(_caller: MerchantsRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(routes::changes(&app).await?))
}

/// Say how parcels to a province, a city or a county go, or that they do not. The longest code that holds a place counts. It holds at once
/// on the node that is asked and within five seconds on others; shipments that are made already keep their route.
#[utoipa::path(tag = "routes", operation_id = "set_route_change",
    params(("code" = u32, Path, description = "GB/T 2260 code of two, four or six digits")), request_body = RouteChangeWrite, responses(
    (status = 200, body = PlaceRoute), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[put("/route-changes/{code}")]
pub async fn set_route_change(
    caller: StaffWrite,
    app: web::Data<App>,
    code: PathDivision,
    body: Body<RouteChangeWrite>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(routes::change(&app, &caller.0, code.0, &body.value).await?))
}

/// Take a change back: the place goes as it did before.
#[utoipa::path(tag = "routes", operation_id = "delete_route_change",
    params(("code" = u32, Path, description = "GB/T 2260 code of two, four or six digits")), responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[delete("/route-changes/{code}")]
pub async fn delete_route_change(
    caller: StaffWrite,
    app: web::Data<App>,
    code: PathDivision,
) -> Result<HttpResponse, ApiError> {
    routes::restore(&app, &caller.0, code.0).await?;
    Ok(HttpResponse::NoContent().finish())
}
