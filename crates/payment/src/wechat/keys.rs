//! The platform's certificates: asked for when something is signed with one that is not known, and now and then.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Wechat,
    call::Question,
    sign,
    wire::{Certificate, Certificates},
};
use crate::{HttpAnswer, Ports, ProviderKey, china};

/// Whoever sends notices with serials of his own must not make us ask more often.
const PAUSE: TimeDelta = TimeDelta::seconds(60);
/// A certificate that was withdrawn is believed no longer than this, as long as somebody answers.
const KEPT: TimeDelta = TimeDelta::hours(12);
/// While one follows another there are two.
const CERTIFICATES_MAX: usize = 16;
/// Begins the ids of public keys, which nobody can ask for.
const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_";

pub(super) enum Trouble {
    Unknown,
    Unavailable,
}

#[derive(Clone)]
struct Known {
    serial: String,
    key: ProviderKey,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

#[derive(Default)]
struct Fetched {
    known: Vec<Known>,
    /// When they were last asked for, whatever came of it.
    asked_at: Option<DateTime<Utc>>,
}

/// What is to be done for a serial.
enum Look {
    Known(ProviderKey),
    /// With what was known until now, should nobody answer.
    Ask(Option<ProviderKey>),
    Not(Trouble),
}

impl Fetched {
    fn key(&self, serial: &str, now: DateTime<Utc>) -> Option<ProviderKey> {
        let valid = |known: &&Known| known.serial == serial && known.from <= now && now < known.until;
        self.known.iter().find(valid).map(|known| known.key.clone())
    }

    fn look(&self, serial: &str, now: DateTime<Utc>) -> Look {
        let was_asked_within = |span| self.asked_at.is_some_and(|at| (now - at).abs() < span);
        match self.key(serial, now) {
            Some(key) if was_asked_within(KEPT) => Look::Known(key),
            None if !was_asked_within(PAUSE) => Look::Ask(None),
            None if self.known.is_empty() => Look::Not(Trouble::Unavailable),
            None => Look::Not(Trouble::Unknown),
            known => Look::Ask(known),
        }
    }
}

#[derive(Default)]
pub(super) struct PlatformKeys {
    fetched: Mutex<Fetched>,
    /// Held while they are asked for: whoever needs them meanwhile waits for the answer instead of asking as well, and whoever does not goes on.
    asking: tokio::sync::Mutex<()>,
}

impl PlatformKeys {
    /// It is changed by single steps, so a panic elsewhere leaves it whole.
    fn fetched(&self) -> MutexGuard<'_, Fetched> {
        self.fetched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for PlatformKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlatformKeys")
    }
}

impl Wechat {
    pub(super) async fn platform_key(&self, ports: &Ports<'_>, serial: &str) -> Result<ProviderKey, Trouble> {
        if let Some((id, key)) = &self.merchant.public_key
            && id == serial
        {
            return Ok(key.clone());
        }
        if serial.starts_with(PUBLIC_KEY_ID) {
            return Err(Trouble::Unknown);
        }
        let look = || self.platform.fetched().look(serial, ports.clock.now());
        let _asking = match (look(), self.platform.asking.try_lock()) {
            (Look::Known(key), _) | (Look::Ask(Some(key)), Err(_)) => return Ok(key),
            (Look::Not(trouble), _) => return Err(trouble),
            (Look::Ask(_), Ok(asking)) => asking,
            (Look::Ask(None), Err(_)) => self.platform.asking.lock().await,
        };
        // Somebody else may have asked while this one waited.
        let until_now = match look() {
            Look::Known(key) => return Ok(key),
            Look::Not(trouble) => return Err(trouble),
            Look::Ask(until_now) => until_now,
        };
        let known = self.fetch_certificates(ports).await;
        let now = ports.clock.now();
        let mut fetched = self.platform.fetched();
        fetched.asked_at = Some(now);
        match known {
            Some(known) => {
                fetched.known = known;
                fetched.key(serial, now).ok_or(Trouble::Unknown)
            }
            None => until_now.ok_or(Trouble::Unavailable),
        }
    }

    async fn fetch_certificates(&self, ports: &Ports<'_>) -> Option<Vec<Known>> {
        let answer = self.send(ports, &Question::get("/v3/certificates".to_owned())).await.ok()?;
        if answer.status != 200 {
            return None;
        }
        let list: Certificates = serde_json::from_slice(&answer.body).ok()?;
        let known: Option<Vec<Known>> =
            list.data.iter().take(CERTIFICATES_MAX).map(|certificate| self.opened(certificate)).collect();
        known.filter(|known| self.is_signed(known, &answer, ports.clock.now()))
    }

    fn opened(&self, certificate: &Certificate) -> Option<Known> {
        let pem = self.merchant.api_v3_key.open(&certificate.encrypt_certificate)?;
        Some(Known {
            serial: certificate.serial_no.clone(),
            key: ProviderKey::of_certificate(&pem).ok()?,
            from: china::read(&certificate.effective_time)?,
            until: china::read(&certificate.expire_time)?,
        })
    }

    /// The answer that brings certificates is signed with one of them, or with the public key. Their encryption proved already whose they are.
    fn is_signed(&self, known: &[Known], answer: &HttpAnswer, now: DateTime<Utc>) -> bool {
        let header = |name| answer.header(name).unwrap_or_default();
        let message = sign::told(header("wechatpay-timestamp"), header("wechatpay-nonce"), &answer.body);
        let certificates = known.iter().map(|known| (&known.serial, &known.key));
        let mut keys = certificates.chain(self.merchant.public_key.as_ref().map(|(id, key)| (id, key)));
        let signer = keys.find(|(serial, _)| *serial == header("wechatpay-serial"));
        sign::is_now(header("wechatpay-timestamp"), now)
            && signer.is_some_and(|(_, key)| key.verifies(&message, header("wechatpay-signature")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A public test key, made with openssl (`crates/fake-pay/keys`).
    const KEY: &str = include_str!("../../../fake-pay/keys/wechat-public.pub.pem");

    fn fetched(serials: &[&str], asked_at: DateTime<Utc>) -> Fetched {
        let known = |serial: &&str| Known {
            serial: (*serial).to_owned(),
            key: ProviderKey::read(KEY).unwrap(),
            from: asked_at - TimeDelta::days(1),
            until: asked_at + TimeDelta::days(1),
        };
        Fetched { known: serials.iter().map(known).collect(), asked_at: Some(asked_at) }
    }

    #[test]
    fn certificates_are_asked_for_when_it_is_time() {
        let at = DateTime::from_timestamp(1_764_322_496, 0).unwrap();
        let known = fetched(&["A"], at);
        let late = |hours| at + TimeDelta::hours(hours);
        assert!(matches!(Fetched::default().look("A", at), Look::Ask(None)));
        assert!(matches!(known.look("A", late(11)), Look::Known(_)));
        assert!(matches!(known.look("A", late(12)), Look::Ask(Some(_))), "it may have been withdrawn");
        assert!(matches!(known.look("A", late(24)), Look::Ask(None)), "it has expired");
        assert!(matches!(known.look("B", at + TimeDelta::seconds(59)), Look::Not(Trouble::Unknown)));
        assert!(
            matches!(known.look("B", at - TimeDelta::seconds(59)), Look::Not(Trouble::Unknown)),
            "a clock set back"
        );
        assert!(matches!(known.look("B", at + TimeDelta::seconds(60)), Look::Ask(None)));
        assert!(matches!(fetched(&[], at).look("A", at), Look::Not(Trouble::Unavailable)));
    }
}
