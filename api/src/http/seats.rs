//! A person's own sessions and seats.

use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use shared::{
    SessionId,
    auth::AccessToken,
    operators::{SeatSwitch, SeatView, SessionView},
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, seats},
    http::{
        auth::granted,
        extract::{Body, PathId},
        guard::SignedIn,
        problem::ApiError,
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config.service(list_sessions).service(end_session).service(list_seats).service(switch_seat);
}

/// Where the caller is signed in.
#[utoipa::path(tag = "auth", operation_id = "list_sessions", responses(
    (status = 200, body = Vec<SessionView>), (status = 401, body = shared::Problem)
))]
#[get("/me/sessions")]
pub async fn list_sessions(caller: SignedIn, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(seats::list_sessions(&app, &caller.0).await?))
}

/// End one of the caller's own sessions.
#[utoipa::path(tag = "auth", operation_id = "end_session", params(("id" = SessionId, Path)), responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 404, body = shared::Problem)
))]
#[delete("/me/sessions/{id}")]
pub async fn end_session(caller: SignedIn, app: web::Data<App>, id: PathId) -> Result<HttpResponse, ApiError> {
    seats::end_session(&app, &caller.0, SessionId(id.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The seats the caller can take.
#[utoipa::path(tag = "auth", operation_id = "list_seats", responses(
    (status = 200, body = Vec<SeatView>), (status = 401, body = shared::Problem)
))]
#[get("/me/seats")]
pub async fn list_seats(caller: SignedIn, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(seats::list(&app, &caller.0).await?))
}

/// Go on in another seat of the caller's; the session of before ends.
#[utoipa::path(tag = "auth", operation_id = "switch_seat", request_body = SeatSwitch, responses(
    (status = 200, body = AccessToken), (status = 401, body = shared::Problem), (status = 404, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/auth/switch-seat")]
pub async fn switch_seat(
    caller: SignedIn,
    app: web::Data<App>,
    request: HttpRequest,
    body: Body<SeatSwitch>,
) -> Result<HttpResponse, ApiError> {
    Ok(granted(&request, seats::switch(&app, &caller.0, &body.value).await?))
}
