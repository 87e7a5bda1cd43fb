//! Alipay, payments on a page (支付宝电脑网站支付), with a public key (公钥模式).
//!
//! Questions are signed with the application's key, answers and notices with Alipay's. What is known of it and what is not stands in
//! `docs/decisions/payments.md`.

mod bill;
mod call;
mod errors;
mod notice;
mod sign;
mod wire;

use async_trait::async_trait;
use chrono::NaiveDate;

use crate::{
    Begun, Bill, Closing, IncomingNotice, MerchantKey, NewPayment, NewRefund, Notice, NoticeError, NoticeReply,
    PaymentError, PaymentGateway, PaymentNo, PaymentState, Ports, ProviderKey, RefundNo, RefundState, china,
    error::{Effect, UNREADABLE_BILL},
};
use call::Api;
use errors::is_missing;
use wire::{AskBill, AskRefund, BillPlace, Named, PageOrder, RefundOrder, RefundTold, Refunded, Trade};

/// Stable name of the provider.
pub const CODE: &str = "alipay";
pub const PRODUCTION: &str = "https://openapi.alipay.com/gateway.do";
pub const SANDBOX: &str = "https://openapi-sandbox.dl.alipaydev.com/gateway.do";

const PAGE: &str = "alipay.trade.page.pay";
const QUERY: Api = Api { method: "alipay.trade.query", effect: Effect::Reads };
const CLOSE: Api = Api { method: "alipay.trade.close", effect: Effect::Changes };
const REFUND: Api = Api { method: "alipay.trade.refund", effect: Effect::Changes };
const REFUND_STATE: Api = Api { method: "alipay.trade.fastpay.refund.query", effect: Effect::Reads };
const BILL: Api = Api { method: "alipay.data.dataservice.bill.downloadurl.query", effect: Effect::Reads };

const SUBJECT_CHARS_MAX: usize = 256;
const REASON_CHARS_MAX: usize = 256;
const URL_CHARS_MAX: usize = 256;

/// What an application has in Alipay's console.
#[derive(Debug)]
pub struct AlipayApp {
    /// [`PRODUCTION`], [`SANDBOX`] or a stand-in.
    pub gateway: String,
    pub app_id: String,
    /// Whom payments go to (PID, begins with 2088).
    pub seller_id: String,
    pub key: MerchantKey,
    /// 支付宝公钥, which is not the application's own.
    pub alipay_key: ProviderKey,
}

#[derive(Debug)]
pub struct Alipay {
    app: AlipayApp,
}

impl Alipay {
    pub fn new(app: AlipayApp) -> Alipay {
        Alipay { app }
    }
}

fn checked(is_fine: bool, field: &'static str, zh: &'static str, en: &'static str) -> Result<(), PaymentError> {
    if is_fine { Ok(()) } else { Err(PaymentError::invalid(field, zh, en)) }
}

fn is_address(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://")) && url.len() <= URL_CHARS_MAX
}

fn check_payment(payment: &NewPayment) -> Result<(), PaymentError> {
    let subject = payment.subject.trim();
    let is_text =
        !subject.is_empty() && subject.chars().count() <= SUBJECT_CHARS_MAX && !subject.contains(['/', '=', '&']);
    let zh = "订单标题须有 1 至 256 个字符，不含 / = &";
    checked(is_text, "subject", zh, "must have 1 to 256 characters, without / = &")?;
    let (zh, en) = ("地址须以 http 开头，不超过 256 个字符", "must begin with http and have at most 256 characters");
    checked(is_address(&payment.notify_url), "notify_url", zh, en)?;
    checked(payment.return_url.as_deref().is_none_or(is_address), "return_url", zh, en)
}

fn check_refund(refund: &NewRefund) -> Result<(), PaymentError> {
    let is_short = refund.reason.chars().count() <= REASON_CHARS_MAX;
    checked(is_short, "reason", "退款原因不超过 256 个字符", "must have at most 256 characters")?;
    let is_within = refund.amount <= refund.total;
    checked(is_within, "amount", "退款金额不能超过支付金额", "must not be more than what was paid")
}

