//! What a parcel may need besides being carried.

use serde::{Deserialize, Serialize};
use units::Money;

/// Insurance is none of them: it follows from the declared value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// 代收货款.
    Cod,
    /// 到付.
    ReceiverPays,
    /// 签单返还.
    SignedReturn,
    /// 派送时段.
    DeliveryWindow,
    /// 退件: the way back of a parcel that was not taken, or that a customer returns.
    Return,
}

impl Service {
    pub const ALL: [Service; 5] =
        [Service::Cod, Service::ReceiverPays, Service::SignedReturn, Service::DeliveryWindow, Service::Return];

    pub const fn zh(self) -> &'static str {
        match self {
            Service::Cod => "代收货款",
            Service::ReceiverPays => "到付",
            Service::SignedReturn => "签单返还",
            Service::DeliveryWindow => "派送时段",
            Service::Return => "退件",
        }
    }

    pub const fn en(self) -> &'static str {
        match self {
            Service::Cod => "cash on delivery",
            Service::ReceiverPays => "freight paid by the receiver",
            Service::SignedReturn => "signed return",
            Service::DeliveryWindow => "delivery window",
            Service::Return => "return of the parcel",
        }
    }
}

/// The services of one parcel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ParcelServices {
    /// What is collected for it (代收货款).
    pub cod: Option<Money>,
    pub receiver_pays: bool,
    pub signed_return: bool,
    pub delivery_window: bool,
    pub returned: bool,
}

impl ParcelServices {
    pub fn has(self, service: Service) -> bool {
        match service {
            Service::Cod => self.cod.is_some_and(|amount| amount > Money::ZERO),
            Service::ReceiverPays => self.receiver_pays,
            Service::SignedReturn => self.signed_return,
            Service::DeliveryWindow => self.delivery_window,
            Service::Return => self.returned,
        }
    }
}
