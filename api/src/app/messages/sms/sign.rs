//! How requests to SMS services are signed.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, SecondsFormat, Utc};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Signed, SmsError};

const JSON: &str = "application/json; charset=utf-8";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// Percent-encoding of RFC 3986: everything but unreserved characters.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

fn host(endpoint: &str) -> Result<String, SmsError> {
    let url = reqwest::Url::parse(endpoint).map_err(|_| SmsError::Address)?;
    let host = url.host_str().ok_or(SmsError::Address)?;
    Ok(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// Aliyun, "V3 request body & signature": help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature. `query` is sorted by
/// name.
pub fn acs3(
    endpoint: &str,
    query: &[(&str, String)],
    key_id: &str,
    secret: &SecretString,
    nonce: &str,
    now: DateTime<Utc>,
) -> Result<Signed, SmsError> {
    let query: Vec<String> =
        query.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    let query = query.join("&");
    let payload_hash = sha256("");
    // In the order of their names, as they are signed.
    let headers = [
        ("host", host(endpoint)?),
        ("x-acs-action", "SendSms".to_owned()),
        ("x-acs-content-sha256", payload_hash.clone()),
        ("x-acs-date", now.to_rfc3339_opts(SecondsFormat::Secs, true)),
        ("x-acs-signature-nonce", nonce.to_owned()),
        ("x-acs-version", "2017-05-25".to_owned()),
    ];
    let canonical_headers: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let signed_headers = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
    let canonical = format!("POST\n/\n{query}\n{canonical_headers}\n{signed_headers}\n{payload_hash}");
    let to_sign = format!("ACS3-HMAC-SHA256\n{}", sha256(&canonical));
    let signature = hex(&hmac(secret.expose_secret().as_bytes(), &to_sign));
    let authorization =
        format!("ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={signed_headers},Signature={signature}");
    let mut headers: Vec<_> = headers.into_iter().filter(|(name, _)| *name != "host").collect();
    headers.push(("authorization", authorization));
    Ok(Signed { url: format!("{}/?{query}", endpoint.trim_end_matches('/')), headers, body: String::new() })
}

/// Tencent Cloud, "TC3-HMAC-SHA256": cloud.tencent.com/document/api/382/52072.
pub fn tc3(
    endpoint: &str,
    region: &str,
    body: String,
    key_id: &str,
    secret: &SecretString,
    now: DateTime<Utc>,
) -> Result<Signed, SmsError> {
    let host = host(endpoint)?;
    let signed_headers = "content-type;host;x-tc-action";
    let canonical = format!(
        "POST\n/\n\ncontent-type:{JSON}\nhost:{host}\nx-tc-action:sendsms\n\n{signed_headers}\n{}",
        sha256(&body)
    );
    let day = now.format("%Y-%m-%d").to_string();
    let (timestamp, scope) = (now.timestamp(), format!("{day}/sms/tc3_request"));
    let to_sign = format!("TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{}", sha256(&canonical));
    let of_day = hmac(format!("TC3{}", secret.expose_secret()).as_bytes(), &day);
    let key = hmac(&hmac(&of_day, "sms"), "tc3_request");
    let signature = hex(&hmac(&key, &to_sign));
    let authorization =
        format!("TC3-HMAC-SHA256 Credential={key_id}/{scope}, SignedHeaders={signed_headers}, Signature={signature}");
    let headers = vec![
        ("content-type", JSON.to_owned()),
        ("authorization", authorization),
        ("x-tc-action", "SendSms".to_owned()),
        ("x-tc-version", "2021-01-11".to_owned()),
        ("x-tc-region", region.to_owned()),
        ("x-tc-timestamp", timestamp.to_string()),
    ];
    Ok(Signed { url: format!("{}/", endpoint.trim_end_matches('/')), headers, body })
}

/// Standard Webhooks: github.com/standard-webhooks/standard-webhooks, "Signature scheme", symmetric.
pub fn standard_webhook(
    url: &str,
    id: Uuid,
    body: String,
    secret: &SecretString,
    now: DateTime<Utc>,
) -> Result<Signed, SmsError> {
    let key = secret.expose_secret();
    let key = STANDARD.decode(key.strip_prefix("whsec_").unwrap_or(key)).map_err(|_| SmsError::Secret)?;
    reqwest::Url::parse(url).map_err(|_| SmsError::Address)?;
    let (id, timestamp) = (format!("msg_{}", id.simple()), now.timestamp());
    let signature = STANDARD.encode(hmac(&key, &format!("{id}.{timestamp}.{body}")));
    let headers = vec![
        ("content-type", JSON.to_owned()),
        ("webhook-id", id),
        ("webhook-timestamp", timestamp.to_string()),
        ("webhook-signature", format!("v1,{signature}")),
    ];
    Ok(Signed { url: url.to_owned(), headers, body })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of the specification's libraries.
    #[test]
    fn a_webhook_is_signed_as_the_specification_shows() {
        let secret = SecretString::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = STANDARD.encode(hmac(&key, "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}"));
        assert_eq!(signature, "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let now = DateTime::from_timestamp(1_614_265_330, 0).unwrap();
        let id = Uuid::from_u128(7);
        let signed = standard_webhook("https://sms.example/send", id, "{}".to_owned(), &secret, now).unwrap();
        let expected = STANDARD.encode(hmac(&key, &format!("msg_{}.1614265330.{{}}", id.simple())));
        assert!(signed.headers.contains(&("webhook-signature", format!("v1,{expected}"))));
    }

    #[test]
    fn text_is_encoded_as_the_services_ask() {
        assert_eq!(encoded("验 a+*~-_.1"), "%E9%AA%8C%20a%2B%2A~-_.1");
    }
}
