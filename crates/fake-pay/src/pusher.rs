//! Notices: signed as each provider signs them, spoilt where a fault says so, and repeated until they are taken.

use std::{collections::BTreeMap, io, time::Duration};

use chrono::{TimeDelta, Utc};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    Stand, alipay,
    book::{Payment, Provider, Refund, RefundStatus, State, china, rfc3339, yuan},
    faults::Fault,
    keys::{APP_ID, MCHID, SELLER_ID, nonce, sealed},
    locked, wechat,
};

/// WeChat Pay tries 15 times and Alipay 8, over a day.
const TRIES: u32 = 15;
/// Between two tries; shorter than the providers', so that nobody waits.
const BETWEEN: Duration = Duration::from_millis(50);
const TIMEOUT: Duration = Duration::from_secs(5);
const STRANGER: &str = "9999999999";

/// What became of notices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivered {
    pub taken: u32,
    /// Not taken within all tries, or not sent at all.
    pub lost: u32,
    /// Spoilt ones, sent once, that were not taken.
    pub refused: u32,
}

pub(crate) fn client() -> io::Result<reqwest::Client> {
    // Every client of the process takes its cryptography from here; that it is there already is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().timeout(TIMEOUT).build().map_err(io::Error::other)
}

/// A notice ready to be signed.
struct Letter {
    provider: Provider,
    url: String,
    event: &'static str,
    /// WeChat Pay's resource, or the pairs of Alipay's form.
    told: Value,
}

pub(crate) async fn pay(stand: &Stand, provider: Provider, no: &str) -> Result<Delivered, String> {
    {
        let late = || stand.fault(|fault| fault == Fault::PaidLate).is_some();
        let mut book = locked(&stand.book);
        let payment = book.payment_mut(provider, no).ok_or("no such payment")?;
        match payment.state {
            State::Waiting => {}
            State::Closed if late() => {}
            State::Closed => return Err("it is closed".to_owned()),
            State::Paid => return Err("it is paid".to_owned()),
        }
        payment.state = State::Paid;
        payment.paid_at = Some(Utc::now());
    }
    let fault = stand.fault(Fault::of_notices);
    let mut letter = of_payment(stand, provider, no)?;
    match fault {
        None => Ok(deliver(stand, &letter, 1).await),
        Some(Fault::CallbackTwice) => Ok(deliver(stand, &letter, 2).await),
        Some(Fault::CallbackLost) => Ok(Delivered { lost: 1, ..Delivered::default() }),
        Some(fault) => {
            spoil(&mut letter, fault);
            let taken = send(stand, &letter, Some(fault)).await;
            Ok(Delivered { taken: u32::from(taken), refused: u32::from(!taken), lost: 0 })
        }
    }
}

pub(crate) async fn notify(stand: &Stand, provider: Provider, no: &str) -> Result<Delivered, String> {
    let letter = of_payment(stand, provider, no)?;
    Ok(deliver(stand, &letter, 1).await)
}

pub(crate) async fn settle(
    stand: &Stand,
    provider: Provider,
    no: &str,
    status: RefundStatus,
) -> Result<Delivered, String> {
    let letter = {
        let mut book = locked(&stand.book);
        let refund = book.refund_mut(provider, no).ok_or("no such refund")?;
        if provider == Provider::Wechat {
            refund.status = status;
        }
        let refund = refund.clone();
        let payment = book.payment(provider, &refund.payment_no).ok_or("no such payment")?;
        match provider {
            Provider::Wechat => of_wechat_refund(payment, &refund),
            Provider::Alipay => Some(of_alipay(payment, Some(&refund))),
        }
    };
    match letter {
        Some(letter) => Ok(deliver(stand, &letter, 1).await),
        None => Ok(Delivered::default()),
    }
}

fn of_payment(stand: &Stand, provider: Provider, no: &str) -> Result<Letter, String> {
    let book = locked(&stand.book);
    let payment = book.payment(provider, no).filter(|payment| payment.paid_at.is_some()).ok_or("it is not paid")?;
    Ok(match provider {
        Provider::Alipay => of_alipay(payment, None),
        Provider::Wechat => Letter {
            provider,
            url: payment.notify_url.clone(),
            event: "TRANSACTION.SUCCESS",
            told: wechat::transaction(payment),
        },
    })
}

fn of_wechat_refund(payment: &Payment, refund: &Refund) -> Option<Letter> {
    let event = match refund.status {
        RefundStatus::Processing => return None,
        RefundStatus::Success => "REFUND.SUCCESS",
        RefundStatus::Closed => "REFUND.CLOSED",
        RefundStatus::Abnormal => "REFUND.ABNORMAL",
    };
    let mut told = json!({
        "mchid": MCHID,
        "out_trade_no": refund.payment_no,
        "transaction_id": payment.provider_no,
        "out_refund_no": refund.no,
        "refund_id": refund.provider_no,
        "refund_status": wechat::refund_status(refund.status),
        "user_received_account": "支付用户零钱",
        "amount": {"total": payment.amount_fen, "refund": refund.amount_fen, "payer_total": payment.amount_fen, "payer_refund": refund.amount_fen},
    });
    if refund.status == RefundStatus::Success {
        told["success_time"] = json!(rfc3339(refund.at));
    }
    Some(Letter { provider: Provider::Wechat, url: refund.notify_url.clone()?, event, told })
}

