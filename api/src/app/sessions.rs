//! Sessions: beginning one, carrying on, signing out.
//!
//! A person gets a short access token (JWT) and a refresh token that is used once: every refresh gives the next one. A refresh token that
//! comes back later than the grace allows was copied, so the whole session ends.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::{MerchantId, OperatorId, SessionId, UserId, auth::AccessToken};
use store::{NewSession, Origin, Seat, Seated, SessionRecord, SignedIn, Standing, UserRecord};

use crate::app::{App, AppError, Caller, Language, Words, caller::Must, merchants, sign_in};

const ACCESS_TOKEN_S: i64 = 15 * 60;
/// How often it is written down that a session is used.
const USED_EVERY_S: i64 = 60;
/// Two tabs may refresh at the same moment; the slower one is forgiven this long.
const GRACE_S: i64 = 10;
const REFRESH_TOKEN_BYTES: usize = 32;
const ISSUER: &str = "yundan";
const AUDIENCE: &str = "yundan-api";

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    sid: SessionId,
    /// The operator's seat, so that it is looked up beside the session; it holds only if the session says the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seat: Option<(MerchantId, OperatorId)>,
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
    /// What the browser is known by from now on, where it was not.
    pub device_token: Option<String>,
}

pub fn signed_out() -> AppError {
    AppError::Unauthenticated { code: "unauthenticated", words: Words::new("请先登录。", "Sign in first.") }
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
        merchants::admitted(app, scope).await?;
    }
    let now = app.now();
    let id = SessionId(app.id());
    let (token, token_hash) = refresh_token_for(app, id)?;
    let expires_at = now + TimeDelta::hours(app.settings.session_hours);
    let session = NewSession { id, user: user.id, seat, token_hash, expires_at, origin: origin.clone() };
    app.store.network().create_session(&session, now).await?;
    sign_in::log(app, &seat, user.id, origin, action).await?;
    let bearer = Bearer { user: user.id, session: session.id, seat: session.operator_seat() };
    let answer = access_token(app, bearer, user.must_change_password, now)?;
    Ok(Granted { answer, refresh_token: Some(token), lifetime_h: app.settings.session_hours, device_token: None })
}

/// Whether a request is somebody's act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    Attended,
    /// The page asked by itself, and nobody was there: it does not keep the session alive.
    Unattended,
}

/// Gives the next pair for a refresh token, or ends the session of one that was used before.
pub async fn refresh(app: &App, token: &str, by: Use) -> Result<Granted, AppError> {
    let now = app.now();
    let (session, hash) = session_of_token(app, token).await?;
    let user = app.store.network().find_user(session.user).await?.ok_or_else(signed_out)?;
    if hash == session.token_hash {
        let (next, next_hash) = refresh_token_for(app, session.id)?;
        let grace = now + TimeDelta::seconds(GRACE_S);
        let used_at = if by == Use::Attended { now } else { session.last_used_at };
        if app.store.network().rotate_session(session.id, &hash, &next_hash, grace, used_at).await? {
            let answer = access_token(app, Bearer::of(&session), user.must_change_password, now)?;
            return Ok(Granted {
                answer,
                refresh_token: Some(next),
                lifetime_h: app.settings.session_hours,
                device_token: None,
            });
        }
    }
    // Not the present token. Right after a rotation another tab may hold the one before: it gets in, but no new token.
    let session = live_session(app, session.id).await?;
    let forgiven = session.previous_token_hash.as_deref() == Some(&hash)
        && session.previous_until.is_some_and(|until| until >= now);
    if forgiven {
        let answer = access_token(app, Bearer::of(&session), user.must_change_password, now)?;
        return Ok(Granted { answer, refresh_token: None, lifetime_h: app.settings.session_hours, device_token: None });
    }
    app.store.network().end_session(session.id, "refresh token reused", now).await?;
    tracing::warn!(session = %session.id, "a refresh token was used twice; the session is ended");
    Err(signed_out())
}

pub async fn sign_out(app: &App, token: &str, origin: &Origin) -> Result<(), AppError> {
    let (session, _) = session_of_token(app, token).await?;
    app.store.network().end_session(session.id, "signed out", app.now()).await?;
    sign_in::log_in(app, session.scope(), session.user, origin, "sign_out").await
}

