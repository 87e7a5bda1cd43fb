//! Gives every request an id, and every error its document in the caller's language.

use std::time::Instant;

use actix_web::{
    Error, HttpMessage, HttpResponse, ResponseError,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{ALLOW, HeaderName},
    },
    middleware::Next,
};
use tracing::Instrument;
use uuid::Uuid;

use crate::{
    app::{AppError, Language, Words},
    http::problem::{ApiError, language},
};

/// Names one request in answers and in the log.
#[derive(Clone)]
pub struct RequestId(pub String);

pub async fn answer<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let id = Uuid::now_v7().to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    // The request itself must not be kept across the call: routing needs it for itself alone.
    let (language, method, begin) = (language(request.request()), request.method().clone(), Instant::now());
    let span = tracing::info_span!("request", id);
    let mut response = match next.call(request).instrument(span).await {
        Ok(response) => described(response, language, &id),
        Err(error) => {
            let described = Described { error: document_of(&error), language, id };
            log(&method, None, described.status_code(), begin, &described.id);
            return Err(described.into());
        }
    };
    log(&method, response.request().match_pattern().as_deref(), response.status(), begin, &id);
    if let Ok(value) = id.parse() {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    Ok(response)
}

/// One line a request. The address is told as its pattern: a path may hold what a person typed.
fn log(method: &Method, route: Option<&str>, status: StatusCode, begin: Instant, id: &str) {
    let (route, status) = (route.unwrap_or("-"), status.as_u16());
    let ms = u64::try_from(begin.elapsed().as_millis()).unwrap_or(u64::MAX);
    if route.starts_with("/health/") {
        tracing::debug!(%method, route, status, ms, id, "answered");
    } else {
        tracing::info!(%method, route, status, ms, id, "answered");
    }
}

/// An error that ended the call before there was an answer, with what its document needs.
#[derive(Debug)]
struct Described {
    error: ApiError,
    language: Language,
    id: String,
}

impl std::fmt::Display for Described {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.error.fmt(f)
    }
}

impl ResponseError for Described {
    fn status_code(&self) -> StatusCode {
        self.error.status_code()
    }

    fn error_response(&self) -> HttpResponse {
        self.error.answer(self.language, &self.id)
    }
}

/// Puts the document of an error in place of the body the framework made for it.
fn described<B: MessageBody + 'static>(
    response: ServiceResponse<B>,
    language: Language,
    id: &str,
) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let document = match response.response().error() {
        Some(error) => Some(document_of(error).answer(language, id)),
        None if response.status() == StatusCode::METHOD_NOT_ALLOWED => Some(method_not_allowed(language, id)),
        None => None,
    };
    match document {
        Some(mut document) => {
            if let Some(methods) = response.headers().get(ALLOW) {
                document.headers_mut().insert(ALLOW, methods.clone());
            }
            ServiceResponse::new(response.request().clone(), document).map_into_right_body()
        }
        None => response.map_into_left_body(),
    }
}

fn document_of(error: &Error) -> ApiError {
    match error.as_error::<ApiError>() {
        Some(known) => ApiError(known.0.clone()),
        None => ApiError(from_framework(error)),
    }
}

/// What the framework refused by itself.
fn from_framework(error: &Error) -> AppError {
    match error.as_response_error().status_code() {
        StatusCode::NOT_FOUND => AppError::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLarge {
            code: "too_large",
            words: Words::new("内容超过大小限制。", "The content is over the size limit."),
        },
        status if status.is_client_error() => AppError::Malformed {
            code: "malformed",
            words: Words::new("请求格式不正确。", "The request is not well formed."),
            faults: Vec::new(),
        },
        _ => AppError::Internal(error.to_string()),
    }
}

fn method_not_allowed(language: Language, id: &str) -> HttpResponse {
    let error = ApiError(AppError::Malformed {
        code: "method_not_allowed",
        words: Words::new("这个地址不支持这种方法。", "This address does not take this method."),
        faults: Vec::new(),
    });
    error.answer_with(StatusCode::METHOD_NOT_ALLOWED, language, id)
}
