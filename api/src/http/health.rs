//! Is it alive, is it ready? For supervisors and load balancers; no caller is needed.

use actix_web::{HttpResponse, get, web};

use crate::app::App;

#[get("/api/health/live")]
pub async fn live() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "status": "live" }))
}

/// Ready when the database answers.
#[get("/api/health/ready")]
pub async fn ready(app: web::Data<App>) -> HttpResponse {
    match app.store.ping().await {
        Ok(()) => HttpResponse::Ok().json(serde_json::json!({ "status": "ready" })),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            HttpResponse::ServiceUnavailable().json(serde_json::json!({ "status": "not ready" }))
        }
    }
}
