//! `AEAD_AES_256_GCM`: what WeChat Pay encrypts for the merchant, with the APIv3 key.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use secrecy::{ExposeSecret, SecretString};

use super::wire::Sealed;
use crate::KeyError;

const ALGORITHM: &str = "AEAD_AES_256_GCM";
const KEY_BYTES: usize = 32;

/// APIv3 密钥: 32 characters that the merchant chose.
#[derive(Clone)]
pub struct ApiV3Key(SecretString);

impl ApiV3Key {
    pub fn new(key: SecretString) -> Result<ApiV3Key, KeyError> {
        let is_key = key.expose_secret().len() == KEY_BYTES && key.expose_secret().is_ascii();
        is_key.then_some(ApiV3Key(key)).ok_or(KeyError::ApiV3)
    }

    pub(super) fn open(&self, sealed: &Sealed) -> Option<Vec<u8>> {
        if sealed.algorithm != ALGORITHM {
            return None;
        }
        let ciphertext = STANDARD.decode(&sealed.ciphertext).ok()?;
        let key = self.0.expose_secret().as_bytes();
        opened(key, sealed.nonce.as_bytes(), sealed.associated_data.as_bytes(), ciphertext)
    }
}

impl fmt::Debug for ApiV3Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiV3Key")
    }
}

/// The tag stands behind the ciphertext.
fn opened(key: &[u8], nonce: &[u8], associated: &[u8], mut ciphertext: Vec<u8>) -> Option<Vec<u8>> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).ok()?);
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let length = key.open_in_place(nonce, Aad::from(associated), &mut ciphertext).ok()?.len();
    ciphertext.truncate(length);
    Some(ciphertext)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
    }

    /// Test case 16 of McGrew and Viega, "The Galois/Counter Mode of Operation".
    #[test]
    fn the_published_vector() {
        let key = bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
        let nonce = bytes("cafebabefacedbaddecaf888");
        let associated = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        let sealed = bytes(concat!(
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa",
            "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
            "76fc6ece0f4e1768cddf8853bb2d551b"
        ));
        let plain = bytes(concat!(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72",
            "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
        ));
        assert_eq!(opened(&key, &nonce, &associated, sealed.clone()), Some(plain));
        for at in [0, sealed.len() - 1] {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(opened(&key, &nonce, &associated, changed), None);
        }
        assert_eq!(opened(&key, &nonce, b"", sealed.clone()), None);
        assert_eq!(opened(&key, b"short", &associated, sealed), None);
        assert_eq!(opened(&key, &nonce, &associated, Vec::new()), None);
    }

    #[test]
    fn a_key_has_32_characters_and_is_never_printed() {
        let key = |text: &str| ApiV3Key::new(SecretString::from(text));
        assert_eq!(format!("{:?}", key("0123456789abcdef0123456789ABCDEF").unwrap()), "ApiV3Key");
        for text in ["", "0123456789abcdef", "0123456789abcdef0123456789ABCDEFG", "一二三四五六七八九十一"] {
            assert_eq!(key(text).err(), Some(KeyError::ApiV3), "{text}");
        }
    }
}
