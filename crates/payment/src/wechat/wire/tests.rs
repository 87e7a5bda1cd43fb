use serde_json::{Value, json};

use super::*;
use crate::wechat::fixture::merchant;

fn state(change: impl FnOnce(&mut Value)) -> Result<PaymentState, Odd> {
    let mut told = json!({
        "appid": "wx8888888888888888", "mchid": "1900000001", "out_trade_no": "YD0001", "transaction_id": "4200001",
        "trade_type": "NATIVE", "trade_state": "SUCCESS", "success_time": "2026-11-28T10:34:56+08:00",
        "payer": {"openid": "o1"}, "amount": {"total": 1250, "payer_total": 1000, "currency": "CNY", "payer_currency": "CNY"},
    });
    change(&mut told);
    of_payment(&merchant(), &"YD0001".parse().unwrap(), &serde_json::from_value(told).unwrap())
}

#[test]
fn states_of_payments() {
    let Ok(PaymentState::Paid(capture)) = state(|_| ()) else { panic!("paid") };
    assert_eq!((capture.provider_no.as_str(), capture.amount), ("4200001", Money::from_fen(1250)));
    assert_eq!(capture.paid_at.to_rfc3339(), "2026-11-28T02:34:56+00:00");
    assert_eq!(state(|told| told["trade_state"] = json!("REFUND")), Ok(PaymentState::Refunded(capture)));
    for (word, meant) in [
        ("NOTPAY", PaymentState::Waiting),
        ("PAYERROR", PaymentState::Waiting),
        ("USERPAYING", PaymentState::Waiting),
        ("CLOSED", PaymentState::Closed),
        ("REVOKED", PaymentState::Closed),
    ] {
        let bare = |told: &mut Value| {
            told["trade_state"] = json!(word);
            for name in ["amount", "success_time", "transaction_id"] {
                told.as_object_mut().unwrap().remove(name);
            }
        };
        assert_eq!(state(bare), Ok(meant), "{word}");
    }
}

#[test]
fn what_is_not_ours_or_not_clear_is_no_payment() {
    for (name, value, odd) in [
        ("mchid", json!("1900000002"), Odd::NotOurs("mchid")),
        ("appid", json!("wx9"), Odd::NotOurs("appid")),
        ("out_trade_no", json!("YD0002"), Odd::NotOurs("out_trade_no")),
        ("amount", json!({"total": 1250, "currency": "USD"}), Odd::Currency),
        ("amount", json!({"total": 0, "currency": "CNY"}), Odd::Unreadable),
        ("amount", json!({"total": -1, "currency": "CNY"}), Odd::Unreadable),
        ("amount", Value::Null, Odd::Unreadable),
        ("transaction_id", json!(""), Odd::Unreadable),
        ("success_time", json!("yesterday"), Odd::Unreadable),
        ("trade_state", json!("success"), Odd::Unreadable),
    ] {
        assert_eq!(state(|told| told[name] = value.clone()), Err(odd), "{name} {value}");
    }
}

#[test]
fn states_of_refunds() {
    let of = |status_name: &str, status: &str, currency: Option<&str>| {
        let mut told = json!({
            "refund_id": "5000001", "out_refund_no": "RF0001", "out_trade_no": "YD0001", status_name: status,
            "success_time": "2026-11-28T10:34:56+08:00",
            "amount": {"total": 1250, "refund": 250},
        });
        if let Some(currency) = currency {
            told["amount"]["currency"] = json!(currency);
        }
        let refund = serde_json::from_value(told).unwrap();
        of_refund(&"YD0001".parse().unwrap(), &"RF0001".parse().unwrap(), &refund)
    };
    for name in ["status", "refund_status"] {
        let Ok(RefundState::Done { amount, provider_no, .. }) = of(name, "SUCCESS", Some("CNY")) else {
            panic!("{name}")
        };
        assert_eq!((amount, provider_no.as_str()), (Money::from_fen(250), "5000001"));
    }
    assert_eq!(of("status", "PROCESSING", None), Ok(RefundState::Processing));
    assert_eq!(of("status", "ABNORMAL", None), Ok(RefundState::Abnormal));
    assert_eq!(of("status", "CLOSED", None), Ok(RefundState::Closed));
    assert_eq!(of("status", "ODD", None), Err(Odd::Unreadable));
    assert_eq!(of("status", "SUCCESS", Some("USD")), Err(Odd::Currency));
}
