//! The network's console: its own people.

use actix_web::{HttpResponse, get, patch, post, put, web};
use serde::Deserialize;
use shared::{
    OutletId, Page, StaffId,
    merchants::{Outlet, OutletWrite, StaffInvite, StaffInvited, StaffMember, StaffPatch},
};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, outlets, paging::PageRequest, staff},
    http::{
        extract::{Body, Params, PathId},
        guard::{MerchantsRead, StaffRead, StaffWrite},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config
        .service(list_staff)
        .service(invite_staff)
        .service(list_outlets)
        .service(create_outlet)
        .service(update_outlet)
        .service(update_staff)
        .service(renew_staff_link)
        .service(disable_staff)
        .service(enable_staff);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct StaffQuery {
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Who works for the network, oldest first.
#[utoipa::path(tag = "staff", operation_id = "list_staff", params(StaffQuery), responses(
    (status = 200, body = Page<StaffMember>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/staff")]
pub async fn list_staff(
    _caller: StaffRead,
    app: web::Data<App>,
    query: Params<StaffQuery>,
) -> Result<HttpResponse, ApiError> {
    let page = PageRequest::new(query.0.limit, query.0.cursor.as_deref())?;
    Ok(HttpResponse::Ok().json(staff::list(&app, page).await?))
}

/// Change what somebody may do, or where they work.
#[utoipa::path(tag = "staff", operation_id = "update_staff", params(("id" = StaffId, Path)),
    request_body = StaffPatch, responses(
    (status = 200, body = StaffMember), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[patch("/staff/{id}")]
pub async fn update_staff(
    caller: StaffWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<StaffPatch>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(staff::update(&app, &caller.0, StaffId(id.0), &body.value).await?))
}

/// Take somebody's seat away; what they did stays in the log.
#[utoipa::path(tag = "staff", operation_id = "disable_staff", params(("id" = StaffId, Path)), responses(
    (status = 200, body = StaffMember), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem)
))]
#[post("/staff/{id}/disable")]
pub async fn disable_staff(caller: StaffWrite, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(staff::set_disabled(&app, &caller.0, StaffId(id.0), true).await?))
}

/// Give somebody's seat back.
#[utoipa::path(tag = "staff", operation_id = "enable_staff", params(("id" = StaffId, Path)), responses(
    (status = 200, body = StaffMember), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem)
))]
#[post("/staff/{id}/enable")]
pub async fn enable_staff(caller: StaffWrite, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(staff::set_disabled(&app, &caller.0, StaffId(id.0), false).await?))
}

/// Somebody new who works for the network. They set their password by the link. No retry makes a second one: the user name is taken then.
#[utoipa::path(tag = "staff", operation_id = "invite_staff", request_body = StaffInvite, responses(
    (status = 201, body = StaffInvited), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/staff")]
pub async fn invite_staff(
    caller: StaffWrite,
    app: web::Data<App>,
    body: Body<StaffInvite>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(staff::invite(&app, &caller.0, &body.value).await?))
}

/// Another link for somebody who has set no password yet; the one of before is dead.
#[utoipa::path(tag = "staff", operation_id = "renew_staff_link", params(("id" = StaffId, Path)), responses(
    (status = 200, body = StaffInvited), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem)
))]
#[post("/staff/{id}/link")]
pub async fn renew_staff_link(caller: StaffWrite, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(staff::renew_link(&app, &caller.0, StaffId(id.0)).await?))
}

/// The network's outlets, in the order of their codes.
#[utoipa::path(tag = "staff", operation_id = "list_outlets", responses(
    (status = 200, body = Vec<Outlet>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/outlets")]
pub async fn list_outlets(_caller: MerchantsRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(outlets::list(&app).await?))
}

/// An outlet more. No retry makes a second one: the code is taken then.
#[utoipa::path(tag = "staff", operation_id = "create_outlet", request_body = OutletWrite, responses(
    (status = 201, body = Outlet), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/outlets")]
pub async fn create_outlet(
    caller: StaffWrite,
    app: web::Data<App>,
    body: Body<OutletWrite>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(outlets::create(&app, &caller.0, &body.value).await?))
}

/// Rename an outlet, and say where it answers for. Applications that are its own already stay so.
#[utoipa::path(tag = "staff", operation_id = "update_outlet", params(("id" = OutletId, Path)),
    request_body = OutletWrite, responses(
    (status = 200, body = Outlet), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[put("/outlets/{id}")]
pub async fn update_outlet(
    caller: StaffWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<OutletWrite>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(outlets::update(&app, &caller.0, OutletId(id.0), &body.value).await?))
}
