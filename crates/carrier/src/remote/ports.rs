//! What an adapter may use of ours.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::breaker::Breaker;

/// One POST, ready: these bytes are what was signed.
pub struct HttpRequest {
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

pub struct HttpAnswer {
    pub status: u16,
    pub body: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// Certainly nothing arrived.
    #[error("the carrier cannot be reached")]
    NotSent,
    /// It may have arrived: no answer in time, or the connection broke.
    #[error("the connection was lost before the answer was complete")]
    Lost,
    #[error("the answer is larger than any the carrier has")]
    TooLarge,
}

/// Sends bytes and brings bytes back; knows timeouts, follows no redirect, repeats nothing.
#[async_trait(?Send)]
pub trait Transport {
    async fn post(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError>;
}

pub trait Clock {
    fn now(&self) -> DateTime<Utc>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallOutcome {
    Done,
    Refused,
    Unavailable,
    Unknown,
    /// The settings are wrong.
    Config,
    /// Not sent, because the breaker is open.
    NotAsked,
}

impl CallOutcome {
    pub const fn as_str(self) -> &'static str {
        match self {
            CallOutcome::Done => "done",
            CallOutcome::Refused => "refused",
            CallOutcome::Unavailable => "unavailable",
            CallOutcome::Unknown => "unknown",
            CallOutcome::Config => "config",
            CallOutcome::NotAsked => "not_asked",
        }
    }
}

/// One call as it may be kept and looked at: secrets and personal data are gone before it leaves the adapter.
#[derive(Clone, Debug)]
pub struct CallRecord {
    pub carrier: &'static str,
    /// The carrier's name of the API.
    pub api: &'static str,
    pub at: DateTime<Utc>,
    pub took: Duration,
    /// None where no answer came.
    pub http_status: Option<u16>,
    /// The carrier's code, where it gave one.
    pub carrier_code: String,
    pub outcome: CallOutcome,
    /// Masked and cut to a length that is kept.
    pub request: String,
    /// Masked and cut likewise; of what is not in the carrier's language only kind and length.
    pub answer: String,
    /// Of the parcel that it is about; otherwise empty.
    pub waybill_no: String,
    /// The code that we gave the order that it is about; otherwise empty.
    pub partner_code: String,
}

/// Keeps every call. A log that cannot be written must not undo what the carrier did, so this cannot fail.
#[async_trait(?Send)]
pub trait CallLog {
    async fn keep(&self, record: CallRecord);
}

/// What an adapter may use while it asks.
#[derive(Clone, Copy)]
pub struct RemotePorts<'a> {
    pub transport: &'a dyn Transport,
    pub calls: &'a dyn CallLog,
    pub clock: &'a dyn Clock,
    /// The one of the carrier's address, shared by all callers.
    pub breaker: &'a Breaker,
}
