//! The address book.

use shared::{
    ContactId, Page,
    contacts::{Contact, ContactCreate, ContactKind},
};
use store::{ContactRecord, IdempotencyKey};

use crate::app::{
    App, AppError, Caller,
    idempotency::{Once, once},
    paging::PageRequest,
    parties,
    validation::Faults,
};

pub const CREATED: u16 = 201;

fn contact(record: &ContactRecord) -> Contact {
    Contact {
        id: record.id,
        kind: record.kind,
        party: parties::masked(&record.place, &record.party),
        is_default: record.is_default,
    }
}

pub async fn list(app: &App, caller: &Caller, kind: ContactKind, page: PageRequest) -> Result<Page<Contact>, AppError> {
    let rows = app.store.read(caller.scope()?).contacts(kind, page.after.map(ContactId), page.probe()).await?;
    Ok(page.page(rows, |row| row.id.0, |row| contact(&row)))
}

pub async fn create(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    request: &ContactCreate,
) -> Result<Once<Contact>, AppError> {
    let mut faults = Faults::default();
    let resolved = parties::resolve(&request.party, "/party", &mut faults);
    faults.settle()?;
    let Some(resolved) = resolved else { return Err(AppError::internal("a party without faults did not resolve")) };
    let record = ContactRecord {
        id: ContactId(app.id()),
        kind: request.kind,
        is_default: request.is_default,
        place: resolved.place,
        party: resolved.pii,
    };
    app.store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                let mut record = record.clone();
                // A merchant with one sender ships from there; nobody has to say so.
                if record.kind == ContactKind::Sender && tx.default_sender().await?.is_none() {
                    record.is_default = true;
                }
                tx.add_contact(&record, app.now()).await?;
                tx.add_audit_entry(caller.audit(app, "contact.create", format!("contact {}", record.id), "")).await?;
                Ok(contact(&record))
            })
            .await
        })
        .await
}
