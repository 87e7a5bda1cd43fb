//! What printers did with labels, as those who print report it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use shared::{
    OutboxId, PrintJobId, PrinterId, ShipmentId, ShipmentState,
    limits::{BULK_MAX, PRINT_LEASE_S},
    print_queue::PrintLeaseKey,
    printing::{PrintJobResult, PrintJobResultItem, PrintJobResults, PrintJobState, PrinterConnection},
};
use store::{PrintJobRecord, PrintOutcome, PrintQueueRecord, PrintStatRecord, StateChange, TemplateUse, WriteTx};

use super::{PrintWorker, lapse, queues};
use crate::app::{
    App, AppError, Words, error::FieldFault, label_templates, live::SHIPMENTS_CHANGED, shipping, time_zone, tracks,
    validation::Faults,
};

const ERROR_CODE_CHARS: usize = 40;
const SHA256_HEX_CHARS: usize = 64;

fn checked_result(result: &PrintJobResult, base: &str, faults: &mut Faults) {
    if result.state == PrintJobState::Leased {
        faults.add(FieldFault::new(
            format!("{base}/state"),
            "not_reportable",
            Words::new("领取面单请用租用接口，不能上报。", "Labels are leased by asking for them, not by a report."),
        ));
    }
    if let Some(code) = &result.error_code {
        faults.text(&format!("{base}/error_code"), code, false, ERROR_CODE_CHARS);
    }
    if let Some(sha256) = &result.sha256 {
        faults.text(&format!("{base}/sha256"), sha256, false, SHA256_HEX_CHARS);
    }
    if let Some(bytes) = result.bytes {
        faults.range(&format!("{base}/bytes"), bytes, 0, i32::MAX.unsigned_abs());
    }
}

pub async fn report(app: &App, worker: &PrintWorker, id: PrintJobId, result: &PrintJobResult) -> Result<(), AppError> {
    let item = PrintJobResultItem { print_job_id: id, result: result.clone() };
    let mut faults = Faults::default();
    checked_result(result, "", &mut faults);
    faults.settle()?;
    record(app, worker, std::slice::from_ref(&item), None).await
}

pub async fn report_many(app: &App, worker: &PrintWorker, request: &PrintJobResults) -> Result<(), AppError> {
    let mut faults = Faults::default();
    faults.count("/results", request.results.len(), BULK_MAX);
    for (at, item) in request.results.iter().enumerate() {
        checked_result(&item.result, &format!("/results/{at}/result"), &mut faults);
    }
    faults.settle()?;
    record(app, worker, &request.results, request.lease.as_ref()).await
}

/// All reports or none; repeating a report changes nothing, and what a person or the printer settled is not unsettled by a late report.
async fn record(
    app: &App,
    worker: &PrintWorker,
    results: &[PrintJobResultItem],
    lease: Option<&PrintLeaseKey>,
) -> Result<(), AppError> {
    let holder = lease.map(|lease| worker.holder(&lease.holder)).transpose()?;
    let ids: Vec<PrintJobId> = results.iter().map(|item| item.print_job_id).collect();
    let touched = app
        .store
        .write(worker.scope(), async |tx| {
            // Queues before jobs, as everybody locks them.
            let mut printers: BTreeSet<PrinterId> =
                tx.print_jobs_by_id(&ids).await?.into_iter().map(|job| job.printer).collect();
            // A printer that is gone has no lease; what its labels became is kept all the same.
            if let Some(lease) = lease
                && tx.printer(lease.printer_id).await?.is_some()
            {
                printers.insert(lease.printer_id);
            }
            let mut desk = Desk::open(app, &tx, worker, &printers).await?;
            if let (Some(lease), Some(holder)) = (lease, &holder) {
                desk.renew(lease, holder);
            }
            let mut jobs: HashMap<PrintJobId, PrintJobRecord> =
                tx.print_jobs_for_update(&ids).await?.into_iter().map(|job| (job.id, job)).collect();
            for item in results {
                let job = jobs.get_mut(&item.print_job_id).ok_or(AppError::NotFound)?;
                desk.settle(job, &item.result, lease, holder.as_deref()).await?;
            }
            desk.close().await?;
            Ok::<_, AppError>(printers)
        })
        .await?;
    for printer in touched {
        queues::changed(app, worker.scope(), printer);
    }
    Ok(())
}

/// How far a job has come; a report never takes it back. A person may still settle what is unknown.
fn rank(state: PrintJobState) -> u8 {
    match state {
        PrintJobState::Queued | PrintJobState::Leased => 0,
        PrintJobState::Sending => 1,
        PrintJobState::Unknown => 2,
        PrintJobState::Failed | PrintJobState::Skipped => 3,
        PrintJobState::Sent => 4,
        PrintJobState::Confirmed => 5,
    }
}

