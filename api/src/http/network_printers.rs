//! Network printers, reached by the service.

use actix_web::{HttpResponse, post, web};
use shared::printers::{NetworkAsk, NetworkFinding, NetworkTrial, NetworkTrialOutcome};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, network_printers},
    http::{extract::Body, guard::LabelsPrint, problem::ApiError},
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(ask_network_printer).service(try_network_printer);
}

/// Look which printer answers at an address. Only private networks and the service's own machine are reached, unless the installation allows
/// more, and only the ports 9100 to 9109.
#[utoipa::path(tag = "printing", operation_id = "ask_network_printer", request_body = NetworkAsk, responses(
    (status = 200, body = NetworkFinding), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem, description = "Not reached, or not allowed"),
    (status = 429, body = shared::Problem)
))]
#[post("/network-printers/ask")]
pub async fn ask_network_printer(
    caller: LabelsPrint,
    app: web::Data<App>,
    body: Body<NetworkAsk>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(network_printers::ask(&app, &caller.0, &body.value).await?))
}

/// Print a test on a network printer: a label that is nobody's, or the same mark in every printer language.
#[utoipa::path(tag = "printing", operation_id = "try_network_printer", request_body = NetworkTrial, responses(
    (status = 200, body = NetworkTrialOutcome), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem, description = "Not reached, or not allowed"),
    (status = 429, body = shared::Problem)
))]
#[post("/network-printers/try")]
pub async fn try_network_printer(
    caller: LabelsPrint,
    app: web::Data<App>,
    body: Body<NetworkTrial>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(network_printers::try_out(&app, &caller.0, &body.value).await?))
}
