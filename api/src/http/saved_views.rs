//! Filters of lists, kept under a name.

use actix_web::{HttpResponse, delete, get, post, put, web};
use serde::Deserialize;
use shared::{
    SavedViewId,
    saved_views::{SavedList, SavedView, SavedViewWrite},
};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, saved_views},
    http::{
        created,
        extract::{Body, IdempotencyHeader, Params, PathId},
        guard::ShipmentsRead,
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(list_saved_views).service(create_saved_view).service(update_saved_view).service(delete_saved_view);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SavedViewParams {
    /// Only of this list.
    list: Option<SavedList>,
}

/// The caller's own views and those that everybody of the merchant sees, by name.
#[utoipa::path(tag = "saved views", operation_id = "list_saved_views", params(SavedViewParams), responses(
    (status = 200, body = Vec<SavedView>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/saved-views")]
pub async fn list_saved_views(
    caller: ShipmentsRead,
    app: web::Data<App>,
    params: Params<SavedViewParams>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(saved_views::list(&app, &caller.0, params.0.list).await?))
}

/// Keep a filter under a name; at most 50 a person.
#[utoipa::path(tag = "saved views", operation_id = "create_saved_view", request_body = SavedViewWrite,
    params(("Idempotency-Key" = Option<String>, Header, description = "Same key and body within 24 h: same answer")),
    responses(
    (status = 201, body = SavedView), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/saved-views")]
pub async fn create_saved_view(
    caller: ShipmentsRead,
    app: web::Data<App>,
    key: IdempotencyHeader,
    body: Body<SavedViewWrite>,
) -> Result<HttpResponse, ApiError> {
    let key = key.bind(&caller.0, "create_saved_view", &body.bytes);
    Ok(created(saved_views::create(&app, &caller.0, key, &body.value).await?))
}

/// Change one's own view; its list stays.
#[utoipa::path(tag = "saved views", operation_id = "update_saved_view", params(("id" = SavedViewId, Path)),
    request_body = SavedViewWrite, responses(
    (status = 200, body = SavedView), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[put("/saved-views/{id}")]
pub async fn update_saved_view(
    caller: ShipmentsRead,
    app: web::Data<App>,
    id: PathId,
    body: Body<SavedViewWrite>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(saved_views::update(&app, &caller.0, SavedViewId(id.0), &body.value).await?))
}

/// Take one's own view away.
#[utoipa::path(tag = "saved views", operation_id = "delete_saved_view", params(("id" = SavedViewId, Path)), responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[delete("/saved-views/{id}")]
pub async fn delete_saved_view(
    caller: ShipmentsRead,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    saved_views::delete(&app, &caller.0, SavedViewId(id.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}
