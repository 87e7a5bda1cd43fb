//! The audit log: who did what to what. Entries are only ever added.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait};
use shared::{AuditId, UserId};

use crate::{StoreError, WriteTx, entity::audit_entries};

/// One entry. `subject` and `detail` name things by their ids and numbers; personal data never stands in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    pub id: AuditId,
    pub user: Option<UserId>,
    pub action: &'static str,
    pub subject: String,
    pub detail: String,
    pub at: DateTime<Utc>,
}

impl WriteTx<'_> {
    pub async fn add_audit_entry(&self, entry: AuditEntry) -> Result<(), StoreError> {
        let row = audit_entries::ActiveModel {
            id: Set(entry.id.0),
            merchant_id: Set(Some(self.merchant)),
            user_id: Set(entry.user.map(|user| user.0)),
            action: Set(entry.action.to_owned()),
            subject: Set(entry.subject),
            detail: Set(entry.detail),
            at: Set(entry.at),
        };
        audit_entries::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }
}
