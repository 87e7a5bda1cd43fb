//! Signing in and out.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    get, post, web,
};
use shared::auth::{AccessToken, Me, PasswordChange, SignIn};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, accounts, sessions},
    http::{extract::Body, guard::SignedIn, origin::From, problem::ApiError},
};

const COOKIE: &str = "yundan_refresh";
/// The refresh token travels to the sign-in routes only.
const COOKIE_PATH: &str = "/api/v1/auth";

pub fn operations(config: &mut ServiceConfig) {
    config.service(sign_in).service(refresh).service(sign_out).service(change_password).service(get_me);
}

fn cookie(request: &HttpRequest, token: String, lifetime: Duration) -> Cookie<'static> {
    // A page opened over plain http (a laptop, a demo) has no secure channel to insist on.
    let secure = request.connection_info().scheme() == "https";
    Cookie::build(COOKIE, token)
        .path(COOKIE_PATH)
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Strict)
        .max_age(lifetime)
        .finish()
}

pub(super) fn granted(request: &HttpRequest, granted: sessions::Granted) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response.insert_header(("Cache-Control", "no-store"));
    if let Some(token) = granted.refresh_token {
        response.cookie(cookie(request, token, Duration::hours(granted.lifetime_h)));
    }
    response.json(granted.answer)
}

/// Sign in by phone, user name, `customer code/user name`, or a bare customer code.
#[utoipa::path(tag = "auth", operation_id = "sign_in", request_body = SignIn, security(()), responses(
    (status = 200, body = AccessToken), (status = 401, body = shared::Problem), (status = 422, body = shared::Problem),
    (status = 429, body = shared::Problem, description = "Locked after repeated failures; lifts by itself")
))]
#[post("/auth/sign-in")]
pub async fn sign_in(
    app: web::Data<App>,
    origin: From,
    request: HttpRequest,
    body: Body<SignIn>,
) -> Result<HttpResponse, ApiError> {
    Ok(granted(&request, sessions::sign_in(&app, &body.value, &origin.0).await?))
}

/// The next access token, for the refresh token in the cookie. A refresh token works once.
#[utoipa::path(tag = "auth", operation_id = "refresh_session", security(()), responses(
    (status = 200, body = AccessToken), (status = 401, body = shared::Problem)
))]
#[post("/auth/refresh")]
pub async fn refresh(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let cookie = request.cookie(COOKIE).ok_or_else(sessions::signed_out)?;
    Ok(granted(&request, sessions::refresh(&app, cookie.value()).await?))
}

/// End the session of the refresh token in the cookie.
#[utoipa::path(tag = "auth", operation_id = "sign_out", security(()), responses((status = 204)))]
#[post("/auth/sign-out")]
pub async fn sign_out(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    if let Some(cookie) = request.cookie(COOKIE) {
        match sessions::sign_out(&app, cookie.value()).await {
            // Who is out already is out.
            Ok(()) | Err(crate::app::AppError::Unauthenticated { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(HttpResponse::NoContent().cookie(cookie(&request, String::new(), Duration::ZERO)).finish())
}

/// Change the password; every other session of the person ends.
#[utoipa::path(tag = "auth", operation_id = "change_password", request_body = PasswordChange, responses(
    (status = 200, body = AccessToken), (status = 401, body = shared::Problem), (status = 422, body = shared::Problem),
    (status = 429, body = shared::Problem)
))]
#[post("/auth/change-password")]
pub async fn change_password(
    caller: SignedIn,
    app: web::Data<App>,
    body: Body<PasswordChange>,
) -> Result<HttpResponse, ApiError> {
    let answer = sessions::change_password(&app, &caller.0, &body.value).await?;
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(answer))
}

/// Who is signed in, for which merchant, with which permissions.
#[utoipa::path(tag = "auth", operation_id = "get_me", responses(
    (status = 200, body = Me), (status = 401, body = shared::Problem)
))]
#[get("/me")]
pub async fn get_me(caller: SignedIn, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(accounts::me(&app, &caller.0).await?))
}
