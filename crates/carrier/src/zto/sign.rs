//! Signatures: base64 or hex of a digest over the bytes sent, followed by the application's secret.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Set for each application in the platform's console.
#[derive(Clone, Debug)]
pub enum Algorithm {
    Md5,
    Sha256,
    /// With a key of its own; the secret is part of the message nevertheless.
    HmacSha256 {
        key: SecretString,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Base64,
    /// Lower case.
    Hex,
}

/// The platform takes both generations of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderNames {
    /// `x-appKey`, `x-dataDigest`.
    Current,
    /// `x-companyid`, `x-datadigest`, as the official SDKs send them.
    Sdk,
}

#[derive(Clone, Debug)]
pub struct Signing {
    pub app_key: String,
    pub app_secret: SecretString,
    pub algorithm: Algorithm,
    pub encoding: Encoding,
    pub header_names: HeaderNames,
    /// Send `x-timestamp`, which is then signed too. Only where the application asks for it.
    pub timestamped: bool,
}

impl Signing {
    /// What an application has unless somebody set it otherwise.
    pub fn new(app_key: impl Into<String>, app_secret: SecretString) -> Signing {
        Signing {
            app_key: app_key.into(),
            app_secret,
            algorithm: Algorithm::Md5,
            encoding: Encoding::Base64,
            header_names: HeaderNames::Current,
            timestamped: false,
        }
    }

    /// The digest of `signed` (the body as it is sent, or the plain pairs of a form).
    fn digest(&self, signed: &[u8], timestamp: Option<&str>) -> String {
        let parts = [timestamp.unwrap_or_default().as_bytes(), signed, self.app_secret.expose_secret().as_bytes()];
        let bytes = match &self.algorithm {
            Algorithm::Md5 => hashed::<Md5>(&parts),
            Algorithm::Sha256 => hashed::<Sha256>(&parts),
            Algorithm::HmacSha256 { key } => {
                let mut mac = Hmac::<Sha256>::new_from_slice(key.expose_secret().as_bytes())
                    .expect("HMAC takes a key of any length");
                parts.iter().for_each(|part| mac.update(part));
                mac.finalize().into_bytes().to_vec()
            }
        };
        match self.encoding {
            Encoding::Base64 => STANDARD.encode(bytes),
            Encoding::Hex => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }

    /// The headers that sign a call.
    pub(super) fn headers(&self, signed: &[u8], now: DateTime<Utc>) -> Vec<(&'static str, String)> {
        let timestamp = self.timestamped.then(|| now.timestamp_millis().to_string());
        let digest = self.digest(signed, timestamp.as_deref());
        let (key_name, digest_name) = match self.header_names {
            HeaderNames::Current => ("x-appkey", "x-datadigest"),
            HeaderNames::Sdk => ("x-companyid", "x-datadigest"),
        };
        let mut headers = vec![(key_name, self.app_key.clone()), (digest_name, digest)];
        headers.extend(timestamp.map(|timestamp| ("x-timestamp", timestamp)));
        headers
    }

    /// Whether a push was signed with our secret; pushes are signed with MD5 and base64, whatever calls are signed with.
    pub(super) fn push_is_genuine(&self, data: &str, digest: &str) -> bool {
        let wanted = checksum(&[data.as_bytes(), self.app_secret.expose_secret().as_bytes()]);
        same(&wanted, digest)
    }
}

/// base64(MD5(parts)).
pub(super) fn checksum(parts: &[&[u8]]) -> String {
    STANDARD.encode(hashed::<Md5>(parts))
}

/// In a time that does not depend on where they differ. A plus sign that a sender did not encode arrives as a space.
pub(super) fn same(wanted: &str, given: &str) -> bool {
    let given = given.trim_end_matches(['\r', '\n']).replace(' ', "+");
    wanted.as_bytes().ct_eq(given.as_bytes()).into()
}

fn hashed<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = D::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = r#"{"billCode":"73100196611386","mobilePhone":"5514"}"#;
    const PUSH: &str = r#"{"action":"SIGNED","actionTime":"2025-05-22 15:09:54","billCode":"73100196611386"}"#;

    fn signing() -> Signing {
        // The sample of the official SDK's README.
        Signing::new("app", SecretString::from("kfpttestkey=="))
    }

    #[test]
    fn the_published_vectors() {
        let plain = signing();
        assert_eq!(plain.digest(BODY.as_bytes(), None), "gJfPI8fklsp69JRoiSb+/w==");
        let hex = Signing { encoding: Encoding::Hex, ..signing() };
        assert_eq!(hex.digest(BODY.as_bytes(), None), "8097cf23c7e496ca7af494688926feff");
        let sha = Signing { algorithm: Algorithm::Sha256, ..signing() };
        assert_eq!(sha.digest(BODY.as_bytes(), None), "thN1Ypdf9GlPSYwDYygJ97bBnxbAU5x8YbXZpkoSFp4=");
        assert_eq!(plain.digest(BODY.as_bytes(), Some("1700000000000")), "E+uy6ikmmZqWUIQlMMkWjw==");
        let hmac = Signing { algorithm: Algorithm::HmacSha256 { key: SecretString::from("secret_key") }, ..signing() };
        assert_eq!(hmac.digest(BODY.as_bytes(), None), "p2idenpHpApfg7SJcgAtIc/Zkr/Z6b3bSTjM8UOhnDU=");
        let chinese = r#"{"receiverName":"张三","receiverAddress":"华志路1685号"}"#;
        assert_eq!(plain.digest(chinese.as_bytes(), None), "ofeh7h4C0P0Nb+es4Oqvvg==");
    }

    #[test]
    fn the_vector_of_a_push() {
        assert!(signing().push_is_genuine(PUSH, "M/HXbshlbVrfbH49+JYmEQ=="));
        // A form whose plus sign was not encoded.
        assert!(signing().push_is_genuine(PUSH, "M/HXbshlbVrfbH49 JYmEQ=="));
        assert!(!signing().push_is_genuine(PUSH, "M/HXbshlbVrfbH49+JYmEQ="));
        assert!(!signing().push_is_genuine(PUSH, ""));
        assert!(!signing().push_is_genuine(&PUSH.replace("54", "55"), "M/HXbshlbVrfbH49+JYmEQ=="));
    }

    #[test]
    fn headers_of_both_generations_and_the_time() {
        let now = DateTime::from_timestamp_millis(1_700_000_000_000).unwrap();
        let plain = signing().headers(BODY.as_bytes(), now);
        assert_eq!(plain, [("x-appkey", "app".to_owned()), ("x-datadigest", "gJfPI8fklsp69JRoiSb+/w==".to_owned())]);
        let timed = Signing { timestamped: true, header_names: HeaderNames::Sdk, ..signing() };
        let timed = timed.headers(BODY.as_bytes(), now);
        assert_eq!(timed[0].0, "x-companyid");
        assert_eq!(timed[1].1, "E+uy6ikmmZqWUIQlMMkWjw==");
        assert_eq!(timed[2], ("x-timestamp", "1700000000000".to_owned()));
    }

    #[test]
    fn secrets_are_never_printed() {
        let hmac = Algorithm::HmacSha256 { key: SecretString::from("secret_key") };
        let text = format!("{:?}", Signing { algorithm: hmac, ..signing() });
        assert!(!text.contains("kfpttestkey") && !text.contains("secret_key"), "{text}");
    }
}
