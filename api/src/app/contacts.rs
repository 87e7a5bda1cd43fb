//! The address book.

mod book;
mod files;

use shared::{
    ContactId, OwnerId, Page,
    contacts::{
        CONTACT_GROUP_CHARS, CONTACT_GROUPS_MAX, CONTACTS_MAX, Contact, ContactCreate, ContactDuplicates, ContactIds,
        ContactKind, ContactSearch, ContactUpdate, Party,
    },
    limits::{BULK_MAX, REASON_CHARS},
    shipments::RevealRequest,
};
use store::{Connection, ContactQuery, ContactRecord, IdempotencyKey, Scoped, WriteTx};

pub use book::Books;
pub use files::{ContactFile, export, identity, import};

use crate::app::{
    App, AppError, Caller, Words,
    idempotency::{Once, once},
    paging::PageRequest,
    parties,
    validation::Faults,
};

pub const CREATED: u16 = 201;
const QUERY_CHARS: usize = 100;
/// Groups of duplicates shown at once.
const DUPLICATES_MAX: usize = 100;
/// What a search finds before the part of the address book that the caller sees is known.
const FOUND_MAX: usize = 1_000;

fn view(record: &ContactRecord) -> Contact {
    Contact {
        id: record.id,
        kind: record.kind,
        party: parties::masked(&record.place, &record.party),
        is_default: record.is_default,
        group: record.group.clone(),
        owner_id: record.owner,
    }
}

/// Which contacts are listed.
pub struct ContactFilter {
    pub kind: ContactKind,
    pub group: Option<String>,
    pub owner: Option<OwnerId>,
}

pub async fn list(
    app: &App,
    caller: &Caller,
    filter: ContactFilter,
    page: PageRequest,
) -> Result<Page<Contact>, AppError> {
    let query = ContactQuery {
        kind: Some(filter.kind),
        group: filter.group,
        owner: filter.owner,
        after: page.after.map(ContactId),
        limit: page.probe(),
    };
    let rows = app.store.read(caller.scope()?).contacts(&query).await?;
    Ok(page.page(rows, |row| row.id.0, |row| view(&row)))
}

pub async fn groups(app: &App, caller: &Caller) -> Result<Vec<String>, AppError> {
    Ok(app.store.read(caller.scope()?).contact_groups(CONTACT_GROUPS_MAX as u64).await?)
}

pub async fn get(app: &App, caller: &Caller, id: ContactId) -> Result<Contact, AppError> {
    let record = app.store.read(caller.scope()?).contact(id).await?.ok_or(AppError::NotFound)?;
    Ok(view(&record))
}

/// Finds by any part of name, pinyin, initials, phone or address; what begins so comes first.
pub async fn search(app: &App, caller: &Caller, request: &ContactSearch) -> Result<Vec<Contact>, AppError> {
    app.searches.admit(caller.throttle_key(), app.now())?;
    let mut faults = Faults::default();
    let q = faults.text("/q", &request.q, true, QUERY_CHARS);
    faults.settle()?;
    let limit = PageRequest::new(request.limit, None)?.limit as usize;
    let reader = app.store.read(caller.scope()?);
    let book = app.books.of(&app.store, caller.scope()?).await?;
    let wanted = book::Wanted { kind: request.kind, group: request.group.as_deref(), owner: request.owner_id };
    let found = book.search(&q, &wanted, FOUND_MAX);
    in_order(&reader, &found, limit).await
}

/// The contacts of these ids that the caller sees, in this order, at most `limit`.
async fn in_order<C: Connection>(
    reader: &Scoped<'_, C>,
    ids: &[ContactId],
    limit: usize,
) -> Result<Vec<Contact>, AppError> {
    let mut shown = Vec::with_capacity(limit.min(ids.len()));
    for some in ids.chunks(limit.max(1)) {
        let records = reader.contacts_by_id(some).await?;
        shown.extend(some.iter().filter_map(|id| records.iter().find(|record| record.id == *id)).map(view));
        if shown.len() >= limit {
            break;
        }
    }
    shown.truncate(limit);
    Ok(shown)
}

/// Contacts of one kind that have the same phone: to be merged, or left.
pub async fn duplicates(app: &App, caller: &Caller, kind: ContactKind) -> Result<Vec<ContactDuplicates>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let book = app.books.of(&app.store, caller.scope()?).await?;
    let mut groups = Vec::new();
    for ids in book.duplicates(kind).into_iter().take(DUPLICATES_MAX) {
        let contacts = in_order(&reader, &ids, BULK_MAX).await?;
        if contacts.len() > 1 {
            groups.push(ContactDuplicates { contacts });
        }
    }
    Ok(groups)
}

struct Checked {
    group: String,
    owner: Option<OwnerId>,
}

async fn checked<C: Connection>(
    reader: &Scoped<'_, C>,
    group: &str,
    owner: Option<OwnerId>,
) -> Result<Checked, AppError> {
    let mut faults = Faults::default();
    let group = faults.text("/group", group, false, CONTACT_GROUP_CHARS);
    faults.settle()?;
    if let Some(owner) = owner {
        reader.owner(owner).await?.ok_or_else(|| {
            AppError::invalid("/owner_id", "unknown_owner", Words::new("没有这个货主。", "There is no such owner."))
        })?;
    }
    Ok(Checked { group, owner })
}

