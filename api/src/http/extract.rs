//! Bodies, queries, paths and headers, with every refusal as a problem that names the field.

use std::{
    future::{Future, Ready, ready},
    pin::Pin,
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::CONTENT_TYPE,
    web::{self, Bytes},
};
use serde::de::DeserializeOwned;
use shared::proofs::PROOF_PICTURE_BYTES;
use store::IdempotencyKey;
use uuid::Uuid;

use crate::{
    app::{
        AppError, Caller, Words,
        error::FieldFault,
        idempotency::{self, KEY_MAX_CHARS},
    },
    http::problem::ApiError,
};

/// A JSON body is at most this long.
pub const BODY_BYTES_MAX: usize = 2 * 1024 * 1024;
/// A JSON body with a picture in base64: three bytes are four characters there, and the rest is short.
const PICTURE_BODY_BYTES_MAX: usize = PROOF_PICTURE_BYTES / 3 * 4 + 64 * 1024;

/// A JSON body, with its bytes for the fingerprint of an idempotent request.
pub struct Body<T> {
    pub value: T,
    pub bytes: Bytes,
}

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = is_json(request);
        let bytes = Bytes::from_request(request, payload);
        Box::pin(async move {
            let bytes = bytes.await.map_err(|error| body_error(&error))?;
            if !is_json {
                return Err(no_json());
            }
            Ok(Body { value: parse_json(&bytes)?, bytes })
        })
    }
}

/// A JSON body that holds a picture, and is longer than others may be.
pub struct PictureBody<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for PictureBody<T> {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = is_json(request);
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            let payload = payload.await.map_err(|error| body_error(&error))?;
            let read = payload.to_bytes_limited(PICTURE_BODY_BYTES_MAX).await;
            let bytes = read.map_err(|_| too_large(PICTURE_BODY_BYTES_MAX))?.map_err(|error| body_error(&error))?;
            if !is_json {
                return Err(no_json());
            }
            Ok(PictureBody(parse_json(&bytes)?))
        })
    }
}

fn no_json() -> ApiError {
    ApiError(AppError::Malformed {
        code: "not_json",
        words: Words::new("请用 Content-Type: application/json 发送。", "Send it as Content-Type: application/json."),
        faults: Vec::new(),
    })
}

fn too_large(most: usize) -> ApiError {
    ApiError(AppError::TooLarge {
        code: "body_too_large",
        words: Words::new(
            format!("请求内容不能超过 {} MB。", most / 1024 / 1024),
            format!("A body is at most {} MB.", most / 1024 / 1024),
        ),
    })
}

fn is_json(request: &HttpRequest) -> bool {
    let value = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.is_some_and(|value| {
        value.split(';').next().is_some_and(|mime| mime.trim().eq_ignore_ascii_case("application/json"))
    })
}

fn body_error(error: &actix_web::Error) -> ApiError {
    let is_too_large = error.as_response_error().status_code() == actix_web::http::StatusCode::PAYLOAD_TOO_LARGE;
    if is_too_large {
        return too_large(BODY_BYTES_MAX);
    }
    ApiError(AppError::Malformed {
        code: "body_unreadable",
        words: Words::new("请求内容没有收全。", "The body did not arrive whole."),
        faults: Vec::new(),
    })
}

fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let pointer = pointer(error.path());
        let inner = error.into_inner();
        if inner.is_data() { unacceptable_field(pointer, &inner) } else { not_json(&inner) }
    })?;
    json.end().map_err(|error| not_json(&error))?;
    Ok(value)
}

/// `a[0].b` as a JSON pointer.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => pointer.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

fn unacceptable_field(pointer: String, error: &serde_json::Error) -> ApiError {
    // serde's words name fields and types, and may quote the value; the value may be personal data, so only its shape is told.
    let text = error.to_string();
    let field = text.split('`').nth(1).unwrap_or_default().to_owned();
    let (pointer, code, words) = if text.starts_with("unknown field") {
        (
            pointer,
            "unknown_field",
            Words::new(format!("没有“{field}”这个字段。"), format!("There is no field “{field}”.")),
        )
    } else if text.starts_with("missing field") {
        let words = Words::new(format!("缺少“{field}”。"), format!("“{field}” is missing."));
        (format!("{pointer}/{field}"), "required", words)
    } else {
        (
            pointer,
            "wrong_type",
            Words::new(
                "类型或取值不对，请看接口文档。",
                "The type or the value is not acceptable; see the API document.",
            ),
        )
    };
    ApiError(AppError::Invalid(vec![FieldFault::new(pointer, code, words)]))
}

fn not_json(error: &serde_json::Error) -> ApiError {
    let (line, column) = (error.line(), error.column());
    ApiError(AppError::Malformed {
        code: "not_json",
        words: Words::new(
            format!("请求内容不是正确的 JSON（第 {line} 行第 {column} 列）。"),
            format!("The body is not valid JSON (line {line}, column {column})."),
        ),
        faults: Vec::new(),
    })
}

