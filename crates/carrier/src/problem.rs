//! Why a parcel needs a person (问题件原因), after the dictionaries carriers publish.

use crate::{Lang, ShipmentState};

macro_rules! problems {
    ($($variant:ident = $code:literal, $state:ident, $zh:literal, $en:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ProblemCode { $($variant),* }

        impl ProblemCode {
            pub const ALL: &'static [ProblemCode] = &[$(ProblemCode::$variant),*];

            /// The stable code.
            pub const fn as_str(self) -> &'static str {
                match self { $(ProblemCode::$variant => $code),* }
            }

            /// The state it leads to.
            pub const fn state(self) -> ShipmentState {
                match self { $(ProblemCode::$variant => ShipmentState::$state),* }
            }

            pub const fn words(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((ProblemCode::$variant, Lang::Zh) => $zh, (ProblemCode::$variant, Lang::En) => $en,)*
                }
            }
        }
    };
}

impl ProblemCode {
    pub fn parse(code: &str) -> Option<ProblemCode> {
        ProblemCode::ALL.iter().copied().find(|problem| problem.as_str() == code)
    }
}

problems! {
    Refused = "refused", Refused, "收件人拒收", "refused by the recipient";
    Unreachable = "unreachable", RecipientUnavailable, "联系不上收件人", "the recipient cannot be reached";
    DeliveryFailed = "delivery_failed", DeliveryAttempted, "派送未成功", "delivery failed";
    AddressIncomplete = "address_incomplete", AddressIssue, "地址不详", "the address is incomplete";
    AddressWrong = "address_wrong", AddressIssue, "地址错误", "the address is wrong";
    AddressChange = "address_change", AddressIssue, "收件人要求改地址", "the recipient asks for another address";
    OutOfArea = "out_of_area", AddressIssue, "超出派送范围", "outside the delivery area";
    Damaged = "damaged", Damaged, "包裹破损", "damaged";
    Lost = "lost", Lost, "包裹丢失", "lost";
    CustomerCancelled = "customer_cancelled", Exception, "客户取消", "cancelled by the customer";
    HeldAtOutlet = "held_at_outlet", Exception, "存放网点", "held at the outlet";
    Weather = "weather", Exception, "天气异常延误", "delayed by weather";
    Holiday = "holiday", Exception, "节假日延误", "delayed by a holiday";
    Control = "control", Exception, "政府管制", "held by public control";
    Prohibited = "prohibited", Exception, "违禁品", "prohibited goods";
    Other = "other", Exception, "其他异常", "another problem";
}
