//! The sending addresses that rows name: those of the address book, and new ones for it.

use std::collections::{HashMap, HashSet};

use shared::{
    ContactId,
    contacts::{CONTACTS_MAX, ContactKind},
};
use sheet::Field;
use store::{AuditEntry, ContactQuery, ContactRecord, ImportRecord, Origin, Part, SentFrom, WriteTx};

use crate::app::{App, AppError, contacts, imports::CheckedRow, parties::Resolved, problem_text::KeptProblem};

/// Sending addresses among which a row's is looked for, newest first; where there are as many, a file adds none.
const SENDERS_MAX: u32 = 2_000;

#[derive(Default)]
pub struct Senders {
    /// By what makes it the same address.
    known: HashMap<String, ContactId>,
    /// Not in the address book before this chunk, written or not.
    new: HashMap<ContactId, ContactRecord>,
    /// How many more may be added.
    room: usize,
}

impl Senders {
    /// Those that whoever handed it in sees. Whoever sees some of them only adds none.
    pub async fn of(maker: &WriteTx<'_>, checked: &[CheckedRow]) -> Result<Senders, AppError> {
        if checked.iter().all(|row| row.sender.is_none()) {
            return Ok(Senders::default());
        }
        let query = ContactQuery { kind: Some(ContactKind::Sender), limit: SENDERS_MAX, ..ContactQuery::default() };
        let senders = maker.contacts(&query).await?;
        let is_closed = matches!(maker.scope().part(), Some(Part::Owners(_) | Part::Senders(_)));
        let all = usize::try_from(maker.count_contacts().await?).unwrap_or(usize::MAX);
        let room = (SENDERS_MAX as usize).saturating_sub(senders.len()).min(CONTACTS_MAX.saturating_sub(all));
        Ok(Senders {
            known: senders.iter().map(|sender| (contacts::identity(sender), sender.id)).collect(),
            new: HashMap::new(),
            room: if is_closed { 0 } else { room },
        })
    }

    /// The sending address that a row names. One that is not there yet is written with the first row that is taken.
    pub fn find(&mut self, app: &App, named: &Resolved) -> Result<ContactId, KeptProblem> {
        let record = ContactRecord {
            id: ContactId(app.id()),
            kind: ContactKind::Sender,
            is_default: false,
            group: String::new(),
            owner: None,
            place: named.place.clone(),
            party: named.pii.clone(),
        };
        let identity = contacts::identity(&record);
        if let Some(known) = self.known.get(&identity) {
            return Ok(*known);
        }
        if self.new.len() >= self.room {
            return Err(KeptProblem {
                field: Field::SenderName.as_str().to_owned(),
                ..KeptProblem::of("sender_not_added")
            });
        }
        let id = record.id;
        self.known.insert(identity, id);
        self.new.insert(id, record);
        Ok(id)
    }

    /// Where a parcel comes from whose sender the address book may not have yet.
    pub fn new_one(&self, id: ContactId) -> Option<SentFrom> {
        let record = self.new.get(&id)?;
        Some(SentFrom { contact: id, place: record.place.clone(), party: record.party.clone() })
    }

    /// Writes those from which something is sent.
    pub async fn write(
        &self,
        app: &App,
        tx: &WriteTx<'_>,
        import: &ImportRecord,
        used: &HashSet<ContactId>,
    ) -> Result<(), AppError> {
        let mut new: Vec<ContactRecord> = self.new.values().filter(|new| used.contains(&new.id)).cloned().collect();
        if !new.is_empty() {
            new.sort_by_key(|record| record.id.0);
            tx.add_contacts(&new, app.now()).await?;
            tx.add_audit_entry(AuditEntry {
                user: Some(import.created_by),
                actor: String::new(),
                action: "contact.import",
                subject: format!("import {}", import.id),
                detail: format!("{} senders", new.len()),
                origin: Origin::default(),
                at: app.now(),
            })
            .await?;
        }
        Ok(())
    }
}
