//! The service, as the page sees it: one function a route, `Result<T, ApiError>` everywhere. The only place that fetches.

pub mod client;
pub mod dashboard;
mod door;
mod error;
pub mod events;
mod idempotency;
pub mod imports;
pub mod locks;
pub mod parts;
mod patience;
pub mod printing;
mod query;
mod remote;
pub mod session;
pub mod shipments;
mod stream;
pub mod token;
pub mod tracks;
pub mod wallet;

pub use client::Call;
pub use door::{captcha, network};
pub use error::ApiError;
pub use events::Live;
pub use idempotency::IdempotencyKey;
pub use patience::within;
pub use query::encode as encode_query;
pub use remote::Remote;
pub use session::{Session, SessionState};
