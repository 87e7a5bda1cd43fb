//! Printing as pages know it: labels are asked for, the printer's queue takes them, what is at hand is printed here, a person decides where
//! it stands still.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    PrintJobId, PrinterId, ShipmentId,
    events::LiveEvent,
    limits::BULK_MAX,
    print_queue::{PrintLeaseRequest, PrintPauseRequest, PrintResumeRequest, PrintSettleOutcome, PrintSkipRequest},
    printing::{PrintBatch, PrintBatchCreate, Printer, PrinterConnection},
};

use super::{
    bell::Bell,
    lease::{self, Deadline, Moment},
    pdf::PdfRun,
    printers::Printers,
    queue::{Pause, Queue},
    reports::Reports,
    runner,
};
use crate::{
    api::{self, ApiError, IdempotencyKey, Live},
    features::shell::PrintRequest,
    texts::printing as texts,
    ui::Toasts,
};

/// The service's code for a label that needs a reason to be printed again.
const REASON_REQUIRED: &str = "reprint_reason_required";

/// Printing, in context while somebody who prints is signed in. It goes on when the page in front changes.
#[derive(Clone, Copy)]
pub struct Printing {
    pub printers: Printers,
    pub reports: Reports,
    pub queue: RwSignal<Option<Queue>>,
    /// Labels that may have been printed before and wait for a reason.
    pub asking: RwSignal<Vec<ShipmentId>>,
    /// Labels that wait for a printer to be set up.
    pub waiting: RwSignal<Vec<ShipmentId>>,
    pub pdf: RwSignal<Option<PdfRun>>,
    pub(super) running: StoredValue<bool>,
    /// The printer whose lease is kept.
    pub(super) keeping: StoredValue<Option<PrinterId>>,
    /// Until when labels may be sent.
    pub(super) deadline: StoredValue<Option<Deadline>>,
    /// Rings when something happened that those who wait here should look at.
    pub(super) bell: Chime,
    /// The service said that the queue changed.
    stale: StoredValue<bool>,
    /// A print station prints whatever waits, without anybody's word.
    is_station: bool,
    toasts: Toasts,
}

/// A bell that can be copied.
#[derive(Clone, Copy)]
pub struct Chime(StoredValue<Bell, LocalStorage>);

impl Chime {
    pub async fn wait(self, limit: std::time::Duration) {
        let bell = self.0.try_get_value().unwrap_or_default();
        bell.wait(limit).await;
    }

    fn ring(self) {
        self.0.try_with_value(Bell::ring);
    }
}

impl Printing {
    pub fn new(toasts: Toasts, is_station: bool) -> Printing {
        let printing = Printing {
            printers: Printers::new(is_station),
            reports: Reports::new(),
            queue: RwSignal::new(None),
            asking: RwSignal::new(Vec::new()),
            waiting: RwSignal::new(Vec::new()),
            pdf: RwSignal::new(None),
            running: StoredValue::new(false),
            keeping: StoredValue::new(None),
            deadline: StoredValue::new(None),
            bell: Chime(StoredValue::new_local(Bell::default())),
            stale: StoredValue::new(false),
            is_station,
            toasts,
        };
        // What was left in the queue of this browser's printer is shown, and printed only when somebody says so.
        Effect::new(move |_| {
            if let Some(printer) = printing.printers.current().filter(is_queued) {
                printing.reports.version();
                spawn_local(printing.look_at(printer.id, true));
            }
        });
        printing
    }

    /// Hears what happens to the queue; called while somebody is signed in.
    pub fn listen(self, live: Live) {
        live.listen(move |event| {
            let LiveEvent::PrintQueueChanged { printer_id } = event else { return };
            if untrack(|| self.printers.current()).is_some_and(|printer| printer.id == printer_id) {
                let _ = self.stale.try_set_value(true);
                self.wake();
                spawn_local(self.look_at(printer_id, false));
            }
        });
    }

    /// How the queue stands in the service, while nothing is printed here.
    pub async fn look_at(self, printer: PrinterId, is_first: bool) {
        if self.keeping.try_get_value().flatten().is_some() {
            return;
        }
        let Ok(seen) = api::printing::queue(printer).await else { return };
        let Some(current) = untrack(|| self.printers.current()).filter(|current| current.id == printer) else { return };
        // A station was given the printer, or it was taken away.
        if current.station != seen.station {
            self.printers.reload();
        }
        if self.keeping.try_get_value().flatten().is_some() {
            return;
        }
        let has_labels = seen.waiting + seen.under_way + seen.unsure > 0;
        let is_ours = seen.holder.is_none() && seen.station.is_some() == self.is_station;
        let mut prints = self.is_station && has_labels && is_ours && seen.pause.is_none();
        let _ = self.queue.try_update(|queue| match queue {
            Some(open) if !open.is_over() => {
                open.see(&seen);
                // Somebody else printed what was found here.
                if open.is_over() && open.done() == 0 {
                    *queue = None;
                }
            }
            _ if has_labels && is_ours => {
                *queue = Some(Queue::found(&seen));
                // What comes while this page stands ready is printed like any other; what lay there when it came is asked about.
                prints |= !is_first && seen.pause.is_none();
            }
            _ => {}
        });
        if prints && self.printers.connection().is_some() {
            self.go_on();
        }
    }

