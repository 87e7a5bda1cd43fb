//! Printers as they were set up.

use std::collections::HashMap;

use shared::{
    PrintStationId, PrinterId,
    print_queue::PrintQueueStation,
    printing::{PrintJobState, Printer, PrinterSetup},
};
use store::{Connection, IdempotencyKey, PrinterRecord, Scoped, WriteTx};

use super::queues;
use crate::app::{
    App, AppError, Caller,
    contacts::CREATED,
    idempotency::{Once, once},
    label_templates::{self, chosen, refuse_other_than_waybill},
    printers,
};

async fn printer<C: Connection>(reader: &Scoped<'_, C>, record: PrinterRecord) -> Result<Printer, AppError> {
    let queue = reader.print_queues(&[record.id]).await?.into_iter().next();
    let station = queues::station_view(reader, queue.and_then(|queue| queue.station)).await?;
    view(reader, record, station).await
}

/// Many printers, with one question for all their queues and one for all their stations.
pub async fn views<C: Connection>(
    reader: &Scoped<'_, C>,
    records: Vec<PrinterRecord>,
) -> Result<Vec<Printer>, AppError> {
    let ids: Vec<PrinterId> = records.iter().map(|record| record.id).collect();
    let served: HashMap<PrinterId, PrintStationId> = reader
        .print_queues(&ids)
        .await?
        .into_iter()
        .filter_map(|queue| queue.station.map(|station| (queue.printer, station)))
        .collect();
    let stations = if served.is_empty() { Vec::new() } else { reader.print_stations().await? };
    let mut printers = Vec::with_capacity(records.len());
    for record in records {
        let station = served.get(&record.id).and_then(|id| stations.iter().find(|station| station.id == *id));
        let station = station.map(|station| PrintQueueStation { id: station.id, name: station.name.clone() });
        printers.push(view(reader, record, station).await?);
    }
    Ok(printers)
}

async fn view<C: Connection>(
    reader: &Scoped<'_, C>,
    record: PrinterRecord,
    station: Option<PrintQueueStation>,
) -> Result<Printer, AppError> {
    let template = label_templates::summary(reader, &record.setup.template_id).await?;
    let (template_name, paper_width_mm, paper_height_mm) =
        template.map(|template| (template.name, template.width_mm, template.height_mm)).unwrap_or_default();
    Ok(Printer {
        id: record.id,
        setup: record.setup,
        template_name,
        paper_width_mm,
        paper_height_mm,
        station,
        created_at: record.created_at,
    })
}

pub async fn list_printers(app: &App, caller: &Caller) -> Result<Vec<Printer>, AppError> {
    let reader = app.store.read(caller.scope()?);
    views(&reader, reader.printers().await?).await
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
                tx.add_audit_entry(caller.audit(app, "printer.create", format!("printer {}", record.id), "")).await?;
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
            tx.add_audit_entry(caller.audit(app, "printer.update", format!("printer {id}"), "")).await?;
            printer(&tx, PrinterRecord { setup: setup.clone(), ..known }).await
        })
        .await
}

pub async fn delete_printer(app: &App, caller: &Caller, id: PrinterId) -> Result<(), AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            tx.printer(id).await?.ok_or(AppError::NotFound)?;
            let now = app.now();
            let mut queue = tx.print_queue_for_update(id).await?;
            // What waits for a printer that is gone never comes out of it.
            for waiting in [PrintJobState::Queued, PrintJobState::Leased] {
                tx.move_queue_jobs(id, waiting, PrintJobState::Skipped, "printer_removed", now).await?;
            }
            queue.station = None;
            tx.set_print_queue(&queue).await?;
            tx.delete_printer(id, now).await?;
            Ok::<_, AppError>(
                tx.add_audit_entry(caller.audit(app, "printer.delete", format!("printer {id}"), "")).await?,
            )
        })
        .await?;
    queues::changed(app, caller.scope()?, id);
    Ok(())
}
