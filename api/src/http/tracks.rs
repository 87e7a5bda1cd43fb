//! Tracks of many numbers.

use actix_web::{HttpResponse, post, web};
use shared::tracks::{TrackQuery, Tracks};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, tracks},
    http::{extract::Body, guard::ShipmentsRead, problem::ApiError},
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(query_tracks);
}

/// State and last scan of up to 1 000 waybill numbers, in the order asked.
#[utoipa::path(tag = "tracks", operation_id = "query_tracks", request_body = TrackQuery, responses(
    (status = 200, body = Tracks), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/tracks/query")]
pub async fn query_tracks(
    caller: ShipmentsRead,
    app: web::Data<App>,
    body: Body<TrackQuery>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(tracks::query(&app, &caller.0, &body.value).await?))
}
