//! Prices before shipping.

use actix_web::{HttpResponse, post, web};
use shared::shipments::{Quote, QuoteRequest};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, quotes},
    http::{extract::Body, guard::ShipmentsRead, problem::ApiError},
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(create_quote);
}

/// What a shipment would cost and how it would be routed. Nothing is kept.
#[utoipa::path(tag = "shipments", operation_id = "create_quote", request_body = QuoteRequest, responses(
    (status = 200, body = Quote), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/quotes")]
pub async fn create_quote(
    caller: ShipmentsRead,
    app: web::Data<App>,
    body: Body<QuoteRequest>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(quotes::quote(&app, &caller.0, &body.value).await?))
}
