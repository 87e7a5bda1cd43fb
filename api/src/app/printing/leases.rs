//! Taking labels from a queue: one holder at a time, a few labels ahead, each begun in the service before its first byte is sent.

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;
use label::Privacy;
use shared::{
    PrintBatchId, PrintJobId, PrinterId, ShipmentId, ShipmentState,
    limits::{BULK_MAX, PRINT_AT_HAND_MAX, PRINT_BEGUN_MAX, PRINT_LEASE_S},
    print_queue::{PrintLease, PrintLeaseRequest, PrintPauseCode, PrintRelease},
    printing::{PrintJob, PrintJobState},
};
use store::{PrintJobRecord, PrintQueueRecord, ShipmentRecord, SkipJobs, TemplateUse, WriteTx};

use super::{COUNTED_MAX, PrintWorker, lapse, queues};
use crate::app::{App, AppError, Words, label_templates, labels::LabelRun, time_zone, validation::Faults};

const LABEL_CHARS: usize = 60;
const CONDITION_CHARS: usize = 40;

/// The name of the holder, where the request can be read.
pub(super) fn check(worker: &PrintWorker, request: &PrintLeaseRequest, base: &str) -> Result<String, AppError> {
    let mut faults = Faults::default();
    faults.text(&format!("{base}/label"), &request.label, false, LABEL_CHARS);
    faults.range(&format!("{base}/max"), request.max, 0, PRINT_AT_HAND_MAX);
    faults.range(&format!("{base}/begin"), request.begin, 0, PRINT_BEGUN_MAX);
    if !request.known.is_empty() {
        faults.count(&format!("{base}/known"), request.known.len(), BULK_MAX);
    }
    if let Some(condition) = &request.condition {
        faults.text(&format!("{base}/condition"), condition, false, CONDITION_CHARS);
    }
    faults.settle()?;
    worker.holder(&request.holder)
}

/// Takes, or renews, the right to print from a queue, and the next labels with it.
pub async fn lease(
    app: &App,
    worker: &PrintWorker,
    printer: PrinterId,
    request: &PrintLeaseRequest,
) -> Result<PrintLease, AppError> {
    let holder = check(worker, request, "")?;
    let (lease, is_news) = app
        .store
        .write(worker.scope(), async |tx| {
            tx.printer(printer).await?.ok_or(AppError::NotFound)?;
            let mut queue = tx.print_queue_for_update(printer).await?;
            lease_in(app, &tx, worker, &mut queue, &holder, request).await
        })
        .await?;
    if is_news {
        queues::changed(app, worker.scope(), printer);
    }
    Ok(lease)
}

/// The lease, and whether others would want to hear of it. The queue's row is locked.
pub(super) async fn lease_in(
    app: &App,
    tx: &WriteTx<'_>,
    worker: &PrintWorker,
    queue: &mut PrintQueueRecord,
    holder: &str,
    request: &PrintLeaseRequest,
) -> Result<(PrintLease, bool), AppError> {
    worker.may_print_from(queue)?;
    let before = (queue.holder.clone(), queue.condition.clone(), queue.pause.is_some());
    hold(app, tx, worker, queue, holder, request).await?;
    let now = app.now();
    let mut leased = tx.queue_jobs(queue.printer, PrintJobState::Leased, PRINT_AT_HAND_MAX).await?;
    let mut sending = tx.queue_jobs(queue.printer, PrintJobState::Sending, BULK_MAX as u32).await?;
    let mut shipments = HashMap::new();
    if queue.pause.is_none() {
        let room = request.max.saturating_sub(u32::try_from(leased.len()).unwrap_or(u32::MAX));
        leased.extend(take(app, tx, queue, room, &mut shipments).await?);
        leased.sort_by_key(|job| (job.batch, job.seq));
        let room = PRINT_BEGUN_MAX.saturating_sub(u32::try_from(sending.len()).unwrap_or(u32::MAX));
        let count = (request.begin.min(room) as usize).min(leased.len());
        let begun: Vec<PrintJobRecord> = leased.drain(..count).collect();
        let ids: Vec<PrintJobId> = begun.iter().map(|job| job.id).collect();
        tx.begin_jobs(&ids, &queue.holder_label, now).await?;
        if count > 0 && queue.run_started_at.is_none() {
            queue.run_started_at = Some(now);
        }
        sending.extend(begun.into_iter().map(|job| PrintJobRecord { state: PrintJobState::Sending, ..job }));
        sending.sort_by_key(|job| (job.batch, job.seq));
    }
    tx.set_print_queue(queue).await?;
    let known: HashSet<PrintJobId> = request.known.iter().copied().collect();
    let mut unknown_to_it: Vec<&PrintJobRecord> =
        sending.iter().chain(&leased).filter(|job| !known.contains(&job.id)).collect();
    unknown_to_it.sort_by_key(|job| (job.batch, job.seq));
    let after = (queue.holder.clone(), queue.condition.clone(), queue.pause.is_some());
    let lease = PrintLease {
        lease_no: queue.lease_no,
        until: queue.held_until.unwrap_or(now),
        seconds: PRINT_LEASE_S,
        jobs: with_contents(app, tx, &unknown_to_it, shipments).await?,
        at_hand: leased.iter().map(|job| job.id).collect(),
        begun: sending.iter().map(|job| job.id).collect(),
        waiting: tx.count_queue_jobs(queue.printer, PrintJobState::Queued, COUNTED_MAX).await?,
        pause: queues::pause_view(tx, queue).await?,
    };
    Ok((lease, before != after))
}

