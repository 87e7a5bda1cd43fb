//! The platform's one kind of request, with what may go wrong.

use std::{io, time::Duration};

use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::SizedStream,
    http::StatusCode,
    web::{self, Bytes, Data, Path, ServiceConfig},
};
use chrono::Utc;
use futures_util::stream;
use serde_json::{Value, json};

use crate::{Stand, api, envelope::Reply, faults::Fault, locked, sign::Call};

const BODY_BYTES_MAX: usize = 1 << 20;
/// Long enough for what was sent to arrive before the connection ends.
const FLUSH: Duration = Duration::from_millis(30);

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.app_data(web::PayloadConfig::new(BODY_BYTES_MAX)).route("/{api}", web::post().to(call));
}

async fn call(stand: Data<Stand>, request: HttpRequest, api: Path<String>, body: Bytes) -> HttpResponse {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let is_form = header("content-type").is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    let signed = Call {
        app_key: header("x-appkey").or_else(|| header("x-companyid")),
        digest: header("x-datadigest"),
        timestamp: header("x-timestamp"),
        is_form,
        body: &body,
    };
    if let Err(code) = stand.signatures.check(&signed, Utc::now().timestamp_millis()) {
        locked(&stand.network).refused_signatures += 1;
        return answer(Reply::refused(code, "验签失败").envelope(&api));
    }
    *locked(&stand.network).calls.entry(api.clone()).or_default() += 1;
    let fields = if is_form { Value::Null } else { serde_json::from_slice(&body).unwrap_or_default() };
    let fault = locked(&stand.faults).choose(&api, subject(&fields));
    let work = || api::answer(&stand, &api, &fields);
    match fault {
        None => answer(work().envelope(&api)),
        Some(fault) => {
            let done = fault.works().then(|| work().envelope(&api));
            spoilt(&stand, &api, fault, done).await
        }
    }
}

/// What a call is about, so that its attempts can be counted.
fn subject(fields: &Value) -> &str {
    ["partnerOrderCode", "requestId", "billCode", "orderCode", "unionCode", "partner"]
        .iter()
        .find_map(|field| fields[*field].as_str())
        .unwrap_or_default()
}

fn answer(envelope: Value) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json;charset=UTF-8").body(envelope.to_string())
}

fn refused(api: &str, code: &'static str, message: &str) -> HttpResponse {
    answer(Reply::refused(code, message).envelope(api))
}

async fn spoilt(stand: &Stand, api: &str, fault: Fault, done: Option<Value>) -> HttpResponse {
    let text = done.as_ref().map(Value::to_string).unwrap_or_default();
    match fault {
        Fault::Slow => {
            actix_web::rt::time::sleep(stand.slow).await;
            answer(done.unwrap_or_default())
        }
        Fault::TimeoutAfter | Fault::TimeoutBefore => refused(api, "S200", "服务超时"),
        Fault::Backend => refused(api, "S202", "服务异常"),
        Fault::Unavailable => refused(api, "S203", "服务不可用"),
        Fault::Quota => refused(api, "S206", "调用次数超限"),
        Fault::Flow => refused(api, "S221", "QPS限流"),
        Fault::BadSignature => refused(api, "S211", "验签失败"),
        Fault::Html => HttpResponse::Ok()
            .content_type("text/html;charset=UTF-8")
            .body("<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"),
        Fault::CutJson => {
            let half: String = text.chars().take(text.chars().count() / 2).collect();
            HttpResponse::Ok().content_type("application/json;charset=UTF-8").body(half)
        }
        Fault::Empty => HttpResponse::Ok().finish(),
        Fault::NotFound => HttpResponse::build(StatusCode::NOT_FOUND)
            .content_type("application/json")
            .body(json!({"timestamp": Utc::now().timestamp_millis(), "status": 404, "error": "Not Found"}).to_string()),
        Fault::OddStatus => {
            let mut envelope = done.unwrap_or_default();
            envelope["status"] = Value::from("true");
            answer(envelope)
        }
        Fault::HalfBody => broken(text.into_bytes()),
        Fault::DropBefore | Fault::DropAfter => broken(Vec::new()),
    }
}

/// Announces a body, sends the first half of it and ends the connection.
fn broken(whole: Vec<u8>) -> HttpResponse {
    let half = Bytes::copy_from_slice(&whole[..whole.len() / 2]);
    let length = whole.len().max(1) as u64;
    let parts = stream::unfold(Some(half), |state| async move {
        match state {
            Some(half) if !half.is_empty() => Some((Ok::<Bytes, Error>(half), Some(Bytes::new()))),
            Some(_) => {
                actix_web::rt::time::sleep(FLUSH).await;
                let ended = io::Error::new(io::ErrorKind::ConnectionAborted, "on purpose");
                Some((Err(Error::from(ended)), None))
            }
            None => None,
        }
    });
    HttpResponse::Ok().content_type("application/json;charset=UTF-8").body(SizedStream::new(length, Box::pin(parts)))
}
