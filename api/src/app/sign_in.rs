//! Signing in, and proving once more that it is the person.

use shared::{
    UserId,
    auth::{AccessToken, LockLift, PasswordChange, SignIn},
};
use store::{AuditEntry, Origin, Seat, TenantScope, UserRecord};

use crate::app::{
    App, AppError, Caller, Language, Words,
    codes::{self, Purpose},
    door::Door,
    merchants,
    messages::{self, MessageKind},
    password, secret,
    sessions::{self, Bearer, Granted, signed_out},
    time_zone, totp,
};

/// Longer than any account; what is longer is nobody's.
const ACCOUNT_CHARS_MAX: usize = 120;

/// What a browser brings along.
pub struct Visitor<'a> {
    pub origin: &'a Origin,
    /// What the browser is known by from an earlier sign-in.
    pub device: Option<&'a str>,
    pub language: Language,
}

pub async fn sign_in(app: &App, request: &SignIn, visitor: &Visitor<'_>) -> Result<Granted, AppError> {
    let account: String = request.account.trim().chars().take(ACCOUNT_CHARS_MAX).collect();
    let found = find_account(app, &account).await?;
    let door = Door::of(app, &account, found.as_ref().map(|(user, _)| user.id), visitor.origin);
    door.require_open(app).await?;
    // A code that went to the person's phone is what a captcha would ask for, and more.
    if request.code.is_none() {
        door.require_captcha(app, request.captcha.as_ref()).await?;
    }
    let proven = match (&request.code, &found) {
        (Some(code), found) => knows_code(app, &account, code, found.as_ref().map(|(user, _)| user.id)).await?,
        (None, Some((user, _))) => app.password_work.verify(&request.password, &user.password_hash).await?,
        (None, None) => {
            app.password_work.verify_nothing(&request.password).await?;
            false
        }
    };
    let Some((user, seat)) = found else {
        // Written down like every failure, so that it takes as long; what was typed may be anything, so it is not.
        let entry = entry(app, None, visitor.origin, "sign_in.failed");
        app.store.network().add_audit_entry(entry).await?;
        return Err(door.failed(app).await?);
    };
    if !proven {
        log(app, &seat, user.id, visitor.origin, "sign_in.failed").await?;
        return Err(door.failed(app).await?);
    }
    if user.has_totp {
        second_factor(app, &user, &seat, &door, request.otp.as_deref(), visitor.origin).await?;
    }
    door.passed(app).await?;
    let device_token = meet_device(app, &user, visitor).await?;
    let granted = sessions::begin(app, &user, seat, visitor.origin, "sign_in").await?;
    Ok(Granted { device_token, ..granted })
}

async fn knows_code(app: &App, account: &str, code: &str, user: Option<UserId>) -> Result<bool, AppError> {
    let Ok(phone) = address::phone::check(account) else { return Ok(false) };
    match codes::check(app, Purpose::SignIn, &phone.number, code).await? {
        Some(right) => Ok(right.user.is_some() && right.user == user && codes::spend(app, &right).await?),
        None => Ok(false),
    }
}

async fn second_factor(
    app: &App,
    user: &UserRecord,
    seat: &Seat,
    door: &Door,
    given: Option<&str>,
    origin: &Origin,
) -> Result<(), AppError> {
    let Some(code) = given.filter(|code| !code.trim().is_empty()) else {
        return Err(AppError::Unauthenticated {
            code: "otp_required",
            words: Words::new(
                "请输入动态验证码（身份验证器或恢复码）。",
                "Give the code of your authenticator, or a recovery code.",
            ),
        });
    };
    if totp::check(app, user.id, code).await? {
        return Ok(());
    }
    log(app, seat, user.id, origin, "sign_in.failed").await?;
    match door.failed(app).await? {
        locked @ AppError::TooMany { .. } => Err(locked),
        _ => Err(AppError::Unauthenticated {
            code: "wrong_otp",
            words: Words::new(
                "动态码不对或已用过，请等下一个。",
                "The code is wrong or was used before; wait for the next one.",
            ),
        }),
    }
}

