//! Waybill numbers: a carrier's pool is handed out to merchants in blocks, and a merchant's block number by number.
//!
//! A number leaves its block in the transaction that writes the shipment carrying it: what is rolled back or killed goes back to the
//! block, so no number is used twice and none is lost without a row that says where it is.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use shared::{NumberBlockId, NumberPoolId};
use uuid::Uuid;

use crate::{
    StoreError, WriteTx,
    connection::{NetworkStore, SystemStore},
    entity::{number_blocks, number_pools},
};

/// Where every number of a pool stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolStatus {
    /// Handed out to merchants in blocks.
    pub handed_out: u64,
    /// Left in the pool.
    pub left: u64,
}

impl SystemStore<'_> {
    pub async fn create_number_pool(
        &self,
        id: NumberPoolId,
        carrier: &str,
        serials: std::ops::RangeInclusive<u64>,
        block_size: u32,
    ) -> Result<(), StoreError> {
        let serial = |n: u64| i64::try_from(n).map_err(|_| StoreError::Corrupt("serial"));
        let row = number_pools::ActiveModel {
            id: Set(id.0),
            carrier: Set(carrier.to_owned()),
            next_serial: Set(serial(*serials.start())?),
            last_serial: Set(serial(*serials.end())?),
            block_size: Set(i32::try_from(block_size).map_err(|_| StoreError::Corrupt("block size"))?),
        };
        self.store
            .transact(async |tx| -> Result<(), StoreError> {
                number_pools::Entity::insert(row.clone()).exec_without_returning(tx).await?;
                Ok(())
            })
            .await
    }
}

impl NetworkStore<'_> {
    pub async fn number_pool_status(&self, carrier: &str) -> Result<Option<PoolStatus>, StoreError> {
        let reader = self.store.reader();
        let Some(pool) =
            number_pools::Entity::find().filter(number_pools::Column::Carrier.eq(carrier)).one(reader).await?
        else {
            return Ok(None);
        };
        let blocks: Option<(Option<i64>,)> = number_blocks::Entity::find()
            .select_only()
            .expr(Expr::cust("CAST(SUM(last_serial - first_serial + 1) AS BIGINT)"))
            .filter(number_blocks::Column::PoolId.eq(pool.id))
            .into_tuple()
            .one(reader)
            .await?;
        let count = |n: i64| u64::try_from(n).map_err(|_| StoreError::Corrupt("number count"));
        Ok(Some(PoolStatus {
            handed_out: count(blocks.and_then(|(sum,)| sum).unwrap_or(0))?,
            left: count(pool.last_serial - pool.next_serial + 1)?,
        }))
    }
}

impl WriteTx<'_> {
    /// Takes `count` serials of `carrier`, in rising order, opening new blocks of the pool as needed.
    pub async fn take_serials(&self, carrier: &str, count: u32, now: DateTime<Utc>) -> Result<Vec<u64>, StoreError> {
        let pool = number_pools::Entity::find()
            .filter(number_pools::Column::Carrier.eq(carrier))
            .one(self.conn)
            .await?
            .ok_or(StoreError::NumbersExhausted { carrier: carrier.to_owned(), wanted: count })?;
        let mut taken = Vec::with_capacity(count as usize);
        while taken.len() < count as usize {
            let wanted = i64::from(count) - taken.len() as i64;
            if !self.take_from_block(pool.id, wanted, &mut taken).await? {
                self.open_block(pool.id, carrier, count, now).await?;
            }
        }
        Ok(taken)
    }

    /// Takes up to `wanted` serials from the oldest open block; `false` where the merchant has none.
    async fn take_from_block(&self, pool: Uuid, wanted: i64, taken: &mut Vec<u64>) -> Result<bool, StoreError> {
        let open = number_blocks::Entity::find()
            .filter(number_blocks::Column::MerchantId.eq(self.merchant))
            .filter(number_blocks::Column::PoolId.eq(pool))
            .filter(Expr::col(number_blocks::Column::NextSerial).lte(Expr::col(number_blocks::Column::LastSerial)))
            .order_by_asc(number_blocks::Column::Id)
            .limit(1);
        // On PostgreSQL two writers of one merchant meet at this row; SQLite has one writer anyway.
        let Some(block) = open.lock_exclusive().one(self.conn).await? else { return Ok(false) };
        let count = Ord::min(wanted, block.last_serial - block.next_serial + 1);
        number_blocks::Entity::update_many()
            .col_expr(number_blocks::Column::NextSerial, Expr::val(block.next_serial + count))
            .filter(number_blocks::Column::MerchantId.eq(self.merchant))
            .filter(number_blocks::Column::Id.eq(block.id))
            .exec(self.conn)
            .await?;
        for serial in block.next_serial..block.next_serial + count {
            taken.push(u64::try_from(serial).map_err(|_| StoreError::Corrupt("serial"))?);
        }
        Ok(true)
    }

    async fn open_block(&self, pool: Uuid, carrier: &str, wanted: u32, now: DateTime<Utc>) -> Result<(), StoreError> {
        // Read again under the lock: other merchants open blocks of the same pool.
        let pool = number_pools::Entity::find_by_id(pool).lock_exclusive().one(self.conn).await?;
        let pool = pool.filter(|pool| pool.next_serial <= pool.last_serial);
        let pool = pool.ok_or_else(|| StoreError::NumbersExhausted { carrier: carrier.to_owned(), wanted })?;
        // The last block of a pool is as long as what is left, so no number stays behind.
        let first = pool.next_serial;
        let last = Ord::min(first + i64::from(pool.block_size) - 1, pool.last_serial);
        number_pools::Entity::update_many()
            .col_expr(number_pools::Column::NextSerial, Expr::val(last + 1))
            .filter(number_pools::Column::Id.eq(pool.id))
            .exec(self.conn)
            .await?;
        let row = number_blocks::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(NumberBlockId(Uuid::now_v7()).0),
            pool_id: Set(pool.id),
            first_serial: Set(first),
            next_serial: Set(first),
            last_serial: Set(last),
            created_at: Set(now),
        };
        number_blocks::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }
}
