//! The second factor: codes of an authenticator (RFC 6238), and recovery codes for when it is lost.

use base64::{Engine, engine::general_purpose::STANDARD};
use fast_qr::{ECL, QRBuilder};
use shared::{
    UserId,
    auth::{RecoveryCodes, SecuritySettings, TotpCode, TotpEnd, TotpSecret, TotpStart},
    limits::RECOVERY_CODES,
};
use totp_rs::{Builder, Secret, Totp};

use crate::app::{App, AppError, Caller, Words, secret, sessions::signed_out, sign_in};

/// RFC 4226 recommends 160 bits.
const SECRET_BYTES: usize = 20;
/// Characters of a recovery code that a person copies from paper.
const RECOVERY_ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const RECOVERY_CHARS: usize = 10;
const CODE_CHARS_MAX: usize = 32;

fn authenticator(app: &App, secret: &[u8], account: &str) -> Result<Totp, AppError> {
    // The issuer and the account stand in one address with a colon between them.
    let plain = |text: &str| text.replace(':', " ");
    Builder::new()
        .with_secret(Secret::from(secret.to_vec()))
        .with_issuer(Some(plain(&app.settings.network_name)))
        .with_account_name(plain(account))
        .build()
        .map_err(AppError::internal)
}

fn now_s(app: &App) -> u64 {
    u64::try_from(app.now().timestamp()).unwrap_or(0)
}

fn wrong_code() -> AppError {
    AppError::invalid(
        "/code",
        "wrong_otp",
        Words::new("动态码不对或已用过，请等下一个。", "The code is wrong or was used before; wait for the next one."),
    )
}

/// A new secret, shown once. Nothing changes until a code of it is given back.
pub async fn start(app: &App, caller: &Caller, request: &TotpStart) -> Result<TotpSecret, AppError> {
    let network = app.store.network();
    let user = network.find_user(caller.user).await?.ok_or_else(signed_out)?;
    sign_in::prove(app, &user, &request.password, "/password", &caller.origin).await?;
    if user.has_totp {
        return Err(AppError::Conflict {
            code: "totp_is_on",
            words: Words::new("两步验证已开启。", "There is a second factor already."),
        });
    }
    let mut fresh = [0u8; SECRET_BYTES];
    getrandom::fill(&mut fresh).map_err(AppError::internal)?;
    network.set_pending_totp(user.id, &fresh).await?;
    let totp = authenticator(app, &fresh, &user.display_name)?;
    let uri = totp.to_url().map_err(AppError::internal)?;
    let qr = format!("data:image/svg+xml;base64,{}", STANDARD.encode(qr_svg(&uri)?));
    Ok(TotpSecret { secret: totp.secret().to_base32(), uri, qr })
}

fn qr_svg(text: &str) -> Result<String, AppError> {
    const QUIET: usize = 4;
    let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(|_| AppError::internal("the address is too long"))?;
    let side = code.size + 2 * QUIET;
    let squares: String = (0..code.size)
        .flat_map(|y| (0..code.size).map(move |x| (x, y)))
        .filter(|(x, y)| code[*y][*x].value())
        .map(|(x, y)| format!("M{} {}h1v1h-1z", x + QUIET, y + QUIET))
        .collect();
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{squares}\"/></svg>"
    ))
}

/// The second factor holds from now on; the recovery codes are told this once.
pub async fn confirm(app: &App, caller: &Caller, request: &TotpCode) -> Result<RecoveryCodes, AppError> {
    let network = app.store.network();
    caller.session()?;
    let totp = network.totp(caller.user).await?;
    let pending = totp.pending.ok_or_else(wrong_code)?;
    let step = authenticator(app, &pending, "")?.check(&typed(&request.code), now_s(app)).ok_or_else(wrong_code)?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    let mut kept = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let code = recovery_code()?;
        kept.push((app.id(), secret::hash(&folded(&code))));
        codes.push(code);
    }
    network.set_totp(caller.user, Some((&pending, step)), &kept).await?;
    sign_in::log_caller(app, caller, "totp.on").await?;
    Ok(RecoveryCodes { codes })
}

pub async fn end(app: &App, caller: &Caller, request: &TotpEnd) -> Result<(), AppError> {
    let network = app.store.network();
    let user = network.find_user(caller.user).await?.ok_or_else(signed_out)?;
    sign_in::prove(app, &user, &request.password, "/password", &caller.origin).await?;
    if !check(app, user.id, &request.code).await? {
        return Err(wrong_code());
    }
    network.set_totp(user.id, None, &[]).await?;
    sign_in::log_caller(app, caller, "totp.off").await
}

/// Is it the present code of the person's authenticator, or one of their recovery codes? Each is good once.
pub(in crate::app) async fn check(app: &App, user: UserId, code: &str) -> Result<bool, AppError> {
    let network = app.store.network();
    let Some(secret) = network.totp(user).await?.secret else { return Ok(false) };
    let code = typed(code);
    if let Some(step) = authenticator(app, &secret, "")?.check(&code, now_s(app)) {
        return Ok(network.use_totp_step(user, step).await?);
    }
    Ok(network.use_recovery_code(user, &secret::hash(&folded(&code))).await?)
}

/// As people type codes: with spaces, or without.
fn typed(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace()).take(CODE_CHARS_MAX).collect()
}

fn folded(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

fn recovery_code() -> Result<String, AppError> {
    let mut random = [0u8; RECOVERY_CHARS];
    getrandom::fill(&mut random).map_err(AppError::internal)?;
    let letters: String = random.iter().map(|byte| char::from(RECOVERY_ALPHABET[usize::from(byte % 32)])).collect();
    let (front, back) = letters.split_at(RECOVERY_CHARS / 2);
    Ok(format!("{front}-{back}"))
}

pub async fn settings(app: &App, caller: &Caller) -> Result<SecuritySettings, AppError> {
    Ok(SecuritySettings { require_totp: app.store.read(caller.scope()?).merchant().await?.require_totp })
}

pub async fn set_settings(
    app: &App,
    caller: &Caller,
    request: &SecuritySettings,
) -> Result<SecuritySettings, AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            tx.set_require_totp(request.require_totp).await?;
            let detail = if request.require_totp { "second factor required" } else { "second factor not required" };
            Ok::<(), AppError>(tx.add_audit_entry(caller.audit(app, "security.settings", "security", detail)).await?)
        })
        .await?;
    Ok(request.clone())
}