/// Knows the browser again, or gives it a token to be known by, and tells the person where it is not their first.
async fn meet_device(app: &App, user: &UserRecord, visitor: &Visitor<'_>) -> Result<Option<String>, AppError> {
    let known = visitor.device.map(secret::hash);
    let token = secret::generate()?;
    let new = (app.id(), secret::hash(&token));
    let network = app.store.network();
    let Some(has_others) = network.meet_device(user.id, known.as_deref(), (new.0, &new.1), app.now()).await? else {
        return Ok(None);
    };
    if has_others {
        let time = time_zone::shown(app.now());
        let values = [("place", &*visitor.origin.place), ("ip", &*visitor.origin.ip), ("time", &*time)];
        messages::tell(app, user.id, MessageKind::NewDevice, &values, visitor.language).await?;
    }
    Ok(Some(token))
}

/// A phone, a user name, `customer code/user name`, or a bare customer code.
pub(in crate::app) async fn find_account(app: &App, account: &str) -> Result<Option<(UserRecord, Seat)>, AppError> {
    let network = app.store.network();
    // User names are lower case; people type them as they like.
    let account = account.to_lowercase();
    let (code, operator) = match account.split_once('/') {
        Some((code, name)) => (code, Some(name.trim())),
        None => (&*account, None),
    };
    if operator.is_none() {
        let user = match address::phone::check(&account) {
            Ok(phone) => network.find_user_by_phone(&phone.number).await?,
            Err(_) => None,
        };
        let user = match user {
            Some(user) => Some(user),
            None => network.find_user_by_name(&account).await?,
        };
        if let Some(user) = user {
            let seat = first_open_seat(app, network.seats(user.id).await?).await?;
            return Ok(seat.map(|seat| (user, seat)));
        }
    }
    // Customer codes are upper case; people type them as they like.
    let code = code.trim().to_uppercase();
    let Some(merchant) = network.find_merchant_by_code(&code).await? else { return Ok(None) };
    let Some((user, seat)) = network.find_operator(merchant.id, operator).await? else { return Ok(None) };
    Ok(network.find_user(user).await?.map(|user| (user, seat)))
}

/// The oldest seat that lets its person in; where every merchant of theirs is closed, the oldest of all, whose refusal says so.
async fn first_open_seat(app: &App, seats: Vec<Seat>) -> Result<Option<Seat>, AppError> {
    for seat in &seats {
        let is_open = match seat {
            Seat::Operator { merchant, .. } => {
                let merchant = app.store.network().find_merchant(*merchant).await?;
                merchant.is_some_and(|merchant| merchants::require_admitted(merchant.status).is_ok())
            }
            Seat::Staff { .. } => true,
        };
        if is_open {
            return Ok(Some(*seat));
        }
    }
    Ok(seats.into_iter().next())
}

/// Proves that the caller knows a person's password; guesses count as they do when signing in.
pub(in crate::app) async fn prove(
    app: &App,
    user: &UserRecord,
    typed: &str,
    pointer: &'static str,
    origin: &Origin,
) -> Result<(), AppError> {
    let door = Door::of(app, "", Some(user.id), origin);
    door.require_open(app).await?;
    if app.password_work.verify(typed, &user.password_hash).await? {
        return Ok(());
    }
    if let error @ AppError::TooMany { .. } = door.failed(app).await? {
        return Err(error);
    }
    Err(AppError::invalid(pointer, "wrong_password", Words::new("当前密码不对。", "The current password is wrong.")))
}