/// Query parameters; an unknown or unreadable one is refused by name.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Params<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(request.query_string().as_bytes()));
        ready(serde_path_to_error::deserialize(pairs).map(Params).map_err(|error| {
            let pointer = error.path().iter().next().map(|segment| format!("?{segment}")).unwrap_or_default();
            let text = error.inner().to_string();
            let (pointer, code, words) = if text.starts_with("unknown field") {
                (pointer, "unknown_parameter", Words::new("没有这个查询参数。", "There is no such query parameter."))
            } else if let Some(name) = text.strip_prefix("missing field `") {
                let name = name.trim_end_matches('`');
                let words =
                    Words::new(format!("缺少查询参数“{name}”。"), format!("The parameter “{name}” is missing."));
                (format!("?{name}"), "required", words)
            } else {
                (
                    pointer,
                    "wrong_type",
                    Words::new("查询参数的取值不对。", "The value of this query parameter is not acceptable."),
                )
            };
            ApiError(AppError::Invalid(vec![FieldFault::new(pointer, code, words)]))
        }))
    }
}

/// The id in the path. One that is no id names nothing, so the answer is 404 as for any other.
pub struct PathId(pub Uuid);

impl FromRequest for PathId {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request.match_info().get("id").and_then(|id| id.parse().ok());
        ready(id.map(PathId).ok_or(ApiError(AppError::NotFound)))
    }
}

/// The id in the path where it may also be a name, such as `standard-76x130`.
pub struct PathName(pub String);

impl FromRequest for PathName {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.match_info().get("id").map(|id| PathName(id.to_owned())).ok_or(ApiError(AppError::NotFound)))
    }
}

/// The group of goods in the path. One that is no number names nothing.
pub struct PathGroup(pub u8);

impl FromRequest for PathGroup {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let group = request.match_info().get("group").and_then(|group| group.parse().ok());
        ready(group.map(PathGroup).ok_or(ApiError(AppError::NotFound)))
    }
}

/// The code of a division in the path. One that is no number, or a number written otherwise, names nothing.
pub struct PathDivision(pub u32);

impl FromRequest for PathDivision {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let code = request.match_info().get("code").filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()));
        let code = code.filter(|code| !code.starts_with('0')).and_then(|code| code.parse().ok());
        ready(code.map(PathDivision).ok_or(ApiError(AppError::NotFound)))
    }
}

/// The version in the path. One that is no number names nothing.
pub struct PathVersion(pub u32);

impl FromRequest for PathVersion {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let version = request.match_info().get("version").and_then(|version| version.parse().ok());
        ready(version.map(PathVersion).ok_or(ApiError(AppError::NotFound)))
    }
}

/// The version that `If-Match` names, where the caller sent it. A tag that is none of ours matches nothing.
pub struct IfMatch(pub Option<u32>);

impl IfMatch {
    /// The `ETag` of a version.
    pub fn tag(version: u32) -> String {
        format!("\"{version}\"")
    }
}

impl FromRequest for IfMatch {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(value) = request.headers().get("If-Match") else { return ready(Ok(IfMatch(None))) };
        let tag = value.to_str().ok().and_then(|text| text.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok());
        ready(Ok(IfMatch(Some(tag.unwrap_or_default()))))
    }
}

/// A small file as the whole body, not read as anything yet.
pub struct FileBody(pub Bytes);

impl FromRequest for FileBody {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = Bytes::from_request(request, payload);
        Box::pin(async move { bytes.await.map(FileBody).map_err(|error| body_error(&error)) })
    }
}

/// The `Idempotency-Key` header, where the caller sent one.
pub struct IdempotencyHeader(Option<String>);

impl FromRequest for IdempotencyHeader {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(value) = request.headers().get("Idempotency-Key") else { return ready(Ok(IdempotencyHeader(None))) };
        let key = value.to_str().ok().filter(|key| !key.is_empty() && key.len() <= KEY_MAX_CHARS);
        ready(match key {
            Some(key) => Ok(IdempotencyHeader(Some(key.to_owned()))),
            None => Err(ApiError(AppError::invalid(
                "Idempotency-Key:",
                "out_of_range",
                Words::new(
                    format!("Idempotency-Key 须为 1 到 {KEY_MAX_CHARS} 个 ASCII 字符。"),
                    format!("An Idempotency-Key has 1 to {KEY_MAX_CHARS} ASCII characters."),
                ),
            ))),
        })
    }
}

impl IdempotencyHeader {
    /// Binds the key to the caller, the operation and the body.
    pub fn bind(&self, caller: &Caller, operation: &str, body: &[u8]) -> Option<IdempotencyKey> {
        self.0.as_deref().map(|key| idempotency::key(caller, operation, key, body))
    }
}

/// Limits of the framework's own extractors.
pub fn payload_config() -> web::PayloadConfig {
    web::PayloadConfig::new(BODY_BYTES_MAX)
}
