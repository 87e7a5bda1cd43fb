//! WeChat Pay v3 as a merchant sees it: every question's signature is verified, every answer signed.

mod orders;
mod refunds;
mod rest;

pub(crate) use orders::transaction;
pub(crate) use refunds::status as refund_status;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{self, Bytes, Data, ServiceConfig},
};
use chrono::Utc;
use serde_json::{Value, json};

use crate::{
    Stand,
    faults::Fault,
    keys::{MCHID, MERCHANT_SERIAL, Signer, nonce},
    locked,
};

const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048 ";
const WINDOW_S: i64 = 300;

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.service(
        web::scope("/v3")
            .route("/pay/transactions/native", web::post().to(orders::begin))
            .route("/pay/transactions/out-trade-no/{no}", web::get().to(orders::query))
            .route("/pay/transactions/out-trade-no/{no}/close", web::post().to(orders::close))
            .route("/refund/domestic/refunds", web::post().to(refunds::ask))
            .route("/refund/domestic/refunds/{no}", web::get().to(refunds::query))
            .route("/certificates", web::get().to(rest::certificates))
            .route("/bill/tradebill", web::get().to(rest::bill))
            .route("/billdownload/file", web::get().to(rest::file)),
    );
}

/// What the work behind an API comes to.
pub(crate) enum Answer {
    Done(Value),
    /// 204.
    Nothing,
    /// A file, which is not signed.
    File(String),
    Refused(u16, &'static str, &'static str),
}

/// What a handler works with.
struct Asked<'a> {
    stand: &'a Data<Stand>,
    request: &'a HttpRequest,
    body: &'a Bytes,
    api: &'static str,
}

impl Asked<'_> {
    /// Verifies, works, spoils, signs.
    async fn answer<F: Future<Output = Answer>>(&self, work: impl FnOnce() -> F) -> HttpResponse {
        if self.check().is_none() {
            locked(&self.stand.book).refused_signatures += 1;
            return refused(401, "SIGN_ERROR", "错误的签名，验签失败");
        }
        *locked(&self.stand.book).calls.entry(self.api.to_owned()).or_default() += 1;
        let fault = self.stand.fault(Fault::of_calls);
        if fault == Some(Fault::ErrorBefore) {
            return refused(500, "SYSTEM_ERROR", "系统异常，请稍后重试");
        }
        let answer = work().await;
        match fault {
            Some(Fault::ErrorAfter) => return refused(500, "SYSTEM_ERROR", "系统异常，请稍后重试"),
            Some(Fault::Slow) => actix_web::rt::time::sleep(self.stand.slow).await,
            _ => {}
        }
        self.signed(answer, fault == Some(Fault::AnswerBadSignature))
    }

    /// The signature is the merchant's, over this question, and of now.
    fn check(&self) -> Option<()> {
        let header = self.request.headers().get("authorization")?.to_str().ok()?.strip_prefix(SCHEME)?;
        let part = |name: &str| {
            let parts = header.split(',').filter_map(|part| part.split_once('='));
            let value = parts.filter(|(known, _)| *known == name).map(|(_, value)| value.trim_matches('"')).next();
            value.unwrap_or_default()
        };
        let timestamp: i64 = part("timestamp").parse().ok()?;
        let is_now = (Utc::now().timestamp() - timestamp).abs() <= WINDOW_S;
        if part("mchid") != MCHID || part("serial_no") != MERCHANT_SERIAL || !is_now {
            return None;
        }
        let path = self.request.uri().path_and_query()?.as_str();
        let (method, nonce) = (self.request.method().as_str(), part("nonce_str"));
        let mut message = format!("{method}\n{path}\n{timestamp}\n{nonce}\n").into_bytes();
        message.extend_from_slice(self.body);
        message.push(b'\n');
        self.stand.keys.is_merchants(&message, part("signature")).then_some(())
    }

    /// With the public key where it is asked for, otherwise with the certificate of today.
    fn signed(&self, answer: Answer, is_broken: bool) -> HttpResponse {
        let (status, body) = match answer {
            Answer::Done(value) => (StatusCode::OK, value.to_string()),
            Answer::Nothing => (StatusCode::NO_CONTENT, String::new()),
            Answer::File(text) => return HttpResponse::Ok().content_type("text/plain").body(text),
            Answer::Refused(status, code, message) => return refused(status, code, message),
        };
        let asked_for = self.request.headers().get("wechatpay-serial").and_then(|serial| serial.to_str().ok());
        let signer =
            if asked_for == Some(Signer::PublicKey.serial()) { Signer::PublicKey } else { *locked(&self.stand.signer) };
        let mut response = HttpResponse::build(status);
        for (name, value) in signature(self.stand, signer, Utc::now().timestamp(), &body, is_broken) {
            response.insert_header((name, value));
        }
        response.content_type("application/json; charset=utf-8").body(body)
    }
}

/// The headers that sign an answer or a notice; a broken one is over another text.
pub(crate) fn signature(
    stand: &Stand,
    signer: Signer,
    timestamp: i64,
    body: &str,
    is_broken: bool,
) -> [(&'static str, String); 4] {
    let nonce = nonce(32);
    let added = if is_broken { " " } else { "" };
    let message = format!("{timestamp}\n{nonce}\n{body}{added}\n");
    [
        ("Wechatpay-Timestamp", timestamp.to_string()),
        ("Wechatpay-Signature", stand.keys.sign_as_wechat(signer, message.as_bytes())),
        ("Wechatpay-Nonce", nonce),
        ("Wechatpay-Serial", signer.serial().to_owned()),
    ]
}

/// As the gate answers: without a signature.
fn refused(status: u16, code: &str, message: &str) -> HttpResponse {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    HttpResponse::build(status).json(json!({"code": code, "message": message}))
}
