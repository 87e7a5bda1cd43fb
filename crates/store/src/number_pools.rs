//! Pools of waybill numbers, as the network's staff look after them: ranges, and what merchants hold of them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};
use shared::{MerchantId, NumberPoolId, OutletId};
use uuid::Uuid;

use crate::{
    NetworkTx, StoreError, WriteTx,
    connection::{NetworkStore, SystemStore},
    entity::{installation, number_blocks, number_pools, number_ranges},
    numbers::Opening,
};

/// A pool: the network's, or one outlet's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberPoolRecord {
    pub id: NumberPoolId,
    pub carrier: String,
    /// None: the whole network's.
    pub outlet: Option<OutletId>,
    /// Numbers that a merchant takes at once.
    pub block_size: u32,
    /// It is low when fewer are left.
    pub low_water: u32,
}

/// Numbers that a pool was given, or got back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberRangeRecord {
    pub id: Uuid,
    pub pool: NumberPoolId,
    pub first: u64,
    /// The first that is not handed out yet; behind `last` where all are.
    pub next: u64,
    pub last: u64,
    /// Came back from a merchant: it lies within another range.
    pub is_returned: bool,
}

/// What merchants got of a pool, and what they used of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandedOut {
    pub handed_out: u64,
    pub used: u64,
}

/// Where every number of a carrier stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolStatus {
    /// Handed out to merchants in blocks.
    pub handed_out: u64,
    /// Left in the pools.
    pub left: u64,
}

fn serial(column: i64) -> Result<u64, StoreError> {
    u64::try_from(column).map_err(|_| StoreError::Corrupt("serial"))
}

fn column(serial: u64) -> Result<i64, StoreError> {
    i64::try_from(serial).map_err(|_| StoreError::Corrupt("serial"))
}

fn size(column: i32) -> Result<u32, StoreError> {
    u32::try_from(column).map_err(|_| StoreError::Corrupt("number pool"))
}

fn size_column(size: u32) -> Result<i32, StoreError> {
    i32::try_from(size).map_err(|_| StoreError::Corrupt("number pool"))
}

fn pool(row: number_pools::Model) -> Result<NumberPoolRecord, StoreError> {
    Ok(NumberPoolRecord {
        id: NumberPoolId(row.id),
        carrier: row.carrier,
        outlet: row.outlet_id.map(OutletId),
        block_size: size(row.block_size)?,
        low_water: size(row.low_water)?,
    })
}

fn range(row: number_ranges::Model) -> Result<NumberRangeRecord, StoreError> {
    Ok(NumberRangeRecord {
        id: row.id,
        pool: NumberPoolId(row.pool_id),
        first: serial(row.first_serial)?,
        next: serial(row.next_serial)?,
        last: serial(row.last_serial)?,
        is_returned: row.is_returned,
    })
}

/// Of a range.
fn has_some_left() -> SimpleExpr {
    Expr::col(number_ranges::Column::NextSerial).lte(Expr::col(number_ranges::Column::LastSerial))
}

/// Sums over blocks, by pool or by merchant.
#[derive(FromQueryResult)]
struct Sums {
    of: Uuid,
    handed_out: i64,
    used: i64,
}

impl Sums {
    fn counts(&self) -> Result<HandedOut, StoreError> {
        Ok(HandedOut { handed_out: serial(self.handed_out)?, used: serial(self.used)? })
    }
}

fn sums(of: number_blocks::Column) -> sea_orm::Select<number_blocks::Entity> {
    number_blocks::Entity::find()
        .select_only()
        .column_as(of, "of")
        .column_as(Expr::cust("CAST(SUM(last_serial - first_serial + 1) AS BIGINT)"), "handed_out")
        .column_as(Expr::cust("CAST(SUM(next_serial - first_serial) AS BIGINT)"), "used")
        .group_by(of)
}

