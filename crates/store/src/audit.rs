//! The audit log: who did what to what, from where. Entries are only ever added, and each holds the hash of the one before it, so that
//! whoever changes or removes one breaks the chain behind it. A merchant has a chain of its own; so has the network.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use sha2::{Digest, Sha256};
use shared::{MerchantId, UserId};
use uuid::Uuid;

use crate::{
    NetworkTx, Scoped, StoreError, WriteTx,
    connection::{NetworkStore, SystemStore},
    entity::{audit_heads, audit_log, merchants, network_audit_head, network_audit_log},
    search::askable,
};

/// Entries read at once while a chain is verified.
const VERIFY_BATCH: u64 = 1_000;

/// Where a request came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address; empty where nobody called.
    pub ip: String,
    /// The browser or program, in short.
    pub place: String,
}

/// One entry. `subject` and `detail` name things by their ids and numbers; personal data never stands in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    pub user: Option<UserId>,
    /// What acted where no person did, as `station …` or `key …`.
    pub actor: String,
    pub action: &'static str,
    pub subject: String,
    pub detail: String,
    pub origin: Origin,
    pub at: DateTime<Utc>,
}

/// An entry as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRecord {
    pub seq: u64,
    pub user: Option<UserId>,
    pub actor: String,
    pub action: String,
    pub subject: String,
    pub detail: String,
    pub origin: Origin,
    pub at: DateTime<Utc>,
    /// None before the chain began.
    pub hash: Option<Vec<u8>>,
}

/// Which entries are asked for, newest first.
#[derive(Clone, Debug, Default)]
pub struct AuditQuery {
    pub before: Option<u64>,
    pub action: Option<String>,
    pub user: Option<UserId>,
    /// Any of these; all where there is none.
    pub subjects: Vec<String>,
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
    pub limit: u64,
}

/// Where a chain is broken first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFault {
    /// Whose chain; none is the network's.
    pub merchant: Option<MerchantId>,
    pub seq: u64,
    pub fault: &'static str,
}

/// How a whole log stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditReport {
    pub chains: u64,
    pub entries: u64,
    pub faults: Vec<AuditFault>,
}

/// The hash of an entry: SHA-256 over the hash before it, the owner and every field, each with its length.
fn chained(before: &[u8], owner: Uuid, record: &AuditRecord) -> Vec<u8> {
    let mut digest = Sha256::new();
    let mut field = |bytes: &[u8]| {
        digest.update((bytes.len() as u64).to_be_bytes());
        digest.update(bytes);
    };
    field(before);
    field(owner.as_bytes());
    field(&record.seq.to_be_bytes());
    field(record.user.as_ref().map_or(&[], |user| user.0.as_bytes().as_slice()));
    for text in
        [&record.actor, &record.action, &record.subject, &record.detail, &record.origin.ip, &record.origin.place]
    {
        field(text.as_bytes());
    }
    // Microseconds: what both databases keep.
    field(&record.at.timestamp_micros().to_be_bytes());
    digest.finalize().to_vec()
}

fn seq_of(column: i64) -> Result<u64, StoreError> {
    u64::try_from(column).map_err(|_| StoreError::Corrupt("audit seq"))
}

