//! Checks signatures as the platform does. Written from its documents and not shared with any client: a mistake in one of the two shows.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use sha2::Sha256;

/// How far a client's clock may be off.
const CLOCK_SKEW_MS: i64 = 10 * 60 * 1000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Algorithm {
    Md5,
    Sha256,
    HmacSha256 { key: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Base64,
    Hex,
}

/// An application of the stand-in. Its secrets are made up, so they may be seen.
#[derive(Clone, Debug)]
pub struct Signatures {
    pub app_key: String,
    pub app_secret: String,
    pub algorithm: Algorithm,
    pub encoding: Encoding,
}

impl Signatures {
    /// The secret of the official SDK's README.
    pub fn sample() -> Signatures {
        Signatures {
            app_key: "kfpttestCode".to_owned(),
            app_secret: "kfpttestkey==".to_owned(),
            algorithm: Algorithm::Md5,
            encoding: Encoding::Base64,
        }
    }

    fn digest(&self, message: &str) -> String {
        let bytes = match &self.algorithm {
            Algorithm::Md5 => Md5::digest(message).to_vec(),
            Algorithm::Sha256 => Sha256::digest(message).to_vec(),
            Algorithm::HmacSha256 { key } => {
                let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
                mac.update(message.as_bytes());
                mac.finalize().into_bytes().to_vec()
            }
        };
        match self.encoding {
            Encoding::Base64 => STANDARD.encode(bytes),
            Encoding::Hex => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }

    /// The platform's code of what is wrong with a call, if anything is.
    pub(crate) fn check(&self, call: &Call<'_>, now_ms: i64) -> Result<(), &'static str> {
        if call.app_key != Some(self.app_key.as_str()) {
            return Err("S211");
        }
        let body = std::str::from_utf8(call.body).map_err(|_| "S211")?;
        let signed = if call.is_form {
            let pairs: Vec<String> =
                form_urlencoded::parse(call.body).map(|(name, value)| format!("{name}={value}")).collect();
            pairs.join("&")
        } else {
            body.to_owned()
        };
        let message = format!("{}{signed}{}", call.timestamp.unwrap_or_default(), self.app_secret);
        if call.digest != Some(self.digest(&message).as_str()) {
            return Err("S211");
        }
        match call.timestamp.map(str::parse::<i64>) {
            Some(Ok(sent)) if (now_ms - sent).abs() <= CLOCK_SKEW_MS => Ok(()),
            Some(_) => Err("S214"),
            None => Ok(()),
        }
    }

    /// `data_digest` of a push: MD5 and base64, whatever calls are signed with.
    pub fn push_digest(&self, data: &str) -> String {
        STANDARD.encode(Md5::digest(format!("{data}{}", self.app_secret)))
    }
}

/// base64(MD5(result + billCode)), which stands under a pushed label.
pub(crate) fn label_digest(result: &str, bill_code: &str) -> String {
    STANDARD.encode(Md5::digest(format!("{result}{bill_code}")))
}

/// What of a call is signed and what it is signed with.
pub(crate) struct Call<'a> {
    pub(crate) app_key: Option<&'a str>,
    pub(crate) digest: Option<&'a str>,
    pub(crate) timestamp: Option<&'a str>,
    pub(crate) is_form: bool,
    pub(crate) body: &'a [u8],
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"billCode":"73100196611386","mobilePhone":"5514"}"#;

    fn call<'a>(digest: &'a str, timestamp: Option<&'a str>) -> Call<'a> {
        Call { app_key: Some("kfpttestCode"), digest: Some(digest), timestamp, is_form: false, body: BODY }
    }

    #[test]
    fn the_published_vectors() {
        let md5 = Signatures::sample();
        assert_eq!(md5.check(&call("gJfPI8fklsp69JRoiSb+/w==", None), 0), Ok(()));
        assert_eq!(md5.check(&call("gJfPI8fklsp69JRoiSb+/w=", None), 0), Err("S211"));
        let timed = call("E+uy6ikmmZqWUIQlMMkWjw==", Some("1700000000000"));
        assert_eq!(md5.check(&timed, 1_700_000_000_000), Ok(()));
        assert_eq!(md5.check(&timed, 1_700_000_700_000), Err("S214"));
        let hex = Signatures { encoding: Encoding::Hex, ..Signatures::sample() };
        assert_eq!(hex.check(&call("8097cf23c7e496ca7af494688926feff", None), 0), Ok(()));
        let sha = Signatures { algorithm: Algorithm::Sha256, ..Signatures::sample() };
        assert_eq!(sha.check(&call("thN1Ypdf9GlPSYwDYygJ97bBnxbAU5x8YbXZpkoSFp4=", None), 0), Ok(()));
        let hmac = Algorithm::HmacSha256 { key: "secret_key".to_owned() };
        let hmac = Signatures { algorithm: hmac, ..Signatures::sample() };
        assert_eq!(hmac.check(&call("p2idenpHpApfg7SJcgAtIc/Zkr/Z6b3bSTjM8UOhnDU=", None), 0), Ok(()));
    }

    #[test]
    fn an_unknown_application_and_a_form() {
        let own = Signatures::sample();
        let other = Call { app_key: Some("other"), ..call("gJfPI8fklsp69JRoiSb+/w==", None) };
        assert_eq!(own.check(&other, 0), Err("S211"));
        let digest = own.digest("a=中 1&b=2kfpttestkey==");
        let form = Call { is_form: true, body: b"a=%E4%B8%AD+1&b=2", digest: Some(&digest), ..other };
        assert_eq!(own.check(&Call { app_key: Some("kfpttestCode"), ..form }, 0), Ok(()));
        let push = r#"{"action":"SIGNED","actionTime":"2025-05-22 15:09:54","billCode":"73100196611386"}"#;
        assert_eq!(own.push_digest(push), "M/HXbshlbVrfbH49+JYmEQ==");
    }
}
