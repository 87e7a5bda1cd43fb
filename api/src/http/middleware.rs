//! What every request goes through.

pub mod answer;
pub mod security_headers;
pub mod session;
