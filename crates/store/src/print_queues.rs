//! The queue of a printer: who prints from it, why it stands still, and how its labels move in bulk.
//!
//! Whoever changes a queue or takes labels from it holds its row locked first; so two who want to print, on two nodes, never both get it.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    UpdateMany,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use shared::{
    PrintBatchId, PrintJobId, PrintStationId, PrinterId, UserId, print_queue::PrintPauseCode, printing::PrintJobState,
};

use crate::{
    PrintJobRecord, Scoped, StoreError, TenantScope, WriteTx,
    connection::SystemStore,
    entity::{print_jobs, print_queues},
    print_jobs::record as job_record,
    shipments::column,
};

/// Queues one sweep looks at.
const LAPSED_MAX: u64 = 100;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PauseRecord {
    pub code: PrintPauseCode,
    pub reason: String,
    pub by: Option<UserId>,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintQueueRecord {
    pub printer: PrinterId,
    /// Who prints from it; empty while nobody does.
    pub holder: String,
    pub holder_user: Option<UserId>,
    pub holder_label: String,
    pub held_until: Option<DateTime<Utc>>,
    pub lease_no: u32,
    pub pause: Option<PauseRecord>,
    pub condition: String,
    pub condition_at: Option<DateTime<Utc>>,
    pub run_done: u32,
    pub run_started_at: Option<DateTime<Utc>>,
    pub station: Option<PrintStationId>,
}

impl PrintQueueRecord {
    /// A queue nobody has touched.
    pub fn new(printer: PrinterId) -> PrintQueueRecord {
        PrintQueueRecord {
            printer,
            holder: String::new(),
            holder_user: None,
            holder_label: String::new(),
            held_until: None,
            lease_no: 0,
            pause: None,
            condition: String::new(),
            condition_at: None,
            run_done: 0,
            run_started_at: None,
            station: None,
        }
    }

    pub fn is_held(&self) -> bool {
        !self.holder.is_empty()
    }

    /// Whoever held it was silent for too long.
    pub fn has_lapsed(&self, now: DateTime<Utc>) -> bool {
        self.is_held() && self.held_until.is_none_or(|until| until <= now)
    }
}

/// Labels of a queue that are not done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PrintQueueCounts {
    pub queued: u32,
    pub leased: u32,
    pub sending: u32,
    pub unknown: u32,
}

fn record(row: print_queues::Model) -> Result<PrintQueueRecord, StoreError> {
    let count = |n: i32| u32::try_from(n).map_err(|_| StoreError::Corrupt("print queue"));
    let pause = match (PrintPauseCode::parse(&row.pause_code), row.paused_at) {
        (Some(code), Some(at)) => {
            Some(PauseRecord { code, reason: row.pause_reason, by: row.paused_by.map(UserId), at })
        }
        _ => None,
    };
    Ok(PrintQueueRecord {
        printer: PrinterId(row.printer_id),
        holder: row.holder,
        holder_user: row.holder_user.map(UserId),
        holder_label: row.holder_label,
        held_until: row.held_until,
        lease_no: count(row.lease_no)?,
        pause,
        condition: row.condition,
        condition_at: row.condition_at,
        run_done: count(row.run_done)?,
        run_started_at: row.run_started_at,
        station: row.station_id.map(PrintStationId),
    })
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    /// Queues that somebody has touched, of these printers.
    pub async fn print_queues(&self, printers: &[PrinterId]) -> Result<Vec<PrintQueueRecord>, StoreError> {
        let rows = print_queues::Entity::find()
            .filter(print_queues::Column::MerchantId.eq(self.merchant))
            .filter(print_queues::Column::PrinterId.is_in(printers.iter().map(|id| id.0)))
            .all(self.conn)
            .await?;
        rows.into_iter().map(record).collect()
    }

    /// The printers a station prints on.
    pub async fn printers_of_station(&self, station: PrintStationId) -> Result<Vec<PrinterId>, StoreError> {
        let rows: Vec<uuid::Uuid> = print_queues::Entity::find()
            .select_only()
            .column(print_queues::Column::PrinterId)
            .filter(print_queues::Column::MerchantId.eq(self.merchant))
            .filter(print_queues::Column::StationId.eq(station.0))
            .order_by_asc(print_queues::Column::PrinterId)
            .into_tuple()
            .all(self.conn)
            .await?;
        Ok(rows.into_iter().map(PrinterId).collect())
    }

    /// Counted up to `most` of each.
    pub async fn print_queue_counts(&self, printer: PrinterId, most: u32) -> Result<PrintQueueCounts, StoreError> {
        Ok(PrintQueueCounts {
            queued: self.count_queue_jobs(printer, PrintJobState::Queued, most).await?,
            leased: self.count_queue_jobs(printer, PrintJobState::Leased, most).await?,
            sending: self.count_queue_jobs(printer, PrintJobState::Sending, most).await?,
            unknown: self.count_queue_jobs(printer, PrintJobState::Unknown, most).await?,
        })
    }

    /// Jobs of a queue in one state, counted up to `most`.
    pub async fn count_queue_jobs(
        &self,
        printer: PrinterId,
        state: PrintJobState,
        most: u32,
    ) -> Result<u32, StoreError> {
        let found = self.jobs_of(printer, state).limit(u64::from(most)).count(self.conn).await?;
        Ok(u32::try_from(found).unwrap_or(most))
    }

    /// Jobs of a queue in one state, in print order: batch by batch, label by label.
    pub async fn queue_jobs(
        &self,
        printer: PrinterId,
        state: PrintJobState,
        limit: u32,
    ) -> Result<Vec<PrintJobRecord>, StoreError> {
        self.queue_jobs_after(printer, state, None, limit).await
    }

    /// As [`Scoped::queue_jobs`], behind a place in the queue.
    pub async fn queue_jobs_after(
        &self,
        printer: PrinterId,
        state: PrintJobState,
        after: Option<(PrintBatchId, u32)>,
        limit: u32,
    ) -> Result<Vec<PrintJobRecord>, StoreError> {
        let mut select = self.jobs_of(printer, state);
        if let Some((batch, seq)) = after {
            let seq = column(seq)?;
            select = select.filter(Condition::any().add(print_jobs::Column::BatchId.gt(batch.0)).add(
                Condition::all().add(print_jobs::Column::BatchId.eq(batch.0)).add(print_jobs::Column::Seq.gt(seq)),
            ));
        }
        let rows = select
            .order_by_asc(print_jobs::Column::BatchId)
            .order_by_asc(print_jobs::Column::Seq)
            .limit(u64::from(limit))
            .all(self.conn)
            .await?;
        rows.into_iter().map(job_record).collect()
    }

    fn jobs_of(&self, printer: PrinterId, state: PrintJobState) -> Select<print_jobs::Entity> {
        print_jobs::Entity::find()
            .filter(print_jobs::Column::MerchantId.eq(self.merchant))
            .filter(print_jobs::Column::PrinterId.eq(printer.0))
            .filter(print_jobs::Column::State.eq(state.as_str()))
    }
}

