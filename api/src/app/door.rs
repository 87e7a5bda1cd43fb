//! The door to the service: counts what is tried at it, asks for a captcha where guessing goes on, and locks.
//!
//! An account that does not exist is counted, asked and locked like one that does, so that nobody learns which there are.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use shared::{
    UserId,
    auth::CaptchaAnswer,
    limits::{ADDRESS_FAILURES_MAX, CAPTCHA_AFTER, SIGN_IN_FAILURES_MAX, SIGN_IN_LOCK_MIN, SIGN_IN_WINDOW_MIN},
};
use store::{Origin, TriesRecord, TryKey, TryRule};

use crate::app::{App, AppError, Words, captcha};

const ACCOUNT: &str = "sign-in of account";
const ADDRESS: &str = "sign-in from address";

/// One way in: an account, and where the request comes from.
pub struct Door {
    account: TryKey,
    /// None where the address is not known.
    address: Option<TryKey>,
}

pub fn window() -> TimeDelta {
    TimeDelta::minutes(i64::from(SIGN_IN_WINDOW_MIN))
}

/// What is counted as one address.
pub fn address_of(origin: &Origin) -> Option<String> {
    Some(match origin.ip.parse().ok()? {
        IpAddr::V4(ip) => ip.to_string(),
        // Whoever has one address of IPv6 has the whole /64.
        IpAddr::V6(ip) => ip.segments()[..4].iter().map(|part| format!("{part:x}:")).collect(),
    })
}

fn address_key(app: &App, kind: &'static str, origin: &Origin) -> Option<TryKey> {
    Some(app.store.network().try_key(kind, &address_of(origin)?))
}

/// Tries that still count.
fn lately(tried: Option<TriesRecord>, begin: DateTime<Utc>) -> u32 {
    tried.filter(|tried| tried.since > begin).map_or(0, |tried| tried.count)
}

pub fn too_often(wait: TimeDelta) -> AppError {
    let seconds = u32::try_from(wait.num_seconds()).unwrap_or(1).max(1);
    let (zh, en) = match seconds {
        0..60 => (format!("{seconds} 秒"), format!("{seconds} s")),
        _ => (format!("{} 分钟", seconds.div_ceil(60)), format!("{} min", seconds.div_ceil(60))),
    };
    AppError::TooMany {
        code: "too_many_tries",
        retry_after_s: seconds,
        words: Words::new(
            format!("操作太频繁，请约 {zh}后再试。"),
            format!("Too many tries; try again in about {en}."),
        ),
    }
}

fn locked(until: DateTime<Utc>, now: DateTime<Utc>) -> AppError {
    let seconds = u32::try_from((until - now).num_seconds()).unwrap_or(1).max(1);
    let minutes = seconds.div_ceil(60);
    AppError::TooMany {
        code: "account_locked",
        retry_after_s: seconds,
        words: Words::new(
            format!("连续多次验证失败，账号已锁定，约 {minutes} 分钟后自动解除，也可请网点客服解锁。"),
            format!(
                "Too many failures: the account is locked. It opens by itself in about {minutes} min, or your outlet opens it."
            ),
        ),
    }
}

fn wrong_credentials() -> AppError {
    AppError::Unauthenticated {
        code: "wrong_credentials",
        words: Words::new(
            format!(
                "账号或密码（验证码）不对。{SIGN_IN_WINDOW_MIN} 分钟内连续 {SIGN_IN_FAILURES_MAX} 次不对，将锁定 \
                 {SIGN_IN_LOCK_MIN} 分钟。"
            ),
            format!(
                "The account or the password (or code) is wrong. {SIGN_IN_FAILURES_MAX} failures within {SIGN_IN_WINDOW_MIN} \
                 minutes lock the account for {SIGN_IN_LOCK_MIN} minutes."
            ),
        ),
    }
}

/// Counts one more of `kind` from an address, at most `most` within `window`.
pub async fn admit_address(
    app: &App,
    kind: &'static str,
    origin: &Origin,
    most: u32,
    window: TimeDelta,
) -> Result<(), AppError> {
    match address_key(app, kind, origin) {
        Some(key) => admit(app, key, most, window).await,
        None => Ok(()),
    }
}

