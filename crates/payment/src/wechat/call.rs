//! One question: signed, sent, and its answer proven.

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use serde::{Serialize, de::DeserializeOwned};

use super::{Wechat, errors, keys::Trouble, sign, wire::BillPlace};
use crate::{
    HttpAnswer, HttpRequest, Method, NoticeError, PaymentError, Ports,
    bill::BILL_BYTES_MAX,
    error::{Effect, RETRY_AFTER_S},
};

const JSON: &str = "application/json";
/// WeChat Pay answers nobody without one.
const USER_AGENT: &str = concat!("yundan/", env!("CARGO_PKG_VERSION"));
const ANSWER_BYTES_MAX: usize = 1 << 20;
/// Longer is no header of a signature.
const SERIAL_CHARS_MAX: usize = 128;

pub(super) struct Question {
    method: Method,
    /// With its parameters.
    path: String,
    body: Vec<u8>,
    effect: Effect,
    answer_bytes_max: usize,
}

impl Question {
    pub(super) fn get(path: String) -> Question {
        Question {
            method: Method::Get,
            path,
            body: Vec::new(),
            effect: Effect::Reads,
            answer_bytes_max: ANSWER_BYTES_MAX,
        }
    }

    /// Serialised once: the bytes that are signed are the bytes that are sent.
    pub(super) fn post<T: Serialize>(path: String, body: &T) -> Result<Question, PaymentError> {
        // Only a map with keys that are no text cannot be written, and no wire type has one; if ever, nothing was sent.
        let body =
            serde_json::to_vec(body).map_err(|_| PaymentError::invalid("body", "无法写成报文", "cannot be written"))?;
        Ok(Question { method: Method::Post, body, effect: Effect::Changes, ..Question::get(path) })
    }
}

