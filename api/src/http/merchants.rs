//! The network's console: merchants.

use actix_web::{HttpResponse, get, patch, post, web};
use serde::Deserialize;
use shared::{
    MerchantId, MerchantStatus, Page,
    auth::AccessToken,
    merchants::{Merchant, MerchantPatch, MerchantReason, MerchantRow},
    operators::InvitationIssued,
};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, applications::activation, merchants, paging::PageRequest},
    http::{
        extract::{Body, Params, PathId},
        guard::{ApplicationsReview, MerchantsRead, MerchantsView, MerchantsWrite},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config
        .service(list_merchants)
        .service(get_merchant)
        .service(update_merchant)
        .service(suspend_merchant)
        .service(reopen_merchant)
        .service(close_merchant)
        .service(renew_activation_link)
        .service(view_merchant);
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MerchantsQuery {
    status: Option<MerchantStatus>,
    /// The beginning of a customer code, or a part of a company's name; at most 60 characters.
    q: Option<String>,
    limit: Option<u32>,
    cursor: Option<String>,
}

/// The network's merchants, newest first.
#[utoipa::path(tag = "merchants", operation_id = "list_merchants", params(MerchantsQuery), responses(
    (status = 200, body = Page<MerchantRow>), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[get("/merchants")]
pub async fn list_merchants(
    _caller: MerchantsRead,
    app: web::Data<App>,
    query: Params<MerchantsQuery>,
) -> Result<HttpResponse, ApiError> {
    let page = PageRequest::new(query.0.limit, query.0.cursor.as_deref())?;
    Ok(HttpResponse::Ok().json(merchants::list(&app, query.0.status, query.0.q.as_deref(), page).await?))
}

/// One merchant with its contract.
#[utoipa::path(tag = "merchants", operation_id = "get_merchant", params(("id" = MerchantId, Path)), responses(
    (status = 200, body = Merchant), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem)
))]
#[get("/merchants/{id}")]
pub async fn get_merchant(_caller: MerchantsRead, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(merchants::get(&app, MerchantId(id.0)).await?))
}

/// Name who looks after a merchant; its people are shown the name.
#[utoipa::path(tag = "merchants", operation_id = "update_merchant", params(("id" = MerchantId, Path)),
    request_body = MerchantPatch, responses(
    (status = 200, body = Merchant), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[patch("/merchants/{id}")]
pub async fn update_merchant(
    caller: MerchantsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<MerchantPatch>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(merchants::update(&app, &caller.0, MerchantId(id.0), &body.value).await?))
}

async fn stand(
    app: &App,
    caller: &MerchantsWrite,
    id: &PathId,
    status: MerchantStatus,
    body: &Body<MerchantReason>,
) -> Result<HttpResponse, ApiError> {
    let merchant = merchants::set_status(app, &caller.0, MerchantId(id.0), status, &body.value).await?;
    Ok(HttpResponse::Ok().json(merchant))
}

/// Suspend a merchant: it reads and prints what exists, and ships and imports nothing.
#[utoipa::path(tag = "merchants", operation_id = "suspend_merchant", params(("id" = MerchantId, Path)),
    request_body = MerchantReason, responses(
    (status = 200, body = Merchant), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/merchants/{id}/suspend")]
pub async fn suspend_merchant(
    caller: MerchantsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<MerchantReason>,
) -> Result<HttpResponse, ApiError> {
    stand(&app, &caller, &id, MerchantStatus::Suspended, &body).await
}

/// Reopen a merchant that was suspended or closed.
#[utoipa::path(tag = "merchants", operation_id = "reopen_merchant", params(("id" = MerchantId, Path)),
    request_body = MerchantReason, responses(
    (status = 200, body = Merchant), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/merchants/{id}/reopen")]
pub async fn reopen_merchant(
    caller: MerchantsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<MerchantReason>,
) -> Result<HttpResponse, ApiError> {
    stand(&app, &caller, &id, MerchantStatus::Open, &body).await
}

/// Close a merchant: its sessions end, and nobody signs in.
#[utoipa::path(tag = "merchants", operation_id = "close_merchant", params(("id" = MerchantId, Path)),
    request_body = MerchantReason, responses(
    (status = 200, body = Merchant), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/merchants/{id}/close")]
pub async fn close_merchant(
    caller: MerchantsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<MerchantReason>,
) -> Result<HttpResponse, ApiError> {
    stand(&app, &caller, &id, MerchantStatus::Closed, &body).await
}

/// Another link for a merchant's first operator, good for 72 hours and sent as the first one was; the one of before is dead. For the staff
/// who review the outlet's applications, while nobody took the seat (409 `merchant_activated`) and the account is not closed (409
/// `merchant_closed`).
#[utoipa::path(tag = "merchants", operation_id = "renew_activation_link", params(("id" = MerchantId, Path)), responses(
    (status = 200, body = InvitationIssued), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem),
    (status = 409, body = shared::Problem)
))]
#[post("/merchants/{id}/activation-link")]
pub async fn renew_activation_link(
    caller: ApplicationsReview,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    let issued = activation::renew_link(&app, &caller.0, MerchantId(id.0)).await?;
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(issued))
}

/// A token to look at a merchant's pages for 30 minutes, reading only. The merchant's audit log tells of it.
#[utoipa::path(tag = "merchants", operation_id = "view_merchant", params(("id" = MerchantId, Path)), responses(
    (status = 200, body = AccessToken), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem)
))]
#[post("/merchants/{id}/view")]
pub async fn view_merchant(caller: MerchantsView, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    let token = merchants::view(&app, &caller.0, MerchantId(id.0)).await?;
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(token))
}