    /// Wakes those who wait for something to happen.
    pub(super) fn wake(self) {
        self.bell.ring();
    }

    /// Whether the service said that the queue changed, once.
    pub(super) fn take_stale(self) -> bool {
        self.stale.try_update_value(std::mem::take).unwrap_or_default()
    }

    pub fn expect() -> Printing {
        expect_context::<Printing>()
    }

    /// A queue that is not over.
    pub fn is_printing(self) -> bool {
        self.queue.with(|queue| queue.as_ref().is_some_and(|queue| !queue.is_over()))
    }

    /// Labels are being printed here, or wait for the printer.
    pub fn is_at_work(self) -> bool {
        self.keeping.try_get_value().flatten().is_some()
    }

    pub fn request(self, request: PrintRequest) {
        if request.printed_before > 0 {
            self.asking.set(request.shipment_ids);
        } else {
            self.print(request.shipment_ids, None);
        }
    }

    /// Prints these labels, after those that print already.
    pub fn print(self, ids: Vec<ShipmentId>, reason: Option<String>) {
        let Some(printer) = untrack(|| self.printers.current()) else {
            self.waiting.update(|waiting| waiting.extend(ids));
            self.printers.setup.set(Some(None));
            return;
        };
        spawn_local(self.queue_up(printer, ids, reason));
    }

    async fn queue_up(self, printer: Printer, ids: Vec<ShipmentId>, reason: Option<String>) {
        let is_pdf = printer.setup.connection == PrinterConnection::Pdf;
        // The service or a station prints there, not this page.
        let is_elsewhere = printer.setup.connection == PrinterConnection::Tcp || printer.station.is_some();
        let is_here = is_queued(&printer) && !is_elsewhere && self.printers.connection().is_some();
        if is_pdf {
            self.pdf.set(Some(PdfRun::new(ids.len())));
        } else if !is_elsewhere {
            self.queue.update(|queue| match queue {
                Some(queue) if !queue.is_over() => queue.expect_more(ids.len()),
                other => *other = Some(Queue::new(ids.len())),
            });
        }
        let (mut refused, mut unprintable) = (Vec::new(), Vec::new());
        let (mut left, mut sent) = (ids.len(), 0);
        for chunk in ids.chunks(BULK_MAX) {
            // With the first labels comes the lease, so that the printer begins before the rest is queued.
            let lease = (is_here && self.keeping.try_get_value() == Some(None)).then(lease::first_request);
            let batch = batch_of(chunk, printer.id, reason.as_deref(), lease);
            let asked = Moment::now();
            match api::printing::create_batch(&batch, IdempotencyKey::new()).await {
                Ok(batch) => {
                    left -= chunk.len();
                    for outcome in &batch.refused {
                        if outcome.code.as_deref() == Some(REASON_REQUIRED) {
                            refused.push(outcome.shipment_id);
                        } else {
                            unprintable.push(outcome.detail.clone().unwrap_or_default());
                        }
                    }
                    if is_pdf {
                        self.pdf.update(|run| run.iter_mut().for_each(|run| run.add(&batch, chunk.len())));
                    } else if is_elsewhere {
                        sent += batch.jobs.len();
                    } else {
                        self.queued(&printer, batch, chunk.len(), asked);
                    }
                }
                Err(error) => {
                    self.toasts.failed(error.words());
                    break;
                }
            }
        }
        if left > 0 && !is_elsewhere {
            self.change(|queue| queue.queued(left, 0));
        }
        if is_pdf {
            self.pdf.update(|run| run.iter_mut().for_each(|run| run.give_up(left)));
            super::pdf::make(self, printer.clone()).await;
        }
        if sent > 0 {
            self.tell_sent(&printer, sent);
        }
        self.tell_refused(refused, &unprintable);
    }

    /// The service or a station prints them, and this page has nothing more to do.
    fn tell_sent(self, printer: &Printer, sent: usize) {
        let count = u32::try_from(sent).unwrap_or(u32::MAX);
        let (text, name) = match &printer.station {
            Some(station) => (texts::SENT_TO_STATION, station.name.as_str()),
            None => (texts::SENT_TO_PRINTER, printer.setup.name.as_str()),
        };
        self.toasts.done(text.count(count).replace("{name}", name));
    }

    /// Labels are in the queue; with a lease they can go at once.
    fn queued(self, printer: &Printer, batch: PrintBatch, asked_for: usize, asked: Moment) {
        let (jobs, lease) = (batch.jobs.len(), batch.lease);
        self.change(|queue| queue.queued(asked_for, if lease.is_some() { 0 } else { jobs }));
        // A keeper that began meanwhile has asked later than this answer.
        if let Some(lease) = lease.filter(|_| self.keeping.try_get_value() == Some(None)) {
            self.take_lease(printer.id, lease, asked);
        }
        let _ = self.stale.try_set_value(true);
        runner::start(self);
    }

