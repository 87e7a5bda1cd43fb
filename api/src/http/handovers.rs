//! Parcels given to the carrier together.

use actix_web::{HttpResponse, get, post, web};
use serde::Deserialize;
use shared::{
    HandoverId, Page,
    handovers::{Handover, HandoverCreate, HandoverDetail, HandoverScan},
    tracks::ScanOutcomes,
};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, handovers, paging::PageRequest},
    http::{
        created,
        extract::{Body, IdempotencyHeader, Params, PathId},
        guard::{ScansWrite, ShipmentsRead, ShipmentsWrite},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    // Fixed words before `{id}`: the first route that fits is taken.
    config
        .service(list_handovers)
        .service(create_handover)
        .service(scan_handover)
        .service(get_handover)
        .service(get_handover_manifest);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct HandoverParams {
    /// 1 to 200, default 50.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Handovers, newest first.
#[utoipa::path(tag = "handovers", operation_id = "list_handovers", params(HandoverParams), responses(
    (status = 200, body = Page<Handover>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[get("/handovers")]
pub async fn list_handovers(
    caller: ShipmentsRead,
    app: web::Data<App>,
    params: Params<HandoverParams>,
) -> Result<HttpResponse, ApiError> {
    let page = PageRequest::new(params.0.limit, params.0.cursor.as_deref())?;
    Ok(HttpResponse::Ok().json(handovers::list(&app, &caller.0, page).await?))
}

/// Hand printed parcels over together, and say when the courier is to come. One that cannot be handed over keeps all from it.
#[utoipa::path(tag = "handovers", operation_id = "create_handover", request_body = HandoverCreate,
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = HandoverDetail), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/handovers")]
pub async fn create_handover(
    caller: ShipmentsWrite,
    app: web::Data<App>,
    key: IdempotencyHeader,
    body: Body<HandoverCreate>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "create_handover", &body.bytes);
    Ok(created(handovers::create(&app, &caller.0, key, &body.value).await?))
}

/// A courier scans the paper: everything on it is picked up. Scanned again it changes nothing.
#[utoipa::path(tag = "handovers", operation_id = "scan_handover", request_body = HandoverScan, responses(
    (status = 200, body = ScanOutcomes), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/handovers/scan")]
pub async fn scan_handover(
    caller: ScansWrite,
    app: web::Data<App>,
    body: Body<HandoverScan>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(handovers::scan(&app, &caller.0, &body.value).await?))
}

/// A handover with its parcels and how far each is.
#[utoipa::path(tag = "handovers", operation_id = "get_handover", params(("id" = HandoverId, Path)), responses(
    (status = 200, body = HandoverDetail), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[get("/handovers/{id}")]
pub async fn get_handover(caller: ShipmentsRead, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(handovers::get(&app, &caller.0, HandoverId(id.0)).await?))
}

/// The paper that both sign (交接单), A4.
#[utoipa::path(tag = "handovers", operation_id = "get_handover_manifest", params(("id" = HandoverId, Path)), responses(
    (status = 200, content_type = "application/pdf", body = Vec<u8>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem)
))]
#[get("/handovers/{id}/manifest")]
pub async fn get_handover_manifest(
    caller: ShipmentsRead,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    let pdf = handovers::manifest(&app, &caller.0, HandoverId(id.0)).await?;
    Ok(HttpResponse::Ok().content_type("application/pdf").body(pdf))
}
