//! Fixed keys, all of them public: see `keys/README.md`. Both sides of each signature are here.

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    rand::{SecureRandom, SystemRandom},
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use rustls::pki_types::{PrivateKeyDer, SubjectPublicKeyInfoDer, pem::PemObject};
use serde::{Deserialize, Serialize};
use webpki::{RawPublicKeyEntity, ring::RSA_PKCS1_2048_8192_SHA256};

pub const MCHID: &str = "1900000001";
pub const APPID: &str = "wx8888888888888888";
/// The merchant's private key and the serial of its certificate.
pub const MERCHANT_KEY: &str = include_str!("../keys/wechat-merchant.key.pem");
pub const MERCHANT_SERIAL: &str = "444F4864EA9B34415D5EFFA1A4C1BD7A00000001";
pub const API_V3_KEY: &str = "fake-pay-public-test-key-0123456";
/// 微信支付公钥 and its id.
pub const PUBLIC_KEY: &str = include_str!("../keys/wechat-public.pub.pem");
pub const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0119000000012026112800000000000001";

pub const APP_ID: &str = "2021000000000001";
pub const SELLER_ID: &str = "2088000000000001";
/// The application's private key.
pub const APP_KEY: &str = include_str!("../keys/alipay-app.key.pem");
/// 支付宝公钥.
pub const ALIPAY_PUBLIC: &str = include_str!("../keys/alipay.pub.pem");

const MERCHANT_PUBLIC: &str = include_str!("../keys/wechat-merchant.pub.pem");
const APP_PUBLIC: &str = include_str!("../keys/alipay-app.pub.pem");
const NONCE_BYTES: usize = 12;

/// A key of WeChat Pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signer {
    /// The certificate of old.
    Platform,
    /// The one that follows it.
    PlatformNext,
    PublicKey,
}

impl Signer {
    pub const fn serial(self) -> &'static str {
        match self {
            Signer::Platform => "5157F09EFDC096DE15EBE81A47057A7200000001",
            Signer::PlatformNext => "5157F09EFDC096DE15EBE81A47057A7200000002",
            Signer::PublicKey => PUBLIC_KEY_ID,
        }
    }

    /// What `/v3/certificates` lists while this one signs.
    pub(crate) const fn certificates(self) -> &'static [(Signer, &'static str)] {
        const OLD: (Signer, &str) = (Signer::Platform, include_str!("../keys/wechat-platform.crt.pem"));
        const NEXT: (Signer, &str) = (Signer::PlatformNext, include_str!("../keys/wechat-platform-next.crt.pem"));
        match self {
            Signer::Platform => &[OLD],
            Signer::PlatformNext => &[OLD, NEXT],
            Signer::PublicKey => &[],
        }
    }
}

pub(crate) struct Keys {
    platform: RsaKeyPair,
    platform_next: RsaKeyPair,
    public: RsaKeyPair,
    alipay: RsaKeyPair,
    merchant: SubjectPublicKeyInfoDer<'static>,
    app: SubjectPublicKeyInfoDer<'static>,
}

impl Keys {
    pub(crate) fn read() -> Keys {
        Keys {
            platform: private(include_str!("../keys/wechat-platform.key.pem")),
            platform_next: private(include_str!("../keys/wechat-platform-next.key.pem")),
            public: private(include_str!("../keys/wechat-public.key.pem")),
            alipay: private(include_str!("../keys/alipay.key.pem")),
            merchant: public(MERCHANT_PUBLIC),
            app: public(APP_PUBLIC),
        }
    }

    pub(crate) fn sign_as_wechat(&self, signer: Signer, message: &[u8]) -> String {
        let key = match signer {
            Signer::Platform => &self.platform,
            Signer::PlatformNext => &self.platform_next,
            Signer::PublicKey => &self.public,
        };
        signed(key, message)
    }

    pub(crate) fn sign_as_alipay(&self, message: &[u8]) -> String {
        signed(&self.alipay, message)
    }

    pub(crate) fn is_merchants(&self, message: &[u8], signature: &str) -> bool {
        verifies(&self.merchant, message, signature)
    }

    pub(crate) fn is_apps(&self, message: &[u8], signature: &str) -> bool {
        verifies(&self.app, message, signature)
    }
}

fn private(pem: &str) -> RsaKeyPair {
    match PrivateKeyDer::from_pem_slice(pem.as_bytes()) {
        Ok(PrivateKeyDer::Pkcs8(key)) => RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()).expect("a key of its own"),
        other => panic!("no key of its own: {:?}", other.err()),
    }
}

fn public(pem: &str) -> SubjectPublicKeyInfoDer<'static> {
    SubjectPublicKeyInfoDer::from_pem_slice(pem.as_bytes()).expect("a key of its own")
}

fn signed(key: &RsaKeyPair, message: &[u8]) -> String {
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).expect("a signature");
    STANDARD.encode(signature)
}

fn verifies(key: &SubjectPublicKeyInfoDer<'static>, message: &[u8], signature: &str) -> bool {
    let Ok(signature) = STANDARD.decode(signature) else { return false };
    RawPublicKeyEntity::try_from(key)
        .is_ok_and(|key| key.verify_signature(RSA_PKCS1_2048_8192_SHA256, message, &signature).is_ok())
}

/// So many random characters.
pub(crate) fn nonce(chars: usize) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bytes = vec![0; chars];
    SystemRandom::new().fill(&mut bytes).expect("random bytes");
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

/// Encrypted with the APIv3 key: nonce and ciphertext.
pub(crate) fn sealed(plain: &str, associated: &str) -> (String, String) {
    let key = UnboundKey::new(&AES_256_GCM, API_V3_KEY.as_bytes()).expect("32 bytes");
    let nonce = nonce(NONCE_BYTES);
    let once = Nonce::try_assume_unique_for_key(nonce.as_bytes()).expect("12 bytes");
    let mut text = plain.as_bytes().to_vec();
    LessSafeKey::new(key).seal_in_place_append_tag(once, Aad::from(associated), &mut text).expect("a short text");
    (nonce, STANDARD.encode(text))
}
