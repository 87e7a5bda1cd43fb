//! A person looked at labels of which nobody was sure, and says what became of them.

use std::collections::BTreeSet;

use shared::{
    PrintJobId, PrinterId,
    limits::BULK_MAX,
    print_queue::{PrintJobsChanged, PrintSettle, PrintSettleOutcome},
    printing::{PrintJobResult, PrintJobState},
};

use super::{PrintWorker, queues, reports::Desk};
use crate::app::{App, AppError, Caller, validation::Faults};

/// The code of a label that a person saw not come out.
const NOT_OUT: &str = "not_out";

/// Settles what is unknown; what is not, another person or a late word of the printer has settled before.
pub async fn settle(app: &App, caller: &Caller, request: &PrintSettle) -> Result<PrintJobsChanged, AppError> {
    let mut faults = Faults::default();
    faults.count("/print_job_ids", request.print_job_ids.len(), BULK_MAX);
    faults.settle()?;
    let worker = PrintWorker::page(caller)?;
    let (changed, printers) = app
        .store
        .write(caller.scope()?, async |tx| {
            let ids = &request.print_job_ids;
            let printers: BTreeSet<PrinterId> =
                tx.print_jobs_by_id(ids).await?.into_iter().map(|job| job.printer).collect();
            let mut desk = Desk::open(app, &tx, &worker, &printers).await?;
            let jobs = tx.print_jobs_for_update(ids).await?;
            let known: BTreeSet<PrintJobId> = jobs.iter().map(|job| job.id).collect();
            if ids.iter().any(|id| !known.contains(id)) {
                return Err(AppError::NotFound);
            }
            let open = jobs.into_iter().filter(|job| job.state == PrintJobState::Unknown);
            let mut changed = 0;
            for mut job in open {
                let (result, action) = match request.outcome {
                    PrintSettleOutcome::CameOut => (Some(outcome(PrintJobState::Sent, None)), "print.came_out"),
                    PrintSettleOutcome::GiveUp => {
                        (Some(outcome(PrintJobState::Failed, Some(NOT_OUT))), "print.give_up")
                    }
                    PrintSettleOutcome::PrintAgain => (None, "print.again"),
                };
                match result {
                    Some(result) => desk.outcome(&mut job, &result).await?,
                    None => tx.print_jobs_again(&[job.id], app.now()).await?,
                }
                tx.add_audit_entry(caller.audit(app, action, job.id, String::new())).await?;
                changed += 1;
            }
            if request.outcome == PrintSettleOutcome::PrintAgain && changed > 0 {
                // They go before those at hand, which are taken anew in their order.
                for printer in &printers {
                    let (from, to) = (PrintJobState::Leased, PrintJobState::Queued);
                    tx.move_queue_jobs(*printer, from, to, "", app.now()).await?;
                }
            }
            desk.close().await?;
            Ok((changed, printers))
        })
        .await?;
    for printer in printers {
        queues::changed(app, caller.scope()?, printer);
    }
    Ok(PrintJobsChanged { changed })
}

fn outcome(state: PrintJobState, code: Option<&str>) -> PrintJobResult {
    PrintJobResult { state, bytes: None, sha256: None, error_code: code.map(str::to_owned), attempt: None }
}
