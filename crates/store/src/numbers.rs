//! Waybill numbers: a carrier's pools are handed out to merchants in blocks, and a merchant's block number by number.
//!
//! A number leaves its block in the transaction that writes the shipment carrying it: what is rolled back or killed goes back to the
//! block, so no number is used twice and none is lost without a row that says where it is.
//!
//! Locks are taken in one order, so that no two writers wait in a circle: blocks of a merchant by their ids, then the outlet's pool, then
//! the network's. Ranges are locked with their pool.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use shared::NumberBlockId;
use uuid::Uuid;

use crate::{
    StoreError, WriteTx,
    entity::{merchants, number_blocks, number_pools, number_ranges},
};

/// The ids of a carrier's pools.
fn pools_of(carrier: &str) -> SelectStatement {
    Query::select()
        .column(number_pools::Column::Id)
        .from(number_pools::Entity)
        .and_where(number_pools::Column::Carrier.eq(carrier))
        .take()
}

/// How a block of a pool is opened.
#[derive(Clone, Copy)]
pub(crate) struct Opening {
    /// How many numbers it has at most, where it is not of the pool's own size.
    pub size: Option<i64>,
    /// How many of them are taken at once, as far as it has them.
    pub taken: i64,
}

impl WriteTx<'_> {
    /// Takes `count` serials of `carrier`, in rising order: of the merchant's open blocks, and when they are used up of new ones.
    pub async fn take_serials(&self, carrier: &str, count: u32, now: DateTime<Utc>) -> Result<Vec<u64>, StoreError> {
        let mut taken = Vec::with_capacity(count as usize);
        let wanted = |taken: &[i64]| i64::from(count) - taken.len() as i64;
        while wanted(&taken) > 0 && self.take_from_block(carrier, wanted(&taken), &mut taken).await? {}
        let pools = if wanted(&taken) > 0 { self.pools_to_open(carrier).await? } else { Vec::new() };
        for pool in pools {
            while wanted(&taken) > 0 {
                let opening = Opening { size: None, taken: wanted(&taken) };
                let Some((first, last)) = self.open_block(pool, opening, now).await? else { break };
                taken.extend(first..=Ord::min(last, first + opening.taken - 1));
            }
        }
        if wanted(&taken) > 0 {
            return Err(StoreError::NumbersExhausted { carrier: carrier.to_owned(), wanted: count });
        }
        // A block of numbers that came back may be lower than the one before it.
        taken.sort_unstable();
        taken.into_iter().map(|serial| u64::try_from(serial).map_err(|_| StoreError::Corrupt("serial"))).collect()
    }

    /// Takes up to `wanted` serials from the oldest open block; `false` where the merchant has none.
    async fn take_from_block(&self, carrier: &str, wanted: i64, taken: &mut Vec<i64>) -> Result<bool, StoreError> {
        let open = number_blocks::Entity::find()
            .filter(number_blocks::Column::MerchantId.eq(self.merchant))
            .filter(number_blocks::Column::PoolId.in_subquery(pools_of(carrier)))
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
        taken.extend(block.next_serial..block.next_serial + count);
        Ok(true)
    }

    /// The pools that blocks are opened of: that of the merchant's outlet, then the network's.
    async fn pools_to_open(&self, carrier: &str) -> Result<Vec<Uuid>, StoreError> {
        let outlet = Query::select()
            .column(merchants::Column::OutletId)
            .from(merchants::Entity)
            .and_where(merchants::Column::Id.eq(self.merchant))
            .take();
        let mut pools = number_pools::Entity::find()
            .filter(number_pools::Column::Carrier.eq(carrier))
            .filter(
                Condition::any()
                    .add(number_pools::Column::OutletId.in_subquery(outlet))
                    .add(number_pools::Column::OutletId.is_null()),
            )
            .all(self.conn)
            .await?;
        pools.sort_by_key(|pool| pool.outlet_id.is_none());
        Ok(pools.into_iter().map(|pool| pool.id).collect())
    }

    /// Opens one block of a pool; its first and last number, or none where the pool has none left.
    pub(crate) async fn open_block(
        &self,
        pool: Uuid,
        opening: Opening,
        now: DateTime<Utc>,
    ) -> Result<Option<(i64, i64)>, StoreError> {
        // Read under the lock: other merchants open blocks of the same pool.
        let Some(pool) = number_pools::Entity::find_by_id(pool).lock_exclusive().one(self.conn).await? else {
            return Ok(None);
        };
        let range = number_ranges::Entity::find()
            .filter(number_ranges::Column::PoolId.eq(pool.id))
            .filter(Expr::col(number_ranges::Column::NextSerial).lte(Expr::col(number_ranges::Column::LastSerial)))
            // What came back goes out first.
            .order_by_desc(number_ranges::Column::IsReturned)
            .order_by_asc(number_ranges::Column::Id)
            .one(self.conn)
            .await?;
        let Some(range) = range else { return Ok(None) };
        // The last block of a range is as long as what is left, so no number stays behind.
        let first = range.next_serial;
        let last = Ord::min(first + opening.size.unwrap_or(i64::from(pool.block_size)) - 1, range.last_serial);
        if range.is_returned && last == range.last_serial {
            // The range that it came from still says that these numbers were given.
            number_ranges::Entity::delete_by_id(range.id).exec(self.conn).await?;
        } else {
            number_ranges::Entity::update_many()
                .col_expr(number_ranges::Column::NextSerial, Expr::val(last + 1))
                .filter(number_ranges::Column::Id.eq(range.id))
                .exec(self.conn)
                .await?;
        }
        let row = number_blocks::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(NumberBlockId(Uuid::now_v7()).0),
            pool_id: Set(pool.id),
            first_serial: Set(first),
            next_serial: Set(Ord::min(first + opening.taken, last + 1)),
            last_serial: Set(last),
            created_at: Set(now),
        };
        number_blocks::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(Some((first, last)))
    }
}
