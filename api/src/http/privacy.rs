//! What is kept of people.

use actix_web::{HttpResponse, get, post, put, web};
use shared::privacy::{PersonData, PersonErased, PersonRequest, PrivacySettings};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, privacy},
    http::{
        extract::Body,
        guard::{PrivacyRequestsWrite, SettingsWrite},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(get_privacy_settings).service(set_privacy_settings).service(export_person).service(erase_person);
}

/// How long the merchant keeps personal data.
#[utoipa::path(tag = "privacy", operation_id = "get_privacy_settings", responses(
    (status = 200, body = PrivacySettings), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/settings/privacy")]
pub async fn get_privacy_settings(caller: SettingsWrite, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(privacy::settings(&app, &caller.0).await?))
}

/// Change how long the merchant keeps personal data.
#[utoipa::path(tag = "privacy", operation_id = "set_privacy_settings", request_body = PrivacySettings, responses(
    (status = 200, body = PrivacySettings), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[put("/settings/privacy")]
pub async fn set_privacy_settings(
    caller: SettingsWrite,
    app: web::Data<App>,
    body: Body<PrivacySettings>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(privacy::set_settings(&app, &caller.0, &body.value).await?))
}

/// Everything that is kept of the person of one phone (PIPL art. 45). In the audit log, without the phone.
#[utoipa::path(tag = "privacy", operation_id = "export_person", request_body = PersonRequest, responses(
    (status = 200, body = PersonData), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/privacy/export")]
pub async fn export_person(
    caller: PrivacyRequestsWrite,
    app: web::Data<App>,
    body: Body<PersonRequest>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(privacy::export(&app, &caller.0, &body.value).await?))
}

/// Erase the person of one phone (PIPL art. 47) from contacts and from shipments that are over.
#[utoipa::path(tag = "privacy", operation_id = "erase_person", request_body = PersonRequest, responses(
    (status = 200, body = PersonErased), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/privacy/erase")]
pub async fn erase_person(
    caller: PrivacyRequestsWrite,
    app: web::Data<App>,
    body: Body<PersonRequest>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(privacy::erase(&app, &caller.0, &body.value).await?))
}
