//! How messages reach people.

use std::collections::BTreeMap;

use secrecy::SecretString;

use crate::app::messages::{Aliyun, Mailer, MailerError, MessageKind, Messages, Sms, Tencent, Webhook};

const ALIYUN: &str = "https://dysmsapi.aliyuncs.com";
const TENCENT: &str = "https://sms.tencentcloudapi.com";

#[derive(Clone, Debug, clap::Args)]
pub struct MessagesConfig {
    /// The mail server, as `smtps://user:password@mail.example.com:465`; without it, no mail is sent.
    #[arg(long = "smtp-url", env = "YUNDAN_SMTP_URL", hide_env_values = true, requires = "mail_from")]
    pub smtp_url: Option<SecretString>,
    /// Who mails come from, as `Yundan <noreply@example.com>`.
    #[arg(long = "mail-from", env = "YUNDAN_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// Who sends SMS; without it, none is sent.
    #[arg(long = "sms", env = "YUNDAN_SMS", requires = "sms_secret")]
    pub sms: Option<SmsService>,
    /// Address of the SMS service; for a webhook, where messages are posted to. Default: the service's own.
    #[arg(long = "sms-endpoint", env = "YUNDAN_SMS_ENDPOINT")]
    pub sms_endpoint: Option<String>,
    #[arg(long = "sms-key-id", env = "YUNDAN_SMS_KEY_ID")]
    pub sms_key_id: Option<String>,
    /// The service's secret; for a webhook `whsec_` and base64.
    #[arg(long = "sms-secret", env = "YUNDAN_SMS_SECRET", hide_env_values = true)]
    pub sms_secret: Option<SecretString>,
    /// The registered signature (短信签名).
    #[arg(long = "sms-sign-name", env = "YUNDAN_SMS_SIGN_NAME")]
    pub sms_sign_name: Option<String>,
    /// Tencent's SdkAppId.
    #[arg(long = "sms-app-id", env = "YUNDAN_SMS_APP_ID")]
    pub sms_app_id: Option<String>,
    #[arg(long = "sms-region", env = "YUNDAN_SMS_REGION", default_value = "ap-guangzhou")]
    pub sms_region: String,
    /// Registered templates, as `sign_in_code=SMS_1,reset_code=SMS_2`.
    #[arg(long = "sms-templates", env = "YUNDAN_SMS_TEMPLATES", value_delimiter = ',', value_parser = template)]
    pub sms_templates: Vec<(MessageKind, String)>,
    /// Nothing is sent; the page shows what would be. The demo sets it.
    #[arg(skip)]
    pub shows_outbox: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum SmsService {
    Aliyun,
    Tencent,
    /// Any gateway that takes a webhook signed as Standard Webhooks say.
    Webhook,
}

#[derive(Debug, thiserror::Error)]
pub enum MessagesError {
    #[error(transparent)]
    Mail(#[from] MailerError),
    #[error("the SMS service needs {0}")]
    Missing(&'static str),
}

fn template(text: &str) -> Result<(MessageKind, String), String> {
    let (kind, template) = text.split_once('=').ok_or("a template is given as kind=template")?;
    let known = || MessageKind::ALL.map(MessageKind::as_str).join(", ");
    let kind = MessageKind::parse(kind.trim()).ok_or_else(|| format!("no message {kind:?}; there are {}", known()))?;
    Ok((kind, template.trim().to_owned()))
}

impl MessagesConfig {
    pub fn open(&self) -> Result<Messages, MessagesError> {
        let email = match (&self.smtp_url, &self.mail_from) {
            (Some(url), Some(from)) => Some(Mailer::new(url, from)?),
            _ => None,
        };
        let sms = self.sms.map(|service| self.sms(service)).transpose()?;
        Ok(Messages { email, sms, shows_outbox: self.shows_outbox })
    }

    fn sms(&self, service: SmsService) -> Result<Sms, MessagesError> {
        let needed = |value: &Option<String>, name| value.clone().ok_or(MessagesError::Missing(name));
        let secret = self.sms_secret.clone().ok_or(MessagesError::Missing("--sms-secret"))?;
        let endpoint = |default: &str| self.sms_endpoint.clone().unwrap_or_else(|| default.to_owned());
        let templates: BTreeMap<MessageKind, String> = self.sms_templates.iter().cloned().collect();
        Ok(match service {
            SmsService::Aliyun => Sms::Aliyun(Aliyun {
                endpoint: endpoint(ALIYUN),
                key_id: needed(&self.sms_key_id, "--sms-key-id")?,
                secret,
                sign_name: needed(&self.sms_sign_name, "--sms-sign-name")?,
                templates,
            }),
            SmsService::Tencent => Sms::Tencent(Tencent {
                endpoint: endpoint(TENCENT),
                region: self.sms_region.clone(),
                app_id: needed(&self.sms_app_id, "--sms-app-id")?,
                key_id: needed(&self.sms_key_id, "--sms-key-id")?,
                secret,
                sign_name: needed(&self.sms_sign_name, "--sms-sign-name")?,
                templates,
            }),
            SmsService::Webhook => Sms::Webhook(Webhook { url: needed(&self.sms_endpoint, "--sms-endpoint")?, secret }),
        })
    }
}
