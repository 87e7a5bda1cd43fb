//! Printing: printers, batches with one job a label, the queue each printer has, and what became of every label.
//!
//! What must stay true: a label of which a byte may have been sent is never sent again unless a person said that it did not come out, or
//! gave a reason for a reprint. So a job passes from `leased` to `sending` in the service before its first byte is sent, under a lease that
//! one at a time holds; a lease that lapses sends what was only leased back and makes what was begun `unknown`.

mod batches;
mod lapse;
mod leases;
mod log;
mod printers;
mod queues;
mod reports;
mod settling;
mod worker;

pub use batches::create_batch;
pub(in crate::app) use lapse::end_hold;
pub use lapse::sweep;
pub use leases::{lease, release};
pub use log::{PrintLogFilter, list_jobs, stats};
pub use printers::{create_printer, delete_printer, list_printers, update_printer, views};
pub use queues::{list_queue_jobs, pause, queue, queues, resume, skip};
pub use reports::{report, report_many};
pub use settling::settle;
pub use worker::PrintWorker;

pub(in crate::app) use queues::changed;

/// Labels of one state counted at most.
const COUNTED_MAX: u32 = 100_000;
