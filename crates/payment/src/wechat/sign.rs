//! `WECHATPAY2-SHA256-RSA2048`: what is signed, and how it is sent.

use std::fmt::Write;

use chrono::{DateTime, TimeDelta, Utc};
use ring::rand::{SecureRandom, SystemRandom};

use super::WechatMerchant;
use crate::Method;

const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";
const NONCE_BYTES: usize = 16;
/// Further away from now nothing is believed.
pub(super) const WINDOW: TimeDelta = TimeDelta::minutes(5);

/// The header that signs a question. `path` has its parameters, as they are sent.
pub(super) fn authorization(
    merchant: &WechatMerchant,
    method: Method,
    path: &str,
    body: &[u8],
    now: DateTime<Utc>,
) -> String {
    let (timestamp, nonce) = (now.timestamp(), nonce());
    let message = asked(method, path, timestamp, &nonce, body);
    let signature = merchant.key.sign(&message);
    let WechatMerchant { mchid, serial_no, .. } = merchant;
    format!(
        r#"{SCHEME} mchid="{mchid}",nonce_str="{nonce}",signature="{signature}",timestamp="{timestamp}",serial_no="{serial_no}""#
    )
}

/// Five lines, each with its end.
fn asked(method: Method, path: &str, timestamp: i64, nonce: &str, body: &[u8]) -> Vec<u8> {
    let mut message = format!("{}\n{path}\n{timestamp}\n{nonce}\n", method.as_str()).into_bytes();
    message.extend_from_slice(body);
    message.push(b'\n');
    message
}

/// Three lines, each with its end.
pub(super) fn told(timestamp: &str, nonce: &str, body: &[u8]) -> Vec<u8> {
    let mut message = format!("{timestamp}\n{nonce}\n").into_bytes();
    message.extend_from_slice(body);
    message.push(b'\n');
    message
}

/// Seconds since 1970, within five minutes of now.
pub(super) fn is_now(timestamp: &str, now: DateTime<Utc>) -> bool {
    let at = timestamp.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    at.is_some_and(|at: DateTime<Utc>| (now - at).abs() <= WINDOW)
}

fn nonce() -> String {
    let mut bytes = [0; NONCE_BYTES];
    SystemRandom::new().fill(&mut bytes).expect("the system gives random bytes");
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02X}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_messages() {
        // The examples of 「如何构造请求签名」 and 「如何验签」 on pay.weixin.qq.com.
        let path = "/v3/refund/domestic/refunds/123123123123";
        let message = asked(Method::Get, path, 1_554_208_460, "593BEC0C930BF1AFEB40B4A08C8FB242", b"");
        let wanted = "GET\n/v3/refund/domestic/refunds/123123123123\n1554208460\n593BEC0C930BF1AFEB40B4A08C8FB242\n\n";
        assert_eq!(String::from_utf8(message).unwrap(), wanted);
        let body = br#"{"code_url":"weixin://wxpay/bizpayurl?pr=JyC91EIz1"}"#;
        let message = told("1722850421", "d824f2e086d3c1df967785d13fcd22ef", body);
        let wanted =
            "1722850421\nd824f2e086d3c1df967785d13fcd22ef\n{\"code_url\":\"weixin://wxpay/bizpayurl?pr=JyC91EIz1\"}\n";
        assert_eq!(String::from_utf8(message).unwrap(), wanted);
        assert_eq!(told("1", "a", b""), b"1\na\n\n");
    }

    #[test]
    fn five_minutes_to_either_side() {
        let now = DateTime::from_timestamp(1_722_850_421, 0).unwrap();
        for (timestamp, fine) in [
            ("1722850421", true),
            ("1722850121", true),
            ("1722850721", true),
            ("1722850120", false),
            ("1722850722", false),
            ("", false),
            ("soon", false),
            ("9999999999999999999", false),
        ] {
            assert_eq!(is_now(timestamp, now), fine, "{timestamp}");
        }
    }

    #[test]
    fn no_nonce_comes_twice() {
        let (one, other) = (nonce(), nonce());
        assert_ne!(one, other);
        assert!(one.len() == 2 * NONCE_BYTES && one.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}
