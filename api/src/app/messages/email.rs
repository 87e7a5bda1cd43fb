//! E-mail through an SMTP server.

use std::time::Duration;

use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp,
};
use secrecy::{ExposeSecret, SecretString};

use super::texts::Text;

/// A server that says nothing for this long is given up, until the next try.
const TIMEOUT: Duration = Duration::from_secs(20);

#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mailer")
    }
}

/// None of these texts names a recipient.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    #[error("the address of the mail server is not as smtps://user:password@host or smtp://host?tls=required")]
    Url,
    #[error("the sender is not as Name <name@example.com>")]
    Sender,
    #[error("the recipient's address is no e-mail address")]
    Recipient,
    #[error("the mail cannot be put together")]
    Message,
    #[error("the mail server refused: {0}")]
    Refused(String),
    #[error("the mail server cannot be reached")]
    Unreachable,
}

impl Mailer {
    /// `url` as `smtps://user:password@host:465`, or `smtp://host:25` for a server of one's own network; `from` as `Name <address>`.
    pub fn new(url: &SecretString, from: &str) -> Result<Mailer, MailerError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret())
            .map_err(|_| MailerError::Url)?
            .timeout(Some(TIMEOUT))
            .build();
        Ok(Mailer { transport, from: from.parse().map_err(|_| MailerError::Sender)? })
    }

    pub async fn send(&self, to: &str, text: &Text) -> Result<(), MailerError> {
        let to: Address = to.parse().map_err(|_| MailerError::Recipient)?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&text.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(text.body.clone())
            .map_err(|_| MailerError::Message)?;
        self.transport.send(message).await.map(|_| ()).map_err(|error| failure(&error))
    }
}

fn failure(error: &smtp::Error) -> MailerError {
    // The server's words may repeat the recipient's address; its code says enough.
    match error.status() {
        Some(code) => MailerError::Refused(code.to_string()),
        None => MailerError::Unreachable,
    }
}
