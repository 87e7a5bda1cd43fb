//! Makes orders and shipments of an order file, some hundred rows a commit. Every row is settled once: accepted, rejected with every
//! problem, or duplicate. Cut off at any point, it goes on at the first row that is not settled.

mod desk;
mod senders;

use std::collections::HashSet;

use desk::{Desk, Verdict};
use serde::{Deserialize, Serialize};
use shared::{ImportId, imports::RowOutcome, jobs::JobState};
use store::{ClaimedJob, ImportProgress, ImportRecord, ImportRowRecord, KeptRow};

use crate::{
    app::{
        App, AppError,
        imports::{self, CheckedRow},
        problem_text::KeptProblem,
        shipping,
    },
    jobs::{LEASE, publish},
};

pub const IMPORT_ORDERS: &str = "import_orders";
/// Rows of one commit: large enough to be fast, small enough that others get a turn.
const CHUNK: usize = 500;

#[derive(Serialize, Deserialize)]
pub struct ImportPayload {
    pub import_id: ImportId,
}

pub async fn run(app: &App, claimed: &ClaimedJob) -> Result<(), AppError> {
    let payload: ImportPayload = serde_json::from_str(&claimed.job.payload).map_err(AppError::internal)?;
    let reader = app.store.read(claimed.scope);
    let import =
        reader.import(payload.import_id).await?.ok_or_else(|| AppError::internal("a job without its import"))?;
    let file = reader.import_file(import.id).await?.ok_or_else(|| AppError::internal("an import without its file"))?;
    let record = import.clone();
    let table =
        tokio::task::spawn_blocking(move || imports::reopen(&file, &record)).await.map_err(AppError::internal)?;
    let table = match table {
        Ok(table) => std::sync::Arc::new(table),
        Err(problem) => {
            return finish(app, claimed, &import, JobState::Failed, &KeptProblem::of(problem.code()).json()?).await;
        }
    };
    mark_running(app, claimed, &import).await?;
    let mut progress = import.progress;
    progress.total = u32::try_from(table.order_count()).unwrap_or(u32::MAX);
    loop {
        let from = progress.next_index as usize;
        if from >= table.order_count() {
            return finish(app, claimed, &import, JobState::Succeeded, "").await;
        }
        let checked = {
            let (table, import) = (table.clone(), import.clone());
            tokio::task::spawn_blocking(move || {
                let rows = table.some_rows(from, CHUNK);
                rows.map(|row| imports::check(&table, &row, &import)).collect::<Vec<_>>()
            })
            .await
            .map_err(AppError::internal)?
        };
        shipping::freshen(app).await?;
        match settle_chunk(app, claimed, &import, progress, &checked).await {
            Ok((next, cancelled)) => {
                progress = next;
                // Orders may be on their way to a carrier.
                app.nudge.notify_one();
                publish(app, claimed, Some(import.id)).await?;
                if cancelled {
                    return finish(app, claimed, &import, JobState::Cancelled, &KeptProblem::of("cancelled").json()?)
                        .await;
                }
            }
            // What a person has to mend first ends the import; what is made stays.
            Err(AppError::Unacceptable { code, .. } | AppError::Unavailable { code, .. }) => {
                return finish(app, claimed, &import, JobState::Failed, &KeptProblem::of(code).json()?).await;
            }
            Err(other) => return Err(other),
        }
    }
}

async fn mark_running(app: &App, claimed: &ClaimedJob, import: &ImportRecord) -> Result<(), AppError> {
    app.store
        .write(claimed.scope, async |tx| {
            Ok::<(), AppError>(tx.set_import_format(import.id, &import.format, &import.mapping).await?)
        })
        .await
}

async fn finish(
    app: &App,
    claimed: &ClaimedJob,
    import: &ImportRecord,
    state: JobState,
    problem: &str,
) -> Result<(), AppError> {
    let now = app.now();
    app.store
        .write(claimed.scope, async |tx| {
            tx.finish_import(import.id, state, problem, now).await?;
            Ok::<(), AppError>(tx.finish_job(&claimed.job, state, problem, now).await?)
        })
        .await?;
    publish(app, claimed, Some(import.id)).await
}

/// The runner stops trying: the import ends where it stands.
pub async fn give_up(app: &App, claimed: &ClaimedJob, problem: &str) -> Result<(), AppError> {
    let payload: ImportPayload = serde_json::from_str(&claimed.job.payload).map_err(AppError::internal)?;
    let now = app.now();
    app.store
        .write(claimed.scope, async |tx| {
            tx.finish_import(payload.import_id, JobState::Failed, problem, now).await?;
            Ok::<(), AppError>(tx.finish_job(&claimed.job, JobState::Failed, problem, now).await?)
        })
        .await?;
    publish(app, claimed, Some(payload.import_id)).await
}

/// One commit: the rows of a chunk with everything they make, and how far the import is. Answers whether to stop.
async fn settle_chunk(
    app: &App,
    claimed: &ClaimedJob,
    import: &ImportRecord,
    before: ImportProgress,
    checked: &[CheckedRow],
) -> Result<(ImportProgress, bool), AppError> {
    app.store
        .write(claimed.scope, async |tx| {
            let keys: Vec<String> = checked.iter().map(|row| row.dedupe_key.clone()).collect();
            let known: HashSet<String> = tx.known_orders(&keys).await?.into_iter().map(|(key, _)| key).collect();
            let mut desk = Desk::of(app, &tx, import, checked).await?;
            let mut verdicts = desk.sort(checked, known).await?;
            desk.make(&mut verdicts).await?;
            let mut progress = before;
            let rows = outcomes(checked, verdicts, &mut progress)?;
            tx.add_import_rows(import.id, &rows).await?;
            progress.next_index += u32::try_from(checked.len()).unwrap_or(0);
            tx.set_import_progress(import.id, progress).await?;
            let lease = app.now() + LEASE;
            let cancelled = tx.report_job(&claimed.job, progress.next_index, Some(progress.total), lease).await?;
            Ok((progress, cancelled))
        })
        .await
}

/// What becomes of the rows, in their order.
fn outcomes(
    checked: &[CheckedRow],
    verdicts: Vec<Verdict>,
    progress: &mut ImportProgress,
) -> Result<Vec<ImportRowRecord>, AppError> {
    let mut rows = Vec::with_capacity(checked.len());
    for (checked, verdict) in checked.iter().zip(verdicts) {
        let mut row = ImportRowRecord {
            row: checked.row,
            outcome: RowOutcome::Rejected,
            order_no: checked.order_no.clone(),
            order: None,
            shipment: None,
            kept: None,
        };
        match verdict {
            Verdict::Take { price, made, .. } => {
                (row.order, row.shipment) = made;
                row.outcome = RowOutcome::Accepted;
                progress.accepted += 1;
                progress.price = progress.price.checked_add(price).unwrap_or(progress.price);
            }
            Verdict::Duplicate => {
                row.outcome = RowOutcome::Duplicate;
                row.kept = Some(kept_row(checked, &[])?);
                progress.duplicates += 1;
            }
            Verdict::Reject(problems) => {
                row.kept = Some(kept_row(checked, &problems)?);
                progress.rejected += 1;
            }
        }
        rows.push(row);
    }
    Ok(rows)
}

fn kept_row(checked: &CheckedRow, problems: &[KeptProblem]) -> Result<KeptRow, AppError> {
    let problems = serde_json::to_string(problems).map_err(AppError::internal)?;
    Ok(KeptRow { cells: checked.cells.clone(), problems })
}
