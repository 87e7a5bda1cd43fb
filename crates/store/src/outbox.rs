//! Side effects leave through here: written in the business transaction, delivered afterwards, at least once.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use shared::OutboxId;

use crate::{StoreError, TenantScope, WriteTx, connection::SystemStore, entity::outbox};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxMessage {
    pub id: OutboxId,
    pub scope: TenantScope,
    pub topic: String,
    /// JSON; ids only, never personal data.
    pub payload: String,
    pub attempts: u32,
}

impl WriteTx<'_> {
    pub async fn send(&self, id: OutboxId, topic: &str, payload: String, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = outbox::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(id.0),
            topic: Set(topic.to_owned()),
            payload: Set(payload),
            attempts: Set(0),
            run_at: Set(now),
            delivered_at: Set(None),
            created_at: Set(now),
        };
        outbox::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }
}

impl SystemStore<'_> {
    /// Messages that are due, oldest first, leased until `retry_at`: what is not marked delivered by then comes up again.
    pub async fn lease_outbox(
        &self,
        limit: u32,
        now: DateTime<Utc>,
        retry_at: DateTime<Utc>,
    ) -> Result<Vec<OutboxMessage>, StoreError> {
        let due = || {
            outbox::Entity::find()
                .filter(outbox::Column::DeliveredAt.is_null())
                .filter(outbox::Column::RunAt.lte(now))
                .order_by_asc(outbox::Column::RunAt)
                .limit(u64::from(limit))
        };
        if due().limit(1).one(self.store.reader()).await?.is_none() {
            return Ok(Vec::new());
        }
        self.store
            .transact(async |tx| -> Result<Vec<OutboxMessage>, StoreError> {
                let rows = due().lock_exclusive().all(tx).await?;
                for row in &rows {
                    outbox::Entity::update_many()
                        .col_expr(outbox::Column::RunAt, Expr::val(retry_at))
                        .col_expr(outbox::Column::Attempts, Expr::val(row.attempts + 1))
                        .filter(outbox::Column::MerchantId.eq(row.merchant_id))
                        .filter(outbox::Column::Id.eq(row.id))
                        .exec(tx)
                        .await?;
                }
                let message = |row: outbox::Model| OutboxMessage {
                    id: OutboxId(row.id),
                    scope: TenantScope::of(row.merchant_id),
                    topic: row.topic,
                    payload: row.payload,
                    attempts: u32::try_from(row.attempts).unwrap_or(0) + 1,
                };
                Ok(rows.into_iter().map(message).collect())
            })
            .await
    }

    pub async fn mark_delivered(&self, messages: &[OutboxMessage], now: DateTime<Utc>) -> Result<(), StoreError> {
        self.store
            .transact(async |tx| -> Result<(), StoreError> {
                for message in messages {
                    outbox::Entity::update_many()
                        .col_expr(outbox::Column::DeliveredAt, Expr::val(now))
                        .filter(outbox::Column::MerchantId.eq(message.scope.merchant_id().0))
                        .filter(outbox::Column::Id.eq(message.id.0))
                        .exec(tx)
                        .await?;
                }
                Ok(())
            })
            .await
    }

    /// Drops messages that were delivered before `before`.
    pub async fn forget_delivered(&self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        self.store
            .transact(async |tx| -> Result<u64, StoreError> {
                let gone =
                    outbox::Entity::delete_many().filter(outbox::Column::DeliveredAt.lt(before)).exec(tx).await?;
                Ok(gone.rows_affected)
            })
            .await
    }
}
