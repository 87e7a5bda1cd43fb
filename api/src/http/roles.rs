//! Roles: built in, and the merchant's own.

use actix_web::{HttpResponse, delete, get, post, put, web};
use shared::{
    RoleId,
    operators::{RoleCreate, RoleView},
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, operators},
    http::{
        created,
        extract::{Body, IdempotencyHeader, PathId},
        guard::{OperatorsRead, OperatorsWrite},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(list_roles).service(create_role).service(update_role).service(delete_role);
}

/// The built-in roles and the merchant's own, with what each holds.
#[utoipa::path(tag = "operators", operation_id = "list_roles", responses(
    (status = 200, body = Vec<RoleView>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem)
))]
#[get("/roles")]
pub async fn list_roles(caller: OperatorsRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(operators::list_roles(&app, &caller.0).await?))
}

/// Make a role of the merchant's own.
#[utoipa::path(tag = "operators", operation_id = "create_role", request_body = RoleCreate,
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = RoleView), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/roles")]
pub async fn create_role(
    caller: OperatorsWrite,
    app: web::Data<App>,
    key: IdempotencyHeader,
    body: Body<RoleCreate>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "create_role", &body.bytes);
    Ok(created(operators::create_role(&app, &caller.0, key, &body.value).await?))
}

/// Change a role. It holds from the next request of everybody who has it.
#[utoipa::path(tag = "operators", operation_id = "update_role", params(("id" = RoleId, Path)),
    request_body = RoleCreate, responses(
    (status = 200, body = RoleView), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[put("/roles/{id}")]
pub async fn update_role(
    caller: OperatorsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<RoleCreate>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(operators::update_role(&app, &caller.0, RoleId(id.0), &body.value).await?))
}

/// Take a role away that nobody has.
#[utoipa::path(tag = "operators", operation_id = "delete_role", params(("id" = RoleId, Path)), responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem)
))]
#[delete("/roles/{id}")]
pub async fn delete_role(caller: OperatorsWrite, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    operators::delete_role(&app, &caller.0, RoleId(id.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}
