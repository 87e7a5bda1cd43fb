//! The keys of an installation, all derived from one master key.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::StoreError;

/// The format of sealed values; a later key or cipher gets the next number and the old one stays readable.
const SEAL_VERSION: u8 = 1;
const NONCE_BYTES: usize = 12;

/// 32 random bytes from which everything else is derived. Whoever has it can read the database.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct MasterKey([u8; 32]);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an encryption key is 64 hexadecimal digits")]
pub struct MasterKeyError;

impl MasterKey {
    pub fn generate() -> Result<MasterKey, getrandom::Error> {
        let mut key = [0; 32];
        getrandom::fill(&mut key)?;
        Ok(MasterKey(key))
    }

    pub fn from_hex(text: &str) -> Result<MasterKey, MasterKeyError> {
        let text = text.trim().as_bytes();
        if text.len() != 64 {
            return Err(MasterKeyError);
        }
        let mut key = [0; 32];
        for (byte, pair) in key.iter_mut().zip(text.chunks_exact(2)) {
            let digit = |b: u8| (b as char).to_digit(16).ok_or(MasterKeyError);
            let value = digit(pair[0])? * 16 + digit(pair[1])?;
            *byte = u8::try_from(value).map_err(|_| MasterKeyError)?;
        }
        Ok(MasterKey(key))
    }

    pub fn to_hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Seals and opens personal data, and makes the tokens it is found by.
pub struct Keyring {
    seal: Aes256Gcm,
    token: Hmac<Sha256>,
    access_token: [u8; 32],
}

impl Keyring {
    pub fn new(master: &MasterKey) -> Keyring {
        let derive = |purpose: &[u8]| {
            let mut key = [0u8; 32];
            Hkdf::<Sha256>::new(None, &master.0)
                .expand(purpose, &mut key)
                .expect("32 bytes is a valid length of HKDF-SHA256");
            key
        };
        let mut seal = derive(b"yundan seal 1");
        let mut token = derive(b"yundan token 1");
        let keyring = Keyring {
            seal: Aes256Gcm::new(&seal.into()),
            token: <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&token).expect("HMAC takes a key of any length"),
            access_token: derive(b"yundan access token 1"),
        };
        seal.zeroize();
        token.zeroize();
        keyring
    }

    /// Signs the access tokens of sessions.
    pub fn access_token_key(&self) -> &[u8; 32] {
        &self.access_token
    }

    /// Seals `plain` so that it can be opened only for the same owner and purpose. `owner` is the merchant, or nil for the network's own.
    pub fn seal(&self, owner: Uuid, purpose: &'static str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let mut nonce = [0u8; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|_| StoreError::Sealed)?;
        let aad = associated(owner, purpose);
        let sealed =
            self.seal.encrypt(&nonce.into(), Payload { msg: plain, aad: &aad }).map_err(|_| StoreError::Sealed)?;
        let mut out = Vec::with_capacity(1 + NONCE_BYTES + sealed.len());
        out.push(SEAL_VERSION);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    pub fn open(&self, owner: Uuid, purpose: &'static str, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let [SEAL_VERSION, rest @ ..] = sealed else { return Err(StoreError::Sealed) };
        let (nonce, body) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(StoreError::Sealed)?;
        let aad = associated(owner, purpose);
        self.seal.decrypt(nonce.into(), Payload { msg: body, aad: &aad }).map_err(|_| StoreError::Sealed)
    }

    /// A keyed token of `text`: the same text of the same owner and kind always has the same one, and nothing leads back to the text.
    pub fn token(&self, owner: Uuid, kind: &'static str, text: &str) -> i64 {
        let mut mac = self.token.clone();
        mac.update(owner.as_bytes());
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        let digest = mac.finalize().into_bytes();
        let mut first = [0u8; 8];
        first.copy_from_slice(&digest[..8]);
        i64::from_be_bytes(first)
    }
}

fn associated(owner: Uuid, purpose: &'static str) -> Vec<u8> {
    [owner.as_bytes().as_slice(), purpose.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyring() -> Keyring {
        Keyring::new(&MasterKey([7; 32]))
    }

    #[test]
    fn opens_what_it_sealed_and_nothing_else() {
        let (keys, owner) = (keyring(), Uuid::from_u128(1));
        let sealed = keys.seal(owner, "receiver", "王小明".as_bytes()).unwrap();
        assert_eq!(keys.open(owner, "receiver", &sealed).unwrap(), "王小明".as_bytes());
        assert!(keys.open(Uuid::from_u128(2), "receiver", &sealed).is_err(), "another merchant");
        assert!(keys.open(owner, "sender", &sealed).is_err(), "another column");
        assert!(Keyring::new(&MasterKey([8; 32])).open(owner, "receiver", &sealed).is_err(), "another key");
        for at in 0..sealed.len() {
            let mut broken = sealed.clone();
            broken[at] ^= 1;
            assert!(keys.open(owner, "receiver", &broken).is_err(), "changed byte {at}");
        }
        assert!(keys.open(owner, "receiver", &[]).is_err());
        assert_ne!(keys.seal(owner, "receiver", b"x").unwrap(), keys.seal(owner, "receiver", b"x").unwrap());
    }

    #[test]
    fn tokens_tell_owners_and_kinds_apart() {
        let (keys, owner) = (keyring(), Uuid::from_u128(1));
        let token = keys.token(owner, "phone", "13800138000");
        assert_eq!(token, keys.token(owner, "phone", "13800138000"));
        assert_ne!(token, keys.token(Uuid::from_u128(2), "phone", "13800138000"));
        assert_ne!(token, keys.token(owner, "name", "13800138000"));
    }

    #[test]
    fn master_key_survives_hex() {
        let key = MasterKey::generate().unwrap();
        assert_eq!(MasterKey::from_hex(&key.to_hex()).unwrap().0, key.0);
        for bad in ["", "00", &"g".repeat(64), &"0".repeat(63)] {
            assert!(MasterKey::from_hex(bad).is_err(), "{bad}");
        }
    }
}
