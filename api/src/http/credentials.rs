//! What people prove that it is they with, and what helps whoever cannot.

use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use shared::auth::{
    Captcha, CodeRequest, CodeSent, LockLift, PasswordForgotten, PasswordReset, RecoveryCodes, SecuritySettings,
    TotpCode, TotpEnd, TotpSecret, TotpStart,
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{App, captcha, codes, password_reset, sign_in, totp},
    http::{
        extract::Body,
        guard::{AccountsUnlock, SettingsWrite, SignedIn},
        origin::From,
        problem::{ApiError, language},
    },
};

pub fn operations(config: &mut ServiceConfig) {
    config
        .service(create_captcha)
        .service(send_code)
        .service(forget_password)
        .service(reset_password)
        .service(start_totp)
        .service(confirm_totp)
        .service(end_totp)
        .service(get_security_settings)
        .service(set_security_settings)
        .service(lift_sign_in_lock);
}

/// A picture of characters to type. A sign-in asks for one after failures.
#[utoipa::path(tag = "auth", operation_id = "create_captcha", security(()), responses(
    (status = 200, body = Captcha), (status = 429, body = shared::Problem)
))]
#[post("/auth/captchas")]
pub async fn create_captcha(app: web::Data<App>, origin: From) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(captcha::issue(&app, &origin.0).await?))
}

/// Send a code to a phone. The answer is the same for every phone, whether it is anybody's or not.
#[utoipa::path(tag = "auth", operation_id = "send_code", security(()), request_body = CodeRequest, responses(
    (status = 200, body = CodeSent), (status = 422, body = shared::Problem), (status = 429, body = shared::Problem),
    (status = 503, body = shared::Problem, description = "This network sends no SMS")
))]
#[post("/auth/codes")]
pub async fn send_code(
    app: web::Data<App>,
    origin: From,
    request: HttpRequest,
    body: Body<CodeRequest>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(codes::request(&app, &body.value, &origin.0, language(&request)).await?))
}

/// Send what sets a new password: a code to a phone, a link to a mail address. The answer is the same whether it is anybody's or not.
#[utoipa::path(tag = "auth", operation_id = "forget_password", security(()), request_body = PasswordForgotten, responses(
    (status = 204), (status = 422, body = shared::Problem), (status = 429, body = shared::Problem),
    (status = 503, body = shared::Problem, description = "This network sends no SMS, or no e-mail")
))]
#[post("/auth/password-resets")]
pub async fn forget_password(
    app: web::Data<App>,
    origin: From,
    request: HttpRequest,
    body: Body<PasswordForgotten>,
) -> Result<HttpResponse, ApiError> {
    password_reset::request(&app, &body.value, &origin.0, language(&request)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Set a new password with the code or the link. Every session of the person ends, and a lock is lifted.
#[utoipa::path(tag = "auth", operation_id = "reset_password", security(()), request_body = PasswordReset, responses(
    (status = 204), (status = 422, body = shared::Problem), (status = 429, body = shared::Problem),
    (status = 503, body = shared::Problem)
))]
#[post("/auth/password-resets/redeem")]
pub async fn reset_password(
    app: web::Data<App>,
    origin: From,
    request: HttpRequest,
    body: Body<PasswordReset>,
) -> Result<HttpResponse, ApiError> {
    password_reset::redeem(&app, &body.value, &origin.0, language(&request)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A secret for an authenticator. It holds once a code of it was given back.
#[utoipa::path(tag = "auth", operation_id = "start_totp", request_body = TotpStart, responses(
    (status = 200, body = TotpSecret), (status = 401, body = shared::Problem), (status = 409, body = shared::Problem),
    (status = 422, body = shared::Problem), (status = 429, body = shared::Problem)
))]
#[post("/me/totp")]
pub async fn start_totp(
    caller: SignedIn,
    app: web::Data<App>,
    body: Body<TotpStart>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(totp::start(&app, &caller.0, &body.value).await?))
}

/// Begin to sign in with the second factor. The recovery codes are told this once.
#[utoipa::path(tag = "auth", operation_id = "confirm_totp", request_body = TotpCode, responses(
    (status = 200, body = RecoveryCodes), (status = 401, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[post("/me/totp/confirm")]
pub async fn confirm_totp(
    caller: SignedIn,
    app: web::Data<App>,
    body: Body<TotpCode>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(totp::confirm(&app, &caller.0, &body.value).await?))
}

/// Sign in without the second factor from now on.
#[utoipa::path(tag = "auth", operation_id = "end_totp", request_body = TotpEnd, responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 422, body = shared::Problem),
    (status = 429, body = shared::Problem)
))]
#[post("/me/totp/end")]
pub async fn end_totp(caller: SignedIn, app: web::Data<App>, body: Body<TotpEnd>) -> Result<HttpResponse, ApiError> {
    totp::end(&app, &caller.0, &body.value).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What holds for the sign-in of the merchant's people.
#[utoipa::path(tag = "auth", operation_id = "get_security_settings", responses(
    (status = 200, body = SecuritySettings), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem)
))]
#[get("/settings/security")]
pub async fn get_security_settings(caller: SettingsWrite, app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(totp::settings(&app, &caller.0).await?))
}

/// Change what holds for the sign-in of the merchant's people. It holds from their next request on.
#[utoipa::path(tag = "auth", operation_id = "set_security_settings", request_body = SecuritySettings, responses(
    (status = 200, body = SecuritySettings), (status = 401, body = shared::Problem),
    (status = 403, body = shared::Problem), (status = 422, body = shared::Problem)
))]
#[put("/settings/security")]
pub async fn set_security_settings(
    caller: SettingsWrite,
    app: web::Data<App>,
    body: Body<SecuritySettings>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(totp::set_settings(&app, &caller.0, &body.value).await?))
}

/// Lift the lock of an account before its time. In the audit log.
#[utoipa::path(tag = "staff", operation_id = "lift_sign_in_lock", request_body = LockLift, responses(
    (status = 204), (status = 401, body = shared::Problem), (status = 403, body = shared::Problem),
    (status = 422, body = shared::Problem)
))]
#[post("/sign-in-locks/lift")]
pub async fn lift_sign_in_lock(
    caller: AccountsUnlock,
    app: web::Data<App>,
    body: Body<LockLift>,
) -> Result<HttpResponse, ApiError> {
    sign_in::lift_lock(&app, &caller.0, &body.value).await?;
    Ok(HttpResponse::NoContent().finish())
}
