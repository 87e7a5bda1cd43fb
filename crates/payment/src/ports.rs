//! What a gateway may use of ours.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
}

impl Method {
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

/// One question, ready: these bytes are what was signed.
pub struct HttpRequest {
    pub method: Method,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// More is not read: a bill is larger than any other answer.
    pub answer_bytes_max: usize,
}

pub struct HttpAnswer {
    pub status: u16,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl HttpAnswer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// Certainly nothing arrived.
    #[error("the provider cannot be reached")]
    NotSent,
    /// It may have arrived: no answer in time, or the connection broke.
    #[error("the connection was lost before the answer was complete")]
    Lost,
    #[error("the answer is larger than any the provider has")]
    TooLarge,
}

/// Sends bytes and brings bytes back; knows timeouts, follows no redirect, repeats nothing.
#[async_trait(?Send)]
pub trait Transport {
    async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError>;
}

pub trait Clock {
    fn now(&self) -> DateTime<Utc>;
}

/// What a gateway may use while it asks.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    pub transport: &'a dyn Transport,
    pub clock: &'a dyn Clock,
}

/// For tests of what must not be sent, or is answered with one thing.
#[cfg(test)]
pub(crate) mod fixture {
    use std::cell::RefCell;

    use super::*;

    /// Keeps where it was asked, and answers everything alike.
    pub(crate) struct Parrot {
        pub(crate) asked: RefCell<Vec<String>>,
        pub(crate) status: u16,
        pub(crate) body: Vec<u8>,
    }

    #[async_trait(?Send)]
    impl Transport for Parrot {
        async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
            self.asked.borrow_mut().push(request.url);
            Ok(HttpAnswer { status: self.status, headers: Vec::new(), body: self.body.clone() })
        }
    }

    pub(crate) struct Noon;

    impl Clock for Noon {
        fn now(&self) -> DateTime<Utc> {
            DateTime::from_timestamp(1_795_867_200, 0).expect("a time")
        }
    }
}
