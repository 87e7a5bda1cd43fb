//! A queue as people see and steer it: who prints, why it stands still, what waits; pause, go on, take labels out.

use std::collections::{HashMap, hash_map::Entry};

use shared::{
    Page, PrintJobId, PrintStationId, PrinterId, ShipmentId, UserId,
    events::LiveEvent,
    limits::{BULK_MAX, REASON_CHARS},
    print_queue::{
        PrintHolder, PrintHolderKind, PrintJobsChanged, PrintPause, PrintPauseCode, PrintPauseRequest, PrintQueue,
        PrintQueueJob, PrintQueueStation, PrintResumeRequest, PrintSkipRequest,
    },
    printing::PrintJobState,
};
use store::{Connection, PauseRecord, PrintJobRecord, PrintQueueRecord, Scoped, SkipJobs, TenantScope, WriteTx};

use super::{COUNTED_MAX, lapse, worker::kind_of};
use crate::app::{App, AppError, Caller, Words, paging::PageRequest, validation::Faults};

/// Tells open pages and stations that a queue changed.
pub(in crate::app) fn changed(app: &App, scope: TenantScope, printer: PrinterId) {
    app.live.publish(scope, LiveEvent::PrintQueueChanged { printer_id: printer });
}

pub(super) async fn pause_view<C: Connection>(
    reader: &Scoped<'_, C>,
    queue: &PrintQueueRecord,
) -> Result<Option<PrintPause>, AppError> {
    let Some(pause) = &queue.pause else { return Ok(None) };
    let by = match pause.by {
        Some(user) => reader.operator_name(user).await?,
        None => None,
    };
    Ok(Some(PrintPause { code: pause.code, reason: pause.reason.clone(), by, at: pause.at }))
}

pub(super) async fn holder_view<C: Connection>(
    reader: &Scoped<'_, C>,
    queue: &PrintQueueRecord,
) -> Result<Option<PrintHolder>, AppError> {
    let (true, Some(until)) = (queue.is_held(), queue.held_until) else { return Ok(None) };
    let kind = kind_of(&queue.holder);
    let name = match (kind, queue.holder_user, queue.station) {
        (PrintHolderKind::Page, Some(user), _) => reader.operator_name(user).await?,
        (PrintHolderKind::Station, _, Some(station)) => reader.print_station(station).await?.map(|one| one.name),
        _ => None,
    };
    Ok(Some(PrintHolder { kind, name: name.unwrap_or_default(), label: queue.holder_label.clone(), until }))
}

pub(super) async fn station_view<C: Connection>(
    reader: &Scoped<'_, C>,
    station: Option<PrintStationId>,
) -> Result<Option<PrintQueueStation>, AppError> {
    let Some(id) = station else { return Ok(None) };
    Ok(reader.print_station(id).await?.map(|one| PrintQueueStation { id: one.id, name: one.name }))
}

async fn view<C: Connection>(
    app: &App,
    reader: &Scoped<'_, C>,
    queue: &PrintQueueRecord,
) -> Result<PrintQueue, AppError> {
    let counts = reader.print_queue_counts(queue.printer, COUNTED_MAX).await?;
    // A holder that is silent too long is none, also in the moment before it is swept.
    let holder = if queue.has_lapsed(app.now()) { None } else { holder_view(reader, queue).await? };
    Ok(PrintQueue {
        printer_id: queue.printer,
        holder,
        pause: pause_view(reader, queue).await?,
        station: station_view(reader, queue.station).await?,
        waiting: counts.queued.saturating_add(counts.leased),
        under_way: counts.sending,
        unsure: counts.unknown,
        condition: queue.condition.clone(),
        condition_at: queue.condition_at,
        run_done: queue.run_done,
        run_started_at: queue.run_started_at,
    })
}