/// Counts one more of `key`, at most `most` within `window`.
pub async fn admit(app: &App, key: TryKey, most: u32, window: TimeDelta) -> Result<(), AppError> {
    let now = app.now();
    let rule = TryRule { window_begin: now - window, lock_at: None };
    let tried = app.store.network().count_try(app.id(), key, rule, now).await?;
    if tried.count > most { Err(too_often(tried.since + window - now)) } else { Ok(()) }
}

/// How often something may be tried.
#[derive(Clone, Copy)]
pub struct Limit {
    pub most: u32,
    pub window: TimeDelta,
}

/// May `key` try once more? It does not count the try.
pub async fn require_below(app: &App, key: TryKey, limit: Limit) -> Result<(), AppError> {
    let now = app.now();
    let tried = app.store.network().tries(key).await?.filter(|tried| tried.since > now - limit.window);
    match tried.filter(|tried| tried.count >= limit.most) {
        Some(tried) => Err(too_often(tried.since + limit.window - now)),
        None => Ok(()),
    }
}

pub async fn count(app: &App, key: TryKey, limit: Limit) -> Result<(), AppError> {
    let now = app.now();
    let rule = TryRule { window_begin: now - limit.window, lock_at: None };
    app.store.network().count_try(app.id(), key, rule, now).await?;
    Ok(())
}

impl Door {
    /// `typed` is the account as it was typed; it stands for those that do not exist.
    pub fn of(app: &App, typed: &str, user: Option<UserId>, origin: &Origin) -> Door {
        let name = user.map_or_else(|| format!("unknown {}", typed.to_lowercase()), |user| user.to_string());
        let account = app.store.network().try_key(ACCOUNT, &name);
        Door { account, address: address_key(app, ADDRESS, origin) }
    }

    /// Is the door open, before anything is proven?
    pub async fn require_open(&self, app: &App) -> Result<(), AppError> {
        let now = app.now();
        let tried = app.store.network().tries(self.account).await?;
        match tried.and_then(|tried| tried.locked_until).filter(|until| *until > now) {
            Some(until) => Err(locked(until, now)),
            None => Ok(()),
        }
    }

    /// A captcha stands before guessing: of this account, or from this address.
    pub async fn require_captcha(&self, app: &App, given: Option<&CaptchaAnswer>) -> Result<(), AppError> {
        let network = app.store.network();
        let (now, begin) = (app.now(), app.now() - window());
        let of_account = network.tries(self.account).await?;
        // Failures that led to a lock are over with it.
        let of_account = of_account.filter(|tried| tried.locked_until.is_none_or(|until| until > now));
        let of_address = match self.address {
            Some(key) => network.tries(key).await?,
            None => None,
        };
        if let Some(tried) = of_address.filter(|_| lately(of_address, begin) >= ADDRESS_FAILURES_MAX) {
            return Err(too_often(tried.since + window() - now));
        }
        if lately(of_account, begin).max(lately(of_address, begin)) < CAPTCHA_AFTER {
            return Ok(());
        }
        let checked = match given {
            Some(given) => captcha::check(app, given).await,
            None => return Err(captcha::required()),
        };
        if checked.is_err() {
            self.count_address(app).await?;
        }
        checked
    }

    async fn count_address(&self, app: &App) -> Result<(), AppError> {
        if let Some(key) = self.address {
            let rule = TryRule { window_begin: app.now() - window(), lock_at: None };
            app.store.network().count_try(app.id(), key, rule, app.now()).await?;
        }
        Ok(())
    }

    /// Counts a failure; answers how it is told.
    pub async fn failed(&self, app: &App) -> Result<AppError, AppError> {
        let now = app.now();
        self.count_address(app).await?;
        let until = now + TimeDelta::minutes(i64::from(SIGN_IN_LOCK_MIN));
        let rule = TryRule { window_begin: now - window(), lock_at: Some((SIGN_IN_FAILURES_MAX, until)) };
        let tried = app.store.network().count_try(app.id(), self.account, rule, now).await?;
        Ok(tried.locked_until.map_or_else(wrong_credentials, |until| locked(until, now)))
    }

    /// Whoever proved that it is they begins anew.
    pub async fn passed(&self, app: &App) -> Result<bool, AppError> {
        Ok(app.store.network().clear_tries(self.account).await?)
    }
}
