//! Long work that survives a kill: a job is leased, worked on in small commits, and leased again when its worker is gone.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType},
};
use shared::{JobId, jobs::JobState};

use crate::{Scoped, StoreError, TenantScope, WriteTx, connection::SystemStore, entity::jobs, shipments::column};

#[derive(Clone, Debug)]
pub struct NewJob {
    pub id: JobId,
    pub kind: &'static str,
    /// JSON; ids only.
    pub payload: String,
}

#[derive(Clone, Debug)]
pub struct JobRecord {
    pub id: JobId,
    pub kind: String,
    pub state: JobState,
    pub payload: String,
    pub attempts: u32,
    pub done: u32,
    pub total: Option<u32>,
    /// JSON of why it failed; empty where it did not.
    pub problem: String,
    pub cancel_asked: bool,
    pub started_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

/// A job that is ours until its lease ends, with the right to the data of the merchant who asked for it.
#[derive(Clone, Debug)]
pub struct ClaimedJob {
    pub scope: TenantScope,
    pub job: JobRecord,
}

fn record(row: jobs::Model) -> Result<JobRecord, StoreError> {
    let count = |n: i32| u32::try_from(n).map_err(|_| StoreError::Corrupt("job count"));
    Ok(JobRecord {
        id: JobId(row.id),
        kind: row.kind,
        state: JobState::parse(&row.state).ok_or(StoreError::Corrupt("job state"))?,
        payload: row.payload,
        attempts: count(row.attempts)?,
        done: count(row.done)?,
        total: row.total.map(count).transpose()?,
        problem: row.problem,
        cancel_asked: row.cancel_asked,
        started_at: row.started_at,
        created_at: row.created_at,
        finished_at: row.finished_at,
    })
}

impl<C: ConnectionTrait> Scoped<'_, C> {
    pub async fn job(&self, id: JobId) -> Result<Option<JobRecord>, StoreError> {
        let row = jobs::Entity::find_by_id((self.merchant, id.0)).one(self.conn).await?;
        row.map(record).transpose()
    }
}

impl WriteTx<'_> {
    pub async fn add_job(&self, job: &NewJob, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = jobs::ActiveModel {
            merchant_id: Set(self.merchant),
            id: Set(job.id.0),
            kind: Set(job.kind.to_owned()),
            state: Set(JobState::Queued.as_str().to_owned()),
            payload: Set(job.payload.clone()),
            attempts: Set(0),
            done: Set(0),
            total: Set(None),
            problem: Set(String::new()),
            cancel_asked: Set(false),
            run_at: Set(now),
            locked_until: Set(None),
            started_at: Set(None),
            created_at: Set(now),
            finished_at: Set(None),
        };
        jobs::Entity::insert(row).exec_without_returning(self.conn).await?;
        Ok(())
    }

    /// Asks the worker to stop after the step it is in.
    pub async fn ask_to_cancel(&self, id: JobId) -> Result<(), StoreError> {
        let row = jobs::ActiveModel { cancel_asked: Set(true), ..self.job_key(id) };
        row.update_without_returning(self.conn).await?;
        Ok(())
    }

    /// Reports progress and keeps the lease; answers whether the worker was asked to stop.
    pub async fn report_job(
        &self,
        job: &JobRecord,
        done: u32,
        total: Option<u32>,
        lease_until: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let row = jobs::ActiveModel {
            done: Set(column(done)?),
            total: Set(total.map(column).transpose()?),
            locked_until: Set(Some(lease_until)),
            ..Default::default()
        };
        self.set_leased(job, row).await?;
        Ok(self.job(job.id).await?.is_some_and(|job| job.cancel_asked))
    }

    pub async fn finish_job(
        &self,
        job: &JobRecord,
        state: JobState,
        problem: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let row = jobs::ActiveModel {
            state: Set(state.as_str().to_owned()),
            problem: Set(problem.to_owned()),
            locked_until: Set(None),
            finished_at: Set(Some(now)),
            ..Default::default()
        };
        self.set_leased(job, row).await
    }

    /// Gives a job that failed for a passing reason back to the queue.
    pub async fn postpone_job(&self, job: &JobRecord, run_at: DateTime<Utc>) -> Result<(), StoreError> {
        let row = jobs::ActiveModel { run_at: Set(run_at), locked_until: Set(None), ..Default::default() };
        self.set_leased(job, row).await
    }

    /// Writes as the worker who claimed `job`. Every claim counts one attempt more, so a worker that was silent too long finds its
    /// attempt gone; its whole transaction then fails, and the work of its successor stands alone.
    async fn set_leased(&self, job: &JobRecord, row: jobs::ActiveModel) -> Result<(), StoreError> {
        let changed = jobs::Entity::update_many()
            .set(row)
            .filter(jobs::Column::MerchantId.eq(self.merchant))
            .filter(jobs::Column::Id.eq(job.id.0))
            .filter(jobs::Column::Attempts.eq(column(job.attempts)?))
            .filter(jobs::Column::FinishedAt.is_null())
            .exec(self.conn)
            .await?;
        if changed.rows_affected == 1 { Ok(()) } else { Err(StoreError::LeaseLost) }
    }

    fn job_key(&self, id: JobId) -> jobs::ActiveModel {
        jobs::ActiveModel { merchant_id: Unchanged(self.merchant), id: Unchanged(id.0), ..Default::default() }
    }
}

