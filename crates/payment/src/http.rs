//! The transport over the internet: reqwest with rustls.

use std::time::Duration;

use async_trait::async_trait;

use crate::ports::{HttpAnswer, HttpRequest, Method, Transport, TransportError};

/// How long a provider may take.
#[derive(Clone, Copy, Debug)]
pub struct HttpLimits {
    pub connect: Duration,
    /// From the first byte sent to the last one read; a bill of a large day takes a while.
    pub total: Duration,
}

impl Default for HttpLimits {
    fn default() -> Self {
        HttpLimits { connect: Duration::from_secs(3), total: Duration::from_secs(15) }
    }
}

pub struct HttpTransport {
    client: reqwest::Client,
}

impl HttpTransport {
    pub fn new(limits: HttpLimits) -> Result<HttpTransport, TransportError> {
        // Every client of the process takes its cryptography from here; that it is there already is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .connect_timeout(limits.connect)
            .timeout(limits.total)
            // What is signed goes where it was signed for.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|_| TransportError::NotSent)?;
        Ok(HttpTransport { client })
    }
}

#[async_trait(?Send)]
impl Transport for HttpTransport {
    async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        let mut sent = match request.method {
            Method::Get => self.client.get(request.url),
            Method::Post => self.client.post(request.url).body(request.body),
        };
        for (name, value) in request.headers {
            sent = sent.header(name, value);
        }
        let mut answer = sent.send().await.map_err(|error| trouble(&error))?;
        let status = answer.status().as_u16();
        let text = |value: &reqwest::header::HeaderValue| value.to_str().map(str::to_owned).ok();
        let headers = answer.headers().iter();
        let headers = headers.filter_map(|(name, value)| Some((name.as_str().to_owned(), text(value)?))).collect();
        let mut body = Vec::new();
        // Once a status is there the provider had the question, so whatever goes wrong from here leaves its outcome open.
        while let Some(chunk) = answer.chunk().await.map_err(|_| TransportError::Lost)? {
            if body.len() + chunk.len() > request.answer_bytes_max {
                return Err(TransportError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(HttpAnswer { status, headers, body })
    }
}

/// A connection that never stood carried no question; everything else may have arrived.
fn trouble(error: &reqwest::Error) -> TransportError {
    if error.is_builder() || error.is_connect() { TransportError::NotSent } else { TransportError::Lost }
}
