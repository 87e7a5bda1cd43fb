//! One question: signed, sent, and its answer proven.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::{Alipay, errors, sign};
use crate::{
    HttpRequest, Method, PaymentError, Ports,
    bill::BILL_BYTES_MAX,
    china,
    error::{Effect, RETRY_AFTER_S},
};

const ANSWER_BYTES_MAX: usize = 1 << 20;
const FORM: &str = "application/x-www-form-urlencoded;charset=utf-8";
/// Success, and nothing else is.
const DONE: &str = "10000";

pub(super) struct Api {
    /// As Alipay spells it.
    pub method: &'static str,
    pub effect: Effect,
}

impl Api {
    /// The name of its answer: `alipay_trade_query_response`.
    fn answer(&self) -> String {
        format!("{}_response", self.method.replace('.', "_"))
    }
}

#[derive(Deserialize)]
struct Verdict {
    code: String,
    #[serde(default)]
    sub_code: String,
}

fn unwritable() -> PaymentError {
    PaymentError::invalid("body", "无法写成报文", "cannot be written")
}

impl Alipay {
    /// Signed pairs of a question.
    fn pairs<T: Serialize>(
        &self,
        now: DateTime<Utc>,
        method: &str,
        content: &T,
        addresses: &[(&'static str, Option<&str>)],
    ) -> Result<Vec<(&'static str, String)>, PaymentError> {
        let content = serde_json::to_string(content).map_err(|_| unwritable())?;
        let mut pairs = vec![
            ("app_id", self.app.app_id.clone()),
            ("method", method.to_owned()),
            ("format", "JSON".to_owned()),
            ("charset", "utf-8".to_owned()),
            ("sign_type", "RSA2".to_owned()),
            ("timestamp", china::written(now)),
            ("version", "1.0".to_owned()),
            ("biz_content", content),
        ];
        pairs.extend(addresses.iter().filter_map(|(name, url)| Some((*name, (*url)?.to_owned()))));
        let signed = sign::joined(pairs.iter().map(|(name, value)| (*name, value.as_str())), &["sign"]);
        pairs.push(("sign", self.app.key.sign(signed.as_bytes())));
        Ok(pairs)
    }

    pub(super) fn page_url<T: Serialize>(
        &self,
        now: DateTime<Utc>,
        method: &str,
        content: &T,
        addresses: &[(&'static str, Option<&str>)],
    ) -> Result<String, PaymentError> {
        let pairs = self.pairs(now, method, content, addresses)?;
        Ok(format!("{}?{}", self.app.gateway, encoded(&pairs)))
    }

    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        ports: &Ports<'_>,
        api: &Api,
        content: &impl Serialize,
    ) -> Result<T, PaymentError> {
        let pairs = self.pairs(ports.clock.now(), api.method, content, &[])?;
        // The charset stands in the address, or the body would be read in another one.
        let (body, address): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(name, _)| *name == "biz_content");
        let request = HttpRequest {
            method: Method::Post,
            url: format!("{}?{}", self.app.gateway, encoded(&address)),
            headers: vec![("content-type", FORM.to_owned())],
            body: encoded(&body).into_bytes(),
            answer_bytes_max: ANSWER_BYTES_MAX,
        };
        let answer = ports.transport.send(request).await.map_err(|error| api.effect.trouble(error))?;
        if answer.status != 200 {
            return Err(api.effect.unclear());
        }
        self.judged(api, &answer.body)
    }

    /// The signature is over the answer's own text, from its first brace to its last, as it was sent.
    fn judged<T: DeserializeOwned>(&self, api: &Api, body: &[u8]) -> Result<T, PaymentError> {
        let unclear = || api.effect.unclear();
        let parts: BTreeMap<String, Box<RawValue>> = serde_json::from_slice(body).map_err(|_| unclear())?;
        let (answer, is_error) = match (parts.get(&api.answer()), parts.get("error_response")) {
            (Some(answer), _) => (answer.get(), false),
            (None, Some(error)) => (error.get(), true),
            (None, None) => return Err(unclear()),
        };
        let verdict: Verdict = serde_json::from_str(answer).map_err(|_| unclear())?;
        let is_done = verdict.code == DONE && !is_error;
        let sign = parts.get("sign").and_then(|sign| serde_json::from_str::<String>(sign.get()).ok());
        // A success is believed where it is signed. Where Alipay does not know whose question it was it cannot sign; such a refusal is believed
        // as it comes over TLS, since it moves no money.
        let is_genuine = match sign.filter(|sign| !sign.is_empty()) {
            Some(sign) => self.app.alipay_key.verifies(answer.as_bytes(), &sign),
            None => !is_done,
        };
        if !is_genuine {
            return Err(unclear());
        }
        if is_done {
            return serde_json::from_str(answer).map_err(|_| unclear());
        }
        Err(errors::verdict(api.effect, &verdict.code, &verdict.sub_code))
    }

    /// A bill's file. Its place came signed; it lasts for 30 seconds.
    pub(super) async fn download(&self, ports: &Ports<'_>, url: &str) -> Result<Vec<u8>, PaymentError> {
        let again = PaymentError::Unavailable { retry_after_s: RETRY_AFTER_S };
        if !url.starts_with("https://") && !url.starts_with(origin(&self.app.gateway)) {
            return Err(again);
        }
        let request = HttpRequest {
            method: Method::Get,
            url: url.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
            answer_bytes_max: BILL_BYTES_MAX,
        };
        let answer = ports.transport.send(request).await.map_err(|error| Effect::Reads.trouble(error))?;
        if answer.status == 200 { Ok(answer.body) } else { Err(again) }
    }
}

fn encoded(pairs: &[(&'static str, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// `http://127.0.0.1:8098/` of an address there.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..].find('/').map_or(url, |at| &url[..=host + at])
}

#[cfg(test)]
#[path = "call/tests.rs"]
mod tests;
