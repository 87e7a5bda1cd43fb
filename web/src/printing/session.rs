//! Printing as pages know it: labels are asked for, a queue prints them, a person decides where it stands still.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::{
    PrintJobId, PrinterId, ShipmentId,
    limits::BULK_MAX,
    printing::{PrintBatchCreate, PrintJobState, Printer, PrinterConnection},
};

use super::{
    pdf::PdfRun,
    printers::Printers,
    queue::{Pause, Queue},
    reports::Reports,
    runner,
};
use crate::{
    api::{self, IdempotencyKey},
    browser,
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
    toasts: Toasts,
}

impl Printing {
    pub fn new(toasts: Toasts) -> Printing {
        Printing {
            printers: Printers::new(),
            reports: Reports::new(),
            queue: RwSignal::new(None),
            asking: RwSignal::new(Vec::new()),
            waiting: RwSignal::new(Vec::new()),
            pdf: RwSignal::new(None),
            running: StoredValue::new(false),
            toasts,
        }
    }

    pub fn expect() -> Printing {
        expect_context::<Printing>()
    }

    /// A queue that is not over.
    pub fn is_printing(self) -> bool {
        self.queue.with(|queue| queue.as_ref().is_some_and(|queue| !queue.is_over()))
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
        if is_pdf {
            self.pdf.set(Some(PdfRun::new(ids.len())));
        } else {
            self.queue.update(|queue| match queue {
                Some(queue) if !queue.is_over() => queue.expect_more(ids.len()),
                other => *other = Some(Queue::new(ids.len())),
            });
        }
        let (mut refused, mut unprintable) = (Vec::new(), Vec::new());
        let mut left = ids.len();
        for chunk in ids.chunks(BULK_MAX) {
            let batch = batch_of(chunk, printer.id, reason.as_deref());
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
                    } else {
                        self.queue.update(|queue| {
                            queue.iter_mut().for_each(|queue| queue.add(batch.jobs.clone(), chunk.len()));
                        });
                        runner::start(self);
                    }
                }
                Err(error) => {
                    self.toasts.failed(error.words());
                    break;
                }
            }
        }
        if left > 0 {
            self.queue.update(|queue| queue.iter_mut().for_each(|queue| queue.add(Vec::new(), left)));
        }
        if is_pdf {
            self.pdf.update(|run| run.iter_mut().for_each(|run| run.give_up(left)));
            super::pdf::make(self, printer).await;
        }
        self.tell_refused(refused, &unprintable);
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

    pub fn pause(self) {
        self.change(|queue| queue.stand(Pause::ByPerson));
    }

    pub fn resume(self) {
        self.change(Queue::resume);
        runner::start(self);
    }

    pub fn stop(self) {
        self.change(Queue::stop);
    }

    /// A person looked at the unsure labels.
    pub fn settle(self, at: usize, came_out: bool) {
        let now = browser::now_ms();
        self.change(|queue| {
            queue.settle_unsure(at, came_out, now);
            queue.resume();
        });
        runner::start(self);
    }

    pub fn settle_all(self, came_out: bool) {
        let now = browser::now_ms();
        self.change(|queue| {
            for at in queue.unsure() {
                queue.settle_unsure(at, came_out, now);
            }
            queue.resume();
        });
        runner::start(self);
    }

    /// Puts an ended queue away.
    pub fn dismiss(self) {
        if !untrack(|| self.is_printing()) {
            self.queue.set(None);
        }
    }

    /// The queue has this job, and asks about it itself.
    pub fn holds(self, id: PrintJobId) -> bool {
        self.queue.with_untracked(|queue| queue.iter().any(|queue| queue.items().iter().any(|item| item.id == id)))
    }

    /// Labels that came out, for the words at the end.
    pub fn came_out(queue: &Queue) -> usize {
        queue.count(PrintJobState::Sent) + queue.count(PrintJobState::Confirmed)
    }
}

fn batch_of(ids: &[ShipmentId], printer_id: PrinterId, reason: Option<&str>) -> PrintBatchCreate {
    PrintBatchCreate {
        shipment_ids: ids.to_vec(),
        printer_id,
        template_id: None,
        reprint_reason: reason.map(str::to_owned),
    }
}