/// Makes `holder` the one who prints, if nobody else is.
async fn hold(
    app: &App,
    tx: &WriteTx<'_>,
    worker: &PrintWorker,
    queue: &mut PrintQueueRecord,
    holder: &str,
    request: &PrintLeaseRequest,
) -> Result<(), AppError> {
    let now = app.now();
    if queue.has_lapsed(now) {
        lapse::end_hold(tx, queue, now).await?;
        // Its own lapse is told by the new number; another's ends here too.
    }
    if queue.is_held() && queue.holder != holder {
        return Err(held(app, tx, queue).await?);
    }
    if !queue.is_held() {
        queue.lease_no += 1;
        queue.holder = holder.to_owned();
        queue.holder_user = worker.user();
        (queue.run_done, queue.run_started_at) = (0, None);
    }
    queue.holder_label = request.label.trim().to_owned();
    queue.held_until = Some(now + TimeDelta::seconds(i64::from(PRINT_LEASE_S)));
    if let Some(condition) = &request.condition {
        condition.trim().clone_into(&mut queue.condition);
        queue.condition_at = Some(now);
    }
    Ok(())
}

async fn held(app: &App, tx: &WriteTx<'_>, queue: &PrintQueueRecord) -> Result<AppError, AppError> {
    let Some(view) = queues::holder_view(tx, queue).await? else {
        return Ok(AppError::internal("a queue is held by nobody"));
    };
    let merchant = tx.merchant().await?;
    let until = time_zone::local_text(&merchant.time_zone, view.until);
    let seconds = (view.until - app.now()).num_seconds().max(0);
    let who = [view.name.as_str(), view.label.as_str()].into_iter().filter(|text| !text.is_empty());
    let who = who.collect::<Vec<_>>().join(" · ");
    Ok(AppError::Conflict {
        code: "queue_held",
        words: Words::new(
            format!("这台打印机的队列正由 {who} 打印，最迟 {seconds} 秒后（{until}）没有动静就会让出。"),
            format!(
                "{who} prints from this printer's queue; it is free {seconds} s from now ({until}) if they go silent."
            ),
        ),
    })
}

/// The next waiting labels, now at hand. A shipment that was voided while it waited is not printed.
async fn take(
    app: &App,
    tx: &WriteTx<'_>,
    queue: &PrintQueueRecord,
    room: u32,
    shipments: &mut HashMap<ShipmentId, ShipmentRecord>,
) -> Result<Vec<PrintJobRecord>, AppError> {
    let now = app.now();
    let mut taken = Vec::new();
    let mut left = room;
    while left > 0 {
        let next = tx.queue_jobs(queue.printer, PrintJobState::Queued, left).await?;
        if next.is_empty() {
            break;
        }
        let ids: Vec<ShipmentId> = next.iter().map(|job| job.shipment).collect();
        shipments.extend(tx.shipments_by_id(&ids).await?.into_iter().map(|record| (record.id, record)));
        let voided = |job: &PrintJobRecord| {
            shipments.get(&job.shipment).is_none_or(|record| record.state == ShipmentState::OrderCancelled)
        };
        let (void, good): (Vec<_>, Vec<_>) = next.into_iter().partition(voided);
        if !void.is_empty() {
            let ids: Vec<PrintJobId> = void.iter().map(|job| job.id).collect();
            tx.skip_queue_jobs(queue.printer, SkipJobs::These(&ids), "voided", now).await?;
        }
        let ids: Vec<PrintJobId> = good.iter().map(|job| job.id).collect();
        tx.lease_jobs(&ids, queue.lease_no, now).await?;
        left -= u32::try_from(good.len()).unwrap_or(left);
        taken.extend(good.into_iter().map(|job| PrintJobRecord {
            state: PrintJobState::Leased,
            lease_no: queue.lease_no,
            ..job
        }));
        if void.is_empty() {
            break;
        }
    }
    Ok(taken)
}

