//! The pack station.

use actix_web::{HttpResponse, get, post, web};
use serde::Deserialize;
use shared::{
    Page,
    packing::{Packing, PackingCreate, PackingFind, PackingGiven, PackingOrder},
};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, packing, paging::PageRequest},
    http::{
        answered, created,
        extract::{Body, IdempotencyHeader, Params},
        guard::{ShipmentsRead, ShipmentsWrite},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(find_packing).service(give_packing).service(create_packing).service(list_packings);
}

/// What a scanned code stands for: a waybill number, an order number, or goods that the oldest open order waits for. It is in the body,
/// because what a scanner reads may be anything.
#[utoipa::path(tag = "packing", operation_id = "find_packing", request_body = PackingFind, responses(
    (status = 200, body = PackingOrder), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/packings/find")]
pub async fn find_packing(
    caller: ShipmentsWrite,
    app: web::Data<App>,
    body: Body<PackingFind>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(packing::find(&app, &caller.0, &body.value).await?))
}

/// Give an order of the pool that goes with an account at a carrier (409 `carrier_by_rule` when it is packed) to its carrier. The weight it
/// was packed with becomes the order's; a carrier that asks for the weight of a piece is told it where there is one. How it stands is told by
/// `list_placements`; once it is placed it is packed by its id. 409 `pack_at_once` where it names
/// no account or has a number already, `carrier_cannot` where the carrier does not take its services.
#[utoipa::path(tag = "packing", operation_id = "give_packing", request_body = PackingCreate,
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 202, body = PackingGiven), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/packings/give")]
pub async fn give_packing(
    caller: ShipmentsWrite,
    app: web::Data<App>,
    key: IdempotencyHeader,
    body: Body<PackingCreate>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "give_packing", &body.bytes);
    let given = packing::give(&app, &caller.0, key, &body.value).await?;
    Ok(answered(HttpResponse::Accepted(), given))
}

/// Ship an order of the pool as it was weighed, or set the weight of a shipment that is not picked up. A parcel is packed once. What was
/// ordered with a carrier keeps the weight it was ordered with; the packing says what it weighs.
#[utoipa::path(tag = "packing", operation_id = "create_packing", request_body = PackingCreate,
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = Packing), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem),
    (status = 503, body = shared::Problem)
))]
#[post("/packings")]
pub async fn create_packing(
    caller: ShipmentsWrite,
    app: web::Data<App>,
    key: IdempotencyHeader,
    body: Body<PackingCreate>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "create_packing", &body.bytes);
    Ok(created(packing::pack(&app, &caller.0, key, &body.value).await?))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PackingParams {
    /// 1 to 200, default 50.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Parcels that were packed, newest first.
#[utoipa::path(tag = "packing", operation_id = "list_packings", params(PackingParams), responses(
    (status = 200, body = Page<Packing>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[get("/packings")]
pub async fn list_packings(
    caller: ShipmentsRead,
    app: web::Data<App>,
    params: Params<PackingParams>,
) -> Result<HttpResponse, ApiError> {
    let page = PageRequest::new(params.0.limit, params.0.cursor.as_deref())?;
    Ok(HttpResponse::Ok().json(packing::list(&app, &caller.0, page).await?))
}