/// Every printer's queue.
pub async fn queues(app: &App, caller: &Caller) -> Result<Vec<PrintQueue>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let printers: Vec<PrinterId> = reader.printers().await?.into_iter().map(|printer| printer.id).collect();
    let mut touched: HashMap<PrinterId, PrintQueueRecord> =
        reader.print_queues(&printers).await?.into_iter().map(|queue| (queue.printer, queue)).collect();
    let mut views = Vec::with_capacity(printers.len());
    for id in printers {
        let queue = touched.remove(&id).unwrap_or_else(|| PrintQueueRecord::new(id));
        views.push(view(app, &reader, &queue).await?);
    }
    Ok(views)
}

/// One printer's queue, for people and for the station that prints it.
pub async fn queue(
    app: &App,
    scope: TenantScope,
    printer: PrinterId,
    station: Option<PrintStationId>,
) -> Result<PrintQueue, AppError> {
    let reader = app.store.read(scope);
    reader.printer(printer).await?.ok_or(AppError::NotFound)?;
    let found = reader.print_queues(&[printer]).await?.into_iter().next();
    let queue = found.unwrap_or_else(|| PrintQueueRecord::new(printer));
    if station.is_some() && queue.station != station {
        return Err(AppError::NotFound);
    }
    view(app, &reader, &queue).await
}

/// What is not done of a queue, in print order: first what a person must look at, then what is under way, then what waits.
pub async fn list_queue_jobs(
    app: &App,
    caller: &Caller,
    printer: PrinterId,
    page: PageRequest,
) -> Result<Page<PrintQueueJob>, AppError> {
    let reader = app.store.read(caller.scope()?);
    reader.printer(printer).await?.ok_or(AppError::NotFound)?;
    let after = match page.after {
        Some(id) => reader.print_jobs_by_id(&[PrintJobId(id)]).await?.into_iter().next(),
        None => None,
    };
    let place = after.map(|job| (job.batch, job.seq));
    let mut rows: Vec<PrintJobRecord> = Vec::new();
    for state in [PrintJobState::Unknown, PrintJobState::Sending, PrintJobState::Leased, PrintJobState::Queued] {
        rows.extend(reader.queue_jobs_after(printer, state, place, page.probe()).await?);
    }
    rows.sort_by_key(|job| (job.batch, job.seq));
    rows.truncate(page.probe() as usize);
    let shipments: Vec<ShipmentId> = rows.iter().map(|job| job.shipment).collect();
    let numbers: HashMap<ShipmentId, String> = reader.waybill_nos(&shipments).await?.into_iter().collect();
    let mut people: HashMap<UserId, String> = HashMap::new();
    for job in &rows {
        if let Entry::Vacant(slot) = people.entry(job.created_by) {
            slot.insert(reader.operator_name(job.created_by).await?.unwrap_or_default());
        }
    }
    let view = |job: PrintJobRecord| PrintQueueJob {
        id: job.id,
        batch_id: job.batch,
        waybill_no: numbers.get(&job.shipment).cloned().unwrap_or_default(),
        seq: job.seq,
        state: job.state,
        reprint: job.reprint,
        error_code: Some(job.error_code).filter(|code| !code.is_empty()),
        created_by: people.get(&job.created_by).cloned().unwrap_or_default(),
        created_at: job.created_at,
    };
    Ok(page.page(rows, |row| row.id.0, view))
}

