//! Batches: one job a label, in the order asked.

use std::collections::HashSet;

use shared::{
    PrintBatchId, PrintJobId, ShipmentId,
    limits::{BULK_MAX, REASON_CHARS},
    print_queue::{PrintLease, PrintLeaseRequest},
    printing::{PrintBatch, PrintBatchCreate, PrintJobState, PrinterConnection},
};
use store::{IdempotencyKey, NewPrintBatch, PrintJobRecord, ShipmentRecord, WriteTx};

use super::{PrintWorker, leases, queues};
use crate::app::{
    App, AppError, Caller, Words,
    contacts::CREATED,
    idempotency::{Once, once},
    label_templates::{Choice, Chosen, allow_showing, audit_showing, refuse_other_than_waybill},
    labels, shipments,
    validation::Faults,
};

/// A lease asked for with a batch, and the name the queue keeps its holder under.
struct Asked<'a> {
    worker: PrintWorker,
    holder: String,
    request: &'a PrintLeaseRequest,
}

/// Queues one job a label, in the order asked. What cannot be printed is refused by itself; a label that may lie on paper already is
/// printed again only with a reason.
pub async fn create_batch(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    request: &PrintBatchCreate,
) -> Result<Once<PrintBatch>, AppError> {
    let mut faults = Faults::default();
    faults.count("/shipment_ids", request.shipment_ids.len(), BULK_MAX);
    let reason = request.reprint_reason.as_deref().map(|text| faults.text("/reprint_reason", text, true, REASON_CHARS));
    faults.settle()?;
    let asked = match &request.lease {
        Some(lease) => {
            let worker = PrintWorker::page(caller)?;
            Some(Asked { holder: leases::check(&worker, lease, "/lease")?, worker, request: lease })
        }
        None => None,
    };
    let mut made = app
        .store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                queue_batch(app, caller, &tx, request, reason.as_deref(), asked.as_ref()).await
            })
            .await
        })
        .await?;
    if made.replayed {
        // The lease of then may be over, and whoever holds the queue now must not print beside it. Asking for a lease tells.
        made.answer.lease = None;
    } else {
        queues::changed(app, caller.scope()?, request.printer_id);
    }
    Ok(made)
}

async fn queue_batch(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    request: &PrintBatchCreate,
    reason: Option<&str>,
    asked: Option<&Asked<'_>>,
) -> Result<PrintBatch, AppError> {
    let printer = tx.printer(request.printer_id).await?.ok_or(AppError::NotFound)?;
    let choice = Choice::of(tx, request.template_id.as_deref(), Some(&printer.setup.template_id)).await?;
    for chosen in choice.all() {
        refuse_other_than_waybill(&chosen.template, "/template_id")?;
    }
    // Before the jobs get their ids: two batches of one printer stand behind each other, never mixed.
    let mut queue = tx.print_queue_for_update(printer.id).await?;
    let records = shipments::in_order(tx, &request.shipment_ids).await?;
    let on_paper: HashSet<ShipmentId> = tx.shipments_on_paper(&request.shipment_ids).await?.into_iter().collect();
    let batch = NewPrintBatch {
        id: PrintBatchId(app.id()),
        printer: printer.id,
        template: choice.usual.used.clone(),
        created_by: caller.user,
        created_at: app.now(),
    };
    let (mut jobs, mut printed, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    let found: HashSet<ShipmentId> = records.iter().map(|record| record.id).collect();
    for id in request.shipment_ids.iter().filter(|id| !found.contains(id)) {
        refused.push(shipments::bulk_outcome(*id, Err(AppError::NotFound), caller)?);
    }
    for record in records {
        let reprint = on_paper.contains(&record.id);
        match may_print(&record, reprint, reason) {
            Ok(()) => {
                jobs.push(queued_job(app, &batch, &record, jobs.len(), reprint.then_some(reason).flatten()));
                printed.push(record);
            }
            Err(error) => refused.push(shipments::bulk_outcome(record.id, Err(error), caller)?),
        }
    }
    let templates = choice.each(tx, &printed).await?;
    for (job, chosen) in jobs.iter_mut().zip(&templates) {
        allow_showing(caller, &chosen.template)?;
        job.template = Some(chosen.used.clone());
    }
    tx.add_print_batch(&batch, &jobs).await?;
    let mut shown: Vec<&Chosen> = Vec::new();
    for chosen in &templates {
        if !shown.iter().any(|other| other.used == chosen.used) {
            shown.push(chosen);
        }
    }
    for chosen in shown {
        audit_showing(app, caller, tx, &chosen.template, format!("print batch {}", batch.id)).await?;
    }
    let reprints = jobs.iter().filter(|job| job.reprint).count();
    if reprints > 0 {
        let detail = format!("{reprints} labels");
        tx.add_audit_entry(caller.audit(app, "print.reprint", batch.id, detail)).await?;
    }
    let lease = match asked {
        Some(asked) if printer.setup.connection != PrinterConnection::Pdf && !jobs.is_empty() => {
            at_once(app, tx, &mut queue, asked).await?
        }
        _ => None,
    };
    let views = jobs.iter().zip(printed.iter().zip(&templates));
    let views = views.map(|(job, (record, chosen))| leases::view(job, &record.waybill_no, &chosen.used));
    Ok(PrintBatch {
        id: batch.id,
        printer_id: batch.printer,
        template_id: batch.template.id.clone(),
        jobs: views.collect(),
        refused,
        lease,
    })
}

/// The lease asked for with the batch; none where somebody else prints from the queue.
async fn at_once(
    app: &App,
    tx: &WriteTx<'_>,
    queue: &mut store::PrintQueueRecord,
    asked: &Asked<'_>,
) -> Result<Option<PrintLease>, AppError> {
    match leases::lease_in(app, tx, &asked.worker, queue, &asked.holder, asked.request).await {
        Ok((lease, _)) => Ok(Some(lease)),
        Err(AppError::Conflict { .. }) => Ok(None),
        Err(other) => Err(other),
    }
}

fn may_print(record: &ShipmentRecord, reprint: bool, reason: Option<&str>) -> Result<(), AppError> {
    labels::refuse_voided(record)?;
    if reprint && reason.is_none() {
        return Err(AppError::Conflict {
            code: "reprint_reason_required",
            words: Words::new(
                "这张面单可能已经打出来了；要补打请写明原因。",
                "This label may have been printed already; give a reason to print it again.",
            ),
        });
    }
    Ok(())
}

fn queued_job(
    app: &App,
    batch: &NewPrintBatch,
    record: &ShipmentRecord,
    index: usize,
    reprint_reason: Option<&str>,
) -> PrintJobRecord {
    PrintJobRecord {
        id: PrintJobId(app.id()),
        batch: batch.id,
        printer: batch.printer,
        shipment: record.id,
        seq: u32::try_from(index + 1).unwrap_or(u32::MAX),
        state: PrintJobState::Queued,
        reprint: reprint_reason.is_some(),
        reprint_reason: reprint_reason.unwrap_or_default().to_owned(),
        error_code: String::new(),
        bytes: None,
        sha256: String::new(),
        template: None,
        lease_no: 0,
        attempt: 1,
        created_by: batch.created_by,
        place: String::new(),
        created_at: batch.created_at,
        updated_at: batch.created_at,
    }
}
