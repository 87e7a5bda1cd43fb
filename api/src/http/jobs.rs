//! Long work.

use actix_web::{HttpResponse, get, post, web};
use shared::{JobId, jobs::Job};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, jobs},
    http::{
        extract::PathId,
        guard::{ImportsRead, ImportsWrite},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(get_job).service(cancel_job);
}

/// How far a job is.
#[utoipa::path(tag = "jobs", operation_id = "get_job", params(("id" = JobId, Path)), responses(
    (status = 200, body = Job), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[get("/jobs/{id}")]
pub async fn get_job(caller: ImportsRead, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(jobs::get(&app, &caller.0, JobId(id.0)).await?))
}

/// Ask a job to stop; what it has done stays.
#[utoipa::path(tag = "jobs", operation_id = "cancel_job", params(("id" = JobId, Path)), responses(
    (status = 200, body = Job), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[post("/jobs/{id}/cancel")]
pub async fn cancel_job(caller: ImportsWrite, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(jobs::cancel(&app, &caller.0, JobId(id.0)).await?))
}