impl WriteTx<'_> {
    /// The queue of a printer, locked until this transaction ends.
    pub async fn print_queue_for_update(&self, printer: PrinterId) -> Result<PrintQueueRecord, StoreError> {
        if let Some(found) = self.locked_queue(printer).await? {
            return Ok(found);
        }
        let row = queue_row(self.merchant, &PrintQueueRecord::new(printer))?;
        let key = [print_queues::Column::MerchantId, print_queues::Column::PrinterId];
        print_queues::Entity::insert(row)
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(self.conn)
            .await?;
        self.locked_queue(printer).await?.ok_or(StoreError::Corrupt("print queue"))
    }

    async fn locked_queue(&self, printer: PrinterId) -> Result<Option<PrintQueueRecord>, StoreError> {
        let row = print_queues::Entity::find_by_id((self.merchant, printer.0)).lock_exclusive().one(self.conn).await?;
        row.map(record).transpose()
    }

    pub async fn set_print_queue(&self, queue: &PrintQueueRecord) -> Result<(), StoreError> {
        let row = print_queues::ActiveModel {
            merchant_id: Unchanged(self.merchant),
            printer_id: Unchanged(queue.printer.0),
            ..queue_row(self.merchant, queue)?
        };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    /// Moves every job of a queue from one state to another; answers how many.
    pub async fn move_queue_jobs(
        &self,
        printer: PrinterId,
        from: PrintJobState,
        to: PrintJobState,
        error_code: &str,
        now: DateTime<Utc>,
    ) -> Result<u32, StoreError> {
        let moved = moved(to, error_code, now)
            .filter(print_jobs::Column::MerchantId.eq(self.merchant))
            .filter(print_jobs::Column::PrinterId.eq(printer.0))
            .filter(print_jobs::Column::State.eq(from.as_str()))
            .exec(self.conn)
            .await?;
        Ok(u32::try_from(moved.rows_affected).unwrap_or(u32::MAX))
    }

    /// Skips what waits of a batch, or before a place in the queue; answers how many.
    pub async fn skip_queue_jobs(
        &self,
        printer: PrinterId,
        which: SkipJobs<'_>,
        error_code: &str,
        now: DateTime<Utc>,
    ) -> Result<u32, StoreError> {
        let mut sum = 0;
        for state in [PrintJobState::Queued, PrintJobState::Leased] {
            let update = moved(PrintJobState::Skipped, error_code, now)
                .filter(print_jobs::Column::MerchantId.eq(self.merchant))
                .filter(print_jobs::Column::PrinterId.eq(printer.0))
                .filter(print_jobs::Column::State.eq(state.as_str()));
            let update = match which {
                SkipJobs::All => update,
                SkipJobs::Batch(batch) => update.filter(print_jobs::Column::BatchId.eq(batch.0)),
                SkipJobs::These(ids) => update.filter(print_jobs::Column::Id.is_in(ids.iter().map(|id| id.0))),
                SkipJobs::Before(batch, seq) => {
                    let earlier = Condition::all()
                        .add(print_jobs::Column::BatchId.eq(batch.0))
                        .add(print_jobs::Column::Seq.lt(column(seq)?));
                    update.filter(Condition::any().add(print_jobs::Column::BatchId.lt(batch.0)).add(earlier))
                }
            };
            sum += update.exec(self.conn).await?.rows_affected;
        }
        Ok(u32::try_from(sum).unwrap_or(u32::MAX))
    }

    /// Puts waiting jobs into the hands of the present hold.
    pub async fn lease_jobs(&self, ids: &[PrintJobId], lease_no: u32, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.set_jobs(
            ids,
            moved(PrintJobState::Leased, "", now).col_expr(print_jobs::Column::LeaseNo, Expr::val(column(lease_no)?)),
        )
        .await
    }

    /// From now on bytes of these may be on their way.
    pub async fn begin_jobs(&self, ids: &[PrintJobId], place: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        let update = moved(PrintJobState::Sending, "", now)
            .col_expr(print_jobs::Column::Place, Expr::val(place))
            .col_expr(print_jobs::Column::BegunAt, Expr::val(now));
        self.set_jobs(ids, update).await
    }

    /// Nothing of these was sent: they wait again, in the hands of whoever has them or in the queue.
    pub async fn unbegin_jobs(
        &self,
        ids: &[PrintJobId],
        to: PrintJobState,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.set_jobs(ids, moved(to, "", now)).await
    }

    /// A person saw that these did not come out: they wait at their old place, as a new attempt.
    pub async fn print_jobs_again(&self, ids: &[PrintJobId], now: DateTime<Utc>) -> Result<(), StoreError> {
        let update = moved(PrintJobState::Queued, "", now)
            .col_expr(print_jobs::Column::Attempt, Expr::col(print_jobs::Column::Attempt).add(1));
        self.set_jobs(ids, update).await
    }

    async fn set_jobs(&self, ids: &[PrintJobId], update: UpdateMany<print_jobs::Entity>) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        update
            .filter(print_jobs::Column::MerchantId.eq(self.merchant))
            .filter(print_jobs::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .exec(self.conn)
            .await?;
        Ok(())
    }
}

