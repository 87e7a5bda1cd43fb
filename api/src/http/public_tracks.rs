//! Parcels as receivers follow them, and how the merchant shows itself to them.

use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use shared::tracks::{PublicTrack, PublicTrackQuery, TrackingPage};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, public_tracks},
    http::{
        extract::Body,
        guard::SettingsWrite,
        origin,
        problem::{ApiError, language},
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(find_public_track).service(get_tracking_page).service(set_tracking_page);
}

/// One parcel for whoever has its number with the last four digits of the receiver's or the sender's phone, or a tracking link: cities, and
/// nobody's name or address. An unknown number and wrong digits are answered alike.
#[utoipa::path(tag = "tracks", operation_id = "find_public_track", security(()), request_body = PublicTrackQuery, responses(
    (status = 200, body = PublicTrack), (status = 422, body = shared::Problem),
    (status = 429, body = shared::Problem, description = "Asked from one address, or with wrong digits, too often")
))]
#[post("/public/tracks")]
pub async fn find_public_track(
    origin: origin::From,
    request: HttpRequest,
    app: web::Data<App>,
    body: Body<PublicTrackQuery>,
) -> Result<HttpResponse, ApiError> {
    let found = public_tracks::find(&app, language(&request), &origin.0, &body.value).await?;
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(found))
}

/// How the merchant shows itself to those who follow its parcels.
#[utoipa::path(tag = "tracks", operation_id = "get_tracking_page", responses(
    (status = 200, body = TrackingPage), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/settings/tracking-page")]
pub async fn get_tracking_page(caller: SettingsWrite, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(public_tracks::page(&app, &caller.0).await?))
}

/// Change how the merchant shows itself to those who follow its parcels.
#[utoipa::path(tag = "tracks", operation_id = "set_tracking_page", request_body = TrackingPage, responses(
    (status = 200, body = TrackingPage), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[put("/settings/tracking-page")]
pub async fn set_tracking_page(
    caller: SettingsWrite,
    app: web::Data<App>,
    body: Body<TrackingPage>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(public_tracks::set_page(&app, &caller.0, &body.value).await?))
}
