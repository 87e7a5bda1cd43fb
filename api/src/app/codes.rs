//! Codes that are sent to a phone and typed back: good once, for minutes, for one purpose.

use chrono::TimeDelta;
use shared::{
    UserId,
    auth::{CodePurpose, CodeRequest, CodeSent},
    limits::{ADDRESS_CODES_PER_HOUR, CODE_DIGITS, CODE_MIN, CODE_RESEND_S, CODE_TRIES_MAX, CODES_PER_HOUR},
};
use store::{CodeUse, MessageRecord, NewOneTimeCode, Origin};
use uuid::Uuid;

use crate::app::{
    App, AppError, Language, Words, door,
    messages::{self, MessageKind, To},
    parties,
    validation::Faults,
};

/// What a code is good for; the name it is kept under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    SignIn,
    Reset,
    Application,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Purpose::SignIn => "sign_in",
            Purpose::Reset => "reset",
            Purpose::Application => "application",
        }
    }

    const fn message(self) -> MessageKind {
        match self {
            Purpose::SignIn => MessageKind::SignInCode,
            Purpose::Reset => MessageKind::ResetCode,
            Purpose::Application => MessageKind::ApplicationCode,
        }
    }
}

/// A code that was right. It is good until it is spent.
pub struct RightCode {
    id: Uuid,
    pub user: Option<UserId>,
}

pub fn wrong(pointer: &'static str) -> AppError {
    AppError::invalid(
        pointer,
        "wrong_code",
        Words::new(
            format!("验证码不对或已过期。同一验证码最多试 {CODE_TRIES_MAX} 次。"),
            format!("The code is wrong, or too old. Each code takes {CODE_TRIES_MAX} tries."),
        ),
    )
}

pub fn no_sms() -> AppError {
    AppError::Unavailable {
        code: "sms_not_set_up",
        retry_after_s: 3_600,
        words: Words::new(
            "本网络没有开通短信，请用密码登录，或联系网点。",
            "This network sends no SMS; use your password, or ask your outlet.",
        ),
    }
}

pub async fn request(
    app: &App,
    request: &CodeRequest,
    origin: &Origin,
    language: Language,
) -> Result<CodeSent, AppError> {
    let mut faults = Faults::default();
    let phone = parties::mobile(&mut faults, "/phone", &request.phone);
    faults.settle()?;
    let phone = phone.ok_or_else(|| AppError::internal("a phone without faults"))?;
    let (purpose, user, for_anybody) = match request.purpose {
        CodePurpose::SignIn => (Purpose::SignIn, app.store.network().find_user_by_phone(&phone).await?, false),
        CodePurpose::Application => (Purpose::Application, None, true),
    };
    let user = user.map(|user| user.id);
    send(app, purpose, &phone, user, for_anybody || user.is_some(), (origin, language)).await
}

/// Makes a code and sends it where `goes_out`. Everything else is the same for every phone: nobody learns whose account it is.
pub(in crate::app) async fn send(
    app: &App,
    purpose: Purpose,
    phone: &str,
    user: Option<UserId>,
    goes_out: bool,
    (origin, language): (&Origin, Language),
) -> Result<CodeSent, AppError> {
    if !app.settings.messages.sends_sms() {
        return Err(no_sms());
    }
    admit(app, purpose.as_str(), phone, origin).await?;
    let code = digits()?;
    let network = app.store.network();
    let kept = NewOneTimeCode {
        id: app.id(),
        purpose: purpose.as_str(),
        target_token: network.code_target(phone),
        user,
        code_hash: hash(app, purpose, phone, &code),
        expires_at: app.now() + TimeDelta::minutes(i64::from(CODE_MIN)),
    };
    let message = messages::message(app, To::Phone(phone), purpose.message(), &[("code", &code)], language)?;
    keep(app, &kept, &message, goes_out).await?;
    Ok(CodeSent { expires_in_s: CODE_MIN * 60, resend_in_s: CODE_RESEND_S })
}

/// Keeps a code, and the message that brings it where it `goes_out`: in one write, so that the answer takes the same time either way.
pub(in crate::app) async fn keep(
    app: &App,
    code: &NewOneTimeCode,
    message: &MessageRecord,
    goes_out: bool,
) -> Result<(), AppError> {
    app.store
        .write_network(async |tx| {
            tx.keep_code(code, app.now()).await?;
            if goes_out {
                tx.add_message(message).await?;
            }
            Ok::<(), AppError>(())
        })
        .await?;
    // Whoever sends finds nothing where there is nothing.
    app.nudge.notify_one();
    Ok(())
}

/// One a minute and some an hour for each target and purpose, and some an hour for each address.
pub(in crate::app) async fn admit(app: &App, purpose: &str, target: &str, origin: &Origin) -> Result<(), AppError> {
    let network = app.store.network();
    let hour = TimeDelta::hours(1);
    door::admit_address(app, "codes from address", origin, ADDRESS_CODES_PER_HOUR, hour).await?;
    let target = format!("{purpose} {target}");
    let pause = TimeDelta::seconds(i64::from(CODE_RESEND_S));
    door::admit(app, network.try_key("code pause", &target), 1, pause).await?;
    door::admit(app, network.try_key("codes", &target), CODES_PER_HOUR, hour).await
}

/// Looks whether a code is right. Every look counts.
pub(in crate::app) async fn check(
    app: &App,
    purpose: Purpose,
    phone: &str,
    typed: &str,
) -> Result<Option<RightCode>, AppError> {
    let network = app.store.network();
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).take(2 * CODE_DIGITS).collect();
    let hash = hash(app, purpose, phone, &typed);
    let target = network.code_target(phone);
    match network.use_code(purpose.as_str(), target, &hash, CODE_TRIES_MAX, app.now()).await? {
        CodeUse::Right { id, user } => Ok(Some(RightCode { id, user })),
        CodeUse::Wrong => Ok(None),
    }
}

/// Uses a code up: `false` where somebody was faster.
pub(in crate::app) async fn spend(app: &App, code: &RightCode) -> Result<bool, AppError> {
    Ok(app.store.network().spend_code(code.id).await?)
}

fn digits() -> Result<String, AppError> {
    let mut random = [0u8; 8];
    getrandom::fill(&mut random).map_err(AppError::internal)?;
    let number = u64::from_be_bytes(random) % 10u64.pow(u32::try_from(CODE_DIGITS).map_err(AppError::internal)?);
    Ok(format!("{number:0width$}", width = CODE_DIGITS))
}

/// A code has few digits, so what is kept of it is keyed: a copy of the database tells nothing.
fn hash(app: &App, purpose: Purpose, phone: &str, code: &str) -> Vec<u8> {
    let text = format!("{} {phone} {code}", purpose.as_str());
    app.store.keys().token(Uuid::nil(), "one-time code", &text).to_be_bytes().to_vec()
}
