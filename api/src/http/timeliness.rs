//! How long parcels take.

use actix_web::{HttpResponse, get, web};
use shared::timeliness::{Timeliness, TimelinessQuery};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, timeliness},
    http::{extract::Params, guard::ShipmentsRead, problem::ApiError},
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(get_timeliness);
}

/// Promised and actual time of everything delivered in some months, by lane: from the carrier's first scan to the parcel being signed for
/// or waiting in a locker or a station, in days of the calendar (Asia/Shanghai). Parcels that went back are not among them. Whoever sees a
/// part of the shipments sees the times of that part.
#[utoipa::path(tag = "tracks", operation_id = "get_timeliness", params(TimelinessQuery), responses(
    (status = 200, body = Timeliness), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[get("/timeliness")]
pub async fn get_timeliness(
    caller: ShipmentsRead,
    app: web::Data<App>,
    params: Params<TimelinessQuery>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(timeliness::report(&app, &caller.0, &params.0).await?))
}