    fn tell_refused(self, refused: Vec<ShipmentId>, unprintable: &[String]) {
        if let Some(why) = unprintable.first() {
            let count = unprintable.len().to_string();
            self.toasts.failed(texts::REFUSED.fill(&[("n", &count), ("why", why)]));
        }
        if !refused.is_empty() {
            self.asking.update(|asking| asking.extend(refused));
        }
        // A queue in which nothing came is not shown.
        self.queue.update(|queue| {
            if queue.as_ref().is_some_and(|queue| queue.total() == 0) {
                *queue = None;
            }
        });
    }

    /// Prints the labels that waited for a printer.
    pub fn print_waiting(self) {
        let ids = self.waiting.try_update(std::mem::take).unwrap_or_default();
        if !ids.is_empty() {
            self.print(ids, None);
        }
    }

    /// Changes the queue and hands over what became of its labels.
    pub fn change<T>(self, change: impl FnOnce(&mut Queue) -> T) -> Option<T> {
        let (value, reports) = self.queue.try_update(|queue| {
            let queue = queue.as_mut()?;
            let value = change(queue);
            Some((value, queue.take_reports()))
        })??;
        self.reports.add(reports);
        Some(value)
    }

    /// Stands still, for a reason of this page, as when the printer is out of paper.
    pub(super) fn stand(self, pause: Pause) {
        let is_new = self.queue.try_with_untracked(|queue| {
            queue.as_ref().is_some_and(|queue| queue.mode() != super::queue::Mode::Paused(pause.clone()))
        });
        if is_new == Some(true) {
            self.change(|queue| queue.stand(pause));
        }
    }

    /// Asks the service for something about a queue, and looks again where it is the one of this browser's printer.
    fn ask(self, call: impl Future<Output = Result<(), ApiError>> + 'static) {
        spawn_local(async move {
            if let Err(error) = call.await {
                self.toasts.failed(error.words());
            }
            let _ = self.stale.try_set_value(true);
            self.wake();
            self.reports.settled();
            if let Some(printer) = untrack(|| self.printers.current()) {
                self.look_at(printer.id, true).await;
            }
        });
    }

    fn is_current(self, printer: PrinterId) -> bool {
        untrack(|| self.printers.current()).is_some_and(|current| current.id == printer)
    }

    pub fn pause(self, printer: PrinterId) {
        self.ask(async move { api::printing::pause(printer, &PrintPauseRequest::default()).await.map(|_| ()) });
    }

    /// A person has it go on, from a label if one is named.
    pub fn resume(self, printer: PrinterId, from: Option<PrintJobId>) {
        if !self.is_current(printer) {
            let request = PrintResumeRequest { from };
            return self.ask(async move { api::printing::resume(printer, &request).await.map(|_| ()) });
        }
        let is_paused = self.queue.with_untracked(|queue| {
            queue.as_ref().is_some_and(|queue| {
                matches!(queue.mode(), super::queue::Mode::Paused(Pause::Service(_))) || queue.is_found()
            })
        });
        if is_paused || from.is_some() {
            self.ask(async move {
                api::printing::resume(printer, &PrintResumeRequest { from }).await?;
                self.go_on();
                Ok(())
            });
        } else {
            self.go_on();
        }
    }

    pub fn pause_here(self) {
        self.here(Printing::pause);
    }

    pub fn resume_here(self) {
        self.here(|printing, printer| printing.resume(printer, None));
    }

    pub fn stop_here(self) {
        self.here(Printing::stop);
    }

    fn here(self, act: impl FnOnce(Printing, PrinterId)) {
        if let Some(printer) = untrack(|| self.printers.current()) {
            act(self, printer.id);
        }
    }

    fn go_on(self) {
        self.change(Queue::resume);
        runner::start(self);
    }

    /// Takes every waiting label out.
    pub fn stop(self, printer: PrinterId) {
        self.skip(printer, PrintSkipRequest { all: Some(true), ..PrintSkipRequest::default() });
    }

    pub fn skip(self, printer: PrinterId, which: PrintSkipRequest) {
        self.ask(async move { api::printing::skip(printer, &which).await.map(|_| ()) });
    }

    /// A person looked at unsure labels.
    pub fn settle(self, ids: Vec<PrintJobId>, outcome: PrintSettleOutcome) {
        self.ask(async move {
            api::printing::settle(ids, outcome).await?;
            if untrack(|| self.is_printing()) {
                self.go_on();
            }
            Ok(())
        });
    }

    /// Puts an ended queue away.
    pub fn dismiss(self) {
        if !untrack(|| self.is_printing()) {
            self.queue.set(None);
        }
    }
}

/// Labels wait in a queue for this printer; the system's dialog has none.
pub(super) fn is_queued(printer: &Printer) -> bool {
    printer.setup.connection != PrinterConnection::Pdf
}

fn batch_of(
    ids: &[ShipmentId],
    printer_id: PrinterId,
    reason: Option<&str>,
    lease: Option<PrintLeaseRequest>,
) -> PrintBatchCreate {
    PrintBatchCreate {
        shipment_ids: ids.to_vec(),
        printer_id,
        template_id: None,
        reprint_reason: reason.map(str::to_owned),
        lease,
    }
}