/// The jobs as whoever prints needs them.
async fn with_contents(
    app: &App,
    tx: &WriteTx<'_>,
    jobs: &[&PrintJobRecord],
    mut shipments: HashMap<ShipmentId, ShipmentRecord>,
) -> Result<Vec<PrintJob>, AppError> {
    if jobs.is_empty() {
        return Ok(Vec::new());
    }
    let missing: Vec<ShipmentId> =
        jobs.iter().map(|job| job.shipment).filter(|id| !shipments.contains_key(id)).collect();
    shipments.extend(tx.shipments_by_id(&missing).await?.into_iter().map(|record| (record.id, record)));
    let mut batch_ids: Vec<PrintBatchId> = jobs.iter().map(|job| job.batch).collect();
    batch_ids.dedup();
    let mut batches = HashMap::new();
    for batch in tx.print_batches(&batch_ids).await? {
        let size = tx.print_batch_size(batch.id).await?;
        batches.insert(batch.id, (batch.template, size));
    }
    let merchant = tx.merchant().await?;
    let run = LabelRun::of(app, tx, &merchant, shipments.values()).await?;
    let mut privacies: HashMap<TemplateUse, Privacy> = HashMap::new();
    let mut printable = Vec::with_capacity(jobs.len());
    for job in jobs {
        let (Some(record), Some((usual, size))) = (shipments.get(&job.shipment), batches.get(&job.batch)) else {
            return Err(AppError::internal("a print job without its shipment or batch"));
        };
        let template = job.template.as_ref().unwrap_or(usual);
        let privacy = match privacies.get(template) {
            Some(privacy) => *privacy,
            None => {
                let found = label_templates::used(tx, template).await?;
                let found = found.ok_or_else(|| AppError::internal("a print job without its template"))?;
                privacies.insert(template.clone(), found.privacy);
                found.privacy
            }
        };
        printable.push(PrintJob {
            content: Some(run.content(record, format!("{}/{size}", job.seq), job.reprint, privacy)),
            ..view(job, &record.waybill_no, template)
        });
    }
    Ok(printable)
}

/// A job without its content.
pub(super) fn view(job: &PrintJobRecord, waybill_no: &str, template: &TemplateUse) -> PrintJob {
    PrintJob {
        id: job.id,
        shipment_id: job.shipment,
        waybill_no: waybill_no.to_owned(),
        seq: job.seq,
        state: job.state,
        reprint: job.reprint,
        batch_id: job.batch,
        template_id: template.id.clone(),
        template_version: template.version,
        attempt: job.attempt,
        content: None,
    }
}

/// Lets a queue go. What was at hand waits again; what was begun and not reported is for a person to look at.
pub async fn release(
    app: &App,
    worker: &PrintWorker,
    printer: PrinterId,
    request: &PrintRelease,
) -> Result<(), AppError> {
    let holder = worker.holder(&request.holder)?;
    app.store
        .write(worker.scope(), async |tx| {
            tx.printer(printer).await?.ok_or(AppError::NotFound)?;
            let mut queue = tx.print_queue_for_update(printer).await?;
            worker.may_print_from(&queue)?;
            // Letting go what one no longer has is no mistake: the lease may just have lapsed.
            if queue.holder == holder {
                let before = queue.pause.clone();
                lapse::end_hold(&tx, &mut queue, app.now()).await?;
                if request.done && before.is_none() {
                    queue.pause = queue.pause.filter(|pause| pause.code != PrintPauseCode::Left);
                    lapse::settle_pause(&tx, &mut queue, app.now()).await?;
                }
                tx.set_print_queue(&queue).await?;
            }
            Ok::<_, AppError>(())
        })
        .await?;
    queues::changed(app, worker.scope(), printer);
    Ok(())
}