/// Which waiting jobs are taken out of a queue.
#[derive(Clone, Copy, Debug)]
pub enum SkipJobs<'a> {
    All,
    Batch(PrintBatchId),
    These(&'a [PrintJobId]),
    /// Those that come before this place.
    Before(PrintBatchId, u32),
}

fn moved(to: PrintJobState, error_code: &str, now: DateTime<Utc>) -> UpdateMany<print_jobs::Entity> {
    print_jobs::Entity::update_many()
        .col_expr(print_jobs::Column::State, Expr::val(to.as_str()))
        .col_expr(print_jobs::Column::ErrorCode, Expr::val(error_code))
        .col_expr(print_jobs::Column::UpdatedAt, Expr::val(now))
}

fn queue_row(merchant: uuid::Uuid, queue: &PrintQueueRecord) -> Result<print_queues::ActiveModel, StoreError> {
    let pause = queue.pause.as_ref();
    Ok(print_queues::ActiveModel {
        merchant_id: Set(merchant),
        printer_id: Set(queue.printer.0),
        holder: Set(queue.holder.clone()),
        holder_user: Set(queue.holder_user.map(|user| user.0)),
        holder_label: Set(queue.holder_label.clone()),
        held_until: Set(queue.held_until),
        lease_no: Set(column(queue.lease_no)?),
        pause_code: Set(pause.map(|pause| pause.code.as_str()).unwrap_or_default().to_owned()),
        pause_reason: Set(pause.map(|pause| pause.reason.clone()).unwrap_or_default()),
        paused_by: Set(pause.and_then(|pause| pause.by).map(|user| user.0)),
        paused_at: Set(pause.map(|pause| pause.at)),
        condition: Set(queue.condition.clone()),
        condition_at: Set(queue.condition_at),
        run_done: Set(column(queue.run_done)?),
        run_started_at: Set(queue.run_started_at),
        station_id: Set(queue.station.map(|station| station.0)),
    })
}

impl SystemStore<'_> {
    /// Queues whose holder was silent for too long, of every merchant: nobody asks for them, and their labels must not hang.
    pub async fn lapsed_print_queues(&self, now: DateTime<Utc>) -> Result<Vec<(TenantScope, PrinterId)>, StoreError> {
        let rows: Vec<(uuid::Uuid, uuid::Uuid)> = print_queues::Entity::find()
            .select_only()
            .column(print_queues::Column::MerchantId)
            .column(print_queues::Column::PrinterId)
            .filter(print_queues::Column::HeldUntil.lte(now))
            .order_by_asc(print_queues::Column::HeldUntil)
            .limit(LAPSED_MAX)
            .into_tuple()
            .all(self.store.reader())
            .await?;
        Ok(rows.into_iter().map(|(merchant, printer)| (TenantScope::of(merchant), PrinterId(printer))).collect())
    }
}
