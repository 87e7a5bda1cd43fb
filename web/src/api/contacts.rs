//! The address book.

use serde::Serialize;
use shared::{
    Page,
    contacts::{Contact, ContactCreate, ContactKind, ContactSearch},
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

/// Finds by any part; a body, because names and phones must not stand in an address.
pub async fn search(search: &ContactSearch) -> Result<Vec<Contact>, ApiError> {
    Call::post("contacts/search").body(search).json().await
}