async fn require_room(tx: &WriteTx<'_>, more: usize) -> Result<(), AppError> {
    if tx.count_contacts().await? + more as u64 <= CONTACTS_MAX as u64 {
        return Ok(());
    }
    Err(AppError::Conflict {
        code: "too_many_contacts",
        words: Words::new(
            format!("地址簿最多 {CONTACTS_MAX} 条。"),
            format!("An address book holds at most {CONTACTS_MAX} contacts."),
        ),
    })
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
    app.store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                let checked = checked(&tx, &request.group, request.owner_id).await?;
                require_room(&tx, 1).await?;
                let record = ContactRecord {
                    id: ContactId(app.id()),
                    kind: request.kind,
                    // A merchant with one sender ships from there; nobody has to say so.
                    is_default: request.is_default
                        || request.kind == ContactKind::Sender && tx.default_sender().await?.is_none(),
                    group: checked.group,
                    owner: checked.owner,
                    place: resolved.place.clone(),
                    party: resolved.pii.clone(),
                };
                tx.add_contacts(std::slice::from_ref(&record), app.now()).await?;
                tx.add_audit_entry(caller.audit(app, "contact.create", format!("contact {}", record.id), "")).await?;
                Ok(view(&record))
            })
            .await
        })
        .await
}

pub async fn update(app: &App, caller: &Caller, id: ContactId, request: &ContactUpdate) -> Result<Contact, AppError> {
    let mut faults = Faults::default();
    let resolved = request.party.as_ref().map(|party| parties::resolve(party, "/party", &mut faults));
    faults.settle()?;
    app.store
        .write(caller.scope()?, async |tx| {
            let mut record = tx.contact(id).await?.ok_or(AppError::NotFound)?;
            let checked = checked(&tx, &request.group, request.owner_id).await?;
            if let Some(resolved) = resolved.as_ref().and_then(Option::as_ref) {
                record.place = resolved.place.clone();
                record.party = resolved.pii.clone();
            }
            record.is_default = record.is_default || request.is_default;
            record.group = checked.group;
            record.owner = checked.owner;
            tx.set_contact(&record, app.now()).await?;
            tx.add_audit_entry(caller.audit(app, "contact.change", format!("contact {id}"), "")).await?;
            Ok(view(&record))
        })
        .await
}

/// Takes contacts out of the address book; what was shipped to or from them keeps its copy. Those that are not there are passed over.
pub async fn delete(app: &App, caller: &Caller, request: &ContactIds) -> Result<(), AppError> {
    let mut faults = Faults::default();
    faults.count("/contact_ids", request.contact_ids.len(), BULK_MAX);
    faults.settle()?;
    app.store
        .write(caller.scope()?, async |tx| {
            let there = tx.contacts_by_id(&request.contact_ids).await?;
            remove(app, &tx, &there, None).await?;
            let entries =
                there.iter().map(|record| caller.audit(app, "contact.delete", format!("contact {}", record.id), ""));
            Ok(tx.add_audit_entries(entries.collect()).await?)
        })
        .await
}

/// Puts duplicates together: `id` stays, with a group and owner where it had none, and takes the place of the others everywhere.
pub async fn merge(app: &App, caller: &Caller, id: ContactId, request: &ContactIds) -> Result<Contact, AppError> {
    let mut faults = Faults::default();
    faults.count("/contact_ids", request.contact_ids.len(), BULK_MAX);
    faults.settle()?;
    app.store
        .write(caller.scope()?, async |tx| {
            let mut record = tx.contact(id).await?.ok_or(AppError::NotFound)?;
            let others: Vec<ContactId> = request.contact_ids.iter().copied().filter(|other| *other != id).collect();
            let others = tx.contacts_by_id(&others).await?;
            if others.iter().any(|other| other.kind != record.kind) {
                return Err(AppError::invalid(
                    "/contact_ids",
                    "other_kind",
                    Words::new("寄件人和收件人不能合并。", "A sender and a receiver cannot be merged."),
                ));
            }
            for other in &others {
                record.is_default |= other.is_default;
                if record.group.is_empty() {
                    record.group.clone_from(&other.group);
                }
                record.owner = record.owner.or(other.owner);
            }
            remove(app, &tx, &others, Some(id)).await?;
            tx.set_contact(&record, app.now()).await?;
            let detail = format!("{} others", others.len());
            tx.add_audit_entry(caller.audit(app, "contact.merge", format!("contact {id}"), detail)).await?;
            Ok(view(&record))
        })
        .await
}

/// Another sender becomes the default where the default goes and nothing takes its place.
pub async fn remove(
    app: &App,
    tx: &WriteTx<'_>,
    records: &[ContactRecord],
    by: Option<ContactId>,
) -> Result<(), AppError> {
    let ids: Vec<ContactId> = records.iter().map(|record| record.id).collect();
    tx.replace_contacts(&ids, by).await?;
    tx.delete_contacts(&ids).await?;
    let lost_default = records.iter().any(|record| record.is_default && record.kind == ContactKind::Sender);
    if lost_default && by.is_none() {
        let query = ContactQuery { kind: Some(ContactKind::Sender), limit: 1, ..ContactQuery::default() };
        if let Some(next) = tx.contacts(&query).await?.pop() {
            tx.set_contact(&ContactRecord { is_default: true, ..next }, app.now()).await?;
        }
    }
    Ok(())
}

/// Name, phone and address in full; who saw them and why is written down.
pub async fn reveal(app: &App, caller: &Caller, id: ContactId, request: &RevealRequest) -> Result<Party, AppError> {
    let mut faults = Faults::default();
    let reason = faults.text("/reason", &request.reason, true, REASON_CHARS);
    faults.settle()?;
    app.store
        .write(caller.scope()?, async |tx| {
            let record = tx.contact(id).await?.ok_or(AppError::NotFound)?;
            let subject = format!("contact {id}");
            tx.add_audit_entry(caller.audit(app, "personal_data_revealed", subject, reason.clone())).await?;
            Ok(parties::revealed(&record.place, &record.party))
        })
        .await
}
