//! One question: signed, sent, judged, kept.

use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    CODE, Zto,
    about::About,
    errors::{Verdict, invalid, plain_code, verdict},
    mask::masked,
};
use crate::{
    breaker::Answered,
    remote::{CallOutcome, CallRecord, HttpAnswer, HttpRequest, RemoteError, RemotePorts, TransportError},
};

const JSON: &str = "application/json; charset=UTF-8";
const FORM: &str = "application/x-www-form-urlencoded; charset=UTF-8";
/// After an answer that could not be read.
const RETRY_AFTER_S: u32 = 5;

/// What a question does there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Reads,
    /// Without a clear answer it may have happened.
    Creates,
}

pub(super) struct Api {
    /// As the platform spells it.
    pub name: &'static str,
    pub effect: Effect,
    /// Where the answer stands; the after-sale group has a name of its own for it.
    pub payload: &'static str,
}

impl Api {
    pub(super) const fn reads(name: &'static str) -> Api {
        Api { name, effect: Effect::Reads, payload: "result" }
    }

    pub(super) const fn creates(name: &'static str) -> Api {
        Api { name, effect: Effect::Creates, payload: "result" }
    }

    pub(super) const fn after_sale(self) -> Api {
        Api { payload: "data", ..self }
    }

    /// No answer that can be understood.
    fn unclear(&self) -> RemoteError {
        match self.effect {
            Effect::Creates => RemoteError::OutcomeUnknown,
            Effect::Reads => RemoteError::Unavailable { retry_after_s: RETRY_AFTER_S },
        }
    }
}

/// What is sent, and what of it is signed: for JSON the same bytes.
pub(super) struct Payload {
    content_type: &'static str,
    body: Vec<u8>,
    signed: Vec<u8>,
}

impl Payload {
    /// Serialised once: the bytes that are signed are the bytes that are sent.
    pub(super) fn json<T: serde::Serialize>(value: &T) -> Result<Payload, RemoteError> {
        // Only a map with keys that are no text cannot be written, and no wire type has one; if ever, nothing was sent.
        let body = serde_json::to_vec(value)
            .map_err(|_| invalid("body", "unwritable", "无法写成报文", "cannot be written"))?;
        Ok(Payload { content_type: JSON, signed: body.clone(), body })
    }

    /// Signed as plain pairs in the order sent, sent encoded.
    pub(super) fn form(pairs: &[(&str, &str)]) -> Payload {
        let plain: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        Payload { content_type: FORM, body: body.into_bytes(), signed: plain.join("&").into_bytes() }
    }
}

/// A judged answer: what the caller hears, what the breaker learns, what is kept.
struct Judged<T> {
    answer: Result<T, RemoteError>,
    breaker: Answered,
    carrier_code: String,
}

impl Zto {
    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        ports: &RemotePorts<'_>,
        api: &Api,
        payload: Payload,
    ) -> Result<T, RemoteError> {
        let at = ports.clock.now();
        let mut about = About::default();
        about.read(&payload.body);
        let request = if payload.content_type == JSON { masked(&payload.body) } else { "(form)".to_owned() };
        let mut record = CallRecord {
            carrier: CODE,
            api: api.name,
            at,
            took: Duration::ZERO,
            http_status: None,
            carrier_code: String::new(),
            outcome: CallOutcome::NotAsked,
            request,
            answer: String::new(),
            waybill_no: String::new(),
            partner_code: String::new(),
        };
        let permit = match ports.breaker.acquire(api.name, at) {
            Ok(permit) => permit,
            Err(retry_after_s) => {
                (record.waybill_no, record.partner_code) = (about.waybill_no, about.partner_code);
                ports.calls.keep(record).await;
                return Err(RemoteError::Unavailable { retry_after_s });
            }
        };
        let mut headers = self.app.signing.headers(&payload.signed, at);
        headers.push(("content-type", payload.content_type.to_owned()));
        let begun = Instant::now();
        let url = format!("{}{}", self.app.base_url, api.name);
        let answer = ports.transport.post(HttpRequest { url, headers, body: payload.body }).await;
        record.took = begun.elapsed();
        if let Ok(answer) = &answer {
            record.http_status = Some(answer.status);
            record.answer = masked(&answer.body);
            about.read(&answer.body);
        }
        (record.waybill_no, record.partner_code) = (about.waybill_no, about.partner_code);
        let judged = judge(api, answer);
        permit.report(judged.breaker, ports.clock.now());
        record.carrier_code = judged.carrier_code;
        record.outcome = outcome(&judged.answer);
        ports.calls.keep(record).await;
        judged.answer
    }
}

fn outcome<T>(answer: &Result<T, RemoteError>) -> CallOutcome {
    match answer {
        Ok(_) => CallOutcome::Done,
        Err(RemoteError::Refused(_) | RemoteError::AskPerson { .. } | RemoteError::Invalid { .. }) => {
            CallOutcome::Refused
        }
        Err(RemoteError::Config(_)) => CallOutcome::Config,
        Err(RemoteError::OutcomeUnknown) => CallOutcome::Unknown,
        Err(RemoteError::Unavailable { .. } | RemoteError::Unsupported(_)) => CallOutcome::Unavailable,
    }
}

