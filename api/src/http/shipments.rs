//! Shipments.

use actix_web::{HttpResponse, get, patch, post, web};
use shared::{
    Page, ShipmentId,
    dashboard::PhaseCount,
    shipments::{
        BulkOutcomes, RevealRequest, RevealedParties, Shipment, ShipmentCreate, ShipmentExport, ShipmentFilter,
        ShipmentIds, ShipmentPatch, ShipmentSearch, ShipmentSummary,
    },
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, carriers, dashboard, proofs, shipments},
    http::{
        created,
        extract::{Body, IdempotencyHeader, Params, PathId},
        guard::{PersonalDataReveal, ShipmentsRead, ShipmentsVoid, ShipmentsWrite},
        in_pieces,
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    // Fixed words before `{id}`: the first route that fits is taken.
    config
        .service(create_shipment)
        .service(list_shipments)
        .service(search_shipments)
        .service(count_shipments)
        .service(list_shipment_ids)
        .service(void_shipments)
        .service(export_shipments)
        .service(get_shipment)
        .service(edit_shipment)
        .service(void_shipment)
        .service(track_shipment)
        .service(reveal_shipment)
        .service(reveal_delivery_picture);
}

/// Make one shipment: waybill number, route code and price come with the answer.
#[utoipa::path(tag = "shipments", operation_id = "create_shipment", request_body = ShipmentCreate,
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = Shipment), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 409, body = shared::Problem), (status = 422, body = shared::Problem), (status = 503, body = shared::Problem)
))]
#[post("/shipments")]
pub async fn create_shipment(
    caller: ShipmentsWrite,
    app: web::Data<App>,
    key: IdempotencyHeader,
    body: Body<ShipmentCreate>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "create_shipment", &body.bytes);
    Ok(created(shipments::create(&app, &caller.0, key, &body.value).await?))
}

/// Shipments, newest first.
#[utoipa::path(tag = "shipments", operation_id = "list_shipments", params(ShipmentFilter), responses(
    (status = 200, body = Page<ShipmentSummary>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/shipments")]
pub async fn list_shipments(
    caller: ShipmentsRead,
    app: web::Data<App>,
    filter: Params<ShipmentFilter>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(shipments::list(&app, &caller.0, &filter.0).await?))
}

/// Find by number, phone, last four digits, name, pinyin or initials, or by many numbers at once.
#[utoipa::path(tag = "shipments", operation_id = "search_shipments", request_body = ShipmentSearch, responses(
    (status = 200, body = Page<ShipmentSummary>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/shipments/search")]
pub async fn search_shipments(
    caller: ShipmentsRead,
    app: web::Data<App>,
    body: Body<ShipmentSearch>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(shipments::search(&app, &caller.0, &body.value).await?))
}

/// How many shipments stand in each phase.
#[utoipa::path(tag = "shipments", operation_id = "count_shipments", responses(
    (status = 200, body = Vec<PhaseCount>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/shipments/counts")]
pub async fn count_shipments(caller: ShipmentsRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(dashboard::counts(&app, &caller.0).await?))
}

/// Only the ids, up to 1 000 a page: for acting on everything that matches.
#[utoipa::path(tag = "shipments", operation_id = "list_shipment_ids", params(ShipmentFilter), responses(
    (status = 200, body = Page<ShipmentId>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[get("/shipments/ids")]
pub async fn list_shipment_ids(
    caller: ShipmentsRead,
    app: web::Data<App>,
    filter: Params<ShipmentFilter>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(shipments::list_ids(&app, &caller.0, &filter.0).await?))
}

/// Void many before pickup; each has its own outcome.
#[utoipa::path(tag = "shipments", operation_id = "void_shipments", request_body = ShipmentIds, responses(
    (status = 200, body = BulkOutcomes), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/shipments/void")]
pub async fn void_shipments(
    caller: ShipmentsVoid,
    app: web::Data<App>,
    body: Body<ShipmentIds>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(shipments::void_many(&app, &caller.0, &body.value).await?))
}

/// A shipment with its charge and its track, masked.
#[utoipa::path(tag = "shipments", operation_id = "get_shipment", params(("id" = ShipmentId, Path)), responses(
    (status = 200, body = Shipment), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[get("/shipments/{id}")]
pub async fn get_shipment(caller: ShipmentsRead, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(shipments::get(&app, &caller.0, ShipmentId(id.0)).await?))
}

