//! Scans from the network side.

use actix_web::{HttpResponse, post, put, web};
use shared::{
    proofs::ProofOfDelivery,
    tracks::{ParcelInHand, ParcelLook, ScanBatch, ScanOutcome, ScanOutcomes},
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, parcels, proofs, scans},
    http::{
        extract::{Body, PictureBody},
        guard::ScansWrite,
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(record_scans).service(look_at_parcel).service(put_delivery_proof);
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

/// Tell how a parcel of the network was received: by whom, and with one picture of at most 3 MB if there is one. Where no scan says so yet, it
/// is signed for with it. Telling it again replaces what was told before.
#[utoipa::path(tag = "tracks", operation_id = "put_delivery_proof", request_body = ProofOfDelivery, responses(
    (status = 200, body = ScanOutcome), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 413, body = shared::Problem),
    (status = 422, body = shared::Problem, description = "No such number, not to be signed for, or no picture"),
    (status = 503, body = shared::Problem, description = "Where files are kept does not answer")
))]
#[put("/parcels/proof")]
pub async fn put_delivery_proof(
    caller: ScansWrite,
    app: web::Data<App>,
    body: PictureBody<ProofOfDelivery>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(proofs::record(&app, &caller.0, &body.0).await?))
}