fn of_alipay(payment: &Payment, refund: Option<&Refund>) -> Letter {
    let paid_at = payment.paid_at.map(china).unwrap_or_default();
    let mut told = json!({
        "notify_time": china(Utc::now()),
        "notify_type": "trade_status_sync",
        "notify_id": format!("20261128{}", payment.provider_no),
        "charset": "utf-8",
        "version": "1.0",
        "app_id": APP_ID,
        "seller_id": SELLER_ID,
        "trade_no": payment.provider_no,
        "out_trade_no": payment.no,
        "trade_status": alipay::trade_status(payment.state, payment.refunded_fen == payment.amount_fen),
        "total_amount": yuan(payment.amount_fen),
        "subject": payment.subject,
        "gmt_create": paid_at,
        "gmt_payment": paid_at,
        "buyer_logon_id": "a/b***@example.com",
    });
    if let Some(refund) = refund {
        told["notify_id"] = json!(format!("20261128{}", refund.no));
        told["out_biz_no"] = json!(refund.no);
        told["gmt_refund"] = json!(format!("{}.000", china(refund.at)));
        told["refund_fee"] = json!(yuan(payment.refunded_fen));
    }
    Letter { provider: Provider::Alipay, url: payment.notify_url.clone(), event: "", told }
}

/// What it tells is changed before it is signed.
fn spoil(letter: &mut Letter, fault: Fault) {
    let told = &mut letter.told;
    match (letter.provider, fault) {
        (Provider::Wechat, Fault::WrongAmount) => {
            let less = told["amount"]["total"].as_i64().unwrap_or_default() - 1;
            told["amount"]["total"] = json!(less);
        }
        (Provider::Wechat, Fault::WrongMerchant) => told["mchid"] = json!(STRANGER),
        (Provider::Wechat, Fault::OtherCurrency) => told["amount"]["currency"] = json!("USD"),
        (Provider::Alipay, Fault::WrongAmount) => {
            let fen: i64 =
                told["total_amount"].as_str().unwrap_or_default().replace('.', "").parse().unwrap_or_default();
            told["total_amount"] = json!(yuan(fen - 1));
        }
        (Provider::Alipay, Fault::WrongMerchant) => told["seller_id"] = json!(STRANGER),
        (Provider::Alipay, Fault::OtherCurrency) => told["trans_currency"] = json!("USD"),
        _ => {}
    }
}

async fn deliver(stand: &Stand, letter: &Letter, times: u32) -> Delivered {
    let mut delivered = Delivered::default();
    for _ in 0..times {
        if repeat(stand, letter).await {
            delivered.taken += 1;
        } else {
            delivered.lost += 1;
        }
    }
    delivered
}

async fn repeat(stand: &Stand, letter: &Letter) -> bool {
    for _ in 0..TRIES {
        if send(stand, letter, None).await {
            return true;
        }
        actix_web::rt::time::sleep(BETWEEN).await;
    }
    false
}

async fn send(stand: &Stand, letter: &Letter, fault: Option<Fault>) -> bool {
    let is_broken = fault == Some(Fault::BadSignature);
    match letter.provider {
        Provider::Wechat => {
            let late = if fault == Some(Fault::CallbackLate) { TimeDelta::minutes(10) } else { TimeDelta::zero() };
            let timestamp = (Utc::now() - late).timestamp();
            send_wechat(stand, letter, timestamp, is_broken).await
        }
        Provider::Alipay => send_alipay(stand, letter, is_broken).await,
    }
}

/// Taken is what is answered with 200 or 204.
async fn send_wechat(stand: &Stand, letter: &Letter, timestamp: i64, is_broken: bool) -> bool {
    let (sealed_nonce, ciphertext) = sealed(&letter.told.to_string(), "transaction");
    let body = json!({
        "id": nonce(32),
        "create_time": rfc3339(Utc::now()),
        "event_type": letter.event,
        "resource_type": "encrypt-resource",
        "resource": {
            "algorithm": "AEAD_AES_256_GCM",
            "original_type": "transaction",
            "associated_data": "transaction",
            "nonce": sealed_nonce,
            "ciphertext": ciphertext,
        },
    })
    .to_string();
    let signer = *locked(&stand.signer);
    let mut request = stand.client.post(&letter.url).header("content-type", "application/json");
    for (name, value) in wechat::signature(stand, signer, timestamp, &body, is_broken) {
        request = request.header(name, value);
    }
    request.body(body).send().await.is_ok_and(|answer| matches!(answer.status().as_u16(), 200 | 204))
}

/// Taken is what is answered with the word.
async fn send_alipay(stand: &Stand, letter: &Letter, is_broken: bool) -> bool {
    let told = letter.told.as_object().into_iter().flatten();
    let mut pairs: BTreeMap<String, String> =
        told.map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned())).collect();
    let added = if is_broken { " " } else { "" };
    let signed = format!("{}{added}", alipay::joined(&pairs, &[]));
    pairs.insert("sign".to_owned(), stand.keys.sign_as_alipay(signed.as_bytes()));
    pairs.insert("sign_type".to_owned(), "RSA2".to_owned());
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
    let request =
        stand.client.post(&letter.url).header("content-type", "application/x-www-form-urlencoded; charset=utf-8");
    let Ok(answer) = request.body(body).send().await else { return false };
    answer.text().await.is_ok_and(|word| word == "success")
}
