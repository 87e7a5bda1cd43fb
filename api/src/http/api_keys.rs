//! Keys of programs.

use actix_web::{HttpResponse, delete, get, post, web};
use shared::{
    ApiKeyId,
    api_keys::{ApiKey, ApiKeyCreate, ApiKeyIssued},
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, api_keys},
    http::{
        created,
        extract::{Body, IdempotencyHeader, PathId},
        guard::ApiKeysWrite,
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(list_api_keys).service(create_api_key).service(rotate_api_key).service(delete_api_key);
}

/// The merchant's keys, without their secrets.
#[utoipa::path(tag = "api keys", operation_id = "list_api_keys", responses(
    (status = 200, body = Vec<ApiKey>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/api-keys")]
pub async fn list_api_keys(caller: ApiKeysWrite, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(api_keys::list(&app, &caller.0).await?))
}

/// Make a key. The answer holds its secret, told once.
#[utoipa::path(tag = "api keys", operation_id = "create_api_key", request_body = ApiKeyCreate,
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = ApiKeyIssued), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/api-keys")]
pub async fn create_api_key(
    caller: ApiKeysWrite,
    app: web::Data<App>,
    key: IdempotencyHeader,
    body: Body<ApiKeyCreate>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "create_api_key", &body.bytes);
    Ok(created(api_keys::create(&app, &caller.0, key, &body.value).await?))
}

/// A new secret for a key; the one of before is good for 24 h more.
#[utoipa::path(tag = "api keys", operation_id = "rotate_api_key", params(("id" = ApiKeyId, Path)), responses(
    (status = 200, body = ApiKeyIssued), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[post("/api-keys/{id}/rotate")]
pub async fn rotate_api_key(caller: ApiKeysWrite, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(api_keys::rotate(&app, &caller.0, ApiKeyId(id.0)).await?))
}

/// Take a key away at once.
#[utoipa::path(tag = "api keys", operation_id = "delete_api_key", params(("id" = ApiKeyId, Path)), responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[delete("/api-keys/{id}")]
pub async fn delete_api_key(caller: ApiKeysWrite, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    api_keys::revoke(&app, &caller.0, ApiKeyId(id.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}
