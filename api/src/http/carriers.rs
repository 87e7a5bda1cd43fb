//! Carriers over the network: a merchant's accounts, what carriers push, and the calls that were made.

use actix_web::{HttpRequest, HttpResponse, delete, get, http::header::CONTENT_TYPE, patch, post, web};
use shared::{
    CarrierAccountId, Page,
    carriers::{
        CarrierAccount, CarrierAccountCreate, CarrierAccountPatch, CarrierCall, CarrierCallFilter, CarrierPreview,
        CarrierPreviewRequest, CarrierView,
    },
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, carriers},
    http::{
        extract::{Body, Params, PathId},
        guard::{MerchantsRead, SettingsWrite, ShipmentsRead, ShipmentsWrite},
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config
        .service(list_carriers)
        .service(bind_carrier_account)
        .service(check_carrier_account)
        .service(update_carrier_account)
        .service(unbind_carrier_account)
        .service(preview_carrier_account)
        .service(list_carrier_calls)
        .service(receive_carrier_push);
}

/// Carriers that can be shipped with beside the network, and the merchant's accounts at them.
#[utoipa::path(tag = "carriers", operation_id = "list_carriers", responses(
    (status = 200, body = Vec<CarrierView>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/carriers")]
pub async fn list_carriers(caller: ShipmentsRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(carriers::list(&app, &caller.0).await?))
}

/// Bind an account at a carrier: an e-waybill account, of which the carrier is asked at once and says how many numbers it has left, or a
/// group customer, of which it can be asked nothing before the first order.
#[utoipa::path(tag = "carriers", operation_id = "bind_carrier_account", request_body = CarrierAccountCreate, responses(
    (status = 201, body = CarrierAccount), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 409, body = shared::Problem), (status = 422, body = shared::Problem), (status = 503, body = shared::Problem)
))]
#[post("/carrier-accounts")]
pub async fn bind_carrier_account(
    caller: SettingsWrite,
    app: web::Data<App>,
    body: Body<CarrierAccountCreate>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(carriers::bind(&app, &caller.0, &body.value).await?))
}

/// Ask the carrier how an account stands and how many numbers it has left. Of a group customer it cannot be asked.
#[utoipa::path(tag = "carriers", operation_id = "check_carrier_account", params(("id" = CarrierAccountId, Path)), responses(
    (status = 200, body = CarrierAccount), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem), (status = 422, body = shared::Problem),
    (status = 503, body = shared::Problem)
))]
#[post("/carrier-accounts/{id}/check")]
pub async fn check_carrier_account(
    caller: SettingsWrite,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(carriers::check(&app, &caller.0, CarrierAccountId(id.0)).await?))
}

/// Change the name, the password (checked with the carrier first) or the warning of an account.
#[utoipa::path(tag = "carriers", operation_id = "update_carrier_account", params(("id" = CarrierAccountId, Path)),
    request_body = CarrierAccountPatch, responses(
    (status = 200, body = CarrierAccount), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem), (status = 503, body = shared::Problem)
))]
#[patch("/carrier-accounts/{id}")]
pub async fn update_carrier_account(
    caller: SettingsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<CarrierAccountPatch>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(carriers::change(&app, &caller.0, CarrierAccountId(id.0), &body.value).await?))
}

/// Take an account off. One that something was shipped with stays.
#[utoipa::path(tag = "carriers", operation_id = "unbind_carrier_account", params(("id" = CarrierAccountId, Path)), responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 409, body = shared::Problem)
))]
#[delete("/carrier-accounts/{id}")]
pub async fn unbind_carrier_account(
    caller: SettingsWrite,
    app: web::Data<App>,
    id: PathId,
) -> Result<HttpResponse, ApiError> {
    carriers::unbind(&app, &caller.0, CarrierAccountId(id.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ask an account's carrier whether it delivers somewhere and what it charges, before anything is ordered. It has three seconds: what it has not
/// said by then is `unknown`, and an order may be made all the same. At most 60 times a minute for each person.
#[utoipa::path(tag = "carriers", operation_id = "preview_carrier_account", params(("id" = CarrierAccountId, Path)),
    request_body = CarrierPreviewRequest, responses(
    (status = 200, body = CarrierPreview), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 404, body = shared::Problem), (status = 422, body = shared::Problem), (status = 429, body = shared::Problem)
))]
#[post("/carrier-accounts/{id}/preview")]
pub async fn preview_carrier_account(
    caller: ShipmentsWrite,
    app: web::Data<App>,
    id: PathId,
    body: Body<CarrierPreviewRequest>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(carriers::preview(&app, &caller.0, CarrierAccountId(id.0), &body.value).await?))
}

/// What carriers were asked and what they answered, of all merchants, newest first; found by merchant, operation, waybill number or code of
/// the order, and outcome. Secrets and personal data are masked.
#[utoipa::path(tag = "network", operation_id = "list_carrier_calls", params(CarrierCallFilter), responses(
    (status = 200, body = Page<CarrierCall>), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[get("/network/carrier-calls")]
pub async fn list_carrier_calls(
    _caller: MerchantsRead,
    app: web::Data<App>,
    filter: Params<CarrierCallFilter>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(carriers::list_calls(&app, &filter.0).await?))
}

/// What a carrier says on its own, signed by it; answered as that carrier wants it.
#[utoipa::path(tag = "carriers", operation_id = "receive_carrier_push", security(()), params(("carrier" = String, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded"), responses(
    (status = 200, body = String, content_type = "application/json"), (status = 400, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 404, body = shared::Problem), (status = 413, body = shared::Problem)
))]
#[post("/carriers/{carrier}/push")]
pub async fn receive_carrier_push(
    request: HttpRequest,
    app: web::Data<App>,
    carrier: web::Path<String>,
    body: web::Bytes,
) -> Result<HttpResponse, ApiError> {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let reply = carriers::receive(&app, &carrier, content_type, &body).await?;
    Ok(HttpResponse::Ok().content_type("application/json").body(reply))
}
