//! Printing: printers, batches with one job a label, and what became of each.

use std::collections::{HashMap, HashSet};

use shared::{
    OutboxId, Page, PrintBatchId, PrintJobId, PrinterId, ShipmentId, ShipmentState,
    limits::BULK_MAX,
    printing::{
        PrintBatch, PrintBatchCreate, PrintJob, PrintJobRecord as PrintJobView, PrintJobResult, PrintJobResultItem,
        PrintJobState, Printer, PrinterSetup,
    },
};
use store::{
    Connection, IdempotencyKey, NewPrintBatch, PrintJobRecord, PrintOutcome, PrinterRecord, Scoped, ShipmentRecord,
    StateChange, WriteTx,
};

use crate::app::{
    App, AppError, Caller, Words,
    contacts::CREATED,
    idempotency::{Once, once},
    label_templates::{self, Choice, Chosen, allow_showing, audit_showing, chosen, refuse_other_than_waybill},
    labels::{self, LabelRun},
    live::SHIPMENTS_CHANGED,
    paging::PageRequest,
    printers, shipments, shipping, tracks,
    validation::Faults,
};

const REASON_CHARS: usize = 200;
const ERROR_CODE_CHARS: usize = 40;
const SHA256_HEX_CHARS: usize = 64;

async fn printer<C: Connection>(reader: &Scoped<'_, C>, record: PrinterRecord) -> Result<Printer, AppError> {
    let template = label_templates::summary(reader, &record.setup.template_id).await?;
    let (template_name, paper_width_mm, paper_height_mm) =
        template.map(|template| (template.name, template.width_mm, template.height_mm)).unwrap_or_default();
    Ok(Printer {
        id: record.id,
        setup: record.setup,
        template_name,
        paper_width_mm,
        paper_height_mm,
        created_at: record.created_at,
    })
}

pub async fn list_printers(app: &App, caller: &Caller) -> Result<Vec<Printer>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let mut printers = Vec::new();
    for record in reader.printers().await? {
        printers.push(printer(&reader, record).await?);
    }
    Ok(printers)
}

/// What is in the printer must be a waybill template that exists.
async fn check_template(tx: &WriteTx<'_>, setup: &PrinterSetup) -> Result<(), AppError> {
    let chosen = chosen(tx, &setup.template_id, "/template_id").await?;
    refuse_other_than_waybill(&chosen.template, "/template_id")
}

pub async fn create_printer(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    setup: &PrinterSetup,
) -> Result<Once<Printer>, AppError> {
    let setup = printers::checked_setup(setup)?;
    let record = PrinterRecord { id: PrinterId(app.id()), setup, created_at: app.now() };
    app.store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                check_template(&tx, &record.setup).await?;
                tx.add_printer(&record).await?;
                printer(&tx, record.clone()).await
            })
            .await
        })
        .await
}

pub async fn update_printer(
    app: &App,
    caller: &Caller,
    id: PrinterId,
    setup: &PrinterSetup,
) -> Result<Printer, AppError> {
    let setup = printers::checked_setup(setup)?;
    app.store
        .write(caller.scope()?, async |tx| {
            let known = tx.printer(id).await?.ok_or(AppError::NotFound)?;
            check_template(&tx, &setup).await?;
            tx.set_printer(id, &setup).await?;
            printer(&tx, PrinterRecord { setup: setup.clone(), ..known }).await
        })
        .await
}

pub async fn delete_printer(app: &App, caller: &Caller, id: PrinterId) -> Result<(), AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            tx.printer(id).await?.ok_or(AppError::NotFound)?;
            Ok(tx.delete_printer(id, app.now()).await?)
        })
        .await
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
    app.store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                queue_batch(app, caller, &tx, request, reason.as_deref()).await
            })
            .await
        })
        .await
}