impl Wechat {
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        ports: &Ports<'_>,
        question: Question,
    ) -> Result<T, PaymentError> {
        let body = self.proven(ports, &question).await?;
        serde_json::from_slice(&body).map_err(|_| question.effect.unclear())
    }

    /// What is answered with nothing is answered with a signature all the same.
    pub(super) async fn ask_for_nothing(&self, ports: &Ports<'_>, question: Question) -> Result<(), PaymentError> {
        self.proven(ports, &question).await.map(|_| ())
    }

    /// A success is believed where its signature is the platform's. A refusal may come without one, from a gate that cannot sign, and is
    /// believed as it comes over TLS: it moves no money.
    async fn proven(&self, ports: &Ports<'_>, question: &Question) -> Result<Vec<u8>, PaymentError> {
        let answer = self.send(ports, question).await?;
        if !matches!(answer.status, 200 | 204) {
            return Err(errors::verdict(question.effect, answer.status, &answer.body));
        }
        let genuine = self.verify(ports, |name| answer.header(name), &answer.body).await;
        genuine.map(|()| answer.body).map_err(|_| question.effect.unclear())
    }

    pub(super) async fn send(&self, ports: &Ports<'_>, question: &Question) -> Result<HttpAnswer, PaymentError> {
        let Question { method, path, body, .. } = question;
        let authorization = sign::authorization(&self.merchant, *method, path, body, ports.clock.now());
        let mut headers = vec![
            ("authorization", authorization),
            ("accept", JSON.to_owned()),
            ("content-type", JSON.to_owned()),
            ("user-agent", USER_AGENT.to_owned()),
        ];
        // With which key the answer is to be signed.
        headers.extend(self.merchant.public_key.as_ref().map(|(id, _)| ("wechatpay-serial", id.clone())));
        let request = HttpRequest {
            method: *method,
            url: format!("{}{path}", self.merchant.base_url),
            headers,
            body: body.clone(),
            answer_bytes_max: question.answer_bytes_max,
        };
        ports.transport.send(request).await.map_err(|error| question.effect.trouble(error))
    }

    /// Whether an answer or a notice is signed by the platform, and now.
    pub(super) async fn verify<'a>(
        &self,
        ports: &Ports<'_>,
        header: impl Fn(&str) -> Option<&'a str>,
        body: &[u8],
    ) -> Result<(), NoticeError> {
        let header = |name| header(name).ok_or(NoticeError::BadSignature);
        let (timestamp, nonce) = (header("wechatpay-timestamp")?, header("wechatpay-nonce")?);
        let (signature, serial) = (header("wechatpay-signature")?, header("wechatpay-serial")?);
        if serial.len() > SERIAL_CHARS_MAX {
            return Err(NoticeError::BadSignature);
        }
        if !sign::is_now(timestamp, ports.clock.now()) {
            return Err(NoticeError::Stale);
        }
        let key = self.platform_key(ports, serial).await.map_err(|trouble| match trouble {
            Trouble::Unknown => NoticeError::UnknownKey { serial: serial.to_owned() },
            Trouble::Unavailable => NoticeError::Unavailable,
        })?;
        let is_genuine = key.verifies(&sign::told(timestamp, nonce, body), signature);
        is_genuine.then_some(()).ok_or(NoticeError::BadSignature)
    }

    /// A bill's file. It is not signed; its digest stands in the signed answer that names its place.
    pub(super) async fn download(&self, ports: &Ports<'_>, place: &BillPlace) -> Result<Vec<u8>, PaymentError> {
        let again = PaymentError::Unavailable { retry_after_s: RETRY_AFTER_S };
        // Our signature goes nowhere else.
        let path = place.download_url.strip_prefix(&self.merchant.base_url).filter(|path| path.starts_with('/'));
        let Some(path) = path.filter(|_| place.hash_type == "SHA1") else { return Err(again) };
        let question = Question { answer_bytes_max: BILL_BYTES_MAX, ..Question::get(path.to_owned()) };
        let answer = self.send(ports, &question).await?;
        if answer.status != 200 {
            return Err(errors::verdict(Effect::Reads, answer.status, &answer.body));
        }
        let told = digest(&SHA1_FOR_LEGACY_USE_ONLY, &answer.body);
        let told: String = told.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        if told.eq_ignore_ascii_case(&place.hash_value) { Ok(answer.body) } else { Err(again) }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        PaymentGateway, PaymentState,
        ports::fixture::{Noon, Parrot},
        wechat::{PRODUCTION, fixture::merchant},
    };

    use super::*;

    fn parrot(status: u16, body: &str) -> Parrot {
        Parrot { asked: Vec::new().into(), status, body: body.as_bytes().to_vec() }
    }

    #[tokio::test]
    async fn our_signature_goes_to_the_provider_only() {
        let wechat = Wechat::new(merchant());
        let transport = parrot(200, "bill");
        let ports = Ports { transport: &transport, clock: &Noon };
        // SHA-1 of "bill", by openssl.
        let place = |hash_type: &str, url: &str| BillPlace {
            hash_type: hash_type.to_owned(),
            hash_value: "c692d6a10598e0a801576fdd4ecf3c37e45bfbc4".to_owned(),
            download_url: url.to_owned(),
        };
        let fine = format!("{PRODUCTION}/v3/billdownload/file?token=a");
        assert_eq!(wechat.download(&ports, &place("SHA1", &fine)).await.as_deref(), Ok(b"bill".as_slice()));
        assert_eq!(*transport.asked.borrow(), [fine.as_str()]);
        for (hash_type, url) in [
            ("MD5", fine.as_str()),
            ("SHA1", "https://api.mch.weixin.qq.com.example/v3/billdownload/file"),
            ("SHA1", "https://api.mch.weixin.qq.com@example/v3/billdownload/file"),
            ("SHA1", "http://api.mch.weixin.qq.com/v3/billdownload/file"),
            ("SHA1", "https://example/"),
            ("SHA1", ""),
        ] {
            let refused = wechat.download(&ports, &place(hash_type, url)).await;
            assert!(matches!(refused, Err(PaymentError::Unavailable { .. })), "{url}");
        }
        assert_eq!(transport.asked.borrow().len(), 1, "nothing else was asked");
    }

    #[tokio::test]
    async fn a_success_without_a_signature_is_none() {
        let wechat = Wechat::new(merchant());
        let no = "YD0001".parse().unwrap();
        let transport = parrot(200, r#"{"trade_state":"SUCCESS"}"#);
        let ports = Ports { transport: &transport, clock: &Noon };
        assert!(matches!(wechat.query(&ports, &no).await, Err(PaymentError::Unavailable { .. })));
        assert_eq!(wechat.close(&ports, &no).await, Err(PaymentError::OutcomeUnknown));
        // A refusal is believed without one.
        let transport = parrot(404, r#"{"code":"ORDER_NOT_EXIST"}"#);
        let ports = Ports { transport: &transport, clock: &Noon };
        assert_eq!(wechat.query(&ports, &no).await, Ok(PaymentState::Missing));
    }
}
