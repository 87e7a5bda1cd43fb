//! Messages to people: e-mail and SMS. Whom they go to and what they say is sealed, and gone once they are sent.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use crate::{
    NetworkTx, StoreError,
    connection::{NetworkStore, SystemStore},
    entity::messages,
    keyring::Keyring,
};

pub(crate) const RECIPIENT: &str = "message recipient";
pub(crate) const VALUES: &str = "message values";
pub const QUEUED: &str = "queued";
pub const SENT: &str = "sent";
pub const FAILED: &str = "failed";

/// No `Debug`: it is personal, and may hold a code.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageRecord {
    pub id: Uuid,
    /// `email` or `sms`.
    pub channel: String,
    /// Which text.
    pub kind: String,
    pub language: String,
    pub recipient: String,
    /// JSON the text is filled with; gone once it is sent.
    pub values: Option<String>,
    pub state: String,
    pub attempts: u32,
    /// Why it failed, for the network's people.
    pub problem: String,
    pub run_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
}

impl MessageRecord {
    fn row(&self, keys: &Keyring) -> Result<messages::ActiveModel, StoreError> {
        let seal = |values: &String| keys.seal(Uuid::nil(), VALUES, values.as_bytes());
        Ok(messages::ActiveModel {
            id: Set(self.id),
            channel: Set(self.channel.clone()),
            kind: Set(self.kind.clone()),
            language: Set(self.language.clone()),
            recipient_sealed: Set(keys.seal(Uuid::nil(), RECIPIENT, self.recipient.as_bytes())?),
            values_sealed: Set(self.values.as_ref().map(seal).transpose()?),
            state: Set(self.state.clone()),
            attempts: Set(0),
            problem: Set(self.problem.clone()),
            run_at: Set(self.run_at),
            created_at: Set(self.created_at),
            sent_at: Set(self.sent_at),
        })
    }

    fn from_row(keys: &Keyring, row: messages::Model) -> Result<MessageRecord, StoreError> {
        let text = |purpose, sealed: &[u8]| {
            String::from_utf8(keys.open(Uuid::nil(), purpose, sealed)?).map_err(|_| StoreError::Corrupt("message"))
        };
        Ok(MessageRecord {
            id: row.id,
            recipient: text(RECIPIENT, &row.recipient_sealed)?,
            values: row.values_sealed.as_deref().map(|sealed| text(VALUES, sealed)).transpose()?,
            channel: row.channel,
            kind: row.kind,
            language: row.language,
            state: row.state,
            attempts: u32::try_from(row.attempts).unwrap_or(0),
            problem: row.problem,
            run_at: row.run_at,
            created_at: row.created_at,
            sent_at: row.sent_at,
        })
    }
}

impl NetworkTx<'_> {
    pub async fn add_message(&self, message: &MessageRecord) -> Result<(), StoreError> {
        messages::Entity::insert(message.row(self.keys)?).exec_without_returning(self.conn).await?;
        Ok(())
    }
}

impl crate::WriteTx<'_> {
    /// A message that belongs to what a merchant's write does.
    pub async fn add_message(&self, message: &MessageRecord) -> Result<(), StoreError> {
        messages::Entity::insert(message.row(self.keys)?).exec_without_returning(self.conn).await?;
        Ok(())
    }
}

impl NetworkStore<'_> {
    pub async fn add_message(&self, message: &MessageRecord) -> Result<(), StoreError> {
        self.store.write_network(async |tx| tx.add_message(message).await).await
    }

    /// The latest first, before `before` where it is given.
    pub async fn messages(&self, before: Option<Uuid>, limit: u64) -> Result<Vec<MessageRecord>, StoreError> {
        let mut query = messages::Entity::find().order_by_desc(messages::Column::Id).limit(limit);
        if let Some(before) = before {
            query = query.filter(messages::Column::Id.lt(before));
        }
        let rows = query.all(self.store.reader()).await?;
        rows.into_iter().map(|row| MessageRecord::from_row(self.store.keys(), row)).collect()
    }
}

impl SystemStore<'_> {
    /// Messages that are due, oldest first, leased until `retry_at`: what is not settled by then comes up again.
    pub async fn lease_messages(
        &self,
        limit: u64,
        now: DateTime<Utc>,
        retry_at: DateTime<Utc>,
    ) -> Result<Vec<MessageRecord>, StoreError> {
        let due = || {
            messages::Entity::find()
                .filter(messages::Column::State.eq(QUEUED))
                .filter(messages::Column::RunAt.lte(now))
                .order_by_asc(messages::Column::RunAt)
                .limit(limit)
        };
        if due().limit(1).one(self.store.reader()).await?.is_none() {
            return Ok(Vec::new());
        }
        let rows = self
            .store
            .transact(async |tx| -> Result<Vec<messages::Model>, StoreError> {
                let rows = due().lock_exclusive().all(tx).await?;
                messages::Entity::update_many()
                    .col_expr(messages::Column::RunAt, Expr::val(retry_at))
                    .col_expr(messages::Column::Attempts, Expr::col(messages::Column::Attempts).add(1))
                    .filter(messages::Column::Id.is_in(rows.iter().map(|row| row.id)))
                    .exec(tx)
                    .await?;
                Ok(rows)
            })
            .await?;
        rows.into_iter()
            .map(|row| {
                let mut record = MessageRecord::from_row(self.store.keys(), row)?;
                record.attempts += 1;
                Ok(record)
            })
            .collect()
    }

    /// A message went out. `forget` drops what it said.
    pub async fn message_sent(&self, id: Uuid, forget: bool, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.store
            .transact(async |tx| -> Result<(), StoreError> {
                let mut update = messages::Entity::update_many()
                    .col_expr(messages::Column::State, Expr::val(SENT))
                    .col_expr(messages::Column::Problem, Expr::val(""))
                    .col_expr(messages::Column::SentAt, Expr::val(now));
                if forget {
                    update = update.col_expr(messages::Column::ValuesSealed, Expr::val(Option::<Vec<u8>>::None));
                }
                update.filter(messages::Column::Id.eq(id)).exec(tx).await?;
                Ok(())
            })
            .await
    }

    /// A message did not go out; it is tried again at `retry_at`, or given up.
    pub async fn message_failed(
        &self,
        id: Uuid,
        problem: &str,
        retry_at: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        self.store
            .transact(async |tx| -> Result<(), StoreError> {
                let mut update =
                    messages::Entity::update_many().col_expr(messages::Column::Problem, Expr::val(problem));
                update = match retry_at {
                    Some(at) => update.col_expr(messages::Column::RunAt, Expr::val(at)),
                    None => update
                        .col_expr(messages::Column::State, Expr::val(FAILED))
                        .col_expr(messages::Column::ValuesSealed, Expr::val(Option::<Vec<u8>>::None)),
                };
                update.filter(messages::Column::Id.eq(id)).exec(tx).await?;
                Ok(())
            })
            .await
    }

    /// Drops messages made before `before` that are settled.
    pub async fn forget_messages(&self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        self.store
            .transact(async |tx| -> Result<u64, StoreError> {
                let gone = messages::Entity::delete_many()
                    .filter(messages::Column::CreatedAt.lt(before))
                    .filter(messages::Column::State.ne(QUEUED))
                    .exec(tx)
                    .await?;
                Ok(gone.rows_affected)
            })
            .await
    }
}