fn seq_column(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

/// The next entry of a chain whose head is this, with its hash.
fn next(owner: Uuid, head: (u64, &[u8]), entry: AuditEntry) -> AuditRecord {
    let mut record = AuditRecord {
        seq: head.0 + 1,
        user: entry.user,
        actor: entry.actor,
        action: entry.action.to_owned(),
        subject: entry.subject,
        detail: entry.detail,
        origin: entry.origin,
        at: entry.at,
        hash: None,
    };
    record.hash = Some(chained(head.1, owner, &record));
    record
}

macro_rules! record_of {
    ($row:expr) => {{
        let row = $row;
        Ok(AuditRecord {
            seq: seq_of(row.seq)?,
            user: row.user_id.map(UserId),
            actor: row.actor,
            action: row.action,
            subject: row.subject,
            detail: row.detail,
            origin: Origin { ip: row.ip, place: row.place },
            at: row.at,
            hash: row.hash,
        })
    }};
}

macro_rules! condition_of {
    ($log:ident, $query:expr) => {{
        use $log::Column as Col;
        let query = $query;
        Condition::all()
            .add_option(query.before.map(|seq| Col::Seq.lt(seq_column(seq))))
            .add_option(query.action.as_deref().map(|action| Col::Action.eq(action)))
            .add_option(query.user.map(|user| Col::UserId.eq(user.0)))
            .add_option(
                (!query.subjects.is_empty())
                    .then(|| Col::Subject.is_in(query.subjects.iter().map(|one| askable(one).into_owned()))),
            )
            .add_option(query.from.map(|from| Col::At.gte(from)))
            .add_option(query.to.map(|to| Col::At.lt(to)))
    }};
}

impl WriteTx<'_> {
    pub async fn add_audit_entry(&self, entry: AuditEntry) -> Result<(), StoreError> {
        self.add_audit_entries(vec![entry]).await
    }

    /// Adds entries to the merchant's chain, in this order. Writers of one merchant take turns here until they commit, so add them last.
    pub async fn add_audit_entries(&self, entries: Vec<AuditEntry>) -> Result<(), StoreError> {
        if entries.is_empty() {
            return Ok(());
        }
        let head = audit_heads::Entity::find_by_id(self.merchant).lock_exclusive().one(self.conn).await?;
        let mut head = head.map_or(Ok((0, Vec::new())), |row| Ok::<_, StoreError>((seq_of(row.seq)?, row.hash)))?;
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            let record = next(self.merchant, (head.0, &head.1), entry);
            head = (record.seq, record.hash.clone().unwrap_or_default());
            rows.push(audit_log::ActiveModel {
                merchant_id: Set(self.merchant),
                seq: Set(seq_column(record.seq)),
                user_id: Set(record.user.map(|user| user.0)),
                actor: Set(record.actor),
                action: Set(record.action),
                subject: Set(record.subject),
                detail: Set(record.detail),
                ip: Set(record.origin.ip),
                place: Set(record.origin.place),
                at: Set(record.at),
                hash: Set(record.hash),
            });
        }
        audit_log::Entity::insert_many(rows).exec_without_returning(self.conn).await?;
        let head = audit_heads::ActiveModel {
            merchant_id: Set(self.merchant),
            seq: Set(seq_column(head.0)),
            hash: Set(head.1),
        };
        audit_heads::Entity::insert(head)
            .on_conflict(
                OnConflict::column(audit_heads::Column::MerchantId)
                    .update_columns([audit_heads::Column::Seq, audit_heads::Column::Hash])
                    .to_owned(),
            )
            .exec_without_returning(self.conn)
            .await?;
        Ok(())
    }
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// The merchant's log, newest first.
    pub async fn audit_log(&self, query: &AuditQuery) -> Result<Vec<AuditRecord>, StoreError> {
        let rows = audit_log::Entity::find()
            .filter(audit_log::Column::MerchantId.eq(self.merchant))
            .filter(condition_of!(audit_log, query))
            .order_by_desc(audit_log::Column::Seq)
            .limit(query.limit)
            .all(self.conn)
            .await?;
        rows.into_iter().map(|row| record_of!(row)).collect()
    }
}

/// Adds an entry to the network's chain, in a transaction of the network's own.
pub(crate) async fn add_network_entry(tx: &DatabaseTransaction, entry: AuditEntry) -> Result<(), StoreError> {
    let head = network_audit_head::Entity::find_by_id(Uuid::nil()).lock_exclusive().one(tx).await?;
    let head = head.ok_or(StoreError::Corrupt("the network's log has no head"))?;
    let record = next(Uuid::nil(), (seq_of(head.seq)?, &head.hash), entry);
    let head = network_audit_head::ActiveModel {
        id: Unchanged(Uuid::nil()),
        seq: Set(seq_column(record.seq)),
        hash: Set(record.hash.clone().unwrap_or_default()),
    };
    let row = network_audit_log::ActiveModel {
        seq: Set(seq_column(record.seq)),
        user_id: Set(record.user.map(|user| user.0)),
        actor: Set(record.actor),
        action: Set(record.action),
        subject: Set(record.subject),
        detail: Set(record.detail),
        ip: Set(record.origin.ip),
        place: Set(record.origin.place),
        at: Set(record.at),
        hash: Set(record.hash),
    };
    network_audit_log::Entity::insert(row).exec_without_returning(tx).await?;
    network_audit_head::Entity::update(head).exec(tx).await?;
    Ok(())
}

impl NetworkTx<'_> {
    /// Adds an entry to the network's own log in this write. Writers take turns here until they commit, so add it last.
    pub async fn add_audit_entry(&self, entry: AuditEntry) -> Result<(), StoreError> {
        add_network_entry(self.conn, entry).await
    }
}