impl SystemStore<'_> {
    /// The pool a network begins with, and its first range.
    pub async fn create_number_pool(
        &self,
        record: &NumberPoolRecord,
        serials: std::ops::RangeInclusive<u64>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (first, last) = serials.into_inner();
        let range =
            NumberRangeRecord { id: Uuid::now_v7(), pool: record.id, first, next: first, last, is_returned: false };
        self.store
            .write_network(async |tx| -> Result<(), StoreError> {
                tx.add_number_pool(record).await?;
                tx.add_number_range(&range, now).await
            })
            .await
    }
}

impl NetworkStore<'_> {
    /// Every pool, the network's own first; there is one an outlet and carrier at most.
    pub async fn number_pools(&self) -> Result<Vec<NumberPoolRecord>, StoreError> {
        let rows = number_pools::Entity::find().order_by_asc(number_pools::Column::Id).all(self.store.reader()).await?;
        let mut pools = rows.into_iter().map(pool).collect::<Result<Vec<_>, _>>()?;
        pools.sort_by_key(|pool| pool.outlet.is_some());
        Ok(pools)
    }

    pub async fn find_number_pool(&self, id: NumberPoolId) -> Result<Option<NumberPoolRecord>, StoreError> {
        number_pools::Entity::find_by_id(id.0).one(self.store.reader()).await?.map(pool).transpose()
    }

    /// The ranges of every pool, or of one, oldest first. What came back and was given again is left out: it tells nothing any more.
    pub async fn number_ranges(&self, of: Option<NumberPoolId>) -> Result<Vec<NumberRangeRecord>, StoreError> {
        let rows = number_ranges::Entity::find()
            .filter(Condition::all().add_option(of.map(|pool| number_ranges::Column::PoolId.eq(pool.0))))
            .filter(Condition::any().add(number_ranges::Column::IsReturned.eq(false)).add(has_some_left()))
            .order_by_asc(number_ranges::Column::Id)
            .all(self.store.reader())
            .await?;
        rows.into_iter().map(range).collect()
    }

    /// What merchants got of each of these pools; a pool that is not there gave nothing.
    pub async fn handed_out(&self, pools: &[NumberPoolId]) -> Result<HashMap<NumberPoolId, HandedOut>, StoreError> {
        let rows: Vec<Sums> = sums(number_blocks::Column::PoolId)
            .filter(number_blocks::Column::PoolId.is_in(pools.iter().map(|pool| pool.0)))
            .into_model()
            .all(self.store.reader())
            .await?;
        rows.iter().map(|row| Ok((NumberPoolId(row.of), row.counts()?))).collect()
    }

    /// What each merchant got of a pool, the latest merchants first.
    pub async fn numbers_of_merchants(
        &self,
        pool: NumberPoolId,
        after: Option<MerchantId>,
        limit: u32,
    ) -> Result<Vec<(MerchantId, HandedOut)>, StoreError> {
        let rows: Vec<Sums> = sums(number_blocks::Column::MerchantId)
            .filter(number_blocks::Column::PoolId.eq(pool.0))
            .filter(Condition::all().add_option(after.map(|after| number_blocks::Column::MerchantId.lt(after.0))))
            .order_by_desc(number_blocks::Column::MerchantId)
            .limit(u64::from(limit))
            .into_model()
            .all(self.store.reader())
            .await?;
        rows.iter().map(|row| Ok((MerchantId(row.of), row.counts()?))).collect()
    }

    /// All pools of a carrier together; none where it has no pool.
    pub async fn number_pool_status(&self, carrier: &str) -> Result<Option<PoolStatus>, StoreError> {
        let pools: Vec<NumberPoolId> =
            self.number_pools().await?.into_iter().filter(|pool| pool.carrier == carrier).map(|pool| pool.id).collect();
        if pools.is_empty() {
            return Ok(None);
        }
        let ranges = self.number_ranges(None).await?;
        let left = ranges.iter().filter(|range| pools.contains(&range.pool)).map(|range| range.last + 1 - range.next);
        let handed_out = self.handed_out(&pools).await?.values().map(|counts| counts.handed_out).sum();
        Ok(Some(PoolStatus { handed_out, left: left.sum() }))
    }
}