async fn queue_batch(
    app: &App,
    caller: &Caller,
    tx: &WriteTx<'_>,
    request: &PrintBatchCreate,
    reason: Option<&str>,
) -> Result<PrintBatch, AppError> {
    let printer = tx.printer(request.printer_id).await?.ok_or(AppError::NotFound)?;
    let choice = Choice::of(tx, request.template_id.as_deref(), Some(&printer.setup.template_id)).await?;
    for chosen in choice.all() {
        refuse_other_than_waybill(&chosen.template, "/template_id")?;
    }
    let records = shipments::in_order(tx, &request.shipment_ids).await?;
    let on_paper: HashSet<ShipmentId> = tx.shipments_on_paper(&request.shipment_ids).await?.into_iter().collect();
    let merchant = tx.merchant().await?;
    let now = app.now();
    let batch = NewPrintBatch {
        id: PrintBatchId(app.id()),
        printer: printer.id,
        template: choice.usual.used.clone(),
        created_by: caller.user,
        created_at: now,
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
    for chosen in choice.all().filter(|chosen| templates.iter().any(|used| used.used == chosen.used)) {
        audit_showing(app, caller, tx, &chosen.template, format!("print batch {}", batch.id)).await?;
    }
    let run = LabelRun::of(app, &merchant);
    let count = jobs.len();
    let job = |(job, (record, chosen)): (PrintJobRecord, (ShipmentRecord, &Chosen))| PrintJob {
        content: run.content(&record, format!("{}/{count}", job.seq), job.reprint, chosen.template.privacy),
        id: job.id,
        shipment_id: job.shipment,
        waybill_no: record.waybill_no,
        seq: job.seq,
        state: job.state,
        reprint: job.reprint,
        template_id: chosen.used.id.clone(),
        template_version: chosen.used.version,
    };
    Ok(PrintBatch {
        id: batch.id,
        printer_id: batch.printer,
        template_id: batch.template.id,
        jobs: jobs.into_iter().zip(printed.into_iter().zip(templates)).map(job).collect(),
        refused,
    })
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
        shipment: record.id,
        seq: u32::try_from(index + 1).unwrap_or(u32::MAX),
        state: PrintJobState::Queued,
        reprint: reprint_reason.is_some(),
        reprint_reason: reprint_reason.unwrap_or_default().to_owned(),
        error_code: String::new(),
        bytes: None,
        sha256: String::new(),
        template: None,
        created_at: batch.created_at,
        updated_at: batch.created_at,
    }
}

fn checked_result(result: &PrintJobResult, base: &str, faults: &mut Faults) {
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

pub async fn report(app: &App, caller: &Caller, id: PrintJobId, result: &PrintJobResult) -> Result<(), AppError> {
    let item = PrintJobResultItem { print_job_id: id, result: result.clone() };
    let mut faults = Faults::default();
    checked_result(result, "", &mut faults);
    faults.settle()?;
    record_results(app, caller, std::slice::from_ref(&item)).await
}

pub async fn report_many(app: &App, caller: &Caller, results: &[PrintJobResultItem]) -> Result<(), AppError> {
    let mut faults = Faults::default();
    faults.count("/results", results.len(), BULK_MAX);
    for (at, item) in results.iter().enumerate() {
        checked_result(&item.result, &format!("/results/{at}/result"), &mut faults);
    }
    faults.settle()?;
    record_results(app, caller, results).await
}

/// All reports or none; repeating a report changes nothing, and what a person or the printer settled is not unsettled by a late report.
async fn record_results(app: &App, caller: &Caller, results: &[PrintJobResultItem]) -> Result<(), AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            let ids: Vec<PrintJobId> = results.iter().map(|item| item.print_job_id).collect();
            let mut jobs: HashMap<PrintJobId, PrintJobRecord> =
                tx.print_jobs_for_update(&ids).await?.into_iter().map(|job| (job.id, job)).collect();
            let mut printed = Vec::new();
            for item in results {
                let job = jobs.get_mut(&item.print_job_id).ok_or(AppError::NotFound)?;
                if settle(app, &tx, job, &item.result).await? {
                    printed.push(job.shipment);
                }
            }
            count_printed(app, &tx, &printed).await
        })
        .await
}