pub(super) fn came_out(state: PrintJobState) -> bool {
    matches!(state, PrintJobState::Sent | PrintJobState::Confirmed)
}

/// The queues of the reported jobs, locked, and what the reports add up to.
pub(super) struct Desk<'a, 'b> {
    app: &'a App,
    tx: &'a WriteTx<'b>,
    queues: BTreeMap<PrinterId, PrintQueueRecord>,
    /// Printers that print through the system's dialog: a person drives them, no lease does.
    by_hand: BTreeSet<PrinterId>,
    printed: Vec<PrintJobRecord>,
}

impl<'a, 'b> Desk<'a, 'b> {
    pub(super) async fn open(
        app: &'a App,
        tx: &'a WriteTx<'b>,
        worker: &PrintWorker,
        printers: &BTreeSet<PrinterId>,
    ) -> Result<Desk<'a, 'b>, AppError> {
        let (mut queues, mut by_hand) = (BTreeMap::new(), BTreeSet::new());
        for id in printers {
            let mut queue = tx.print_queue_for_update(*id).await?;
            // A person may report labels of any printer; a station only of those it prints on.
            if worker.station_id().is_some() {
                worker.may_print_from(&queue)?;
            }
            if queue.has_lapsed(app.now()) {
                lapse::end_hold(tx, &mut queue, app.now()).await?;
            }
            queues.insert(*id, queue);
            let printer = tx.printer(*id).await?;
            if printer.is_none_or(|printer| printer.setup.connection == PrinterConnection::Pdf) {
                by_hand.insert(*id);
            }
        }
        Ok(Desk { app, tx, queues, by_hand, printed: Vec::new() })
    }

    fn is_live(&self, lease: &PrintLeaseKey, holder: &str) -> bool {
        self.queues
            .get(&lease.printer_id)
            .is_some_and(|queue| queue.holder == holder && queue.lease_no == lease.lease_no)
    }

    fn renew(&mut self, lease: &PrintLeaseKey, holder: &str) {
        if !self.is_live(lease, holder) {
            return;
        }
        if let Some(queue) = self.queues.get_mut(&lease.printer_id) {
            queue.held_until = Some(self.app.now() + TimeDelta::seconds(i64::from(PRINT_LEASE_S)));
        }
    }

    async fn settle(
        &mut self,
        job: &mut PrintJobRecord,
        result: &PrintJobResult,
        lease: Option<&PrintLeaseKey>,
        holder: Option<&str>,
    ) -> Result<(), AppError> {
        let stale = result.attempt.is_some_and(|attempt| attempt < job.attempt);
        if stale && !came_out(result.state) {
            return Ok(());
        }
        let lease = lease.zip(holder).filter(|(lease, _)| lease.printer_id == job.printer);
        match result.state {
            PrintJobState::Queued => self.unbegin(job, lease).await,
            PrintJobState::Sending if !self.by_hand.contains(&job.printer) => self.begin(job, lease).await,
            _ => self.outcome(job, result).await,
        }
    }

    /// Not one byte of it was sent.
    async fn unbegin(
        &mut self,
        job: &mut PrintJobRecord,
        lease: Option<(&PrintLeaseKey, &str)>,
    ) -> Result<(), AppError> {
        let open = matches!(job.state, PrintJobState::Sending | PrintJobState::Unknown);
        let Some((lease, holder)) = lease.filter(|(lease, _)| open && lease.lease_no == job.lease_no) else {
            return Ok(());
        };
        let to = if self.is_live(lease, holder) { PrintJobState::Leased } else { PrintJobState::Queued };
        self.tx.unbegin_jobs(&[job.id], to, self.app.now()).await?;
        job.state = to;
        Ok(())
    }

    /// For those who begin labels one by one; only under a live lease.
    async fn begin(&mut self, job: &mut PrintJobRecord, lease: Option<(&PrintLeaseKey, &str)>) -> Result<(), AppError> {
        // It was begun before, or has come further: the report is one more time the same, or late.
        if rank(job.state) >= rank(PrintJobState::Sending) {
            return Ok(());
        }
        let own = lease.filter(|(lease, holder)| {
            job.state == PrintJobState::Leased && lease.lease_no == job.lease_no && self.is_live(lease, holder)
        });
        let queue = own.and_then(|(lease, _)| self.queues.get(&lease.printer_id));
        let Some(queue) = queue.filter(|queue| queue.pause.is_none()) else {
            return Err(AppError::Conflict {
                code: "lease_needed",
                words: Words::new(
                    "没有有效的队列租约（或队列已暂停），这张面单不能开始打印。",
                    "Without a live lease of a queue that is not paused, this label must not be begun.",
                ),
            });
        };
        self.tx.begin_jobs(&[job.id], &queue.holder_label, self.app.now()).await?;
        job.state = PrintJobState::Sending;
        Ok(())
    }