impl NetworkStore<'_> {
    /// Adds an entry to the network's own log.
    pub async fn add_audit_entry(&self, entry: AuditEntry) -> Result<(), StoreError> {
        self.store.transact(async |tx| add_network_entry(tx, entry.clone()).await).await
    }

    /// The network's own log, newest first.
    pub async fn audit_log(&self, query: &AuditQuery) -> Result<Vec<AuditRecord>, StoreError> {
        let rows = network_audit_log::Entity::find()
            .filter(condition_of!(network_audit_log, query))
            .order_by_desc(network_audit_log::Column::Seq)
            .limit(query.limit)
            .all(self.store.reader())
            .await?;
        rows.into_iter().map(|row| record_of!(row)).collect()
    }
}

/// Follows one chain and says where it is broken first.
struct Follower {
    owner: Uuid,
    merchant: Option<MerchantId>,
    seq: u64,
    hash: Vec<u8>,
    begun: bool,
    fault: Option<AuditFault>,
}

impl Follower {
    fn new(merchant: Option<MerchantId>) -> Follower {
        let owner = merchant.map_or(Uuid::nil(), |merchant| merchant.0);
        Follower { owner, merchant, seq: 0, hash: Vec::new(), begun: false, fault: None }
    }

    fn broken(&mut self, seq: u64, fault: &'static str) {
        self.fault = Some(AuditFault { merchant: self.merchant, seq, fault });
    }

    fn follow(&mut self, record: &AuditRecord) {
        if self.fault.is_some() {
            return;
        }
        if record.seq != self.seq + 1 {
            return self.broken(self.seq + 1, "an entry is missing");
        }
        match &record.hash {
            Some(hash) if *hash == chained(&self.hash, self.owner, record) => {
                self.begun = true;
                self.hash.clone_from(hash);
            }
            None if !self.begun => {}
            _ => return self.broken(record.seq, "an entry is not what was written"),
        }
        self.seq = record.seq;
    }

    fn end(&mut self, head: &(u64, Vec<u8>)) {
        if self.fault.is_none() && (head.0, &head.1) != (self.seq, &self.hash) {
            self.broken(self.seq + 1, "the last entries are missing");
        }
    }
}

impl SystemStore<'_> {
    /// Follows every chain from its beginning: nothing missing, nothing changed.
    pub async fn verify_audit_log(&self) -> Result<AuditReport, StoreError> {
        let mut report = AuditReport::default();
        let merchants: Vec<Uuid> = merchants::Entity::find()
            .select_only()
            .column(merchants::Column::Id)
            .into_tuple()
            .all(self.store.reader())
            .await?;
        let owners = std::iter::once(None).chain(merchants.into_iter().map(|id| Some(MerchantId(id))));
        for owner in owners {
            // The head first: what is added meanwhile stands behind it.
            let head = self.audit_head(owner).await?.unwrap_or_default();
            let mut follower = Follower::new(owner);
            while follower.fault.is_none() && follower.seq < head.0 {
                let mut batch = self.audit_after(owner, follower.seq).await?;
                batch.retain(|record| record.seq <= head.0);
                if batch.is_empty() {
                    break;
                }
                report.entries += batch.len() as u64;
                batch.iter().for_each(|record| follower.follow(record));
            }
            follower.end(&head);
            report.chains += 1;
            report.faults.extend(follower.fault);
        }
        Ok(report)
    }

    async fn audit_after(&self, owner: Option<MerchantId>, seq: u64) -> Result<Vec<AuditRecord>, StoreError> {
        match owner {
            Some(merchant) => {
                let rows = audit_log::Entity::find()
                    .filter(audit_log::Column::MerchantId.eq(merchant.0))
                    .filter(audit_log::Column::Seq.gt(seq_column(seq)))
                    .order_by_asc(audit_log::Column::Seq)
                    .limit(VERIFY_BATCH)
                    .all(self.store.reader())
                    .await?;
                rows.into_iter().map(|row| record_of!(row)).collect()
            }
            None => {
                let rows = network_audit_log::Entity::find()
                    .filter(network_audit_log::Column::Seq.gt(seq_column(seq)))
                    .order_by_asc(network_audit_log::Column::Seq)
                    .limit(VERIFY_BATCH)
                    .all(self.store.reader())
                    .await?;
                rows.into_iter().map(|row| record_of!(row)).collect()
            }
        }
    }

    async fn audit_head(&self, owner: Option<MerchantId>) -> Result<Option<(u64, Vec<u8>)>, StoreError> {
        let reader = self.store.reader();
        let head = match owner {
            Some(merchant) => {
                audit_heads::Entity::find_by_id(merchant.0).one(reader).await?.map(|row| (row.seq, row.hash))
            }
            None => {
                network_audit_head::Entity::find_by_id(Uuid::nil()).one(reader).await?.map(|row| (row.seq, row.hash))
            }
        };
        head.map(|(seq, hash)| Ok((seq_of(seq)?, hash))).transpose()
    }
}