impl SystemStore<'_> {
    /// Leases the job that is due longest, of any merchant: the worker has no caller, the job itself names whose data it may touch.
    pub async fn claim_job(
        &self,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
    ) -> Result<Option<ClaimedJob>, StoreError> {
        if due_jobs(now).one(self.store.reader()).await?.is_none() {
            return Ok(None);
        }
        self.store
            .transact(async |tx| -> Result<Option<ClaimedJob>, StoreError> {
                // What another worker is just claiming is passed over, so that nobody waits or goes away empty-handed.
                let due = due_jobs(now).lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
                let Some(row) = due.one(tx).await? else { return Ok(None) };
                let changed = jobs::Entity::update_many()
                    .col_expr(jobs::Column::State, Expr::val(JobState::Running.as_str()))
                    .col_expr(jobs::Column::Attempts, Expr::col(jobs::Column::Attempts).add(1))
                    .col_expr(jobs::Column::LockedUntil, Expr::val(lease_until))
                    .col_expr(jobs::Column::StartedAt, Expr::val(row.started_at.unwrap_or(now)))
                    .filter(jobs::Column::MerchantId.eq(row.merchant_id))
                    .filter(jobs::Column::Id.eq(row.id))
                    .filter(free(now))
                    .exec(tx)
                    .await?;
                if changed.rows_affected != 1 {
                    return Ok(None);
                }
                let scope = TenantScope::of(row.merchant_id);
                let mut job = record(row)?;
                job.attempts += 1;
                job.started_at = job.started_at.or(Some(now));
                Ok(Some(ClaimedJob { scope, job }))
            })
            .await
    }

    /// Are there jobs that are not over?
    pub async fn has_open_jobs(&self) -> Result<bool, StoreError> {
        let open = jobs::Entity::find().filter(jobs::Column::FinishedAt.is_null()).limit(1);
        Ok(open.one(self.store.reader()).await?.is_some())
    }
}

fn due_jobs(now: DateTime<Utc>) -> Select<jobs::Entity> {
    jobs::Entity::find().filter(free(now)).order_by_asc(jobs::Column::RunAt).limit(1)
}

fn free(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(jobs::Column::FinishedAt.is_null())
        .add(jobs::Column::RunAt.lte(now))
        .add(Condition::any().add(jobs::Column::LockedUntil.is_null()).add(jobs::Column::LockedUntil.lt(now)))
}