/// How far a job has come; a report never takes it back. A person may still settle what is unknown.
fn rank(state: PrintJobState) -> u8 {
    match state {
        PrintJobState::Queued => 0,
        PrintJobState::Sending => 1,
        PrintJobState::Unknown => 2,
        PrintJobState::Failed | PrintJobState::Skipped => 3,
        PrintJobState::Sent => 4,
        PrintJobState::Confirmed => 5,
    }
}

fn came_out(state: PrintJobState) -> bool {
    matches!(state, PrintJobState::Sent | PrintJobState::Confirmed)
}

/// Answers whether with this report the label came out of the printer.
async fn settle(
    app: &App,
    tx: &WriteTx<'_>,
    job: &mut PrintJobRecord,
    result: &PrintJobResult,
) -> Result<bool, AppError> {
    if rank(result.state) <= rank(job.state) {
        return Ok(false);
    }
    let outcome = PrintOutcome {
        state: result.state,
        bytes: result.bytes,
        sha256: result.sha256.clone().unwrap_or_default(),
        error_code: result.error_code.clone().unwrap_or_default(),
    };
    tx.set_print_outcome(job.id, &outcome, app.now()).await?;
    let newly_out = came_out(result.state) && !came_out(job.state);
    job.state = result.state;
    Ok(newly_out)
}

/// Printed shipments have a label on them: they wait for pickup now.
async fn count_printed(app: &App, tx: &WriteTx<'_>, printed: &[ShipmentId]) -> Result<(), AppError> {
    let now = app.now();
    let mut ids = printed.to_vec();
    ids.sort_unstable();
    for id in &ids {
        let Some(record) = tx.shipment_for_update(*id).await? else { continue };
        tx.count_prints(&record, now).await?;
        if record.state != ShipmentState::OrderCreated {
            continue;
        }
        tx.add_scan_events(&[shipping::event(app, record.id, carrier::ScanCode::LabelPrinted, now)]).await?;
        let to = tracks::state_after_all(&tx.scan_events(record.id).await?);
        tx.change_states(&[(&record, StateChange { from: record.state, to })], now).await?;
    }
    if !ids.is_empty() {
        let payload = serde_json::json!({ "count": ids.len() }).to_string();
        tx.send(OutboxId(app.id()), SHIPMENTS_CHANGED, payload, now).await?;
    }
    Ok(())
}

/// The print history, newest first.
pub async fn list_jobs(
    app: &App,
    caller: &Caller,
    state: Option<PrintJobState>,
    batch: Option<PrintBatchId>,
    page: PageRequest,
) -> Result<Page<PrintJobView>, AppError> {
    let reader = app.store.read(caller.scope()?);
    let rows = reader.print_jobs(state, batch, page.after.map(PrintJobId), page.probe()).await?;
    let shipment_ids: Vec<ShipmentId> = rows.iter().map(|row| row.shipment).collect();
    let numbers: HashMap<ShipmentId, String> = reader.waybill_nos(&shipment_ids).await?.into_iter().collect();
    let mut batch_ids: Vec<PrintBatchId> = rows.iter().map(|row| row.batch).collect();
    batch_ids.sort_unstable();
    batch_ids.dedup();
    let mut batches = HashMap::new();
    for batch in reader.print_batches(&batch_ids).await? {
        let printer = reader.printer_name(batch.printer).await?.unwrap_or_default();
        let person = reader.operator_name(batch.created_by).await?.unwrap_or_default();
        batches.insert(batch.id, (printer, person));
    }
    let view = |row: PrintJobRecord| {
        let (printer_name, created_by) = batches.get(&row.batch).cloned().unwrap_or_default();
        PrintJobView {
            id: row.id,
            batch_id: row.batch,
            shipment_id: row.shipment,
            waybill_no: numbers.get(&row.shipment).cloned().unwrap_or_default(),
            seq: row.seq,
            state: row.state,
            reprint: row.reprint,
            reprint_reason: row.reprint.then_some(row.reprint_reason),
            printer_name,
            error_code: Some(row.error_code).filter(|code| !code.is_empty()),
            bytes: row.bytes,
            created_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    };
    Ok(page.page(rows, |row| row.id.0, view))
}
