//! A forgotten password: a code to the phone, or a link to the mail address. Setting a new one ends every session.

use chrono::TimeDelta;
use shared::{
    UserId,
    auth::{PasswordForgotten, PasswordReset},
    limits::RESET_LINK_MIN,
};
use store::{AuditEntry, NewOneTimeCode, Origin};
use uuid::Uuid;

use crate::app::{
    App, AppError, Language, Words,
    codes::{self, Purpose},
    door::{self, Door},
    messages::{self, MessageKind, To},
    password, secret, sign_in, time_zone,
};

const LINK: &str = "reset_link";
const ACCOUNT_CHARS_MAX: usize = 254;
/// Codes typed from one address an hour.
const RESET_TRIES_PER_HOUR: u32 = 30;

/// Sends a code or a link, if the phone or the address is somebody's: the answer is the same for everybody.
pub async fn request(
    app: &App,
    request: &PasswordForgotten,
    origin: &Origin,
    language: Language,
) -> Result<(), AppError> {
    let account = request.account.trim();
    let network = app.store.network();
    if let Ok(phone) = address::phone::check(account) {
        let phone = phone.number.to_string();
        let user = network.find_user_by_phone(&phone).await?.map(|user| user.id);
        return codes::send(app, Purpose::Reset, &phone, user, user.is_some(), (origin, language)).await.map(|_| ());
    }
    if !account.contains('@') || account.chars().count() > ACCOUNT_CHARS_MAX {
        let words =
            Words::new("请填写账号绑定的手机号或邮箱。", "Give the phone or the e-mail address of the account.");
        return Err(AppError::invalid("/account", "no_phone_or_email", words));
    }
    if !app.settings.messages.sends_email() {
        return Err(no_email());
    }
    codes::admit(app, LINK, &account.to_lowercase(), origin).await?;
    let user = network.find_user_by_email(account).await?.map(|user| user.id);
    // To the address as it is kept: what was typed may only look the same to whoever folds its case.
    // Asked for nobody too, so that it takes as long.
    let kept = network.user_contact(user.unwrap_or(UserId(Uuid::nil()))).await?.email;
    send_link(app, account, user.zip(kept), language).await
}

fn no_email() -> AppError {
    AppError::Unavailable {
        code: "email_not_set_up",
        retry_after_s: 3_600,
        words: Words::new(
            "本网络没有开通邮件，请用手机号，或联系网点。",
            "This network sends no e-mail; use your phone, or ask your outlet.",
        ),
    }
}

async fn send_link(app: &App, typed: &str, user: Option<(UserId, String)>, language: Language) -> Result<(), AppError> {
    let lasts = TimeDelta::minutes(i64::from(RESET_LINK_MIN));
    let (kept, token) = new_link(app, &typed.to_lowercase(), user.as_ref().map(|(user, _)| *user), lasts)?;
    let address = user.as_ref().map_or(typed, |(_, address)| address.as_str());
    let link = address_of(app, &token);
    let message = messages::message(app, To::Email(address), MessageKind::ResetLink, &[("link", &link)], language)?;
    codes::keep(app, &kept, &message, user.is_some()).await
}

/// A link that sets the password of `user`, and its secret. It has no effect until it is kept; one of before with the same `target` is dead then.
pub(in crate::app) fn new_link(
    app: &App,
    target: &str,
    user: Option<UserId>,
    lasts: TimeDelta,
) -> Result<(NewOneTimeCode, String), AppError> {
    let token = secret::generate()?;
    let kept = NewOneTimeCode {
        id: app.id(),
        purpose: LINK,
        target_token: app.store.network().code_target(target),
        user,
        code_hash: secret::hash(&token),
        expires_at: app.now() + lasts,
    };
    Ok((kept, token))
}

/// Where the link leads. The secret stands after the number sign: in the rest of an address it would stand in logs on the way.
pub(in crate::app) fn address_of(app: &App, token: &str) -> String {
    format!("{}/reset#{token}", app.settings.public_url)
}

/// Whose password is set, by what proof.
enum Proof {
    Code(codes::RightCode),
    Link(Uuid),
}

pub async fn redeem(app: &App, request: &PasswordReset, origin: &Origin, language: Language) -> Result<(), AppError> {
    // What is wrong with the password by itself is told before the proof is touched.
    password::check::<&str>(&request.new_password, &[])?;
    let (user, proof) = prove(app, request, origin).await?;
    password::check(&request.new_password, &app.store.network().user_names(user).await?)?;
    password::check_history(app, user, "/new_password", &request.new_password).await?;
    let spent = match &proof {
        Proof::Code(code) => codes::spend(app, code).await?,
        Proof::Link(id) => app.store.network().spend_code(*id).await?,
    };
    if !spent {
        return Err(codes::wrong("/code"));
    }
    password::set(app, user, &request.new_password).await?;
    let network = app.store.network();
    network.end_sessions(user, "password reset", app.now()).await?;
    Door::of(app, "", Some(user), origin).passed(app).await?;
    log(app, user, origin).await?;
    let time = time_zone::shown(app.now());
    messages::tell(app, user, MessageKind::PasswordChanged, &[("time", &time)], language).await
}

async fn prove(app: &App, request: &PasswordReset, origin: &Origin) -> Result<(UserId, Proof), AppError> {
    let network = app.store.network();
    match (&request.token, &request.account, &request.code) {
        (Some(token), None, None) => {
            let found = network.find_link(LINK, &secret::hash(token.trim()), app.now()).await?;
            let (id, user) = found.ok_or_else(|| {
                let words =
                    Words::new("链接已失效或已用过，请重新申请。", "The link is used or too old; ask for another.");
                AppError::invalid("/token", "link_over", words)
            })?;
            Ok((user, Proof::Link(id)))
        }
        (None, Some(account), Some(code)) => {
            let phone = address::phone::check(account).map_err(|_| codes::wrong("/code"))?.number.to_string();
            // Five tries a code are no limit for whoever asks for code after code.
            let hour = TimeDelta::hours(1);
            door::admit_address(app, "resets from address", origin, RESET_TRIES_PER_HOUR, hour).await?;
            let right = codes::check(app, Purpose::Reset, &phone, code).await?.ok_or_else(|| codes::wrong("/code"))?;
            // A code was kept for a phone that is nobody's, too.
            let user = right.user.ok_or_else(|| codes::wrong("/code"))?;
            Ok((user, Proof::Code(right)))
        }
        _ => Err(AppError::invalid(
            "",
            "code_or_token",
            Words::new(
                "请给出手机号和验证码，或邮件链接中的令牌。",
                "Give a phone with its code, or the token of a link.",
            ),
        )),
    }
}

/// In the log of everybody the person has a seat with.
async fn log(app: &App, user: UserId, origin: &Origin) -> Result<(), AppError> {
    let entry = AuditEntry {
        user: Some(user),
        actor: String::new(),
        action: "password.reset",
        subject: user.to_string(),
        detail: String::new(),
        origin: origin.clone(),
        at: app.now(),
    };
    sign_in::log_everywhere(app, user, &entry).await
}
