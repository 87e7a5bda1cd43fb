//! Long work, as its owner sees it.

use chrono::{DateTime, Utc};
use shared::{JobId, jobs::Job};
use store::JobRecord;

use crate::app::{App, AppError, Caller, Language, problem_text};

pub fn view(record: &JobRecord, language: Language, now: DateTime<Utc>) -> Job {
    let until = record.finished_at.unwrap_or(now);
    let elapsed_ms = record.started_at.map(|started| (until - started).num_milliseconds().max(1));
    let rate = elapsed_ms.map(|ms| i64::from(record.done) * 1_000 / ms).and_then(|rate| u32::try_from(rate).ok());
    Job {
        id: record.id,
        kind: record.kind.clone(),
        state: record.state,
        done: record.done,
        total: record.total,
        rate,
        problem: problem_text::words(&record.problem, language),
        created_at: record.created_at,
        finished_at: record.finished_at,
    }
}

pub async fn get(app: &App, caller: &Caller, id: JobId) -> Result<Job, AppError> {
    let record = app.store.read(caller.scope()?).job(id).await?.ok_or(AppError::NotFound)?;
    Ok(view(&record, caller.language, app.now()))
}

/// Asks the worker to stop after the step it is in; what is done stays done.
pub async fn cancel(app: &App, caller: &Caller, id: JobId) -> Result<Job, AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            let record = tx.job(id).await?.ok_or(AppError::NotFound)?;
            if !record.state.is_over() {
                tx.ask_to_cancel(id).await?;
                tx.add_audit_entry(caller.audit(app, "job.cancel", format!("job {id}"), "")).await?;
            }
            Ok(view(&record, caller.language, app.now()))
        })
        .await
}
