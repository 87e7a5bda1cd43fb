//! Scans from the network side.

use actix_web::{HttpResponse, post, web};
use shared::tracks::{ParcelInHand, ParcelLook, ScanBatch, ScanOutcomes};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, parcels, scans},
    http::{extract::Body, guard::ScansWrite, problem::ApiError},
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(record_scans).service(look_at_parcel);
}

/// Record scan events of any merchant's shipments, up to 1 000. Each has its own outcome; sending a scan again changes nothing.
#[utoipa::path(tag = "tracks", operation_id = "record_scans", request_body = ScanBatch, responses(
    (status = 200, body = ScanOutcomes), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/scans")]
pub async fn record_scans(
    caller: ScansWrite,
    app: web::Data<App>,
    body: Body<ScanBatch>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(scans::record(&app, caller.0.language, &body.value).await?))
}

/// What the network's people need of the parcel in their hands; the receiver is masked. The merchant's audit log says who looked.
#[utoipa::path(tag = "tracks", operation_id = "look_at_parcel", request_body = ParcelLook, responses(
    (status = 200, body = ParcelInHand), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[post("/parcels/look")]
pub async fn look_at_parcel(
    caller: ScansWrite,
    app: web::Data<App>,
    body: Body<ParcelLook>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(parcels::look(&app, &caller.0, &body.value).await?))
}
