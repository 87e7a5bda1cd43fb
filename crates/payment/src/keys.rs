//! RSA keys: ours that sign, the provider's that verify. RSASSA-PKCS1-v1_5 with SHA-256 throughout.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use rustls::pki_types::{
    CertificateDer, PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, SubjectPublicKeyInfoDer, pem::PemObject,
};
use secrecy::{ExposeSecret, SecretString};
use webpki::{EndEntityCert, RawPublicKeyEntity, ring::RSA_PKCS1_2048_8192_SHA256};

/// Longer is no key and no certificate.
const PEM_BYTES_MAX: usize = 16 << 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("the private key is no RSA key of 2048 to 4096 bits, in PEM as PKCS#8 or PKCS#1")]
    Private,
    #[error("the public key is no RSA key of at least 2048 bits, in PEM")]
    Public,
    #[error("the certificate cannot be read")]
    Certificate,
    #[error("the APIv3 key is no text of 32 characters")]
    ApiV3,
}

/// Signs in our name.
pub struct MerchantKey {
    pair: RsaKeyPair,
    random: SystemRandom,
}

impl MerchantKey {
    /// Of PEM, or of the bare base64 that Alipay's tool writes.
    pub fn read(text: &SecretString) -> Result<MerchantKey, KeyError> {
        let text = text.expose_secret().trim();
        if text.len() > PEM_BYTES_MAX {
            return Err(KeyError::Private);
        }
        let pair = match PrivateKeyDer::from_pem_slice(text.as_bytes()) {
            Ok(PrivateKeyDer::Pkcs8(key)) => from_pkcs8(&key),
            Ok(PrivateKeyDer::Pkcs1(key)) => from_pkcs1(&key),
            Ok(_) => None,
            Err(_) => bare(text).and_then(|der| {
                from_pkcs8(&PrivatePkcs8KeyDer::from(der.as_slice()))
                    .or_else(|| from_pkcs1(&PrivatePkcs1KeyDer::from(der.as_slice())))
            }),
        };
        Ok(MerchantKey { pair: pair.ok_or(KeyError::Private)?, random: SystemRandom::new() })
    }

    /// In base64.
    pub(crate) fn sign(&self, message: &[u8]) -> String {
        let mut signature = vec![0; self.pair.public().modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &self.random, message, &mut signature)
            .expect("a key of at least 2048 bits signs SHA-256 into a buffer of its own length");
        STANDARD.encode(signature)
    }
}

impl fmt::Debug for MerchantKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MerchantKey")
    }
}

fn from_pkcs8(key: &PrivatePkcs8KeyDer<'_>) -> Option<RsaKeyPair> {
    RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()).ok()
}

fn from_pkcs1(key: &PrivatePkcs1KeyDer<'_>) -> Option<RsaKeyPair> {
    RsaKeyPair::from_der(key.secret_pkcs1_der()).ok()
}

/// Base64 without PEM's first and last line.
fn bare(text: &str) -> Option<Vec<u8>> {
    let packed: String = text.split_ascii_whitespace().collect();
    STANDARD.decode(packed).ok()
}

/// Verifies what the provider signed.
#[derive(Clone)]
pub struct ProviderKey(Form);

#[derive(Clone)]
enum Form {
    Bare(SubjectPublicKeyInfoDer<'static>),
    Certificate(CertificateDer<'static>),
}

impl ProviderKey {
    /// A public key of PEM, or of the bare base64 that Alipay's console shows.
    pub fn read(text: &str) -> Result<ProviderKey, KeyError> {
        let text = text.trim();
        if text.len() > PEM_BYTES_MAX {
            return Err(KeyError::Public);
        }
        let read = SubjectPublicKeyInfoDer::from_pem_slice(text.as_bytes()).ok();
        let key = read.or_else(|| bare(text).map(SubjectPublicKeyInfoDer::from)).ok_or(KeyError::Public)?;
        let is_key = RawPublicKeyEntity::try_from(&key).is_ok();
        is_key.then_some(ProviderKey(Form::Bare(key))).ok_or(KeyError::Public)
    }

    /// The key of a certificate. Who issued it is not looked at: certificates come to us encrypted with a secret that only the provider has.
    pub(crate) fn of_certificate(pem: &[u8]) -> Result<ProviderKey, KeyError> {
        if pem.len() > PEM_BYTES_MAX {
            return Err(KeyError::Certificate);
        }
        let certificate = CertificateDer::from_pem_slice(pem).map_err(|_| KeyError::Certificate)?.into_owned();
        EndEntityCert::try_from(&certificate).map_err(|_| KeyError::Certificate)?;
        Ok(ProviderKey(Form::Certificate(certificate)))
    }

    /// Whether the signature, in base64, is this key's.
    pub(crate) fn verifies(&self, message: &[u8], signature: &str) -> bool {
        let Ok(signature) = STANDARD.decode(signature.trim()) else { return false };
        let algorithm = RSA_PKCS1_2048_8192_SHA256;
        match &self.0 {
            Form::Bare(key) => RawPublicKeyEntity::try_from(key)
                .is_ok_and(|key| key.verify_signature(algorithm, message, &signature).is_ok()),
            Form::Certificate(certificate) => EndEntityCert::try_from(certificate)
                .is_ok_and(|key| key.verify_signature(algorithm, message, &signature).is_ok()),
        }
    }
}

impl fmt::Debug for ProviderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProviderKey")
    }
}

#[cfg(test)]
#[path = "keys/tests.rs"]
mod tests;
