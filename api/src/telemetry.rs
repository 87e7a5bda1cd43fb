//! Logs: one line an event on standard error, as text or JSON. Personal data never reaches a span or an event.

use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

const DEFAULT_FILTER: &str = "info,sqlx=warn,sea_orm=warn,actix_server=warn";

/// Sets logging up for the process. `filter` is a `RUST_LOG`-style directive; empty means the default.
pub fn init(filter: &str, json: bool) {
    let filter = if filter.is_empty() { DEFAULT_FILTER } else { filter };
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new(DEFAULT_FILTER));
    let registry = tracing_subscriber::registry().with(filter);
    // A second call in the same process (tests) keeps the first.
    let _ = if json {
        registry.with(fmt::layer().json().with_writer(std::io::stderr)).try_init()
    } else {
        registry.with(fmt::layer().with_writer(std::io::stderr)).try_init()
    };
}
