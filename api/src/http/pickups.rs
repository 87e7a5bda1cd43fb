//! Couriers that are asked for with a handover: by merchants, and as the network's people answer.

use actix_web::{HttpResponse, delete, get, post, put, web};
use shared::{
    HandoverId, Page,
    contacts::Party,
    handovers::Handover,
    pickups::{NetworkPickup, PickupAnswer, PickupFilter, PickupWindow},
    shipments::RevealRequest,
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, pickups},
    http::{
        extract::{Body, Params, PathId},
        guard::{ScansWrite, ShipmentsWrite},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config
        .service(ask_pickup)
        .service(cancel_pickup)
        .service(list_pickups)
        .service(answer_pickup)
        .service(reveal_pickup);
}

/// Ask for a courier in this window, in place of the one that was asked for. Asked for another one, it is to be answered again.
#[utoipa::path(tag = "handovers", operation_id = "ask_pickup", request_body = PickupWindow,
    params(("id" = HandoverId, Path)), responses(
    (status = 200, body = Handover), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[put("/handovers/{id}/pickup")]
pub async fn ask_pickup(
    caller: ShipmentsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<PickupWindow>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(pickups::ask(&app, &caller.0, HandoverId(id.0), Some(&body.value)).await?))
}

/// No courier is to come for this handover.
#[utoipa::path(tag = "handovers", operation_id = "cancel_pickup", params(("id" = HandoverId, Path)), responses(
    (status = 200, body = Handover), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem)
))]
#[delete("/handovers/{id}/pickup")]
pub async fn cancel_pickup(caller: ShipmentsWrite, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(pickups::ask(&app, &caller.0, HandoverId(id.0), None).await?))
}

/// What couriers are to fetch, of any merchant, by the beginning of the window; what nobody came for is given up after three days.
#[utoipa::path(tag = "pickups", operation_id = "list_pickups", params(PickupFilter), responses(
    (status = 200, body = Page<NetworkPickup>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/network/pickups")]
pub async fn list_pickups(
    _caller: ScansWrite,
    app: web::Data<App>,
    filter: Params<PickupFilter>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(pickups::network_list(&app, &filter.0).await?))
}

/// Say that somebody comes, or why nobody does; the merchant sees it with the handover.
#[utoipa::path(tag = "pickups", operation_id = "answer_pickup", request_body = PickupAnswer,
    params(("handover_no" = String, Path, description = "As on the paper")), responses(
    (status = 200, body = NetworkPickup), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/network/pickups/{handover_no}/answer")]
pub async fn answer_pickup(
    caller: ScansWrite,
    app: web::Data<App>,
    handover_no: web::Path<String>,
    body: Body<PickupAnswer>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(pickups::answer(&app, &caller.0, &handover_no, &body.value).await?))
}

/// Show where the parcels are in full to whoever sends the courier; with the reason, in the merchant's audit log.
#[utoipa::path(tag = "pickups", operation_id = "reveal_pickup", request_body = RevealRequest,
    params(("handover_no" = String, Path, description = "As on the paper")), responses(
    (status = 200, body = Party), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/network/pickups/{handover_no}/reveal")]
pub async fn reveal_pickup(
    caller: ScansWrite,
    app: web::Data<App>,
    handover_no: web::Path<String>,
    body: Body<RevealRequest>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(pickups::reveal(&app, &caller.0, &handover_no, &body.value).await?))
}
