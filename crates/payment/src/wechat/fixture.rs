//! A merchant for unit tests.

use secrecy::SecretString;

use super::{ApiV3Key, PRODUCTION, WechatMerchant};
use crate::MerchantKey;

/// A public test key, made with openssl (`crates/fake-pay/keys`).
const KEY: &str = include_str!("../../../fake-pay/keys/wechat-merchant.key.pem");

pub(super) fn merchant() -> WechatMerchant {
    WechatMerchant {
        base_url: PRODUCTION.to_owned(),
        mchid: "1900000001".to_owned(),
        appid: "wx8888888888888888".to_owned(),
        serial_no: "01".to_owned(),
        key: MerchantKey::read(&SecretString::from(KEY)).expect("a key"),
        api_v3_key: ApiV3Key::new(SecretString::from("0123456789abcdef0123456789ABCDEF")).expect("a key"),
        public_key: None,
    }
}