/// Changes a queue under its lock, as a person.
async fn steer<T>(
    app: &App,
    caller: &Caller,
    printer: PrinterId,
    change: impl AsyncFn(&WriteTx<'_>, &mut PrintQueueRecord) -> Result<T, AppError>,
) -> Result<T, AppError> {
    let scope = caller.scope()?;
    let value = app
        .store
        .write(scope, async |tx| {
            tx.printer(printer).await?.ok_or(AppError::NotFound)?;
            let mut queue = tx.print_queue_for_update(printer).await?;
            let value = change(&tx, &mut queue).await?;
            tx.set_print_queue(&queue).await?;
            Ok::<_, AppError>(value)
        })
        .await?;
    changed(app, scope, printer);
    Ok(value)
}

/// Nothing more is begun until somebody has it go on; what is under way comes out.
pub async fn pause(
    app: &App,
    caller: &Caller,
    printer: PrinterId,
    request: &PrintPauseRequest,
) -> Result<PrintQueue, AppError> {
    let mut faults = Faults::default();
    let reason = faults.text("/reason", &request.reason, false, REASON_CHARS);
    faults.settle()?;
    steer(app, caller, printer, async |tx, queue| {
        let now = app.now();
        queue.pause =
            Some(PauseRecord { code: PrintPauseCode::Person, reason: reason.clone(), by: Some(caller.user), at: now });
        tx.add_audit_entry(caller.audit(app, "print.pause", printer, String::new())).await?;
        view(app, tx, queue).await
    })
    .await
}

/// Goes on, from a label if one is named. Labels nobody is sure of are settled first: what comes after them must not overtake them.
pub async fn resume(
    app: &App,
    caller: &Caller,
    printer: PrinterId,
    request: &PrintResumeRequest,
) -> Result<PrintQueue, AppError> {
    steer(app, caller, printer, async |tx, queue| {
        let now = app.now();
        if tx.count_queue_jobs(printer, PrintJobState::Unknown, 1).await? > 0 {
            return Err(AppError::Conflict {
                code: "labels_unsure",
                words: Words::new(
                    "有面单不知道出没出来。请先看一眼打印机，逐张说明，再继续。",
                    "Some labels may or may not have come out. Look at the printer and settle them first.",
                ),
            });
        }
        let mut detail = String::new();
        if let Some(from) = request.from {
            let job = tx.print_jobs_by_id(&[from]).await?.into_iter().find(|job| job.printer == printer);
            let job = job.ok_or_else(|| {
                AppError::invalid(
                    "/from",
                    "unknown_job",
                    Words::new("队列里没有这张面单。", "It is not in this queue."),
                )
            })?;
            let skipped = tx.skip_queue_jobs(printer, SkipJobs::Before(job.batch, job.seq), "stopped", now).await?;
            detail = format!("from {from}, {skipped} skipped");
        }
        queue.pause = None;
        tx.add_audit_entry(caller.audit(app, "print.resume", printer, detail)).await?;
        lapse::settle_pause(tx, queue, now).await?;
        view(app, tx, queue).await
    })
    .await
}

/// Takes waiting labels out of the queue. What is begun is not touched.
pub async fn skip(
    app: &App,
    caller: &Caller,
    printer: PrinterId,
    request: &PrintSkipRequest,
) -> Result<PrintJobsChanged, AppError> {
    let which = match (&request.print_job_ids, request.batch_id, request.all) {
        (Some(ids), None, None) => {
            let mut faults = Faults::default();
            faults.count("/print_job_ids", ids.len(), BULK_MAX);
            faults.settle()?;
            SkipJobs::These(ids)
        }
        (None, Some(batch), None) => SkipJobs::Batch(batch),
        (None, None, Some(true)) => SkipJobs::All,
        _ => {
            return Err(AppError::invalid(
                "",
                "one_of",
                Words::new(
                    "print_job_ids、batch_id 和 all（为 true）须且只须给一个。",
                    "Give exactly one of print_job_ids, batch_id and all (true).",
                ),
            ));
        }
    };
    steer(app, caller, printer, async |tx, queue| {
        let now = app.now();
        let changed = tx.skip_queue_jobs(printer, which, "stopped", now).await?;
        let detail = format!("{changed} labels");
        tx.add_audit_entry(caller.audit(app, "print.skip", printer, detail)).await?;
        // A queue that was left with labels waiting is an empty one now, and nothing keeps the next batch.
        let left = queue.pause.as_ref().is_some_and(|pause| pause.code == PrintPauseCode::Left);
        if left && tx.count_queue_jobs(printer, PrintJobState::Queued, 1).await? == 0 {
            queue.pause = None;
        }
        lapse::settle_pause(tx, queue, now).await?;
        Ok(PrintJobsChanged { changed })
    })
    .await
}
