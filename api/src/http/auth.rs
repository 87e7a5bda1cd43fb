//! Signing in and out.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    get, patch, post, web,
};
use shared::{
    auth::{AccessToken, Me, MePatch, PasswordChange, SignIn},
    merchants::MerchantSetup,
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, accounts, sessions, sign_in as door, sign_in::Visitor},
    http::{
        extract::Body,
        guard::SignedIn,
        origin::{self, From, SameOrigin},
        problem::{self, ApiError},
    },
};

const COOKIE: &str = "yundan_refresh";
/// What a browser is known by, for as long as it comes back.
const DEVICE_COOKIE: &str = "yundan_device";
const DEVICE_DAYS: i64 = 180;
/// Both travel to the sign-in routes only.
const COOKIE_PATH: &str = "/api/v1/auth";

pub fn operations(config: &mut ServiceConfig) {
    config
        .service(sign_in)
        .service(refresh)
        .service(sign_out)
        .service(change_password)
        .service(get_me)
        .service(update_me)
        .service(set_up_merchant);
}

fn cookie(request: &HttpRequest, name: &'static str, token: String, lifetime: Duration) -> Cookie<'static> {
    // A page opened over plain http (a laptop, a demo) has no secure channel to insist on.
    let secure = request.connection_info().scheme() == "https";
    Cookie::build(name, token)
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
        response.cookie(cookie(request, COOKIE, token, Duration::hours(granted.lifetime_h)));
    }
    if let Some(token) = granted.device_token {
        response.cookie(cookie(request, DEVICE_COOKIE, token, Duration::days(DEVICE_DAYS)));
    }
    response.json(granted.answer)
}

/// Sign in by phone, user name, `customer code/user name`, or a bare customer code.
#[utoipa::path(tag = "auth", operation_id = "sign_in", request_body = SignIn, security(()), responses(
    (status = 200, body = AccessToken),
    (status = 401, body = shared::Problem, description = "`wrong_credentials`, or `otp_required` and `wrong_otp` of a second factor"),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem, description = "`captcha_required`, `captcha_wrong`"),
    (status = 429, body = shared::Problem, description = "Locked after repeated failures; lifts by itself"),
    (status = 503, body = shared::Problem)
))]
#[post("/auth/sign-in")]
pub async fn sign_in(
    _page: SameOrigin,
    app: web::Data<App>,
    origin: From,
    request: HttpRequest,
    body: Body<SignIn>,
) -> Result<HttpResponse, ApiError> {
    let device = request.cookie(DEVICE_COOKIE);
    let visitor = Visitor {
        origin: &origin.0,
        device: device.as_ref().map(Cookie::value),
        language: problem::language(&request),
    };
    Ok(granted(&request, door::sign_in(&app, &body.value, &visitor).await?))
}

/// The next access token, for the refresh token in the cookie. A refresh token works once.
#[utoipa::path(tag = "auth", operation_id = "refresh_session", security(()), responses(
    (status = 200, body = AccessToken), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[post("/auth/refresh")]
pub async fn refresh(_page: SameOrigin, app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let cookie = request.cookie(COOKIE).ok_or_else(sessions::signed_out)?;
    Ok(granted(&request, sessions::refresh(&app, cookie.value(), origin::use_of(request.headers())).await?))
}

/// End the session of the refresh token in the cookie.
#[utoipa::path(tag = "auth", operation_id = "sign_out", security(()), responses(
    (status = 204), (status = 403, body = shared::Problem)
))]
#[post("/auth/sign-out")]
pub async fn sign_out(
    _page: SameOrigin,
    app: web::Data<App>,
    origin: From,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    if let Some(cookie) = request.cookie(COOKIE) {
        match sessions::sign_out(&app, cookie.value(), &origin.0).await {
            // Who is out already is out.
            Ok(()) | Err(crate::app::AppError::Unauthenticated { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(HttpResponse::NoContent().cookie(cookie(&request, COOKIE, String::new(), Duration::ZERO)).finish())
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
    let answer = door::change_password(&app, &caller.0, &body.value).await?;
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

/// Change what one is called; everybody one works with sees the name.
#[utoipa::path(tag = "auth", operation_id = "update_me", request_body = MePatch, responses(
    (status = 200, body = Me), (status = 401, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[patch("/me")]
pub async fn update_me(caller: SignedIn, app: web::Data<App>, body: Body<MePatch>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(accounts::rename(&app, &caller.0, &body.value).await?))
}

/// Set a merchant up that was just opened: the person's name, and where parcels are sent from. Nothing else is open before.
#[utoipa::path(tag = "auth", operation_id = "set_up_merchant", request_body = MerchantSetup, responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 409, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/setup")]
pub async fn set_up_merchant(
    caller: SignedIn,
    app: web::Data<App>,
    body: Body<MerchantSetup>,
) -> Result<HttpResponse, ApiError> {
    accounts::set_up(&app, &caller.0, &body.value).await?;
    Ok(HttpResponse::NoContent().finish())
}
