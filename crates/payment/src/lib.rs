#![doc = include_str!("../README.md")]

pub mod alipay;
mod bill;
mod china;
mod error;
mod gateway;
pub mod http;
mod keys;
mod ports;
mod values;
pub mod wechat;

pub use bill::{Bill, BillKind, BillLine};
pub use error::{NoticeError, PaymentError, Refusal};
pub use gateway::{
    Begun, Capture, Closing, IncomingNotice, NewPayment, NewRefund, Notice, NoticeReply, PaymentGateway, PaymentState,
    RefundState, Told,
};
pub use keys::{KeyError, MerchantKey, ProviderKey};
pub use ports::{Clock, HttpAnswer, HttpRequest, Method, Ports, Transport, TransportError};
pub use values::{Amount, NotANumber, NotAnAmount, PaymentNo, RefundNo};

/// The language of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}
