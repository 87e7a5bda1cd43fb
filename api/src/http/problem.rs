//! The only place that knows status codes: use case errors become RFC 9457 problem details.

use actix_web::{HttpRequest, HttpResponse, ResponseError, http::StatusCode};
use shared::{FieldProblem, Problem};

use crate::{
    app::{AppError, Language, Words, error::FieldFault},
    http::middleware::security_headers,
};

/// Names the kind of problem, as RFC 9457 asks; what follows is the code.
const TYPE_PREFIX: &str = "urn:yundan:problem:";

/// An error on its way out. The middleware fills in the request id and the language; until then it is not an answer.
#[derive(Debug)]
pub struct ApiError(pub AppError);

impl From<AppError> for ApiError {
    fn from(error: AppError) -> ApiError {
        ApiError(error)
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl ApiError {
    fn status(&self) -> StatusCode {
        match &self.0 {
            AppError::NotFound => StatusCode::NOT_FOUND,
            AppError::Invalid(_) | AppError::Unacceptable { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            AppError::Conflict { .. } | AppError::UniqueViolation => StatusCode::CONFLICT,
            AppError::Stale { .. } => StatusCode::PRECONDITION_FAILED,
            AppError::Unauthenticated { .. } => StatusCode::UNAUTHORIZED,
            AppError::Forbidden { .. } => StatusCode::FORBIDDEN,
            AppError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            AppError::Malformed { .. } => StatusCode::BAD_REQUEST,
            AppError::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            AppError::Unavailable { .. } | AppError::Contention | AppError::LeaseLost => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            AppError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn code(&self) -> &'static str {
        match &self.0 {
            AppError::NotFound => "not_found",
            AppError::Invalid(_) => "invalid_fields",
            AppError::Unacceptable { code, .. }
            | AppError::Conflict { code, .. }
            | AppError::Unauthenticated { code, .. }
            | AppError::Forbidden { code, .. }
            | AppError::TooMany { code, .. }
            | AppError::Malformed { code, .. }
            | AppError::TooLarge { code, .. }
            | AppError::Unavailable { code, .. } => code,
            AppError::Stale { .. } => "stale",
            AppError::Contention | AppError::LeaseLost => "busy",
            AppError::UniqueViolation => "already_exists",
            AppError::Internal(_) => "internal",
        }
    }

    fn detail(&self) -> Words {
        match &self.0 {
            AppError::NotFound => {
                Words::new("没有找到，可能已删除，或链接不对。", "Not found; it may be gone, or the link is wrong.")
            }
            AppError::Invalid(faults) => Words::new(
                format!("有 {} 处需要修改。", faults.len()),
                format!("{} field(s) need to be corrected.", faults.len()),
            ),
            AppError::Unacceptable { words, .. }
            | AppError::Conflict { words, .. }
            | AppError::Stale { words }
            | AppError::Unauthenticated { words, .. }
            | AppError::Forbidden { words, .. }
            | AppError::TooMany { words, .. }
            | AppError::Malformed { words, .. }
            | AppError::TooLarge { words, .. }
            | AppError::Unavailable { words, .. } => words.clone(),
            AppError::Contention | AppError::LeaseLost => {
                Words::new("系统繁忙，请稍后重试。", "The service is busy; try again shortly.")
            }
            AppError::UniqueViolation => Words::new("已经有一个相同的了。", "There is one like it already."),
            AppError::Internal(_) => {
                Words::new("系统出错，请把请求编号告诉我们。", "Something went wrong; give us the request id.")
            }
        }
    }

    fn faults(&self) -> &[FieldFault] {
        match &self.0 {
            AppError::Invalid(faults) | AppError::Malformed { faults, .. } => faults,
            _ => &[],
        }
    }

    fn retry_after_s(&self) -> Option<u32> {
        match self.0 {
            AppError::TooMany { retry_after_s, .. } | AppError::Unavailable { retry_after_s, .. } => {
                Some(retry_after_s)
            }
            AppError::Contention => Some(1),
            _ => None,
        }
    }

    /// The problem document in the caller's language.
    fn problem(&self, status: StatusCode, language: Language, request_id: &str) -> Problem {
        Problem {
            type_uri: format!("{TYPE_PREFIX}{}", self.code()),
            title: title(status).in_language(language).to_owned(),
            status: status.as_u16(),
            detail: self.detail().in_language(language).to_owned(),
            code: self.code().to_owned(),
            request_id: request_id.to_owned(),
            errors: self.faults().iter().map(|fault| field_problem(fault, language)).collect(),
        }
    }

    /// The document under another status than the error's own.
    pub fn answer_with(&self, status: StatusCode, language: Language, request_id: &str) -> HttpResponse {
        let mut response = HttpResponse::build(status);
        if let Some(seconds) = self.retry_after_s() {
            response.insert_header(("Retry-After", seconds.to_string()));
        }
        if status == StatusCode::UNAUTHORIZED {
            response.insert_header(("WWW-Authenticate", "Bearer"));
        }
        response.insert_header(("Content-Language", language.tag()));
        let mut answer = response.content_type("application/problem+json").body(
            serde_json::to_string(&self.problem(status, language, request_id)).unwrap_or_else(|_| "{}".to_owned()),
        );
        // An error may pass by the middleware that does this for answers.
        security_headers::protect(answer.headers_mut());
        answer
    }

    /// Answers and logs: once, here, with the text that is for us only.
    pub fn answer(&self, language: Language, request_id: &str) -> HttpResponse {
        match &self.0 {
            AppError::Internal(text) => tracing::error!(request_id, error = %text, "internal error"),
            AppError::Contention => tracing::warn!(request_id, "gave up after losing against other transactions"),
            _ => tracing::debug!(request_id, code = self.code(), "refused"),
        }
        self.answer_with(self.status(), language, request_id)
    }
}

fn field_problem(fault: &FieldFault, language: Language) -> FieldProblem {
    FieldProblem {
        pointer: fault.pointer.clone(),
        code: fault.code.to_owned(),
        detail: fault.words.in_language(language).to_owned(),
    }
}

fn title(status: StatusCode) -> Words {
    match status {
        StatusCode::BAD_REQUEST => Words::new("请求无法读取", "The request cannot be read"),
        StatusCode::UNAUTHORIZED => Words::new("未登录", "Not signed in"),
        StatusCode::FORBIDDEN => Words::new("没有权限", "Not permitted"),
        StatusCode::NOT_FOUND => Words::new("没有找到", "Not found"),
        StatusCode::METHOD_NOT_ALLOWED => Words::new("不支持的方法", "Method not allowed"),
        StatusCode::CONFLICT => Words::new("有冲突", "Conflict"),
        StatusCode::PRECONDITION_FAILED => Words::new("已被改过", "Changed meanwhile"),
        StatusCode::PAYLOAD_TOO_LARGE => Words::new("内容过大", "Too large"),
        StatusCode::UNPROCESSABLE_ENTITY => Words::new("内容需要修改", "The content needs correction"),
        StatusCode::TOO_MANY_REQUESTS => Words::new("操作太频繁", "Too many requests"),
        StatusCode::SERVICE_UNAVAILABLE => Words::new("暂时不可用", "Temporarily unavailable"),
        _ => Words::new("系统出错", "Internal error"),
    }
}

/// Errors of handlers and extractors carry no request; this asks for the document to be made by whoever has it.
impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        self.answer(Language::default(), "")
    }
}

/// The language a request asks for.
pub fn language(request: &HttpRequest) -> Language {
    let header = request.headers().get("Accept-Language").and_then(|value| value.to_str().ok());
    header.map_or_else(Language::default, Language::accepted)
}

impl ApiError {
    /// The same fields, where they were sent as query parameters.
    pub fn in_query(mut self) -> ApiError {
        if let AppError::Invalid(faults) = &mut self.0 {
            for fault in faults {
                fault.pointer = fault.pointer.replacen('/', "?", 1);
            }
        }
        self
    }
}
