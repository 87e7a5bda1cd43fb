//! What is asked of a provider of payments, whoever it is.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use units::Money;

use crate::{Amount, Bill, NoticeError, PaymentError, PaymentNo, Ports, RefundNo};

/// What is to be paid.
#[derive(Clone, Debug)]
pub struct NewPayment {
    pub no: PaymentNo,
    pub amount: Amount,
    /// What the payer reads.
    pub subject: String,
    /// Nobody can pay after it. Asked for again it is the same, or the provider refuses.
    pub expires_at: Option<DateTime<Utc>>,
    /// Where notices go.
    pub notify_url: String,
    /// Where the payer's browser comes back to, where the provider has a page.
    pub return_url: Option<String>,
}

/// What the payer is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// A text to be drawn as a QR code and scanned with the provider's app.
    Qr { code: String },
    /// A signed address to be opened in a browser.
    Page { url: String },
}

/// What was paid. The caller compares the amount with what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// The provider's number of the payment.
    pub provider_no: String,
    pub amount: Money,
    pub paid_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentState {
    /// The provider knows no such payment. One that Alipay's payer has not looked at yet is so too.
    Missing,
    Waiting,
    Paid(Capture),
    /// Nothing was paid, and nothing can be any more.
    Closed,
    /// Paid, and given back wholly or, with WeChat Pay, also in part; how much is known by the refunds.
    Refunded(Capture),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    Closed,
    /// The provider knows no such payment. A page of Alipay that nobody has opened is so too, and stays good until it expires.
    Missing,
}

/// What is to be given back.
#[derive(Clone, Debug)]
pub struct NewRefund {
    pub no: RefundNo,
    pub payment: PaymentNo,
    pub amount: Amount,
    /// What the payment was.
    pub total: Amount,
    /// What the payer reads.
    pub reason: String,
    /// Where the notice of its end goes, with a provider that asks for it; Alipay tells the address of the payment.
    pub notify_url: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundState {
    /// The provider knows no such refund, so nothing was given back under this number.
    Missing,
    /// Accepted, or not told yet: ask for its state.
    Processing,
    Done {
        provider_no: String,
        amount: Money,
        refunded_at: Option<DateTime<Utc>>,
    },
    /// Nothing was given back, and nothing will be under this number.
    Closed,
    /// The payer's account takes no money: a person has to see to it in the provider's console.
    Abnormal,
}

/// A notice as it came in.
#[derive(Clone, Copy, Debug)]
pub struct IncomingNotice<'a> {
    pub headers: &'a [(String, String)],
    /// The bytes that were signed.
    pub body: &'a [u8],
}

impl<'a> IncomingNotice<'a> {
    pub(crate) fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// A genuine notice of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The provider's number of the notice; a repetition has the same.
    pub id: String,
    pub told: Told,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    Payment { no: PaymentNo, state: PaymentState },
    Refund { payment: PaymentNo, no: RefundNo, state: RefundState },
}

/// What a provider hears on its notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeReply {
    pub status: u16,
    pub content_type: &'static str,
    pub body: &'static str,
}

/// A provider of payments. An operation is one question and is never repeated inside; with the same number it may be repeated by whoever
/// asks, and does nothing twice.
#[async_trait(?Send)]
pub trait PaymentGateway {
    /// Stable name of the provider.
    fn code(&self) -> &'static str;

    /// Asks for a payment.
    async fn begin(&self, ports: &Ports<'_>, payment: &NewPayment) -> Result<Begun, PaymentError>;

    async fn query(&self, ports: &Ports<'_>, no: &PaymentNo) -> Result<PaymentState, PaymentError>;

    /// Nobody can pay any more. What was paid already is refused with the code `paid`, or with `state` where the provider does not say why; its
    /// state tells then.
    async fn close(&self, ports: &Ports<'_>, no: &PaymentNo) -> Result<Closing, PaymentError>;

    /// Gives back. What is accepted is often not done yet.
    async fn refund(&self, ports: &Ports<'_>, refund: &NewRefund) -> Result<RefundState, PaymentError>;

    async fn refund_state(
        &self,
        ports: &Ports<'_>,
        payment: &PaymentNo,
        no: &RefundNo,
    ) -> Result<RefundState, PaymentError>;

    /// The bill of a Chinese day, some hours after its end. None where the provider has no bill of it: nothing was paid, or, with Alipay, it is
    /// not written yet.
    async fn bill(&self, ports: &Ports<'_>, day: NaiveDate) -> Result<Option<Bill>, PaymentError>;

    /// Verifies a notice, opens it and says what it tells. The same may come many times, and in any order with answers; providers wait some five
    /// seconds for the reply.
    async fn notice(&self, ports: &Ports<'_>, notice: &IncomingNotice<'_>) -> Result<Notice, NoticeError>;

    /// What the provider is answered, so that it sends the notice again or stops.
    fn reply(&self, taken: bool) -> NoticeReply;
}