/// The caller behind an access token; its session is looked up, so that an ended one is out at once.
pub async fn authenticate(
    app: &App,
    token: &str,
    language: Language,
    origin: Origin,
    by: Use,
) -> Result<Caller, AppError> {
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
    let network = app.store.network();
    // At once: each question is a hop to the database, and every request waits for them. What the seat may do is asked at every request,
    // so that a change of it holds at once.
    let seated = async {
        match claims.seat {
            Some((merchant, operator)) => network.seated(merchant, operator).await,
            None => Ok(None),
        }
    };
    let (signed_in, seated) = futures_util::try_join!(network.signed_in(claims.sid), seated)?;
    let signed_in = signed_in.ok_or_else(signed_out)?;
    let session = &signed_in.session;
    require_live(app, session)?;
    if session.user != claims.sub || session.operator_seat() != claims.seat {
        return Err(signed_out());
    }
    let (standing, must) = match session.operator_seat() {
        Some(_) => operators_standing(&signed_in, seated.ok_or_else(signed_out)?)?,
        None => staff_standing(app, &signed_in).await?,
    };
    let now = app.now();
    if by == Use::Attended && now - session.last_used_at >= TimeDelta::seconds(USED_EVERY_S) {
        network.touch_session(session.id, now).await?;
    }
    Ok(Caller::person(session, standing, must, language, origin))
}

fn operators_standing(signed_in: &SignedIn, seated: Seated) -> Result<(Standing, Must), AppError> {
    merchants::require_admitted(seated.merchant.status)?;
    let must = Must {
        change_password: signed_in.must_change_password,
        set_up_totp: seated.merchant.require_totp && !signed_in.has_totp,
        set_up_merchant: seated.merchant.needs_setup,
    };
    Ok((seated.standing, must))
}

/// Whoever only looks at a merchant's pages obeys the network's rules.
async fn staff_standing(app: &App, signed_in: &SignedIn) -> Result<(Standing, Must), AppError> {
    if let Some(scope) = signed_in.session.scope() {
        merchants::admitted(app, scope).await?;
    }
    let standing = app.store.network().staff_standing(&signed_in.session).await?.ok_or_else(signed_out)?;
    let must = Must {
        change_password: signed_in.must_change_password,
        set_up_totp: app.settings.staff_totp && !signed_in.has_totp,
        set_up_merchant: false,
    };
    Ok((standing, must))
}

async fn live_session(app: &App, id: SessionId) -> Result<SessionRecord, AppError> {
    let session = app.store.network().find_session(id).await?.ok_or_else(signed_out)?;
    require_live(app, &session)?;
    Ok(session)
}

fn require_live(app: &App, session: &SessionRecord) -> Result<(), AppError> {
    let now = app.now();
    let idle = session.last_used_at + TimeDelta::minutes(app.settings.session_idle_min) <= now;
    if session.ended || idle || session.expires_at <= now { Err(signed_out()) } else { Ok(()) }
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

/// Whom an access token is for.
pub(in crate::app) struct Bearer {
    user: UserId,
    session: SessionId,
    seat: Option<(MerchantId, OperatorId)>,
}

impl Bearer {
    pub(in crate::app) fn of(session: &SessionRecord) -> Bearer {
        Bearer { user: session.user, session: session.id, seat: session.operator_seat() }
    }
}

pub(in crate::app) fn access_token(
    app: &App,
    bearer: Bearer,
    must_change_password: bool,
    now: DateTime<Utc>,
) -> Result<AccessToken, AppError> {
    lasting_token(app, bearer, must_change_password, now, ACCESS_TOKEN_S)
}

/// The one token of a look at a merchant's pages: there is no refresh, so it lasts as long as the look.
pub(in crate::app) fn view_token(
    app: &App,
    user: UserId,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<AccessToken, AppError> {
    lasting_token(app, Bearer { user, session, seat: None }, false, now, merchants::VIEW_MIN * 60)
}

fn lasting_token(
    app: &App,
    bearer: Bearer,
    must_change_password: bool,
    now: DateTime<Utc>,
    seconds: i64,
) -> Result<AccessToken, AppError> {
    let iat = now.timestamp();
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: bearer.user,
        sid: bearer.session,
        seat: bearer.seat,
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