pub async fn change_password(app: &App, caller: &Caller, request: &PasswordChange) -> Result<AccessToken, AppError> {
    let now = app.now();
    let session = caller.session()?;
    let network = app.store.network();
    let user = network.find_user(caller.user).await?.ok_or_else(signed_out)?;
    prove(app, &user, &request.current_password, "/current_password", &caller.origin).await?;
    password::check(&request.new_password, &network.user_names(user.id).await?)?;
    if request.new_password == request.current_password {
        return Err(AppError::invalid(
            "/new_password",
            "password_unchanged",
            Words::new("新密码不能和当前密码相同。", "The new password must differ from the current one."),
        ));
    }
    password::check_history(app, user.id, "/new_password", &request.new_password).await?;
    password::set(app, user.id, &request.new_password).await?;
    Door::of(app, "", Some(user.id), &caller.origin).passed(app).await?;
    network.end_other_sessions(user.id, session, "password changed", now).await?;
    log_caller(app, caller, "password.change").await?;
    let time = time_zone::shown(now);
    messages::tell(app, user.id, MessageKind::PasswordChanged, &[("time", &time)], caller.language).await?;
    let session = network.find_session(session).await?.ok_or_else(signed_out)?;
    sessions::access_token(app, Bearer::of(&session), false, now)
}

/// Lifts the lock of an account before its time. Whether there was one, or such an account, is not told.
pub async fn lift_lock(app: &App, caller: &Caller, request: &LockLift) -> Result<(), AppError> {
    let account: String = request.account.trim().chars().take(ACCOUNT_CHARS_MAX).collect();
    let user = find_account(app, &account).await?.map(|(user, _)| user.id);
    Door::of(app, &account, user, &caller.origin).passed(app).await?;
    let subject = user.map_or_else(|| "unknown account".to_owned(), |user| user.to_string());
    Ok(app.store.network().add_audit_entry(caller.audit(app, "account.unlock", subject, "")).await?)
}

fn entry(app: &App, user: Option<UserId>, origin: &Origin, action: &'static str) -> AuditEntry {
    AuditEntry {
        user,
        actor: String::new(),
        action,
        subject: user.map_or_else(|| "unknown account".to_owned(), |user| user.to_string()),
        detail: String::new(),
        origin: origin.clone(),
        at: app.now(),
    }
}

/// An entry about a person at the door, in the log of whom their seat belongs to.
pub(in crate::app) async fn log(
    app: &App,
    seat: &Seat,
    user: UserId,
    origin: &Origin,
    action: &'static str,
) -> Result<(), AppError> {
    log_in(app, app.store.network().scope_of_seat(seat), user, origin, action).await
}

/// The same, in a merchant's log or else the network's.
pub(in crate::app) async fn log_in(
    app: &App,
    scope: Option<TenantScope>,
    user: UserId,
    origin: &Origin,
    action: &'static str,
) -> Result<(), AppError> {
    write_entry(app, scope, &entry(app, Some(user), origin, action)).await
}

/// An entry in a merchant's log or else the network's.
pub(in crate::app) async fn write_entry(
    app: &App,
    scope: Option<TenantScope>,
    entry: &AuditEntry,
) -> Result<(), AppError> {
    match scope {
        Some(scope) => {
            app.store.write(scope, async |tx| Ok::<(), AppError>(tx.add_audit_entry(entry.clone()).await?)).await
        }
        None => Ok(app.store.network().add_audit_entry(entry.clone()).await?),
    }
}

/// What a caller did to their own account, in the log of the seat they sit in.
pub(in crate::app) async fn log_caller(app: &App, caller: &Caller, action: &'static str) -> Result<(), AppError> {
    write_entry(app, caller.scope().ok(), &caller.audit(app, action, caller.user, "")).await
}

/// What concerns a person and no seat of theirs, in the log of everybody they have a seat with.
pub(in crate::app) async fn log_everywhere(app: &App, user: UserId, entry: &AuditEntry) -> Result<(), AppError> {
    let network = app.store.network();
    for seat in network.seats(user).await? {
        write_entry(app, network.scope_of_seat(&seat), entry).await?;
    }
    Ok(())
}
