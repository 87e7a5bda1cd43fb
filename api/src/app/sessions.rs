//! Signing in, carrying on, signing out.
//!
//! A person gets a short access token (JWT) and a refresh token that is used once: every refresh gives the next one. A refresh token that
//! comes back later than the grace allows was copied, so the whole session ends.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::{
    SessionId, UserId,
    auth::{AccessToken, PasswordChange, SignIn},
};
use store::{AuditEntry, NewSession, Origin, Seat, SessionRecord, UserRecord};

use crate::app::{App, AppError, Caller, Language, Words, merchants, password};

const ACCESS_TOKEN_S: i64 = 15 * 60;
/// How often it is written down that a session is used.
const USED_EVERY_S: i64 = 60;
/// Two tabs may refresh at the same moment; the slower one is forgiven this long.
const GRACE_S: i64 = 10;
const REFRESH_TOKEN_BYTES: usize = 32;
const FAILURES_MAX: u32 = 5;
const FAILURE_WINDOW_MIN: i64 = 15;
const LOCK_MIN: i64 = 15;
const ISSUER: &str = "yundan";
const AUDIENCE: &str = "yundan-api";

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    sid: SessionId,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// What a sign-in or refresh gives: the answer, and the refresh token for the cookie where there is a new one.
pub struct Granted {
    pub answer: AccessToken,
    pub refresh_token: Option<String>,
    /// How long the cookie is kept.
    pub lifetime_h: i64,
}

pub fn signed_out() -> AppError {
    AppError::Unauthenticated { code: "unauthenticated", words: Words::new("请先登录。", "Sign in first.") }
}

fn wrong_credentials() -> AppError {
    AppError::Unauthenticated {
        code: "wrong_credentials",
        words: Words::new(
            format!("账号或密码不对。{FAILURE_WINDOW_MIN} 分钟内连续 {FAILURES_MAX} 次不对，将锁定 {LOCK_MIN} 分钟。"),
            format!(
                "The account or the password is wrong. {FAILURES_MAX} failures within {FAILURE_WINDOW_MIN} minutes lock the account for \
                 {LOCK_MIN} minutes."
            ),
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
            format!("连续多次密码不对，账号已锁定，约 {minutes} 分钟后自动解除。"),
            format!("Too many failures: the account is locked and opens by itself in about {minutes} min."),
        ),
    }
}

pub async fn sign_in(app: &App, request: &SignIn, origin: &Origin) -> Result<Granted, AppError> {
    let now = app.now();
    let found = find_account(app, request.account.trim()).await?;
    let Some((user, seat)) = found else {
        let typed = request.password.clone();
        blocking(move || password::verify_nothing(&typed)).await?;
        return Err(wrong_credentials());
    };
    if let Some(until) = user.locked_until.filter(|until| *until > now) {
        return Err(locked(until, now));
    }
    let (typed, hash) = (request.password.clone(), user.password_hash.clone());
    if !blocking(move || password::verify(&typed, &hash)).await? {
        let refused = count_failure(app, &user, now).await?;
        log(app, &seat, user.id, origin, "sign_in.failed").await?;
        return Err(refused);
    }
    app.store.network().clear_failures(user.id).await?;
    begin(app, &user, seat, origin, "sign_in").await
}

/// Begins a session in a seat, and writes it into the log of whom the seat belongs to.
pub(in crate::app) async fn begin(
    app: &App,
    user: &UserRecord,
    seat: Seat,
    origin: &Origin,
    action: &'static str,
) -> Result<Granted, AppError> {
    if let Some(scope) = app.store.network().scope_of_seat(&seat) {
        merchants::require_not_closed(app, scope).await?;
    }
    let now = app.now();
    let id = SessionId(app.id());
    let (token, token_hash) = refresh_token_for(app, id)?;
    let expires_at = now + TimeDelta::hours(app.settings.session_hours);
    let session = NewSession { id, user: user.id, seat, token_hash, expires_at, origin: origin.clone() };
    app.store.network().create_session(&session, now).await?;
    log(app, &seat, user.id, origin, action).await?;
    let answer = access_token(app, user.id, session.id, user.must_change_password, now)?;
    Ok(Granted { answer, refresh_token: Some(token), lifetime_h: app.settings.session_hours })
}

/// An entry about a person at the door, in the log of whom their seat belongs to.
async fn log(app: &App, seat: &Seat, user: UserId, origin: &Origin, action: &'static str) -> Result<(), AppError> {
    let entry = AuditEntry {
        user: Some(user),
        actor: String::new(),
        action,
        subject: user.to_string(),
        detail: String::new(),
        origin: origin.clone(),
        at: app.now(),
    };
    match app.store.network().scope_of_seat(seat) {
        Some(scope) => {
            app.store.write(scope, async |tx| Ok::<(), AppError>(tx.add_audit_entry(entry.clone()).await?)).await
        }
        None => Ok(app.store.network().add_audit_entry(entry).await?),
    }
}

