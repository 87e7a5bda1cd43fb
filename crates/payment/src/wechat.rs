//! WeChat Pay, API v3, Native payments (微信支付 Native 支付).
//!
//! Every question is signed with the merchant's key, every answer and notice with the platform's. What is known of it and what is not stands
//! in `docs/decisions/payments.md`.

mod bill;
mod call;
mod errors;
#[cfg(test)]
mod fixture;
mod keys;
mod notice;
mod seal;
mod sign;
mod wire;

use async_trait::async_trait;
use chrono::NaiveDate;

pub use seal::ApiV3Key;

use crate::{
    Begun, Bill, Closing, IncomingNotice, MerchantKey, NewPayment, NewRefund, Notice, NoticeError, NoticeReply,
    PaymentError, PaymentGateway, PaymentNo, PaymentState, Ports, ProviderKey, RefundNo, RefundState, china,
    error::{Effect, UNREADABLE_BILL},
};
use call::Question;
use errors::is_missing;
use wire::{Code, NativeOrder, OrderAmount, Refund, RefundAmount, RefundOrder, Transaction};

/// Stable name of the provider.
pub const CODE: &str = "wechat";
pub const PRODUCTION: &str = "https://api.mch.weixin.qq.com";

/// What the payer reads, in characters.
const DESCRIPTION_CHARS_MAX: usize = 127;
const REASON_BYTES_MAX: usize = 80;
const URL_CHARS_MAX: usize = 255;
/// Until a bill that is being written is asked for again.
const BILL_AGAIN_S: u32 = 600;

/// What a merchant has in WeChat Pay's console.
#[derive(Debug)]
pub struct WechatMerchant {
    /// [`PRODUCTION`] or a stand-in; without a slash at its end.
    pub base_url: String,
    pub mchid: String,
    pub appid: String,
    /// Of the merchant's own certificate, which belongs to `key`.
    pub serial_no: String,
    pub key: MerchantKey,
    pub api_v3_key: ApiV3Key,
    /// 微信支付公钥 and its id (`PUB_KEY_ID_…`), which newer merchants have instead of certificates. While a merchant changes from one to the
    /// other both are used, so certificates are still asked for where something is signed with one.
    pub public_key: Option<(String, ProviderKey)>,
}

/// Holds the platform's certificates, so one lives as long as its merchant's settings.
#[derive(Debug)]
pub struct Wechat {
    merchant: WechatMerchant,
    platform: keys::PlatformKeys,
}

impl Wechat {
    pub fn new(mut merchant: WechatMerchant) -> Wechat {
        merchant.base_url.truncate(merchant.base_url.trim_end_matches('/').len());
        Wechat { merchant, platform: keys::PlatformKeys::default() }
    }
}

fn checked(is_fine: bool, field: &'static str, zh: &'static str, en: &'static str) -> Result<(), PaymentError> {
    if is_fine { Ok(()) } else { Err(PaymentError::invalid(field, zh, en)) }
}

fn is_address(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://")) && url.len() <= URL_CHARS_MAX && !url.contains('?')
}

fn check_address(url: &str) -> Result<(), PaymentError> {
    let zh = "通知地址须以 http 开头，不带参数，不超过 255 个字符";
    checked(is_address(url), "notify_url", zh, "must begin with http, without parameters, of at most 255 characters")
}

fn check_payment(payment: &NewPayment) -> Result<(), PaymentError> {
    let subject = payment.subject.trim();
    let is_text = !subject.is_empty() && subject.chars().count() <= DESCRIPTION_CHARS_MAX;
    checked(is_text, "subject", "商品描述须有 1 至 127 个字符", "must have 1 to 127 characters")?;
    check_address(&payment.notify_url)
}

fn check_refund(refund: &NewRefund) -> Result<(), PaymentError> {
    let zh = "退款原因不超过 80 字节（约 26 个汉字）";
    checked(refund.reason.len() <= REASON_BYTES_MAX, "reason", zh, "must have at most 80 bytes")?;
    let is_within = refund.amount <= refund.total;
    checked(is_within, "amount", "退款金额不能超过支付金额", "must not be more than what was paid")?;
    refund.notify_url.as_deref().map_or(Ok(()), check_address)
}