impl NetworkTx<'_> {
    /// Fails with `UniqueViolation` where the outlet, or the network, has a pool of the carrier already.
    pub async fn add_number_pool(&self, record: &NumberPoolRecord) -> Result<(), StoreError> {
        let row = number_pools::ActiveModel {
            id: Set(record.id.0),
            carrier: Set(record.carrier.clone()),
            outlet_id: Set(record.outlet.map(|outlet| outlet.0)),
            block_size: Set(size_column(record.block_size)?),
            low_water: Set(size_column(record.low_water)?),
        };
        number_pools::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }

    /// `false` where there is no such pool.
    pub async fn set_number_pool(&self, id: NumberPoolId, block_size: u32, low_water: u32) -> Result<bool, StoreError> {
        let changed = number_pools::Entity::update_many()
            .col_expr(number_pools::Column::BlockSize, Expr::val(size_column(block_size)?))
            .col_expr(number_pools::Column::LowWater, Expr::val(size_column(low_water)?))
            .filter(number_pools::Column::Id.eq(id.0))
            .exec(self.conn)
            .await?;
        Ok(changed.rows_affected > 0)
    }

    /// The range of the carrier, of any pool and however long ago, that shares a number with these. Whoever asks is the only one who adds
    /// ranges until the write ends.
    pub async fn overlapping_range(
        &self,
        carrier: &str,
        first: u64,
        last: u64,
    ) -> Result<Option<NumberRangeRecord>, StoreError> {
        installation::Entity::find_by_id(Uuid::nil()).lock_exclusive().one(self.conn).await?;
        let pools: Vec<Uuid> = number_pools::Entity::find()
            .select_only()
            .column(number_pools::Column::Id)
            .filter(number_pools::Column::Carrier.eq(carrier))
            .into_tuple()
            .all(self.conn)
            .await?;
        let row = number_ranges::Entity::find()
            .filter(number_ranges::Column::PoolId.is_in(pools))
            .filter(number_ranges::Column::IsReturned.eq(false))
            .filter(number_ranges::Column::FirstSerial.lte(column(last)?))
            .filter(number_ranges::Column::LastSerial.gte(column(first)?))
            .order_by_asc(number_ranges::Column::FirstSerial)
            .one(self.conn)
            .await?;
        row.map(range).transpose()
    }

    /// The pool, for this write alone until it ends, with how many ranges it has.
    pub async fn number_pool_for_update(
        &self,
        id: NumberPoolId,
    ) -> Result<Option<(NumberPoolRecord, u64)>, StoreError> {
        let Some(row) = number_pools::Entity::find_by_id(id.0).lock_exclusive().one(self.conn).await? else {
            return Ok(None);
        };
        let ranges = number_ranges::Entity::find()
            .filter(number_ranges::Column::PoolId.eq(id.0))
            .filter(has_some_left())
            .count(self.conn)
            .await?;
        Ok(Some((pool(row)?, ranges)))
    }

    pub async fn add_number_range(&self, range: &NumberRangeRecord, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = number_ranges::ActiveModel {
            id: Set(range.id),
            pool_id: Set(range.pool.0),
            first_serial: Set(column(range.first)?),
            next_serial: Set(column(range.next)?),
            last_serial: Set(column(range.last)?),
            is_returned: Set(range.is_returned),
            created_at: Set(now),
        };
        number_ranges::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }
}

