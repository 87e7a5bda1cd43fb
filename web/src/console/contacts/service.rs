//! The address book of the service, asked through the page.

use serde::Serialize;
use shared::{
    ContactId, OwnerId, Page,
    contacts::{
        Contact, ContactCreate, ContactDuplicates, ContactExport, ContactIds, ContactImportResult, ContactKind,
        ContactSearch, ContactUpdate, Party,
    },
    limits::PAGE_MAX,
    shipments::RevealRequest,
};
use web_sys::{File, FormData};

use crate::{
    api::{ApiError, IdempotencyKey, encode_query},
    bridge::{
        Asked, Errand,
        asking::{nothing, read, read_of_form, run, with_body},
    },
    console::service::make,
};

/// Which contacts are wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub kind: ContactKind,
    /// Any part of them; empty for everybody.
    pub text: String,
    pub group: Option<String>,
    pub owner: Option<OwnerId>,
}

#[derive(Serialize)]
struct ListQuery {
    kind: ContactKind,
    group: Option<String>,
    owner_id: Option<OwnerId>,
    limit: u32,
    cursor: Option<String>,
}

/// The first of them, or those after `cursor`. What is searched for comes best first and has no next page.
pub async fn find(question: Question, cursor: Option<String>) -> Result<Page<Contact>, ApiError> {
    let Question { kind, text, group, owner: owner_id } = question;
    if text.is_empty() {
        let query = ListQuery { kind, group, owner_id, limit: PAGE_MAX, cursor };
        return read(Asked::plain("GET", format!("contacts{}", encode_query(&query)))).await;
    }
    let search = ContactSearch { q: text, kind: Some(kind), group, owner_id, limit: Some(PAGE_MAX) };
    Ok(Page { items: self::search(&search).await?, next_cursor: None })
}

/// The best of what is found.
pub async fn search(search: &ContactSearch) -> Result<Vec<Contact>, ApiError> {
    read(with_body("POST", "contacts/search", search)?).await
}

pub async fn groups() -> Result<Vec<String>, ApiError> {
    read(Asked::plain("GET", "contacts/groups")).await
}

pub async fn duplicates(kind: ContactKind) -> Result<Vec<ContactDuplicates>, ApiError> {
    read(Asked::plain("GET", format!("contacts/duplicates?kind={}", kind.as_str()))).await
}

pub async fn create(contact: &ContactCreate, key: IdempotencyKey) -> Result<Contact, ApiError> {
    make("contacts", contact, key).await
}

pub async fn update(id: ContactId, contact: &ContactUpdate) -> Result<Contact, ApiError> {
    read(with_body("PUT", format!("contacts/{id}"), contact)?).await
}

pub async fn delete(contact_ids: Vec<ContactId>) -> Result<(), ApiError> {
    nothing(with_body("POST", "contacts/delete", &ContactIds { contact_ids })?).await
}

/// The others go, and `kept` takes their place.
pub async fn merge(kept: ContactId, others: Vec<ContactId>) -> Result<Contact, ApiError> {
    read(with_body("POST", format!("contacts/{kept}/merge"), &ContactIds { contact_ids: others })?).await
}

pub async fn reveal(id: ContactId, reason: &str) -> Result<Party, ApiError> {
    let request = RevealRequest { reason: reason.to_owned() };
    read(with_body("POST", format!("contacts/{id}/reveal"), &request)?).await
}

/// Reads a file in; all of it goes into one group, where one is named.
pub async fn import(file: File, kind: ContactKind, group: String) -> Result<ContactImportResult, ApiError> {
    let form = FormData::new().map_err(|_| ApiError::Unreadable)?;
    form.append_with_blob_and_filename("file", &file, &file.name()).map_err(|_| ApiError::Unreadable)?;
    for (name, value) in [("kind", kind.as_str()), ("group", group.as_str())] {
        if !value.is_empty() {
            form.append_with_str(name, value).map_err(|_| ApiError::Unreadable)?;
        }
    }
    read_of_form(Asked::plain("POST", "contacts/import"), &form).await
}

/// Hands the person all of one kind as a file.
pub async fn export(export: &ContactExport, name: String) -> Result<(), ApiError> {
    let asked = with_body("POST", "contacts/export", export)?;
    run(&Errand::Save { asked, name }).await.map(|_| ())
}