#[async_trait(?Send)]
impl PaymentGateway for Wechat {
    fn code(&self) -> &'static str {
        CODE
    }

    async fn begin(&self, ports: &Ports<'_>, payment: &NewPayment) -> Result<Begun, PaymentError> {
        check_payment(payment)?;
        let order = NativeOrder {
            appid: &self.merchant.appid,
            mchid: &self.merchant.mchid,
            description: payment.subject.trim(),
            out_trade_no: payment.no.as_str(),
            notify_url: &payment.notify_url,
            time_expire: payment.expires_at.map(china::rfc3339),
            amount: OrderAmount::of(payment.amount),
        };
        let question = Question::post("/v3/pay/transactions/native".to_owned(), &order)?;
        let code: Code = self.ask(ports, question).await?;
        // Anything else would be drawn as a QR code and lead people wherever it says.
        if !code.code_url.starts_with("weixin://") {
            return Err(Effect::Changes.unclear());
        }
        Ok(Begun::Qr { code: code.code_url })
    }

    async fn query(&self, ports: &Ports<'_>, no: &PaymentNo) -> Result<PaymentState, PaymentError> {
        let path = format!("/v3/pay/transactions/out-trade-no/{no}?mchid={}", self.merchant.mchid);
        match self.ask::<Transaction>(ports, Question::get(path)).await {
            Ok(transaction) => {
                wire::of_payment(&self.merchant, no, &transaction).map_err(|odd| odd.error(Effect::Reads))
            }
            Err(error) if is_missing(&error) => Ok(PaymentState::Missing),
            Err(error) => Err(error),
        }
    }

    async fn close(&self, ports: &Ports<'_>, no: &PaymentNo) -> Result<Closing, PaymentError> {
        let path = format!("/v3/pay/transactions/out-trade-no/{no}/close");
        let body = wire::Mchid { mchid: &self.merchant.mchid };
        match self.ask_for_nothing(ports, Question::post(path, &body)?).await {
            Ok(()) => Ok(Closing::Closed),
            Err(error) if is_missing(&error) => Ok(Closing::Missing),
            Err(error) => Err(error),
        }
    }

    async fn refund(&self, ports: &Ports<'_>, refund: &NewRefund) -> Result<RefundState, PaymentError> {
        check_refund(refund)?;
        let order = RefundOrder {
            out_trade_no: refund.payment.as_str(),
            out_refund_no: refund.no.as_str(),
            reason: Some(refund.reason.trim()).filter(|reason| !reason.is_empty()),
            notify_url: refund.notify_url.as_deref(),
            amount: RefundAmount::of(refund.amount, refund.total),
        };
        let question = Question::post("/v3/refund/domestic/refunds".to_owned(), &order)?;
        let answer: Refund = self.ask(ports, question).await?;
        wire::of_refund(&refund.payment, &refund.no, &answer).map_err(|odd| odd.error(Effect::Changes))
    }

    async fn refund_state(
        &self,
        ports: &Ports<'_>,
        payment: &PaymentNo,
        no: &RefundNo,
    ) -> Result<RefundState, PaymentError> {
        match self.ask::<Refund>(ports, Question::get(format!("/v3/refund/domestic/refunds/{no}"))).await {
            Ok(refund) => wire::of_refund(payment, no, &refund).map_err(|odd| odd.error(Effect::Reads)),
            Err(error) if is_missing(&error) => Ok(RefundState::Missing),
            Err(error) => Err(error),
        }
    }

    async fn bill(&self, ports: &Ports<'_>, day: NaiveDate) -> Result<Option<Bill>, PaymentError> {
        let path = format!("/v3/bill/tradebill?bill_date={day}&bill_type=ALL");
        let place: wire::BillPlace = match self.ask(ports, Question::get(path)).await {
            Ok(place) => place,
            Err(PaymentError::Refused(refusal)) if refusal.code == "no_bill" => return Ok(None),
            Err(PaymentError::Refused(refusal)) if refusal.code == "bill_later" => {
                return Err(PaymentError::Unavailable { retry_after_s: BILL_AGAIN_S });
            }
            Err(error) => return Err(error),
        };
        let file = self.download(ports, &place).await?;
        let bill = bill::read(&file, &self.merchant.mchid);
        bill.map(Some).map_err(|_| PaymentError::refused(UNREADABLE_BILL))
    }

    async fn notice(&self, ports: &Ports<'_>, notice: &IncomingNotice<'_>) -> Result<Notice, NoticeError> {
        notice::read(self, ports, notice).await
    }

    fn reply(&self, taken: bool) -> NoticeReply {
        if taken {
            NoticeReply { status: 204, content_type: "application/json", body: "" }
        } else {
            NoticeReply {
                status: 500,
                content_type: "application/json",
                body: r#"{"code":"FAIL","message":"not taken"}"#,
            }
        }
    }
}
