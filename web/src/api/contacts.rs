//! The address book.

use serde::Serialize;
use shared::{
    Page,
    contacts::{Contact, ContactCreate, ContactKind},
    limits::PAGE_MAX,
};

use super::{ApiError, Call, IdempotencyKey};

#[derive(Serialize)]
struct ContactQuery {
    kind: ContactKind,
    limit: u32,
}

/// The first contacts of a kind, as many as one page holds.
pub async fn list(kind: ContactKind) -> Result<Page<Contact>, ApiError> {
    Call::get("contacts").query(&ContactQuery { kind, limit: PAGE_MAX }).json().await
}

pub async fn create(contact: &ContactCreate, key: IdempotencyKey) -> Result<Contact, ApiError> {
    Call::post("contacts").body(contact).idempotency(key).json().await
}
