//! Applications for an account, for the applicant: without signing in.

use actix_web::{HttpRequest, HttpResponse, http::header::CONTENT_LENGTH, post, put, web};
use futures_util::StreamExt;
use shared::applications::{
    ApplicationAccept, ApplicationAmend, ApplicationCreate, ApplicationCreated, ApplicationFollow, ApplicationStatus,
    LICENCE_BYTES,
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{
        App, AppError, Words,
        applications::{self, licence},
    },
    http::{
        created,
        extract::Body,
        origin,
        problem::{ApiError, language},
    },
};

/// Where the applicant's phone stands when the body is a file.
const PHONE: &str = "Applicant-Phone";

pub fn operations(config: &mut ServiceConfig) {
    config
        .service(create_application)
        .service(follow_application)
        .service(amend_application)
        .service(accept_application_terms)
        .service(put_application_licence);
}

/// Apply for an account. The sender's `request_id` makes it once.
#[utoipa::path(tag = "applications", operation_id = "create_application", security(()),
    request_body = ApplicationCreate, responses(
    (status = 201, body = ApplicationCreated), (status = 409, body = shared::Problem),
    (status = 422, body = shared::Problem), (status = 429, body = shared::Problem)
))]
#[post("/applications")]
pub async fn create_application(
    origin: origin::From,
    app: web::Data<App>,
    body: Body<ApplicationCreate>,
) -> Result<HttpResponse, ApiError> {
    Ok(created(applications::create(&app, &body.value, &origin.0).await?))
}

/// How an application stands, for whoever knows its number and its phone.
#[utoipa::path(tag = "applications", operation_id = "follow_application", security(()),
    request_body = ApplicationFollow, responses(
    (status = 200, body = ApplicationStatus), (status = 422, body = shared::Problem),
    (status = 429, body = shared::Problem, description = "The number was tried with wrong phones too often")
))]
#[post("/applications/follow")]
pub async fn follow_application(
    request: HttpRequest,
    app: web::Data<App>,
    body: Body<ApplicationFollow>,
) -> Result<HttpResponse, ApiError> {
    let ApplicationFollow { application_no, phone } = &body.value;
    let status = applications::follow(&app, language(&request), application_no, phone).await?;
    Ok(HttpResponse::Ok().json(status))
}

/// Answer what the reviewer asked, with the form as it should be.
#[utoipa::path(tag = "applications", operation_id = "amend_application", security(()),
    request_body = ApplicationAmend, responses(
    (status = 200, body = ApplicationStatus), (status = 409, body = shared::Problem),
    (status = 422, body = shared::Problem), (status = 429, body = shared::Problem)
))]
#[post("/applications/amend")]
pub async fn amend_application(
    request: HttpRequest,
    app: web::Data<App>,
    origin: origin::From,
    body: Body<ApplicationAmend>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(applications::amend(&app, language(&request), &body.value, &origin.0).await?))
}

/// Accept the terms that were offered, by the hash of those that were read.
#[utoipa::path(tag = "applications", operation_id = "accept_application_terms", security(()),
    request_body = ApplicationAccept, responses(
    (status = 200, body = ApplicationStatus), (status = 409, body = shared::Problem),
    (status = 422, body = shared::Problem), (status = 429, body = shared::Problem)
))]
#[post("/applications/accept")]
pub async fn accept_application_terms(
    request: HttpRequest,
    app: web::Data<App>,
    origin: origin::From,
    body: Body<ApplicationAccept>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(applications::accept(&app, language(&request), &body.value, &origin.0).await?))
}

/// Send the business licence: a PNG, JPEG or WebP picture or a PDF of at most 10 MB. It replaces the one before.
#[utoipa::path(tag = "applications", operation_id = "put_application_licence", security(()),
    params(("no" = String, Path), ("Applicant-Phone" = String, Header, description = "The phone of the application")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses(
    (status = 200, body = ApplicationStatus), (status = 409, body = shared::Problem),
    (status = 413, body = shared::Problem), (status = 422, body = shared::Problem),
    (status = 429, body = shared::Problem),
    (status = 503, body = shared::Problem, description = "Where files are kept does not answer")
))]
#[put("/applications/{no}/licence")]
pub async fn put_application_licence(
    request: HttpRequest,
    app: web::Data<App>,
    origin: origin::From,
    payload: web::Payload,
) -> Result<HttpResponse, ApiError> {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let number = request.match_info().get("no").unwrap_or_default();
    let application = applications::prove(&app, number, header(PHONE).unwrap_or_default()).await?;
    let told = header(CONTENT_LENGTH.as_str()).and_then(|length| length.parse::<u64>().ok());
    if told.is_some_and(|bytes| bytes > LICENCE_BYTES as u64) {
        return Err(too_large());
    }
    let declared = header("Content-Type").and_then(|value| value.split(';').next());
    let declared = declared.map(|value| value.trim().to_ascii_lowercase());
    let bytes = read(payload).await?;
    let status = licence::keep(&app, (language(&request), &origin.0), &application, declared, bytes).await?;
    Ok(HttpResponse::Ok().json(status))
}

fn too_large() -> ApiError {
    let megabytes = LICENCE_BYTES / 1024 / 1024;
    ApiError(AppError::TooLarge {
        code: "file_too_large",
        words: Words::new(format!("文件不能超过 {megabytes} MB。"), format!("The file is at most {megabytes} MB.")),
    })
}

/// Reads until the end, or until it is too much: what a sender says of the length is their word only.
async fn read(mut payload: web::Payload) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| {
            ApiError(AppError::Malformed {
                code: "body_unreadable",
                words: Words::new("文件没有收全，请重新上传。", "The file did not arrive whole; send it again."),
                faults: Vec::new(),
            })
        })?;
        if bytes.len() + chunk.len() > LICENCE_BYTES {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
