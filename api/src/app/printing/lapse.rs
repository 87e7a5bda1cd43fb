//! What becomes of labels when whoever printed goes: let go, or silent for too long.

use chrono::{DateTime, Utc};
use shared::{
    print_queue::{PrintHolderKind, PrintPauseCode},
    printing::PrintJobState,
};
use store::{PauseRecord, PrintQueueRecord, WriteTx};

use super::{queues, worker::kind_of};
use crate::app::{App, AppError};

/// The code of a label whose printing went silent.
const LAPSED: &str = "lease_lapsed";

/// Takes the queue from a holder that is gone. Labels at hand wait again: no byte of them was sent. Those begun may lie on paper, so a
/// person must look at them.
pub(in crate::app) async fn end_hold(
    tx: &WriteTx<'_>,
    queue: &mut PrintQueueRecord,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let (printer, kind) = (queue.printer, kind_of(&queue.holder));
    tx.move_queue_jobs(printer, PrintJobState::Leased, PrintJobState::Queued, "", now).await?;
    tx.move_queue_jobs(printer, PrintJobState::Sending, PrintJobState::Unknown, LAPSED, now).await?;
    queue.holder = String::new();
    queue.holder_user = None;
    queue.holder_label = String::new();
    queue.held_until = None;
    // A page that went leaves a person with half a stack: what is left must not come out when somebody prints one label tomorrow.
    // Stations and the service go on by themselves.
    let waits = !tx.queue_jobs(printer, PrintJobState::Queued, 1).await?.is_empty();
    if kind == PrintHolderKind::Page && waits && queue.pause.is_none() {
        queue.pause = Some(PauseRecord { code: PrintPauseCode::Left, reason: String::new(), by: None, at: now });
    }
    settle_pause(tx, queue, now).await
}

/// A queue with labels nobody is sure of stands still; when a person has settled them all it goes on.
pub(super) async fn settle_pause(
    tx: &WriteTx<'_>,
    queue: &mut PrintQueueRecord,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let unsure = !tx.queue_jobs(queue.printer, PrintJobState::Unknown, 1).await?.is_empty();
    match (&queue.pause, unsure) {
        (None, true) => {
            queue.pause = Some(PauseRecord { code: PrintPauseCode::Unsure, reason: String::new(), by: None, at: now });
        }
        (Some(pause), false) if pause.code == PrintPauseCode::Unsure => queue.pause = None,
        _ => {}
    }
    Ok(())
}

/// Ends every hold whose holder was silent for too long; answers how many.
pub async fn sweep(app: &App) -> Result<u32, AppError> {
    let mut ended = 0;
    for (scope, printer) in app.store.system().lapsed_print_queues(app.now()).await? {
        let lapsed = app
            .store
            .write(scope, async |tx| {
                let now = app.now();
                let mut queue = tx.print_queue_for_update(printer).await?;
                // It may have spoken up since.
                if !queue.has_lapsed(now) {
                    return Ok::<_, AppError>(false);
                }
                end_hold(&tx, &mut queue, now).await?;
                tx.set_print_queue(&queue).await?;
                Ok(true)
            })
            .await?;
        if lapsed {
            ended += 1;
            queues::changed(app, scope, printer);
        }
    }
    Ok(ended)
}
