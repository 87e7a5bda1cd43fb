//! A merchant's operators.

use actix_web::{HttpResponse, get, patch, post, web};
use shared::{
    OperatorId,
    operators::{Grant, Operator},
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, operators},
    http::{
        extract::{Body, PathId},
        guard::{OperatorsRead, OperatorsWrite},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config
        .service(list_operators)
        .service(update_operator)
        .service(disable_operator)
        .service(enable_operator)
        .service(make_first_operator)
        .service(end_operator_sessions)
        .service(unlock_operator);
}

/// Who may sign in for the merchant, and what each may do.
#[utoipa::path(tag = "operators", operation_id = "list_operators", responses(
    (status = 200, body = Vec<Operator>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem)
))]
#[get("/operators")]
pub async fn list_operators(caller: OperatorsRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(operators::list(&app, &caller.0).await?))
}

/// Change what an operator may do. It holds from their next request on.
#[utoipa::path(tag = "operators", operation_id = "update_operator", params(("id" = OperatorId, Path)),
    request_body = Grant, responses(
    (status = 200, body = Operator), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[patch("/operators/{id}")]
pub async fn update_operator(
    caller: OperatorsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<Grant>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(operators::update(&app, &caller.0, OperatorId(id.0), &body.value).await?))
}

/// Let an operator in no more; their sessions end at once.
#[utoipa::path(tag = "operators", operation_id = "disable_operator", params(("id" = OperatorId, Path)), responses(
    (status = 200, body = Operator), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem)
))]
#[post("/operators/{id}/disable")]
pub async fn disable_operator(
    caller: OperatorsWrite,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(operators::disable(&app, &caller.0, OperatorId(id.0)).await?))
}

/// Let an operator in again.
#[utoipa::path(tag = "operators", operation_id = "enable_operator", params(("id" = OperatorId, Path)), responses(
    (status = 200, body = Operator), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[post("/operators/{id}/enable")]
pub async fn enable_operator(
    caller: OperatorsWrite,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(operators::enable(&app, &caller.0, OperatorId(id.0)).await?))
}

/// Hand the merchant over: a bare customer code leads to this operator from now on, and they are an owner.
#[utoipa::path(tag = "operators", operation_id = "make_first_operator", params(("id" = OperatorId, Path)), responses(
    (status = 200, body = Operator), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem)
))]
#[post("/operators/{id}/make-first")]
pub async fn make_first_operator(
    caller: OperatorsWrite,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(operators::make_first(&app, &caller.0, OperatorId(id.0)).await?))
}

/// Sign an operator out everywhere.
#[utoipa::path(tag = "operators", operation_id = "end_operator_sessions", params(("id" = OperatorId, Path)), responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[post("/operators/{id}/end-sessions")]
pub async fn end_operator_sessions(
    caller: OperatorsWrite,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    operators::end_sessions(&app, &caller.0, OperatorId(id.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lift the lock that failed sign-ins put on an operator, before its time.
#[utoipa::path(tag = "operators", operation_id = "unlock_operator", params(("id" = OperatorId, Path)), responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[post("/operators/{id}/unlock")]
pub async fn unlock_operator(
    caller: OperatorsWrite,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    operators::unlock(&app, &caller.0, OperatorId(id.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}
