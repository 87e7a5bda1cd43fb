//! The transport over the internet: reqwest with rustls.

use std::time::Duration;

use async_trait::async_trait;

use crate::remote::{HttpAnswer, HttpRequest, Transport, TransportError};

/// How long a carrier may take, and how much it may say.
#[derive(Clone, Copy, Debug)]
pub struct HttpLimits {
    pub connect: Duration,
    /// From the first byte sent to the last one read.
    pub total: Duration,
    pub answer_bytes_max: usize,
}

impl Default for HttpLimits {
    fn default() -> Self {
        // The official SDKs wait three seconds for each; a carrier at its evening peak answers later than that, and giving up early only
        // makes outcomes unknown.
        HttpLimits { connect: Duration::from_secs(3), total: Duration::from_secs(10), answer_bytes_max: 2 << 20 }
    }
}

pub struct HttpTransport {
    client: reqwest::Client,
    limits: HttpLimits,
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
        Ok(HttpTransport { client, limits })
    }
}

#[async_trait(?Send)]
impl Transport for HttpTransport {
    async fn post(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        let mut sent = self.client.post(request.url).body(request.body);
        for (name, value) in request.headers {
            sent = sent.header(name, value);
        }
        let mut answer = sent.send().await.map_err(|error| trouble(&error))?;
        let status = answer.status().as_u16();
        let mut body = Vec::new();
        // Once a status is there the carrier had the question, so whatever goes wrong from here leaves its outcome open.
        while let Some(chunk) = answer.chunk().await.map_err(|_| TransportError::Lost)? {
            if body.len() + chunk.len() > self.limits.answer_bytes_max {
                return Err(TransportError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(HttpAnswer { status, body })
    }
}

/// A connection that never stood carried no question; everything else may have arrived.
fn trouble(error: &reqwest::Error) -> TransportError {
    if error.is_builder() || error.is_connect() { TransportError::NotSent } else { TransportError::Lost }
}