async fn count_failure(app: &App, user: &UserRecord, now: DateTime<Utc>) -> Result<AppError, AppError> {
    let window = TimeDelta::minutes(FAILURE_WINDOW_MIN);
    let lock_passed = user.locked_until.is_some_and(|until| until <= now);
    let restart = lock_passed || user.failed_since.is_none_or(|since| since + window < now);
    let failures = app.store.network().count_failure(user.id, restart, now).await?;
    if failures < FAILURES_MAX {
        return Ok(wrong_credentials());
    }
    let until = now + TimeDelta::minutes(LOCK_MIN);
    app.store.network().lock_user(user.id, until).await?;
    Ok(locked(until, now))
}

/// A phone, a user name, `customer code/user name`, or a bare customer code.
async fn find_account(app: &App, account: &str) -> Result<Option<(UserRecord, Seat)>, AppError> {
    let network = app.store.network();
    let (code, operator) = match account.split_once('/') {
        Some((code, name)) => (code, Some(name.trim())),
        None => (account, None),
    };
    if operator.is_none() {
        let user = match address::phone::check(account) {
            Ok(phone) => network.find_user_by_phone(&phone.number).await?,
            Err(_) => None,
        };
        let user = match user {
            Some(user) => Some(user),
            None => network.find_user_by_name(account).await?,
        };
        if let Some(user) = user {
            let seat = network.seats(user.id).await?.into_iter().next();
            return Ok(seat.map(|seat| (user, seat)));
        }
    }
    // Customer codes are upper case; people type them as they like.
    let code = code.trim().to_uppercase();
    let Some(merchant) = network.find_merchant_by_code(&code).await? else { return Ok(None) };
    let Some((user, seat)) = network.find_operator(merchant.id, operator).await? else { return Ok(None) };
    Ok(network.find_user(user).await?.map(|user| (user, seat)))
}

/// Gives the next pair for a refresh token, or ends the session of one that was used before.
pub async fn refresh(app: &App, token: &str) -> Result<Granted, AppError> {
    let now = app.now();
    let (session, hash) = session_of_token(app, token).await?;
    let user = app.store.network().find_user(session.user).await?.ok_or_else(signed_out)?;
    if hash == session.token_hash {
        let (next, next_hash) = refresh_token_for(app, session.id)?;
        let grace = now + TimeDelta::seconds(GRACE_S);
        if app.store.network().rotate_session(session.id, &hash, &next_hash, grace, now).await? {
            let answer = access_token(app, user.id, session.id, user.must_change_password, now)?;
            return Ok(Granted { answer, refresh_token: Some(next), lifetime_h: app.settings.session_hours });
        }
    }
    // Not the present token. Right after a rotation another tab may hold the one before: it gets in, but no new token.
    let session = live_session(app, session.id).await?;
    let forgiven = session.previous_token_hash.as_deref() == Some(&hash)
        && session.previous_until.is_some_and(|until| until >= now);
    if forgiven {
        let answer = access_token(app, user.id, session.id, user.must_change_password, now)?;
        return Ok(Granted { answer, refresh_token: None, lifetime_h: app.settings.session_hours });
    }
    app.store.network().end_session(session.id, "refresh token reused", now).await?;
    tracing::warn!(session = %session.id, "a refresh token was used twice; the session is ended");
    Err(signed_out())
}

pub async fn sign_out(app: &App, token: &str) -> Result<(), AppError> {
    let (session, _) = session_of_token(app, token).await?;
    Ok(app.store.network().end_session(session.id, "signed out", app.now()).await?)
}

/// Proves that the caller knows a person's password; guesses count as they do when signing in.
pub(in crate::app) async fn prove(
    app: &App,
    user: &UserRecord,
    typed: &str,
    pointer: &'static str,
) -> Result<(), AppError> {
    let now = app.now();
    if let Some(until) = user.locked_until.filter(|until| *until > now) {
        return Err(locked(until, now));
    }
    let (typed, hash) = (typed.to_owned(), user.password_hash.clone());
    if blocking(move || password::verify(&typed, &hash)).await? {
        return Ok(());
    }
    if let error @ AppError::TooMany { .. } = count_failure(app, user, now).await? {
        return Err(error);
    }
    Err(AppError::invalid(pointer, "wrong_password", Words::new("当前密码不对。", "The current password is wrong.")))
}

pub async fn change_password(app: &App, caller: &Caller, request: &PasswordChange) -> Result<AccessToken, AppError> {
    let now = app.now();
    let session = caller.session()?;
    let user = app.store.network().find_user(caller.user).await?.ok_or_else(signed_out)?;
    prove(app, &user, &request.current_password, "/current_password").await?;
    password::check(&request.new_password, user.user_name.as_deref())?;
    if request.new_password == request.current_password {
        return Err(AppError::invalid(
            "/new_password",
            "password_unchanged",
            Words::new("新密码不能和当前密码相同。", "The new password must differ from the current one."),
        ));
    }
    let new_password = request.new_password.clone();
    let hash = blocking(move || password::hash(&new_password)).await??;
    app.store.network().set_password(user.id, &hash, now).await?;
    app.store.network().clear_failures(user.id).await?;
    app.store.network().end_other_sessions(user.id, session, "password changed", now).await?;
    match caller.scope() {
        Ok(scope) => {
            let entry = caller.audit(app, "password.change", user.id, "");
            app.store.write(scope, async |tx| Ok::<(), AppError>(tx.add_audit_entry(entry.clone()).await?)).await?;
        }
        Err(_) => app.store.network().add_audit_entry(caller.audit(app, "password.change", user.id, "")).await?,
    }
    access_token(app, user.id, session, false, now)
}

