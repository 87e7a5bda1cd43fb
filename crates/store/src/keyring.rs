//! The keys of an installation, all derived from master keys.
//!
//! A sealed value begins with the number of the key it is sealed with. The newest key seals; earlier ones still open. Search tokens and
//! access tokens stay with the first key: they are computed, not opened, so a new key would find nothing that is already there.

use std::{
    sync::{Mutex, PoisonError, RwLock, RwLockReadGuard},
    time::{Duration, Instant},
};

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

const NONCE_BYTES: usize = 12;
/// 128 bits: nobody guesses them.
const PROOF_BYTES: usize = 16;
/// Numbers of keys are one byte, and begin with 1.
const KEYS_MAX: usize = 255;
/// A key that was taken away, because nothing is sealed with it any more.
const RETIRED: &str = "-";
/// A number nobody knows makes the keys be read again, but not more often than this: anyone may send one.
const READ_AGAIN_AFTER: Duration = Duration::from_secs(1);

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

    fn derive(&self, purpose: &[u8]) -> [u8; 32] {
        let mut key = [0u8; 32];
        Hkdf::<Sha256>::new(None, &self.0)
            .expand(purpose, &mut key)
            .expect("32 bytes is a valid length of HKDF-SHA256");
        key
    }

    fn cipher(&self) -> Aes256Gcm {
        let mut seal = self.derive(b"yundan seal 1");
        let cipher = Aes256Gcm::new(&seal.into());
        seal.zeroize();
        cipher
    }
}

/// The master keys of an installation in the order they were made.
#[derive(Clone)]
pub struct MasterKeys(Vec<Option<MasterKey>>);

impl MasterKeys {
    pub fn only(key: MasterKey) -> MasterKeys {
        MasterKeys(vec![Some(key)])
    }

    /// One key a line (or after a comma), `-` where one was taken away. The first and the last are always there: the first makes the
    /// tokens, the last seals.
    pub fn parse(text: &str) -> Result<MasterKeys, MasterKeyError> {
        let keys = text
            .split(|letter: char| letter.is_whitespace() || letter == ',')
            .filter(|key| !key.is_empty())
            .map(|key| if key == RETIRED { Ok(None) } else { MasterKey::from_hex(key).map(Some) })
            .collect::<Result<Vec<_>, _>>()?;
        let whole = keys.len() <= KEYS_MAX && matches!((keys.first(), keys.last()), (Some(Some(_)), Some(Some(_))));
        if whole { Ok(MasterKeys(keys)) } else { Err(MasterKeyError) }
    }

    /// How many there were, with those taken away: the number of the newest.
    pub fn newest(&self) -> usize {
        self.0.len()
    }

    fn first(&self) -> &MasterKey {
        self.0[0].as_ref().expect("the first key is never taken away")
    }

    fn ciphers(&self) -> Vec<Option<Aes256Gcm>> {
        self.0.iter().map(|key| key.as_ref().map(MasterKey::cipher)).collect()
    }
}

/// Where the keys are read from again; nothing where they cannot be read now.
pub type KeySource = Box<dyn Fn() -> Option<MasterKeys> + Send + Sync>;

/// Seals and opens personal data, and makes the tokens it is found by.
pub struct Keyring {
    /// By number, from 1.
    ciphers: RwLock<Vec<Option<Aes256Gcm>>>,
    token: Hmac<Sha256>,
    access_token: [u8; 32],
    source: Option<KeySource>,
    read_at: Mutex<Option<Instant>>,
}

