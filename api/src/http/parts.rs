//! Owners (货主) and departments.

use actix_web::{HttpResponse, get, post, put, web};
use shared::{
    DepartmentId, OwnerId,
    parts::{Department, DepartmentWrite, Owner, OwnerWrite},
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, parts},
    http::{
        created,
        extract::{Body, IdempotencyHeader, PathId},
        guard::{SettingsWrite, ShipmentsRead},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config
        .service(list_owners)
        .service(create_owner)
        .service(update_owner)
        .service(list_departments)
        .service(create_department)
        .service(update_department);
}

/// The merchant's owners, in the order of their codes; those that are active no more, too.
#[utoipa::path(tag = "owners", operation_id = "list_owners", responses(
    (status = 200, body = Vec<Owner>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/owners")]
pub async fn list_owners(caller: ShipmentsRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(parts::owners(&app, &caller.0).await?))
}

/// Add an owner; at most 1 000.
#[utoipa::path(tag = "owners", operation_id = "create_owner", request_body = OwnerWrite,
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = Owner), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/owners")]
pub async fn create_owner(
    caller: SettingsWrite,
    app: web::Data<App>,
    key: IdempotencyHeader,
    body: Body<OwnerWrite>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "create_owner", &body.bytes);
    Ok(created(parts::create_owner(&app, &caller.0, key, &body.value).await?))
}

/// Change an owner. It is never deleted, since shipments name it, but may be active no more.
#[utoipa::path(tag = "owners", operation_id = "update_owner", params(("id" = OwnerId, Path)),
    request_body = OwnerWrite, responses(
    (status = 200, body = Owner), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[put("/owners/{id}")]
pub async fn update_owner(
    caller: SettingsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<OwnerWrite>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(parts::update_owner(&app, &caller.0, OwnerId(id.0), &body.value).await?))
}

/// The merchant's departments, in the order of their codes; those that are active no more, too.
#[utoipa::path(tag = "departments", operation_id = "list_departments", responses(
    (status = 200, body = Vec<Department>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/departments")]
pub async fn list_departments(caller: ShipmentsRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(parts::departments(&app, &caller.0).await?))
}

/// Add a department; at most 1 000.
#[utoipa::path(tag = "departments", operation_id = "create_department", request_body = DepartmentWrite,
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = Department), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/departments")]
pub async fn create_department(
    caller: SettingsWrite,
    app: web::Data<App>,
    key: IdempotencyHeader,
    body: Body<DepartmentWrite>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "create_department", &body.bytes);
    Ok(created(parts::create_department(&app, &caller.0, key, &body.value).await?))
}

/// Change a department. It is never deleted, since shipments name it, but may be active no more.
#[utoipa::path(tag = "departments", operation_id = "update_department", params(("id" = DepartmentId, Path)),
    request_body = DepartmentWrite, responses(
    (status = 200, body = Department), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[put("/departments/{id}")]
pub async fn update_department(
    caller: SettingsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<DepartmentWrite>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(parts::update_department(&app, &caller.0, DepartmentId(id.0), &body.value).await?))
}