/// The caller behind an access token; its session is looked up, so that an ended one is out at once.
pub async fn authenticate(app: &App, token: &str, language: Language, origin: Origin) -> Result<Caller, AppError> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
    // The clock that is passed in decides, below; the library would ask the machine's.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    let key = DecodingKey::from_secret(app.store.keys().access_token_key());
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation).map_err(|_| signed_out())?.claims;
    let now = app.now().timestamp();
    if now >= claims.exp || now < claims.nbf {
        return Err(AppError::Unauthenticated {
            code: "token_expired",
            words: Words::new("登录已过期，请重新登录。", "The access token has expired; refresh or sign in again."),
        });
    }
    let session = live_session(app, claims.sid).await?;
    if session.user != claims.sub {
        return Err(signed_out());
    }
    let network = app.store.network();
    let user = network.find_user(session.user).await?.ok_or_else(signed_out)?;
    // What the seat may do is asked at every request, so that a change of it holds at once.
    let standing = network.standing(&session).await?.ok_or_else(signed_out)?;
    if let Some(scope) = session.scope() {
        merchants::require_not_closed(app, scope).await?;
    }
    let now = app.now();
    if now - session.last_used_at >= TimeDelta::seconds(USED_EVERY_S) {
        network.touch_session(session.id, now).await?;
    }
    Ok(Caller::person(&session, standing, user.must_change_password, language, origin))
}

async fn live_session(app: &App, id: SessionId) -> Result<SessionRecord, AppError> {
    let session = app.store.network().find_session(id).await?.ok_or_else(signed_out)?;
    let now = app.now();
    let idle = session.last_used_at + TimeDelta::minutes(app.settings.session_idle_min) <= now;
    if session.ended || idle || session.expires_at <= now { Err(signed_out()) } else { Ok(session) }
}

/// A refresh token names its session and is signed: a genuine one that was used before leads to what must end, a made-up one to nothing.
async fn session_of_token(app: &App, token: &str) -> Result<(SessionRecord, Vec<u8>), AppError> {
    let (body, signature) = token.rsplit_once('.').ok_or_else(signed_out)?;
    if signature != refresh_signature(app, body) {
        return Err(signed_out());
    }
    let id = body.split_once('.').and_then(|(id, _)| id.parse().ok()).ok_or_else(signed_out)?;
    Ok((live_session(app, id).await?, Sha256::digest(token.as_bytes()).to_vec()))
}

fn refresh_token_for(app: &App, session: SessionId) -> Result<(String, Vec<u8>), AppError> {
    let mut secret = [0u8; REFRESH_TOKEN_BYTES];
    getrandom::fill(&mut secret).map_err(AppError::internal)?;
    let body = format!("{session}.{}", URL_SAFE_NO_PAD.encode(secret));
    let token = format!("{body}.{}", refresh_signature(app, &body));
    let hash = Sha256::digest(token.as_bytes()).to_vec();
    Ok((token, hash))
}

fn refresh_signature(app: &App, body: &str) -> String {
    format!("{:016x}", app.store.keys().token(uuid::Uuid::nil(), "refresh token", body))
}

fn access_token(
    app: &App,
    user: UserId,
    session: SessionId,
    must_change_password: bool,
    now: DateTime<Utc>,
) -> Result<AccessToken, AppError> {
    lasting_token(app, (user, session), must_change_password, now, ACCESS_TOKEN_S)
}

/// The one token of a look at a merchant's pages: there is no refresh, so it lasts as long as the look.
pub(in crate::app) fn view_token(
    app: &App,
    user: UserId,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<AccessToken, AppError> {
    lasting_token(app, (user, session), false, now, merchants::VIEW_MIN * 60)
}

fn lasting_token(
    app: &App,
    (user, session): (UserId, SessionId),
    must_change_password: bool,
    now: DateTime<Utc>,
    seconds: i64,
) -> Result<AccessToken, AppError> {
    let iat = now.timestamp();
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: user,
        sid: session,
        iat,
        nbf: iat,
        exp: iat + seconds,
    };
    let key = EncodingKey::from_secret(app.store.keys().access_token_key());
    let access_token =
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).map_err(AppError::internal)?;
    let expires_in_s = u32::try_from(seconds).map_err(AppError::internal)?;
    Ok(AccessToken { access_token, expires_in_s, must_change_password })
}

/// Password hashing takes its time on purpose; other requests must not wait for it.
pub(in crate::app) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work).await.map_err(AppError::internal)
}