/// Shipments as a file of at most 1 000 000 rows: everything the filter finds, newest first, or what is chosen.
#[utoipa::path(tag = "shipments", operation_id = "export_shipments", request_body = ShipmentExport, responses(
    (status = 200, description = "an .xlsx or .csv file", content_type = "application/octet-stream", body = Vec<u8>),
    (status = 401, body = shared::Problem), (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/shipments/export")]
pub async fn export_shipments(
    caller: ShipmentsRead,
    app: web::Data<App>,
    body: Body<ShipmentExport>,
) -> Result<HttpResponse, ApiError> {
    let pieces = shipments::export(&app, &caller.0, &body.value).await?;
    Ok(in_pieces("shipments", body.value.format, pieces))
}

/// Change a shipment before it is picked up. A new address gives it a new route code and price; a label that was printed is stale then. What
/// was ordered with a carrier keeps all but its department (409 `sent_with_carrier`).
#[utoipa::path(tag = "shipments", operation_id = "edit_shipment", params(("id" = ShipmentId, Path)),
    request_body = ShipmentPatch, responses(
    (status = 200, body = Shipment), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[patch("/shipments/{id}")]
pub async fn edit_shipment(
    caller: ShipmentsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<ShipmentPatch>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(shipments::edit(&app, &caller.0, ShipmentId(id.0), &body.value).await?))
}

/// Void a shipment before pickup. Voiding it again changes nothing.
#[utoipa::path(tag = "shipments", operation_id = "void_shipment", params(("id" = ShipmentId, Path)), responses(
    (status = 200, body = Shipment), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem)
))]
#[post("/shipments/{id}/void")]
pub async fn void_shipment(caller: ShipmentsVoid, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(shipments::void(&app, &caller.0, ShipmentId(id.0)).await?))
}

/// Ask the carrier of a shipment at once where it is, and take in what it tells. Once a minute for each shipment and 20 times a minute for
/// each person (429 says when again); a carrier that does not answer is 503 `carrier_unavailable`. The network's own parcels are told as
/// they are scanned, so there is nobody to ask (422 `own_network`).
#[utoipa::path(tag = "shipments", operation_id = "track_shipment", params(("id" = ShipmentId, Path)), responses(
    (status = 200, body = Shipment), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem), (status = 429, body = shared::Problem),
    (status = 503, body = shared::Problem)
))]
#[post("/shipments/{id}/track")]
pub async fn track_shipment(caller: ShipmentsRead, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(carriers::look_now(&app, &caller.0, ShipmentId(id.0)).await?))
}

/// Names, phones and addresses in full; who saw them and why is kept in the audit log.
#[utoipa::path(tag = "shipments", operation_id = "reveal_shipment", params(("id" = ShipmentId, Path)),
    request_body = RevealRequest, responses(
    (status = 200, body = RevealedParties), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/shipments/{id}/reveal")]
pub async fn reveal_shipment(
    caller: PersonalDataReveal,
    app: web::Data<App>,
    id: PathId,
    body: Body<RevealRequest>,
) -> Result<HttpResponse, ApiError> {
    let parties = shipments::reveal(&app, &caller.0, ShipmentId(id.0), &body.value).await?;
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(parties))
}

/// The picture of how it was received, as JPEG; who saw it and why is kept in the audit log.
#[utoipa::path(tag = "shipments", operation_id = "reveal_delivery_picture", params(("id" = ShipmentId, Path)),
    request_body = RevealRequest, responses(
    (status = 200, content_type = "image/jpeg", body = Vec<u8>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem), (status = 422, body = shared::Problem),
    (status = 503, body = shared::Problem, description = "Where files are kept does not answer")
))]
#[post("/shipments/{id}/proof/picture")]
pub async fn reveal_delivery_picture(
    caller: PersonalDataReveal,
    app: web::Data<App>,
    id: PathId,
    body: Body<RevealRequest>,
) -> Result<HttpResponse, ApiError> {
    let picture = proofs::reveal_picture(&app, &caller.0, ShipmentId(id.0), &body.value).await?;
    Ok(HttpResponse::Ok()
        .insert_header(("Cache-Control", "no-store"))
        .insert_header(("X-Content-Type-Options", "nosniff"))
        .content_type("image/jpeg")
        .body(picture))
}