/// Success is `status: true` under 200 with the payload that was asked for, and nothing else is.
fn judge<T: DeserializeOwned>(api: &Api, answer: Result<HttpAnswer, TransportError>) -> Judged<T> {
    let unclear =
        |code: &str| Judged { answer: Err(api.unclear()), breaker: Answered::No, carrier_code: plain_code(code) };
    let answer = match answer {
        Ok(answer) => answer,
        Err(TransportError::NotSent) => {
            let unavailable = RemoteError::Unavailable { retry_after_s: RETRY_AFTER_S };
            return Judged { answer: Err(unavailable), breaker: Answered::No, carrier_code: String::new() };
        }
        Err(TransportError::Lost | TransportError::TooLarge) => return unclear(""),
    };
    if answer.status != 200 {
        return unclear("");
    }
    let Ok(Value::Object(mut envelope)) = serde_json::from_slice(&answer.body) else { return unclear("") };
    let code = envelope.get("statusCode").and_then(Value::as_str).unwrap_or_default().to_owned();
    match envelope.get("status") {
        Some(Value::Bool(true)) => {
            let payload = envelope.remove(api.payload).unwrap_or(Value::Null);
            match serde_json::from_value(payload) {
                Ok(payload) => Judged { answer: Ok(payload), breaker: Answered::Yes, carrier_code: plain_code(&code) },
                Err(_) => unclear(&code),
            }
        }
        Some(Value::Bool(false)) => {
            let message = envelope.get("message").and_then(Value::as_str).unwrap_or_default();
            let verdict = verdict(&code, message);
            let breaker = match &verdict {
                Verdict::Retry { .. } => Answered::No,
                Verdict::Quota { after_s } => Answered::QuietFor(*after_s),
                Verdict::Refused(_) | Verdict::Ask(..) | Verdict::Config(_) => Answered::Yes,
            };
            let answer = Err(verdict.error(api.effect == Effect::Creates));
            Judged { answer, breaker, carrier_code: plain_code(&code) }
        }
        _ => unclear(&code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREATES: Api = Api::creates("zto.open.createOrder");
    const READS: Api = Api::reads("zto.open.getOrderInfo");

    fn answer(status: u16, body: &str) -> Result<HttpAnswer, TransportError> {
        Ok(HttpAnswer { status, body: body.as_bytes().to_vec() })
    }

    #[test]
    fn what_is_not_clearly_a_success_never_is_one() {
        let long = format!(r#"{{"status":true,"result":"{}"#, "x".repeat(10_000));
        for (status, body) in [
            (200, ""),
            (200, "<html><body>502 Bad Gateway</body></html>"),
            (200, r#"{"status":true,"statusCode":"SYS000","result":"a"#),
            (200, long.as_str()),
            (200, r#"{"statusCode":"SYS000","message":"请求成功","result":"a"}"#),
            (200, r#"{"status":"true","statusCode":"SYS000","result":"a"}"#),
            (200, r#"{"status":1,"statusCode":"0000","result":"a"}"#),
            (200, r#"{"status":null,"result":"a"}"#),
            (200, r#"{"status":true,"result":{"not":"what was asked for"}}"#),
            (200, r#"[{"status":true,"result":"a"}]"#),
            (200, "true"),
            (201, r#"{"status":true,"result":"a"}"#),
            (302, ""),
            (404, r#"{"status":true,"result":"a"}"#),
            (502, r#"{"status":false,"statusCode":"S203"}"#),
        ] {
            let created = judge::<String>(&CREATES, answer(status, body));
            assert_eq!(created.answer, Err(RemoteError::OutcomeUnknown), "{status} {body:.80}");
            assert_eq!(created.breaker, Answered::No);
            let read = judge::<String>(&READS, answer(status, body));
            assert!(matches!(read.answer, Err(RemoteError::Unavailable { .. })), "{status} {body:.80}");
        }
    }

    #[test]
    fn the_status_decides_and_not_the_code() {
        for code in ["SYS000", "0000", "S200", ""] {
            let body = format!(r#"{{"status":true,"statusCode":"{code}","result":"a"}}"#);
            assert_eq!(judge::<String>(&CREATES, answer(200, &body)).answer.as_deref(), Ok("a"), "{code}");
        }
        let body = r#"{"status":false,"statusCode":"SYS000","message":"失败"}"#;
        assert!(matches!(judge::<String>(&CREATES, answer(200, body)).answer, Err(RemoteError::Refused(_))));
    }

    #[test]
    fn a_connection_that_never_stood_did_nothing() {
        let not_sent = judge::<String>(&CREATES, Err(TransportError::NotSent));
        assert!(matches!(not_sent.answer, Err(RemoteError::Unavailable { .. })));
        for trouble in [TransportError::Lost, TransportError::TooLarge] {
            assert_eq!(judge::<String>(&CREATES, Err(trouble)).answer, Err(RemoteError::OutcomeUnknown));
        }
    }

    #[test]
    fn the_after_sale_group_answers_in_data() {
        let body = r#"{"status":true,"data":"a","result":"b"}"#;
        assert_eq!(judge::<String>(&CREATES.after_sale(), answer(200, body)).answer.as_deref(), Ok("a"));
        assert_eq!(judge::<String>(&CREATES, answer(200, body)).answer.as_deref(), Ok("b"));
    }

    #[test]
    fn a_form_is_signed_plain_and_sent_encoded() {
        let form = Payload::form(&[("a", "中 a"), ("b", "1+2")]);
        assert_eq!(form.signed, "a=中 a&b=1+2".as_bytes());
        assert_eq!(form.body, b"a=%E4%B8%AD+a&b=1%2B2");
    }
}
