//! SMS by Aliyun, by Tencent Cloud, or by any gateway that takes a signed webhook.
//!
//! The first two send registered templates only, so each kind of message needs the template that was registered for it; the values are
//! handed over by name (Aliyun) or in order (Tencent).

mod sign;

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Values,
    texts::{MessageKind, Text},
};

const TIMEOUT: Duration = Duration::from_secs(15);
/// An answer is read this far.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

#[derive(Clone, Debug)]
pub enum Sms {
    Aliyun(Aliyun),
    Tencent(Tencent),
    Webhook(Webhook),
}

/// Aliyun's SendSms of 2017-05-25, signed with ACS3-HMAC-SHA256.
#[derive(Clone, Debug)]
pub struct Aliyun {
    /// Such as `https://dysmsapi.aliyuncs.com`.
    pub endpoint: String,
    pub key_id: String,
    pub secret: SecretString,
    pub sign_name: String,
    pub templates: BTreeMap<MessageKind, String>,
}

/// Tencent Cloud's SendSms of 2021-01-11, signed with TC3-HMAC-SHA256.
#[derive(Clone, Debug)]
pub struct Tencent {
    /// Such as `https://sms.tencentcloudapi.com`.
    pub endpoint: String,
    pub region: String,
    pub app_id: String,
    pub key_id: String,
    pub secret: SecretString,
    pub sign_name: String,
    pub templates: BTreeMap<MessageKind, String>,
}

/// A gateway that takes `{"to", "kind", "values", "text"}`, signed as Standard Webhooks say.
#[derive(Clone, Debug)]
pub struct Webhook {
    pub url: String,
    /// Base64 after `whsec_`.
    pub secret: SecretString,
}

/// None of these texts names a phone.
#[derive(Debug, thiserror::Error)]
pub enum SmsError {
    #[error("no SMS template is registered for {0}")]
    Template(&'static str),
    #[error("the secret of the SMS gateway is not whsec_ and base64")]
    Secret,
    #[error("the address of the SMS service is not valid")]
    Address,
    #[error("the SMS service cannot be reached")]
    Unreachable,
    #[error("the SMS service refused: {0}")]
    Refused(String),
}

/// A request that is signed and ready.
struct Signed {
    url: String,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl Sms {
    pub async fn send(
        &self,
        id: Uuid,
        phone: &str,
        kind: MessageKind,
        values: &Values,
        text: &Text,
        now: DateTime<Utc>,
    ) -> Result<(), SmsError> {
        match self {
            Sms::Aliyun(aliyun) => {
                let answer = post(aliyun.request(id, phone, kind, values, now)?).await?;
                accepted(answer["Code"].as_str(), "OK")
            }
            Sms::Tencent(tencent) => {
                let answer = post(tencent.request(phone, kind, values, now)?).await?;
                let answer = &answer["Response"];
                match answer["Error"]["Code"].as_str() {
                    Some(code) => Err(refused(code)),
                    None => accepted(answer["SendStatusSet"][0]["Code"].as_str(), "Ok"),
                }
            }
            Sms::Webhook(webhook) => post(webhook.request(id, phone, kind, values, text, now)?).await.map(|_| ()),
        }
    }
}

fn accepted(code: Option<&str>, good: &str) -> Result<(), SmsError> {
    match code {
        Some(code) if code == good => Ok(()),
        code => Err(refused(code.unwrap_or("no code"))),
    }
}

/// Codes are plain words; whatever else stands there may repeat the phone.
fn refused(code: &str) -> SmsError {
    SmsError::Refused(
        code.chars().filter(|c| c.is_ascii_alphabetic() || matches!(c, '.' | '_' | ' ')).take(80).collect(),
    )
}

fn template(templates: &BTreeMap<MessageKind, String>, kind: MessageKind) -> Result<&str, SmsError> {
    templates.get(&kind).map(String::as_str).ok_or(SmsError::Template(kind.as_str()))
}

fn client() -> Result<reqwest::Client, SmsError> {
    // Every client of the process takes its cryptography from here; that it is there already is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .timeout(TIMEOUT)
        // What is signed goes where it was signed for.
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(|_| SmsError::Unreachable)
}

async fn post(request: Signed) -> Result<Value, SmsError> {
    let client = client()?;
    let mut sent = client.post(&request.url).body(request.body);
    for (name, value) in request.headers {
        sent = sent.header(name, value);
    }
    let mut answer = sent.send().await.map_err(|_| SmsError::Unreachable)?;
    let status = answer.status();
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|_| SmsError::Unreachable)? {
        body.extend_from_slice(&chunk);
        if body.len() > ANSWER_BYTES_MAX {
            return Err(SmsError::Refused("an answer without end".to_owned()));
        }
    }
    let document: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    if status.is_success() {
        return Ok(document);
    }
    // Both services say why in a document also where the status is an error.
    Err(refused(document["Code"].as_str().unwrap_or(status.canonical_reason().unwrap_or("error"))))
}

impl Aliyun {
    fn request(
        &self,
        id: Uuid,
        phone: &str,
        kind: MessageKind,
        values: &Values,
        now: DateTime<Utc>,
    ) -> Result<Signed, SmsError> {
        let named: BTreeMap<&str, &str> =
            kind.values().iter().map(|name| (*name, values.get(*name).map_or("", String::as_str))).collect();
        let query = [
            ("OutId", id.to_string()),
            ("PhoneNumbers", phone.to_owned()),
            ("SignName", self.sign_name.clone()),
            ("TemplateCode", template(&self.templates, kind)?.to_owned()),
            ("TemplateParam", json!(named).to_string()),
        ];
        sign::acs3(&self.endpoint, &query, &self.key_id, &self.secret, &Uuid::now_v7().to_string(), now)
    }
}

impl Tencent {
    fn request(&self, phone: &str, kind: MessageKind, values: &Values, now: DateTime<Utc>) -> Result<Signed, SmsError> {
        let ordered: Vec<&str> =
            kind.values().iter().map(|name| values.get(*name).map_or("", String::as_str)).collect();
        let body = json!({
            "PhoneNumberSet": [format!("+86{phone}")],
            "SmsSdkAppId": self.app_id,
            "SignName": self.sign_name,
            "TemplateId": template(&self.templates, kind)?,
            "TemplateParamSet": ordered,
        });
        sign::tc3(&self.endpoint, &self.region, body.to_string(), &self.key_id, &self.secret, now)
    }
}

impl Webhook {
    fn request(
        &self,
        id: Uuid,
        phone: &str,
        kind: MessageKind,
        values: &Values,
        text: &Text,
        now: DateTime<Utc>,
    ) -> Result<Signed, SmsError> {
        let body = json!({ "to": format!("+86{phone}"), "kind": kind.as_str(), "values": values, "text": text.body });
        sign::standard_webhook(&self.url, id, body.to_string(), &self.secret, now)
    }
}
