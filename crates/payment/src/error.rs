//! How a question to a provider can fail, and why a notice is not taken, by what is to be done then.

use crate::{Lang, TransportError};

/// Why a provider said no, in words for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Our stable code of the reason.
    pub code: &'static str,
    /// The provider's own code; empty where it gave none.
    pub provider_code: String,
    pub zh: &'static str,
    pub en: &'static str,
}

impl Refusal {
    pub const fn new(code: &'static str, zh: &'static str, en: &'static str) -> Refusal {
        Refusal { code, provider_code: String::new(), zh, en }
    }

    /// With the provider's code, as far as it is one: a short word of plain characters.
    pub(crate) fn by(self, provider_code: &str) -> Refusal {
        Refusal { provider_code: plain_code(provider_code), ..self }
    }

    pub const fn words(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// Longer is no code.
const CODE_CHARS_MAX: usize = 64;

fn plain_code(code: &str) -> String {
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    code.chars().filter(is_plain).take(CODE_CHARS_MAX).collect()
}

/// None of its texts holds a secret or what a payer is called.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaymentError {
    /// Nothing was done. The same again after so many seconds.
    #[error("the provider is not available; again in {retry_after_s} s")]
    Unavailable { retry_after_s: u32 },
    /// The provider may have done it. Never assume either: do the same again with the same number, which does nothing twice, or ask for its
    /// state.
    #[error("the provider's answer is not known")]
    OutcomeUnknown,
    /// The provider will not do this, and asking again changes nothing.
    #[error("refused by the provider: {} ({})", .0.code, .0.provider_code)]
    Refused(Box<Refusal>),
    /// The installation is set up wrong, for every payment alike.
    #[error("the provider's settings are wrong: {} ({})", .0.code, .0.provider_code)]
    Config(Box<Refusal>),
    /// Not sent at all: the provider does not take such a request.
    #[error("the field {field} is not acceptable: {}", .refusal.code)]
    Invalid { field: &'static str, refusal: Box<Refusal> },
}

/// After an answer that could not be read, or none.
pub(crate) const RETRY_AFTER_S: u32 = 5;

impl PaymentError {
    /// The same again later may go through.
    pub const fn is_transient(&self) -> bool {
        matches!(self, PaymentError::Unavailable { .. } | PaymentError::OutcomeUnknown)
    }

    pub(crate) fn refused(refusal: Refusal) -> PaymentError {
        PaymentError::Refused(Box::new(refusal))
    }

    pub(crate) fn config(refusal: Refusal) -> PaymentError {
        PaymentError::Config(Box::new(refusal))
    }

    pub(crate) fn invalid(field: &'static str, zh: &'static str, en: &'static str) -> PaymentError {
        PaymentError::Invalid { field, refusal: Box::new(Refusal::new("invalid", zh, en)) }
    }
}

/// What a question does there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    Reads,
    /// Without a clear answer it may have happened.
    Changes,
}

impl Effect {
    /// No answer that can be understood, or none that is proven to be the provider's.
    pub(crate) const fn unclear(self) -> PaymentError {
        match self {
            Effect::Changes => PaymentError::OutcomeUnknown,
            Effect::Reads => PaymentError::Unavailable { retry_after_s: RETRY_AFTER_S },
        }
    }

    pub(crate) const fn trouble(self, error: TransportError) -> PaymentError {
        match error {
            TransportError::NotSent => PaymentError::Unavailable { retry_after_s: RETRY_AFTER_S },
            TransportError::Lost | TransportError::TooLarge => self.unclear(),
        }
    }
}

/// Another currency than the yuan, which is the only one that the books know.
pub(crate) const OTHER_CURRENCY: Refusal =
    Refusal::new("currency", "支付服务商返回的币种不是人民币", "the provider speaks of another currency than the yuan");
/// Something of another merchant, application or payment.
pub(crate) const NOT_OURS: Refusal = Refusal::new(
    "not_ours",
    "支付服务商返回的不是本商户的单据",
    "the provider answered about something that is not ours",
);

/// A bill that is not what a bill looks like is not read in part.
pub(crate) const UNREADABLE_BILL: Refusal = Refusal::new(
    "bill_unreadable",
    "账单文件不完整或格式有变，未采用",
    "the bill's file is not complete or has another form than known; nothing of it was taken",
);

/// Why a notice is not taken. Nothing of it may be believed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeError {
    /// Not signed by the provider, or changed on its way. Also what the provider sends now and then to see that signatures are checked.
    #[error("the signature is not the provider's")]
    BadSignature,
    /// Signed too long ago or in the future: a repetition by somebody else, or a wrong clock here.
    #[error("signed at another time than now")]
    Stale,
    /// Signed with a key that the provider did not publish.
    #[error("signed with the unknown key {serial}")]
    UnknownKey { serial: String },
    /// The keys could not be asked for; the provider will send the notice again.
    #[error("the provider's keys are not available")]
    Unavailable,
    #[error("not a notice: {what}")]
    Unreadable { what: &'static str },
    /// Genuine, but of another merchant or application.
    #[error("the {what} is not ours")]
    NotOurs { what: &'static str },
    /// Genuine, but not of yuan.
    #[error("the notice is of another currency than the yuan")]
    Currency,
}

impl NoticeError {
    /// The provider may send the same again and be heard then.
    pub const fn is_transient(&self) -> bool {
        matches!(self, NoticeError::Unavailable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_have_happened_is_never_called_undone() {
        let lost = [TransportError::Lost, TransportError::TooLarge];
        assert!(lost.iter().all(|error| Effect::Changes.trouble(*error) == PaymentError::OutcomeUnknown));
        for error in [TransportError::Lost, TransportError::TooLarge, TransportError::NotSent] {
            assert!(matches!(Effect::Reads.trouble(error), PaymentError::Unavailable { .. }));
        }
        assert!(matches!(Effect::Changes.trouble(TransportError::NotSent), PaymentError::Unavailable { .. }));
    }

    #[test]
    fn codes_of_providers_are_kept_plain_and_short() {
        let long = format!("ACQ.TRADE_NOT_EXIST<b>张三{}", "x".repeat(200));
        let refusal = NOT_OURS.by(&long);
        assert!(refusal.provider_code.starts_with("ACQ.TRADE_NOT_EXISTbx"), "{}", refusal.provider_code);
        assert_eq!(refusal.provider_code.len(), CODE_CHARS_MAX);
        assert!(refusal.words(Lang::Zh).contains("本商户") && refusal.words(Lang::En).contains("not ours"));
    }
}
