//! Misbehaviour by name.

use serde::{Deserialize, Serialize};

macro_rules! faults {
    ($($variant:ident = $name:literal, $about:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Fault { $(#[doc = $about] #[serde(rename = $name)] $variant),* }

        impl Fault {
            pub const ALL: &'static [Fault] = &[$(Fault::$variant),*];

            pub const fn name(self) -> &'static str {
                match self { $(Fault::$variant => $name),* }
            }

            pub const fn about(self) -> &'static str {
                match self { $(Fault::$variant => $about),* }
            }
        }
    };
}

faults! {
    Slow = "slow", "does the work and answers late";
    ErrorBefore = "error-before", "answers 500 and has done nothing";
    ErrorAfter = "error-after", "does the work and answers 500";
    AnswerBadSignature = "answer-bad-signature", "does the work and signs another answer than it gives";
    CallbackEarly = "callback-early", "the payer has paid and the notice is there before the answer is";
    CallbackLost = "callback-lost", "a payment is never told of";
    CallbackTwice = "callback-twice", "a payment is told of twice";
    CallbackLate = "callback-late", "the notice was signed ten minutes ago (WeChat Pay)";
    WrongAmount = "wrong-amount", "the notice tells one fen less than was asked for";
    WrongMerchant = "wrong-merchant", "the notice is of another merchant";
    OtherCurrency = "other-currency", "the notice is of dollars";
    BadSignature = "bad-signature", "the notice's signature is of another text";
    PaidLate = "paid-late", "a payment that was closed is paid";
    BillMissing = "bill-missing", "the bill lacks its first line";
    BillExtra = "bill-extra", "the bill has a payment that nobody asked for";
    BillChanged = "bill-changed", "the bill's file is another than the one whose digest was told (WeChat Pay), or is cut (Alipay)";
}

impl Fault {
    pub fn parse(name: &str) -> Option<Fault> {
        Fault::ALL.iter().copied().find(|fault| fault.name() == name)
    }

    /// It spoils an answer.
    pub(crate) const fn of_calls(self) -> bool {
        matches!(self, Fault::Slow | Fault::ErrorBefore | Fault::ErrorAfter | Fault::AnswerBadSignature)
    }

    /// It spoils a notice.
    pub(crate) const fn of_notices(self) -> bool {
        matches!(
            self,
            Fault::CallbackLost
                | Fault::CallbackTwice
                | Fault::CallbackLate
                | Fault::WrongAmount
                | Fault::WrongMerchant
                | Fault::OtherCurrency
                | Fault::BadSignature
        )
    }

    /// It spoils a bill.
    pub(crate) const fn of_bills(self) -> bool {
        matches!(self, Fault::BillMissing | Fault::BillExtra | Fault::BillChanged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_again() {
        for fault in Fault::ALL {
            assert_eq!(Fault::parse(fault.name()), Some(*fault));
            assert_eq!(serde_json::to_value(fault).unwrap(), fault.name());
        }
    }
}
