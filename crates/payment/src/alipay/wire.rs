//! Alipay's JSON, and what it means.

use serde::{Deserialize, Serialize};
use units::Money;

use crate::{
    Capture, NewRefund, NoticeError, PaymentError, PaymentNo, PaymentState, RefundNo, RefundState, china,
    error::{Effect, NOT_OURS, OTHER_CURRENCY},
};

const CNY: &str = "CNY";

#[derive(Serialize)]
pub(super) struct PageOrder<'a> {
    pub out_trade_no: &'a str,
    pub total_amount: String,
    pub subject: &'a str,
    pub product_code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_expire: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Named<'a> {
    pub out_trade_no: &'a str,
}

#[derive(Serialize)]
pub(super) struct RefundOrder<'a> {
    pub out_trade_no: &'a str,
    pub out_request_no: &'a str,
    pub refund_amount: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_reason: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct AskRefund<'a> {
    pub out_trade_no: &'a str,
    pub out_request_no: &'a str,
    pub query_options: [&'static str; 1],
}

#[derive(Serialize)]
pub(super) struct AskBill {
    pub bill_type: &'static str,
    pub bill_date: String,
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

#[derive(Deserialize)]
pub(super) struct Trade {
    pub trade_no: String,
    pub out_trade_no: String,
    pub trade_status: String,
    /// Yuan.
    pub total_amount: Money,
    pub send_pay_date: Option<String>,
    /// Where the trade is not of yuan.
    pub trans_currency: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Refunded {
    pub trade_no: String,
    pub out_trade_no: String,
    /// `Y` where money moved now; `N` where it had moved before, or has not yet.
    pub fund_change: String,
    pub refund_currency: Option<String>,
}

/// Empty but for its code where there is no such refund.
#[derive(Deserialize)]
pub(super) struct RefundTold {
    pub trade_no: Option<String>,
    pub out_trade_no: Option<String>,
    pub out_request_no: Option<String>,
    pub refund_amount: Option<Money>,
    pub refund_status: Option<String>,
    pub gmt_refund_pay: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct BillPlace {
    pub bill_download_url: String,
}

/// Genuine, but not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Odd {
    NotOurs(&'static str),
    Currency,
    Unreadable(&'static str),
}

impl Odd {
    pub(super) fn error(self, effect: Effect) -> PaymentError {
        match self {
            Odd::NotOurs(_) => PaymentError::refused(NOT_OURS),
            Odd::Currency => PaymentError::refused(OTHER_CURRENCY),
            Odd::Unreadable(_) => effect.unclear(),
        }
    }

    pub(super) fn refusal(self) -> NoticeError {
        match self {
            Odd::NotOurs(what) => NoticeError::NotOurs { what },
            Odd::Currency => NoticeError::Currency,
            Odd::Unreadable(what) => NoticeError::Unreadable { what },
        }
    }
}

fn of_yuan(currency: Option<&str>) -> Result<(), Odd> {
    if currency.is_none_or(|currency| currency == CNY) { Ok(()) } else { Err(Odd::Currency) }
}

pub(super) fn of_trade(no: &PaymentNo, trade: &Trade) -> Result<PaymentState, Odd> {
    if trade.out_trade_no != no.as_str() {
        return Err(Odd::NotOurs("out_trade_no"));
    }
    of_yuan(trade.trans_currency.as_deref())?;
    let paid_at = trade.send_pay_date.as_deref();
    state(&trade.trade_status, &trade.trade_no, trade.total_amount, paid_at)
}

/// A trade that is closed was either never paid or given back wholly: only the latter has a time of payment.
pub(super) fn state(status: &str, trade_no: &str, amount: Money, paid_at: Option<&str>) -> Result<PaymentState, Odd> {
    let capture = || {
        let paid_at = paid_at.and_then(china::read).ok_or(Odd::Unreadable("time of payment"))?;
        if trade_no.is_empty() || amount <= Money::ZERO {
            return Err(Odd::Unreadable("payment"));
        }
        Ok(Capture { provider_no: trade_no.to_owned(), amount, paid_at })
    };
    match status {
        "WAIT_BUYER_PAY" => Ok(PaymentState::Waiting),
        "TRADE_SUCCESS" | "TRADE_FINISHED" => capture().map(PaymentState::Paid),
        "TRADE_CLOSED" if paid_at.is_some() => capture().map(PaymentState::Refunded),
        "TRADE_CLOSED" => Ok(PaymentState::Closed),
        _ => Err(Odd::Unreadable("trade_status")),
    }
}

pub(super) fn of_refund(refund: &NewRefund, answer: &Refunded) -> Result<RefundState, Odd> {
    if answer.out_trade_no != refund.payment.as_str() {
        return Err(Odd::NotOurs("out_trade_no"));
    }
    of_yuan(answer.refund_currency.as_deref())?;
    // The sum in the answer is that of all refunds of the payment, so this one's is what was asked for.
    Ok(if answer.fund_change == "Y" {
        RefundState::Done { provider_no: answer.trade_no.clone(), amount: refund.amount.money(), refunded_at: None }
    } else {
        RefundState::Processing
    })
}

pub(super) fn of_refund_told(payment: &PaymentNo, no: &RefundNo, told: &RefundTold) -> Result<RefundState, Odd> {
    let Some(status) = told.refund_status.as_deref().filter(|status| !status.is_empty()) else {
        return Ok(RefundState::Missing);
    };
    if told.out_trade_no.as_deref() != Some(payment.as_str()) {
        return Err(Odd::NotOurs("out_trade_no"));
    }
    if told.out_request_no.as_deref() != Some(no.as_str()) {
        return Err(Odd::NotOurs("out_request_no"));
    }
    match status {
        "REFUND_SUCCESS" => Ok(RefundState::Done {
            provider_no: told.trade_no.clone().ok_or(Odd::Unreadable("trade_no"))?,
            amount: told.refund_amount.ok_or(Odd::Unreadable("refund_amount"))?,
            refunded_at: told.gmt_refund_pay.as_deref().and_then(china::read),
        }),
        _ => Ok(RefundState::Processing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trade(status: &str, paid_at: Option<&str>, currency: Option<&str>) -> Result<PaymentState, Odd> {
        let trade = Trade {
            trade_no: "2026112822001".to_owned(),
            out_trade_no: "YD0001".to_owned(),
            trade_status: status.to_owned(),
            total_amount: Money::from_fen(1250),
            send_pay_date: paid_at.map(str::to_owned),
            trans_currency: currency.map(str::to_owned),
        };
        of_trade(&"YD0001".parse().unwrap(), &trade)
    }

    #[test]
    fn states_of_trades() {
        let at = Some("2026-11-28 10:34:56");
        let Ok(PaymentState::Paid(capture)) = trade("TRADE_SUCCESS", at, Some("CNY")) else { panic!("paid") };
        assert_eq!((capture.amount, capture.provider_no.as_str()), (Money::from_fen(1250), "2026112822001"));
        assert_eq!(trade("TRADE_FINISHED", at, None), Ok(PaymentState::Paid(capture.clone())));
        assert_eq!(trade("TRADE_CLOSED", at, None), Ok(PaymentState::Refunded(capture)));
        assert_eq!(trade("TRADE_CLOSED", None, None), Ok(PaymentState::Closed));
        assert_eq!(trade("WAIT_BUYER_PAY", None, None), Ok(PaymentState::Waiting));
        assert_eq!(trade("TRADE_SUCCESS", at, Some("USD")), Err(Odd::Currency));
        for (status, paid_at) in [("TRADE_SUCCESS", None), ("TRADE_SUCCESS", Some("soon")), ("trade_success", at)] {
            assert!(matches!(trade(status, paid_at, None), Err(Odd::Unreadable(_))), "{status}");
        }
    }

    #[test]
    fn a_refund_that_is_not_told_is_missing() {
        let (payment, no) = ("YD0001".parse().unwrap(), "RF0001".parse().unwrap());
        let of = |told: &str| of_refund_told(&payment, &no, &serde_json::from_str(told).unwrap());
        assert_eq!(of(r#"{"code":"10000"}"#), Ok(RefundState::Missing));
        let told = r#"{"trade_no":"2","out_trade_no":"YD0001","out_request_no":"RF0001","refund_amount":"2.50","refund_status":"REFUND_SUCCESS"}"#;
        let done = RefundState::Done { provider_no: "2".to_owned(), amount: Money::from_fen(250), refunded_at: None };
        assert_eq!(of(told), Ok(done));
        assert_eq!(of(&told.replace("REFUND_SUCCESS", "REFUND_PROCESSING")), Ok(RefundState::Processing));
        assert_eq!(of(&told.replace("RF0001", "RF0002")), Err(Odd::NotOurs("out_request_no")));
        assert_eq!(of(&told.replace("YD0001", "YD0002")), Err(Odd::NotOurs("out_trade_no")));
    }
}