#[async_trait(?Send)]
impl PaymentGateway for Alipay {
    fn code(&self) -> &'static str {
        CODE
    }

    /// Asks nobody: the address itself is the question, and the payer's browser sends it.
    async fn begin(&self, ports: &Ports<'_>, payment: &NewPayment) -> Result<Begun, PaymentError> {
        check_payment(payment)?;
        let order = PageOrder {
            out_trade_no: payment.no.as_str(),
            total_amount: payment.amount.money().to_string(),
            subject: payment.subject.trim(),
            product_code: "FAST_INSTANT_TRADE_PAY",
            time_expire: payment.expires_at.map(china::written),
        };
        let addresses =
            [("notify_url", Some(payment.notify_url.as_str())), ("return_url", payment.return_url.as_deref())];
        let url = self.page_url(ports.clock.now(), PAGE, &order, &addresses)?;
        Ok(Begun::Page { url })
    }

    async fn query(&self, ports: &Ports<'_>, no: &PaymentNo) -> Result<PaymentState, PaymentError> {
        match self.ask::<Trade>(ports, &QUERY, &Named { out_trade_no: no.as_str() }).await {
            Ok(trade) => wire::of_trade(no, &trade).map_err(|odd| odd.error(Effect::Reads)),
            Err(error) if is_missing(&error) => Ok(PaymentState::Missing),
            Err(error) => Err(error),
        }
    }

    async fn close(&self, ports: &Ports<'_>, no: &PaymentNo) -> Result<Closing, PaymentError> {
        match self.ask::<wire::Nothing>(ports, &CLOSE, &Named { out_trade_no: no.as_str() }).await {
            Ok(_) => Ok(Closing::Closed),
            Err(error) if is_missing(&error) => Ok(Closing::Missing),
            Err(error) => Err(error),
        }
    }

    async fn refund(&self, ports: &Ports<'_>, refund: &NewRefund) -> Result<RefundState, PaymentError> {
        check_refund(refund)?;
        let order = RefundOrder {
            out_trade_no: refund.payment.as_str(),
            out_request_no: refund.no.as_str(),
            refund_amount: refund.amount.money().to_string(),
            refund_reason: Some(refund.reason.trim()).filter(|reason| !reason.is_empty()),
        };
        let answer: Refunded = self.ask(ports, &REFUND, &order).await?;
        wire::of_refund(refund, &answer).map_err(|odd| odd.error(Effect::Changes))
    }

    async fn refund_state(
        &self,
        ports: &Ports<'_>,
        payment: &PaymentNo,
        no: &RefundNo,
    ) -> Result<RefundState, PaymentError> {
        let question = AskRefund {
            out_trade_no: payment.as_str(),
            out_request_no: no.as_str(),
            query_options: ["gmt_refund_pay"],
        };
        match self.ask::<RefundTold>(ports, &REFUND_STATE, &question).await {
            Ok(told) => wire::of_refund_told(payment, no, &told).map_err(|odd| odd.error(Effect::Reads)),
            Err(error) if is_missing(&error) => Ok(RefundState::Missing),
            Err(error) => Err(error),
        }
    }

    async fn bill(&self, ports: &Ports<'_>, day: NaiveDate) -> Result<Option<Bill>, PaymentError> {
        let question = AskBill { bill_type: "trade", bill_date: day.to_string() };
        let place: BillPlace = match self.ask(ports, &BILL, &question).await {
            Ok(place) => place,
            Err(PaymentError::Refused(refusal)) if refusal.code == "no_bill" => return Ok(None),
            Err(error) => return Err(error),
        };
        let file = self.download(ports, &place.bill_download_url).await?;
        bill::read(&file, &self.app.seller_id).map(Some).map_err(|_| PaymentError::refused(UNREADABLE_BILL))
    }

    async fn notice(&self, _: &Ports<'_>, notice: &IncomingNotice<'_>) -> Result<Notice, NoticeError> {
        notice::read(&self.app, notice)
    }

    fn reply(&self, taken: bool) -> NoticeReply {
        NoticeReply { status: 200, content_type: "text/plain", body: if taken { "success" } else { "failure" } }
    }
}
