//! What the network shows of itself.

use actix_web::{HttpResponse, get, web};
use shared::auth::{NetworkFacts, OutboxMessage};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, messages},
    http::problem::ApiError,
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(get_network).service(list_messages);
}

/// The network's name and official address, and how it reaches people.
#[utoipa::path(tag = "network", operation_id = "get_network", security(()), responses((status = 200, body = NetworkFacts)))]
#[get("/network")]
pub async fn get_network(app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    let settings = &app.settings;
    Ok(HttpResponse::Ok().json(NetworkFacts {
        name: settings.network_name.clone(),
        url: settings.public_url.clone(),
        hotline: settings.hotline.clone(),
        sends_sms: settings.messages.sends_sms(),
        sends_email: settings.messages.sends_email(),
        is_demo: settings.messages.shows_outbox,
    }))
}

/// What the demo would have sent, the latest first. A network that sends for real has no such list: 404.
#[utoipa::path(tag = "network", operation_id = "list_messages", security(()), responses(
    (status = 200, body = Vec<OutboxMessage>), (status = 404, body = shared::Problem)
))]
#[get("/messages")]
pub async fn list_messages(app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(messages::outbox(&app).await?))
}
