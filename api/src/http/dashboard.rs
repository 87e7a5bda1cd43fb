//! Today's numbers.

use actix_web::{HttpResponse, get, web};
use shared::dashboard::Dashboard;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, dashboard},
    http::{guard::ShipmentsRead, problem::ApiError},
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(get_dashboard);
}

/// Today's numbers and what waits to be done.
#[utoipa::path(tag = "dashboard", operation_id = "get_dashboard", responses(
    (status = 200, body = Dashboard), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/dashboard")]
pub async fn get_dashboard(caller: ShipmentsRead, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(dashboard::show(&app, &caller.0).await?))
}