impl Keyring {
    pub fn new(keys: &MasterKeys) -> Keyring {
        let mut token = keys.first().derive(b"yundan token 1");
        let keyring = Keyring {
            ciphers: RwLock::new(keys.ciphers()),
            token: <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&token).expect("HMAC takes a key of any length"),
            access_token: keys.first().derive(b"yundan access token 1"),
            source: None,
            read_at: Mutex::new(None),
        };
        token.zeroize();
        keyring
    }

    /// Reads the keys again from here when a newer one is met.
    pub fn reading_from(self, source: KeySource) -> Keyring {
        Keyring { source: Some(source), ..self }
    }

    /// Signs the access tokens of sessions.
    pub fn access_token_key(&self) -> &[u8; 32] {
        &self.access_token
    }

    /// Takes in keys that were added or taken away since.
    pub fn read_again(&self) {
        let Some(keys) = self.source.as_ref().and_then(|source| source()) else { return };
        let ciphers = keys.ciphers();
        let mut known = self.ciphers.write().unwrap_or_else(PoisonError::into_inner);
        // A file that is half written, or an older copy of it, takes no key away.
        if ciphers.len() >= known.len() {
            *known = ciphers;
        }
    }

    /// The number of the key that seals.
    pub fn newest(&self) -> u8 {
        u8::try_from(self.known().len()).unwrap_or(u8::MAX)
    }

    /// The number of the key a value is sealed with.
    pub fn number_of(sealed: &[u8]) -> Option<u8> {
        sealed.first().copied()
    }

    /// Seals `plain` so that it can be opened only for the same owner and purpose. `owner` is the merchant, or nil for the network's own.
    pub fn seal(&self, owner: Uuid, purpose: &'static str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let mut nonce = [0u8; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|_| StoreError::Sealed)?;
        let aad = associated(owner, purpose);
        let (number, cipher) = {
            let known = self.known();
            let number = u8::try_from(known.len()).map_err(|_| StoreError::Sealed)?;
            (number, known.last().cloned().flatten().ok_or(StoreError::Sealed)?)
        };
        let sealed =
            cipher.encrypt(&nonce.into(), Payload { msg: plain, aad: &aad }).map_err(|_| StoreError::Sealed)?;
        let mut out = Vec::with_capacity(1 + NONCE_BYTES + sealed.len());
        out.push(number);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    pub fn open(&self, owner: Uuid, purpose: &'static str, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let [number, rest @ ..] = sealed else { return Err(StoreError::Sealed) };
        let (nonce, body) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(StoreError::Sealed)?;
        let cipher = self.cipher(*number).ok_or(StoreError::Sealed)?;
        let aad = associated(owner, purpose);
        cipher.decrypt(nonce.into(), Payload { msg: body, aad: &aad }).map_err(|_| StoreError::Sealed)
    }

    fn cipher(&self, number: u8) -> Option<Aes256Gcm> {
        let at = usize::from(number).checked_sub(1)?;
        if at >= self.known().len() && self.may_read_again() {
            self.read_again();
        }
        self.known().get(at).cloned().flatten()
    }

    fn may_read_again(&self) -> bool {
        let mut read_at = self.read_at.lock().unwrap_or_else(PoisonError::into_inner);
        let due = read_at.is_none_or(|at| at.elapsed() >= READ_AGAIN_AFTER);
        if due {
            *read_at = Some(Instant::now());
        }
        due
    }

    fn known(&self) -> RwLockReadGuard<'_, Vec<Option<Aes256Gcm>>> {
        self.ciphers.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn mac(&self, owner: Uuid, kind: &'static str, text: &str) -> Hmac<Sha256> {
        let mut mac = self.token.clone();
        mac.update(owner.as_bytes());
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        mac
    }

    /// What proves that this installation gave `text` out: nobody else can make it, and it is not kept anywhere.
    pub fn proof(&self, owner: Uuid, kind: &'static str, text: &str) -> [u8; PROOF_BYTES] {
        let digest = self.mac(owner, kind, text).finalize().into_bytes();
        let mut first = [0u8; PROOF_BYTES];
        first.copy_from_slice(&digest[..PROOF_BYTES]);
        first
    }

    /// Compared in a time that says nothing of how much of it is right.
    pub fn is_proof(&self, owner: Uuid, kind: &'static str, text: &str, given: &[u8]) -> bool {
        given.len() == PROOF_BYTES && self.mac(owner, kind, text).verify_truncated_left(given).is_ok()
    }

    /// A keyed token of `text`: the same text of the same owner and kind always has the same one, and nothing leads back to the text.
    pub fn token(&self, owner: Uuid, kind: &'static str, text: &str) -> i64 {
        let digest = self.mac(owner, kind, text).finalize().into_bytes();
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
        Keyring::new(&MasterKeys::only(MasterKey([7; 32])))
    }

    #[test]
    fn opens_what_it_sealed_and_nothing_else() {
        let (keys, owner) = (keyring(), Uuid::from_u128(1));
        let another = Keyring::new(&MasterKeys::only(MasterKey([8; 32])));
        let sealed = keys.seal(owner, "receiver", "王小明".as_bytes()).unwrap();
        assert_eq!(keys.open(owner, "receiver", &sealed).unwrap(), "王小明".as_bytes());
        assert!(keys.open(Uuid::from_u128(2), "receiver", &sealed).is_err(), "another merchant");
        assert!(keys.open(owner, "sender", &sealed).is_err(), "another column");
        assert!(another.open(owner, "receiver", &sealed).is_err(), "another key");
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
    fn a_proof_is_of_one_text_one_kind_and_one_owner() {
        let (keys, owner) = (keyring(), Uuid::from_u128(1));
        let another = Keyring::new(&MasterKeys::only(MasterKey([8; 32])));
        let proof = keys.proof(owner, "link", "a");
        assert!(keys.is_proof(owner, "link", "a", &proof));
        assert!(!another.is_proof(owner, "link", "a", &proof));
        assert!(!keys.is_proof(Uuid::from_u128(2), "link", "a", &proof));
        assert!(!keys.is_proof(owner, "other", "a", &proof) && !keys.is_proof(owner, "link", "b", &proof));
        assert!(!keys.is_proof(owner, "link", "a", &[]) && !keys.is_proof(owner, "link", "a", &proof[..15]));
        for at in 0..proof.len() {
            let mut changed = proof;
            changed[at] ^= 1;
            assert!(!keys.is_proof(owner, "link", "a", &changed), "{at}");
        }
    }

    #[test]
    fn master_key_survives_hex() {
        let key = MasterKey::generate().unwrap();
        assert_eq!(MasterKey::from_hex(&key.to_hex()).unwrap().0, key.0);
        for bad in ["", "00", &"g".repeat(64), &"0".repeat(63)] {
            assert!(MasterKey::from_hex(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_newer_key_seals_and_earlier_ones_still_open() {
        let owner = Uuid::from_u128(1);
        let lines = |count: usize| ["07", "08", "09"][..count].iter().map(|byte| byte.repeat(32)).collect::<Vec<_>>();
        let old = Keyring::new(&MasterKeys::parse(&lines(1).join("\n")).unwrap());
        let sealed = old.seal(owner, "receiver", b"x").unwrap();
        let new = Keyring::new(&MasterKeys::parse(&lines(2).join("\n")).unwrap());
        assert_eq!(new.open(owner, "receiver", &sealed).unwrap(), b"x");
        let resealed = new.seal(owner, "receiver", b"x").unwrap();
        assert_eq!((Keyring::number_of(&sealed), Keyring::number_of(&resealed)), (Some(1), Some(2)));
        assert!(old.open(owner, "receiver", &resealed).is_err(), "the new key is not known here");
        assert_eq!(new.token(owner, "phone", "1"), old.token(owner, "phone", "1"), "what is there is still found");

        let [first, _, third] = [0, 1, 2].map(|at| lines(3)[at].clone());
        let later = Keyring::new(&MasterKeys::parse(&format!("{first},-,{third}")).unwrap());
        assert!(later.open(owner, "receiver", &resealed).is_err(), "this key was taken away");
        assert!(later.open(owner, "receiver", &sealed).is_ok());
    }

    #[test]
    fn a_running_service_meets_a_newer_key() {
        let owner = Uuid::from_u128(1);
        let [one, two] = ["07", "08"].map(|byte| byte.repeat(32));
        let both = format!("{one}\n{two}\n");
        let sealed = Keyring::new(&MasterKeys::parse(&both).unwrap()).seal(owner, "receiver", b"x").unwrap();
        let running = Keyring::new(&MasterKeys::parse(&one).unwrap())
            .reading_from(Box::new(move || MasterKeys::parse(&both).ok()));
        assert_eq!(running.newest(), 1);
        assert_eq!(running.open(owner, "receiver", &sealed).unwrap(), b"x");
        assert_eq!(running.newest(), 2);
        assert!(running.open(owner, "receiver", &[9; 40]).is_err(), "a number nobody knows");
    }

    #[test]
    fn keys_that_are_not_whole_are_refused() {
        let key = "07".repeat(32);
        for bad in
            [String::new(), "-".into(), format!("{key}\n-"), format!("-\n{key}"), format!("{key}\n{}", &key[1..])]
        {
            assert!(MasterKeys::parse(&bad).is_err(), "{bad}");
        }
        assert_eq!(MasterKeys::parse(&format!("{key}\r\n\n{key}\n")).unwrap().newest(), 2);
    }
}
