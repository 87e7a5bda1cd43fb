//! Scans from the network side.

use actix_web::{HttpResponse, post, web};
use shared::tracks::{ScanBatch, ScanOutcomes};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, tracks},
    http::{extract::Body, guard::ScansWrite, problem::ApiError},
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(record_scans);
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
    Ok(HttpResponse::Ok().json(tracks::record_scans(&app, &caller.0, &body.value).await?))
}
