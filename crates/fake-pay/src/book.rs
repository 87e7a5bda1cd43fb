//! What the stand-in remembers, and only as long as it runs.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// More are refused.
pub(crate) const PAYMENTS_MAX: usize = 100_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provider {
    Wechat,
    Alipay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Waiting,
    Paid,
    Closed,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    pub no: String,
    /// The provider's number.
    pub provider_no: String,
    pub amount_fen: i64,
    pub subject: String,
    pub notify_url: String,
    pub state: State,
    pub paid_at: Option<DateTime<Utc>>,
    pub refunded_fen: i64,
    /// How often it was asked for.
    pub asked: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefundStatus {
    Processing,
    Success,
    Closed,
    Abnormal,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Refund {
    pub no: String,
    pub payment_no: String,
    pub provider_no: String,
    pub amount_fen: i64,
    pub notify_url: Option<String>,
    pub status: RefundStatus,
    pub at: DateTime<Utc>,
    pub asked: u32,
}

/// Why a refund is not taken.
pub(crate) enum NoRefund {
    NoPayment,
    NotPaid,
    /// The same number with another amount or payment.
    Differs,
    TooMuch,
}

#[derive(Default)]
pub struct Book {
    serial: u64,
    payments: BTreeMap<(Provider, String), Payment>,
    refunds: BTreeMap<(Provider, String), Refund>,
    /// By method and path or by API, as they came in with a right signature.
    pub(crate) calls: BTreeMap<String, u64>,
    pub(crate) refused_signatures: u64,
}

impl Book {
    pub fn payment(&self, provider: Provider, no: &str) -> Option<&Payment> {
        self.payments.get(&(provider, no.to_owned()))
    }

    pub(crate) fn payment_mut(&mut self, provider: Provider, no: &str) -> Option<&mut Payment> {
        self.payments.get_mut(&(provider, no.to_owned()))
    }

    pub fn payments(&self, provider: Provider) -> impl Iterator<Item = &Payment> {
        self.payments.iter().filter(move |((of, _), _)| *of == provider).map(|(_, payment)| payment)
    }

    pub fn refund(&self, provider: Provider, no: &str) -> Option<&Refund> {
        self.refunds.get(&(provider, no.to_owned()))
    }

    pub(crate) fn refund_mut(&mut self, provider: Provider, no: &str) -> Option<&mut Refund> {
        self.refunds.get_mut(&(provider, no.to_owned()))
    }

    pub fn refunds(&self, provider: Provider) -> impl Iterator<Item = &Refund> {
        self.refunds.iter().filter(move |((of, _), _)| *of == provider).map(|(_, refund)| refund)
    }

    /// How often an API was asked with a right signature.
    pub fn calls(&self, api: &str) -> u64 {
        self.calls.get(api).copied().unwrap_or_default()
    }

    pub fn refused_signatures(&self) -> u64 {
        self.refused_signatures
    }

    fn next(&mut self, prefix: &str) -> String {
        self.serial += 1;
        format!("{prefix}{:010}", self.serial)
    }

    /// A new one, or the one of the same number. None where there are too many.
    pub(crate) fn begin(
        &mut self,
        provider: Provider,
        no: &str,
        amount_fen: i64,
        subject: &str,
        notify_url: &str,
    ) -> Option<&mut Payment> {
        let key = (provider, no.to_owned());
        if !self.payments.contains_key(&key) {
            if self.payments.len() >= PAYMENTS_MAX {
                return None;
            }
            let provider_no = self.next(if provider == Provider::Wechat { "420000" } else { "20261128220014" });
            let payment = Payment {
                no: no.to_owned(),
                provider_no,
                amount_fen,
                subject: subject.to_owned(),
                notify_url: notify_url.to_owned(),
                state: State::Waiting,
                paid_at: None,
                refunded_fen: 0,
                asked: 0,
            };
            self.payments.insert(key.clone(), payment);
        }
        let payment = self.payments.get_mut(&key)?;
        payment.asked += 1;
        Some(payment)
    }

    pub(crate) fn give_back(
        &mut self,
        provider: Provider,
        payment_no: &str,
        no: &str,
        amount_fen: i64,
        notify_url: Option<String>,
    ) -> Result<&Refund, NoRefund> {
        let key = (provider, no.to_owned());
        if !self.refunds.contains_key(&key) {
            let provider_no = self.next("503000");
            let payment = self.payment_mut(provider, payment_no).ok_or(NoRefund::NoPayment)?;
            if payment.state != State::Paid {
                return Err(NoRefund::NotPaid);
            }
            if amount_fen <= 0 || payment.refunded_fen + amount_fen > payment.amount_fen {
                return Err(NoRefund::TooMuch);
            }
            payment.refunded_fen += amount_fen;
            // Alipay knows no number of a refund but ours.
            let (provider_no, status) = match provider {
                Provider::Wechat => (provider_no, RefundStatus::Processing),
                Provider::Alipay => (payment.provider_no.clone(), RefundStatus::Success),
            };
            let refund = Refund {
                no: no.to_owned(),
                payment_no: payment_no.to_owned(),
                provider_no,
                amount_fen,
                notify_url,
                status,
                at: Utc::now(),
                asked: 0,
            };
            self.refunds.insert(key.clone(), refund);
        }
        let refund = self.refunds.get_mut(&key).ok_or(NoRefund::NoPayment)?;
        if refund.amount_fen != amount_fen || refund.payment_no != payment_no {
            return Err(NoRefund::Differs);
        }
        refund.asked += 1;
        Ok(refund)
    }
}

fn shanghai() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).expect("eight hours")
}

pub(crate) fn china(at: DateTime<Utc>) -> String {
    at.with_timezone(&shanghai()).format("%Y-%m-%d %H:%M:%S").to_string()
}

pub(crate) fn rfc3339(at: DateTime<Utc>) -> String {
    at.with_timezone(&shanghai()).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The Chinese day of a time.
pub fn day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&shanghai()).date_naive()
}

/// Two places.
pub(crate) fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100)
}