impl WriteTx<'_> {
    /// Blocks of this pool with numbers left that the merchant has, for this write alone: until it ends no number is taken from them.
    async fn open_blocks(&self, pool: NumberPoolId) -> Result<Vec<number_blocks::Model>, StoreError> {
        Ok(number_blocks::Entity::find()
            .filter(number_blocks::Column::MerchantId.eq(self.merchant))
            .filter(number_blocks::Column::PoolId.eq(pool.0))
            .filter(Expr::col(number_blocks::Column::NextSerial).lte(Expr::col(number_blocks::Column::LastSerial)))
            .order_by_asc(number_blocks::Column::Id)
            .lock_exclusive()
            .all(self.conn)
            .await?)
    }

    /// Hands the merchant `count` numbers of a pool, in as many blocks as the pool's ranges make of them; how many there were, which is
    /// fewer where the pool has no more.
    pub async fn issue_numbers(&self, pool: NumberPoolId, count: u32, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let wanted = i64::from(count);
        let mut issued = 0;
        while issued < wanted {
            let opening = Opening { size: Some(wanted - issued), taken: 0 };
            let Some((first, last)) = self.open_block(pool.0, opening, now).await? else { break };
            issued += last - first + 1;
        }
        serial(issued)
    }

    /// What the merchant got of a pool.
    pub async fn handed_out(&self, pool: NumberPoolId) -> Result<HandedOut, StoreError> {
        let row: Option<Sums> = sums(number_blocks::Column::MerchantId)
            .filter(number_blocks::Column::PoolId.eq(pool.0))
            .filter(number_blocks::Column::MerchantId.eq(self.merchant))
            .into_model()
            .one(self.conn)
            .await?;
        row.map_or(Ok(HandedOut::default()), |row| row.counts())
    }

    /// Blocks with numbers left that the merchant has of a pool.
    pub async fn count_open_blocks(&self, pool: NumberPoolId) -> Result<u64, StoreError> {
        Ok(number_blocks::Entity::find()
            .filter(number_blocks::Column::MerchantId.eq(self.merchant))
            .filter(number_blocks::Column::PoolId.eq(pool.0))
            .filter(Expr::col(number_blocks::Column::NextSerial).lte(Expr::col(number_blocks::Column::LastSerial)))
            .count(self.conn)
            .await?)
    }

    /// Takes the numbers of a pool back that the merchant did not use: they are ranges of the pool again, in rising order. Who ships at this
    /// moment takes numbers before, or goes on with another block.
    pub async fn return_numbers(&self, pool: NumberPoolId, now: DateTime<Utc>) -> Result<Vec<(u64, u64)>, StoreError> {
        let blocks = self.open_blocks(pool).await?;
        // After the blocks: the order in which whoever ships takes these locks.
        number_pools::Entity::find_by_id(pool.0).lock_exclusive().one(self.conn).await?;
        let mut returned: Vec<(i64, i64)> = Vec::new();
        for block in blocks {
            self.shorten(&block).await?;
            returned.push((block.next_serial, block.last_serial));
        }
        returned.sort_unstable();
        // Blocks that follow each other come back as one range.
        returned.dedup_by(|later, before| {
            let follows = before.1 + 1 == later.0;
            if follows {
                before.1 = later.1;
            }
            follows
        });
        let rows: Vec<_> = returned
            .iter()
            .map(|(first, last)| number_ranges::ActiveModel {
                id: Set(Uuid::now_v7()),
                pool_id: Set(pool.0),
                first_serial: Set(*first),
                next_serial: Set(*first),
                last_serial: Set(*last),
                is_returned: Set(true),
                created_at: Set(now),
            })
            .collect();
        if !rows.is_empty() {
            number_ranges::Entity::insert_many(rows).exec_without_returning(self.conn).await?;
        }
        returned.into_iter().map(|(first, last)| Ok((serial(first)?, serial(last)?))).collect()
    }

    /// Leaves a block with the numbers that are used; one of which none is goes.
    async fn shorten(&self, block: &number_blocks::Model) -> Result<(), StoreError> {
        let own = Condition::all()
            .add(number_blocks::Column::MerchantId.eq(self.merchant))
            .add(number_blocks::Column::Id.eq(block.id));
        if block.next_serial == block.first_serial {
            number_blocks::Entity::delete_many().filter(own).exec(self.conn).await?;
        } else {
            number_blocks::Entity::update_many()
                .col_expr(number_blocks::Column::LastSerial, Expr::val(block.next_serial - 1))
                .filter(own)
                .exec(self.conn)
                .await?;
        }
        Ok(())
    }
}
