//! How a question to a carrier can fail, by what is to be done then.

use crate::{Capability, Lang};

/// Why a carrier said no, in words for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Our stable code of the reason.
    pub code: &'static str,
    /// The carrier's own code; empty where it gave none.
    pub carrier_code: String,
    pub zh: &'static str,
    pub en: &'static str,
    /// What the carrier said itself, without anything that looks like a number of a person, cut short.
    pub said: Option<String>,
}

impl Refusal {
    pub fn new(code: &'static str, zh: &'static str, en: &'static str) -> Refusal {
        Refusal { code, carrier_code: String::new(), zh, en, said: None }
    }

    pub const fn words(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// What a person has to give before it can be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The phone of the sender or receiver, as the carrier has it.
    Phone,
    /// Its last four digits.
    PhoneTail,
    /// An account that is bound and may order.
    Account,
}

/// None of its texts holds personal data or a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RemoteError {
    /// Nothing was done. The same again after so many seconds.
    #[error("the carrier is not available; again in {retry_after_s} s")]
    Unavailable { retry_after_s: u32 },
    /// The carrier may have done it. Never assume either; find out, or do the same again where the operation says that it may be repeated.
    #[error("the carrier's answer is not known")]
    OutcomeUnknown,
    /// The carrier will not do this, and asking again changes nothing.
    #[error("refused by the carrier: {} ({})", .0.code, .0.carrier_code)]
    Refused(Box<Refusal>),
    /// It would, once a person gives what is missing.
    #[error("the carrier asks for {ask:?}: {} ({})", .refusal.code, .refusal.carrier_code)]
    AskPerson { ask: Ask, refusal: Box<Refusal> },
    /// The installation is set up wrong, for every order alike.
    #[error("the carrier's settings are wrong: {} ({})", .0.code, .0.carrier_code)]
    Config(Box<Refusal>),
    /// Not sent at all: the carrier does not take such a request. The field by its path, such as `receiver.district`.
    #[error("the field {field} is not acceptable: {}", .refusal.code)]
    Invalid { field: String, refusal: Box<Refusal> },
    #[error("the carrier cannot {}", .0.as_str())]
    Unsupported(Capability),
}
