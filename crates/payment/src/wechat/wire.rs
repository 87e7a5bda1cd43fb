//! WeChat Pay's JSON, and what it means.

use serde::{Deserialize, Serialize};
use units::Money;

use super::WechatMerchant;
use crate::{
    Amount, Capture, NoticeError, PaymentError, PaymentNo, PaymentState, RefundNo, RefundState, china,
    error::{Effect, NOT_OURS, OTHER_CURRENCY},
};

const CNY: &str = "CNY";

#[derive(Serialize)]
pub(super) struct NativeOrder<'a> {
    pub appid: &'a str,
    pub mchid: &'a str,
    pub description: &'a str,
    pub out_trade_no: &'a str,
    pub notify_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_expire: Option<String>,
    pub amount: OrderAmount,
}

/// In fen.
#[derive(Serialize, Deserialize)]
pub(super) struct OrderAmount {
    pub total: i64,
    #[serde(default = "cny")]
    pub currency: String,
}

impl OrderAmount {
    pub(super) fn of(amount: Amount) -> OrderAmount {
        OrderAmount { total: amount.fen(), currency: cny() }
    }
}

/// What has no currency is of yuan.
fn cny() -> String {
    CNY.to_owned()
}

#[derive(Deserialize)]
pub(super) struct Code {
    pub code_url: String,
}

#[derive(Serialize)]
pub(super) struct Mchid<'a> {
    pub mchid: &'a str,
}

#[derive(Serialize)]
pub(super) struct RefundOrder<'a> {
    pub out_trade_no: &'a str,
    pub out_refund_no: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify_url: Option<&'a str>,
    pub amount: RefundAmount,
}

#[derive(Serialize, Deserialize)]
pub(super) struct RefundAmount {
    pub refund: i64,
    pub total: i64,
    /// Notices have none: they are of the payment's.
    #[serde(default = "cny")]
    pub currency: String,
}

impl RefundAmount {
    pub(super) fn of(refund: Amount, total: Amount) -> RefundAmount {
        RefundAmount { refund: refund.fen(), total: total.fen(), currency: cny() }
    }
}

/// An order as queries and notices tell it.
#[derive(Deserialize)]
pub(super) struct Transaction {
    pub appid: String,
    pub mchid: String,
    pub out_trade_no: String,
    pub transaction_id: Option<String>,
    pub trade_state: String,
    pub success_time: Option<String>,
    pub amount: Option<OrderAmount>,
}

/// A refund as its acceptance, queries and notices tell it; the last name its state differently.
#[derive(Deserialize)]
pub(super) struct Refund {
    /// In notices only.
    pub mchid: Option<String>,
    pub refund_id: String,
    pub out_refund_no: String,
    pub out_trade_no: String,
    #[serde(alias = "refund_status")]
    pub status: String,
    pub success_time: Option<String>,
    pub amount: RefundAmount,
}

#[derive(Deserialize)]
pub(super) struct BillPlace {
    pub hash_type: String,
    pub hash_value: String,
    pub download_url: String,
}

#[derive(Deserialize)]
pub(super) struct Certificates {
    pub data: Vec<Certificate>,
}

#[derive(Deserialize)]
pub(super) struct Certificate {
    pub serial_no: String,
    pub effective_time: String,
    pub expire_time: String,
    pub encrypt_certificate: Sealed,
}

/// Something encrypted with the APIv3 key.
#[derive(Deserialize)]
pub(super) struct Sealed {
    pub algorithm: String,
    pub nonce: String,
    #[serde(default)]
    pub associated_data: String,
    pub ciphertext: String,
}

#[derive(Deserialize)]
pub(super) struct Envelope {
    pub id: String,
    pub event_type: String,
    pub resource: Sealed,
}

/// Genuine, but not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Odd {
    NotOurs(&'static str),
    Currency,
    Unreadable,
}

impl Odd {
    pub(super) fn error(self, effect: Effect) -> PaymentError {
        match self {
            Odd::NotOurs(_) => PaymentError::refused(NOT_OURS),
            Odd::Currency => PaymentError::refused(OTHER_CURRENCY),
            Odd::Unreadable => effect.unclear(),
        }
    }

    pub(super) fn refusal(self) -> NoticeError {
        match self {
            Odd::NotOurs(what) => NoticeError::NotOurs { what },
            Odd::Currency => NoticeError::Currency,
            Odd::Unreadable => NoticeError::Unreadable { what: "resource" },
        }
    }
}

/// The number that a notice is about.
pub(super) fn payment_no(text: &str) -> Result<PaymentNo, Odd> {
    text.parse().map_err(|_| Odd::NotOurs("out_trade_no"))
}

pub(super) fn refund_no(text: &str) -> Result<RefundNo, Odd> {
    text.parse().map_err(|_| Odd::NotOurs("out_refund_no"))
}

pub(super) fn of_payment(
    merchant: &WechatMerchant,
    no: &PaymentNo,
    transaction: &Transaction,
) -> Result<PaymentState, Odd> {
    for (told, ours, what) in [
        (&transaction.mchid, merchant.mchid.as_str(), "mchid"),
        (&transaction.appid, merchant.appid.as_str(), "appid"),
        (&transaction.out_trade_no, no.as_str(), "out_trade_no"),
    ] {
        if told != ours {
            return Err(Odd::NotOurs(what));
        }
    }
    if transaction.amount.as_ref().is_some_and(|amount| amount.currency != CNY) {
        return Err(Odd::Currency);
    }
    match transaction.trade_state.as_str() {
        "SUCCESS" => capture(transaction).map(PaymentState::Paid),
        "REFUND" => capture(transaction).map(PaymentState::Refunded),
        // A failed try: the payer may try again.
        "NOTPAY" | "USERPAYING" | "PAYERROR" => Ok(PaymentState::Waiting),
        "CLOSED" | "REVOKED" => Ok(PaymentState::Closed),
        _ => Err(Odd::Unreadable),
    }
}

fn capture(transaction: &Transaction) -> Result<Capture, Odd> {
    let amount = transaction.amount.as_ref().filter(|amount| amount.total > 0).ok_or(Odd::Unreadable)?;
    let paid_at = transaction.success_time.as_deref().and_then(china::read).ok_or(Odd::Unreadable)?;
    let provider_no = transaction.transaction_id.clone().filter(|no| !no.is_empty()).ok_or(Odd::Unreadable)?;
    Ok(Capture { provider_no, amount: Money::from_fen(amount.total), paid_at })
}

pub(super) fn of_refund(payment: &PaymentNo, no: &RefundNo, refund: &Refund) -> Result<RefundState, Odd> {
    if refund.out_refund_no != no.as_str() {
        return Err(Odd::NotOurs("out_refund_no"));
    }
    if refund.out_trade_no != payment.as_str() {
        return Err(Odd::NotOurs("out_trade_no"));
    }
    if refund.amount.currency != CNY {
        return Err(Odd::Currency);
    }
    match refund.status.as_str() {
        "SUCCESS" => Ok(RefundState::Done {
            provider_no: refund.refund_id.clone(),
            amount: Money::from_fen(refund.amount.refund),
            refunded_at: refund.success_time.as_deref().and_then(china::read),
        }),
        "PROCESSING" => Ok(RefundState::Processing),
        "CLOSED" => Ok(RefundState::Closed),
        "ABNORMAL" => Ok(RefundState::Abnormal),
        _ => Err(Odd::Unreadable),
    }
}

#[cfg(test)]
#[path = "wire/tests.rs"]
mod tests;
