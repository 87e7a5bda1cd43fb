//! Messages to people: e-mail and SMS. They are written with what causes them and sent afterwards, more than once where that fails.

mod email;
mod sms;
mod texts;

use std::collections::BTreeMap;

use chrono::TimeDelta;
use shared::{auth::OutboxMessage, limits::PAGE_MAX};
use store::MessageRecord;

use crate::app::{App, AppError, Language};

pub use email::{Mailer, MailerError};
pub use sms::{Aliyun, Sms, SmsError, Tencent, Webhook};
pub use texts::MessageKind;

const EMAIL: &str = "email";
const SMS: &str = "sms";
/// Messages sent in one go.
const BATCH: u64 = 20;
/// Whoever sends must be done by then.
const LEASE: TimeDelta = TimeDelta::seconds(60);
const ATTEMPTS_MAX: u32 = 5;
/// A code that comes late is no use, so the first tries follow each other soon.
const RETRY_AFTER_S: [i64; 4] = [5, 20, 60, 300];

/// How an installation sends messages.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    pub email: Option<Mailer>,
    pub sms: Option<Sms>,
    /// Nothing leaves: what would be sent is shown in the page's outbox. For demos only.
    pub shows_outbox: bool,
}

impl Messages {
    pub fn sends_email(&self) -> bool {
        self.shows_outbox || self.email.is_some()
    }

    pub fn sends_sms(&self) -> bool {
        self.shows_outbox || self.sms.is_some()
    }

    /// How a person is reached: by mail where there is an address, or else by SMS.
    pub fn reach<'a>(&self, email: Option<&'a str>, phone: Option<&'a str>) -> Option<To<'a>> {
        let by_mail = email.filter(|_| self.sends_email()).map(To::Email);
        by_mail.or_else(|| phone.filter(|_| self.sends_sms()).map(To::Phone))
    }
}

/// Whom a message goes to.
#[derive(Clone, Copy)]
pub enum To<'a> {
    Email(&'a str),
    /// A mobile phone of the mainland, eleven digits.
    Phone(&'a str),
}

/// A message ready to be kept. It has no effect until it is.
pub fn message(
    app: &App,
    to: To,
    kind: MessageKind,
    values: &[(&str, &str)],
    language: Language,
) -> Result<MessageRecord, AppError> {
    let (channel, recipient) = match to {
        To::Email(address) => (EMAIL, address),
        To::Phone(phone) => (SMS, phone),
    };
    let values: BTreeMap<&str, &str> = values.iter().copied().collect();
    let now = app.now();
    Ok(MessageRecord {
        id: app.id(),
        channel: channel.to_owned(),
        kind: kind.as_str().to_owned(),
        language: language.tag().to_owned(),
        recipient: recipient.to_owned(),
        values: Some(serde_json::to_string(&values).map_err(AppError::internal)?),
        state: store::QUEUED.to_owned(),
        attempts: 0,
        problem: String::new(),
        run_at: now,
        created_at: now,
        sent_at: None,
    })
}

/// Keeps a message that stands alone, and wakes who sends it.
pub async fn send(app: &App, message: &MessageRecord) -> Result<(), AppError> {
    app.store.network().add_message(message).await?;
    app.nudge.notify_one();
    Ok(())
}

/// Tells a person something about their account. Who cannot be reached is not told.
pub async fn tell(
    app: &App,
    user: shared::UserId,
    kind: MessageKind,
    values: &[(&str, &str)],
    language: Language,
) -> Result<(), AppError> {
    let contact = app.store.network().user_contact(user).await?;
    let to = app.settings.messages.reach(contact.email.as_deref(), contact.phone.as_deref());
    let Some(to) = to else { return Ok(()) };
    send(app, &message(app, to, kind, values, language)?).await
}

/// Sends what is due; answers whether there was anything.
pub async fn deliver(app: &App) -> Result<bool, AppError> {
    let now = app.now();
    let due = app.store.system().lease_messages(BATCH, now, now + LEASE).await?;
    let any = !due.is_empty();
    // At once: one server that is slow does not hold up the others.
    futures_util::future::try_join_all(due.iter().map(|message| deliver_one(app, message))).await?;
    Ok(any)
}

async fn deliver_one(app: &App, message: &MessageRecord) -> Result<(), AppError> {
    let system = app.store.system();
    match hand_over(app, message).await {
        Ok(()) => Ok(system.message_sent(message.id, !app.settings.messages.shows_outbox, app.now()).await?),
        Err(problem) => {
            tracing::warn!(id = %message.id, kind = message.kind, problem, "a message was not sent");
            let wait = RETRY_AFTER_S.get(message.attempts.saturating_sub(1) as usize).copied();
            let retry_at = wait.filter(|_| message.attempts < ATTEMPTS_MAX).map(|s| app.now() + TimeDelta::seconds(s));
            Ok(system.message_failed(message.id, &problem, retry_at).await?)
        }
    }
}

/// What went wrong is for the network's people and holds nothing personal.
async fn hand_over(app: &App, message: &MessageRecord) -> Result<(), String> {
    let settings = &app.settings.messages;
    if settings.shows_outbox {
        return Ok(());
    }
    let (kind, language, values) = contents(message).ok_or("the message cannot be read")?;
    let text = kind.text(language, &app.settings.network_name, &values);
    match message.channel.as_str() {
        EMAIL => {
            let mailer = settings.email.as_ref().ok_or("no mail server is set up")?;
            mailer.send(&message.recipient, &text).await.map_err(|error| error.to_string())
        }
        SMS => {
            let sms = settings.sms.as_ref().ok_or("no SMS service is set up")?;
            let now = app.now();
            sms.send(message.id, &message.recipient, kind, &values, &text, now).await.map_err(|error| error.to_string())
        }
        _ => Err("an unknown channel".to_owned()),
    }
}

type Values = BTreeMap<String, String>;

fn contents(message: &MessageRecord) -> Option<(MessageKind, Language, Values)> {
    let kind = MessageKind::parse(&message.kind)?;
    let language = if message.language == Language::En.tag() { Language::En } else { Language::Zh };
    let values = serde_json::from_str(message.values.as_deref()?).ok()?;
    Some((kind, language, values))
}

/// The demo's outbox, the latest first. A network that sends for real shows nothing of it.
pub async fn outbox(app: &App) -> Result<Vec<OutboxMessage>, AppError> {
    if !app.settings.messages.shows_outbox {
        return Err(AppError::NotFound);
    }
    let messages = app.store.network().messages(None, u64::from(PAGE_MAX)).await?;
    Ok(messages
        .into_iter()
        .filter_map(|message| {
            let (kind, language, values) = contents(&message)?;
            let text = kind.text(language, &app.settings.network_name, &values);
            Some(OutboxMessage {
                id: message.id,
                channel: message.channel,
                kind: message.kind,
                recipient: message.recipient,
                subject: text.subject,
                text: text.body,
                created_at: message.created_at,
            })
        })
        .collect())
}
