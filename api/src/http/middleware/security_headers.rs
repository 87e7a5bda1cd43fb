//! Headers that tell the browser what the page may do. The defaults are the safe ones.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
};

const HEADERS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "usb=(self), serial=(self), hid=(self), camera=(), microphone=(), geolocation=()"),
];

/// Everything from here, nothing inline but styles, and WebAssembly. A page may widen it with hashes of its own scripts.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data: blob:; connect-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; \
     form-action 'self'";

pub async fn security_headers<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    // What came in safely stays so for a year: the browser asks by https alone from then on.
    let is_https = request.connection_info().scheme() == "https";
    let mut response = next.call(request).await?;
    protect(response.headers_mut());
    if is_https {
        insert(response.headers_mut(), "strict-transport-security", "max-age=31536000");
    }
    Ok(response)
}

/// Adds what the answer does not say by itself.
pub fn protect(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        insert(headers, name, value);
    }
    insert(headers, "content-security-policy", CONTENT_SECURITY_POLICY);
    // Answers hold personal data; a file of the page says by itself how long it may be kept.
    insert(headers, "cache-control", "no-store");
}

/// Adds the header unless the answer has it already.
fn insert(headers: &mut HeaderMap, name: &'static str, value: &'static str) {
    let name = HeaderName::from_static(name);
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