    pub(super) async fn outcome(&mut self, job: &mut PrintJobRecord, result: &PrintJobResult) -> Result<(), AppError> {
        if rank(result.state) <= rank(job.state) {
            return Ok(());
        }
        // Only what waits can be taken out; what was begun has an outcome of its own.
        if result.state == PrintJobState::Skipped && rank(job.state) > 0 {
            return Ok(());
        }
        let outcome = PrintOutcome {
            state: result.state,
            bytes: result.bytes,
            sha256: result.sha256.clone().unwrap_or_default(),
            error_code: result.error_code.clone().unwrap_or_default(),
        };
        self.tx.set_print_outcome(job.id, &outcome, self.app.now()).await?;
        if came_out(result.state) && !came_out(job.state) {
            self.printed.push(job.clone());
        }
        job.state = result.state;
        Ok(())
    }

    /// Writes what the reports changed beside the jobs.
    pub(super) async fn close(mut self) -> Result<(), AppError> {
        let now = self.app.now();
        for (id, queue) in &mut self.queues {
            let done = self.printed.iter().filter(|job| job.printer == *id).count();
            queue.run_done = queue.run_done.saturating_add(u32::try_from(done).unwrap_or(u32::MAX));
            if !self.by_hand.contains(id) {
                lapse::settle_pause(self.tx, queue, now).await?;
            }
            self.tx.set_print_queue(queue).await?;
        }
        count_paper(self.app, self.tx, &self.printed).await?;
        let asked: Vec<_> = self.printed.iter().map(|job| (job.shipment, job.created_at)).collect();
        count_printed(self.app, self.tx, asked).await
    }
}

/// Adds labels that came out to their printers' day.
async fn count_paper(app: &App, tx: &WriteTx<'_>, printed: &[PrintJobRecord]) -> Result<(), AppError> {
    if printed.is_empty() {
        return Ok(());
    }
    let mut batch_ids: Vec<_> = printed.iter().map(|job| job.batch).collect();
    batch_ids.sort_unstable();
    batch_ids.dedup();
    let batches: HashMap<_, _> =
        tx.print_batches(&batch_ids).await?.into_iter().map(|batch| (batch.id, batch.template)).collect();
    let mut lengths: HashMap<TemplateUse, u64> = HashMap::new();
    let day = time_zone::day(&tx.merchant().await?.time_zone, app.now());
    let mut sums: BTreeMap<PrinterId, PrintStatRecord> = BTreeMap::new();
    for job in printed {
        let empty = PrintStatRecord { day, printer: job.printer, labels: 0, reprints: 0, length_mm: 0 };
        let sum = sums.entry(job.printer).or_insert(empty);
        sum.labels += 1;
        sum.reprints += u32::from(job.reprint);
        let Some(template) = job.template.as_ref().or(batches.get(&job.batch)) else { continue };
        if !lengths.contains_key(template) {
            // A template that is gone took the size of its paper along.
            let paper = label_templates::used(tx, template).await?.map(|found| found.paper);
            lengths.insert(template.clone(), paper.map_or(0, |paper| paper.height_mm.get().round() as u64));
        }
        sum.length_mm += lengths.get(template).copied().unwrap_or_default();
    }
    for sum in sums.values() {
        tx.add_print_stat(sum).await?;
    }
    Ok(())
}

/// Printed shipments have a label on them: they wait for pickup now.
async fn count_printed(
    app: &App,
    tx: &WriteTx<'_>,
    mut printed: Vec<(ShipmentId, DateTime<Utc>)>,
) -> Result<(), AppError> {
    let now = app.now();
    printed.sort_unstable();
    for (id, asked_at) in &printed {
        let Some(record) = tx.shipment_for_update(*id).await? else { continue };
        tx.count_prints(&record, *asked_at, now).await?;
        if record.state != ShipmentState::OrderCreated {
            continue;
        }
        tx.add_scan_events(&[shipping::event(app, record.id, carrier::ScanCode::LabelPrinted, now)]).await?;
        let to = tracks::state_after_all(&tx.scan_events(record.id).await?);
        tx.change_states(&[(&record, StateChange { from: record.state, to })], now).await?;
    }
    if !printed.is_empty() {
        let payload = serde_json::json!({ "count": printed.len() }).to_string();
        tx.send(OutboxId(app.id()), SHIPMENTS_CHANGED, payload, now).await?;
    }
    Ok(())
}
